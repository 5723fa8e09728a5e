#include "core/control/press_care.h"

#include <math.h>

#define FINE_SHARE \
	0.8 /* of little error that is pushed against on top, under a light target, and ... */
#define FINE_ERROR_N 0.5  /* ... of so much of it */
#define LOSING_N     0.35 /* too little, and a resting head may lose the skin: ... */
#define LOSING_SHARE 0.7  /* ... so much of what is beyond that is pushed more */
#define YIELDS_N     0.4  /* too much, at a first touch: ... */
#define YIELDS_SHARE 2.0  /* ... so much of what is beyond that is pushed less */

void press_care_bear(struct press_care *care, enum press_kind press)
{
	static const double plain_error_n[] = {
		[PRESS_REST] = LOSING_N, [PRESS_LIGHT] = -HUGE_VAL, [PRESS_HEAVY] = HUGE_VAL};

	care->plain_error_n = plain_error_n[press];
}

void press_care_touch(struct press_care *care, const struct dry_friction *friction)
{
	care->yields = friction->found;
}

double press_care_finely_n(const struct air_drive *drive, const struct head_setpoint *to,
			   const struct head_belief *belief, double push_n, double then_n)
{
	push_n -= air_drive_finely_less_n(drive, to->ahead_rate_n_s);
	if (belief->force_age_ns <= PRESS_OLD_NS) {
		push_n += FINE_SHARE *
			  air_drive_little_n(to->at_sample_n - belief->force_n, FINE_ERROR_N);
	}
	return air_drive_finely_driven_n(drive, push_n, then_n);
}

double press_care_at_rest_n(struct press_care *care, const struct dry_friction *friction,
			    double missing_n)
{
	if (missing_n > LOSING_N) {
		care->yields = false;
		return LOSING_SHARE * (missing_n - LOSING_N);
	}
	if (care->yields && friction->taken == 0 && missing_n < -YIELDS_N) {
		return YIELDS_SHARE * (missing_n + YIELDS_N);
	}
	return 0.0;
}
