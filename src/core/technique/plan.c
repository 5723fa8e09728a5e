#include "core/technique/plan.h"

#include <math.h>
#include <string.h>

#define NEARLY     0.05   /* of a least visit: one too short by less is lengthened */
#define RUN_DEBT_S (-4.0) /* a neighbour that has had this much more than most is not taken along */

double plan_weight(const struct command *command, const struct body *body, enum region region)
{
	double focus = command->focus[region];
	bool wanted = command->enabled[region] && body->regions[region].has_heads && focus > 0.0 &&
		      focus <= 1.0;

	return wanted ? focus : 0.0;
}

double plan_owed_s(const struct plan *plan, enum region region)
{
	double paid_s = region == plan->at ? plan->unsettled_s : 0.0;

	return plan->owed_s[region] + plan->share[region] * plan->unsettled_s - paid_s;
}

double plan_worked_s(const struct plan *plan, enum region region)
{
	return plan->worked_s[region] + (region == plan->at ? plan->unsettled_s : 0.0);
}

/* Writes down what the last stretch of time came to. */
static void settle(struct plan *plan)
{
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		plan->owed_s[r] = plan_owed_s(plan, (enum region)r);
		plan->worked_s[r] = plan_worked_s(plan, (enum region)r);
	}
	plan->unsettled_s = 0.0;
}

void plan_take(struct plan *plan, const struct technique *technique, unsigned warm)
{
	plan->reach = 0;
	for (int k = 0; k < technique->stroke_count; k++) {
		unsigned there = technique->strokes[k].surface_c > 0.0 ? warm : ~0u;
		int from = body_rank(technique->strokes[k].from);
		int to = body_rank(technique->strokes[k].to);

		for (int rank = from < to ? from : to; rank <= (from < to ? to : from); rank++) {
			plan->reach |= there & 1u << body_ranked(rank);
		}
	}
}

static bool is_as_before(const struct plan *plan, const struct body *body,
			 const struct command *command)
{
	return plan->weighed == plan->reach &&
	       memcmp(plan->focus, command->focus, sizeof(plan->focus)) == 0 &&
	       memcmp(plan->enabled, command->enabled, sizeof(plan->enabled)) == 0 &&
	       plan->height_m >= body->height_m && plan->height_m <= body->height_m;
}

static void weigh(struct plan *plan, const struct body *body, const struct command *command)
{
	double sum = 0.0;

	plan->wanted = 0;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		bool reached = plan->reach == 0 || (plan->reach >> r & 1u) != 0;

		plan->weight[r] = reached ? plan_weight(command, body, (enum region)r) : 0.0;
		plan->wanted |= plan->weight[r] > 0.0 ? 1u << r : 0u;
		sum += plan->weight[r];
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		plan->share[r] = sum > 0.0 ? plan->weight[r] / sum : 0.0;
		if (!(plan->weight[r] > 0.0)) {
			plan->owed_s[r] = 0.0; /* a region left out neither owes nor is owed */
		}
	}
	memcpy(plan->focus, command->focus, sizeof(plan->focus));
	memcpy(plan->enabled, command->enabled, sizeof(plan->enabled));
	plan->height_m = body->height_m;
	plan->weighed = plan->reach;
}

void plan_step(struct plan *plan, const struct body *body, const struct command *command,
	       enum region at, double dt_s)
{
	bool same = is_as_before(plan, body, command);

	if (!same || at != plan->at) {
		settle(plan);
		plan->at = at;
	}
	if (!same) {
		weigh(plan, body, command);
	}
	if (at != REGION_NONE) {
		plan->unsettled_s += dt_s;
	}
}

void plan_forget(struct plan *plan)
{
	memset(plan->owed_s, 0, sizeof(plan->owed_s));
	memset(plan->worked_s, 0, sizeof(plan->worked_s));
	plan->unsettled_s = 0.0;
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

/* Everything this stroke's regions are owed by the end of its turn, and their shares, together. */
static void sum_up(const struct plan *plan, const struct stroke *stroke, double left_s,
		   double *owed_s, double *share)
{
	*owed_s = 0.0;
	*share = 0.0;
	for (int rank = 0; rank < BODY_RANKS; rank++) {
		enum region region = body_ranked(rank);

		if (plan_wants(plan, stroke, region)) {
			*owed_s += plan_owed_s(plan, region) + plan->share[region] * left_s;
			*share += plan->share[region];
		}
	}
}

/*
 * What a second of share is owed in the mean of this stroke's regions. Places that it never reaches are
 * owed more and more, and these ever less, each by its share: against this they are judged.
 */
static double usual_s(const struct plan *plan, const struct stroke *stroke)
{
	double owed_s;
	double share;

	sum_up(plan, stroke, 0.0, &owed_s, &share);
	return share > 0.0 ? owed_s / share : 0.0;
}

static double beyond_usual_s(const struct plan *plan, enum region region, double usual)
{
	return plan_owed_s(plan, region) - usual * plan->share[region];
}

/* The one that is owed most. */
static enum region most_owed(const struct plan *plan, const struct stroke *stroke)
{
	const double usual = usual_s(plan, stroke);
	enum region most = REGION_NONE;
	double most_s = 0.0;

	for (int rank = 0; rank < BODY_RANKS; rank++) {
		enum region region = body_ranked(rank);
		double owed_s = beyond_usual_s(plan, region, usual);

		if (plan_wants(plan, stroke, region) && (most == REGION_NONE || owed_s > most_s)) {
			most = region;
			most_s = owed_s;
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
	double usual;

	if (most == REGION_NONE || !run || rank > BODY_RANK_LEGS) {
		return span;
	}
	usual = usual_s(plan, stroke);
	for (int up = rank - 1; up >= 0; up--) {
		enum region region = body_ranked(up);

		if (!plan_wants(plan, stroke, region) ||
		    beyond_usual_s(plan, region, usual) < RUN_DEBT_S) {
			break;
		}
		span.x_from_m = body->regions[region].x_from_m;
	}
	for (int down = rank + 1; down <= BODY_RANK_LEGS; down++) {
		enum region region = body_ranked(down);

		if (!plan_wants(plan, stroke, region) ||
		    beyond_usual_s(plan, region, usual) < RUN_DEBT_S) {
			break;
		}
		span.x_to_m = body->regions[region].x_to_m;
	}
	return span;
}

/*
 * What this region should have of the turn. What regions out of this stroke's reach are owed cannot be
 * paid in it, so that time too goes to those within, by their shares.
 */
static double due_s(const struct plan *plan, const struct stroke *stroke, enum region region,
		    double left_s)
{
	double owed_s;
	double share;
	double own_s = plan_owed_s(plan, region) + plan->share[region] * left_s;

	sum_up(plan, stroke, left_s, &owed_s, &share);
	return share > 0.0 ? own_s + (left_s - owed_s) * plan->share[region] / share : 0.0;
}

/* Into how many visits to divide what is due. */
static double visits_of(double due_s, double least_s, double usual_s, double most_s)
{
	double visits = floor(due_s / usual_s + 0.5);
	double at_most = floor(due_s / least_s + NEARLY);
	double at_least = ceil(due_s / most_s);

	visits = visits < at_most ? visits : at_most;
	visits = visits > at_least ? visits : at_least;
	return visits > 1.0 ? visits : 1.0;
}

double plan_hold_s(const struct plan *plan, const struct stroke *stroke, enum region region,
		   const struct hold_wish *wish)
{
	const double longest_s =
		wish->most_s < stroke->hold_max_s ? wish->most_s : stroke->hold_max_s;
	const double short_s = HOLD_SHORT * stroke->hold_min_s + wish->around_s;
	const double least_s = wish->places * (stroke->hold_min_s + wish->around_s);
	const double usual_s = wish->places * (wish->hold_s + wish->around_s);
	const double most_s = wish->places * (longest_s + wish->around_s);
	double due = due_s(plan, stroke, region, wish->left_s);
	double visit_s;

	if (!(wish->places > 0 && wish->left_s > 0.0 && usual_s > 0.0 && wish->most_s > 0.0)) {
		return 0.0;
	}
	visit_s = due / visits_of(due, least_s, usual_s, most_s);
	if (visit_s < least_s && visit_s >= (1.0 - NEARLY) * least_s) {
		visit_s = least_s;
	}
	if (!(visit_s >= wish->places * short_s)) {
		visit_s = wish->places * short_s;
	}
	if (wish->left_s - visit_s < short_s) {
		visit_s = wish->left_s <= most_s ? wish->left_s : 0.5 * wish->left_s;
	}
	if (visit_s > most_s) {
		visit_s = most_s;
	}
	visit_s = visit_s / wish->places - wish->around_s;
	return visit_s > 0.0 ? visit_s : 0.0;
}
