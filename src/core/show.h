/*
 * show.h - the snapshot: what a tick lets others see. Reads the boxes, changes nothing in them.
 */
#ifndef CORE_SHOW_H
#define CORE_SHOW_H

#include <knead/condition.h>
#include <knead/frame.h>
#include <knead/limits.h>
#include <knead/snapshot.h>

struct pipeline;

/* Of a head_view, in its order: what is looked up for one head in turn. */
struct slow_view {
	double surface_c;
	double surface_target_c;
	double dose_pa_s;
	double dose_target_pa_s;
	double dwell_left_s;
	double heat_min;
};

/* Snapshots take turns in a mailbox, so what is not looked up anew is kept here and shown again. */
struct shown {
	int next;
	struct slow_view slow[HEADS_MAX];
};

void show(struct snapshot *snapshot, struct shown *shown, const struct pipeline *pipeline,
	  const struct conditions *conditions, const struct frame *frame);

#endif
