/*
 * mover.h - a person who moves, sits up, or is pulled by a cable under a head that presses: the head gives
 * way at once, and the session pauses.
 *
 * What tells is the way of a head that its force does not explain: it goes in without meeting more, or is
 * pushed out without meeting less, or finds nobody where it just pressed.
 */
#ifndef CORE_SAFETY_MOVER_H
#define CORE_SAFETY_MOVER_H

#include "core/safety/ceiling.h"

#include <knead/belief.h>
#include <knead/rig.h>
#include <knead/state.h>
#include <knead/wish.h>

#include <stdbool.h>
#include <stdint.h>

#define MOVED_M      0.015 /* half more than a cough, thrice a deep breath [P] ... */
#define MOVED_S      0.3   /* ... within this long */
#define MOVED_LOST_S 2.0   /* nobody there: after a cough a head has found them again by then [P] */
#define MOVER_TICKS  2     /* every so many ticks it has a step ... */
#define MOVER_TURN_S 0.1   /* ... so large that each head has its turn within this long */

struct mover_head {
	bool pressed; /* lately, above DWELL_N */
	int64_t pressed_t_ns;
	int64_t then_t_ns; /* of the two below; 0: none */
	double then_m;
	double then_n;
};

struct mover {
	int head_count;
	int turn;     /* the head that is looked at next */
	int per_step; /* heads looked at in one step */
	bool moved;   /* since the session last went on */
	int moved_head;
	uint64_t retracted; /* heads that gave way, a bit each */
	struct mover_head heads[HEADS_MAX];
};

void mover_init(struct mover *mover, const struct rig *rig);

/*
 * A step, every MOVER_TICKS: the turns of one or more heads, while running; each has its own within
 * MOVER_TURN_S. What gave way comes back once the session goes on again.
 */
void mover_step(struct mover *mover, struct ceilings *ceilings, enum state state,
		const struct belief *belief, const struct wish *wish, int64_t t_ns);

#endif
