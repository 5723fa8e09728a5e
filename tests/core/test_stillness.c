/*
 * test_stillness.c - a sensor that repeats itself because its converter is coarse is not stuck, and one that is
 * stuck is found in spite of it.
 */
#include "core/safety/stillness.h"

#include "core/noisy.h"

#define LOOK_S     (1.0 / 30.0)
#define HOUR_LOOKS (3600 * 30)
#define HELD_N     20.0 /* by friction, while the air comes and goes */

static struct stillness stillness;
static struct head_belief belief;
static struct head head;

/* Sensors with so much noise, in steps; force and air have one step each, the place a hundredth of one. */
static void begin(double force, double air)
{
	static struct rig rig;

	bench_rig(&rig, 1);
	head = rig.heads[0];
	head.sensor.quantum_n = 0.12;
	head.sensor.noise_n = 0.12 * force;
	head.sensor.air = (struct air_spec){1000.0, 150.0 * air, 150.0};
	head.sensor.position.rate_hz = 0.0;
	stillness_init(&stillness, &head, LOOK_S);
	belief = (struct head_belief){.input = INPUT_LIVE, .pressure_known = true};
	dice = (struct dice){20261121};
}

/* The air goes up and down as if somebody breathed; the force is what friction makes of that, nothing. */
static bool look_at(int k, bool force_stuck, bool air_stuck, double held_n)
{
	const struct sensor_spec *sensor = &head.sensor;
	const double push_n = held_n + 3.0 * sin(0.2 * k);
	const double area_m2 = head.actuator.area_m2;

	if (!force_stuck) {
		belief.force_n = shows(held_n, sensor->noise_n, sensor->quantum_n);
	}
	if (!air_stuck) {
		belief.pressure_pa =
			shows(push_n / area_m2, sensor->air.noise_pa, sensor->air.quantum_pa);
	}
	return stillness_look(&stillness, &belief) != SENSOR_NONE;
}

static const double noises[] = {10.0, 1.007, 0.83, 0.6, 0.51};

static void a_coarse_sensor_at_rest__is_not_stuck_in_hours(void **state)
{
	(void)state;
	for (int n = 0; n < 5; n++) {
		begin(noises[n], 1.0);
		for (int k = 0; k < 3 * HOUR_LOOKS; k++) {
			/* in the middle of a step, where it repeats itself most, and beside it */
			const double held_n = 0.12 * (167 + (k / HOUR_LOOKS) * 0.2);

			if (look_at(k, false, false, held_n)) {
				fail_msg("with %.2f steps of noise, after %.1f s", noises[n],
					 k * LOOK_S);
			}
		}
	}
}

/* Looks until it is found, or most of them. */
static int looks_until(int most, bool force_stuck, bool air_stuck)
{
	int k = 0;

	while (k < most && !look_at(k, force_stuck, air_stuck, HELD_N)) {
		k++;
	}
	return k;
}

static void a_stuck_one__is_found_in_time_however_coarse(void **state)
{
	static const double most_s[] = {1.25, 1.25, 1.25, 1.5, 2.0}; /* of movement */

	(void)state;
	for (int n = 0; n < 5; n++) {
		begin(noises[n], 1.0);
		looks_until(200, false, false);
		assert_in_range(looks_until(600, true, false), 20,
				(int)(1.35 * most_s[n] / LOOK_S));
	}
}

static void a_stuck_gauge__is_found_by_a_force_that_moves(void **state)
{
	(void)state;
	begin(0.83, 1.007);
	for (int k = 0; k < 60; k++) {
		enum sensor found;

		belief.force_n = 20.0 + 3.0 * sin(0.2 * k);
		belief.pressure_pa = 61000.0;
		found = stillness_look(&stillness, &belief);
		if (found != SENSOR_NONE) {
			assert_int_equal(found, SENSOR_AIR);
			assert_in_range(k, 25, 60);
			return;
		}
	}
	fail_msg("never");
}

/* It hangs in the air until the push has risen to what friction takes. */
static void a_stuck_place__is_found_while_a_piston_is_pushed_to_break_loose(void **state)
{
	(void)state;
	begin(10.0, 10.0);
	head.sensor.air = (struct air_spec){1000.0, 100.0, 61.0};
	head.sensor.position = (struct position_spec){1000.0, 2e-5, 1e-5};
	for (int n = 0; n < 100; n++) {
		int k = 0;

		stillness_init(&stillness, &head, LOOK_S);
		belief = (struct head_belief){.position_known = true, .position_m = 0.03};
		for (bool found = false; !found; k++) {
			belief.force_n = head.sensor.noise_n * normal();
			belief.pressure_pa =
				4.5 * k * LOOK_S / BORE_M2 + head.sensor.air.noise_pa * normal();
			found = stillness_look(&stillness, &belief) == SENSOR_PLACE;
			assert_in_range(k, 0, 30); /* a second */
		}
		assert_in_range(k, 20, 30);
	}
}

static void a_stuck_place__is_found_by_a_force_or_an_air_that_moves(void **state)
{
	(void)state;
	for (int air = 0; air < 2; air++) {
		begin(10.0, 10.0);
		head.sensor.position = (struct position_spec){1000.0, 2e-5, 1e-5};
		stillness_init(&stillness, &head, LOOK_S);
		assert_int_equal(stillness.place.enough, 23); /* under a second, as is demanded */
		belief.position_known = true;
		belief.position_m = 0.03;
		for (int k = 0;; k++) {
			const double swing_n = 80.0 * sin(0.2 * k);
			const double noise_n = normal();

			assert_in_range(k, 0, 80);
			belief.force_n = HELD_N + (air ? 0.0 : swing_n) + noise_n;
			belief.pressure_pa = (HELD_N + (air ? swing_n : 0.0) + noise_n) / BORE_M2;
			if (stillness_look(&stillness, &belief)) {
				assert_in_range(k, 20, 80);
				break;
			}
		}
	}
}

/* Found is found: it stays so for as long as it goes on, and is well with the first reading that differs. */
static void a_stuck_one__is_named_until_it_shows_something_else(void **state)
{
	(void)state;
	begin(0.83, 1.0);
	looks_until(200, false, false);
	assert_in_range(looks_until(600, true, false), 20, 599);
	for (int k = 0; k < 300; k++) {
		assert_true(look_at(k, true, false, HELD_N));
	}
	belief.force_n += 0.24;
	assert_false(look_at(300, true, false, HELD_N));
}

/* What has no noise of its own to show may show the same for as long as it likes. */
static void less_than_half_a_step_of_noise__tells_nothing(void **state)
{
	(void)state;
	begin(0.49, 0.49);
	assert_int_equal(looks_until(HOUR_LOOKS, true, false), HOUR_LOOKS);
	begin(0.0, 0.0);
	assert_int_equal(looks_until(HOUR_LOOKS, false, true), HOUR_LOOKS);
}

/* Its noise is no movement of the head: two that stand still stand still. */
static void noise_alone__is_no_movement(void **state)
{
	(void)state;
	begin(0.83, 5.0);
	for (int k = 0; k < HOUR_LOOKS; k++) {
		belief.force_n = HELD_N;
		belief.pressure_pa = shows(61000.0, 750.0, 150.0);
		assert_false(stillness_look(&stillness, &belief));
	}
}

/* Ten samples a second are no thirty looks. */
static void a_slow_sensor__is_given_as_many_samples(void **state)
{
	(void)state;
	begin(0.83, 1.0);
	head.sensor.rate_hz = 10.0;
	stillness_init(&stillness, &head, LOOK_S);
	for (int k = 0; k < 3 * HOUR_LOOKS; k++) {
		assert_false(look_at(k, k % 3 != 0, false, HELD_N));
	}
	assert_in_range(looks_until(600, true, false), 74, 130);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_coarse_sensor_at_rest__is_not_stuck_in_hours),
		cmocka_unit_test(a_stuck_one__is_found_in_time_however_coarse),
		cmocka_unit_test(a_stuck_gauge__is_found_by_a_force_that_moves),
		cmocka_unit_test(a_stuck_place__is_found_while_a_piston_is_pushed_to_break_loose),
		cmocka_unit_test(a_stuck_place__is_found_by_a_force_or_an_air_that_moves),
		cmocka_unit_test(a_stuck_one__is_named_until_it_shows_something_else),
		cmocka_unit_test(less_than_half_a_step_of_noise__tells_nothing),
		cmocka_unit_test(noise_alone__is_no_movement),
		cmocka_unit_test(a_slow_sensor__is_given_as_many_samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
