/* test_score_ideal.c - heads that obey can be given every technique, and everybody presses what they ask. */
#include "tool/score_board.h"
#include "tool/score_run.h"

#include "app/config.h"
#include "core/control/plain_gains.h"

#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RIG "config/rigs/sim-16.conf"

static struct rig rig;
static struct technique techniques[TECHNIQUES_MAX];
static int technique_count;
static struct patient patient;
static struct score_ideal *ideal;
static struct score_bench *bench;

static int read_files(void **state)
{
	(void)state;
	technique_count = config_read_techniques(techniques, TECHNIQUES_MAX, RIG, stderr);
	ideal = malloc(sizeof(*ideal));
	bench = malloc(sizeof(*bench));
	return ideal == NULL || bench == NULL || technique_count < 6 ||
	       config_read_rig(&rig, RIG, stderr) < 0 ||
	       config_read_patient(&patient, "config/patients/nominal.conf", stderr) < 0;
}

static int free_benches(void **state)
{
	(void)state;
	free(ideal);
	free(bench);
	return 0;
}

static const struct technique *named(const char *name)
{
	for (int t = 0; t < technique_count; t++) {
		if (strcmp(techniques[t].name, name) == 0) {
			return &techniques[t];
		}
	}
	fail_msg("there is no %s", name);
	return NULL;
}

static void every_technique__can_be_scored(void **state)
{
	struct command command = score_board_command(&patient, 180.0);

	(void)state;
	for (int t = 0; t < technique_count; t++) {
		struct score_target target;
		long pressed = 0;

		assert_int_equal(score_target_make(&target, &rig, &techniques[t], &command), 0);
		assert_int_equal(target.unfit, FIT);
		for (long tick = target.begin; tick < target.end; tick++) {
			for (int i = 0; i < rig.head_count; i++) {
				pressed += score_target_n(&target, tick, i) >= 4.0;
			}
		}
		assert_true(pressed > 10000); /* ten head-seconds */
		score_target_free(&target);
	}
}

static void a_technique_that_does_not_fit__is_told_with_its_reason(void **state)
{
	struct command command = score_board_command(&patient, 60.0);
	struct score_target target;

	(void)state;
	command.ceiling_n = 30.0;
	assert_int_equal(score_target_make(&target, &rig, named("deep_tissue"), &command),
			 -ENOTSUP);
	assert_int_equal(target.unfit, UNFIT_CEILING);
	assert_true(fabs(target.fit_ceiling_n - 30.0) < 1e-9);
	assert_null(target.target_n);
}

/* Plays it on the heads that obey; returns the most trigger points known at a time. */
static int play_ideal(const struct technique *technique, double seconds)
{
	struct command command = score_board_command(&patient, 600.0);
	double dt_s = 1.0 / rig.loop_hz;
	int most = 0;

	score_ideal_init(ideal, &rig, technique, &command);
	for (long tick = 0; tick < lround(seconds / dt_s); tick++) {
		score_ideal_step(ideal, (double)tick * dt_s, dt_s);
		most = ideal->snapshot.trigger_count > most ? ideal->snapshot.trigger_count : most;
		assert_int_equal(ideal->snapshot.cause, COND_COUNT);
	}
	return most;
}

static void a_search_on_ideal_tissue__finds_and_presses_something(void **state)
{
	double most_n = 0.0;

	(void)state;
	assert_true(play_ideal(named("trigger_point"), 400.0) > 0);
	for (int i = 0; i < rig.head_count; i++) {
		most_n = fmax(most_n, ideal->tissues[i].pressed_s);
	}
	assert_true(most_n > 5.0); /* somewhere it was pressed hard */
}

static void a_heated_face__is_as_warm_as_it_is_asked_to_be(void **state)
{
	int warm = 0;

	(void)state;
	play_ideal(named("hot_stone"), 30.0);
	for (int i = 0; i < rig.head_count; i++) {
		double asked_c = ideal->pipeline.setpoint.heads[i].surface_c;

		if (rig.heads[i].heater.driver != DRIVER_NONE && asked_c > 0.0) {
			assert_true(fabs(ideal->frame.heads[i].surface_c.value - asked_c) < 1.0);
			warm++;
		}
	}
	assert_true(warm > 0);
}

static void a_given_wish__is_pressed_and_nothing_else(void **state)
{
	static struct wish given;
	struct command command = score_board_command(&patient, 60.0);
	double dt_s = 1.0 / rig.loop_hz;

	(void)state;
	given = (struct wish){.force_n = {[6] = 6.0}, .peak_n = {[6] = 6.0}};
	score_ideal_init(ideal, &rig, named("swedish"), &command);
	ideal->pipeline.given = &given;
	for (long tick = 0; tick < 40000; tick++) {
		score_ideal_step(ideal, (double)tick * dt_s, dt_s);
		for (int i = 0; i < rig.head_count && tick > 10000; i++) {
			double wanted_n = i == 6 ? 6.0 : 0.0;

			assert_true(fabs(ideal->snapshot.heads[i].target_n - wanted_n) < 1e-6);
		}
	}
	assert_int_equal(ideal->snapshot.state, STATE_RUNNING);
}

/* Though this person has trigger points, and the ideal one others. */
static void a_scored_controller__presses_what_the_ideal_heads_were_asked_for(void **state)
{
	const struct technique *technique = named("trigger_point");
	const struct plain_gains gains = plain_gains_tuned();
	struct command command = score_board_command(&patient, 180.0);
	struct score_target target;
	struct patient knotty;
	struct score_case one = {
		.rig = &rig,
		.technique = technique,
		.patient = &knotty,
		.command = &command,
		.target = &target,
		.gains = &gains,
		.column = SCORE_ADMITTANCE,
		.seed = SCORE_SEED,
	};

	(void)state;
	assert_int_equal(config_read_patient(&knotty, "config/patients/knotty.conf", stderr), 0);
	patient_calm(&knotty);
	assert_int_equal(score_target_make(&target, &rig, technique, &command), 0);
	assert_true(score_run(bench, &one).all.value[FIGURE_REACTION] < 0.3);
	assert_ptr_equal(bench->pipeline.given, &bench->ideal.pipeline.wish);
	score_target_free(&target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_technique__can_be_scored),
		cmocka_unit_test(a_technique_that_does_not_fit__is_told_with_its_reason),
		cmocka_unit_test(a_search_on_ideal_tissue__finds_and_presses_something),
		cmocka_unit_test(a_heated_face__is_as_warm_as_it_is_asked_to_be),
		cmocka_unit_test(a_given_wish__is_pressed_and_nothing_else),
		cmocka_unit_test(a_scored_controller__presses_what_the_ideal_heads_were_asked_for),
	};

	return cmocka_run_group_tests(tests, read_files, free_benches);
}
