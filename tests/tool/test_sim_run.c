/* test_sim_run.c - whole massages in virtual time: do they end, hold their limits, let go of faults? */
#include "tool/sim_run.h"

#include "app/config.h"

#include <knead/limits.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define RIG       "config/rigs/sim-4.conf"
#define TECHNIQUE "config/techniques/swedish.conf"
#define PATIENT   "config/patients/nominal.conf"

static struct sim_setup setup;
static struct sim_options options;
static struct sim_run run;

static int read_files(void **state)
{
	(void)state;
	return config_read_rig(&setup.rig, RIG, stderr) < 0 ||
	       config_read_technique(&setup.technique, TECHNIQUE, stderr) < 0 ||
	       config_read_patient(&setup.patient, PATIENT, stderr) < 0;
}

static int one_minute(void **state)
{
	char *nothing[] = {(char[]){"sim"}, NULL};

	(void)state;
	assert_int_equal(sim_options_read(&options, 1, nothing), OPTIONS_RUN);
	options.duration_s = 60.0;
	options.intensity = 0.6;
	return 0;
}

/* Runs to the end. Until something trips, every head stays within its ceiling and a margin. */
static void run_to_end(void)
{
	sim_run_init(&run, &setup, &options);
	while (sim_run_step(&run)) {
		for (int i = 0; i < setup.rig.head_count && isnan(run.verdict.trip_t_s); i++) {
			assert_true(run.true_n[i] >= 0.0);
			assert_true(run.true_n[i] <= setup.rig.heads[i].ceiling_n + 10.0);
		}
	}
}

/* Rig mode: the client's hand button is tried first, and that stop is no fault of the run. */
static void a_rig_that_wants_its_hand_button_tried__has_its_session(void **state)
{
	static struct sim_setup paired;

	(void)state;
	paired = setup;
	paired.rig.control = CONTROL_RIG;
	sim_run_init(&run, &paired, &options);
	while (sim_run_step(&run)) {
	}
	assert_true(run.button_tried);
	assert_true(run.was_running);
	assert_true(run.verdict.ended);
	assert_false(run.verdict.refused);
	assert_int_equal(run.snapshot.state, STATE_IDLE);
	assert_int_equal(run.verdict.over, COND_SESSION_OVER);
	assert_int_equal(run.verdict.cause, COND_COUNT);
	assert_true(isnan(run.verdict.trip_t_s));
	assert_true(run.t_s > 60.0 && run.t_s < 70.0);
}

static void fault_at_30_s(enum fault_kind kind, int head, double magnitude)
{
	options.fault_count = 1;
	options.faults[0] =
		(struct sim_fault){.t_s = 30.0, .kind = kind, .head = head, .magnitude = magnitude};
	run_to_end();
}

static void a_session__works_every_head_and_ends_idle(void **state)
{
	(void)state;
	run_to_end();
	assert_true(run.verdict.ended);
	assert_int_equal(run.snapshot.state, STATE_IDLE);
	assert_int_equal(run.verdict.cause, COND_COUNT);
	assert_true(run.t_s > 60.0 && run.t_s < 65.0);
	for (int i = 0; i < setup.rig.head_count; i++) {
		assert_true(run.verdict.scores[i].peak_n > 10.0);
		assert_true(sim_score_rmse_n(&run.verdict.scores[i]) < 2.0);
		assert_true(run.true_n[i] < RELEASED_N);
	}
	assert_true(isnan(sim_verdict_detect_ms(&run.verdict)));
	assert_true(isnan(sim_verdict_release_ms(&run.verdict)));
	assert_true(isnan(sim_verdict_stop_ms(&run.verdict)));
}

static void the_same_seed__is_the_same_run(void **state)
{
	double squares[3];
	const uint64_t seeds[3] = {4, 4, 5};

	(void)state;
	for (int i = 0; i < 3; i++) {
		options.seed = seeds[i];
		run_to_end();
		squares[i] = run.verdict.scores[0].sum_squares;
	}
	assert_true(squares[0] > 0.0);
	assert_memory_equal(&squares[0], &squares[1], sizeof(squares[0]));
	assert_memory_not_equal(&squares[0], &squares[2], sizeof(squares[0]));
}

static void a_silent_sensor__is_found_and_everything_let_go(void **state)
{
	(void)state;
	fault_at_30_s(FAULT_OFF, 2, 0.0);
	assert_true(run.verdict.ended);
	assert_int_equal(run.snapshot.state, STATE_FAULT);
	assert_int_equal(run.verdict.cause, COND_SENSOR_LOST);
	assert_int_equal(run.verdict.cause_head, 1);
	assert_int_equal(run.verdict.cause_sensor, SENSOR_FORCE);
	assert_true(sim_verdict_detect_ms(&run.verdict) > 0.0);
	assert_true(sim_verdict_detect_ms(&run.verdict) <= 1e3 * RELEASE_MIN_S + 3.0);
	assert_true(sim_verdict_release_ms(&run.verdict) >= 0.0);
	assert_true(sim_verdict_release_ms(&run.verdict) <= 400.0);
	for (int i = 0; i < setup.rig.head_count; i++) {
		assert_true(run.true_n[i] < RELEASED_N);
	}
}

static void nonsense_from_a_sensor__is_found(void **state)
{
	(void)state;
	fault_at_30_s(FAULT_GARBAGE, 1, 0.0);
	assert_int_equal(run.verdict.cause, COND_SENSOR_BAD);
	assert_int_equal(run.verdict.cause_head, 0);
	assert_true(sim_verdict_release_ms(&run.verdict) <= 400.0);
}

static void a_late_sensor__is_found(void **state)
{
	(void)state;
	fault_at_30_s(FAULT_DELAYED, 3, 0.1);
	assert_int_equal(run.verdict.cause, COND_SENSOR_LOST);
	assert_int_equal(run.verdict.cause_head, 2);
}

static void a_fault_on_a_head_of_every_number__names_that_head(void **state)
{
	(void)state;
	for (int head = 1; head <= setup.rig.head_count; head++) {
		fault_at_30_s(FAULT_OFF, head, 0.0);
		assert_int_equal(run.verdict.cause_head, head - 1);
	}
}

static void a_fault_that_is_mended_in_time__trips_nothing(void **state)
{
	(void)state;
	options.fault_count = 2;
	options.faults[0] = (struct sim_fault){.t_s = 30.0, .kind = FAULT_OFF, .head = 1};
	options.faults[1] = (struct sim_fault){.t_s = 30.005, .kind = FAULT_NONE, .head = 1};
	run_to_end();
	assert_int_equal(run.verdict.cause, COND_COUNT);
	assert_int_equal(run.snapshot.state, STATE_IDLE);
}

static void no_power__lets_go_of_everybody_in_400_ms(void **state)
{
	(void)state;
	fault_at_30_s(FAULT_POWER_LOST, 0, 0.0);
	assert_true(run.verdict.ended);
	assert_true(sim_run_is_dead(&run));
	assert_int_equal(run.snapshot.state, STATE_BOOT);
	assert_int_equal(run.verdict.cause, COND_COUNT);
	assert_true(sim_verdict_release_ms(&run.verdict) > 0.0); /* somebody was pressed */
	assert_true(sim_verdict_release_ms(&run.verdict) <= 400.0);
}

static void power_that_comes_back__finds_the_rig_idle(void **state)
{
	(void)state;
	fault_at_30_s(FAULT_POWER_LOST, 0, 2.0);
	assert_true(run.verdict.ended);
	assert_false(sim_run_is_dead(&run));
	assert_int_equal(run.boots, 1);
	assert_int_equal(run.snapshot.state, STATE_IDLE);
	assert_true(run.t_s > 32.0 && run.t_s < 36.0);
	assert_true(sim_verdict_release_ms(&run.verdict) <= 400.0);
}

/* Nobody was pressed then, and a session after it is none of its business. */
static void power_lost_before_the_session__lets_nobody_go(void **state)
{
	(void)state;
	options.fault_count = 1;
	options.faults[0] = (struct sim_fault){.kind = FAULT_POWER_LOST, .magnitude = 1.0};
	run_to_end();
	assert_int_equal(run.snapshot.state, STATE_IDLE);
	assert_true(run.t_s > 60.0);
	assert_true(sim_verdict_release_ms(&run.verdict) <= 0.0);
}

/* It is the later one that it trips for. */
static void of_two_faults__the_last_before_the_trip_is_timed(void **state)
{
	(void)state;
	options.fault_count = 2;
	options.faults[0] = (struct sim_fault){
		.t_s = 20.0, .kind = FAULT_VALVE_SLOW, .head = 1, .magnitude = 1.01};
	options.faults[1] = (struct sim_fault){.t_s = 30.0, .kind = FAULT_OFF, .head = 2};
	run_to_end();
	assert_int_equal(run.verdict.cause, COND_SENSOR_LOST);
	assert_true(sim_verdict_detect_ms(&run.verdict) <= 1e3 * RELEASE_MIN_S + 3.0);
}

static void stop__lets_go_in_400_ms_and_ends(void **state)
{
	(void)state;
	options.stop_at_s = 25.0;
	run_to_end();
	assert_true(run.verdict.ended);
	assert_int_equal(run.snapshot.state, STATE_IDLE);
	assert_int_equal(run.verdict.cause, COND_COUNT);
	assert_true(run.t_s > 25.0 && run.t_s < 27.0);
	assert_true(sim_verdict_stop_ms(&run.verdict) > 0.0); /* somebody was pressed */
	assert_true(sim_verdict_stop_ms(&run.verdict) <= 400.0);
	assert_true(isnan(sim_verdict_release_ms(&run.verdict)));
}

static void focus__moves_the_work_there(void **state)
{
	double upper_n_s;

	(void)state;
	options.focus[REGION_UPPER_BACK] = 1.0;
	options.focus[REGION_LOWER_BACK] = 0.0;
	run_to_end();
	upper_n_s = run.verdict.scores[0].dose_n_s;
	assert_int_equal(setup.rig.heads[0].region, REGION_UPPER_BACK);
	assert_int_equal(setup.rig.heads[2].region, REGION_LOWER_BACK);
	assert_true(upper_n_s > 2.0 * run.verdict.scores[2].dose_n_s);
}

static void a_region_left_out__is_not_pressed(void **state)
{
	(void)state;
	options.left_out[REGION_UPPER_BACK] = true;
	run_to_end();
	assert_int_equal(setup.rig.heads[0].region, REGION_UPPER_BACK);
	assert_true(run.verdict.scores[0].peak_n < RELEASED_N);
	assert_true(run.verdict.scores[1].peak_n < RELEASED_N);
	assert_true(run.verdict.scores[2].peak_n > 10.0);
}

static void a_ceiling__is_kept(void **state)
{
	(void)state;
	options.ceiling_n = 12.0;
	run_to_end();
	for (int i = 0; i < setup.rig.head_count; i++) {
		assert_true(run.verdict.scores[i].peak_n > 8.0);
		assert_true(run.snapshot.heads[i].ceiling_n <= 12.0);
		assert_true(run.verdict.scores[i].peak_n < 16.0); /* 24 to 31 without it */
	}
}

static void balance__takes_the_work_to_one_side(void **state)
{
	(void)state;
	options.balance = 1.0;
	run_to_end();
	assert_true(setup.rig.heads[0].y_m < 0.0 && setup.rig.heads[1].y_m > 0.0);
	assert_true(run.account.heads[1].dose_n_s > 2.0 * run.account.heads[0].dose_n_s);
}

static void buttons__are_pressed_when_ordered(void **state)
{
	(void)state;
	options.press_count = 2;
	options.presses[0] = (struct sim_press){20.0, SIM_PAUSE};
	options.presses[1] = (struct sim_press){25.0, SIM_RESUME};
	run_to_end();
	assert_true(run.verdict.ended);
	assert_true(run.t_s > 65.0 && run.t_s < 70.0); /* 5 s longer than the session */
	assert_int_equal(run.command.presses.pause, 1);
	assert_int_equal(run.command.presses.resume, 1);
}

static void ease__lowers_what_may_be_pressed(void **state)
{
	double least_n = CEILING_MAX_N;

	(void)state;
	options.press_count = 1;
	options.presses[0] = (struct sim_press){30.0, SIM_EASE};
	run_to_end();
	for (int i = 0; i < setup.rig.head_count; i++) {
		least_n = fmin(least_n, run.snapshot.heads[i].ceiling_n);
	}
	assert_true(least_n < 40.0);
}

static void a_client_who_says_that_it_is_too_much__is_let_go(void **state)
{
	(void)state;
	options.duration_s = 180.0;
	options.answers = SIM_SAYS;
	options.says = COMFORT_RELEASES;
	run_to_end();
	assert_true(run.verdict.ended);
	assert_int_equal(run.snapshot.state, STATE_IDLE);
	assert_int_equal(run.verdict.cause, COND_COUNT);
	assert_int_equal(run.account.answer_count, 1);
	assert_int_equal(run.account.answers[0].comfort, COMFORT_RELEASES);
	assert_true(run.t_s < 70.0); /* asked a minute after the intensity rose */
}

static void an_answer_that_forbids_it__refuses_in_seconds_and_says_so(void **state)
{
	char said[256] = "";
	FILE *out = fmemopen(said, sizeof(said), "w");

	(void)state;
	options.screening[SCREEN_FEVER] = ANSWER_YES;
	run_to_end();
	assert_true(run.verdict.refused);
	assert_false(run.verdict.ended);
	assert_true(run.t_s < 10.0);
	assert_non_null(out);
	sim_run_say_refusal(&run, out);
	fclose(out);
	assert_non_null(strstr(said, "fever"));
	assert_non_null(strstr(said, "see a clinician"));
}

static void dose__agrees_with_what_the_controller_shows(void **state)
{
	(void)state;
	run_to_end();
	for (int i = 0; i < setup.rig.head_count; i++) {
		const struct head_view *view = &run.snapshot.heads[i];
		double felt_pa_s = 1e3 * sim_account_dose_kpa_s(&run.account, &setup.rig, i);
		double wanted_pa_s =
			1e3 * sim_account_dose_target_kpa_s(&run.account, &setup.rig, i);

		assert_true(felt_pa_s > 1e5);
		assert_true(fabs(view->dose_pa_s - felt_pa_s) < 0.05 * felt_pa_s);
		assert_true(fabs(view->dose_target_pa_s - wanted_pa_s) < 0.05 * wanted_pa_s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_session__works_every_head_and_ends_idle, one_minute),
		cmocka_unit_test_setup(a_rig_that_wants_its_hand_button_tried__has_its_session,
				       one_minute),
		cmocka_unit_test_setup(the_same_seed__is_the_same_run, one_minute),
		cmocka_unit_test_setup(a_silent_sensor__is_found_and_everything_let_go, one_minute),
		cmocka_unit_test_setup(nonsense_from_a_sensor__is_found, one_minute),
		cmocka_unit_test_setup(a_late_sensor__is_found, one_minute),
		cmocka_unit_test_setup(a_fault_on_a_head_of_every_number__names_that_head,
				       one_minute),
		cmocka_unit_test_setup(a_fault_that_is_mended_in_time__trips_nothing, one_minute),
		cmocka_unit_test_setup(no_power__lets_go_of_everybody_in_400_ms, one_minute),
		cmocka_unit_test_setup(power_that_comes_back__finds_the_rig_idle, one_minute),
		cmocka_unit_test_setup(power_lost_before_the_session__lets_nobody_go, one_minute),
		cmocka_unit_test_setup(of_two_faults__the_last_before_the_trip_is_timed,
				       one_minute),
		cmocka_unit_test_setup(stop__lets_go_in_400_ms_and_ends, one_minute),
		cmocka_unit_test_setup(focus__moves_the_work_there, one_minute),
		cmocka_unit_test_setup(a_region_left_out__is_not_pressed, one_minute),
		cmocka_unit_test_setup(a_ceiling__is_kept, one_minute),
		cmocka_unit_test_setup(balance__takes_the_work_to_one_side, one_minute),
		cmocka_unit_test_setup(buttons__are_pressed_when_ordered, one_minute),
		cmocka_unit_test_setup(ease__lowers_what_may_be_pressed, one_minute),
		cmocka_unit_test_setup(a_client_who_says_that_it_is_too_much__is_let_go,
				       one_minute),
		cmocka_unit_test_setup(an_answer_that_forbids_it__refuses_in_seconds_and_says_so,
				       one_minute),
		cmocka_unit_test_setup(dose__agrees_with_what_the_controller_shows, one_minute),
	};

	return cmocka_run_group_tests(tests, read_files, NULL);
}
