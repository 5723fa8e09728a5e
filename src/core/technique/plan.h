/*
 * plan.h - where to work next and how long, so that each region gets its share of the time.
 *
 * share = weight / sum of weights over the enabled regions that have heads and that the technique works. Every region is owed its
 * share of each second worked; where the hands are, the debt is paid.
 */
#ifndef CORE_TECHNIQUE_PLAN_H
#define CORE_TECHNIQUE_PLAN_H

#include "core/technique/body.h"

#include <knead/command.h>
#include <knead/technique.h>

/*
 * Of a stroke's shortest hold: less is not worth landing for [P]. Of the longest, 90 s, with its ramps
 * that is 34 s: a region owed less than that in 20 min goes without, and misses 3 % of the time at most.
 */
#define HOLD_SHORT 0.2

struct plan {
	unsigned wanted;             /* regions with a weight, a bit each */
	double weight[REGION_COUNT]; /* 0 where nothing is wanted */
	double share[REGION_COUNT];  /* of the time; they add up to 1, or are all 0 */
	/* as of `unsettled_s` ago; since then the hands have been at `at`: see plan_owed_s() */
	double owed_s[REGION_COUNT];
	double worked_s[REGION_COUNT];
	double unsettled_s;
	enum region at;
	/* what the weights were made from */
	double focus[REGION_COUNT];
	bool enabled[REGION_COUNT];
	double height_m;
	unsigned reach;   /* regions that some stroke of the technique works, a bit each */
	unsigned weighed; /* reach, as of the weights */
};

/* A stretch of the body, whole regions of it. */
struct span {
	enum region first; /* REGION_NONE: nothing to do */
	double x_from_m;   /* toward the head */
	double x_to_m;     /* toward the feet */
};

/* A stroke that holds, about to begin at a region: what plan_hold_s() needs to know. */
struct hold_wish {
	double hold_s;   /* under pressure at one place, at the speed asked for */
	double around_s; /* that each place takes beside it: ramps, and the way to the next */
	int places;      /* pressed one after another before another region's turn */
	double left_s;   /* that this stroke's turn still lasts: session_turn_left_s() */
	double most_s;   /* that a place may be held at all: budgets */
};

/*
 * Another technique: only what its strokes reach has a share; warm ones reach the regions in `warm`
 * alone, a bit each: a warm glide under cold heads is none. All-zero: everything is reached.
 */
void plan_take(struct plan *plan, const struct technique *technique, unsigned warm);

/* One tick of working: `at` is where the hands are, REGION_NONE while they are nowhere. */
void plan_step(struct plan *plan, const struct body *body, const struct command *command,
	       enum region at, double dt_s);

/* What is wanted of a region: its focus, or 0 where it is left out, has no heads, or the focus is none. */
double plan_weight(const struct command *command, const struct body *body, enum region region);

/* What a region is owed by now, in seconds; less than 0 where it has had more than its share. */
double plan_owed_s(const struct plan *plan, enum region region);

/* How long a region was worked since plan_forget(), working time only. */
double plan_worked_s(const struct plan *plan, enum region region);

/*
 * How long to hold each place of a visit to this region, so that what the region is still owed in this
 * stroke's turn is divided evenly into visits as near to wish->hold_s as may be: as few as keep below
 * hold_max_s and wish->most_s, and as many as leave each at least hold_min_s.
 *
 * Shares come before lengths: where a region is owed less than a visit of least holds, the holds are
 * shorter, down to HOLD_SHORT of hold_min_s. Only what would be left over after the visit and is less
 * than one such short hold is added to it. Never past the end of the turn; 0 where no time is left.
 */
double plan_hold_s(const struct plan *plan, const struct stroke *stroke, enum region region,
		   const struct hold_wish *wish);

/* A new session: nobody owes anything, nothing was worked. */
void plan_forget(struct plan *plan);

/* Whether this stroke may work this region now. */
bool plan_wants(const struct plan *plan, const struct stroke *stroke, enum region region);

/* The region this stroke owes most, with its neighbours in line that are owed too if `run`. */
struct span plan_span(const struct plan *plan, const struct body *body, const struct stroke *stroke,
		      bool run);

/* One region of the body as a span. */
struct span plan_region(const struct body *body, enum region region);

#endif
