/* test_deed.c - what is known of an actuator beforehand, and how long a leak may last. */
#include "core/safety/deed.h"

#include "core/bench_rig.h"

#define LOOK_S (1.0 / 30.0)

static struct head head;
static struct deed deed;

static void begin(void)
{
	memset(&deed, 0xff, sizeof(deed)); /* as memory may be before */
	deed_init(&deed, &head, 1e-3, LOOK_S);
}

static int bench(void **state)
{
	(void)state;
	head = bench_head;
	head.sensor.air.rate_hz = 1000.0;
	begin();
	return 0;
}

/* Vented to 12 percent by the dump alone, a look later; and between it and its regulator there is room. */
static void a_dump__is_asked_when_it_can_be_told_from_its_regulator(void **state)
{
	const double at_s = 7.0 * LOOK_S;
	const double with = exp(-(at_s - LOOK_S - 0.03) / 0.08);
	const double without = exp(-(at_s - 0.020) / 0.15);

	(void)state;
	assert_int_equal(deed.dump_looks, 7);
	assert_true(with < deed.dump_left && deed.dump_left < without);
	assert_near(deed.dump_left, sqrt(with * without), 1e-9);
	head.actuator.vent_lag_s = 0.09; /* as fast as the dump itself */
	begin();
	assert_near(deed.dump_left, 0.0, 1e-12);
}

static void a_latch__is_asked_after_300_ms(void **state)
{
	(void)state;
	head.actuator.kind = ACTUATOR_VELOCITY;
	head.actuator.screw.speed_max_m_s = 0.02;
	begin();
	assert_int_equal(deed.dump_looks, 9);
	assert_near(deed.nut.looks_per_m, 1500.0, 1e-6);
}

static void air__is_what_a_piston_with_a_gauge_has(void **state)
{
	(void)state;
	assert_true(deed.air);
	assert_false(deed.screw);
	assert_zero(deed.nut.looks_per_m); /* no nut to wait for */
	head.sensor.air.rate_hz = 0.5;
	begin();
	assert_true(deed.air);
	head.actuator.kind = ACTUATOR_VELOCITY;
	begin();
	assert_false(deed.air);
	assert_true(deed.screw);
	head.actuator.kind = ACTUATOR_PRESSURE;
	head.sensor.air.rate_hz = 0.0;
	begin();
	assert_false(deed.air);
}

/* Where its pressure is thought to be after two seconds of that order. */
static double thought_pa(double ordered_pa)
{
	const struct head_actuation order = {.dump_shut = true, .pressure_pa = ordered_pa};
	const struct head_setpoint to = {0};
	const struct head_belief belief = {.input = INPUT_LIVE, .pressure_known = true};

	for (int k = 0; k < 120; k++) {
		deed_look(&deed, &belief, &order, &to, 80.0, true, 0.0);
	}
	return deed.model_pa;
}

/* A regulator with a play of 15 kPa to either side stays where it is for less. */
static void a_regulator_with_play__is_thought_to_follow_with_it(void **state)
{
	(void)state;
	head.actuator.relief_pa = 300000.0;
	head.actuator.hysteresis_share = 0.1;
	begin();
	assert_near(thought_pa(100e3), 85e3, 10.0);
	assert_near(thought_pa(71e3), 85e3, 10.0);
	assert_near(thought_pa(99e3), 85e3, 10.0);
	assert_near(thought_pa(60e3), 75e3, 10.0);
	assert_near(thought_pa(101e3), 86e3, 10.0);
}

/* Looks until something is named, with so much less than the 100 kPa that are ordered. */
static int looks_until_named(double short_n, int most)
{
	const struct head_actuation order = {.dump_shut = true, .pressure_pa = 1e5};
	const struct head_setpoint to = {.now_n = 40.0};
	const struct head_belief belief = {.input = INPUT_LIVE,
					   .pressure_known = true,
					   .force_n = 39.0 - short_n,
					   .pressure_pa = 1e5 - short_n / BORE_M2};

	begin();
	for (int k = 1; k <= most; k++) {
		enum condition found = deed_look(&deed, &belief, &order, &to, 80.0, true, 0.0);

		if (found != COND_COUNT) {
			assert_int_equal(found, COND_ACTUATOR_LEAK);
			return k;
		}
	}
	return most + 1;
}

/* Looks until it is found to lag: short by 10 N, and by so much in every third look. */
static int looks_until_late(double third_n)
{
	const struct head_actuation order = {.dump_shut = true, .pressure_pa = 1e5};
	const struct head_setpoint to = {.now_n = 40.0};

	begin();
	for (int k = 1; k <= 24; k++) {
		const double short_n = k % 3 == 0 ? third_n : 10.0;
		const struct head_belief belief = {.input = INPUT_LIVE,
						   .pressure_known = true,
						   .force_n = 39.0 - short_n,
						   .pressure_pa = 1e5 - short_n / BORE_M2};

		if (deed_look(&deed, &belief, &order, &to, 80.0, true, 0.0) == COND_ACTUATOR_LAGS) {
			return k;
		}
	}
	return 25;
}

/* Half of the air goes with its orders, if not as far: such looks do not count, but the others do. */
static void a_leak_that_goes_with_its_orders__is_named_in_time(void **state)
{
	int at_once;

	(void)state;
	at_once = looks_until_late(10.0);
	assert_in_range(at_once, 6, 16);
	assert_in_range(looks_until_late(8.5), at_once + 1, 24);
	assert_int_equal(looks_until_late(7.5), 25); /* near enough */
}

/* Its mean over a second reaches 5.9 N after 1.4 s, and then it lasts for another. */
static void a_leak__is_named_after_a_second_of_its_mean(void **state)
{
	(void)state;
	assert_in_range(looks_until_named(7.9, 200), 70, 82);
	assert_int_equal(looks_until_named(5.9, 600), 601);
	assert_in_range(looks_until_named(6.0, 600), 120, 300);
}

/* Looks until it is named full, with this ordered and given, and the force so much below its target. */
static int looks_until_full(double ordered_pa, double ceiling_n, double missing_n)
{
	const struct head_actuation order = {.dump_shut = true, .pressure_pa = ordered_pa};
	const struct head_setpoint to = {.now_n = 60.0};
	const struct head_belief belief = {.input = INPUT_LIVE,
					   .pressure_known = true,
					   .force_n = 60.0 - missing_n,
					   .pressure_pa = ordered_pa};

	begin();
	for (int k = 1; k <= 50; k++) {
		if (deed_look(&deed, &belief, &order, &to, ceiling_n, true, 0.0) ==
		    COND_ACTUATOR_FULL) {
			return k;
		}
	}
	return 51;
}

/* 450 ms are 14 looks, after the first; its most is what its relief valve lets it have, or its ceiling. */
static void all_that_there_is_and_no_force__is_named_in_time(void **state)
{
	const double relief_n = 1e5 * BORE_M2 - SPRING_N;
	const double by_relief_pa = (0.97 * relief_n + SPRING_N) / BORE_M2;
	const double by_ceiling_pa = (0.97 * (20.0 + COMMAND_OVER_CEILING_N) + SPRING_N) / BORE_M2;

	(void)state;
	head.actuator.relief_pa = 1e5;
	assert_int_equal(looks_until_full(by_relief_pa + 1.0, 80.0, 10.01), 15);
	assert_int_equal(looks_until_full(by_relief_pa - 1.0, 80.0, 30.0), 51);
	assert_int_equal(looks_until_full(by_relief_pa + 1.0, 80.0, 9.99), 51);
	assert_int_equal(looks_until_full(by_ceiling_pa + 1.0, 20.0, 30.0), 15);
	assert_int_equal(looks_until_full(by_ceiling_pa - 1.0, 20.0, 30.0), 51);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_dump__is_asked_when_it_can_be_told_from_its_regulator,
				       bench),
		cmocka_unit_test_setup(a_latch__is_asked_after_300_ms, bench),
		cmocka_unit_test_setup(air__is_what_a_piston_with_a_gauge_has, bench),
		cmocka_unit_test_setup(a_regulator_with_play__is_thought_to_follow_with_it, bench),
		cmocka_unit_test_setup(a_leak_that_goes_with_its_orders__is_named_in_time, bench),
		cmocka_unit_test_setup(a_leak__is_named_after_a_second_of_its_mean, bench),
		cmocka_unit_test_setup(all_that_there_is_and_no_force__is_named_in_time, bench),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
