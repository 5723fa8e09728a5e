/*
 * dwell.h - how long the place under each head was pressed, and its rest before that is too long.
 *
 * A head is a 30 mm cell of the body. Time above DWELL_N counts: DWELL_S of it, of which DWELL_HARD_S
 * (DWELL_TRIGGER_S on a trigger point) above DWELL_HARD_N or DWELL_HARD_PA. Pressed counts what is
 * measured and what is asked for, whichever is more. Only DWELL_REFILL_S without a break under
 * RELEASED_N refill it, whatever the state, the ceiling, the height or the session.
 */
#ifndef CORE_SAFETY_DWELL_H
#define CORE_SAFETY_DWELL_H

#include "core/safety/ceiling.h"

#include <knead/belief.h>
#include <knead/rig.h>
#include <knead/setpoint.h>
#include <knead/wish.h>

#include <stdbool.h>
#include <stdint.h>

/* A rest begins this much before the budget is spent: the slew from 80 N takes 0.33 s, a valve's or a
 * screw's way out of the tissue up to 0.6 s [D]. */
#define DWELL_EARLY_S 1.0

/* A resting head that is not refilled by then is not let alone by the person's breath: it lifts off. */
#define DWELL_LIFT_S (2.0 * DWELL_REFILL_S)

struct dwell_head {
	double hard_from_n; /* pressed hard above */
	double soft_s;      /* pressed, up to that */
	double hard_s;
	double under_s;  /* without a break under RELEASED_N */
	double rested_s; /* since it was sent to rest */
	bool resting;
	bool lifted;
	bool on_trigger; /* as last seen */
	bool is_hard;
	int64_t t_ns; /* of its last turn; 0: never */
};

struct dwell {
	int head_count;
	int turn; /* the head that is looked at next */
	struct dwell_head heads[HEADS_MAX];
};

void dwell_init(struct dwell *dwell, const struct rig *rig);

/*
 * Every dt_s: one head in turn, for the time since its last. A head that has spent its budget yields to
 * REST_N, to nothing where that does not do, and comes back refilled.
 */
void dwell_step(struct dwell *dwell, struct ceilings *ceilings, const struct belief *belief,
		const struct setpoint *setpoint, const struct wish *wish, int64_t t_ns,
		double dt_s);

/* How long the place may still be pressed as it is now; 0 while it rests. */
double dwell_left_s(const struct dwell *dwell, int head);

/* What a place had spent before a restart. What is outside its range counts as all. */
void dwell_recall(struct dwell *dwell, int head, double soft_s, double hard_s);

#endif
