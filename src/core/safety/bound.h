/*
 * bound.h - comparisons, and what becomes of what is no number.
 */
#ifndef CORE_SAFETY_BOUND_H
#define CORE_SAFETY_BOUND_H

/* What a sum must be multiplied by to be inside its limit; 0 for a sum that is no number. */
static inline double share_of(double limit, double sum)
{
	if (sum <= limit) {
		return 1.0;
	}
	return sum > limit ? limit / sum : 0.0;
}

/* The lesser of two; 0 where either is no number. */
static inline double lowest(double a, double b)
{
	if (a <= b) {
		return a;
	}
	return b <= a ? b : 0.0;
}

/* The greater of two; b where a is no number. */
static inline double larger(double a, double b)
{
	return a > b ? a : b;
}

#endif
