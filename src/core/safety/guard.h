/*
 * guard.h - a person who tenses under a head pushes it back: the head backs off by itself.
 *
 * A force that rises while nobody asked for more is the person, and so is a head that is pushed back.
 * Breath, a stroke under way and the head's own friction raise it too, but by less: the margin grows with
 * the friction its file names, with the force, and with how far it lately fell by itself. What comes faster
 * than muscles tense is a cough: it is judged when it is over. A head so pushed yields to GUARD_SHARE of
 * what it was asked for, stays there for GUARD_HOLD_S and comes back slowly; at once where it turns out
 * that a cough had pushed it.
 */
#ifndef CORE_SAFETY_GUARD_H
#define CORE_SAFETY_GUARD_H

#include "core/safety/ceiling.h"

#include <knead/belief.h>
#include <knead/rig.h>
#include <knead/setpoint.h>
#include <knead/wish.h>

#include <stdbool.h>
#include <stdint.h>

#define GUARD_SHARE  0.75 /* below 0.8 of what hurts, muscles let go again [M] */
#define GUARD_HOLD_S 5.0  /* in which they relax [M] */
#define GUARD_PASTS  3    /* looked back at, PAST_S apart: muscles tense in 0.3 s [M] */

struct guard_past {
	int64_t t_ns;
	double force_n;
	double wanted_n;
	double position_m;
	double rise_m_s; /* of the skin, as the breath is known */
	bool position_known;
};

struct guard_head {
	double margin_n;                     /* of a rise, before its share of the force */
	double sway_n;                       /* how far the force fell lately when nobody asked */
	int past_count;                      /* since it began to press */
	int pushed;                          /* turns in a row that the person pushed ... */
	int64_t pushed_t_ns;                 /* ... since then, ... */
	double pushed_n;                     /* ... when it was so much */
	bool on_bone;                        /* as felt when it was last loaded */
	bool shaken;                         /* too fast for a muscle, ... */
	int64_t shaken_t_ns;                 /* ... and that began then */
	bool yields;                         /* and does not come back yet */
	int64_t yield_t_ns;                  /* of the yield, ... */
	struct guard_past before;            /* ... as it was before it was pushed, ... */
	double before_n_m;                   /* ... the secant then, ... */
	bool judged;                         /* ... and whether it was looked at once more */
	struct guard_past past[GUARD_PASTS]; /* oldest first */
};

struct guard {
	int head_count;
	int turn;       /* the head that is looked at next */
	uint32_t times; /* it backed off, so far */
	struct guard_head heads[HEADS_MAX];
};

void guard_init(struct guard *guard, const struct rig *rig);

/* One tick: one head in turn. Belief, set-point and wish are of the same tick. */
void guard_step(struct guard *guard, struct ceilings *ceilings, const struct belief *belief,
		const struct setpoint *setpoint, const struct wish *wish, int64_t t_ns);

#endif
