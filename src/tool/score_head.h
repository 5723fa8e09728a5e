/*
 * score_head.h - one head of a scored run, judged twice: all that happened, and the quiet part
 * outside scripted events. The rules are those of sim_score.h; holds, wishes and reactions come on
 * top.
 */
#ifndef TOOL_SCORE_HEAD_H
#define TOOL_SCORE_HEAD_H

#include "tool/score_figures.h"
#include "tool/sim_score.h"

#include <stdbool.h>

/* Sums for a correlation. */
struct score_pairs {
	long count;
	double x;
	double y;
	double xx;
	double yy;
	double xy;
};

/* Felt while the target stands still. */
struct score_hold {
	double target_n;
	double since_s;
	double least_n;
	double most_n;
	double worst_n; /* most less least of the worst hold; negative while there was none */
};

struct score_over {
	double since_s; /* negative while it is not */
	double longest_s;
};

struct score_head {
	struct sim_score all;
	struct sim_score quiet;
	struct score_pairs wish;
	struct score_hold hold;
	struct score_over over_all;
	struct score_over over_quiet;
	double reaction_sum_n;
	long reaction_count;
};

void score_head_init(struct score_head *head);

/* moment->left_out: within a scripted event. */
void score_head_add(struct score_head *head, const struct sim_moment *moment);

/* What was wished and felt at one moment of the session. */
void score_head_wish(struct score_head *head, double wish_n, double felt_n);

struct score_figures score_head_figures(const struct score_head *head, bool quiet);

/* Over the heads that were worked: the mean, or the worst where that is what the figure means. */
struct score_figures score_heads_figures(const struct score_head *heads, int head_count,
					 bool quiet);

#endif
