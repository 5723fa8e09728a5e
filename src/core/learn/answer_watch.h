/*
 * answer_watch.h - whether pressure heads answer their orders as the rig says they do: a hint that a
 * calibration is due, never a trip.
 *
 * One head at a time: its order, as the regulator that control believes in would see it after dead time and
 * play, says how fast the pressure should change. Beside it stands how fast it does, a line through both tells
 * by how much lags are off (least squares on the model's own equation; the change is taken across the sample,
 * so that the sample's noise is not in both). Only while the order moves enough to tell.
 */
#ifndef CORE_LEARN_ANSWER_WATCH_H
#define CORE_LEARN_ANSWER_WATCH_H

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/rig.h>

#include <stdbool.h>
#include <stdint.h>

#define ANSWER_ORDERS 512 /* ticks of dead time that can be held: 0.2 s at the fastest loop */

struct answer_head {
	int8_t head;   /* in the rig */
	int8_t streak; /* looks in a row that speak against what is held true of it */
	unsigned dead_ticks;
	double fill_per_tick;
	double vent_per_tick;
	double play_pa;
	unsigned warm_ticks; /* until the model has forgotten how it began */
};

struct answer_watch {
	double dt_s;
	double drive_least_pa; /* rms of what a tick should change */
	int count;
	int turn;
	unsigned ticks; /* of this look */
	unsigned look_ticks;
	unsigned rest_ticks; /* between looks ... */
	unsigned rest_left;  /* ... and of this rest */
	uint64_t off;        /* a bit for each head of the rig that answers otherwise */
	double order_pa[ANSWER_ORDERS];
	double regulated_pa;
	double before_pa;  /* measured a tick ago ... */
	double earlier_pa; /* ... and two */
	double due_pa;     /* what the tick before should have changed */
	double due;        /* sums over the look: of that, of what did change, ... */
	double did;
	double due_did;
	double due_due;
	struct answer_head heads[HEADS_MAX];
};

/* Heads that press with air and measure it; the figures are those that control takes. */
void answer_watch_init(struct answer_watch *watch, const struct rig *rig);

/* A tick of a look: for answer_watch_step alone. */
void answer_watch_look(struct answer_watch *watch, const struct belief *belief,
		       const struct actuation *out);

/* One tick: what was measured, and what goes out from now on. */
static inline void answer_watch_step(struct answer_watch *watch, const struct belief *belief,
				     const struct actuation *out)
{
	if (watch->rest_left > 0) {
		watch->rest_left--;
	} else if (watch->count > 0) {
		answer_watch_look(watch, belief, out);
	}
}

#endif
