/*
 * plan.h - where to work next, so that each region gets its share of the time.
 *
 * share = weight / sum of weights over the enabled regions that have heads. Every region is owed its
 * share of each second; where the hands are, the debt is paid.
 */
#ifndef CORE_TECHNIQUE_PLAN_H
#define CORE_TECHNIQUE_PLAN_H

#include "core/technique/body.h"

#include <knead/command.h>
#include <knead/technique.h>

struct plan {
	double weight[REGION_COUNT]; /* 0 where nothing is wanted */
	double owed_s[REGION_COUNT];
};

/* A stretch of the body, whole regions of it. */
struct span {
	enum region first; /* REGION_NONE: nothing to do */
	double x_from_m;   /* toward the head */
	double x_to_m;     /* toward the feet */
};

/* One tick: `at` is where the hands are, REGION_NONE while they are nowhere. */
void plan_step(struct plan *plan, const struct body *body, const struct command *command,
	       enum region at, double dt_s);

/* A new session: nobody owes anything. */
void plan_forget(struct plan *plan);

/* Whether this stroke may work this region now. */
bool plan_wants(const struct plan *plan, const struct stroke *stroke, enum region region);

/* Whether there is any region this stroke may work now. */
bool plan_has_work(const struct plan *plan, const struct stroke *stroke);

/* The region this stroke owes most, with its neighbours in line that are owed too if `run`. */
struct span plan_span(const struct plan *plan, const struct body *body, const struct stroke *stroke,
		      bool run);

/* One region of the body as a span. */
struct span plan_region(const struct body *body, enum region region);

#endif
