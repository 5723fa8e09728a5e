/*
 * score.c - knead score: how truly heads press, as a table anybody can repeat.
 */
#include "app/config.h"
#include "core/control/plain_gains.h"
#include "tool/out_file.h"
#include "tool/score_options.h"
#include "tool/score_parts.h"
#include "tool/score_report.h"
#include "tool/score_tune.h"
#include "tool/tools.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#define WHO    "knead score"
#define TELL_S 10 /* a line of progress, where it goes to no terminal */

/* Beside the main rig. */
static const char *const other_rigs[SCORE_RIGS - 1] = {"sim-16-lowfriction", "sim-16-hx711",
						       "sim-4-velocity"};
enum { VELOCITY_RIG = SCORE_RIGS - 1 };

static int read_rigs(struct score_board *board, const char *main_path)
{
	const char *slash = strrchr(main_path, '/');
	int folder = slash == NULL ? 0 : (int)(slash - main_path + 1);
	int result = config_read_rig(&board->rigs[0], main_path, stderr);

	for (int i = 1; i < SCORE_RIGS && result == 0; i++) {
		char path[PATH_MAX];
		int length = snprintf(path, sizeof(path), "%.*s%s.conf", folder, main_path,
				      other_rigs[i - 1]);

		if (length < 0 || length >= PATH_MAX) {
			return -ENAMETOOLONG;
		}
		result = config_read_rig(&board->rigs[i], path, stderr);
	}
	board->rig_count = SCORE_RIGS;
	board->other_count = SCORE_OTHERS;
	return result;
}

static int read_techniques(struct score_board *board, const char *asked, const char *rig_path)
{
	int count;

	if (asked != NULL) {
		board->technique_count = 1;
		return read_technique_named(&board->techniques[0], asked, rig_path, WHO);
	}
	count = config_read_techniques(board->techniques, TECHNIQUES_MAX, rig_path, stderr);
	board->technique_count = count;
	return count < 0 ? count : 0;
}

static int read_board(struct score_board *board, const struct score_options *options)
{
	char rig_path[PATH_MAX];

	if (find_rig_file(rig_path, WHO) < 0) {
		return -ENOENT;
	}
	*board = (struct score_board){
		.duration_s = options->duration_s,
		.seeds = options->seeds,
		.gains = plain_gains_tuned(),
	};
	if (read_rigs(board, rig_path) < 0 ||
	    read_techniques(board, options->technique, rig_path) < 0) {
		return -EINVAL;
	}
	board->patient_count =
		options->cohort != NULL
			? config_read_cohort(board->patients, PATIENTS_MAX, options->cohort, stderr)
			: config_read_patients(board->patients, PATIENTS_MAX, rig_path, stderr);
	return board->patient_count < 0 ? board->patient_count : 0;
}

static int worse(int one, int other)
{
	return one > other ? one : other;
}

/* Whether it went well, as an exit code, with a sentence where it did not. */
static int told(int result)
{
	if (result == -ENOMEM) {
		fputs(WHO ": not enough memory for sessions of this length; try fewer --minutes or "
			  "--threads\n",
		      stderr);
		return EXIT_FAILED;
	}
	if (result < 0) {
		fputs(WHO
		      ": a technique does not play to its end on heads that obey; look at it with "
		      "knead sim\n",
		      stderr);
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

static int show_board(struct score_board *board, const struct score_options *options,
		      struct score_pool *pool)
{
	FILE *json = NULL;
	FILE *plot = NULL;
	FILE *table = NULL;
	int result = out_file_open(&json, options->json_path, WHO);

	result = worse(result, out_file_open(&plot, options->plot_path, WHO));
	if (result == EXIT_DONE) {
		result = told(score_board_open(board));
	}
	if (result == EXIT_DONE) {
		result = told(score_board_run(board, pool));
	}
	if (result == EXIT_DONE) {
		table = json == stdout || plot == stdout ? NULL : stdout;
		if (json != NULL) {
			score_json(json, board);
		}
		if (plot != NULL) {
			score_plot(plot, board);
		}
		if (table != NULL) {
			score_report(table, board);
		}
	}
	result = worse(result, out_file_close(&json, options->json_path, WHO));
	result = worse(result, out_file_close(&plot, options->plot_path, WHO));
	result = worse(result, out_file_close(&table, "-", WHO));
	score_board_close(board);
	return result;
}

static int show_parts(const struct score_board *board, struct score_pool *pool)
{
	static struct score_parts parts;
	FILE *out = stdout;
	int result = told(score_parts_run(&parts, board, pool));

	if (result == EXIT_DONE) {
		score_parts_report(out, &parts, board);
		result = out_file_close(&out, "-", WHO);
	}
	return result;
}

static int search_gains(const struct score_board *board, struct score_pool *pool)
{
	static struct score_tune tune;
	struct plain_gains gains = plain_gains_tuned();
	FILE *out = stdout;
	int result;

	tune = (struct score_tune){
		.pressure = &board->rigs[0],
		.velocity = &board->rigs[VELOCITY_RIG],
		.patient = &board->patients[0],
		.techniques = board->techniques,
		.technique_count = board->technique_count,
		.pool = pool,
	};
	pool->terminal = false; /* the search tells its steps */
	result = score_tune_open(&tune);
	for (int law = 0; law < SCORE_LAWS && result == 0; law++) {
		result = score_tune_search(&tune, &gains, (enum score_law)law, out);
		for (int g = 0; g < score_law_gain_count((enum score_law)law) && result == 0; g++) {
			fprintf(out, "\t\t.%s = %.4g,\n",
				score_law_gain_name((enum score_law)law, g),
				*score_law_gain(&gains, (enum score_law)law, g));
		}
		fflush(out);
	}
	score_tune_close(&tune);
	return worse(told(result), out_file_close(&out, "-", WHO));
}

int tool_score(int argc, char **argv)
{
	static struct score_board board;
	struct score_options options;
	struct score_pool pool = {
		.log = stderr, .terminal = isatty(STDERR_FILENO) == 1, .tell_s = TELL_S};
	int result = score_options_read(&options, argc, argv);

	if (result != OPTIONS_RUN) {
		return result;
	}
	if (read_board(&board, &options) < 0) {
		return EXIT_WRONG;
	}
	pool.threads = options.threads;
	if (options.tune) {
		return search_gains(&board, &pool);
	}
	return options.parts ? show_parts(&board, &pool) : show_board(&board, &options, &pool);
}
