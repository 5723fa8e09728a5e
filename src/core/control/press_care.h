/*
 * press_care.h - what the press of a few heads at a time needs besides: one under a light target, and one at rest
 * that is about to lose the skin, or has just met it for the first time.
 *
 * Little of an error, and what little is missing of a push, is met sooner under a light target, where guard.c hears no
 * muscle that a head would hide so. A head that rests and comes off the skin comes back too hard: so a skin that
 * falls away from a piston that sticks is followed before it is lost. And at a first touch, where nobody knows yet
 * what holds the piston on its way out, it yields to a skin that rises: until it has told, or has yielded too far, as
 * it would swing by that otherwise. Found by trial on sim-16: the nominal patient, and the cohort. [P]
 */
#ifndef CORE_CONTROL_PRESS_CARE_H
#define CORE_CONTROL_PRESS_CARE_H

#include "core/control/air_drive.h"
#include "core/control/dry_friction.h"

#include <knead/belief.h>
#include <knead/setpoint.h>

#include <stdbool.h>

#define PRESS_REST_N 2.0 /* no heavier, and a head only rests */
#define PRESS_LIGHT_N \
	10.0 /* no heavier, and guard.c hears no muscle: none that a head would hide that yields at once */
#define PRESS_OLD_NS \
	10000000 /* an error that was felt longer ago tells little of what is felt now */

struct press_care {
	double plain_error_n; /* none is needed up to such an error, either way */
	bool yields;          /* it touched for the first time, and has not yielded too far yet */
};

/* What a head presses a target with. */
static inline enum press_kind press_care_kind(double target_n)
{
	if (__builtin_expect(!(target_n > PRESS_REST_N), true)) {
		return PRESS_REST; /* as most do */
	}
	return target_n > PRESS_LIGHT_N ? PRESS_HEAVY : PRESS_LIGHT;
}

/* It is to press with that from now on. */
void press_care_bear(struct press_care *care, enum press_kind press);

/* It touches: where its friction is to be learned on the skin and has told nothing yet, it will yield. */
void press_care_touch(struct press_care *care, const struct dry_friction *friction);

/* Under a light target: what is to be asked for beyond the spring, with the units of air_drive_driven_n. */
double press_care_finely_n(const struct air_drive *drive, const struct head_setpoint *to,
			   const struct head_belief *belief, double push_n, double then_n);

/* At rest, where so much is missing: to be pushed on top, or less than none. */
double press_care_at_rest_n(struct press_care *care, const struct dry_friction *friction,
			    double missing_n);

#endif
