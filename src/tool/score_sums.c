/* score_sums.c - see score_sums.h. */
#include "tool/score_sums.h"

#include <math.h>

#define RUNS_MAX     (SCORE_PLACES_MAX * SCORE_SEEDS_MAX)
#define NOT_A_NUMBER ((double)NAN)

struct runs {
	int count;
	const struct score_figures *runs[RUNS_MAX];
};

static void collect(struct runs *runs, const struct score_board *board, int technique, int first,
		    int last, enum score_column column, bool quiet)
{
	runs->count = 0;
	for (int place = first; place < last && (int)column < board->columns; place++) {
		for (int seed = 0; seed < board->seeds; seed++) {
			const struct score_result *result =
				score_board_result(board, technique, place, seed, column);

			runs->runs[runs->count++] = quiet ? &result->quiet : &result->all;
		}
	}
}

struct score_figures score_sums_mean(const struct score_board *board, int technique, int first,
				     int last, enum score_column column, bool quiet)
{
	struct runs runs;

	collect(&runs, board, technique, first, last, column, quiet);
	return score_figures_mean(runs.runs, runs.count);
}

struct score_figures score_sums_worst(const struct score_board *board, int technique, int first,
				      int last, enum score_column column, bool quiet)
{
	struct runs runs;

	collect(&runs, board, technique, first, last, column, quiet);
	return score_figures_worst(runs.runs, runs.count);
}

static double patient_rmse_n(const struct score_board *board, int technique, int patient,
			     enum score_column column)
{
	return score_sums_mean(board, technique, patient, patient + 1, column, true)
		.value[FIGURE_RMSE];
}

int score_sums_worst_patient(const struct score_board *board, int technique,
			     enum score_column column)
{
	double worst_n = -1.0;
	int worst = -1;

	for (int patient = 0; patient < board->patient_count; patient++) {
		double rmse_n = patient_rmse_n(board, technique, patient, column);

		if (rmse_n > worst_n) {
			worst_n = rmse_n;
			worst = patient;
		}
	}
	return worst;
}

double score_sums_median_n(const struct score_board *board, int technique, enum score_column column)
{
	double rmse_n[PATIENTS_MAX];

	for (int patient = 0; patient < board->patient_count; patient++) {
		rmse_n[patient] = patient_rmse_n(board, technique, patient, column);
	}
	return score_median(rmse_n, board->patient_count);
}

double score_sums_ratio(const struct score_board *board, int technique, int first, int last,
			enum score_column column)
{
	struct runs runs;
	double own_n[RUNS_MAX];
	double pi_n[RUNS_MAX];

	collect(&runs, board, technique, first, last, column, false);
	for (int i = 0; i < runs.count; i++) {
		own_n[i] = runs.runs[i]->value[FIGURE_RMSE];
	}
	collect(&runs, board, technique, first, last, SCORE_PI, false);
	for (int i = 0; i < runs.count; i++) {
		pi_n[i] = runs.runs[i]->value[FIGURE_RMSE];
	}
	return (int)column < board->columns ? score_ratio(own_n, pi_n, runs.count) : NOT_A_NUMBER;
}

int score_sums_trips(const struct score_board *board, int technique, enum score_column column)
{
	int trips = 0;

	for (int place = 0; place < score_board_places(board); place++) {
		for (int seed = 0; seed < board->seeds && (int)column < board->columns; seed++) {
			trips += score_board_result(board, technique, place, seed, column)->cause !=
				 COND_COUNT;
		}
	}
	return trips;
}

int score_sums_triggers(struct sim_triggers *sum, const struct score_board *board, int technique)
{
	int sessions = 0;

	*sum = (struct sim_triggers){0};
	for (int patient = 0; patient < board->patient_count; patient++) {
		for (int seed = 0; seed < board->seeds; seed++) {
			const struct score_result *result =
				score_board_result(board, technique, patient, seed, SCORE_SHIPPED);

			sessions += result->searched;
			sum->found += result->triggers.found;
			sum->missed += result->triggers.missed;
			sum->wrong += result->triggers.wrong;
		}
	}
	return sessions;
}
