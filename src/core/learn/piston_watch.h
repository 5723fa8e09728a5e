/*
 * piston_watch.h - whether springs and dry friction of pressure heads are what the rig and its calibration say:
 * a hint that a calibration is due, never a trip.
 *
 * Control measures both while a piston slides, for its own use (dry_friction.h). Of a head that does not come down
 * at all it measures nothing; that one is told from its push, which is all that an approach may have, and from its
 * place, which stays.
 */
#ifndef CORE_LEARN_PISTON_WATCH_H
#define CORE_LEARN_PISTON_WATCH_H

#include "core/control/pressure_ctl.h"

#include <knead/belief.h>
#include <knead/rig.h>

#include <stdint.h>

struct piston_seen {
	double end_m;   /* beyond it, it stands because its way ends */
	int streak;     /* looks in a row that speak against what is held true of it */
	double way_m;   /* where it was when last looked at, ... */
	unsigned taken; /* ... and how often it had told of its friction by then */
};

struct piston_watch {
	int count;
	unsigned look_ticks;
	unsigned ticks_left; /* until the next look */
	uint64_t off;        /* a bit for each head of the rig that is otherwise */
	struct piston_seen heads[HEADS_MAX];
};

void piston_watch_init(struct piston_watch *watch, const struct rig *rig);

/* A look, for piston_watch_step alone. */
void piston_watch_look(struct piston_watch *watch, const struct pressure_ctl *control,
		       const struct belief *belief);

/* One tick. Every two seconds all heads are looked at; a look says nothing of a head that taught nothing since. */
static inline void piston_watch_step(struct piston_watch *watch, const struct pressure_ctl *control,
				     const struct belief *belief)
{
	if (watch->ticks_left > 0) {
		watch->ticks_left--;
	} else {
		piston_watch_look(watch, control, belief);
	}
}

#endif
