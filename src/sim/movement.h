/*
 * movement.h - how a part of the body gets from one place to another: with least jerk.
 */
#ifndef KNEAD_SIM_MOVEMENT_H
#define KNEAD_SIM_MOVEMENT_H

/* Part 0 .. 1 of a movement of length_s begun age_s ago, least jerk, and its slope. */
static inline double part_moved(double age_s, double length_s, double *per_s)
{
	double u = age_s / length_s;

	if (!(u < 1.0)) {
		*per_s = 0.0;
		return 1.0;
	}
	*per_s = 30.0 * u * u * (1.0 - u) * (1.0 - u) / length_s;
	return u * u * u * (10.0 + u * (6.0 * u - 15.0));
}

#endif
