/* test_conditions.c - every trip is raised by its cause and not by its near miss. */
#include "core/judging.h"

static struct judging on;

static int set_up(void **state)
{
	(void)state;
	judging_begin(&on, 4);
	judging_wait(&on, 10);
	return 0;
}

static void a_healthy_tick__raises_no_trip(void **state)
{
	(void)state;
	assert_int_equal(judging_wait(&on, 1000) & COND_TRIP_BITS, 0);
	assert_raised(on.conditions.bits, COND_CONFIGURED);
	assert_raised(on.conditions.bits, COND_READY);
	assert_raised(on.conditions.bits, COND_RELEASED);
	for (int c = 0; c < COND_TRIPS; c++) {
		assert_int_equal(on.conditions.head[c], HEAD_NONE);
	}
}

static void a_step_that_is_not_the_loops__is_impossible(void **state)
{
	const double wrong_s[] = {0.0, -TICK_S, NOT_A_N, ENDLESS, 1e-9, 1.0, 0.002, 0.0005};

	(void)state;
	for (size_t k = 0; k < sizeof(wrong_s) / sizeof(wrong_s[0]); k++) {
		set_up(state);
		on.frame.t_ns += MS_NS;
		on.dt_s = wrong_s[k];
		assert_raised(judging_judge(&on), COND_IMPOSSIBLE);
	}
	set_up(state);
	on.dt_s = TICK_S * (1.0 + 1e-9); /* rounding is no other loop */
	assert_not_raised(judging_tick(&on), COND_IMPOSSIBLE);
}

/* All-zero memory, as it is before a rig was read. */
static void what_is_not_configured__is_neither_ready_nor_to_blame(void **state)
{
	static const struct actuation last;
	static const struct setpoint setpoint;

	(void)state;
	memset(&on.judge, 0, sizeof(on.judge));
	on.situation.configured = false;
	on.situation.last = &last;
	on.situation.setpoint = &setpoint;
	judging_tick(&on);
	assert_not_raised(on.conditions.bits, COND_CONFIGURED);
	assert_not_raised(on.conditions.bits, COND_IMPOSSIBLE);
}

static void a_frame_of_another_size__is_impossible(void **state)
{
	(void)state;
	on.frame.head_count = 3;
	assert_raised(judging_tick(&on), COND_IMPOSSIBLE);
	on.frame.head_count = 5;
	assert_raised(judging_tick(&on), COND_IMPOSSIBLE);
	on.frame.head_count = 4;
	assert_not_raised(judging_tick(&on), COND_IMPOSSIBLE);
}

static void a_state_that_is_none__is_impossible(void **state)
{
	(void)state;
	on.situation.state = STATE_COUNT;
	assert_raised(judging_tick(&on), COND_IMPOSSIBLE);
	on.situation.state = (enum state)200;
	assert_raised(judging_tick(&on), COND_IMPOSSIBLE);
	on.situation.state = STATE_FAULT;
	on.situation.since_ns = on.frame.t_ns;
	assert_not_raised(judging_tick(&on), COND_IMPOSSIBLE);
}

static void an_input_that_is_none__is_impossible(void **state)
{
	(void)state;
	on.belief.heads[2].input = (enum input_state)9;
	judge_step(&on.judge, &on.conditions, &on.situation, &on.frame, &on.belief, &on.ceilings,
		   &on.command, &on.client, TICK_S);
	assert_raised(on.conditions.bits, COND_IMPOSSIBLE);
	assert_int_equal(on.conditions.head[COND_IMPOSSIBLE], 2);
}

static void an_open_stop_loop__trips_in_its_tick(void **state)
{
	(void)state;
	on.frame.stop_loop_closed = false;
	assert_raised(judging_tick(&on), COND_STOP_LOOP);
	on.frame.stop_loop_closed = true;
	assert_not_raised(judging_tick(&on), COND_STOP_LOOP);
}

static void show_stop(bool closed, bool pressed)
{
	on.frame.stop_loop_closed = closed;
	on.frame.stop_pressed = pressed;
}

/* Short across the loop, loop torn, contact torn: each stops or is told, none unnoticed. */
static void stop_contacts_that_do_not_agree__latch_after_20_ms(void **state)
{
	(void)state;
	judging_wait(&on, 100);
	show_stop(true, true); /* short: the second contact still stops */
	assert_raised(judging_tick(&on), COND_STOP_LOOP);
	assert_not_raised(judging_wait(&on, 18), COND_STOP_WIRING);
	assert_raised(judging_wait(&on, 3), COND_STOP_WIRING);
	show_stop(true, false);
	assert_not_raised(judging_tick(&on), COND_STOP_WIRING);
	show_stop(false, false); /* torn: open is stop */
	assert_raised(judging_tick(&on), COND_STOP_LOOP);
	assert_not_raised(judging_wait(&on, 18), COND_STOP_WIRING);
	assert_raised(judging_wait(&on, 3), COND_STOP_WIRING);
	show_stop(false, true); /* a press, with both wires well */
	assert_raised(judging_tick(&on), COND_STOP_LOOP);
	assert_not_raised(judging_wait(&on, 1000), COND_STOP_WIRING);
}

/* Contacts of a button bounce and never meet at the same moment. */
static void stop_contacts_that_chatter__are_a_stop_and_no_broken_wire(void **state)
{
	uint64_t bits = 0;

	(void)state;
	judging_wait(&on, 100);
	for (int k = 0; k < 40; k++) {
		show_stop(k % 3 != 0, k % 2 == 0);
		bits |= judging_tick(&on);
		assert_not_raised(bits, COND_STOP_WIRING);
	}
	assert_raised(bits, COND_STOP_LOOP);
}

static void a_sensor_far_below_zero__is_not_ready(void **state)
{
	(void)state;
	assert_raised(judging_tick(&on), COND_READY);
	on.force_n[1] = -1.5 * RELEASED_N;
	assert_not_raised(judging_tick(&on), COND_READY);
}

static void a_refusal_of_the_gate__trips_and_names_the_head(void **state)
{
	(void)state;
	on.situation.gate_refused = true;
	on.situation.gate_head = 3;
	assert_raised(judging_tick(&on), COND_GATE_REFUSED);
	assert_int_equal(on.conditions.head[COND_GATE_REFUSED], 3);
}

static void a_face_that_does_not_do_as_it_is_told__trips_and_names_the_head(void **state)
{
	(void)state;
	on.situation.heat_failed = true;
	on.situation.heat_head = 1;
	assert_raised(judging_tick(&on), COND_HEAT);
	assert_int_equal(on.conditions.head[COND_HEAT], 1);
}

/* The second fresh sample over ceiling and margin; the same one again, or only one, is none. */
static void force_over_ceiling_and_margin__trips_on_the_second_fresh_sample(void **state)
{
	(void)state;
	on.force_n[1] = 90.01;
	assert_not_raised(judging_tick(&on), COND_FORCE_HIGH);
	on.silent[1] = true;
	assert_not_raised(judging_wait(&on, 5), COND_FORCE_HIGH);
	on.silent[1] = false;
	assert_raised(judging_tick(&on), COND_FORCE_HIGH);
	assert_int_equal(on.conditions.head[COND_FORCE_HIGH], 1);
	on.force_n[1] = 0.0;
	assert_not_raised(judging_tick(&on), COND_FORCE_HIGH);
}

static void force_at_the_margin_or_every_other_sample__is_no_trip(void **state)
{
	(void)state;
	on.force_n[1] = 90.0;
	assert_not_raised(judging_wait(&on, 100), COND_FORCE_HIGH);
	for (int k = 0; k < 100; k++) {
		on.force_n[1] = k % 2 == 0 ? 200.0 : 50.0;
		assert_not_raised(judging_tick(&on), COND_FORCE_HIGH);
	}
}

/* 100 N/s down: 0.3 s after 80 -> 40 the trip is judged at 50, at once it is still at 80. */
static void a_falling_ceiling__is_followed_and_not_jumped(void **state)
{
	(void)state;
	on.force_n[0] = 60.0;
	on.command.ceiling_n = 40.0;
	assert_not_raised(judging_wait(&on, 290), COND_FORCE_HIGH);
	assert_raised(judging_wait(&on, 20), COND_FORCE_HIGH);
	on.command.ceiling_n = 80.0;
	judging_wait(&on, 3);
	assert_not_raised(judging_wait(&on, 10), COND_FORCE_HIGH);
}

static void a_force_in_a_region_left_out__trips_once_there_was_time_to_let_go(void **state)
{
	(void)state;
	on.command.enabled[REGION_UPPER_BACK] = false;
	judging_wait(&on, 1000);
	on.force_n[0] = 9.9;
	assert_not_raised(judging_wait(&on, 50), COND_FORCE_HIGH);
	on.force_n[0] = 10.1;
	assert_raised(judging_wait(&on, 2), COND_FORCE_HIGH);
}

static void the_sum_over_the_trunk__trips_after_20_ms(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		on.force_n[i] = 52.5; /* 210 N, exactly what is allowed */
	}
	assert_not_raised(judging_wait(&on, 100), COND_SUM_HIGH);
	on.force_n[3] = 52.6;
	assert_not_raised(judging_wait(&on, 19), COND_SUM_HIGH);
	assert_raised(judging_wait(&on, 2), COND_SUM_HIGH);
	on.force_n[3] = 52.0;
	assert_not_raised(judging_tick(&on), COND_SUM_HIGH);
	on.force_n[3] = 53.0;
	assert_not_raised(judging_wait(&on, 19), COND_SUM_HIGH);
}

static void the_sum_over_the_body__counts_legs_and_arms(void **state)
{
	(void)state;
	judging_begin(&on, 6);
	for (int i = 0; i < 6; i++) {
		on.rig.heads[i].region = i < 2 ? REGION_UPPER_BACK : REGION_LEGS;
	}
	judging_begin_on_rig(&on);
	for (int i = 0; i < 6; i++) {
		on.force_n[i] = 51.6; /* 309.6 N, 103 of them on the trunk */
	}
	assert_int_equal(judging_wait(&on, 100) & COND_TRIP_BITS, 0);
	on.force_n[5] = 52.1;
	assert_raised(judging_wait(&on, 21), COND_SUM_HIGH);
	on.force_n[0] = -52.0; /* pulling on one does not make room for another */
	on.force_n[5] = 110.0;
	on.force_n[4] = 100.0;
	assert_raised(judging_wait(&on, 21), COND_SUM_HIGH);
}

static void one_bad_sample__is_no_trip_and_two_are(void **state)
{
	const double bad_n[] = {NOT_A_N, ENDLESS, -ENDLESS, 500.1, -500.1};

	(void)state;
	for (size_t k = 0; k < sizeof(bad_n) / sizeof(bad_n[0]); k++) {
		set_up(state);
		on.force_n[2] = bad_n[k];
		assert_not_raised(judging_tick(&on), COND_SENSOR_BAD);
		on.force_n[2] = 0.0;
		assert_not_raised(judging_wait(&on, 3), COND_SENSOR_BAD);
		on.force_n[2] = bad_n[k];
		assert_not_raised(judging_tick(&on), COND_SENSOR_BAD);
		assert_raised(judging_tick(&on), COND_SENSOR_BAD);
		assert_int_equal(on.conditions.head[COND_SENSOR_BAD], 2);
		assert_int_equal(on.conditions.sensor[COND_SENSOR_BAD], SENSOR_FORCE);
		assert_true(isfinite(on.belief.heads[2].force_n));
	}
}

static void the_same_bad_sample_twice__is_one(void **state)
{
	(void)state;
	on.force_n[2] = NOT_A_N;
	judging_tick(&on);
	on.silent[2] = true;
	assert_not_raised(judging_wait(&on, 10), COND_SENSOR_BAD);
}

static void what_the_device_calls_bad__is_bad(void **state)
{
	(void)state;
	on.silent[0] = true;
	for (int k = 1; k <= 2; k++) {
		judging_sample(&on, 0, 5.0, on.frame.t_ns + MS_NS, SAMPLE_BAD);
		assert_int_equal((judging_tick(&on) & COND_BIT(COND_SENSOR_BAD)) != 0, k == 2);
	}
}

static void a_sample_from_the_future__is_bad(void **state)
{
	(void)state;
	on.silent[0] = true;
	judging_sample(&on, 0, 5.0, on.frame.t_ns + MS_NS, SAMPLE_OK); /* exactly now: good */
	judging_tick(&on);
	assert_near(on.belief.heads[0].force_n, 5.0, 0.0);
	for (int k = 1; k <= 2; k++) {
		judging_sample(&on, 0, 7.0, on.frame.t_ns + MS_NS + 1, SAMPLE_OK);
		assert_int_equal((judging_tick(&on) & COND_BIT(COND_SENSOR_BAD)) != 0, k == 2);
	}
	assert_near(on.belief.heads[0].force_n, 5.0, 0.0);
}

/* At 1 kHz: stale beyond 10 ms, lost beyond 20 ms. */
static void a_silent_sensor__trips_beyond_its_release_age(void **state)
{
	(void)state;
	on.silent[3] = true;
	assert_not_raised(judging_wait(&on, 20), COND_SENSOR_LOST);
	assert_int_equal(on.belief.heads[3].input, INPUT_STALE);
	assert_raised(judging_tick(&on), COND_SENSOR_LOST);
	assert_int_equal(on.conditions.head[COND_SENSOR_LOST], 3);
	assert_int_equal(on.conditions.sensor[COND_SENSOR_LOST], SENSOR_FORCE);
	on.silent[3] = false;
	assert_not_raised(judging_tick(&on), COND_SENSOR_LOST);
}

static void a_sensor_never_seen__trips_only_past_the_selftest(void **state)
{
	(void)state;
	judging_begin(&on, 4);
	on.silent[1] = true;
	for (int s = 0; s < STATE_COUNT; s++) {
		on.situation.state = (enum state)s;
		on.situation.since_ns = on.frame.t_ns;
		assert_int_equal((judging_tick(&on) & COND_BIT(COND_SENSOR_LOST)) != 0,
				 s != STATE_BOOT && s != STATE_SELFTEST);
	}
}

static void a_failed_write__trips_in_its_tick(void **state)
{
	(void)state;
	on.frame.write_errors = UINT32_MAX;
	assert_raised(judging_tick(&on), COND_WRITE_FAILED);
	assert_not_raised(judging_tick(&on), COND_WRITE_FAILED);
	on.frame.write_errors++; /* around to 0 */
	assert_raised(judging_tick(&on), COND_WRITE_FAILED);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_healthy_tick__raises_no_trip),
		TEST(a_step_that_is_not_the_loops__is_impossible),
		TEST(what_is_not_configured__is_neither_ready_nor_to_blame),
		TEST(a_frame_of_another_size__is_impossible),
		TEST(a_state_that_is_none__is_impossible),
		TEST(an_input_that_is_none__is_impossible),
		TEST(an_open_stop_loop__trips_in_its_tick),
		TEST(stop_contacts_that_do_not_agree__latch_after_20_ms),
		TEST(stop_contacts_that_chatter__are_a_stop_and_no_broken_wire),
		TEST(a_sensor_far_below_zero__is_not_ready),
		TEST(a_refusal_of_the_gate__trips_and_names_the_head),
		TEST(a_face_that_does_not_do_as_it_is_told__trips_and_names_the_head),
		TEST(force_over_ceiling_and_margin__trips_on_the_second_fresh_sample),
		TEST(force_at_the_margin_or_every_other_sample__is_no_trip),
		TEST(a_falling_ceiling__is_followed_and_not_jumped),
		TEST(a_force_in_a_region_left_out__trips_once_there_was_time_to_let_go),
		TEST(the_sum_over_the_trunk__trips_after_20_ms),
		TEST(the_sum_over_the_body__counts_legs_and_arms),
		TEST(one_bad_sample__is_no_trip_and_two_are),
		TEST(the_same_bad_sample_twice__is_one),
		TEST(what_the_device_calls_bad__is_bad),
		TEST(a_sample_from_the_future__is_bad),
		TEST(a_silent_sensor__trips_beyond_its_release_age),
		TEST(a_sensor_never_seen__trips_only_past_the_selftest),
		TEST(a_failed_write__trips_in_its_tick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
