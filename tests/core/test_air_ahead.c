/* test_air_ahead.c - the air is looked ahead of by a dead time, and its lags are learned from how it goes. */
#include "core/control/air_ahead.h"

#include "core/bench_rig.h"

#define TURN_S      0.003
#define DEAD_TURNS  8   /* 20 ms, and the turn from reading to reading */
#define STROKE      160 /* turns: half a second up, and half down */
#define HIGH_PA     50000.0
#define LOW_PA      15000.0
#define NOISE_PA    300.0
#define ENOUGH      (60 * STROKE)
#define TOLERANCE_S 0.005

static struct air_ahead air;
static struct head_belief belief;

/* What is really there: lags of its own behind a dead time, and what it never comes up to. */
static struct {
	double fill_s;
	double vent_s;
	double short_pa;
	double pa;
	double asked_pa[DEAD_TURNS];
	unsigned turn;
	struct dice dice;
} really;

static int set_up(void **state)
{
	(void)state;
	memset(&really, 0, sizeof(really));
	really.dice.state = 1;
	really.fill_s = bench_head.actuator.lag_s;
	really.vent_s = bench_head.actuator.vent_lag_s;
	belief = (struct head_belief){.pressure_known = true};
	air_ahead_init(&air, &bench_head.actuator, TURN_S);
	return 0;
}

static void turn(double asked_pa)
{
	double *due = &really.asked_pa[really.turn++ % DEAD_TURNS];
	double way_pa = *due - really.short_pa - really.pa;

	*due = asked_pa;
	really.pa += way_pa * (1.0 - exp(-TURN_S / (way_pa > 0.0 ? really.fill_s : really.vent_s)));
	belief.pressure_pa = really.pa + dice_between(&really.dice, -NOISE_PA, NOISE_PA);
	if (air.blank) {
		air_ahead_begin(&air, &belief);
	}
	air_ahead_step(&air, asked_pa, &belief);
	if (really.turn % AIR_LOOK_TURNS == 0) {
		air_ahead_look(&air, belief.pressure_known);
	}
}

static void stroke(int turns)
{
	for (int k = 0; k < turns; k++) {
		turn(k / STROKE % 2 == 0 ? HIGH_PA : LOW_PA);
	}
}

static void lags_as_in_the_file__stay_so(void **state)
{
	(void)state;
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.100, TOLERANCE_S);
	assert_near(air.vent.lag_s, 0.150, TOLERANCE_S);
}

static void other_lags__are_learned_of_filling_and_of_venting(void **state)
{
	(void)state;
	really.fill_s = 0.130;
	really.vent_s = 0.105;
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.130, TOLERANCE_S);
	assert_near(air.vent.lag_s, 0.105, TOLERANCE_S);
}

static void a_lag_that_changes__is_learned_anew(void **state)
{
	(void)state;
	stroke(ENOUGH);
	really.fill_s = 0.075;
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.075, TOLERANCE_S);
}

static void the_air_one_dead_time_ahead__is_told_by_the_lag_that_was_learned(void **state)
{
	double then_pa = 0.0;

	(void)state;
	really.fill_s = 0.130;
	stroke(ENOUGH);
	turn(HIGH_PA);
	stroke(10);
	then_pa = air.then_pa;
	for (int k = 0; k < DEAD_TURNS; k++) {
		turn(LOW_PA);
	}
	assert_near(then_pa, really.pa, 2.0 * NOISE_PA);
}

static void a_leak_under_a_hold__teaches_nothing(void **state)
{
	double risen_s;

	(void)state;
	really.short_pa = 0.1 * HIGH_PA;
	stroke(STROKE);
	risen_s = air.fill.lag_s;
	for (int k = 0; k < ENOUGH; k++) {
		turn(HIGH_PA);
	}
	assert_near(air.fill.lag_s, risen_s, 1e-9);
}

static void a_dead_time_that_is_twice_as_long__is_no_lag(void **state)
{
	(void)state;
	air.dead_turns /= 2;
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.100, 3.0 * TOLERANCE_S);
	assert_near(air.vent.lag_s, 0.150, 3.0 * TOLERANCE_S);
}

static void who_shall_believe_the_file__learns_nothing(void **state)
{
	(void)state;
	really.fill_s = 0.130;
	air_ahead_believe_file(&air);
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.100, 1e-9);
}

static void air_that_stands_or_runs_away__is_believed_within_half_and_twice(void **state)
{
	(void)state;
	really.fill_s = 1e6;
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.200, 1e-9);
	set_up(state);
	really.fill_s = 0.030;
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.050, 1e-9);
}

static void without_a_sensor__the_file_is_believed(void **state)
{
	(void)state;
	belief.pressure_known = false;
	really.fill_s = 0.130;
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.100, 1e-9);
	assert_near(air.now_pa, air.ring_pa[(air.turn - air.dead_turns) % AIR_AHEAD_TURNS], 1e-9);
}

static void an_actuator_without_lag__is_none_to_learn(void **state)
{
	struct actuator_spec quick = bench_head.actuator;

	(void)state;
	quick.lag_s = 0.0;
	air_ahead_init(&air, &quick, TURN_S);
	really.fill_s = 1e-6;
	stroke(ENOUGH);
	assert_near(air.fill.lag_s, 0.0, 1e-9);
	assert_true(isfinite(air.then_pa));
}

static void what_no_actuator_is_asked_for__leaves_no_figure_that_is_none(void **state)
{
	(void)state;
	for (int k = 0; k < ENOUGH; k++) {
		really.pa = k % 7 == 0 ? 1e9 : 0.0;
		turn(k % 5 == 0 ? 1e9 : 0.0);
		assert_at_least(air.fill.lag_s, 0.05 - 1e-9);
		assert_at_most(air.fill.lag_s, 0.2 + 1e-9);
		assert_at_least(air.vent.lag_s, 0.075 - 1e-9);
		assert_at_most(air.vent.lag_s, 0.3 + 1e-9);
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(lags_as_in_the_file__stay_so),
		TEST(other_lags__are_learned_of_filling_and_of_venting),
		TEST(a_lag_that_changes__is_learned_anew),
		TEST(the_air_one_dead_time_ahead__is_told_by_the_lag_that_was_learned),
		TEST(a_leak_under_a_hold__teaches_nothing),
		TEST(a_dead_time_that_is_twice_as_long__is_no_lag),
		TEST(who_shall_believe_the_file__learns_nothing),
		TEST(air_that_stands_or_runs_away__is_believed_within_half_and_twice),
		TEST(without_a_sensor__the_file_is_believed),
		TEST(an_actuator_without_lag__is_none_to_learn),
		TEST(what_no_actuator_is_asked_for__leaves_no_figure_that_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
