/*
 * supervisor.h - conditions in, state out, by one const table. Keeps the first cause.
 */
#ifndef CORE_SAFETY_SUPERVISOR_H
#define CORE_SAFETY_SUPERVISOR_H

#include "core/safety/latch.h"

#include <knead/condition.h>
#include <knead/state.h>

#include <stdint.h>

/* All-zero: STATE_BOOT, nothing may press. */
struct supervisor {
	enum state state;
	enum condition
		reason; /* why it was entered; in idle after a release: why it was released */
	int64_t since_ns;
	struct latch latch;
	uint64_t trips; /* every trip since the latch was set */
};

/* One tick; at most one change of state. */
void supervisor_step(struct supervisor *supervisor, const struct conditions *conditions,
		     int64_t t_ns);

#endif
