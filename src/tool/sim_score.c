/* sim_score.c - see sim_score.h. */
#include "tool/sim_score.h"

#include <math.h>

#define WANTED_N        2.0
#define ONSET_S         0.3 /* after it, errors count */
#define R2_TARGET_STD_N 2.0
#define TOUCH_N         0.5 /* true force at which a head touches, and under which it has left */
#define LEFT_N          0.1
#define OVERSHOOT_S     0.5 /* from the touch on */
#define BAND_N          1.0 /* settled: this near, or within BAND_SHARE of the target, ... */
#define BAND_SHARE      0.05
#define SETTLED_S       0.2 /* ... for this long */
#define NOT_A_NUMBER    ((double)NAN)

void sim_score_init(struct sim_score *score)
{
	*score = (struct sim_score){.settle_s = -1.0};
}

static void add_error(struct sim_score *score, const struct sim_moment *moment, double error_n)
{
	const double target_n = moment->target_n;
	const double own_n = error_n - moment->reaction_n;

	score->count++;
	score->sum_own_squares += own_n * own_n;
	score->sum_squares += error_n * error_n;
	score->sum_abs += fabs(error_n);
	score->sum_target += target_n;
	score->sum_target_squares += target_n * target_n;
	if (fabs(error_n) > score->worst_n) {
		score->worst_n = fabs(error_n);
	}
}

static void end_onset(struct sim_score *score)
{
	double settle_s = score->outside_s - score->onset_s;

	score->settled = true;
	if (settle_s > score->settle_s) {
		score->settle_s = settle_s;
	}
}

/*
 * An onset is over when the force has kept near its target, or when the target is gone before that.
 * One that is left out in part is no onset to judge.
 */
static void follow_onset(struct sim_score *score, const struct sim_moment *moment, double error_n)
{
	double band_n = BAND_SHARE * moment->target_n;

	if (moment->left_out) {
		score->settled = true;
		return;
	}
	if (fabs(error_n) > (band_n > BAND_N ? band_n : BAND_N)) {
		score->outside_s = moment->t_s;
	}
	if (moment->t_s - score->outside_s >= SETTLED_S) {
		end_onset(score);
	}
}

static void follow_target(struct sim_score *score, const struct sim_moment *moment)
{
	double error_n = moment->true_n - moment->target_n;

	if (!(moment->target_n >= WANTED_N)) {
		if (score->wanted && !score->settled) {
			end_onset(score);
		}
		score->wanted = false;
		return;
	}
	if (!score->wanted) {
		score->wanted = true;
		score->settled = false;
		score->onset_s = moment->t_s;
		score->outside_s = moment->t_s;
	}
	if (!score->settled) {
		follow_onset(score, moment, error_n);
	}
	if (moment->t_s - score->onset_s >= ONSET_S && !moment->left_out) {
		add_error(score, moment, error_n);
	}
}

static void follow_touch(struct sim_score *score, const struct sim_moment *moment)
{
	double over_n = moment->true_n - (moment->target_n + moment->reaction_n);

	if (moment->true_n < LEFT_N) {
		score->touching = false;
	} else if (moment->true_n > TOUCH_N && !score->touching) {
		score->touching = true;
		score->touch_s = moment->t_s;
	}
	if (score->touching && moment->t_s - score->touch_s <= OVERSHOOT_S &&
	    over_n > score->overshoot_n && !moment->left_out) {
		score->overshoot_n = over_n;
	}
}

static void follow_peak(struct sim_score *score, const struct sim_moment *moment)
{
	if (moment->true_n > score->peak_n) {
		score->peak_n = moment->true_n;
	}
	if (moment->working && moment->true_n - moment->ceiling_n > score->over_ceiling_n) {
		score->over_ceiling_n = moment->true_n - moment->ceiling_n;
	}
}

void sim_score_add(struct sim_score *score, const struct sim_moment *moment)
{
	score->dose_n_s += moment->true_n * moment->dt_s;
	if (!moment->left_out) {
		follow_peak(score, moment);
	}
	follow_target(score, moment);
	if (moment->working) {
		follow_touch(score, moment);
	}
}

double sim_score_rmse_n(const struct sim_score *score)
{
	return score->count > 0 ? sqrt(score->sum_squares / (double)score->count) : NOT_A_NUMBER;
}

double sim_score_own_rmse_n(const struct sim_score *score)
{
	return score->count > 0 ? sqrt(score->sum_own_squares / (double)score->count)
				: NOT_A_NUMBER;
}

double sim_score_mae_n(const struct sim_score *score)
{
	return score->count > 0 ? score->sum_abs / (double)score->count : NOT_A_NUMBER;
}

double sim_score_r2(const struct sim_score *score)
{
	double count = (double)score->count;
	double spread = score->sum_target_squares - score->sum_target * score->sum_target / count;

	if (score->count == 0 || !(spread / count >= R2_TARGET_STD_N * R2_TARGET_STD_N)) {
		return NOT_A_NUMBER;
	}
	return 1.0 - score->sum_squares / spread;
}

double sim_score_settle_s(const struct sim_score *score)
{
	return score->settle_s >= 0.0 ? score->settle_s : NOT_A_NUMBER;
}
