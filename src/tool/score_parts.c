/* score_parts.c - see score_parts.h. */
#include "tool/score_parts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#define NOT_A_NUMBER ((double)NAN)

struct part_case {
	struct rig rig;
	struct patient patient;
	struct command command;
	struct score_target target;
	int error;
};

struct job {
	const struct score_board *board;
	int technique;
	struct part_case cases[SCORE_PARTS];
	double rmse_n[SCORE_PARTS][SCORE_SEEDS_MAX][SCORE_PARTS_COLUMNS];
};

static void make_target(void *context, struct score_bench *bench, int part)
{
	struct job *job = context;
	struct part_case *one = &job->cases[part];

	(void)bench;
	one->rig = job->board->rigs[0];
	one->patient = job->board->patients[0];
	score_plant_without(&one->rig, &one->patient, (enum score_part)part);
	one->command = score_board_command(&one->patient, job->board->duration_s);
	one->error = score_target_make(&one->target, &one->rig,
				       &job->board->techniques[job->technique], &one->command);
}

static void play(void *context, struct score_bench *bench, int piece)
{
	struct job *job = context;
	int column = piece % SCORE_PARTS_COLUMNS;
	int seed = piece / SCORE_PARTS_COLUMNS % job->board->seeds;
	int part = piece / SCORE_PARTS_COLUMNS / job->board->seeds;
	const struct part_case *one = &job->cases[part];
	const struct score_case score_case = {
		.rig = &one->rig,
		.technique = &job->board->techniques[job->technique],
		.patient = &one->patient,
		.command = &one->command,
		.target = &one->target,
		.gains = &job->board->gains,
		.column = (enum score_column)column,
		.seed = (uint64_t)(SCORE_SEED + seed),
		.plant_is_known = part == SCORE_PART_VARIANCE || part == SCORE_PART_ALL,
	};

	job->rmse_n[part][seed][column] =
		one->error == 0 ? score_run(bench, &score_case).quiet.value[FIGURE_RMSE]
				: NOT_A_NUMBER;
}

static int run_technique(struct job *job, struct score_parts *parts, struct score_pool *pool)
{
	int seeds = job->board->seeds;
	int result = score_pool_run(pool, SCORE_PARTS, make_target, job);

	for (int part = 0; part < SCORE_PARTS && result == 0; part++) {
		result = job->cases[part].error == -ENOTSUP ? 0 : job->cases[part].error;
	}
	if (result == 0) {
		result = score_pool_run(pool, SCORE_PARTS * seeds * SCORE_PARTS_COLUMNS, play, job);
	}
	for (int part = 0; part < SCORE_PARTS; part++) {
		for (int column = 0; column < SCORE_PARTS_COLUMNS && result == 0; column++) {
			double sum_n = 0.0;

			for (int seed = 0; seed < seeds; seed++) {
				sum_n += job->rmse_n[part][seed][column];
			}
			parts->rmse_n[job->technique][part][column] = sum_n / seeds;
		}
		score_target_free(&job->cases[part].target);
	}
	return result;
}

int score_parts_run(struct score_parts *parts, const struct score_board *board,
		    struct score_pool *pool)
{
	struct job *job = calloc(1, sizeof(*job));
	int result = job == NULL ? -ENOMEM : 0;

	pool->total =
		board->technique_count * SCORE_PARTS * (1 + board->seeds * SCORE_PARTS_COLUMNS);
	for (int t = 0; t < board->technique_count && result == 0; t++) {
		job->board = board;
		job->technique = t;
		result = run_technique(job, parts, pool);
	}
	score_pool_end(pool);
	free(job);
	return result;
}

static void put_share(FILE *out, double without_n, double with_n)
{
	if (isfinite(without_n) && isfinite(with_n)) {
		fprintf(out, "  %8.3f %+5.0f %%", without_n, 100.0 * (without_n / with_n - 1.0));
	} else {
		fprintf(out, "  %8s %5s  ", "-", "");
	}
}

void score_parts_report(FILE *out, const struct score_parts *parts, const struct score_board *board)
{
	fprintf(out,
		"RMS error in N, quiet, nominal patient on %s, %d sessions of %.1f min, with one "
		"part of the trouble\nswitched off at a time. Controllers know of it: they are "
		"told "
		"the lag, dead time and sensor they have.\n",
		board->rigs[0].name, board->seeds, board->duration_s / 60.0);
	for (int t = 0; t < board->technique_count; t++) {
		fprintf(out, "\n%-20s  %16s  %16s\n", board->techniques[t].title, "shipped", "pi");
		for (int part = 0; part < SCORE_PARTS; part++) {
			fprintf(out, "without %-14s", score_part_name((enum score_part)part));
			for (int column = 0; column < SCORE_PARTS_COLUMNS; column++) {
				put_share(out, parts->rmse_n[t][part][column],
					  parts->rmse_n[t][SCORE_PART_NONE][column]);
			}
			fputc('\n', out);
		}
	}
}
