/*
 * breath.h - the breathing of the simulated person: one phase for the whole trunk.
 *
 * The skin rises by amplitude x share toward the head. No two breaths are alike: length and depth
 * are drawn anew where the breath is out, and there the skin stands still, so that neither its
 * place nor its speed jumps. The share is a function of the time only, whatever the steps.
 */
#ifndef KNEAD_SIM_BREATH_H
#define KNEAD_SIM_BREATH_H

#include "sim/noise.h"

#include <knead/patient.h>

struct breath {
	double phase;       /* 0 .. 1 of this breath; 0 is breathed out */
	double per_s;       /* this breath's */
	double depth;       /* this breath's, 1 in the mean */
	double deeper;      /* factor of the next breath alone */
	double share;       /* 0 breathed out .. depth breathed in */
	double share_per_s; /* its slope */
	double rate_hz;
	double length_spread;
	double depth_spread;
	struct noise noise;
};

/* Somewhere in a first breath. */
void breath_init(struct breath *breath, const struct breathing *breathing, uint64_t seed);

void breath_advance(struct breath *breath, double step_s);

/* The next breath is factor times as deep as it would have been, and slower. */
void breath_deepen(struct breath *breath, double factor);

#endif
