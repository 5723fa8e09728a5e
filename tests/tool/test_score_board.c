/* test_score_board.c - a small board: the same whatever the threads, and plants that nobody was told of. */
#include "tool/score_board.h"
#include "tool/score_goals.h"
#include "tool/score_parts.h"
#include "tool/score_plant.h"
#include "tool/score_report.h"
#include "tool/score_sums.h"

#include "app/config.h"
#include "core/control/plain_gains.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RIG       "config/rigs/sim-4.conf"
#define OTHER_RIG "config/rigs/sim-4-velocity.conf"
#define TECHNIQUE "config/techniques/swedish.conf"

static struct score_board small;

static int read_files(void **state)
{
	(void)state;
	small = (struct score_board){
		.duration_s = 60.0,
		.seeds = 2,
		.rig_count = 2,
		.technique_count = 1,
		.patient_count = 2,
		.gains = plain_gains_tuned(),
	};
	return config_read_rig(&small.rigs[0], RIG, stderr) < 0 ||
	       config_read_rig(&small.rigs[1], OTHER_RIG, stderr) < 0 ||
	       config_read_technique(&small.techniques[0], TECHNIQUE, stderr) < 0 ||
	       config_read_patient(&small.patients[0], "config/patients/nominal.conf", stderr) <
		       0 ||
	       config_read_patient(&small.patients[1], "config/patients/cougher.conf", stderr) < 0;
}

/* The JSON of the board played by that many threads; to be freed. */
static char *told_by(int threads)
{
	struct score_pool pool = {.threads = threads};
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	assert_int_equal(score_board_open(&small), 0);
	assert_int_equal(score_board_run(&small, &pool), 0);
	assert_int_equal(pool.done, pool.total);
	score_json(out, &small);
	fclose(out);
	return text;
}

static void one_thread_or_three__make_the_same_board(void **state)
{
	char *one = told_by(1);
	struct score_result *results = small.results;
	size_t size = sizeof(results[0]) *
		      (size_t)(score_board_places(&small) * small.seeds * small.columns);
	char *three;

	(void)state;
	assert_true(strlen(one) > 2000);
	three = told_by(3);
	assert_string_equal(one, three);
	assert_memory_equal(results, small.results, size);
	score_board_close(&small);
	free(results);
	free(one);
	free(three);
}

static void a_board__has_every_session_once(void **state)
{
	struct score_pool pool = {.threads = 2};

	(void)state;
	assert_int_equal(score_board_open(&small), 0);
	assert_int_equal(score_board_run(&small, &pool), 0);
	assert_int_equal(score_board_places(&small), 3);
	for (int place = 0; place < 3; place++) {
		for (int column = 0; column < small.columns; column++) {
			const struct score_result *first =
				score_board_result(&small, 0, place, 0, (enum score_column)column);
			const struct score_result *second =
				score_board_result(&small, 0, place, 1, (enum score_column)column);

			assert_int_equal(first->heads, 4);
			assert_int_equal(second->heads, 4);
			assert_int_equal(first->cause, COND_COUNT);
			assert_true(first->all.value[FIGURE_RMSE] > 0.0);
			assert_true(second->all.value[FIGURE_RMSE] > 0.0);
			assert_true(fabs(first->all.value[FIGURE_RMSE] -
					 second->all.value[FIGURE_RMSE]) > 0.0);
		}
	}
	assert_string_equal(score_board_rig(&small, 2)->name, "sim-4-velocity");
	assert_string_equal(score_board_patient(&small, 2)->name, "nominal");
	/* two coughs a minute: what is quiet is better than all */
	assert_true(score_sums_mean(&small, 0, 1, 2, SCORE_SHIPPED, true).value[FIGURE_RMSE] <
		    score_sums_mean(&small, 0, 1, 2, SCORE_SHIPPED, false).value[FIGURE_RMSE]);
	assert_true(fabs(score_sums_ratio(&small, 0, 0, 2, SCORE_PI) - 1.0) < 1e-12);
	if (small.columns == SCORE_ORACLE) { /* no oracle, no figures */
		assert_true(isnan(score_sums_ratio(&small, 0, 0, 2, SCORE_ORACLE)));
	}
	score_board_close(&small);
}

static const struct score_goal *goal_named(const struct score_goal goals[SCORE_GOALS],
					   const char *name)
{
	int i = 0;

	while (i < SCORE_GOALS - 1 && strcmp(goals[i].json, name) != 0) {
		i++;
	}
	assert_string_equal(goals[i].json, name);
	return &goals[i];
}

static void shape_that_strokes_lose__is_judged_at_every_intensity(void **state)
{
	struct score_pool pool = {.threads = 2};
	struct score_goal goals[SCORE_GOALS];
	const struct score_goal *shape;
	const int weak = 3;
	const int strong = 4;

	(void)state;
	small.other_count = SCORE_OTHERS;
	assert_int_equal(score_board_places(&small), 5);
	assert_true(score_board_rig(&small, weak) == &small.rigs[0]);
	assert_string_equal(score_board_patient(&small, strong)->name, "nominal");
	assert_true(fabs(score_board_place_command(&small, 0).intensity - 0.5) < 1e-12);
	assert_true(fabs(score_board_place_command(&small, 2).intensity - 0.5) < 1e-12);
	assert_true(fabs(score_board_place_command(&small, weak).intensity) < 1e-12);
	assert_true(fabs(score_board_place_command(&small, strong).intensity - 1.0) < 1e-12);

	assert_int_equal(score_board_open(&small), 0);
	assert_int_equal(score_board_run(&small, &pool), 0);
	assert_true(score_board_result(&small, 0, weak, 0, SCORE_SHIPPED)->all.value[FIGURE_PEAK] <
		    score_board_result(&small, 0, 0, 0, SCORE_SHIPPED)->all.value[FIGURE_PEAK]);
	assert_true(
		score_board_result(&small, 0, strong, 0, SCORE_SHIPPED)->all.value[FIGURE_PEAK] >
		score_board_result(&small, 0, 0, 0, SCORE_SHIPPED)->all.value[FIGURE_PEAK]);
	for (int place = 0; place < 5; place++) { /* the last is the worst */
		for (int seed = 0; seed < small.seeds; seed++) {
			struct score_result *result =
				&small.results[(place * small.seeds + seed) * small.columns];

			result->all.value[FIGURE_R2] = 0.9 - 0.1 * (place == strong);
		}
	}
	assert_int_equal(score_goals_judge(goals, &small, 0), SCORE_GOALS);
	shape = goal_named(goals, "shape_lost");
	assert_true(fabs(shape->value - 0.2) < 1e-9 && !shape->met);
	score_board_close(&small);
	small.other_count = 0;
}

static void a_plant__varies_by_30_percent_and_keeps_its_shape(void **state)
{
	struct rig rig = small.rigs[0];
	struct rig again = small.rigs[0];
	double least = 2.0;
	double most = 0.0;

	(void)state;
	for (uint64_t seed = 1; seed <= 50; seed++) {
		rig = small.rigs[0];
		score_plant_vary(&rig, seed);
		for (int i = 0; i < rig.head_count; i++) {
			const struct head *file = &small.rigs[0].heads[i];
			const struct head *head = &rig.heads[i];
			double share = head->actuator.dead_s / file->actuator.dead_s;

			least = share < least ? share : least;
			most = share > most ? share : most;
			assert_memory_equal(&head->sensor, &file->sensor, sizeof(head->sensor));
			assert_true(fabs(head->area_m2 - file->area_m2) < 1e-15);
			assert_true(fabs(head->actuator.area_m2 - file->actuator.area_m2) < 1e-15);
			assert_true(fabs(head->actuator.release.dump_tau_s -
					 file->actuator.release.dump_tau_s) < 1e-15);
			assert_true(fabs(head->actuator.release.spring_n /
						 file->actuator.release.spring_n -
					 1.0) <= SCORE_PLANT_SPREAD);
		}
	}
	assert_true(least >= 0.7 && least < 0.72);
	assert_true(most <= 1.3 && most > 1.28);
	score_plant_vary(&again, 50);
	assert_memory_equal(&again, &rig, sizeof(rig));
}

static void a_run__presses_with_the_plant_of_its_seed(void **state)
{
	struct score_bench *bench = calloc(1, sizeof(*bench));
	struct command command = score_board_command(&small.patients[0], 60.0);
	struct score_target target;
	struct score_case one = {
		.rig = &small.rigs[0],
		.technique = &small.techniques[0],
		.patient = &small.patients[0],
		.command = &command,
		.target = &target,
		.gains = &small.gains,
		.column = SCORE_PI,
	};

	(void)state;
	assert_non_null(bench);
	assert_int_equal(score_target_make(&target, &small.rigs[0], &small.techniques[0], &command),
			 0);
	for (one.seed = 7; one.seed <= 8; one.seed++) {
		struct rig varied = small.rigs[0];

		score_plant_vary(&varied, one.seed);
		one.plant_is_known = false;
		score_run(bench, &one);
		assert_memory_equal(&bench->plant, &varied, sizeof(varied));
		one.plant_is_known = true;
		score_run(bench, &one);
		assert_memory_equal(&bench->plant, &small.rigs[0], sizeof(varied));
	}
	score_target_free(&target);
	free(bench);
}

static void what_is_switched_off__is_off(void **state)
{
	(void)state;
	for (int part = 0; part < SCORE_PARTS; part++) {
		struct rig rig = small.rigs[0];
		struct patient patient = small.patients[0];
		const struct head *head = &rig.heads[0];
		bool all = part == SCORE_PART_ALL;

		score_plant_without(&rig, &patient, (enum score_part)part);
		assert_int_equal(!(head->actuator.friction.breakaway_n > 0.0),
				 all || part == SCORE_PART_FRICTION);
		assert_int_equal(head->actuator.lag_s < 0.01, all || part == SCORE_PART_DELAY);
		assert_int_equal(!(head->actuator.dead_s > 0.0), all || part == SCORE_PART_DELAY);
		assert_int_equal(!(head->sensor.noise_n > 0.0), all || part == SCORE_PART_SENSING);
		assert_int_equal(!(patient.breathing.amplitude_m[REGION_UPPER_BACK] > 0.0),
				 all || part == SCORE_PART_BREATH);
	}
}

static void without_all_trouble__little_error_is_left(void **state)
{
	static struct score_parts parts;
	struct score_pool pool = {.threads = 2};

	(void)state;
	assert_int_equal(score_parts_run(&parts, &small, &pool), 0);
	for (int column = 0; column < SCORE_PARTS_COLUMNS; column++) {
		assert_true(parts.rmse_n[0][SCORE_PART_NONE][column] > 0.0);
		assert_true(parts.rmse_n[0][SCORE_PART_ALL][column] > 0.0);
	}
	assert_true(parts.rmse_n[0][SCORE_PART_ALL][SCORE_PI] <
		    0.5 * parts.rmse_n[0][SCORE_PART_NONE][SCORE_PI]);
	assert_int_equal(pool.done, pool.total);
}

static void no_work(void *context, struct score_bench *bench, int piece)
{
	(void)context;
	(void)bench;
	(void)piece;
}

/* What a pool writes about six pieces of work in two calls. */
static const char *progress(bool terminal, int tell_s, int total)
{
	static char text[400];
	FILE *log = tmpfile();
	struct score_pool pool = {
		.threads = 1, .log = log, .terminal = terminal, .tell_s = tell_s, .total = total};
	size_t length;

	assert_non_null(log);
	assert_int_equal(score_pool_run(&pool, 4, no_work, NULL), 0);
	assert_int_equal(score_pool_run(&pool, 2, no_work, NULL), 0);
	rewind(log);
	length = fread(text, 1, sizeof(text) - 1, log);
	text[length] = '\0';
	fclose(log);
	return text;
}

static void progress__is_a_line_now_and_then_where_there_is_no_terminal(void **state)
{
	(void)state;
	assert_string_equal(progress(false, 0, 6),
			    "1 of 6 sessions\n2 of 6 sessions\n3 of 6 sessions\n"
			    "4 of 6 sessions\n5 of 6 sessions\n6 of 6 sessions\n");
	assert_string_equal(progress(false, 3600, 6), ""); /* not before its time */
	assert_non_null(strstr(progress(false, 0, 0), "\n6 sessions\n"));
	assert_non_null(strstr(progress(true, 3600, 6), "\r100 %  6 of 6 sessions "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_thread_or_three__make_the_same_board),
		cmocka_unit_test(a_board__has_every_session_once),
		cmocka_unit_test(shape_that_strokes_lose__is_judged_at_every_intensity),
		cmocka_unit_test(a_plant__varies_by_30_percent_and_keeps_its_shape),
		cmocka_unit_test(a_run__presses_with_the_plant_of_its_seed),
		cmocka_unit_test(what_is_switched_off__is_off),
		cmocka_unit_test(progress__is_a_line_now_and_then_where_there_is_no_terminal),
		cmocka_unit_test(without_all_trouble__little_error_is_left),
	};

	return cmocka_run_group_tests(tests, read_files, NULL);
}
