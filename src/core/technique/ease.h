/*
 * ease.h - from one value to another without a corner.
 */
#ifndef CORE_TECHNIQUE_EASE_H
#define CORE_TECHNIQUE_EASE_H

#include <math.h>

#define EASE_STEEPEST 1.5 /* of ease_step, over a unit of its argument: half-way */

/* 0 up to 0, 1 from 1 on, level at both ends: 3 t^2 - 2 t^3. */
static inline double ease_step(double t)
{
	if (!(t > 0.0)) {
		return 0.0;
	}
	return t < 1.0 ? t * t * (3.0 - 2.0 * t) : 1.0;
}

/* A value that follows what is asked for at a bounded rate, which itself changes gradually. */
struct eased {
	double value;
	double rate; /* 1/s */
};

struct ease_pace {
	double up;   /* most, 1/s */
	double down; /* most, 1/s */
	double gain; /* of the rate, 1/s^2 */
};

/* One tick; ends on `to` exactly and never goes past it. */
static inline void eased_toward(struct eased *eased, double to, const struct ease_pace *pace,
				double dt_s)
{
	const double missing = to - eased->value;
	const double step = pace->gain * dt_s;
	double most;
	double braking;
	double rate;

	if (fabs(missing) + fabs(eased->rate) <= 0.0) {
		return; /* there, as mostly */
	}
	most = missing > 0.0 ? pace->up : pace->down;
	braking = sqrt(2.0 * pace->gain * fabs(missing));
	rate = copysign(braking < most ? braking : most, missing);
	if (rate > eased->rate + step) {
		rate = eased->rate + step;
	} else if (rate < eased->rate - step) {
		rate = eased->rate - step;
	}
	if (fabs(missing) <= fabs(rate) * dt_s || fabs(missing) <= step * dt_s) {
		*eased = (struct eased){.value = to};
		return;
	}
	eased->rate = rate;
	eased->value += rate * dt_s;
}

#endif
