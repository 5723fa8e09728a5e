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
#include "core/safety/ceiling.h"
#include "core/safety/client.h"
#include "core/safety/conditions.h"
#include "core/safety/dwell.h"
#include "core/safety/gate.h"
#include "core/safety/guard.h"
#include "core/safety/heat.h"
#include "core/safety/override.h"
#include "core/safety/supervisor.h"
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

/* All-zero is locked: it stays in STATE_BOOT and lets go. Large: keep it off the stack. */
struct pipeline {
	bool configured;
	uint64_t tick;
	struct estimate estimate;
	struct client client;
	struct ceilings ceilings;
	struct heat heat;
	struct judge judge;
	struct supervisor supervisor;
	struct fit fit;
	struct player player;
	struct allocator allocator;
	struct override override;
	struct dwell dwell;
	struct guard guard;
	struct control control;
	struct gate gate;
	struct dose dose;
	struct shown shown;
	/* Set by a bench that scores forces, NULL everywhere else: pressed instead of what the technique
	 * wishes for, within every limit as ever. It stays the bench's. */
	const struct wish *given;
	/* messages between the boxes, kept from tick to tick */
	struct belief belief;
	struct hands hands;
	struct wish wish;
	struct setpoint setpoint;
	struct actuation wanted;
	struct actuation last;
};

/*
 * The rig is read here and not kept; the techniques stay the caller's and must outlive the pipeline.
 * A rig without heads, or no technique at all, leaves the pipeline locked.
 */
void pipeline_init(struct pipeline *pipeline, const struct rig *rig,
		   const struct technique *techniques, int technique_count);

/* One tick; dt_s is the loop's nominal period. Writes every head of the rig and nothing beyond. */
void pipeline_step(struct pipeline *pipeline, struct actuation *actuation,
		   struct snapshot *snapshot, const struct frame *frame,
		   const struct command *command, double dt_s);

/*
 * What is remembered of the client: ease, dwell, heat and answers. Taken in before the first tick, read
 * out of after any. A memory of another number of heads is none.
 */
void pipeline_recall(struct pipeline *pipeline, const struct memory *memory, int64_t t_ns);
void pipeline_remember(const struct pipeline *pipeline, struct memory *memory, int64_t t_ns);

#endif
