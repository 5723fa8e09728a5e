/*
 * hold_stay.h - while a place is held: what is felt there, and when it is enough.
 */
#ifndef CORE_TECHNIQUE_HOLD_STAY_H
#define CORE_TECHNIQUE_HOLD_STAY_H

#include "core/technique/stroke.h"

#include <stdbool.h>

#define TRAVEL_MIN_S 0.3 /* from place to place, through the air [P] */

/* How long a press of this force takes to rise, and to fall. */
double hold_ramp_s(const struct stroke *stroke, double force_n);

/* Seconds of a visit to one place beside its hold. */
double hold_around_s(const struct stroke *stroke, double force_n);

/* One tick of a hold that is over, or not begun: what drifted and grew in it comes to rest gradually. */
void hold_settle(struct hold *hold, const struct stroke *stroke, double dt_s);

/* The place of the list that this bout compresses, or NULL. */
struct trigger_view *hold_treated(const struct motion *motion, const struct scene *scene);

/*
 * One tick of it. True: the hold is over, for its time has come, the place has released or gives no
 * more, or it was pressed as long as a place may be.
 */
bool hold_stay(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
	       const struct pace *pace, double force_n, double dt_s);

#endif
