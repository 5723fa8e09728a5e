/*
 * breather.h - how long each row of heads was pressed without a rest, so that strokes live within the
 * dwell budgets by themselves: they leave a place in time and come back once it has breathed.
 *
 * It counts what the hands ask for, and what is felt there where that comes to more: a breath under a
 * head that rests may keep its place from resting. The budgets themselves are guarded by the ceilings,
 * whatever this says.
 */
#ifndef CORE_TECHNIQUE_BREATHER_H
#define CORE_TECHNIQUE_BREATHER_H

#include "core/safety/dwell.h"
#include "core/technique/rows.h"

#include <knead/wish.h>

#include <stdbool.h>

#define BREATHER_SHARE 0.97 /* of a budget that strokes use up */
#define BREATHER_TICKS 8
#define BREATHER_REST_S \
	(DWELL_REFILL_S + 1.0) /* what is felt goes later than what is asked for [P] */

struct breath_of_row {
	double soft_s; /* pressed */
	double hard_s; /* of it above the row's hard_n */
	double light_s;
};

/* All-zero: every place is rested. */
struct breather {
	int wait; /* ticks until a row is looked at ... */
	int next; /* ... and which */
	int tired_row;
	bool tired; /* a place has been pressed long enough now */
	struct breath_of_row rows[HEADS_MAX];
};

/* What is about to press a place. */
struct visit {
	const struct stroke *stroke;
	double lasts_s;
	double force_n; /* asked for; see breather_force_n() */
};

/* One tick: every so often one row in turn, for the time since its last; `trigger`: the hands compress a
 * trigger point. `dwell`: what was felt, NULL: nothing is known of that. */
void breather_step(struct breather *breather, const struct rows *rows, const struct hands *hands,
		   const struct dwell *dwell, bool trigger, double dt_s);

/* Whether every row of the span may be visited so now. */
bool breather_allows(const struct breather *breather, const struct rows *rows,
		     const struct span *span, const struct visit *visit);

/*
 * Of this force, what a hold of that stroke asks for on that row: one that is longer than DWELL_HARD_S even
 * at its shortest stays below DWELL_HARD_N by as much as breath sways it.
 */
double breather_force_n(const struct row *row, const struct stroke *stroke, double force_n);

/* Longest that a row may be pressed so at all. */
double breather_most_s(const struct row *row, const struct visit *visit);

#endif
