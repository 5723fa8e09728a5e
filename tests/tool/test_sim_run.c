/* test_sim_run.c - whole massages in virtual time: do they end, hold their limits, let go of faults? */
#include "tool/sim_run.h"

#include "app/config.h"

#include <knead/limits.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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
	assert_int_equal(sim_options_read(&options, 1, nothing), SIM_OPTIONS_RUN);
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

static void stop__lets_go_in_400_ms_and_ends(void **state)
{
	(void)state;
	options.stop_at_s = 20.0;
	run_to_end();
	assert_true(run.verdict.ended);
	assert_int_equal(run.snapshot.state, STATE_IDLE);
	assert_int_equal(run.verdict.cause, COND_COUNT);
	assert_true(run.t_s > 20.0 && run.t_s < 22.0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_session__works_every_head_and_ends_idle, one_minute),
		cmocka_unit_test_setup(the_same_seed__is_the_same_run, one_minute),
		cmocka_unit_test_setup(a_silent_sensor__is_found_and_everything_let_go, one_minute),
		cmocka_unit_test_setup(nonsense_from_a_sensor__is_found, one_minute),
		cmocka_unit_test_setup(a_late_sensor__is_found, one_minute),
		cmocka_unit_test_setup(a_fault_on_a_head_of_every_number__names_that_head,
				       one_minute),
		cmocka_unit_test_setup(a_fault_that_is_mended_in_time__trips_nothing, one_minute),
		cmocka_unit_test_setup(stop__lets_go_in_400_ms_and_ends, one_minute),
		cmocka_unit_test_setup(focus__moves_the_work_there, one_minute),
	};

	return cmocka_run_group_tests(tests, read_files, NULL);
}
