/* score_head.c - see score_head.h. */
#include "tool/score_head.h"

#include <knead/limits.h>

#include <math.h>

#define WANTED_N      2.0 /* as in sim_score.c: below it a head is idle */
#define STILL_N       0.1 /* a target that moves less stands still ... */
#define STILL_AFTER_S 0.5 /* ... and the force has had this long to come to rest */
#define HOLD_S        1.5 /* a hold is not shorter */
#define NOT_A_NUMBER  ((double)NAN)

void score_head_init(struct score_head *head)
{
	*head = (struct score_head){
		.hold = {.worst_n = -1.0},
		.over_all = {.since_s = -1.0},
		.over_quiet = {.since_s = -1.0},
	};
	sim_score_init(&head->all);
	sim_score_init(&head->quiet);
}

static void follow_hold(struct score_hold *hold, const struct sim_moment *moment)
{
	bool still = moment->target_n >= WANTED_N && !moment->left_out &&
		     fabs(moment->target_n - hold->target_n) <= STILL_N;

	if (!still) {
		hold->target_n = moment->target_n;
		hold->since_s = moment->t_s;
		hold->least_n = (double)INFINITY;
		hold->most_n = -(double)INFINITY;
		return;
	}
	if (moment->t_s - hold->since_s < STILL_AFTER_S) {
		return;
	}
	hold->least_n = moment->true_n < hold->least_n ? moment->true_n : hold->least_n;
	hold->most_n = moment->true_n > hold->most_n ? moment->true_n : hold->most_n;
	if (moment->t_s - hold->since_s >= HOLD_S && hold->most_n - hold->least_n > hold->worst_n) {
		hold->worst_n = hold->most_n - hold->least_n;
	}
}

static void follow_over(struct score_over *over, const struct sim_moment *moment, bool left_out)
{
	if (left_out || !moment->working || !(moment->true_n > moment->ceiling_n + SCORE_OVER_N)) {
		over->since_s = -1.0;
		return;
	}
	if (over->since_s < 0.0) {
		over->since_s = moment->t_s;
	}
	if (moment->t_s + moment->dt_s - over->since_s > over->longest_s) {
		over->longest_s = moment->t_s + moment->dt_s - over->since_s;
	}
}

void score_head_add(struct score_head *head, const struct sim_moment *moment)
{
	struct sim_moment all = *moment;

	all.left_out = false;
	sim_score_add(&head->all, &all);
	sim_score_add(&head->quiet, moment);
	follow_hold(&head->hold, moment);
	follow_over(&head->over_all, moment, false);
	follow_over(&head->over_quiet, moment, moment->left_out);
	if (moment->target_n >= WANTED_N) {
		head->reaction_sum_n += fabs(moment->reaction_n);
		head->reaction_count++;
	}
}

void score_head_wish(struct score_head *head, double wish_n, double felt_n)
{
	struct score_pairs *pairs = &head->wish;

	pairs->count++;
	pairs->x += wish_n;
	pairs->y += felt_n;
	pairs->xx += wish_n * wish_n;
	pairs->yy += felt_n * felt_n;
	pairs->xy += wish_n * felt_n;
}

static double correlation(const struct score_pairs *pairs)
{
	double n = (double)pairs->count;
	double xx = n * pairs->xx - pairs->x * pairs->x;
	double yy = n * pairs->yy - pairs->y * pairs->y;
	double xy = n * pairs->xy - pairs->x * pairs->y;

	return xx > 0.0 && yy > 0.0 ? xy / sqrt(xx * yy) : NOT_A_NUMBER;
}

struct score_figures score_head_figures(const struct score_head *head, bool quiet)
{
	const struct sim_score *score = quiet ? &head->quiet : &head->all;
	struct score_figures figures;

	score_figures_init(&figures);
	if (score->count == 0) {
		return figures; /* an idle head is left out */
	}
	figures.value[FIGURE_RMSE] = sim_score_rmse_n(score);
	figures.value[FIGURE_WORST_HEAD] = figures.value[FIGURE_RMSE];
	figures.value[FIGURE_MAE] = sim_score_mae_n(score);
	figures.value[FIGURE_R2] = sim_score_r2(score);
	figures.value[FIGURE_WORST] = score->worst_n;
	figures.value[FIGURE_PEAK] = score->peak_n;
	figures.value[FIGURE_OVER_CEILING] = score->over_ceiling_n;
	figures.value[FIGURE_OVER_S] =
		quiet ? head->over_quiet.longest_s : head->over_all.longest_s;
	figures.value[FIGURE_OVERSHOOT] = score->overshoot_n;
	figures.value[FIGURE_SETTLE] = sim_score_settle_s(score);
	figures.value[FIGURE_HOLD] = head->hold.worst_n < 0.0 ? NOT_A_NUMBER : head->hold.worst_n;
	figures.value[FIGURE_WISH_R] = correlation(&head->wish);
	figures.value[FIGURE_OWN_RMSE] = sim_score_own_rmse_n(score);
	figures.value[FIGURE_REACTION] =
		head->reaction_count > 0 ? head->reaction_sum_n / (double)head->reaction_count
					 : NOT_A_NUMBER;
	return figures;
}

struct score_figures score_heads_figures(const struct score_head *heads, int head_count, bool quiet)
{
	struct score_figures figures[HEADS_MAX];
	const struct score_figures *all[HEADS_MAX];
	struct score_figures mean;
	struct score_figures worst;

	for (int i = 0; i < head_count; i++) {
		figures[i] = score_head_figures(&heads[i], quiet);
		all[i] = &figures[i];
	}
	mean = score_figures_mean(all, head_count);
	worst = score_figures_worst(all, head_count);
	for (int f = 0; f < FIGURES; f++) {
		if (score_figure_is_extreme((enum score_figure)f)) {
			mean.value[f] = worst.value[f];
		}
	}
	return mean;
}
