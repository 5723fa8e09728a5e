/*
 * halts.h - when the rig lets go of somebody, pauses, or is armed no longer, by itself: what was sent before that
 * is too late then, as it is where somebody asked for it.
 *
 * Pure: time is an argument. All zero: nothing was seen yet.
 */
#ifndef NET_HALTS_H
#define NET_HALTS_H

#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

/* From a stop or pause that was heard until its state is seen here, at most [P]. */
#define HALTS_HEARD_NS 100000000LL

struct halts {
	enum state was;
	bool heard;
	int64_t heard_ns; /* a stop or pause, last */
};

/* Somebody asked for it. */
void halts_hear(struct halts *halts, int64_t t_ns);

/* The state now. True where it halted since the last call, and not because that was heard just before. */
bool halts_see(struct halts *halts, enum state state, int64_t t_ns);

#endif
