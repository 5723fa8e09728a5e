/*
 * conditions.h - what is true of this tick, a bit each. Judges; changes no state but its own
 * counters.
 */
#ifndef CORE_SAFETY_CONDITIONS_H
#define CORE_SAFETY_CONDITIONS_H

#include "core/safety/ceiling.h"
#include "core/safety/client.h"
#include "core/safety/witness.h"

#include <knead/belief.h>
#include <knead/command.h>
#include <knead/condition.h>
#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

/* What the conditions need to know of the rest of the controller. */
struct situation {
	enum state state;
	int64_t since_ns;    /* when this state was entered */
	bool configured;     /* a rig and a technique are there */
	bool session_over;   /* as of the last tick */
	bool technique_fits; /* the chosen one, as things are now */
	double intensity;    /* in use, as of the last tick */
	bool gate_refused;   /* in the last tick */
	int gate_head;       /* which, or HEAD_NONE */
	bool proved;         /* the self-test proved what it can, as of the last tick */
	bool proving;        /* it asks heads to fill and to let go, or found something broken */
	bool proof_failed;   /* it found something broken: */
	enum condition proof_why;
	int proof_head;   /* which, or HEAD_NONE */
	bool moved;       /* the person did, as of the last tick */
	bool off;         /* a head answers otherwise than believed, as of the last tick */
	bool zero_far;    /* a force sensor at rest is not at its zero, likewise */
	bool heat_failed; /* a heated face does not do as it is told, as of the last tick */
	int heat_head;    /* which, or HEAD_NONE */
	const struct actuation *last;    /* of the last tick, as is ... */
	const struct setpoint *setpoint; /* ... this; NULL: nobody compares */
};

struct judge {
	int head_count;
	double dt_s;                /* the loop's period */
	bool any_real;              /* a real device is configured */
	bool rig_mode;              /* the network must show that it lives */
	double in_trunk[HEADS_MAX]; /* 1 or 0 */
	int late_count;             /* heads whose force is read late */
	uint8_t late[HEADS_MAX];
	bool any_over;               /* one of the following is not 0 */
	uint8_t over[HEADS_MAX];     /* samples over the ceiling in a row */
	int64_t air_t_ns[HEADS_MAX]; /* of the last one of air among them */
	struct presses seen;
	bool reset_held;
	uint32_t confirms; /* presses of the confirm button so far */
	uint32_t lease;    /* of the tick before */
	uint32_t write_errors;
	uint32_t overruns;
	int64_t overrun_t_ns[OVERRUNS_IN_1_S]; /* the last ones, oldest first */
	int64_t last_t_ns;                     /* of the frame before; 0: there was none */
	double stop_torn_s;                    /* that the stop's contacts have not agreed */
	double sum_high_s;
	double quiet_s;
	bool letting_go;
	struct witness witness;
	int64_t let_go_t_ns; /* when that began: no fault or self-test after it starts a new time */
};

void judge_init(struct judge *judge, const struct rig *rig);

/* One tick. dt_s must be the loop's period; one that is not makes COND_IMPOSSIBLE. */
void judge_step(struct judge *judge, struct conditions *conditions,
		const struct situation *situation, const struct frame *frame,
		const struct belief *belief, const struct ceilings *ceilings,
		const struct command *command, const struct client *client, double dt_s);

#endif
