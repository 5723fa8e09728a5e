/*
 * score_oracle.h - the bound: a controller that knows plant, person, breath and target, and what no
 * controller can know. Nothing that presses people can do what it does.
 *
 * Every few milliseconds it plays the true simulator ahead, each head once with the command it has
 * and once with a little less and a little more, and takes the command that brings the force one
 * dead time and ORACLE_AHEAD_TICKS from now to its target. It is greedy, so a cleverer one could do
 * better still; it keeps to the same bounds of command and rise as everybody.
 */
#ifndef TOOL_SCORE_ORACLE_H
#define TOOL_SCORE_ORACLE_H

#include "sim/sim.h"
#include "tool/score_target.h"

#include <knead/actuation.h>
#include <knead/rig.h>

#include <stdbool.h>

/* Caller-owned and large: for the heap. */
struct score_oracle {
	const struct rig *plant; /* the simulator's own, varied */
	const struct score_target *target;
	struct actuation held; /* what it decided last */
	struct sim ahead;      /* played from now on, again and again */
};

/* plant and target stay the caller's and must outlive the oracle. */
void score_oracle_init(struct score_oracle *oracle, const struct rig *plant,
		       const struct score_target *target);

/* One tick: everything that goes to the actuators, from everything there is to know. */
void score_oracle_step(struct score_oracle *oracle, struct actuation *actuation,
		       const struct sim *sim, long tick);

#endif
