/*
 * allocate.h - from virtual hands to a wish per head, by footprint. Nothing is shared out: a head under
 * a hand's centre is wished the hand's full force, its neighbours what the footprint leaves; on the neck
 * all of it times NECK_SHARE, as every limit there is.
 *
 * Warm faces: a face takes minutes to warm, so none waits for a warm hand. While a technique with warm
 * strokes runs, every head over a region that is wanted and that one of those strokes reaches is wished
 * their temperature; at every other moment, and in every other state, its heater is off.
 */
#ifndef CORE_TECHNIQUE_ALLOCATE_H
#define CORE_TECHNIQUE_ALLOCATE_H

#include "core/technique/plan.h"

#include <knead/rig.h>
#include <knead/wish.h>

#include <stdbool.h>

struct head_place {
	int head; /* in the rig */
	double x_m;
	double y_m;
};

/* Where the heads are, as allocation needs them, and how heads at rest press just now. */
struct allocator {
	int head_count;
	struct head_place heads[HEADS_MAX]; /* from the neck to the feet */
	double rest_n[REGION_COUNT];
	double share[REGION_COUNT]; /* of a hand's force that counts there: 1 where it is worked */
	bool settled;               /* every region rests as it shall ... */
	unsigned regions;           /* ... with these wanted, a bit each, ... */
	unsigned version;           /* ... and with these regions and temperatures */
	bool airs;                  /* ... as lightly as this */
	int first;                  /* in the order of heads: reached by the last hand */
	bool reached; /* some head lies where a hand of the last tick could press it */
	int pressed_count;
	int pressed[HEADS_MAX]; /* heads that a hand pressed in the last tick */
	bool is_pressed[HEADS_MAX];
	int trigger_head; /* as told last, or HEAD_NONE */
};

/* What heads do that no hand presses. */
struct standby {
	bool running; /* heads of wanted regions rest on the skin, and may be warm */
	bool airs;    /* they wait for a place to have rested: all rest more lightly meanwhile */
	const struct plan *plan;
	const enum region *region; /* that each head of the rig lies over */
	const double *warm_c;      /* by region; 0: no heat */
	unsigned version;          /* another one when region or warm_c are others than before */
	int trigger_head;          /* under compression, or HEAD_NONE */
	double dt_s;
};

void allocator_init(struct allocator *allocator, const struct rig *rig);

/*
 * One tick. Heads of regions with a weight rest at REST_N between strokes while running, so that a
 * stroke finds contact made; they settle and lift at SLEW_CONTACT_N_S. All others are wished nothing.
 */
void allocate(struct allocator *allocator, struct wish *wish, const struct hands *hands,
	      const struct standby *standby);

#endif
