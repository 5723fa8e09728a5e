/*
 * footprint.h - how a virtual hand's pressure fades from its centre: (1 - (r/R)^2)^2, full in the
 * middle, level at both ends, no square root and no sine.
 */
#ifndef CORE_TECHNIQUE_FOOTPRINT_H
#define CORE_TECHNIQUE_FOOTPRINT_H

/* Share of the hand's force at a distance whose square is r2_m2, within a radius whose square is given. */
static inline double footprint_share(double r2_m2, double radius2_m2)
{
	double left = 1.0 - r2_m2 / radius2_m2;

	return left > 0.0 ? left * left : 0.0;
}

#endif
