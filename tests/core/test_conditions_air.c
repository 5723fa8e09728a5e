/* test_conditions_air.c - what the air tells where a force is late, and what others found and said. */
#include "core/judging.h"

static struct judging on;

static void begin(double rate_hz, double latency_s)
{
	judging_begin(&on, 2);
	on.rig.heads[1].sensor.rate_hz = rate_hz;
	on.rig.heads[1].sensor.latency_s = latency_s;
	on.rig.heads[1].sensor.air = (struct air_spec){1000.0, 100.0, 61.0};
	judging_begin_on_rig(&on);
}

/* Ticks, with a fresh gauge that shows what presses so hard. */
static uint64_t press(double push_n, int ticks)
{
	uint64_t bits = 0;

	for (int k = 0; k < ticks; k++) {
		on.frame.heads[1].pressure_pa = (struct sample){(push_n + SPRING_N) / BORE_M2,
								on.frame.t_ns + MS_NS, SAMPLE_OK};
		bits |= judging_tick(&on);
	}
	return bits;
}

static void where_a_force_is_late__air_over_its_most_trips_in_two_ticks(void **state)
{
	static const struct {
		double rate_hz;
		double latency_s;
	} sensors[] = {{80.0, 0.0}, {1000.0, 0.050}};

	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(sensors[k].rate_hz, sensors[k].latency_s);
		on.force_n[1] = 40.0; /* all that the sensor tells so far */
		assert_not_raised(press(FORCE_HARD_N - SPRING_N - 0.1, 50), COND_FORCE_HIGH);
		assert_not_raised(press(FORCE_HARD_N - SPRING_N + 0.1, 1), COND_FORCE_HIGH);
		assert_raised(press(FORCE_HARD_N - SPRING_N + 0.1, 1), COND_FORCE_HIGH);
		assert_int_equal(on.conditions.head[COND_FORCE_HIGH], 1);
	}
}

/* However many ticks it is the latest one; and two in a row are no accident. */
static void one_wild_sample_of_a_slow_gauge__is_no_trip(void **state)
{
	(void)state;
	begin(80.0, 0.0);
	on.rig.heads[1].sensor.air.rate_hz = 100.0;
	judging_begin_on_rig(&on);
	on.force_n[1] = 40.0;
	press(30.0, 20);
	assert_not_raised(press(FORCE_HARD_N, 1), COND_FORCE_HIGH);
	for (int k = 0; k < 50; k++) {
		on.silent[1] = k % 12 > 0; /* nor does its force have news in each tick */
		assert_not_raised(judging_tick(&on), COND_FORCE_HIGH);
		on.belief.heads[1].fresh = false;
	}
	assert_raised(press(FORCE_HARD_N, 1), COND_FORCE_HIGH);
	assert_int_equal(on.conditions.head[COND_FORCE_HIGH], 1);
}

static void what_the_self_test_found__is_a_trip_with_its_head(void **state)
{
	(void)state;
	begin(1000.0, 0.0);
	on.situation.state = STATE_SELFTEST;
	on.situation.proof_failed = true;
	on.situation.proof_why = COND_SELFTEST_DUMP;
	on.situation.proof_head = 1;
	assert_raised(press(-SPRING_N, 1), COND_SELFTEST_DUMP);
	assert_int_equal(on.conditions.head[COND_SELFTEST_DUMP], 1);
}

static void a_person_who_moved__is_said(void **state)
{
	(void)state;
	begin(1000.0, 0.0);
	assert_not_raised(press(0.0, 1), COND_MOVED);
	on.situation.moved = true;
	assert_raised(press(0.0, 1), COND_MOVED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_a_force_is_late__air_over_its_most_trips_in_two_ticks),
		cmocka_unit_test(one_wild_sample_of_a_slow_gauge__is_no_trip),
		cmocka_unit_test(what_the_self_test_found__is_a_trip_with_its_head),
		cmocka_unit_test(a_person_who_moved__is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
