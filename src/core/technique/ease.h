/*
 * ease.h - from one value to another without a corner, and without a jerk.
 *
 * What is planned goes by ease_step, the path of least jerk from rest to rest (Flash and Hogan 1985, of how
 * people move their hands). What is asked for on the way, at any moment, goes through two lags.
 */
#ifndef CORE_TECHNIQUE_EASE_H
#define CORE_TECHNIQUE_EASE_H

#include <math.h>

/* Of ease_step, over a unit of its argument, at most: its third derivative, at the ends. Its slope,
 * half-way: EASE_STEEPEST of steepness.h. */
#define EASE_JERK 60.0

/* 0 up to 0, 1 from 1 on, level and straight at both ends: 10 t^3 - 15 t^4 + 6 t^5. */
static inline double ease_step(double t)
{
	if (!(t > 0.0)) {
		return 0.0;
	}
	return t < 1.0 ? t * t * t * (10.0 + t * (6.0 * t - 15.0)) : 1.0;
}

/*
 * A value behind two equal lags: never beyond what it follows, never steeper, and its third derivative at
 * most 4 / tau^2 of the steepest there.
 */
struct lagged {
	double value;
	double between;
};

static inline void lagged_toward(struct lagged *lagged, double to, double tau_s, double dt_s)
{
	const double part = dt_s / (tau_s + dt_s);

	lagged->between += part * (to - lagged->between);
	lagged->value += part * (lagged->between - lagged->value);
}

/* A value that follows what is asked for at a bounded rate, and without a jerk. */
struct eased {
	double value;
	double between;
	double ahead; /* at the bounded rate */
};

struct ease_pace {
	double up;    /* most, 1/s */
	double down;  /* most, 1/s */
	double tau_s; /* of both lags */
};

#define EASED_THERE 1e-9 /* nothing anybody could mean */

static inline struct eased eased_at(double value)
{
	return (struct eased){value, value, value};
}

/* One tick; ends on `to` exactly and never goes past it. */
static inline void eased_toward(struct eased *eased, double to, const struct ease_pace *pace,
				double dt_s)
{
	const double up = pace->up * dt_s;
	const double down = pace->down * dt_s;
	struct lagged lagged;

	if (fabs(to - eased->value) + fabs(to - eased->between) <= 0.0) {
		return; /* there, as mostly */
	}
	eased->ahead = to > eased->ahead + up     ? eased->ahead + up
		       : to < eased->ahead - down ? eased->ahead - down
						  : to;
	lagged = (struct lagged){eased->value, eased->between};
	lagged_toward(&lagged, eased->ahead, pace->tau_s, dt_s);
	eased->value = lagged.value;
	eased->between = lagged.between;
	if (fabs(to - eased->value) + fabs(to - eased->between) <= EASED_THERE) {
		*eased = eased_at(to);
	}
}

#endif
