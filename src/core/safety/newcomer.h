/*
 * newcomer.h - the confirm button at the rig, held in idle: another client lies there now.
 */
#ifndef CORE_SAFETY_NEWCOMER_H
#define CORE_SAFETY_NEWCOMER_H

#include <knead/state.h>

#include <stdbool.h>

#define NEWCOMER_HOLD_S 3.0 /* by nobody's accident [P] */

/* All-zero: whatever is held already counts for nothing until it was let go. */
struct newcomer {
	bool was_free; /* let go, in idle, before it was pressed */
	double held_s;
};

/*
 * One tick. True once a press, when it was held for NEWCOMER_HOLD_S without a break, idle all the
 * while and before: a button that sticks says nothing.
 */
bool newcomer_step(struct newcomer *newcomer, bool button, enum state state, double dt_s);

#endif
