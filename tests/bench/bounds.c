/*
 * bounds.c - what physics and safety leave to any controller in the sessions of knead score: the same
 * people, plants and seeds.
 * usage: bounds [TECHNIQUE ...]; names as under config/, all of them else. Some minutes a technique.
 *
 * Lets off: the oracle of knead score, which knows plant, person and what comes, but lets off whoever
 * tenses: while a muscle is tense its heads ask for GUARD_SHARE of the target and no more. It never
 * mistakes anything for a muscle, hears one at once and comes back as soon as it is at ease, which no
 * head that presses people may. Less reaction than that forgives a muscle that is still tense.
 *
 * Prints JSON: of each technique every target of knead score for who lets off, and its single sessions as
 * knead score has them; and the PI's error, to be known again by.
 */
#include "event_windows.h"

#include "app/config.h"
#include "core/control/plain_gains.h"
#include "core/safety/guard.h"
#include "tool/json_out.h"
#include "tool/score_goals.h"
#include "tool/score_plant.h"
#include "tool/score_sessions.h"
#include "tool/score_sums.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONFIG     "config/"
#define MINUTES    3.0
#define SEEDS      2
#define SECONDS    60.0
#define AHEAD      128 /* ticks that are asked for anew: more than the oracle looks ahead */
#define PRESSED_N  4.0 /* a head that presses with less provokes nobody */
#define COLUMNS    2   /* who lets off in the shipped controller's, and the PI */
#define RIG_PLACES 2   /* screws have no targets */

static const char *const rig_names[] = {"sim-16", "sim-16-lowfriction", "sim-16-hx711"};

/* One session of who lets off. Large: for the heap. */
struct kind_case {
	struct score_target asked; /* the target, less where muscles are tense */
	double share[HEADS_MAX];
	struct event_windows windows;
};

struct job {
	struct score_board *board;
	int technique;
	struct command commands[SCORE_PLACES_MAX];
	struct score_target targets[SCORE_PLACES_MAX];
	int errors[SCORE_PLACES_MAX];
};

/* Down and up as a set-point may go. */
static double next_share(double share, bool tense, double target_n, double dt_s)
{
	const double fall = SLEW_FALL_N_S * dt_s / target_n;
	const double rise = SLEW_RISE_N_S * dt_s / target_n;

	if (tense) {
		return share - fall > GUARD_SHARE ? share - fall : GUARD_SHARE;
	}
	return share + rise < 1.0 ? share + rise : 1.0;
}

static void ask(struct kind_case *kind, const struct score_target *target, const struct sim *sim,
		long tick)
{
	const long end = tick + AHEAD < target->ticks ? tick + AHEAD : target->ticks;

	for (int i = 0; i < target->head_count; i++) {
		const double target_n = score_target_n(target, tick, i);

		if (target_n > PRESSED_N) {
			const enum region region = sim->heads[i].spot.region;
			const bool tense = sim->person.stretches[region].guard > 0.0;

			kind->share[i] = next_share(kind->share[i], tense, target_n, target->dt_s);
		}
		for (long k = tick; k < end; k++) {
			const long at = k * target->head_count + i;

			kind->asked.target_n[at] =
				(float)(kind->share[i] * score_target_n(target, k, i));
		}
	}
}

static void judge(struct score_bench *bench, const struct kind_case *kind,
		  const struct score_target *target, long tick)
{
	struct sim_moment moment = {
		.t_s = (double)tick * target->dt_s,
		.dt_s = target->dt_s,
		.working = tick >= target->begin && tick < target->end,
	};

	moment.left_out = event_windows_hold(&kind->windows, moment.t_s);
	for (int i = 0; i < target->head_count; i++) {
		moment.target_n = score_target_n(target, tick, i);
		moment.reaction_n = score_target_n(&kind->asked, tick, i) - moment.target_n;
		moment.true_n = sim_tissue_force_n(&bench->sim, i);
		moment.ceiling_n = target->ceiling_n[i];
		score_head_add(&bench->heads[i], &moment);
	}
}

static void begin(struct score_bench *bench, struct kind_case *kind,
		  const struct score_case *score_case)
{
	const struct score_target *target = score_case->target;

	memset(bench, 0, sizeof(*bench));
	bench->plant = *score_case->rig;
	score_plant_vary(&bench->plant, score_case->seed);
	score_oracle_init(&bench->oracle, &bench->plant, &kind->asked);
	sim_init(&bench->sim, &bench->plant, score_case->patient, score_case->seed, 0);
	sim_set_answers(&bench->sim, false);
	for (int i = 0; i < target->head_count; i++) {
		score_head_init(&bench->heads[i]);
		kind->share[i] = 1.0;
	}
	event_windows_script(&kind->windows, score_case->patient, score_case->seed,
			     (double)target->ticks * target->dt_s);
}

static struct score_result let_off(struct score_bench *bench, const struct score_case *score_case)
{
	const struct score_target *target = score_case->target;
	const size_t cells = (size_t)target->ticks * (size_t)target->head_count;
	struct kind_case *kind = calloc(1, sizeof(*kind));
	struct score_result result = {.cause = COND_COUNT};

	if (kind == NULL) {
		return score_run_left_out();
	}
	kind->asked = *target;
	kind->asked.target_n = calloc(cells, sizeof(float));
	if (kind->asked.target_n == NULL) {
		free(kind);
		return score_run_left_out();
	}
	begin(bench, kind, score_case);
	for (long tick = 0; tick < target->ticks; tick++) {
		ask(kind, target, &bench->sim, tick);
		score_oracle_step(&bench->oracle, &bench->actuation, &bench->sim, tick);
		judge(bench, kind, target, tick);
		sim_step(&bench->sim, &bench->actuation, target->dt_s);
	}
	result.all = score_heads_figures(bench->heads, target->head_count, false);
	result.quiet = score_heads_figures(bench->heads, target->head_count, true);
	free(kind->asked.target_n);
	free(kind);
	return result;
}

static void make_target(void *context, struct score_bench *bench, int place)
{
	struct job *job = context;

	(void)bench;
	job->commands[place] = score_board_place_command(job->board, place);
	job->errors[place] =
		score_target_make(&job->targets[place], score_board_rig(job->board, place),
				  &job->board->techniques[job->technique], &job->commands[place]);
}

static void play(void *context, struct score_bench *bench, int piece)
{
	struct job *job = context;
	struct score_board *board = job->board;
	const int column = piece % COLUMNS;
	const int seed = piece / COLUMNS % board->seeds;
	const int place = piece / COLUMNS / board->seeds;
	const int row = (job->technique * score_board_places(board) + place) * board->seeds + seed;
	struct score_result *result = &board->results[row * board->columns + column];
	const struct score_case score_case = {
		.rig = score_board_rig(board, place),
		.technique = &board->techniques[job->technique],
		.patient = score_board_patient(board, place),
		.command = &job->commands[place],
		.target = &job->targets[place],
		.gains = &board->gains,
		.column = SCORE_PI,
		.seed = (uint64_t)(SCORE_SEED + seed),
	};

	if (job->errors[place] != 0) {
		*result = score_run_left_out();
		return;
	}
	*result = column == SCORE_PI ? score_run(bench, &score_case) : let_off(bench, &score_case);
}

static void put_technique(const struct job *job, bool first)
{
	struct score_goal goals[SCORE_GOALS];
	const int count = score_goals_judge(goals, job->board, job->technique);

	printf("%s  \"%s\": {\n", first ? "" : ",\n", job->board->techniques[job->technique].name);
	printf("    ");
	json_number(stdout, "pi_rmse_n",
		    score_sums_mean(job->board, job->technique, 0, 1, SCORE_PI, false)
			    .value[FIGURE_RMSE]);
	fputs(",\n", stdout);
	printf("    \"lets_off\": {");
	for (int i = 0; i < count; i++) {
		fputs(i == 0 ? "" : ", ", stdout);
		json_number(stdout, goals[i].json, goals[i].value);
	}
	printf("},\n    ");
	score_sessions_json(stdout, job->board, job->technique, SCORE_SHIPPED);
	printf("\n  }");
	fflush(stdout);
}

static int run(struct score_board *board, struct score_pool *pool, int technique, bool first)
{
	static struct job job;
	const int places = score_board_places(board);
	int result;

	job = (struct job){.board = board, .technique = technique};
	result = score_pool_run(pool, places, make_target, &job);
	if (result == 0) {
		result = score_pool_run(pool, places * board->seeds * COLUMNS, play, &job);
	}
	if (result == 0) {
		put_technique(&job, first);
	}
	for (int place = 0; place < places; place++) {
		score_target_free(&job.targets[place]);
	}
	return result;
}

static int read_board(struct score_board *board, int argc, char **argv)
{
	char path[96];

	*board = (struct score_board){.duration_s = MINUTES * SECONDS,
				      .seeds = SEEDS,
				      .rig_count = 1 + RIG_PLACES,
				      .other_count = SCORE_OTHERS,
				      .gains = plain_gains_tuned()};
	for (int i = 0; i < board->rig_count; i++) {
		snprintf(path, sizeof(path), CONFIG "rigs/%s.conf", rig_names[i]);
		if (config_read_rig(&board->rigs[i], path, stderr) != 0) {
			return -1;
		}
	}
	for (int i = 1; i < argc && i <= TECHNIQUES_MAX; i++) {
		snprintf(path, sizeof(path), CONFIG "techniques/%s.conf", argv[i]);
		if (config_read_technique(&board->techniques[i - 1], path, stderr) != 0) {
			return -1;
		}
		board->technique_count = i;
	}
	snprintf(path, sizeof(path), CONFIG "rigs/%s.conf", rig_names[0]);
	if (argc < 2) {
		board->technique_count =
			config_read_techniques(board->techniques, TECHNIQUES_MAX, path, stderr);
	}
	board->patient_count = config_read_patients(board->patients, PATIENTS_MAX, path, stderr);
	return board->technique_count > 0 && board->patient_count > 0 ? score_board_open(board)
								      : -1;
}

int main(int argc, char **argv)
{
	static struct score_board board;
	struct score_pool pool = {.threads = score_pool_cores()};
	int result = 0;

	if (read_board(&board, argc, argv) != 0) {
		fputs("usage: bounds [TECHNIQUE ...]; started where config is\n", stderr);
		return 2;
	}
	printf("{\n");
	for (int t = 0; t < board.technique_count && result == 0; t++) {
		result = run(&board, &pool, t, t == 0);
	}
	printf("\n}\n");
	score_board_close(&board);
	return result != 0;
}
