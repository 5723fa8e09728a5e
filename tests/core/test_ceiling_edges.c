/* test_ceiling_edges.c - ceilings to their very bounds, yields on their way, and what is left alone. */
#include "core/safety/bound.h"

#include "core/limiting.h"

#define TINY 1e-9

/* Half a newton is one: nothing between 0 and 1 is rounded away. */
static void half_a_newton__is_a_limit_like_any_other(void **state)
{
	(void)state;
	command.ceiling_n = 0.5;
	limiting_tick();
	limiting_check(0, 0.5, LIMIT_ASKED);
	command.ceiling_n = 80.0;
	limiting_tick();
	ceilings_yield(&ceilings, 0, YIELD_MOVER, 80.0, 0.5);
	limiting_tick();
	limiting_check(0, 0.5, LIMIT_GUARD);
	ceilings_recall(&ceilings, 1, 0.5, t_ns);
	limiting_check(1, 0.5, LIMIT_EASE); /* at once */
}

static void what_was_eased_to_no_force__is_left_out(void **state)
{
	const double wild[] = {NOT_A_N, -1.0, -ENDLESS};

	(void)state;
	limiting_tick();
	for (int k = 0; k < 3; k++) {
		ceilings_recall(&ceilings, k, wild[k], t_ns);
		limiting_check(k, 0.0, LIMIT_EASE);
	}
}

/* ---- heights ---- */

static double ask_at(double x_m, double height_m, enum state at)
{
	limiting_set_up(NULL);
	rig.heads[0].region = REGION_LOWER_BACK;
	rig.heads[0].x_m = x_m;
	limiting_begin();
	command.height_m = height_m;
	now = at;
	limiting_tick();
	return ceilings.heads[0].ask_n;
}

/* Of the smallest the kidneys begin at 0.22 m, of the tallest they end at 0.48 m. */
static void the_smallest_and_the_tallest__are_heights(void **state)
{
	(void)state;
	assert_near(ask_at(0.235, BODY_HEIGHT_MIN_M, STATE_IDLE), KIDNEY_ASK_N, TINY);
	assert_near(ask_at(0.235, BODY_HEIGHT_MIN_M - 1e-6, STATE_IDLE), 72.0, TINY);
	assert_near(ask_at(0.465, BODY_HEIGHT_MAX_M, STATE_IDLE), KIDNEY_ASK_N, TINY);
	assert_near(ask_at(0.465, BODY_HEIGHT_MAX_M + 1e-6, STATE_IDLE), 72.0, TINY);
}

static void a_height__counts_before_a_session_alone(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		const bool at_rest = s == STATE_BOOT || s == STATE_SELFTEST || s == STATE_IDLE;

		assert_near(ask_at(0.235, 1.45, (enum state)s), at_rest ? KIDNEY_ASK_N : 72.0,
			    TINY);
	}
}

/* ---- the trip's ceiling ---- */

/* Nothing was ever asked for, and nothing is enabled: the trip goes down to nothing all the same. */
static void where_nothing_is_asked_for__the_trip_comes_down_as_well(void **state)
{
	(void)state;
	memset(&command, 0, sizeof(command));
	limiting_wait(100);
	assert_near(ceilings.heads[0].follow_n, 80.0 - CEILING_FOLLOW_N_S * 0.1, 1e-6);
	limiting_wait(1000);
	assert_zero(ceilings.heads[0].follow_n);
}

/* ---- yields ---- */

/* From what is in force, however much more it was asked for before: the person has not to wait. */
static void a_yield__begins_at_the_ceiling_in_force(void **state)
{
	(void)state;
	command.ceiling_n = 20.0;
	limiting_tick();
	ceilings_yield(&ceilings, 0, YIELD_DWELL, 60.0, 5.0);
	for (int k = 1; k <= 40; k++) {
		limiting_tick();
		assert_at_most(ceilings.heads[0].now_n,
			       larger(20.0 - SLEW_FALL_N_S * TICK_S * k, 5.0) + TINY);
	}
}

static void a_yield_that_rises__never_passes_its_goal(void **state)
{
	(void)state;
	ceilings_yield(&ceilings, 0, YIELD_MOVER, 5.0, 5.0);
	limiting_tick();
	ceilings_yield(&ceilings, 0, YIELD_MOVER, 5.0, 20.05);
	for (int k = 0; k < 1000; k++) {
		limiting_tick();
		assert_at_most(ceilings.heads[0].now_n, 20.05);
	}
	assert_near(ceilings.heads[0].now_n, 20.05, 0.0);
	assert_int_equal(ceilings.yielding, 0);
}

/* ---- heads that are not there ---- */

static void heads_beyond_the_last__are_left_alone(void **state)
{
	const struct head_ceiling *beyond = &ceilings.heads[4];
	struct head_ceiling mark;

	(void)state;
	memset(&mark, 0, sizeof(mark));
	mark.fixed_n = 60.0;
	mark.follow_n = 50.0;
	mark.yields[YIELD_GUARD] = (struct yield){50.0, 5.0};
	ceilings.heads[4] = mark;
	ceilings.yielding = UINT64_C(1) << 4;
	ceilings_nobody(&ceilings);
	assert_memory_equal(beyond, &mark, sizeof(mark));
	for (int k = 0; k < 3; k++) {
		command.height_m = 1.60;
		command.ceiling_n = 50.0 - k;
		limiting_tick();
		assert_memory_equal(beyond, &mark, sizeof(mark));
	}
}

#define TEST(f) cmocka_unit_test_setup(f, limiting_set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(half_a_newton__is_a_limit_like_any_other),
		TEST(what_was_eased_to_no_force__is_left_out),
		TEST(the_smallest_and_the_tallest__are_heights),
		TEST(a_height__counts_before_a_session_alone),
		TEST(where_nothing_is_asked_for__the_trip_comes_down_as_well),
		TEST(a_yield__begins_at_the_ceiling_in_force),
		TEST(a_yield_that_rises__never_passes_its_goal),
		TEST(heads_beyond_the_last__are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
