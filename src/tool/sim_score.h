/*
 * sim_score.h - how well one head pressed: its target against the force the tissue truly felt.
 *
 * The window opens 0.3 s after the target passes 2 N and shuts when it falls below. A head that was
 * never worked has no errors: they are not a number.
 */
#ifndef TOOL_SIM_SCORE_H
#define TOOL_SIM_SCORE_H

#include <stdbool.h>

struct sim_score {
	/* sums over the window */
	long count;
	double sum_squares;
	double sum_own_squares; /* of errors against its own set-point */
	double sum_abs;
	double sum_target;
	double sum_target_squares;
	double worst_n;
	/* over all of the session */
	double peak_n;
	double over_ceiling_n;
	double dose_n_s;
	double overshoot_n;
	double settle_s; /* of the slowest onset; negative while there was none */
	/* where the head is */
	bool wanted;  /* target at 2 N or more */
	bool settled; /* since this onset */
	bool touching;
	double onset_s;   /* when the target passed 2 N */
	double outside_s; /* last moment the error was outside the band */
	double touch_s;   /* when the tissue was touched */
};

struct sim_moment {
	double t_s;
	double dt_s;
	double target_n;
	double true_n;
	double ceiling_n;
	double reaction_n; /* own set-point less target; a touch is judged by its own */
	bool working;  /* armed, running or paused: limits are held by control, not by the dump */
	bool left_out; /* followed, and not judged */
};

void sim_score_init(struct sim_score *score);

void sim_score_add(struct sim_score *score, const struct sim_moment *moment);

double sim_score_rmse_n(const struct sim_score *score);
/* Against its own set-point: what is left of the error when its reactions to the person are none. */
double sim_score_own_rmse_n(const struct sim_score *score);
double sim_score_mae_n(const struct sim_score *score);

/* Not a number where the target's standard deviation is under 2 N. */
double sim_score_r2(const struct sim_score *score);

/* Not a number where nothing was wanted. */
double sim_score_settle_s(const struct sim_score *score);

#endif
