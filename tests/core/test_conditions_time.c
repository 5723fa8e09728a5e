/* test_conditions_time.c - overruns, silence, timers, letting go, buttons: cause and near miss. */
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

static void with_a_real_device(void)
{
	on.rig.heads[3].actuator.driver = (enum driver)(DRIVER_SIM + 1);
	judging_begin_on_rig(&on);
}

static void three_overruns_within_a_second__trip_with_a_real_device(void **state)
{
	(void)state;
	with_a_real_device();
	on.frame.overruns++;
	judging_wait(&on, 499);
	on.frame.overruns++;
	assert_not_raised(judging_wait(&on, 499), COND_OVERRUNS);
	on.frame.overruns++;
	assert_raised(judging_tick(&on), COND_OVERRUNS);
	judging_tick(&on); /* a second after the first of them it is over */
	assert_not_raised(judging_tick(&on), COND_OVERRUNS);
}

static void three_overruns_in_more_than_a_second__are_no_trip(void **state)
{
	(void)state;
	with_a_real_device();
	for (int k = 0; k < 20; k++) {
		on.frame.overruns++;
		assert_not_raised(judging_wait(&on, 501), COND_OVERRUNS);
	}
}

static void many_overruns_at_once__trip_across_the_counters_end(void **state)
{
	(void)state;
	with_a_real_device();
	on.frame.overruns = UINT32_MAX;
	judging_tick(&on);
	judging_wait(&on, 1100);
	assert_not_raised(on.conditions.bits, COND_OVERRUNS);
	on.frame.overruns = 1; /* two more */
	assert_not_raised(judging_tick(&on), COND_OVERRUNS);
	on.frame.overruns = 2;
	assert_raised(judging_tick(&on), COND_OVERRUNS);
}

static void overruns_on_a_simulated_rig__are_no_trip(void **state)
{
	(void)state;
	for (int k = 0; k < 100; k++) {
		on.frame.overruns += 5;
		assert_not_raised(judging_tick(&on), COND_OVERRUNS);
	}
}

static void a_silent_network__trips_in_rig_mode_beyond_200_ms(void **state)
{
	(void)state;
	on.rig.control = CONTROL_RIG;
	judging_begin_on_rig(&on);
	judging_tick(&on);
	on.command.heard_t_ns = on.frame.t_ns - 200 * MS_NS;
	assert_not_raised(judging_judge(&on), COND_NETWORK_SILENT);
	on.command.heard_t_ns--;
	assert_raised(judging_judge(&on), COND_NETWORK_SILENT);
	enter(STATE_SELFTEST);
	assert_not_raised(judging_judge(&on), COND_NETWORK_SILENT);
	enter(STATE_IDLE);
	assert_raised(judging_judge(&on), COND_NETWORK_SILENT);
}

/* A little ahead is the other thread's clock read after ours; far ahead is no clock at all. */
static void a_network_heard_far_in_the_future__counts_as_silent(void **state)
{
	(void)state;
	on.rig.control = CONTROL_RIG;
	judging_begin_on_rig(&on);
	judging_tick(&on);
	on.command.heard_t_ns = on.frame.t_ns + MS_NS;
	assert_not_raised(judging_judge(&on), COND_NETWORK_SILENT);
	on.command.heard_t_ns = on.frame.t_ns + 3600 * S_NS;
	assert_raised(judging_judge(&on), COND_NETWORK_SILENT);
}

static void a_silent_network__is_no_trip_on_the_bench(void **state)
{
	(void)state;
	on.command.heard_t_ns = 0;
	assert_not_raised(judging_judge(&on), COND_NETWORK_SILENT);
}

static void rig_begin(enum state state)
{
	on.rig.control = CONTROL_RIG;
	judging_begin_on_rig(&on);
	judging_tick(&on);
	enter(state);
}

/* Whatever the network thread says of itself: the time since the beat is what counts. */
static void an_owner_who_is_not_heard__is_silent_after_1500_ms_and_lost_after_3_s(void **state)
{
	const uint64_t both = COND_BIT(COND_OWNER_SILENT) | COND_BIT(COND_OWNER_LOST);

	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		rig_begin((enum state)s);
		on.command.beat_t_ns = on.frame.t_ns - 15 * S_NS / 10;
		assert_int_equal(judging_judge(&on) & both, 0);
		on.command.beat_t_ns--;
		assert_int_equal(judging_judge(&on) & both, COND_BIT(COND_OWNER_SILENT));
		on.command.beat_t_ns = on.frame.t_ns - 3 * S_NS;
		assert_int_equal(judging_judge(&on) & both, COND_BIT(COND_OWNER_SILENT));
		on.command.beat_t_ns--;
		assert_int_equal(judging_judge(&on) & both, both);
		on.command.beat_t_ns = on.frame.t_ns;
		assert_int_equal(judging_judge(&on) & both, 0);
		set_up(NULL);
	}
}

static void a_beat_from_the_future__is_none(void **state)
{
	(void)state;
	rig_begin(STATE_RUNNING);
	on.command.beat_t_ns = on.frame.t_ns + 200 * MS_NS; /* the other thread looked later */
	assert_not_raised(judging_judge(&on), COND_OWNER_SILENT);
	on.command.beat_t_ns++;
	assert_raised(judging_judge(&on), COND_OWNER_LOST);
	on.command.beat_t_ns = on.frame.t_ns + 3600 * S_NS;
	assert_raised(judging_judge(&on), COND_OWNER_LOST);
}

static void nobody_steers__counts_as_lost_whatever_the_beat(void **state)
{
	(void)state;
	rig_begin(STATE_PAUSED);
	on.command.lease = 0;
	judging_judge(&on);
	assert_raised(judging_judge(&on), COND_OWNER_LOST);
	assert_raised(judging_judge(&on), COND_OWNER_SILENT);
}

static void another_owner__is_silence_for_one_tick(void **state)
{
	(void)state;
	rig_begin(STATE_ARMED);
	on.command.lease = 77;
	assert_raised(judging_judge(&on), COND_OWNER_SILENT);
	assert_not_raised(on.conditions.bits, COND_OWNER_LOST);
	assert_not_raised(judging_judge(&on), COND_OWNER_SILENT);
}

static void on_the_bench__nobody_has_to_steer(void **state)
{
	(void)state;
	on.command.lease = 0;
	on.command.beat_t_ns = 0;
	assert_not_raised(judging_judge(&on), COND_OWNER_SILENT);
	assert_not_raised(on.conditions.bits, COND_OWNER_LOST);
}

static void a_tablets_reset_in_rig_mode__counts_while_the_button_is_held(void **state)
{
	(void)state;
	rig_begin(STATE_FAULT);
	on.command.presses.reset++;
	assert_not_raised(judging_tick(&on), COND_RESET);
	assert_not_raised(judging_tick(&on), COND_RESET);
	on.frame.reset_button = true;
	assert_raised(judging_tick(&on), COND_RESET); /* the button alone does it */
	assert_int_equal(on.judge.confirms, 1);
	assert_not_raised(judging_tick(&on), COND_RESET);
	on.command.presses.reset++;
	assert_raised(judging_tick(&on), COND_RESET);
	assert_not_raised(judging_tick(&on), COND_RESET);
	assert_int_equal(on.judge.confirms, 1);
}

static void a_control_mode_nobody_named__is_judged_as_rig(void **state)
{
	(void)state;
	on.rig.control = CONTROL_NONE;
	judging_begin_on_rig(&on);
	judging_tick(&on);
	on.command.heard_t_ns = 0;
	assert_raised(judging_judge(&on), COND_NETWORK_SILENT);
}

/* Raised from `ticks` on in `state`, not a tick before, and in no other state. */
static void check_timer(enum state state, enum condition condition, int ticks)
{
	set_up(NULL);
	enter(state);
	assert_not_raised(judging_wait(&on, ticks - 1), condition);
	assert_raised(judging_tick(&on), condition);
	for (int s = 0; s < STATE_COUNT; s++) {
		if (s != (int)state) {
			on.situation.state = (enum state)s;
			assert_not_raised(judging_tick(&on), condition);
		}
	}
}

static void armed__expires_after_10_s(void **state)
{
	(void)state;
	check_timer(STATE_ARMED, COND_ARM_EXPIRED, 10000);
}

static void paused__expires_after_60_s(void **state)
{
	(void)state;
	check_timer(STATE_PAUSED, COND_PAUSE_EXPIRED, 60000);
}

static void selftest__fails_after_3_s(void **state)
{
	(void)state;
	check_timer(STATE_SELFTEST, COND_SELFTEST_FAILED, 3000);
}

static void a_selftest_that_does_not_pass__names_the_head_that_keeps_it_from_passing(void **state)
{
	(void)state;
	enter(STATE_SELFTEST);
	assert_raised(judging_wait(&on, 3001), COND_SELFTEST_FAILED);
	assert_int_equal(on.conditions.head[COND_SELFTEST_FAILED], HEAD_NONE);
	assert_int_equal(on.conditions.sensor[COND_SELFTEST_FAILED], SENSOR_NONE);
	on.force_n[3] = -RELEASED_N;
	judging_tick(&on);
	assert_int_equal(on.conditions.head[COND_SELFTEST_FAILED], 3);
	assert_int_equal(on.conditions.sensor[COND_SELFTEST_FAILED], SENSOR_FORCE);
	on.force_n[2] = RELEASED_N;
	judging_tick(&on);
	assert_int_equal(on.conditions.head[COND_SELFTEST_FAILED], 2);
	assert_int_equal(on.conditions.sensor[COND_SELFTEST_FAILED], SENSOR_FORCE);
	on.silent[1] = true;
	judging_wait(&on, 50);
	assert_int_equal(on.conditions.head[COND_SELFTEST_FAILED], 1);
	assert_int_equal(on.conditions.sensor[COND_SELFTEST_FAILED], SENSOR_FORCE);
	on.rig.heads[0].sensor.position.rate_hz = 1000.0; /* never heard */
	estimate_init(&on.estimate, &on.rig);
	judging_wait(&on, 50);
	assert_int_equal(on.conditions.head[COND_SELFTEST_FAILED], 0);
	assert_int_equal(on.conditions.sensor[COND_SELFTEST_FAILED], SENSOR_PLACE);
}

/* Orders alone, or set-points alone, are nothing to hold sensors against. */
static void one_half_of_what_was_wanted__is_compared_with_nothing(void **state)
{
	static const struct actuation last;
	static const struct setpoint setpoint;

	(void)state;
	for (int half = 0; half < 2; half++) {
		const int before = on.judge.witness.at;

		on.situation.last = half == 0 ? &last : NULL;
		on.situation.setpoint = half == 0 ? NULL : &setpoint;
		judging_wait(&on, 10);
		assert_int_equal(on.judge.witness.at, before);
	}
	on.situation.last = &last;
	judging_wait(&on, 10);
	assert_int_equal(on.judge.witness.at, 10);
}

/* While a technique drives the heads there are better ways to tell one that is stuck, and no time for this one. */
static void sensors__are_asked_for_their_noise_while_nothing_runs(void **state)
{
	static const struct actuation last;
	static const struct setpoint setpoint;

	(void)state;
	on.rig.heads[2].sensor.noise_n = 0.02;
	judging_begin_on_rig(&on);
	on.situation.last = &last;
	on.situation.setpoint = &setpoint;
	on.situation.state = STATE_RUNNING;
	judging_wait(&on, 2000);
	assert_true(on.judge.witness.still == 0);
	for (int s = STATE_SELFTEST; s < STATE_COUNT; s++) {
		on.judge.witness.still = 0;
		on.situation.state = (enum state)s;
		judging_wait(&on, 2000);
		assert_true(on.judge.witness.still == (s == STATE_RUNNING ? 0 : 4));
	}
}

/* What it asks of actuators shows what is broken of them, and it has a better name for that. */
static void while_the_selftest_proves__actuators_are_its_own_to_name(void **state)
{
	static struct actuation last;
	static struct setpoint setpoint;

	(void)state;
	enter(STATE_SELFTEST);
	on.situation.last = &last;
	on.situation.setpoint = &setpoint;
	on.judge.witness.head = HEADS_MAX - 1; /* none of this rig's: it stays named */
	for (int proving = 0; proving < 2; proving++) {
		on.situation.proving = proving;
		for (int what = COND_SENSOR_BAD; what <= COND_WRITE_FAILED; what++) {
			const bool its_own =
				proving && what >= COND_ACTUATOR_RUNS && what <= COND_DUMP_DEAD;

			on.judge.witness.what = (enum condition)what;
			judging_tick(&on);
			assert_int_equal(on.conditions.bits >> what & 1, !its_own);
		}
	}
}

static void the_selftest__passes_after_a_tenth_of_a_second_of_quiet(void **state)
{
	(void)state;
	enter(STATE_SELFTEST);
	on.force_n[2] = 2.0; /* not under 2 N */
	assert_not_raised(judging_wait(&on, 500), COND_SELFTEST_PASSED);
	on.force_n[2] = -2.0;
	assert_not_raised(judging_wait(&on, 500), COND_SELFTEST_PASSED);
	on.force_n[2] = 1.99;
	assert_not_raised(judging_wait(&on, 98), COND_SELFTEST_PASSED);
	assert_raised(judging_wait(&on, 3), COND_SELFTEST_PASSED);
	on.force_n[2] = 2.5;
	assert_not_raised(judging_tick(&on), COND_SELFTEST_PASSED);
}

static void one_stale_sensor__is_not_ready(void **state)
{
	(void)state;
	on.silent[1] = true;
	assert_raised(judging_wait(&on, 10), COND_READY);
	assert_int_equal(on.belief.heads[1].input, INPUT_LIVE);
	assert_not_raised(judging_tick(&on), COND_READY);
	assert_int_equal(on.belief.heads[1].input, INPUT_STALE);
	assert_not_raised(on.conditions.bits, COND_SELFTEST_PASSED);
}

static void released__is_every_valid_head_under_2_n(void **state)
{
	(void)state;
	on.force_n[0] = 2.0;
	assert_not_raised(judging_tick(&on), COND_RELEASED);
	on.force_n[0] = 1.999;
	assert_raised(judging_tick(&on), COND_RELEASED);
	on.force_n[3] = 50.0; /* and then unplugged: not valid, so it is not waited for */
	judging_tick(&on);
	on.silent[3] = true;
	assert_not_raised(judging_wait(&on, 20), COND_RELEASED);
	assert_raised(judging_tick(&on), COND_RELEASED);
}

static void no_valid_sensor__is_not_released(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		on.silent[i] = true;
	}
	judging_wait(&on, 21);
	assert_not_raised(on.conditions.bits, COND_RELEASED);
}

static void a_head_still_pressing_after_1_s__is_late(void **state)
{
	const enum state letting_go[] = {STATE_RELEASING, STATE_FAULT};

	for (int k = 0; k < 2; k++) {
		set_up(state);
		enter(letting_go[k]);
		on.force_n[1] = 2.0;
		assert_not_raised(judging_wait(&on, 999), COND_RELEASE_LATE);
		assert_raised(judging_tick(&on), COND_RELEASE_LATE);
		on.force_n[1] = 1.9;
		assert_not_raised(judging_tick(&on), COND_RELEASE_LATE);
	}
	enter(STATE_RUNNING);
	on.force_n[1] = 50.0;
	assert_not_raised(judging_wait(&on, 1100), COND_RELEASE_LATE);
}

static void letting_go_blindly__is_late_after_1_s(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		on.silent[i] = true;
	}
	enter(STATE_RELEASING);
	assert_not_raised(judging_wait(&on, 999), COND_RELEASE_LATE);
	assert_raised(judging_tick(&on), COND_RELEASE_LATE);
}

static void a_session_over__is_said(void **state)
{
	(void)state;
	assert_not_raised(judging_tick(&on), COND_SESSION_OVER);
	on.situation.session_over = true;
	assert_raised(judging_tick(&on), COND_SESSION_OVER);
}

/* Each button: one press, one tick; many presses between ticks, and the counter's end, alike. */
static void presses__are_counted_and_wrap(void **state)
{
	const struct {
		uint32_t *count;
		enum condition condition;
	} buttons[] = {
		{&on.command.presses.stop, COND_STOP},     {&on.command.presses.pause, COND_PAUSE},
		{&on.command.presses.resume, COND_RESUME}, {&on.command.presses.arm, COND_ARM},
		{&on.command.presses.start, COND_START},   {&on.command.presses.reset, COND_RESET},
	};
	uint64_t asked = 0;

	(void)state;
	for (size_t k = 0; k < sizeof(buttons) / sizeof(buttons[0]); k++) {
		asked |= COND_BIT(buttons[k].condition);
	}
	for (size_t k = 0; k < sizeof(buttons) / sizeof(buttons[0]); k++) {
		const uint32_t counts[] = {1, 5, UINT32_MAX, 0, 1};

		for (size_t n = 0; n < sizeof(counts) / sizeof(counts[0]); n++) {
			*buttons[k].count = counts[n];
			assert_int_equal(judging_tick(&on) & asked, COND_BIT(buttons[k].condition));
			assert_int_equal(judging_tick(&on) & asked, 0);
		}
	}
}

static void the_reset_button__counts_by_its_edge(void **state)
{
	(void)state;
	on.frame.reset_button = true;
	assert_raised(judging_tick(&on), COND_RESET);
	assert_not_raised(judging_wait(&on, 100), COND_RESET);
	on.frame.reset_button = false;
	assert_not_raised(judging_tick(&on), COND_RESET);
	on.frame.reset_button = true;
	assert_raised(judging_tick(&on), COND_RESET);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(three_overruns_within_a_second__trip_with_a_real_device),
		TEST(three_overruns_in_more_than_a_second__are_no_trip),
		TEST(many_overruns_at_once__trip_across_the_counters_end),
		TEST(overruns_on_a_simulated_rig__are_no_trip),
		TEST(a_silent_network__trips_in_rig_mode_beyond_200_ms),
		TEST(a_network_heard_far_in_the_future__counts_as_silent),
		TEST(a_silent_network__is_no_trip_on_the_bench),
		TEST(an_owner_who_is_not_heard__is_silent_after_1500_ms_and_lost_after_3_s),
		TEST(a_beat_from_the_future__is_none),
		TEST(nobody_steers__counts_as_lost_whatever_the_beat),
		TEST(another_owner__is_silence_for_one_tick),
		TEST(on_the_bench__nobody_has_to_steer),
		TEST(a_tablets_reset_in_rig_mode__counts_while_the_button_is_held),
		TEST(a_control_mode_nobody_named__is_judged_as_rig),
		TEST(armed__expires_after_10_s),
		TEST(paused__expires_after_60_s),
		TEST(selftest__fails_after_3_s),
		TEST(a_selftest_that_does_not_pass__names_the_head_that_keeps_it_from_passing),
		TEST(one_half_of_what_was_wanted__is_compared_with_nothing),
		TEST(sensors__are_asked_for_their_noise_while_nothing_runs),
		TEST(while_the_selftest_proves__actuators_are_its_own_to_name),
		TEST(the_selftest__passes_after_a_tenth_of_a_second_of_quiet),
		TEST(one_stale_sensor__is_not_ready),
		TEST(released__is_every_valid_head_under_2_n),
		TEST(no_valid_sensor__is_not_released),
		TEST(a_head_still_pressing_after_1_s__is_late),
		TEST(letting_go_blindly__is_late_after_1_s),
		TEST(a_session_over__is_said),
		TEST(presses__are_counted_and_wrap),
		TEST(the_reset_button__counts_by_its_edge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
