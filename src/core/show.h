/*
 * show.h - the snapshot: what a tick lets others see. Reads the boxes, changes nothing in them.
 */
#ifndef CORE_SHOW_H
#define CORE_SHOW_H

#include <knead/belief.h>
#include <knead/condition.h>
#include <knead/frame.h>
#include <knead/limits.h>
#include <knead/rig.h>
#include <knead/snapshot.h>

#include <stdbool.h>
#include <stdint.h>

#define SHOW_S 0.016 /* twice as often as anybody may listen */

struct pipeline;

/* Of a head_view, in its order: what is looked up for one head in turn. */
struct slow_view {
	double surface_c;
	double surface_target_c;
	double dose_pa_s;
	double dose_target_pa_s;
	double dwell_left_s;
	double heat_min;
	struct tissue_belief tissue;
};

/* Snapshots take turns in a mailbox, so what is not looked up anew is kept here and shown again. */
struct shown {
	int every; /* ticks from one snapshot to the next, while there is no news */
	int wait;
	enum state state; /* as shown last ... */
	uint64_t bits;    /* ... with these conditions */
	int next;
	struct slow_view slow[HEADS_MAX];
};

void shown_init(struct shown *shown, const struct rig *rig);

/* One tick of those that show seldom: whether this one is to be shown. */
bool shown_is_due(struct shown *shown, enum state state, uint64_t bits);

void show(struct snapshot *snapshot, struct shown *shown, const struct pipeline *pipeline,
	  const struct conditions *conditions, const struct frame *frame);

#endif
