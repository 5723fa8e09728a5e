/*
 * event_watch.h - what of a tick is worth a line in the event log: compares it with what was told last.
 * Runs in the loop: no system call, and what changes slowly is looked at in turn, one thing a tick.
 */
#ifndef APP_EVENT_WATCH_H
#define APP_EVENT_WATCH_H

#include "rt/ring.h"

#include <knead/command.h>
#include <knead/record.h>
#include <knead/rig.h>
#include <knead/snapshot.h>

#include <stdbool.h>
#include <stdint.h>

/* Caller-owned; the fields are the watch's own. */
struct event_watch {
	struct ring *records; /* of struct record; this watch is the writer */
	const struct rig *rig;
	bool rig_has_heater;
	struct state_record state; /* from here on: as last told */
	int64_t presses_t_ns;      /* a head was still pressing, last */
	bool in_session;
	uint32_t gate_clamps[CLAMPS]; /* as it began */
	int technique;
	int64_t technique_t_ns;
	enum session_phase phase;
	bool comfort_due;
	uint32_t comfort_answers;
	int64_t comfort_t_ns;
	uint32_t arm_refusals;
	struct refusal_record refused; /* an arming, last */
	int64_t refused_t_ns;
	enum unfit unfit; /* of the technique under way ... */
	unsigned idle_strokes;
	int unfit_technique;
	int64_t unfit_t_ns;
	bool heat_allowed;
	bool warm[HEADS_MAX];
	uint64_t calibrate;
	enum trigger_state triggers[TRIGGERS_MAX];
	unsigned turn;
	unsigned next_head;
	unsigned next_trigger;
};

/* The rig is kept. */
void event_watch_init(struct event_watch *watch, const struct rig *rig, struct ring *records);

/* One tick: what it was asked and what it shows. Everything has had its turn within 300 ticks. */
void event_watch_step(struct event_watch *watch, const struct snapshot *snapshot,
		      const struct command *command);

#endif
