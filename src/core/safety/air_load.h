/*
 * air_load.h - what the air of each head presses with, beside what its cell says: the witness sees it, head
 * by head in turn, and limits count whichever says more.
 */
#ifndef CORE_SAFETY_AIR_LOAD_H
#define CORE_SAFETY_AIR_LOAD_H

#include <knead/rig.h>

/* A head without a gauge has no bound and presses nobody, as far as its air is asked. */
struct air_load {
	double most_pa[HEADS_MAX]; /* more air than that presses more than the head may */
	double least_n
		[HEADS_MAX]; /* through the spring and against all friction: of two looks the lower */
	double beyond_n;     /* by how much all of these together were more than the forces */
};

#endif
