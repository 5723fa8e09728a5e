#include "core/safety/jump.h"

#include "core/safety/looks.h"

#include <math.h>
#include <string.h>

#define JUMP_M_S 0.5 /* no piston here moves faster */
#define JUMPS    2
#define SETTLE_S 1.0 /* after a jump, at a piston's pace: it stands where it says [P] */

void jump_init(struct jump *jump, const struct head *head, double look_s)
{
	const double period_s = 1.0 / head->sensor.position.rate_hz;

	memset(jump, 0, sizeof(*jump));
	jump->travel_m = head->actuator.travel_m;
	jump->way_m = JUMP_M_S * (look_s + period_s) + PLACE_OFF_M;
	jump->settle_enough = looks_in(SETTLE_S, look_s);
}

static bool is_inside(const struct jump *jump, double place_m)
{
	return place_m >= -PLACE_OFF_M && place_m <= jump->travel_m + PLACE_OFF_M;
}

bool jump_is_none(const struct jump *jump, const struct head_belief *belief)
{
	return belief->position_known && jump->placed && is_inside(jump, belief->position_m) &&
	       fabs(belief->position_m - jump->place_m) <= jump->way_m;
}

/* It stands where it may be. What it says again and again at a piston's pace is so: then it was moved. */
static void place(struct jump *jump, double place_m)
{
	jump->place_m = place_m;
	jump->placed = true;
	jump->jump_looks = 0;
	jump->settle_looks = 0;
}

bool jump_look(struct jump *jump, const struct head_belief *belief)
{
	const double place_m = belief->position_m;

	if (!belief->position_known) { /* where it comes to meanwhile, nobody sees */
		jump->placed = false;
		jump->jump_looks = 0;
		return false;
	}
	if (is_inside(jump, place_m) &&
	    (!jump->placed || fabs(place_m - jump->place_m) <= jump->way_m)) {
		place(jump, place_m);
		return false;
	}
	jump->settle_looks =
		is_inside(jump, place_m) && fabs(place_m - jump->jumped_m) <= jump->way_m
			? jump->settle_looks + 1
			: 0;
	jump->jumped_m = place_m;
	if (jump->settle_looks >= jump->settle_enough) {
		place(jump, place_m);
		return false;
	}
	jump->jump_looks += jump->jump_looks < JUMPS;
	return jump->jump_looks >= JUMPS;
}
