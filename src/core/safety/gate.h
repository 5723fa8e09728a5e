/*
 * gate.h - the last check before the wire, independent of whatever made the command.
 *
 * It asks of each command "is it inside?" and refuses all of them, letting go, when one is not (NaN
 * included). Some bounds lower a command instead, since less is always allowed: the sums, the push
 * stored in a head that is pressing nobody, and a screw that would go on where the force is already
 * too high.
 */
#ifndef CORE_SAFETY_GATE_H
#define CORE_SAFETY_GATE_H

#include "core/safety/ceiling.h"
#include "core/safety/heat.h"
#include "core/safety/selftest.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/clamp.h>
#include <knead/rig.h>
#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

struct gate_head {
	double piston_m2;
	double spring_n;
	double most_pa; /* of the relief valve and of the compiled bounds, the least */
	double rise_pa; /* most of one tick */
	double free_pa; /* up to it a head may come free */
	double speed_max_m_s;
	bool screw;      /* a velocity head */
	double hard_n;   /* compiled bound of this place, by force and by pressure */
	double last_pa;  /* what went out in the last tick */
	double in_trunk; /* 1 or 0: its share of what presses on the trunk */
};

struct gate {
	int head_count;
	bool refused; /* in the last tick */
	int refused_head;
	uint32_t clamps[CLAMPS]; /* commands lowered so far, by the reason */
	bool level;              /* of the enable line */
	int heated_count;
	uint8_t heated[HEADS_MAX]; /* heads with a heater */
	uint32_t heat_orders;
	int heat_order_ticks; /* from one to the next */
	int heat_order_left;  /* until the next, while heat goes out */
	struct gate_head heads[HEADS_MAX];
};

void gate_init(struct gate *gate, const struct rig *rig);

/*
 * One tick: pressures, speeds and heat wanted in, actuation out. Unless the state is running or paused and every
 * command is inside it lets go: all-zero, but screws turn back. Heat only while running, where heat says that it
 * may go, and up to a measured SURFACE_MAX_C; heat_orders counts on once a second while some goes out. The enable
 * line toggles while armed, running or paused and healthy.
 */
void gate_step(struct gate *gate, struct actuation *actuation, enum state state,
	       const struct actuation *wanted, const struct ceilings *ceilings,
	       const struct belief *belief, const struct heat *heat);

/*
 * After gate_step in STATE_SELFTEST, and in no other state anything at all: lets the self-test's orders
 * pass as far as no head can move by them: a pressure under what the return spring holds, a screw at
 * PROOF_SPEED_M_S, no heat. Any other order lets go of everything.
 */
void gate_prove(struct gate *gate, struct actuation *actuation, enum state state,
		const struct proof_order *order);

#endif
