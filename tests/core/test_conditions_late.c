/* test_conditions_late.c - a loop that stood still or is none, and an alarm that no reset puts off. */
#include "core/judging.h"

static struct judging on;

static int set_up(void **state)
{
	(void)state;
	judging_begin(&on, 4);
	judging_wait(&on, 10);
	return 0;
}

static void enter(enum state state)
{
	on.situation.state = state;
	on.situation.since_ns = on.frame.t_ns;
}

static bool may_press(enum state state)
{
	return state == STATE_ARMED || state == STATE_RUNNING || state == STATE_PAUSED;
}

/* One tick that comes this long after the last one. */
static uint64_t tick_after(int64_t gap_ns)
{
	on.frame.t_ns += gap_ns - MS_NS;
	return judging_tick(&on);
}

static void a_gap_of_more_than_a_tenth_of_a_second__trips_where_something_may_press(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		set_up(state);
		enter((enum state)s);
		assert_not_raised(tick_after(100 * MS_NS), COND_OVERRUNS);
		assert_int_equal((tick_after(100 * MS_NS + 1) & COND_BIT(COND_OVERRUNS)) != 0,
				 may_press((enum state)s));
		assert_int_equal(on.conditions.head[COND_OVERRUNS], HEAD_NONE);
		assert_not_raised(tick_after(MS_NS), COND_OVERRUNS);
		assert_int_equal((tick_after(3600 * S_NS) & COND_BIT(COND_OVERRUNS)) != 0,
				 may_press((enum state)s));
	}
}

/* However few heads there are, what is found of them is said. */
static void a_rig_of_one_head__is_told_what_is_wrong_with_it(void **state)
{
	static const struct actuation last;
	static const struct setpoint setpoint;

	(void)state;
	judging_begin(&on, 1);
	on.situation.last = &last;
	on.situation.setpoint = &setpoint;
	on.judge.witness.head = HEADS_MAX - 1; /* not of this rig: it stays named */
	on.judge.witness.what = COND_SENSORS_APART;
	assert_raised(judging_tick(&on), COND_SENSORS_APART);
}

static void the_very_first_frame__comes_after_no_gap(void **state)
{
	(void)state;
	judging_begin(&on, 4);
	assert_not_raised(judging_tick(&on), COND_OVERRUNS);
}

/* A stand of whatever length in idle is not held against the session that comes after it. */
static void a_gap_before_arming__is_forgotten(void **state)
{
	(void)state;
	enter(STATE_IDLE);
	tick_after(5 * S_NS);
	enter(STATE_ARMED);
	assert_not_raised(judging_wait(&on, 10), COND_OVERRUNS);
}

/* Fault, reset, self-test, fault again: one letting go, and one second for all of it. */
static void the_alarm__counts_through_the_selftest_after_a_fault(void **state)
{
	(void)state;
	enter(STATE_FAULT);
	on.force_n[1] = 5.0;
	judging_wait(&on, 400);
	enter(STATE_SELFTEST);
	judging_wait(&on, 300);
	enter(STATE_FAULT);
	judging_wait(&on, 100);
	enter(STATE_SELFTEST);
	assert_not_raised(judging_wait(&on, 199), COND_RELEASE_LATE);
	assert_raised(judging_tick(&on), COND_RELEASE_LATE);
	enter(STATE_FAULT);
	assert_raised(judging_tick(&on), COND_RELEASE_LATE);
	on.force_n[1] = 1.9;
	assert_not_raised(judging_tick(&on), COND_RELEASE_LATE);
}

static void a_selftest_after_boot__lets_nothing_go(void **state)
{
	(void)state;
	enter(STATE_BOOT);
	judging_tick(&on);
	enter(STATE_SELFTEST);
	on.force_n[1] = 5.0;
	assert_not_raised(judging_wait(&on, 2000), COND_RELEASE_LATE);
}

static void a_new_letting_go__has_its_own_second(void **state)
{
	(void)state;
	enter(STATE_FAULT);
	judging_wait(&on, 2000);
	enter(STATE_SELFTEST);
	judging_wait(&on, 200);
	enter(STATE_IDLE);
	judging_tick(&on);
	enter(STATE_RELEASING);
	on.force_n[1] = 5.0;
	assert_not_raised(judging_wait(&on, 999), COND_RELEASE_LATE);
	assert_raised(judging_tick(&on), COND_RELEASE_LATE);
}

static void one_real_head_among_simulated_ones__makes_a_real_rig(void **state)
{
	(void)state;
	for (int head = 0; head < 4; head++) {
		judging_begin(&on, 4);
		on.rig.heads[head].actuator.driver = (enum driver)(DRIVER_SIM + 1);
		judging_begin_on_rig(&on);
		judging_wait(&on, 10);
		on.frame.overruns += 3;
		assert_raised(judging_tick(&on), COND_OVERRUNS);
	}
}

/* None lie where the clock began. */
static void two_overruns_as_the_clock_begins__are_no_three(void **state)
{
	(void)state;
	on.rig.heads[0].actuator.driver = (enum driver)(DRIVER_SIM + 1);
	judging_begin_on_rig(&on);
	on.frame.t_ns = 500 * MS_NS;
	assert_not_raised(judging_wait(&on, 10), COND_OVERRUNS);
	on.frame.overruns += 2;
	assert_not_raised(judging_tick(&on), COND_OVERRUNS);
	on.frame.overruns++;
	assert_raised(judging_tick(&on), COND_OVERRUNS);
}

/* Whatever its rig says. */
static void a_step_that_no_loop_has__is_impossible(void **state)
{
	static const double loops_hz[] = {10.0, 5000.0};

	(void)state;
	for (int k = 0; k < 2; k++) {
		judging_begin(&on, 4);
		assert_not_raised(judging_tick(&on), COND_IMPOSSIBLE);
		on.rig.loop_hz = loops_hz[k];
		on.dt_s = 1.0 / loops_hz[k];
		judging_begin_on_rig(&on);
		assert_raised(judging_tick(&on), COND_IMPOSSIBLE);
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_gap_of_more_than_a_tenth_of_a_second__trips_where_something_may_press),
		TEST(a_rig_of_one_head__is_told_what_is_wrong_with_it),
		TEST(the_very_first_frame__comes_after_no_gap),
		TEST(a_gap_before_arming__is_forgotten),
		TEST(the_alarm__counts_through_the_selftest_after_a_fault),
		TEST(a_selftest_after_boot__lets_nothing_go),
		TEST(a_new_letting_go__has_its_own_second),
		TEST(one_real_head_among_simulated_ones__makes_a_real_rig),
		TEST(two_overruns_as_the_clock_begins__are_no_three),
		TEST(a_step_that_no_loop_has__is_impossible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
