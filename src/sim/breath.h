/*
 * breath.h - the breathing of the simulated person: one phase for the whole trunk.
 *
 * A rotating pair instead of a sine each step. The skin rises by amplitude x share toward the head.
 */
#ifndef KNEAD_SIM_BREATH_H
#define KNEAD_SIM_BREATH_H

struct breath {
	double cosine; /* of the phase; 1 is breathed out */
	double sine;
	double rate_hz;
	double turn_cosine; /* of the phase one sub-step covers */
	double turn_sine;
	double share;       /* 0 breathed out .. 1 breathed in */
	double share_per_s; /* its slope */
};

/* Starts at phase_rad; breath_pace must follow before the first advance. */
void breath_init(struct breath *breath, double rate_hz, double phase_rad);

/* How long each advance lasts from now on. */
void breath_pace(struct breath *breath, double rate_hz, double step_s);

void breath_advance(struct breath *breath);

#endif
