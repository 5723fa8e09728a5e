/*
 * allocate.h - from virtual hands to a wish per head, by footprint. Nothing is shared out: a head under
 * a hand's centre is wished the hand's full force, its neighbours what the footprint leaves.
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

/* Where the heads are, as allocation needs them. */
struct allocator {
	int head_count;
	struct head_place heads[HEADS_MAX]; /* from the neck to the feet */
	enum region region[HEADS_MAX];
};

void allocator_init(struct allocator *allocator, const struct rig *rig);

/*
 * One tick. Heads of regions with a weight rest at REST_N between strokes while `resting`, so that a
 * stroke finds contact made; all others are wished nothing.
 */
void allocate(const struct allocator *allocator, struct wish *wish, const struct hands *hands,
	      const struct plan *plan, bool resting);

#endif
