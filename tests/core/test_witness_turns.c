/*
 * test_witness_turns.c - how often each head is looked at, by which of its sensors, and what outranks what.
 */
#include "core/witnessing.h"

static void begin(int heads, double loop_hz)
{
	bench_rig(&rig, heads);
	rig.loop_hz = loop_hz;
	for (int i = 0; i < heads; i++) {
		rig.heads[i].sensor.noise_n = 0.02;
		rig.heads[i].sensor.air = (struct air_spec){1000.0, 100.0, 61.0};
	}
	witnessing_begin(40.0);
	for (int i = 0; i < HEADS_MAX; i++) {
		belief.heads[i].pressure_known = true;
	}
}

/* Of any head at any rate; at none slower than 30 Hz, for then there are no ticks for more. */
static void each_head__has_two_looks_in_two_turns_and_no_more(void **state)
{
	static const double loops_hz[] = {10.0, 60.0, 100.0, 1000.0, 2000.0};
	static const int periods[] = {1, 2, 3, 33, 67};

	(void)state;
	for (int k = 0; k < 5; k++) {
		for (int heads = 1; heads <= HEADS_MAX; heads += 7) {
			begin(heads, loops_hz[k]);
			assert_int_equal(witness.what, COND_COUNT);
			assert_int_equal(witness.head, HEAD_NONE);
			assert_int_equal(witness.period, periods[k]);
			assert_near(witness.look_s, periods[k] / loops_hz[k], 1e-12);
			for (int t = 0; t < 2 * periods[k]; t++) {
				witnessing_step();
			}
			for (int i = 0; i < heads; i++) {
				assert_int_equal(witness.heads[i].twofold.seen_looks, 2);
			}
			for (int i = heads; i < HEADS_MAX; i++) {
				assert_int_equal(witness.heads[i].twofold.seen_looks, 0);
			}
		}
	}
}

/* As few a tick as there can be. */
static void looks__are_spread_over_the_turn(void **state)
{
	(void)state;
	begin(33, 1000.0);
	assert_int_equal(witness.per_tick, 1);
	begin(34, 1000.0);
	assert_int_equal(witness.per_tick, 2);
	begin(16, 100.0);
	assert_int_equal(witness.per_tick, 6);
}

static void a_sensor_that_is_not_fitted__is_not_asked(void **state)
{
	static const struct twofold no_air;
	static const struct jump no_place;

	(void)state;
	begin(3, 1000.0);
	rig.heads[0].sensor.air.rate_hz = 0.0;
	rig.heads[1].sensor.air.rate_hz = 0.5;
	rig.heads[1].sensor.position.rate_hz = 0.5;
	rig.heads[2].actuator.kind = ACTUATOR_VELOCITY;
	rig.heads[2].actuator.screw.speed_max_m_s = 0.03;
	witness_init(&witness, &rig);
	assert_false(witness.heads[0].air || witness.heads[0].place || witness.heads[0].screw);
	assert_true(witness.heads[1].air && witness.heads[1].place);
	assert_true(witness.heads[2].screw && !witness.heads[2].air);
	for (int i = 0; i < 3; i += 2) {
		assert_memory_equal(&witness.heads[i].twofold, &no_air, sizeof(no_air));
		assert_memory_equal(&witness.heads[i].jump, &no_place, sizeof(no_place));
		assert_true(witness.air.most_pa[i] > 1e300);
	}
	assert_near(witness.air.most_pa[1], FORCE_HARD_N / BORE_M2, 1e-6);
	for (int k = 0; k < 3000; k++) { /* asked for all there is, they show nothing of it */
		last.heads[0] = (struct head_actuation){.pressure_pa = 2e5, .dump_shut = true};
		last.heads[2] = (struct head_actuation){.speed_m_s = 0.03, .dump_shut = true};
		witnessing_step();
		assert_int_equal(witness.what, COND_COUNT);
	}
}

/* A turn in which every force shows the same as ever, but of those heads. */
static void rest_turn(uint64_t moving)
{
	static double flutter_n = 0.1;

	flutter_n = -flutter_n;
	for (int i = 0; i < HEADS_MAX; i++) {
		belief.heads[i].force_n = 0.5 + (moving >> i & 1 ? flutter_n : 0.0);
	}
	for (int t = 0; t < witness.period; t++) {
		witness_rest(&witness, &belief);
		witnessing_step();
	}
}

static void at_rest__each_head_has_a_look_a_turn_and_is_told_by_itself(void **state)
{
	static const int heads[] = {1, 7, 33, 34, 64};

	(void)state;
	for (int k = 0; k < 5; k++) {
		const uint64_t all = ~UINT64_C(0) >> (64 - heads[k]);

		begin(heads[k], 1000.0);
		for (int turn = 0; turn < 10; turn++) {
			rest_turn(0);
		}
		for (int i = 0; i < HEADS_MAX; i++) { /* the first one has nothing before it */
			assert_int_equal(witness.heads[i].stillness.force.rest_looks,
					 i < heads[k] ? 9 : 0);
			assert_int_equal(witness_still_sensor(&witness, i),
					 i < heads[k] ? SENSOR_NONE : SENSOR_FORCE); /* no plan */
		}
		assert_true(witness.still == 0);
		for (int turn = 0; turn < 40; turn++) {
			rest_turn(2);
		}
		assert_true(witness.still == (all & ~UINT64_C(2)));
		assert_int_equal(witness_still_sensor(&witness, 0), SENSOR_FORCE);
		rest_turn(all & ~UINT64_C(5));
		assert_true(witness.still == (all & 5));
		rest_turn(all);
		assert_true(witness.still == 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_head__has_two_looks_in_two_turns_and_no_more),
		cmocka_unit_test(looks__are_spread_over_the_turn),
		cmocka_unit_test(at_rest__each_head_has_a_look_a_turn_and_is_told_by_itself),
		cmocka_unit_test(a_sensor_that_is_not_fitted__is_not_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
