#include "core/technique/plan.h"

#define RUN_DEBT_S (-1.0) /* a neighbour that has had this much too much is not taken along */

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

struct span plan_span(const struct plan *plan, const struct body *body, const struct stroke *stroke,
		      bool run)
{
	enum region most = most_owed(plan, stroke);
	struct span span = plan_region(body, most);
	int rank = body_rank(most);

	if (most == REGION_NONE || !run || rank > BODY_RANK_LEGS) {
		return span;
	}
	for (int up = rank - 1; up >= 0; up--) {
		enum region region = body_ranked(up);

		if (!plan_wants(plan, stroke, region) || plan->owed_s[region] < RUN_DEBT_S) {
			break;
		}
		span.x_from_m = body->regions[region].x_from_m;
	}
	for (int down = rank + 1; down <= BODY_RANK_LEGS; down++) {
		enum region region = body_ranked(down);

		if (!plan_wants(plan, stroke, region) || plan->owed_s[region] < RUN_DEBT_S) {
			break;
		}
		span.x_to_m = body->regions[region].x_to_m;
	}
	return span;
}
