/*
 * twofold.h - whether the two channels of a head bear each other out: the force that is felt, and the one that
 * its air presses.
 */
#ifndef CORE_SAFETY_TWOFOLD_H
#define CORE_SAFETY_TWOFOLD_H

#include <knead/belief.h>
#include <knead/rig.h>

#include <stdbool.h>

#define TWOFOLD_PAST 8 /* looks that are remembered: as old as a force sample may be */

struct twofold {
	double area_m2;
	double spring_n;
	double friction_n; /* breakaway */
	double viscous_n_s_m;
	double travel_m;
	double looks_per_ns;
	int apart_enough;            /* so many looks are long enough */
	double past_n[TWOFOLD_PAST]; /* what the air presses, look by look */
	unsigned seen_looks;         /* since the first, up to TWOFOLD_PAST */
	int doubt_looks;             /* until the air gauge is believed again */
	int apart_looks;
};

/* Of a head with an air gauge. look_s: from look to look. */
void twofold_init(struct twofold *twofold, const struct head *head, double look_s);

/* A look: what the air presses is remembered. */
void twofold_see(struct twofold *twofold, const struct head_belief *belief);

/* After it: whether the two were apart for 100 ms. Asked of less looks than were seen, it waits for longer. */
bool twofold_is_apart(struct twofold *twofold, const struct head_belief *belief);

/* Whether the air gauge is believed: not one that read nonsense lately. */
static inline bool twofold_trusts_air(const struct twofold *twofold)
{
	return twofold->doubt_looks == 0;
}

#endif
