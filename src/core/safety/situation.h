/*
 * situation.h - what those who judge a tick need to know of the rest of the controller.
 */
#ifndef CORE_SAFETY_SITUATION_H
#define CORE_SAFETY_SITUATION_H

#include <knead/actuation.h>
#include <knead/condition.h>
#include <knead/setpoint.h>
#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

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
	bool still;       /* one shows the same again and again at rest, likewise */
	bool heat_failed; /* a heated face does not do as it is told, as of the last tick */
	int heat_head;    /* which, or HEAD_NONE */
	const struct actuation *last;    /* of the last tick, as is ... */
	const struct setpoint *setpoint; /* ... this; NULL: nobody compares */
};

/* Where somebody may be pressed, or is about to be. */
static inline bool state_may_press(enum state state)
{
	return state == STATE_ARMED || state == STATE_RUNNING || state == STATE_PAUSED;
}

#endif
