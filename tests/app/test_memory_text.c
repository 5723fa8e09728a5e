/*
 * What is remembered as text: back as it went in, and nothing taken of what is not as it was written.
 */
#include "app/memory_text.h"

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define HEADS 3
#define SAME  1e-5

static const struct moment written = {.wall_s = 1795255200.5, .boot_s = 5000.25, .boot_id = "a"};

static struct memory an_eased_client(void)
{
	struct memory memory;

	memory_init(&memory, HEADS);
	memory.ease_age_s = 600.0;
	memory.heat_age_s = 300.0;
	memory.heads[0].ease_n = 24.25;
	memory.heads[2].ease_n = 0.0;
	memory.heads[1].dwell_s = 123.5;
	memory.heads[1].dwell_hard_s = 7.75;
	memory.heads[2].heat_min = 2.5;
	memory.screening[SCREEN_FEVER] = ANSWER_NO;
	memory.screening_age_s[SCREEN_FEVER] = 900.0;
	memory.screening[SCREEN_DIABETES] = ANSWER_CONSENT;
	memory.screening_age_s[SCREEN_DIABETES] = 43000.0;
	return memory;
}

static size_t text_of(char text[MEMORY_TEXT_BYTES], const struct memory *memory)
{
	size_t length = memory_to_text(text, memory, "rig-a", &written);

	assert_true(length > 0 && length < MEMORY_TEXT_BYTES);
	assert_int_equal(strlen(text), length);
	return length;
}

static enum memory_verdict read_at(struct memory *memory, const char *text, struct moment now)
{
	return memory_from_text(memory, text, strlen(text), "rig-a", HEADS, &now);
}

static void assert_same(double a, double b)
{
	assert_true(fabs(a - b) <= SAME);
}

static void assert_heads_same(const struct memory *a, const struct memory *b)
{
	assert_int_equal(a->head_count, b->head_count);
	for (int i = 0; i < HEADS_MAX; i++) {
		assert_same(a->heads[i].ease_n, b->heads[i].ease_n);
		assert_same(a->heads[i].dwell_s, b->heads[i].dwell_s);
		assert_same(a->heads[i].dwell_hard_s, b->heads[i].dwell_hard_s);
		assert_same(a->heads[i].heat_min, b->heads[i].heat_min);
	}
}

/* A text with that line in the place of the one that begins with key, and its sum made right. */
static void with_line(char text[MEMORY_TEXT_BYTES], const char *key, const char *line)
{
	char rest[MEMORY_TEXT_BYTES];
	char *at = strstr(text, key);
	uint32_t crc = UINT32_MAX;

	assert_non_null(at);
	strcpy(rest, strchr(at, '\n'));
	strcpy(at, line);
	strcat(at, rest);
	at = strstr(text, "crc32 ");
	for (const char *byte = text; byte < at; byte++) {
		crc ^= (unsigned char)*byte;
		for (int bit = 0; bit < 8; bit++) {
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
		}
	}
	sprintf(at, "crc32 %08x\n", ~crc);
}

static void what_was_written__comes_back_a_moment_later(void **state)
{
	const struct memory memory = an_eased_client();
	char text[MEMORY_TEXT_BYTES];
	struct memory back;
	struct moment now = written;

	(void)state;
	text_of(text, &memory);
	now.boot_s += 10.0;
	now.wall_s += 10.0;
	assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
	assert_heads_same(&back, &memory);
	assert_same(back.ease_age_s, 610.0);
	assert_same(back.heat_age_s, 310.0);
	assert_int_equal(back.screening[SCREEN_FEVER], ANSWER_NO);
	assert_same(back.screening_age_s[SCREEN_FEVER], 910.0);
	assert_int_equal(back.screening[SCREEN_DIABETES], ANSWER_CONSENT);
	assert_int_equal(back.screening[SCREEN_DVT], ANSWER_NONE);
}

static void every_head_a_rig_may_have_and_every_answer__fits(void **state)
{
	static char text[MEMORY_TEXT_BYTES];
	struct memory memory;
	struct memory back;

	(void)state;
	memory_init(&memory, HEADS_MAX);
	memory.ease_age_s = 1e12;
	memory.heat_age_s = 1e12;
	for (int i = 0; i < HEADS_MAX; i++) {
		memory.heads[i] = (struct head_memory){99.123456, 1e12, 1e12, 1e12};
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		memory.screening[item] = (enum answer)(item % 4);
		memory.screening_age_s[item] = item % 4 == 0 ? 0.0 : item;
	}
	text_of(text, &memory);
	assert_int_equal(memory_from_text(&back, text, strlen(text), "rig-a", HEADS_MAX, &written),
			 MEMORY_FINE);
	assert_heads_same(&back, &memory);
	assert_memory_equal(back.screening, memory.screening, sizeof(back.screening));
}

static void
days_later_after_a_restart_of_the_machine__answers_expired_and_the_ease_is_old(void **state)
{
	const struct memory memory = an_eased_client();
	struct moment now = {
		.wall_s = written.wall_s + 3.0 * 86400.0, .boot_s = 60.0, .boot_id = "b"};
	char text[MEMORY_TEXT_BYTES];
	struct memory back;

	(void)state;
	text_of(text, &memory);
	assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
	assert_same(back.ease_age_s, 600.0 + 3.0 * 86400.0);
	assert_true(back.ease_age_s > ANSWERS_LAST_S);
	assert_int_equal(back.screening[SCREEN_FEVER], ANSWER_NONE);
	assert_heads_same(&back, &memory);
}

static void an_answer__expires_at_12_hours_and_not_before(void **state)
{
	const struct memory memory = an_eased_client(); /* diabetes: 43000 s old */
	struct moment now = {.wall_s = written.wall_s + 199.0, .boot_id = "b"};
	char text[MEMORY_TEXT_BYTES];
	struct memory back;

	(void)state;
	text_of(text, &memory);
	assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
	assert_int_equal(back.screening[SCREEN_DIABETES], ANSWER_CONSENT);
	now.wall_s += 2.0;
	assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
	assert_int_equal(back.screening[SCREEN_DIABETES], ANSWER_NONE);
	assert_int_equal(back.screening[SCREEN_FEVER], ANSWER_NO);
}

/* Its core empties the account then, as it does without a power-off. */
static void heat_12_hours_old__is_that_old_after_a_power_off_too(void **state)
{
	struct memory memory = an_eased_client();
	struct moment now = {.wall_s = written.wall_s + 7200.0, .boot_s = 60.0, .boot_id = "b"};
	char text[MEMORY_TEXT_BYTES];
	struct memory back;

	(void)state;
	memory.heat_age_s = ANSWERS_LAST_S - 7201.0;
	text_of(text, &memory);
	assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
	assert_same(back.heads[2].heat_min, memory.heads[2].heat_min);
	assert_true(back.heat_age_s < ANSWERS_LAST_S);
	now.wall_s += 1.5;
	assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
	assert_true(back.heat_age_s >= ANSWERS_LAST_S);
	assert_same(back.heat_age_s, ANSWERS_LAST_S + 0.5);
}

static void a_clock_set_back_or_years_ahead__keeps_the_ease_as_new_and_no_answer(void **state)
{
	const struct memory memory = an_eased_client();
	const double walls_s[] = {written.wall_s - 1.0, 0.0, written.wall_s + 2.0 * 365.0 * 86400.0,
				  -1e9, 1e300};
	char text[MEMORY_TEXT_BYTES];
	struct memory back;

	(void)state;
	text_of(text, &memory);
	for (size_t i = 0; i < sizeof(walls_s) / sizeof(walls_s[0]); i++) {
		struct moment now = {.wall_s = walls_s[i], .boot_s = 9000.0, .boot_id = "b"};

		assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
		assert_same(back.ease_age_s, 0.0);
		assert_same(back.heat_age_s, 0.0);
		assert_heads_same(&back, &memory);
		for (int item = 0; item < SCREENING_ITEMS; item++) {
			assert_int_equal(back.screening[item], ANSWER_NONE);
		}
	}
}

static void since_the_same_start_of_the_machine__the_clock_on_the_wall_does_not_matter(void **state)
{
	const struct memory memory = an_eased_client();
	struct moment now = {.wall_s = 0.0, .boot_s = written.boot_s + 30.0, .boot_id = "a"};
	char text[MEMORY_TEXT_BYTES];
	struct memory back;

	(void)state;
	text_of(text, &memory);
	assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
	assert_same(back.ease_age_s, 630.0);
	assert_same(back.heat_age_s, 330.0);
	assert_int_equal(back.screening[SCREEN_FEVER], ANSWER_NO);
}

static void where_the_kernel_tells_no_start__two_of_them_are_not_the_same(void **state)
{
	const struct memory memory = an_eased_client();
	const struct moment then = {.wall_s = written.wall_s, .boot_s = 10.0, .boot_id = "none"};
	const struct moment now = {
		.wall_s = written.wall_s + 3600.0, .boot_s = 40.0, .boot_id = "none"};
	char text[MEMORY_TEXT_BYTES];
	struct memory back;

	(void)state;
	assert_true(memory_to_text(text, &memory, "rig-a", &then) > 0);
	assert_int_equal(read_at(&back, text, now), MEMORY_FINE);
	assert_same(back.ease_age_s, 4200.0);
	assert_same(back.heat_age_s, 3900.0);
}

static void every_truncation__is_damage_and_leaves_the_memory_alone(void **state)
{
	const struct memory memory = an_eased_client();
	char text[MEMORY_TEXT_BYTES];
	size_t length = text_of(text, &memory);
	struct memory back;

	(void)state;
	for (size_t cut = 0; cut < length; cut++) {
		text[cut] = '\0';
		for (size_t i = 0; i < sizeof(back); i++) {
			((unsigned char *)&back)[i] = 0x5a;
		}
		assert_int_equal(memory_from_text(&back, text, cut, "rig-a", HEADS, &written),
				 MEMORY_DAMAGED);
		for (size_t i = 0; i < sizeof(back); i++) {
			assert_int_equal(((unsigned char *)&back)[i], 0x5a);
		}
		text_of(text, &memory);
	}
}

static void every_flipped_bit__is_damage(void **state)
{
	const struct memory memory = an_eased_client();
	char text[MEMORY_TEXT_BYTES];
	size_t length = text_of(text, &memory);
	struct memory back;

	(void)state;
	for (size_t bit = 0; bit < 8 * length; bit++) {
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
		assert_int_equal(memory_from_text(&back, text, length, "rig-a", HEADS, &written),
				 MEMORY_DAMAGED);
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
	}
	assert_int_equal(read_at(&back, text, written), MEMORY_FINE);
}

static void a_right_sum_over_wrong_lines__is_damage_too(void **state)
{
	static const char *const wrong[][2] = {
		{"head_1_ease_n", "head_1_ease_n nan"},
		{"head_1_ease_n", "head_1_ease_n -1"},
		{"head_1_ease_n", "head_1_ease_n 120.1"},
		{"head_1_ease_n", "head_1_ease_n 24.25 N"},
		{"head_1_ease_n", "head_1_ease_n "},
		{"head_1_ease_n", "head_2_ease_n 24.25"},
		{"head_1_ease_n", "head_1_ease_n 24.25\nhead_1_ease_n 24.25"},
		{"head_3_heat_min", "head_3_heat_min inf"},
		{"head_2_dwell_s", "head_2_dwell_s 1e13"},
		{"ease_age_s", "ease_age_s"},
		{"heat_age_s", "heat_age_s -1"},
		{"heat_age_s", "heat_age_s nan"},
		{"written_unix_s", "written_unix_s -5"},
		{"fever ", "fever perhaps"},
		{"fever ", "fever unknown"},
		{"fever_age_s", "fever_age_s -1"},
		{"sedation_age_s", "sedation_age_s 0\nhead_4_ease_n 1"},
		{"heads", "heads three"},
		{"boot_id", "boot_id 0123456789012345678901234567890123456789"},
	};
	const struct memory memory = an_eased_client();
	char text[MEMORY_TEXT_BYTES];
	struct memory back;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		text_of(text, &memory);
		with_line(text, wrong[i][0], wrong[i][1]);
		if (read_at(&back, text, written) == MEMORY_FINE) {
			fail_msg("taken: %s", wrong[i][1]);
		}
	}
	text_of(text, &memory);
	with_line(text, "head_1_ease_n", "head_1_ease_n 23");
	assert_int_equal(read_at(&back, text, written), MEMORY_FINE); /* so the sums were right */
}

static void of_another_rig_or_version_or_head_count__is_told_apart(void **state)
{
	const struct memory memory = an_eased_client();
	char text[MEMORY_TEXT_BYTES];
	struct memory back;
	size_t length = text_of(text, &memory);

	(void)state;
	assert_int_equal(memory_from_text(&back, text, length, "rig-b", HEADS, &written),
			 MEMORY_OF_RIG);
	assert_int_equal(memory_from_text(&back, text, length, "rig-a", HEADS + 1, &written),
			 MEMORY_OF_HEADS);
	with_line(text, "knead_memory", "knead_memory 1");
	assert_int_equal(memory_from_text(&back, text, length, "rig-a", HEADS, &written),
			 MEMORY_OF_VERSION);
}

static void what_could_not_be_read_back__is_not_written(void **state)
{
	const struct memory fine = an_eased_client();
	char text[MEMORY_TEXT_BYTES];
	struct memory wrong[9];

	(void)state;
	for (int i = 0; i < 9; i++) {
		wrong[i] = fine;
	}
	wrong[0].heads[1].ease_n = (double)NAN;
	wrong[1].heads[2].dwell_s = -1.0;
	wrong[2].heads[0].heat_min = (double)INFINITY;
	wrong[3].ease_age_s = -0.5;
	wrong[4].screening[3] = (enum answer)9;
	wrong[5].screening_age_s[3] = (double)NAN;
	wrong[6].head_count = HEADS_MAX + 1;
	wrong[7].heads[1].ease_n = FORCE_HARD_N + 1.0;
	wrong[8].heat_age_s = (double)NAN;
	for (int i = 0; i < 9; i++) {
		assert_int_equal(memory_to_text(text, &wrong[i], "rig-a", &written), 0);
	}
	text_of(text, &fine);
}

static void moments__come_from_clocks_that_go_on(void **state)
{
	struct moment one = moment_now();
	struct moment other = moment_now();

	(void)state;
	assert_true(one.wall_s > 0.0 && one.boot_s > 0.0);
	assert_true(other.boot_s >= one.boot_s);
	assert_string_equal(one.boot_id, other.boot_id);
	assert_true(one.boot_id[0] != '\0' && strpbrk(one.boot_id, " \n") == NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_written__comes_back_a_moment_later),
		cmocka_unit_test(every_head_a_rig_may_have_and_every_answer__fits),
		cmocka_unit_test(
			days_later_after_a_restart_of_the_machine__answers_expired_and_the_ease_is_old),
		cmocka_unit_test(an_answer__expires_at_12_hours_and_not_before),
		cmocka_unit_test(heat_12_hours_old__is_that_old_after_a_power_off_too),
		cmocka_unit_test(
			a_clock_set_back_or_years_ahead__keeps_the_ease_as_new_and_no_answer),
		cmocka_unit_test(
			since_the_same_start_of_the_machine__the_clock_on_the_wall_does_not_matter),
		cmocka_unit_test(where_the_kernel_tells_no_start__two_of_them_are_not_the_same),
		cmocka_unit_test(every_truncation__is_damage_and_leaves_the_memory_alone),
		cmocka_unit_test(every_flipped_bit__is_damage),
		cmocka_unit_test(a_right_sum_over_wrong_lines__is_damage_too),
		cmocka_unit_test(of_another_rig_or_version_or_head_count__is_told_apart),
		cmocka_unit_test(what_could_not_be_read_back__is_not_written),
		cmocka_unit_test(moments__come_from_clocks_that_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
