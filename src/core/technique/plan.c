#include "core/technique/plan.h"

#include <string.h>

#define RUN_DEBT_S (-1.0) /* a neighbour that has had this much more than most is not taken along */

void plan_step(struct plan *plan, const struct body *body, const struct command *command,
	       enum region at, double dt_s)
{
	double sum = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		double focus = command->focus[r];
		bool wanted = command->enabled[r] && body->regions[r].has_heads && focus > 0.0 &&
			      focus <= 1.0;

		plan->weight[r] = wanted ? focus : 0.0;
		sum += plan->weight[r];
	}
	if (at == REGION_NONE || !(sum > 0.0)) {
		return;
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		plan->owed_s[r] += plan->weight[r] / sum * dt_s;
		if (!(plan->weight[r] > 0.0)) {
			plan->owed_s[r] = 0.0; /* a region left out neither owes nor is owed */
		}
	}
	plan->owed_s[at] -= dt_s;
}

void plan_forget(struct plan *plan)
{
	memset(plan->owed_s, 0, sizeof(plan->owed_s));
}

bool plan_wants(const struct plan *plan, const struct stroke *stroke, enum region region)
{
	int from = body_rank(stroke->from);
	int to = body_rank(stroke->to);
	int rank = body_rank(region);

	return plan->weight[region] > 0.0 && rank >= (from < to ? from : to) &&
	       rank <= (from < to ? to : from);
}

struct span plan_region(const struct body *body, enum region region)
{
	return (struct span){
		.first = region,
		.x_from_m = body->regions[region].x_from_m,
		.x_to_m = body->regions[region].x_to_m,
	};
}

static enum region most_owed(const struct plan *plan, const struct stroke *stroke)
{
	enum region most = REGION_NONE;

	for (int rank = 0; rank < BODY_RANKS; rank++) {
		enum region region = body_ranked(rank);

		if (plan_wants(plan, stroke, region) &&
		    (most == REGION_NONE || plan->owed_s[region] > plan->owed_s[most])) {
			most = region;
		}
	}
	return most;
}

bool plan_has_work(const struct plan *plan, const struct stroke *stroke)
{
	return most_owed(plan, stroke) != REGION_NONE;
}

/*
 * From what debt on a region is taken along: judged beside the others of this stroke, for places that
 * it never reaches are owed more and more, and these ever less.
 */
static double run_debt_s(const struct plan *plan, const struct stroke *stroke)
{
	double sum_s = 0.0;
	int count = 0;

	for (int rank = 0; rank < BODY_RANKS; rank++) {
		enum region region = body_ranked(rank);

		if (plan_wants(plan, stroke, region)) {
			sum_s += plan->owed_s[region];
			count++;
		}
	}
	return count > 0 ? sum_s / count + RUN_DEBT_S : 0.0;
}

struct span plan_span(const struct plan *plan, const struct body *body, const struct stroke *stroke,
		      bool run)
{
	enum region most = most_owed(plan, stroke);
	struct span span = plan_region(body, most);
	int rank = body_rank(most);
	double least_s;

	if (most == REGION_NONE || !run || rank > BODY_RANK_LEGS) {
		return span;
	}
	least_s = run_debt_s(plan, stroke);
	for (int up = rank - 1; up >= 0; up--) {
		enum region region = body_ranked(up);

		if (!plan_wants(plan, stroke, region) || plan->owed_s[region] < least_s) {
			break;
		}
		span.x_from_m = body->regions[region].x_from_m;
	}
	for (int down = rank + 1; down <= BODY_RANK_LEGS; down++) {
		enum region region = body_ranked(down);

		if (!plan_wants(plan, stroke, region) || plan->owed_s[region] < least_s) {
			break;
		}
		span.x_to_m = body->regions[region].x_to_m;
	}
	return span;
}
