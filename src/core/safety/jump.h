/*
 * jump.h - whether a head's position is where no piston can be, or come to in the time.
 */
#ifndef CORE_SAFETY_JUMP_H
#define CORE_SAFETY_JUMP_H

#include <knead/belief.h>
#include <knead/rig.h>

#include <stdbool.h>

#define PLACE_OFF_M 0.002 /* and no piston stands that far outside its travel */

struct jump {
	double travel_m;
	double way_m; /* no piston moves further from look to look */
	int settle_enough;
	double place_m;  /* at the last look without a jump ... */
	bool placed;     /* ... if there was one since it was last unknown */
	double jumped_m; /* at the last look with one */
	int jump_looks;
	int settle_looks; /* since a jump, in which it went no further than a piston can */
};

/* Of a head with a position sensor. look_s: from look to look. */
void jump_init(struct jump *jump, const struct head *head, double look_s);

/* Whether it came from where it was at the look before as a piston can: a jump is no way that anything went. */
bool jump_is_none(const struct jump *jump, const struct head_belief *belief);

/* A look. Whether it has jumped again and again. */
bool jump_look(struct jump *jump, const struct head_belief *belief);

#endif
