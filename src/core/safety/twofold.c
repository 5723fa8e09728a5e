#include "core/safety/twofold.h"

#include "core/safety/bound.h"
#include "core/safety/jump.h"
#include "core/safety/looks.h"

#include <string.h>

/* What is allowed to be apart, and for how long. [D] */
#define APART_N     8.0
#define APART_SHARE 0.15
#define APART_S     0.100
#define DOUBT_LOOKS 8 /* an air gauge that read nonsense is not asked again before */

void twofold_init(struct twofold *twofold, const struct head *head, double look_s)
{
	const struct actuator_spec *actuator = &head->actuator;

	memset(twofold, 0, sizeof(*twofold));
	twofold->area_m2 = actuator->area_m2;
	twofold->spring_n = actuator->release.spring_n;
	twofold->friction_n = actuator->friction.breakaway_n; /* no learned one loosens this */
	twofold->viscous_n_s_m = actuator->friction.viscous_n_s_m;
	twofold->travel_m = actuator->travel_m;
	twofold->looks_per_ns = 1e-9 / look_s;
	twofold->apart_enough = looks_in(APART_S, look_s);
}

/* A gauge that reads nonsense now and then reads it between as well: what it says is no evidence. */
static void doubt(struct twofold *twofold, const struct head_belief *belief)
{
	if (!belief->pressure_known) {
		twofold->doubt_looks = DOUBT_LOOKS;
	} else {
		twofold->doubt_looks -= twofold->doubt_looks > 0;
	}
}

static void remember(struct twofold *twofold, const struct head_belief *belief)
{
	const double push_n = belief->pressure_pa * twofold->area_m2 - twofold->spring_n;
	const double drag_n =
		belief->position_known ? twofold->viscous_n_s_m * belief->speed_m_s : 0.0;
	const bool at_end =
		belief->position_known && belief->position_m > twofold->travel_m - PLACE_OFF_M;

	/* what presses its own stop can press anything else, too */
	twofold->past_n[twofold->seen_looks % TWOFOLD_PAST] =
		at_end ? belief->force_n : push_n - drag_n;
	twofold->seen_looks =
		twofold->seen_looks < 2 * TWOFOLD_PAST ? twofold->seen_looks + 1 : TWOFOLD_PAST + 1;
}

void twofold_see(struct twofold *twofold, const struct head_belief *belief)
{
	doubt(twofold, belief);
	remember(twofold, belief);
}

/*
 * The air's force as it was when the other was taken: between two looks. A piston at rest on its stop presses
 * nobody, however hard its spring pulls.
 */
bool twofold_is_apart(struct twofold *twofold, const struct head_belief *belief)
{
	const double looks = (double)belief->force_age_ns * twofold->looks_per_ns;
	const unsigned ago =
		looks >= 0.0 && looks < TWOFOLD_PAST - 1 ? (unsigned)looks : TWOFOLD_PAST;
	const unsigned at = twofold->seen_looks;
	double now_n;
	double then_n;
	double tell_n;
	double most_n;

	if (!belief->pressure_known || ago + 2 > TWOFOLD_PAST || at < ago + 2) {
		twofold->apart_looks = 0;
		return false;
	}
	now_n = twofold->past_n[(at - 1 - ago) % TWOFOLD_PAST];
	then_n = twofold->past_n[(at - 2 - ago) % TWOFOLD_PAST];
	if (now_n < then_n) {
		const double swap_n = now_n;

		now_n = then_n;
		then_n = swap_n;
	}
	now_n = larger(now_n, 0.0);
	then_n = larger(then_n, 0.0);
	most_n = larger(belief->force_n, now_n);
	tell_n = larger(APART_N, APART_SHARE * most_n) + twofold->friction_n;
	return lasts(&twofold->apart_looks,
		     !(belief->force_n - now_n <= tell_n && then_n - belief->force_n <= tell_n),
		     twofold->apart_enough);
}
