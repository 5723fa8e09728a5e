/*
 * test_still_rest.c - at rest nothing but its noise tells a sound sensor from one that is stuck.
 */
#include "core/safety/stillness.h"

#include "core/noisy.h"

#define LOOK_S     (1.0 / 30.0)
#define HOUR_LOOKS (3600 * 30)

static struct stillness stillness;
static struct head_belief belief;
static struct head head;

static const double noises[] = {10.0, 1.007, 0.83, 0.6, 0.51};

/* Nobody moves anything: the noise of three sensors, in steps of each. */
static void begin_rest(double noise, double rate_hz)
{
	static struct rig rig;

	bench_rig(&rig, 1);
	head = rig.heads[0];
	head.sensor.rate_hz = rate_hz;
	head.sensor.noise_n = 0.12 * noise;
	head.sensor.quantum_n = 0.12;
	head.sensor.air = (struct air_spec){1000.0, 150.0 * noise, 150.0};
	head.sensor.position = (struct position_spec){1000.0, 1e-5 * noise, 1e-5};
	stillness_init(&stillness, &head, LOOK_S);
	belief = (struct head_belief){.input = INPUT_LIVE, .beside = INPUT_LIVE};
	dice = (struct dice){20261121};
}

/* The one that is stuck shows what it showed last; a slow one shows each sample for some looks. */
static enum sensor rest_at(int k, enum sensor stuck)
{
	const struct sensor_spec *sensor = &head.sensor;
	const int looks_a_sample = (int)(1.0 / (sensor->rate_hz * LOOK_S) + 0.5);

	if (stuck != SENSOR_FORCE && (looks_a_sample < 2 || k % looks_a_sample == 0)) {
		belief.force_n = shows(0.04, sensor->noise_n, sensor->quantum_n) - belief.zero_n;
	}
	if (stuck != SENSOR_AIR) {
		belief.pressure_pa = shows(0.0, sensor->air.noise_pa, sensor->air.quantum_pa);
	}
	if (stuck != SENSOR_PLACE) {
		belief.position_m =
			shows(0.0, sensor->position.noise_m, sensor->position.quantum_m);
	}
	return stillness_rest(&stillness, &belief);
}

static void sound_sensors_at_rest__are_never_found_still_in_an_hour(void **state)
{
	(void)state;
	for (int n = 0; n < 5; n++) {
		for (int slow = 0; slow < 2; slow++) {
			begin_rest(noises[n], slow ? 10.0 : 1000.0);
			for (int k = 0; k < HOUR_LOOKS; k++) {
				if (k % 1000 == 0) { /* the zero that is believed goes its way */
					belief.zero_n += 0.01;
				}
				assert_int_equal(rest_at(k, SENSOR_NONE), SENSOR_NONE);
			}
		}
	}
}

/* Looks until one is found still, or most of them. */
static int rest_until(int most, enum sensor stuck)
{
	int k = 0;

	while (k < most && rest_at(k, stuck) == SENSOR_NONE) {
		k++;
	}
	return k + 1;
}

static void one_that_shows_the_same_at_rest__is_found_by_its_name_until_it_moves(void **state)
{
	static const struct {
		double noise;
		int looks; /* 18 of samples that repeat themselves once in 6, and a second; 83 of coarse ones */
	} rows[] = {{10.0, 31}, {1.007, 34}, {0.83, 43}, {0.6, 65}, {0.51, 86}};

	(void)state;
	for (int n = 0; n < 5; n++) {
		for (enum sensor stuck = SENSOR_FORCE; stuck < SENSORS; stuck++) {
			begin_rest(rows[n].noise, 1000.0);
			assert_int_equal(rest_until(300, SENSOR_NONE), 301);
			assert_in_range(rest_until(300, stuck), rows[n].looks - 8,
					rows[n].looks + 1);
			for (int k = 0; k < 300; k++) {
				belief.zero_n += k % 50 == 0 ? 0.3 : 0.0; /* as it is tared */
				belief.force_n -= k % 50 == 0 ? 0.3 : 0.0;
				assert_int_equal(rest_at(k, stuck), stuck);
				assert_int_equal(stillness_at_rest(&stillness), stuck);
			}
			for (int k = 0; k < 30;
			     k++) { /* it may show the same once more, by chance */
				rest_at(k, SENSOR_NONE);
			}
			assert_int_equal(rest_until(300, SENSOR_NONE), 301);
		}
	}
}

/* Three looks a sample: three times as many. */
static void a_slow_one_at_rest__is_given_as_many_samples(void **state)
{
	(void)state;
	begin_rest(0.51, 10.0);
	assert_int_equal(rest_until(300, SENSOR_NONE), 301);
	assert_in_range(rest_until(400, SENSOR_FORCE), 240, 260);
}

/* It has reasons of its own, and shows what was there last. */
static void one_that_is_not_live__is_not_called_still(void **state)
{
	(void)state;
	begin_rest(10.0, 1000.0);
	belief.input = INPUT_STALE;
	assert_int_equal(rest_until(300, SENSOR_FORCE), 301);
	belief.beside = INPUT_LOST;
	assert_int_equal(rest_until(300, SENSOR_AIR), 301);
	assert_int_equal(rest_until(300, SENSOR_PLACE), 301);
}

static void without_noise_to_show__nothing_is_still_at_rest(void **state)
{
	(void)state;
	begin_rest(0.49, 1000.0);
	assert_int_equal(rest_until(HOUR_LOOKS, SENSOR_FORCE), HOUR_LOOKS + 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_sensors_at_rest__are_never_found_still_in_an_hour),
		cmocka_unit_test(
			one_that_shows_the_same_at_rest__is_found_by_its_name_until_it_moves),
		cmocka_unit_test(a_slow_one_at_rest__is_given_as_many_samples),
		cmocka_unit_test(one_that_is_not_live__is_not_called_still),
		cmocka_unit_test(without_noise_to_show__nothing_is_still_at_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
