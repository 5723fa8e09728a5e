/*
 * score_tune.h - the search for the plain laws' gains, by the same rules and the same error for
 * both: a coarse grid over decades, then neighbours ever nearer, on the nominal patient and seeds
 * that are never scored.
 */
#ifndef TOOL_SCORE_TUNE_H
#define TOOL_SCORE_TUNE_H

#include "tool/score_board.h"

#include <knead/controller.h>

#include <stdio.h>

#define SCORE_TUNE_S     60.0 /* of each session */
#define SCORE_TUNE_SEEDS 2

/* One law on one kind of rig, and its gains. */
enum score_law { LAW_PI = 0, LAW_ADMITTANCE, LAW_SPEED_PI, LAW_SPEED_ADMITTANCE, SCORE_LAWS };

#define LAW_GAINS_MAX 2

int score_law_gain_count(enum score_law law);
double *score_law_gain(struct plain_gains *gains, enum score_law law, int gain);
const char *score_law_gain_name(enum score_law law, int gain);

/* Rigs, techniques, the nominal patient, and their targets. */
struct score_tune {
	const struct rig *pressure;
	const struct rig *velocity;
	const struct patient *patient;
	const struct technique *techniques;
	int technique_count;
	struct score_pool *pool;
	struct command command;
	struct score_target targets[2][TECHNIQUES_MAX]; /* [for screws] */
};

/* The first seven are to be set before. 0, -ENOMEM or -EINVAL; score_tune_close frees. */
__attribute__((warn_unused_result)) int score_tune_open(struct score_tune *tune);
void score_tune_close(struct score_tune *tune);

/*
 * The mean over techniques and tuned seeds of the quiet rms error in N of a law with each of these
 * gains, into rmse_n[0..count). 0 or -ENOMEM.
 */
__attribute__((warn_unused_result)) int score_tune_errors(const struct score_tune *tune,
							  double *rmse_n, enum score_law law,
							  const struct plain_gains *gains,
							  int count);

/* The search. Writes each step to log, which may be NULL, and the gains found. 0 or -ENOMEM. */
__attribute__((warn_unused_result)) int score_tune_search(const struct score_tune *tune,
							  struct plain_gains *gains,
							  enum score_law law, FILE *log);

#endif
