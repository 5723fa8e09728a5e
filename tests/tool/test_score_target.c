/* test_score_target.c - is there one target for all, and is it what pipelines really aim at? */
#include "tool/score_board.h"
#include "tool/score_run.h"
#include "tool/score_target.h"

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

#define RIG       "config/rigs/sim-4.conf"
#define TECHNIQUE "config/techniques/swedish.conf"

static struct rig rig;
static struct technique technique;
static struct patient patients[PATIENTS_MAX];
static int patient_count;
static struct score_bench *bench;

static int read_files(void **state)
{
	(void)state;
	bench = calloc(1, sizeof(*bench));
	patient_count = config_read_patients(patients, PATIENTS_MAX, RIG, stderr);
	return bench == NULL || patient_count < 0 || config_read_rig(&rig, RIG, stderr) < 0 ||
	       config_read_technique(&technique, TECHNIQUE, stderr) < 0;
}

static int let_go(void **state)
{
	(void)state;
	free(bench);
	return 0;
}

static struct score_target target_for(const struct patient *patient)
{
	struct command command = score_board_command(patient, 60.0);
	struct score_target target;

	assert_int_equal(score_target_make(&target, &rig, &technique, &command), 0);
	return target;
}

static bool alike(const struct score_target *a, const struct score_target *b)
{
	size_t values = (size_t)a->ticks * (size_t)a->head_count;
	size_t wishes = ((size_t)a->ticks / SCORE_WISH_TICKS + 1) * (size_t)a->head_count;

	return a->ticks == b->ticks && a->begin == b->begin && a->end == b->end &&
	       memcmp(a->ceiling_n, b->ceiling_n, sizeof(a->ceiling_n)) == 0 &&
	       memcmp(a->target_n, b->target_n, values * sizeof(float)) == 0 &&
	       memcmp(a->wish_n, b->wish_n, wishes * sizeof(float)) == 0;
}

static void patients_of_one_height_and_ceiling__share_the_target(void **state)
{
	struct score_target nominal = target_for(&patients[0]);
	int same = 0;
	int other = 0;

	(void)state;
	for (int i = 1; i < patient_count; i++) {
		struct score_target target = target_for(&patients[i]);
		bool one = !(fabs(patients[i].height_m - patients[0].height_m) > 0.0) &&
			   !(fabs(patients[i].ceiling_n - patients[0].ceiling_n) > 0.0);

		assert_int_equal(alike(&target, &nominal), one);
		same += one;
		other += !one;
		score_target_free(&target);
	}
	assert_true(same >= 5);
	assert_true(other >= 1); /* a lower ceiling is another target */
	score_target_free(&nominal);
}

static struct score_case case_of(const struct patient *patient, const struct command *command,
				 const struct score_target *target, const struct plain_gains *gains,
				 enum score_column column)
{
	return (struct score_case){
		.rig = &rig,
		.technique = &technique,
		.patient = patient,
		.command = command,
		.target = target,
		.gains = gains,
		.column = column,
		.seed = SCORE_SEED,
	};
}

static void a_run__changes_nothing_of_the_target(void **state)
{
	const struct plain_gains gains = plain_gains_tuned();
	struct command command = score_board_command(&patients[0], 60.0);
	struct score_target target = target_for(&patients[0]);
	struct score_target before = target_for(&patients[0]);

	(void)state;
	for (int column = SCORE_SHIPPED; column < SCORE_ORACLE; column++) {
		struct score_case one =
			case_of(&patients[1], &command, &target, &gains, (enum score_column)column);
		struct score_result result = score_run(bench, &one);

		assert_true(result.all.value[FIGURE_RMSE] > 0.0);
		assert_true(alike(&target, &before));
	}
	score_target_free(&target);
	score_target_free(&before);
}

/* Heads that obey in a full run, with every delay there is: their own set-points must be the target, tick
 * for tick, or errors would be judged by the wrong moment. */
static void a_pipeline_without_reactions__aims_at_the_target(void **state)
{
	struct command command = score_board_command(&patients[0], 60.0);
	struct score_target target = target_for(&patients[0]);
	struct pipeline *pipeline = &bench->pipeline;
	long compared = 0;

	(void)state;
	memset(bench, 0, sizeof(*bench));
	pipeline_init(pipeline, &rig, &technique, 1);
	score_ideal_init(&bench->ideal, &rig, &technique, &command);
	pipeline->given = &bench->ideal.pipeline.wish; /* as in score_run.c */
	pipeline->judge.witness.head_count = 0; /* these heads obey the wish, not the orders */
	pipeline->proves_nothing = true;
	control_choose(&pipeline->control, CONTROLLER_PI, &(struct plain_gains){0});
	bench->frame.stop_loop_closed = true;
	bench->frame.head_count = rig.head_count;
	for (long tick = 0; tick < target.ticks; tick++) {
		double t_s = (double)tick * target.dt_s;
		int64_t t_ns = (int64_t)(t_s * 1e9 + 0.5);
		bool there = t_s > SCORE_START_S + 2.0; /* sooner than the target's own heads */

		bench->frame.t_ns = t_ns;
		for (int i = 0; i < rig.head_count; i++) {
			double force_n = there ? pipeline->setpoint.heads[i].now_n : 0.0;

			bench->frame.heads[i] = (struct head_frame){
				.force_n = {force_n, t_ns, SAMPLE_OK},
				.position_m = {0.0, t_ns, SAMPLE_OK},
				.pressure_pa = {0.0, t_ns, SAMPLE_OK},
			};
		}
		score_ideal_step(&bench->ideal, t_s, target.dt_s);
		score_ideal_command(&command, t_s);
		pipeline_step(pipeline, &bench->actuation, &bench->snapshot, &bench->frame,
			      &command, target.dt_s);
		for (int i = 0; i < rig.head_count; i++) {
			double own_n = bench->snapshot.heads[i].target_n;

			if (t_s > SCORE_START_S + SCORE_ARRIVAL_S + 2.0) {
				assert_true(fabs(own_n - score_target_n(&target, tick, i)) < 1e-2);
				compared += own_n > 2.0;
			}
		}
	}
	assert_true(compared > 20000);
	score_target_free(&target);
}

static void the_target__is_a_session_that_presses(void **state)
{
	struct score_target target = target_for(&patients[0]);
	double most_n = 0.0;

	(void)state;
	assert_true(target.begin > 0 && target.end > target.begin && target.end < target.ticks);
	assert_true(fabs((double)(target.end - target.begin) * target.dt_s - 60.0) < 0.1);
	for (long tick = 0; tick < target.ticks; tick++) {
		for (int i = 0; i < rig.head_count; i++) {
			double target_n = score_target_n(&target, tick, i);

			assert_true(target_n >= 0.0 && target_n <= target.ceiling_n[i] + 1e-6);
			assert_true(target_n <= 0.0 || (tick >= target.begin && tick < target.end));
			most_n = target_n > most_n ? target_n : most_n;
		}
	}
	assert_true(most_n > 15.0);
	score_target_free(&target);
	score_target_free(&target); /* twice does no harm */
}

static void what_cannot_be_played__is_told(void **state)
{
	struct command command = score_board_command(&patients[0], 60.0);
	struct rig broken = rig;
	struct score_target target;

	(void)state;
	broken.heads[0].actuator.relief_pa = (double)NAN; /* the gate refuses every command */
	assert_int_equal(score_target_make(&target, &broken, &technique, &command), -EINVAL);
	assert_null(target.target_n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patients_of_one_height_and_ceiling__share_the_target),
		cmocka_unit_test(a_run__changes_nothing_of_the_target),
		cmocka_unit_test(a_pipeline_without_reactions__aims_at_the_target),
		cmocka_unit_test(the_target__is_a_session_that_presses),
		cmocka_unit_test(what_cannot_be_played__is_told),
	};

	return cmocka_run_group_tests(tests, read_files, let_go);
}
