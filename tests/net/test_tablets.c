/*
 * test_tablets.c - tokens, the places tablets speak from, and gaps.
 */
#include "net/tablets.h"
#include "net/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define S 1000000000LL

static struct tablets tablets;

static int set_up(void **state)
{
	(void)state;
	tablets_init(&tablets, NULL);
	return 0;
}

static struct endpoint at(uint16_t port)
{
	struct endpoint endpoint;

	assert_true(endpoint_parse(port % 2 == 0 ? "127.0.0.1" : "::1", port, &endpoint));
	return endpoint;
}

static uint32_t pair(uint64_t token)
{
	return tablets_pair(&tablets, "one", token, 0, S);
}

/* FIPS 180-4's own example is of other lengths; this sum is of coreutils' sha256sum. */
static void token__is_kept_as_its_sha_256(void **state)
{
	static const uint8_t sum[] = {0x9f, 0x9f, 0x51, 0x11, 0xf7, 0xb2, 0x7a, 0x78};
	uint8_t hash[TOKEN_HASH_BYTES];

	(void)state;
	assert_true(token_hash("0123456789abcdef", hash));
	assert_memory_equal(hash, sum, sizeof(sum));
}

static void texts_that_are_no_token__are_nobodys(void **state)
{
	static const char *const wrong[] = {"",
					    "1",
					    "0000000000000000",
					    "123456789abcdef",
					    "00123456789abcdef",
					    " 123456789abcdef",
					    "+123456789abcdef",
					    "0x23456789abcdef",
					    "0123456789abcdeg"};
	uint32_t tablet = pair(0x123456789abcdefULL);

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(tablets_with(&tablets, wrong[i]), 0);
	}
	assert_int_not_equal(tablet, 0);
	assert_int_equal(tablets_with(&tablets, "0123456789abcdef"), tablet);
	assert_int_equal(tablets_with(&tablets, "0123456789ABCDEF"), tablet);
}

static void nothing_kept__tells_a_token(void **state)
{
	const uint64_t token = 0x5ec8e75ec8e75ec8ULL;
	char text[TOKEN_TEXT_BYTES];

	(void)state;
	pair(token);
	token_write(text, token);
	for (size_t i = 0; i + sizeof(token) <= sizeof(tablets); i++) {
		assert_memory_not_equal((const char *)&tablets + i, &token, sizeof(token));
	}
	for (size_t i = 0; i + 16 <= sizeof(tablets); i++) {
		assert_memory_not_equal((const char *)&tablets + i, text, 16);
	}
}

static void tablet__is_known_after_a_restart_by_its_token_alone(void **state)
{
	struct pairings kept;
	struct endpoint from = at(1000);

	(void)state;
	tablets_settle(&tablets, pair(7), &from, S);
	pair(8);
	assert_int_equal(tablets.kept.changes, 2);
	kept = tablets.kept;
	tablets_init(&tablets, &kept);
	assert_int_not_equal(tablets_with(&tablets, "0000000000000007"), 0);
	assert_int_not_equal(tablets_with(&tablets, "0000000000000008"), 0);
	assert_int_equal(tablets_with(&tablets, "0000000000000009"), 0);
	assert_int_equal(tablets_at(&tablets, &from, S), 0);
}

static void place__is_its_tablets_until_ten_minutes_of_silence(void **state)
{
	struct endpoint from = at(1000);
	struct endpoint other = at(1002);
	uint32_t tablet = pair(7);
	int64_t t_ns = S;

	(void)state;
	tablets_settle(&tablets, tablet, &from, t_ns);
	for (int i = 0; i < 5; i++, t_ns += 599 * S) {
		assert_int_equal(tablets_at(&tablets, &from, t_ns), tablet);
		assert_int_equal(tablets_at(&tablets, &other, t_ns), 0);
	}
	t_ns += 2 * S;
	assert_int_equal(tablets_at(&tablets, &from, t_ns), 0);
	assert_int_equal(tablets_at(&tablets, &from, t_ns), 0);
}

static void one_place__is_one_tablets_at_a_time(void **state)
{
	struct endpoint from = at(1000);
	uint32_t one = pair(7);
	uint32_t two = pair(8);

	(void)state;
	tablets_settle(&tablets, one, &from, S);
	tablets_settle(&tablets, two, &from, S);
	assert_int_equal(tablets_at(&tablets, &from, S), two);
}

static void places__are_given_to_whoever_spoke_last(void **state)
{
	uint32_t tablet = pair(7);

	(void)state;
	for (uint16_t i = 0; i <= SPOTS_MAX; i++) {
		struct endpoint from = at((uint16_t)(1000 + i));

		tablets_settle(&tablets, tablet, &from, (1 + i) * S);
	}
	for (uint16_t i = 0; i <= SPOTS_MAX; i++) {
		struct endpoint from = at((uint16_t)(1000 + i));

		assert_int_equal(tablets_at(&tablets, &from, 100 * S), i == 0 ? 0 : tablet);
	}
}

static void one_too_many__makes_the_rig_forget_whoever_was_silent_longest(void **state)
{
	uint32_t numbers[PAIRED_MAX + 1];
	struct endpoint silent = at(1000);

	(void)state;
	for (uint64_t i = 0; i < PAIRED_MAX; i++) {
		numbers[i] = pair(i);
		(void)tablets_hear(&tablets, numbers[i], (int64_t)(100 - i) * S);
	}
	tablets_settle(&tablets, numbers[PAIRED_MAX - 2], &silent, S);
	/* the last was heard longest ago, but steers */
	numbers[PAIRED_MAX] = tablets_pair(&tablets, "new", 99, numbers[PAIRED_MAX - 1], 200 * S);
	assert_int_equal(tablets.kept.count, PAIRED_MAX);
	for (int i = 0; i <= PAIRED_MAX; i++) {
		bool gone = i == PAIRED_MAX - 2;

		assert_int_equal(tablets_find(&tablets, numbers[i]) == NULL, gone);
	}
	assert_int_equal(tablets_with(&tablets, "000000000000000e"), 0);
	assert_int_equal(tablets_with(&tablets, "000000000000000f"), numbers[PAIRED_MAX - 1]);
	assert_int_equal(tablets_with(&tablets, "0000000000000063"), numbers[PAIRED_MAX]);
	assert_int_equal(tablets_at(&tablets, &silent, 200 * S), 0);
	assert_string_equal(tablets_name(&tablets, numbers[PAIRED_MAX]), "new");
}

static void names__are_mended_for_files_and_screens(void **state)
{
	(void)state;
	assert_string_equal(tablets_name(&tablets, tablets_pair(&tablets, "", 1, 0, S)), "tablet");
	assert_string_equal(tablets_name(&tablets, tablets_pair(&tablets, "a\nb\x1b[", 2, 0, S)),
			    "a?b?[");
	assert_int_equal(
		strlen(tablets_name(&tablets,
				    tablets_pair(&tablets,
						 "a name of far more than 31 characters that "
						 "nobody could read",
						 3, 0, S))),
		PAIRED_NAME_BYTES - 1);
}

static void gap_over_1500_ms__begins_a_second_of_quarantine(void **state)
{
	struct quarantine quarantine = {0};

	(void)state;
	assert_true(quarantine_holds(&quarantine, 100 * S));
	assert_true(quarantine_hear(&quarantine, 100 * S));
	assert_true(quarantine_holds(&quarantine, 101 * S - 1));
	assert_false(quarantine_hear(&quarantine, 101 * S + S / 2));
	assert_false(quarantine_holds(&quarantine, 101 * S + S / 2));
	assert_false(quarantine_hear(&quarantine, 103 * S)); /* 1.5 s: just in time */
	assert_false(quarantine_holds(&quarantine, 103 * S));
	assert_true(quarantine_hear(&quarantine, 103 * S + 15 * S / 10 + 1));
	assert_true(quarantine_holds(&quarantine, 103 * S + 15 * S / 10 + 1));
	assert_true(quarantine_holds(&quarantine, 105 * S + S / 2));
	assert_false(quarantine_holds(&quarantine, 105 * S + S / 2 + 1));
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(token__is_kept_as_its_sha_256),
		TEST(texts_that_are_no_token__are_nobodys),
		TEST(nothing_kept__tells_a_token),
		TEST(tablet__is_known_after_a_restart_by_its_token_alone),
		TEST(place__is_its_tablets_until_ten_minutes_of_silence),
		TEST(one_place__is_one_tablets_at_a_time),
		TEST(places__are_given_to_whoever_spoke_last),
		TEST(one_too_many__makes_the_rig_forget_whoever_was_silent_longest),
		TEST(names__are_mended_for_files_and_screens),
		TEST(gap_over_1500_ms__begins_a_second_of_quarantine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
