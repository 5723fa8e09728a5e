/*
 * override.h - the second look: from what a technique wishes to what the heads shall press.
 *
 * Limits are put on the set-point as it will be a moment from now (the preview), so that a
 * controller that knows its actuator's dead time can act early; what lets go acts on the present at
 * once.
 */
#ifndef CORE_SAFETY_OVERRIDE_H
#define CORE_SAFETY_OVERRIDE_H

#include "core/safety/ceiling.h"
#include "core/safety/neck.h"

#include <knead/belief.h>
#include <knead/rig.h>
#include <knead/setpoint.h>
#include <knead/state.h>
#include <knead/wish.h>

#include <stdbool.h>
#include <stdint.h>

#define PREVIEW_TICKS 256   /* a power of two: a ring that holds the past as well as the preview */
#define PREVIEW_MAX_S 0.060 /* dead time at most that is looked across */

struct override_head {
	bool trunk;
	bool found;  /* contact was made and not lost again */
	bool joined; /* and it has caught up with the stroke since */
	bool neck;
	unsigned preview_ticks; /* one more than its dead time has */
	double missing_s;       /* without contact */
	double most_n;          /* nothing in the preview is above this */
	unsigned calm_ticks;    /* nothing about it changed for so long; see is_calm */
	double to_n;            /* where it was to go in the tick before */
	double wish_n;          /* as last taken in, with ... */
	double peak_n;          /* ... its peak ... */
	double ask_n;           /* ... what it might be asked for at most ... */
	double ceiling_n;       /* ... and its ceiling */
};

struct override {
	int head_count;
	double loop_hz;
	double dt_s;
	unsigned tick;
	int64_t age_ns; /* of the force sample age_ticks is for: heads mostly share one */
	unsigned age_ticks;
	bool says_anew; /* in the next tick, of every head what limits it: something else did now */
	bool blank;     /* the ring holds nothing but zeros */
	double pause_gain; /* 1 pressing .. 0 and below lifted off */
	struct neck neck;
	double force_n[HEADS_MAX]; /* wishes within their ceilings */
	double last_n[HEADS_MAX];  /* newest set-points, at the far end of the preview */
	double now_n[HEADS_MAX];   /* set-points of this tick, before a pause's ramp */
	struct override_head heads[HEADS_MAX];
	double ring_n[PREVIEW_TICKS][HEADS_MAX]; /* set-points by tick, from past to preview */
};

void override_init(struct override *override, const struct rig *rig);

/*
 * One tick; the set-point is carried from tick to tick by the caller. Zero everywhere unless the
 * state is running or paused. Rise and fall of a stroke follow SLEW_RISE_N_S and SLEW_FALL_N_S. A
 * head that has not found the person yet is asked for REST_N and no more, slowly, so that no stroke
 * waits behind a gap; one that lost contact for a moment rises no faster meanwhile. Ceilings, sums and releases lower at once, and what comes after them rises
 * from there.
 */
void override_step(struct override *override, struct setpoint *setpoint, enum state state,
		   const struct wish *wish, const struct ceilings *ceilings,
		   const struct belief *belief);

#endif
