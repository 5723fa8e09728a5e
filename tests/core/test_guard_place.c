/* test_guard_place.c - the guard to the tenth of a newton: what falls by itself, bone, and heads pressed back. */
#include "core/guarding.h"

static int set_up(void **state)
{
	(void)state;
	guarding_begin_one();
	return 0;
}

/* ---- by how much it fell by itself ---- */

static void what_fell_by_itself__counts_for_half_after_12_s(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_hold(30.0, 27.0, 0.1); /* 1.6 x 3 N are believed to be no push */
	guarding_hold(30.0, 30.0, 0.2);
	guarding_push(30.0, 4.0, PUSH_TICKS);
	guarding_hold(30.0, 30.0, 0.2);
	assert_int_equal(guard.times, 0);
	guarding_hold(30.0, 30.0, 12.0);
	guarding_push(30.0, 4.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

static void what_falls_slowly_by_itself__counts_too(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_go(30.0, 30.0, 0.0, -6.0, 300); /* 3 N in 150 ms */
	guarding_go(30.0, 30.0, -6.0, 0.0, 300);
	guarding_hold(30.0, 30.0, 0.2);
	guarding_push(30.0, 4.0, PUSH_TICKS);
	assert_int_equal(guard.times, 0);
}

static void what_falls_further_than_asked__fell_by_itself(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_go(30.0, 20.0, 0.0, -3.0, 100);
	guarding_hold(20.0, 17.0, 0.05);
	guarding_hold(20.0, 20.0, 0.3);
	guarding_push(20.0, 4.0, PUSH_TICKS);
	assert_int_equal(guard.times, 0);
}

static void what_falls_as_asked__did_not_fall_by_itself(void **state)
{
	(void)state;
	guarding_hold(30.0, 27.0, 1.0); /* always 3 N less: friction */
	guarding_go(30.0, 20.0, -3.0, -3.0, 100);
	guarding_hold(20.0, 17.0, 0.3);
	guarding_push(20.0, 4.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
	guarding_begin_one();
	guarding_hold(20.0, 20.0, 1.0); /* nor does what only comes late */
	guarding_hold(30.0, 20.0, 0.1);
	guarding_hold(30.0, 30.0, 0.3);
	guarding_push(30.0, 4.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

/* ---- bone ---- */

#define BONE_N_M   35000.0
#define MUSCLE_N_M 2500.0

static void load(double from_n, double to_n, double n_m, int ticks)
{
	const double from_m = belief.heads[0].position_m;

	for (int k = 1; k <= ticks; k++) {
		const double by_n = (to_n - from_n) * k / ticks;

		belief.heads[0].position_m = from_m + by_n / n_m;
		guarding_tick(from_n + by_n, from_n + by_n);
	}
}

/* On bone three times the margin is left: 7.6 N at 25 N. */
static void bone__is_felt_in_a_slow_load(void **state)
{
	(void)state;
	for (int bone = 0; bone < 2; bone++) {
		guarding_begin_one();
		belief.heads[0].position_known = true;
		load(5.0, 25.0, bone ? BONE_N_M : MUSCLE_N_M, 1000); /* 3 N in 150 ms */
		guarding_hold(25.0, 25.0, 0.2);
		guarding_push(25.0, 6.0, PUSH_TICKS);
		assert_int_equal(guard.times, !bone);
	}
}

static void bone__is_felt_in_unloading_as_well(void **state)
{
	(void)state;
	for (int bone = 0; bone < 2; bone++) {
		guarding_begin_one();
		belief.heads[0].position_known = true;
		guarding_hold(40.0, 40.0, 0.5);
		load(40.0, 20.0, bone ? BONE_N_M : MUSCLE_N_M, 200);
		guarding_hold(20.0, 20.0, 0.5);
		guarding_push(20.0, 6.0, PUSH_TICKS);
		assert_int_equal(guard.times, !bone);
	}
}

static void what_the_person_does__does_not_tell_of_bone(void **state)
{
	(void)state;
	belief.heads[0].position_known = true;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_hold(30.0, 27.0, 0.2);
	guarding_hold(30.0, 30.0, 0.5); /* 3 N more, on the spot, and nobody asked */
	guarding_push(30.0, 6.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

/* ---- pressed back ---- */

/* So far back that, as stiff as it is there, it would have felt so much more. */
static void shove(double wanted_n, double felt_n, int ticks)
{
	struct head_belief *head = &belief.heads[0];
	const double from_m = head->position_m;

	head->position_m -= (from_m - head->touched_at_m) * felt_n / (2.0 * wanted_n + felt_n);
	guarding_hold_ticks(wanted_n, wanted_n, ticks);
	head->position_m = from_m;
}

static void lie(double wanted_n)
{
	guarding_begin_one();
	guarding_lie(2400.0);
	guarding_hold_ticks(wanted_n, wanted_n, 1001); /* the last tick of it is remembered */
}

/* 0.6 + 0.48 x 3 and a fifth of the wish: 10.04 N at 40 N. */
static void a_shove__is_one_beyond_a_fifth_of_the_wish(void **state)
{
	(void)state;
	lie(40.0);
	shove(40.0, 10.0, 5 * PUSH_TICKS);
	guarding_hold(40.0, 40.0, 0.2);
	assert_int_equal(guard.times, 0);
	shove(40.0, 10.1, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

/* As far as it is asked for the same within half a newton; what was asked for more is not the person's. */
static void a_shove_while_it_kneads_a_little__is_one(void **state)
{
	(void)state;
	lie(40.0);
	shove(40.5, 12.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
	lie(40.0);
	shove(40.75, 12.0, PUSH_TICKS);
	assert_int_equal(guard.times, 0);
	lie(40.0);
	shove(40.5, 9.8, PUSH_TICKS); /* 10.14 would do */
	assert_int_equal(guard.times, 0);
}

static void a_shove__counts_from_10_n_on(void **state)
{
	(void)state;
	lie(10.0);
	shove(10.0, 8.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
	lie(9.99);
	shove(9.99, 8.0, PUSH_TICKS);
	assert_int_equal(guard.times, 0);
}

/* The skin rises by itself, as was known a tenth of a second ago, and turns within the next. */
static void a_shove_under_breath__counts_beyond_what_breath_lifts(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		guarding_begin_one();
		belief.breath.share[0] = 1.0;
		belief.breath.rise_m_s = 0.010;
		belief.breath.rate_hz = 0.25;
		guarding_lie(2400.0);
		guarding_hold_ticks(40.0, 40.0, 1001);
		shove(40.0, more ? 18.0 : 14.0, PUSH_TICKS); /* 10 N and 5.5 N of breath */
		assert_int_equal(guard.times, more);
	}
	guarding_begin_one();
	belief.breath.share[0] = 1.0;
	belief.breath.rise_m_s = -0.010; /* what sinks makes nobody hear better */
	guarding_lie(2400.0);
	guarding_hold_ticks(40.0, 40.0, 1001);
	shove(40.0, 9.5, PUSH_TICKS);
	assert_int_equal(guard.times, 0);
}

static void a_shove_on_bone__must_be_greater(void **state)
{
	(void)state;
	for (int bone = 0; bone < 2; bone++) {
		lie(20.0);
		load(20.0, 40.0, bone ? BONE_N_M : MUSCLE_N_M, 200);
		guarding_hold(40.0, 40.0, 0.5);
		shove(40.0, 15.0, PUSH_TICKS);
		assert_int_equal(guard.times, !bone);
	}
}

/* Where it lay before nobody knows: that it is found there is no shove, and no cough either. */
static void a_place_found_during_a_push__changes_nothing(void **state)
{
	(void)state;
	belief.heads[0].position_m = 0.05; /* nobody knows */
	guarding_hold(30.0, 30.0, 1.0);
	guarding_push(30.0, 8.0, 5);
	guarding_lie(2400.0);
	guarding_push(30.0, 8.0, PUSH_TICKS - 5);
	assert_int_equal(guard.times, 1);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_fell_by_itself__counts_for_half_after_12_s),
		TEST(what_falls_slowly_by_itself__counts_too),
		TEST(what_falls_further_than_asked__fell_by_itself),
		TEST(what_falls_as_asked__did_not_fall_by_itself),
		TEST(bone__is_felt_in_a_slow_load),
		TEST(bone__is_felt_in_unloading_as_well),
		TEST(what_the_person_does__does_not_tell_of_bone),
		TEST(a_shove__is_one_beyond_a_fifth_of_the_wish),
		TEST(a_shove_while_it_kneads_a_little__is_one),
		TEST(a_shove__counts_from_10_n_on),
		TEST(a_shove_under_breath__counts_beyond_what_breath_lifts),
		TEST(a_shove_on_bone__must_be_greater),
		TEST(a_place_found_during_a_push__changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
