/*
 * score_figures.h - the figures of a score: what they are called, and how figures of several runs
 * become one. A figure that does not exist is not a number, and takes no part in any mean.
 */
#ifndef TOOL_SCORE_FIGURES_H
#define TOOL_SCORE_FIGURES_H

#include <stdbool.h>

enum score_figure {
	FIGURE_RMSE = 0,
	FIGURE_WORST_HEAD, /* the largest rms error of a head */
	FIGURE_MAE,
	FIGURE_R2,
	FIGURE_WORST, /* largest error of any moment */
	FIGURE_PEAK,
	FIGURE_OVER_CEILING,
	FIGURE_OVER_S, /* longest time in one piece more than SCORE_OVER_N above the ceiling */
	FIGURE_OVERSHOOT,
	FIGURE_SETTLE,
	FIGURE_HOLD,
	FIGURE_WISH_R,   /* correlation of what the technique wished with what was felt */
	FIGURE_OWN_RMSE, /* rms error against the own set-point, reactions to the person included */
	FIGURE_REACTION, /* mean size of own set-point less target: the reactions to the person */
	FIGURES
};

#define SCORE_OVER_N 2.0

struct score_figures {
	double value[FIGURES];
};

struct score_figure_words {
	const char *json;
	int decimals;
};

const struct score_figure_words *score_figure_words(enum score_figure figure);

/* Whether heads of one run are told by the worst of them; by their mean else. */
bool score_figure_is_extreme(enum score_figure figure);

/* Every figure not a number. */
void score_figures_init(struct score_figures *figures);

/* Over count runs, each figure by itself. */
struct score_figures score_figures_mean(const struct score_figures *const *runs, int count);
struct score_figures score_figures_worst(const struct score_figures *const *runs, int count);

/* Geometric mean of above over below; only pairs of positive numbers count. */
double score_ratio(const double *above, const double *below, int count);

/* Middle of the numbers among them; sorts values. */
double score_median(double *values, int count);

/*
 * What happened so often in so many sessions: with a confidence of 95 % it is to be expected at most this
 * often a session (Poisson; Garwood, Biometrika 28, 1936).
 */
double score_rate_at_most(int count, int sessions);

#endif
