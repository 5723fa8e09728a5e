/*
 * breather.h - how long each row of heads was pressed without a rest, so that strokes live within the
 * dwell budgets by themselves: they leave a place in time and come back once it has breathed.
 *
 * It counts what the hands ask for, not what is felt; the budgets themselves are guarded by the
 * ceilings, whatever this says.
 */
#ifndef CORE_TECHNIQUE_BREATHER_H
#define CORE_TECHNIQUE_BREATHER_H

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
	double lasts_s;
	double force_n;
	bool trigger;
};

/* One tick: every so often one row in turn, for the time since its last; `trigger`: the hands compress a trigger point. */
void breather_step(struct breather *breather, const struct rows *rows, const struct hands *hands,
		   bool trigger, double dt_s);

/* Whether every row of the span may be visited so now. */
bool breather_allows(const struct breather *breather, const struct rows *rows,
		     const struct span *span, const struct visit *visit);

/* Longest that a row may be pressed so at all. */
double breather_most_s(const struct row *row, const struct visit *visit);

#endif
