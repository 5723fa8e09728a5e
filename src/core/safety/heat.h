/*
 * heat.h - where heat may go, how much of it each place had, and whether the faces do what their heaters
 * are told. Independent of whatever makes the command.
 *
 * The account: minutes at 43 degC, R^(43 - T) of a minute for each minute that a face of T touches, R = 0.5
 * above 43 degC and 0.25 below (Sapareto and Dewey, Int. J. Radiat. Oncol. Biol. Phys. 10, 1984 [M]). At
 * HEAT_ACCOUNT_MIN the place is heated no more. No stop, pause or restart empties it, only
 * HEAT_FORGOTTEN_S without warmth there.
 */
#ifndef CORE_SAFETY_HEAT_H
#define CORE_SAFETY_HEAT_H

#include "core/safety/heated.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/memory.h>
#include <knead/rig.h>
#include <knead/screening.h>
#include <knead/setpoint.h>
#include <knead/state.h>
#include <knead/wish.h>

#include <stdbool.h>

#define HEAT_FORGOTTEN_S 43200.0 /* 12 h, as long as answers hold [P] */

struct heat_head {
	double account_min;
	double quiet_s;     /* since the account last grew */
	double unknown_s;   /* heat wanted and no reading, of late */
	double full_s;      /* at full power ... */
	double full_from_c; /* ... and how warm it was when that began */
	double idle_s;      /* without power ... */
	double idle_low_c;  /* ... and the coolest since it settled */
	double fall_c;      /* as cool as it can have got by itself since it was warmest */
	bool may;           /* be heated just now */
	bool failed;
	double still_band; /* readings this near are the same; negative: it cannot be told */
	double still_c;
	double still_most_s;
	double still_s; /* it showed the same for so long while heat went in */
};

/* All-zero: no heat anywhere. */
struct heat {
	struct heated turns;
	int turn;        /* whose turn it is in this tick, or HEATED_NONE */
	bool wanted;     /* some set-point asks for heat */
	bool failed;     /* some face does not do as it is told: a trip */
	int failed_head; /* which, from 0; HEAD_NONE while none */
	struct heat_head heads[HEADS_MAX];
};

void heat_init(struct heat *heat, const struct rig *rig);

/* What is kept from one start to the next. Accounts that are no number count as spent. */
void heat_recall(struct heat *heat, const struct memory *memory);
void heat_remember(const struct heat *heat, struct memory *memory);

/*
 * One tick, after the estimate: counts and judges one head in turn, by what went out in the last tick.
 * allowed: nothing that was answered before the session forbids heat.
 */
void heat_step(struct heat *heat, const struct belief *belief, const struct setpoint *setpoint,
	       const struct actuation *last, bool allowed);

/*
 * After the override: how warm each face shall be. Only while running and only where heat may go; never
 * above SURFACE_MAX_C, and what is no temperature is no heat.
 */
void heat_limit(struct heat *heat, struct setpoint *setpoint, enum state state,
		const struct wish *wish);

/* Whether this head may be heated just now. */
static inline bool heat_may(const struct heat *heat, int head)
{
	return heat->heads[head].may;
}

/* Whether this place had all the heat it may have, so that no session warms it before it is forgotten. */
static inline bool heat_is_spent(const struct heat *heat, int head)
{
	return !(heat->heads[head].account_min < HEAT_ACCOUNT_MIN);
}

#endif
