/*
 * test_lease.c - one holder, its three times, and the button; and the nonces by which it is heard.
 */
#include "net/heartbeat.h"
#include "net/lease.h"

#include "net/dice.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define S  1000000000LL
#define MS 1000000LL

enum { NOBODY, ANNA, BERT, CARL };

static struct lease lease;

static int set_up(void **state)
{
	(void)state;
	lease_init(&lease, 41);
	return 0;
}

static void lease__is_whose_who_asked_first(void **state)
{
	uint32_t epoch;

	(void)state;
	assert_int_equal(lease.holder, NOBODY);
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	epoch = lease.epoch;
	assert_false(lease_request(&lease, BERT, "Bert", S));
	assert_int_equal(lease.holder, ANNA);
	assert_string_equal(lease.name, "Anna");
	assert_true(lease_request(&lease, ANNA, "other", 2 * S));
	assert_int_equal(lease.epoch, epoch); /* asking again harms nothing that was asked for */
	assert_int_equal(lease.beat_ns, S);
}

static void lease__ends_after_3_s_of_silence_and_not_before(void **state)
{
	uint32_t epoch;
	int64_t t_ns = S;

	(void)state;
	assert_true(lease_request(&lease, ANNA, "Anna", t_ns));
	epoch = lease.epoch;
	for (int i = 0; i < 20; i++, t_ns += 29 * S / 10) {
		assert_false(lease_turn(&lease, 0, t_ns));
		assert_int_equal(lease.holder, ANNA);
		lease_beat(&lease, BERT, t_ns + S); /* nobody's business */
		lease_beat(&lease, ANNA, t_ns);
	}
	assert_int_equal(lease.epoch, epoch);
	assert_false(lease_turn(&lease, 0, lease.beat_ns + 3 * S));
	assert_int_equal(lease.holder, ANNA);
	assert_false(lease_turn(&lease, 0, lease.beat_ns + 3 * S + 1));
	assert_int_equal(lease.holder, NOBODY);
	assert_string_equal(lease.name, "");
	assert_int_not_equal(lease.epoch, epoch);
}

static void heartbeat__is_fresh_for_700_ms(void **state)
{
	(void)state;
	assert_false(lease_is_fresh(&lease, S));
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	assert_true(lease_is_fresh(&lease, S + 700 * MS));
	assert_false(lease_is_fresh(&lease, S + 700 * MS + 1));
	lease_beat(&lease, ANNA, 2 * S);
	assert_true(lease_is_fresh(&lease, 2 * S + 700 * MS));
}

static void release__is_its_holders(void **state)
{
	uint32_t epoch;

	(void)state;
	lease_release(&lease, NOBODY, S);
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	epoch = lease.epoch;
	lease_release(&lease, BERT, S);
	assert_int_equal(lease.holder, ANNA);
	lease_release(&lease, ANNA, S);
	assert_int_equal(lease.holder, NOBODY);
	assert_int_not_equal(lease.epoch, epoch);
}

static void every_lease__has_a_number_and_an_epoch_of_its_own(void **state)
{
	uint32_t numbers[100];
	uint32_t epochs[100];

	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_true(lease_request(&lease, ANNA + (unsigned)i % 2, "x", (i + 1) * S));
		numbers[i] = lease.number;
		epochs[i] = lease.epoch;
		lease_release(&lease, lease.holder, (i + 1) * S);
		for (int k = 0; k < i; k++) {
			assert_int_not_equal(numbers[k], numbers[i]);
			assert_int_not_equal(epochs[k], epochs[i]);
		}
		assert_int_not_equal(numbers[i], 0);
	}
}

static void numbers_at_their_end__begin_anew_without_0(void **state)
{
	(void)state;
	lease.number = UINT32_MAX;
	lease.epoch = EPOCH_MAX;
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	assert_int_not_equal(lease.number, 0);
	assert_int_equal(lease.epoch, 1);
	assert_true((float)EPOCH_MAX + 1.0f > (float)EPOCH_MAX);
}

static void epochs__begin_elsewhere_in_every_run(void **state)
{
	struct lease other;

	(void)state;
	lease_init(&other, 42);
	assert_int_not_equal(other.epoch, lease.epoch);
	lease_init(&other, UINT32_MAX);
	assert_in_range(other.epoch, 1, EPOCH_MAX);
}

static void taking_over__needs_the_button_within_10_s(void **state)
{
	(void)state;
	for (int64_t after_ns = 0; after_ns <= 20 * S; after_ns += S / 2) {
		bool in_time = after_ns < 10 * S;

		lease_init(&lease, 0);
		assert_true(lease_request(&lease, ANNA, "Anna", S));
		assert_true(lease_take(&lease, BERT, "Bert", 7, S));
		for (int64_t t_ns = S; t_ns < S + after_ns; t_ns += 100 * MS) {
			lease_beat(&lease, ANNA, t_ns);
			assert_false(lease_turn(&lease, 7, t_ns));
			assert_int_equal(lease.holder, ANNA);
		}
		assert_int_equal(lease_turn(&lease, 8, S + after_ns), in_time);
		assert_int_equal(lease.holder, in_time ? BERT : ANNA);
		assert_int_equal(lease.taking.by, NOBODY);
	}
}

static void button_pressed_before__takes_nothing_over(void **state)
{
	(void)state;
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	assert_false(lease_turn(&lease, 8, S));
	assert_true(lease_take(&lease, BERT, "Bert", 8, S));
	assert_false(lease_turn(&lease, 8, S));
	assert_int_equal(lease.holder, ANNA);
}

static void one_at_a_time__takes_over(void **state)
{
	(void)state;
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	assert_true(lease_take(&lease, BERT, "Bert", 0, S));
	assert_false(lease_take(&lease, CARL, "Carl", 0, S));
	assert_true(lease_turn(&lease, 1, S));
	assert_int_equal(lease.holder, BERT);
	assert_string_equal(lease.name, "Bert");
	assert_int_equal(lease.beat_ns, S);
	assert_false(lease_turn(&lease, 2, S)); /* once */
	assert_int_equal(lease.holder, BERT);
}

static void lease_that_ends_meanwhile__needs_no_button(void **state)
{
	(void)state;
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	assert_true(lease_take(&lease, BERT, "Bert", 0, S));
	lease_release(&lease, ANNA, S);
	assert_false(lease_turn(&lease, 0, S));
	assert_int_equal(lease.holder, NOBODY); /* asked for, not given */
	assert_true(lease_request(&lease, BERT, "Bert", S + LEASE_FREE_NS));
	assert_int_equal(lease.taking.by, NOBODY);
	assert_false(lease_turn(&lease, 1, S + LEASE_FREE_NS));
}

/* The loop has to see that nobody steers: it lets go then. */
static void lease_that_ended__is_nobodys_for_50_ms(void **state)
{
	int64_t ended_ns = 2 * S;

	(void)state;
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	lease_release(&lease, ANNA, ended_ns);
	assert_false(lease_request(&lease, ANNA, "Anna", ended_ns));
	assert_false(lease_request(&lease, BERT, "Bert", ended_ns + 50 * MS - 1));
	assert_int_equal(lease.holder, NOBODY);
	assert_true(lease_request(&lease, BERT, "Bert", ended_ns + 50 * MS));
	/* of silence, likewise */
	ended_ns += 50 * MS + 3 * S + 1;
	assert_false(lease_turn(&lease, 0, ended_ns));
	assert_int_equal(lease.holder, NOBODY);
	assert_false(lease_request(&lease, BERT, "Bert", ended_ns + 50 * MS - 1));
	assert_true(lease_request(&lease, BERT, "Bert", ended_ns + 50 * MS));
}

static void taking_over_what_just_ended__waits_50_ms_too(void **state)
{
	const int64_t ended_ns = 4 * S + 1;

	(void)state;
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	assert_true(lease_take(&lease, BERT, "Bert", 7, 2 * S));
	assert_false(lease_turn(&lease, 8, ended_ns)); /* silent, and the button, in one turn */
	assert_int_equal(lease.holder, NOBODY);
	assert_false(lease_turn(&lease, 8, ended_ns + 50 * MS - 1));
	assert_int_equal(lease.holder, NOBODY);
	assert_true(lease_turn(&lease, 8, ended_ns + 50 * MS));
	assert_int_equal(lease.holder, BERT);
}

static void nobody__gets_no_lease(void **state)
{
	const uint32_t epoch = lease.epoch;

	(void)state;
	assert_false(lease_request(&lease, NOBODY, "", S));
	assert_false(lease_take(&lease, NOBODY, "", 0, S));
	lease_beat(&lease, NOBODY, 2 * S);
	assert_int_equal(lease.holder, NOBODY);
	assert_int_equal(lease.epoch, epoch);
	assert_int_equal(lease.number, 0);
	assert_int_equal(lease.beat_ns, 0);
	assert_true(lease_request(&lease, ANNA, "Anna", S));
	assert_false(lease_request(&lease, NOBODY, "", S));
}

/* ---- nonces ---- */

static void nonces__come_every_250_ms_and_count_for_1500(void **state)
{
	struct heartbeat heartbeat = {0};
	uint64_t cup = 1;
	uint32_t sent[100];

	(void)state;
	assert_int_equal(heartbeat_nonce(&heartbeat), 0);
	assert_false(heartbeat_answers(&heartbeat, 0, S));
	for (int i = 0; i < 100; i++) {
		int64_t t_ns = S + i * 250 * MS;

		assert_true(heartbeat_is_due(&heartbeat, t_ns));
		heartbeat_send(&heartbeat, dice_throw(&cup), t_ns);
		assert_false(heartbeat_is_due(&heartbeat, t_ns + 250 * MS - 1));
		sent[i] = heartbeat_nonce(&heartbeat);
		assert_in_range(sent[i], 1, NONCE_MAX);
		for (int k = 0; k <= i; k++) {
			int64_t age_ns = (i - k) * 250 * MS;

			assert_int_equal(heartbeat_answers(&heartbeat, sent[k], t_ns),
					 age_ns <= 1500 * MS);
		}
		assert_true(heartbeat_answers(&heartbeat, sent[i], t_ns + 1500 * MS));
		assert_false(heartbeat_answers(&heartbeat, sent[i], t_ns + 1500 * MS + 1));
		assert_false(heartbeat_answers(&heartbeat, 0, t_ns));
	}
}

static void guessed_nonces__are_wrong(void **state)
{
	struct heartbeat heartbeat = {0};
	uint64_t cup = 2;
	uint64_t guess = 3;
	int right = 0;

	(void)state;
	for (int i = 0; i < 8; i++) {
		heartbeat_send(&heartbeat, dice_throw(&cup), S + i * 250 * MS);
	}
	for (int i = 0; i < 100000; i++) {
		right += heartbeat_answers(&heartbeat, dice_throw(&guess) % NONCE_MAX, 3 * S) ? 1
											      : 0;
	}
	assert_true(right <= 1); /* of 16 million */
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lease__is_whose_who_asked_first),
		TEST(lease__ends_after_3_s_of_silence_and_not_before),
		TEST(heartbeat__is_fresh_for_700_ms),
		TEST(release__is_its_holders),
		TEST(every_lease__has_a_number_and_an_epoch_of_its_own),
		TEST(numbers_at_their_end__begin_anew_without_0),
		TEST(epochs__begin_elsewhere_in_every_run),
		TEST(taking_over__needs_the_button_within_10_s),
		TEST(button_pressed_before__takes_nothing_over),
		TEST(one_at_a_time__takes_over),
		TEST(lease_that_ends_meanwhile__needs_no_button),
		TEST(lease_that_ended__is_nobodys_for_50_ms),
		TEST(taking_over_what_just_ended__waits_50_ms_too),
		TEST(nobody__gets_no_lease),
		TEST(nonces__come_every_250_ms_and_count_for_1500),
		TEST(guessed_nonces__are_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
