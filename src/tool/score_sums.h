/*
 * score_sums.h - what a board says in the mean, at worst, and beside the PI. No number where a
 * column is not there.
 */
#ifndef TOOL_SCORE_SUMS_H
#define TOOL_SCORE_SUMS_H

#include "tool/score_board.h"

/* Over places [first, last) and all seeds. */
struct score_figures score_sums_mean(const struct score_board *board, int technique, int first,
				     int last, enum score_column column, bool quiet);
struct score_figures score_sums_worst(const struct score_board *board, int technique, int first,
				      int last, enum score_column column, bool quiet);

/* The patient with the largest rms error, by the mean over seeds; -1 where there is none. */
int score_sums_worst_patient(const struct score_board *board, int technique,
			     enum score_column column);

/* Middle patient by rms error in quiet. */
double score_sums_median_n(const struct score_board *board, int technique,
			   enum score_column column);

/* Geometric mean of its rms errors over the PI's, session by session, events included. */
double score_sums_ratio(const struct score_board *board, int technique, int first, int last,
			enum score_column column);

/* Sessions of all places that tripped. */
int score_sums_trips(const struct score_board *board, int technique, enum score_column column);

/*
 * Over all sessions of the cohort in which the shipped controller looked for trigger points;
 * returns how many that were.
 */
int score_sums_triggers(struct sim_triggers *sum, const struct score_board *board, int technique);

#endif
