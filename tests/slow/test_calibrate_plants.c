/* test_calibrate_plants.c - simulated heads that are not as their file says are found as they are, gently. */
#include "tool/calibrate_plants.h"
#include "tool/score_plant.h"

#define PLANTS 2

static void assert_finds_all(int head, uint64_t seed)
{
	struct seen seen = run(head, seed);

	if (bench.phase != BENCH_DONE) {
		calibrate_bench_say_failure(&bench, stderr);
	}
	assert_int_equal(bench.phase, BENCH_DONE);
	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		assert_found(head, (enum learned_kind)kind);
	}
	assert_true(seen.most_n > 5.0); /* it did press */
	assert_true(seen.most_n <= 25.0);
	assert_true(seen.over_ceiling_n <= 0.5);
	assert_true(seen.free_m_s <= APPROACH_MAX_M_S);
	assert_true(seen.others_pa <= 0.0);
}

static void assert_finds_plants_of(const char *path, const int *heads, int count)
{
	read(path);
	for (uint64_t seed = 1; seed <= PLANTS; seed++) {
		plant = rig;
		score_plant_vary(&plant, 100 + seed);
		for (int k = 0; k < count; k++) {
			assert_finds_all(heads[k], seed);
		}
	}
}

static void plants_off_by_up_to_30_percent__are_found_as_they_are(void **state)
{
	static const int heads[] = {0, 1, 2, 3};

	(void)state;
	assert_finds_plants_of("config/rigs/sim-4.conf", heads, 4);
}

/* Neck, shoulder, kidney with its low ceiling, leg. */
static void slow_force_sensors_and_low_ceilings__find_them_too(void **state)
{
	static const int heads[] = {0, 3, 7, 15};

	(void)state;
	assert_finds_plants_of("config/rigs/sim-16-hx711.conf", heads, 4);
}

static void little_friction__is_found_as_little(void **state)
{
	static const int heads[] = {1, 6, 12};

	(void)state;
	assert_finds_plants_of("config/rigs/sim-16-lowfriction.conf", heads, 3);
}

static void without_position_sensors__nothing_is_missing(void **state)
{
	(void)state;
	read("config/rigs/sim-4.conf");
	for (int i = 0; i < rig.head_count; i++) {
		rig.heads[i].sensor.position.rate_hz = 0.0;
	}
	for (uint64_t seed = 1; seed <= PLANTS; seed++) {
		plant = rig;
		score_plant_vary(&plant, 4 + seed);
		for (int head = 0; head < 4; head++) {
			assert_finds_all(head, seed);
		}
	}
}

static void other_loop_rates__find_the_same(void **state)
{
	static const double rates_hz[] = {500.0, 2000.0};

	(void)state;
	for (int k = 0; k < 2; k++) {
		read("config/rigs/sim-4.conf");
		rig.loop_hz = rates_hz[k];
		plant = rig;
		score_plant_vary(&plant, 9);
		assert_finds_all(2, 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plants_off_by_up_to_30_percent__are_found_as_they_are),
		cmocka_unit_test(slow_force_sensors_and_low_ceilings__find_them_too),
		cmocka_unit_test(little_friction__is_found_as_little),
		cmocka_unit_test(without_position_sensors__nothing_is_missing),
		cmocka_unit_test(other_loop_rates__find_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
