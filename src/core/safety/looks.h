/*
 * looks.h - time and patience counted in looks, of which each head has one now and then.
 */
#ifndef CORE_SAFETY_LOOKS_H
#define CORE_SAFETY_LOOKS_H

#include <math.h>
#include <stdbool.h>

/* So many looks, look_s apart, are no shorter than that. */
static inline int looks_in(double seconds, double look_s)
{
	return (int)ceil(seconds / look_s - 1e-9);
}

/* One more look at what may not last, or none. Whether it lasted. */
static inline bool lasts(int *looks, bool is, int enough)
{
	*looks = is ? *looks + (*looks < enough) : 0;
	return *looks >= enough;
}

#endif
