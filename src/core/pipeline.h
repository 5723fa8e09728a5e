/*
 * pipeline.h - one tick of the controller: (state, frame, command, dt) -> (actuation, snapshot).
 *
 * The same code in the daemon, in virtual time, in tests and in replay, bit for bit. No clock, no
 * allocation, no loop of its own: the caller brings the time with each frame.
 */
#ifndef CORE_PIPELINE_H
#define CORE_PIPELINE_H

#include "core/control/control.h"
#include "core/dose.h"
#include "core/estimate/estimate.h"
#include "core/estimate/identify.h"
#include "core/learn/answer_watch.h"
#include "core/learn/piston_watch.h"
#include "core/safety/ceiling.h"
#include "core/safety/client.h"
#include "core/safety/conditions.h"
#include "core/safety/dwell.h"
#include "core/safety/gate.h"
#include "core/safety/guard.h"
#include "core/safety/heat.h"
#include "core/safety/mover.h"
#include "core/safety/override.h"
#include "core/safety/selftest.h"
#include "core/safety/supervisor.h"
#include "core/safety/tare.h"
#include "core/show.h"
#include "core/technique/allocate.h"
#include "core/technique/fit.h"
#include "core/technique/technique.h"

#include <knead/actuation.h>
#include <knead/command.h>
#include <knead/frame.h>
#include <knead/memory.h>
#include <knead/rig.h>
#include <knead/snapshot.h>
#include <knead/technique.h>

/* A pressure for one head, from 0. */
struct head_order {
	bool on;
	int head;
	double pressure_pa;
	bool dump_open; /* against whatever the regulator still asks */
};

/* All-zero is locked: it stays in STATE_BOOT and lets go. Large: keep it off the stack. */
struct pipeline {
	bool configured;
	uint64_t tick;
	struct estimate estimate;
	struct identify identify;
	struct client client;
	struct ceilings ceilings;
	struct heat heat;
	struct tare tare;
	struct judge judge;
	struct selftest selftest;
	struct supervisor supervisor;
	struct fit fit;
	struct player player;
	struct allocator allocator;
	struct override override;
	struct dwell dwell;
	struct guard guard;
	struct mover mover;
	struct control control;
	struct gate gate;
	struct dose dose;
	struct answer_watch answers;
	struct piston_watch pistons;
	struct shown shown;
	uint64_t unscaled; /* a bit for each head whose force nobody knows for sure */
	/* Set by a loop whose snapshots only people and logs see: it makes one every SHOW_S, and at once
	 * when the state or a condition changes. Otherwise every tick makes one. */
	bool shows_seldom;
	/* Set by a bench that scores forces, NULL everywhere else: pressed instead of what the technique
	 * wishes for, within every limit as ever. It stays the bench's. */
	const struct wish *given;
	/* Set by a bench that measures in virtual time, false everywhere else: nothing is proved before it
	 * begins, so that only what it measures moves. Where a device is real it counts for nothing. */
	bool proves_nothing;
	/* Set by a calibration, NULL everywhere else: ordered of one head instead of what the controller
	 * wants, only while running and through the gate as ever. It stays the calibration's. */
	const struct head_order *ordered;
	/* messages between the boxes, kept from tick to tick */
	struct belief belief;
	struct hands hands;
	struct wish wish;
	struct setpoint setpoint;
	struct actuation wanted;
	struct proof_order proof;
	struct actuation last;
};

/*
 * The rig is read here and not kept; the techniques stay the caller's and must outlive the pipeline.
 * A rig without heads, or no technique at all, leaves the pipeline locked.
 */
void pipeline_init(struct pipeline *pipeline, const struct rig *rig,
		   const struct technique *techniques, int technique_count);

/*
 * Before the first tick: control takes what a calibration found (learned_rig) in place of the file's
 * figures. Every limit and margin stays with the rig that pipeline_init was given, the same as file here.
 */
void pipeline_learn(struct pipeline *pipeline, const struct rig *file, const struct rig *learned);

/* Likewise: where a head's zero lay when it was last tared with nothing on it, beyond the factory's. */
void pipeline_tare(struct pipeline *pipeline, int head, double zero_n);

/* Likewise: that head's force sensor was never scaled with weights, so that nothing may be armed. */
void pipeline_unscaled(struct pipeline *pipeline, int head);

/*
 * The struct was copied here from elsewhere, byte for byte, and goes on as the one it was copied from.
 * techniques: the same ones, wherever they are now. Whatever a bench or a calibration set is set no more.
 */
void pipeline_moved(struct pipeline *pipeline, const struct technique *techniques);

/*
 * One tick; dt_s is the loop's nominal period. Writes every head of the rig and nothing beyond. Returns
 * whether it wrote the snapshot: it always does unless the pipeline shows seldom.
 */
bool pipeline_step(struct pipeline *pipeline, struct actuation *actuation,
		   struct snapshot *snapshot, const struct frame *frame,
		   const struct command *command, double dt_s);

/*
 * What is remembered of the client: ease, dwell, heat and answers. Taken in before the first tick, read
 * out of after any. A memory of another number of heads is none.
 */
void pipeline_recall(struct pipeline *pipeline, const struct memory *memory, int64_t t_ns);
void pipeline_remember(const struct pipeline *pipeline, struct memory *memory, int64_t t_ns);

/* A bit for each head whose pressure, spring or friction was found not to be as believed. */
static inline uint64_t pipeline_heads_off(const struct pipeline *pipeline)
{
	return pipeline->answers.off | pipeline->pistons.off;
}

#endif
