/*
 * deed.h - what an actuator does of what it was ordered: whether it stays behind, does more, loses air, gives all
 * it has in vain, and whether its dump opens.
 */
#ifndef CORE_SAFETY_DEED_H
#define CORE_SAFETY_DEED_H

#include "core/safety/nut.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/condition.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

#include <stdbool.h>

struct deed {
	/* what the rig file says of it */
	bool air;
	bool screw;
	double look_s;
	double area_m2;
	double spring_n;
	double bound_n;    /* of what may be ordered */
	double fill_share; /* of its way that the pressure goes from look to look */
	double vent_share;
	double play_pa;
	double mean_share; /* of a look in a mean over LEAK_MEAN_S */
	int follow_enough; /* so many looks are long enough */
	int leak_enough;
	int full_enough;
	int rest_enough;
	int dump_looks;   /* after opening: then the dump shows whether it did, at the latest ... */
	int tell_looks;   /* ... and this time; 0: never */
	int latch_least;  /* sooner a latch does not show it */
	double dump_left; /* no more than this share of the pressure is there then; 0: cannot tell */

	bool shut;      /* the dump, at the look before */
	double ordered; /* Pa, at the look before */
	double regulated_pa;
	double model_pa;  /* what the orders make of the pressure */
	double before_pa; /* measured at the look before */
	double slow_n;    /* its mean distance from the measured one */
	double opened_pa; /* when the dump opened ... */
	double opened_m;
	int open_looks; /* ... so many looks ago */
	int lags_looks;
	int runs_looks;
	int leak_looks;
	int full_looks;

	struct nut nut; /* a screw's */
};

/* tick_s and look_s: from tick to tick, and from look to look. A screw's nut has its nut_tick at every tick. */
void deed_init(struct deed *deed, const struct head *head, double tick_s, double look_s);

/*
 * A look; order and to are of the tick before. Without seen, what its gauge or position says is no evidence;
 * from_m is where it stood at the look before. Returns what was found, or COND_COUNT.
 */
enum condition deed_look(struct deed *deed, const struct head_belief *belief,
			 const struct head_actuation *order, const struct head_setpoint *to,
			 double ceiling_n, bool seen, double from_m);

#endif
