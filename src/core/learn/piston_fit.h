/*
 * piston_fit.h - return spring and friction of a piston, from ramps up and down against a soft pad.
 *
 * What the pressure pushes and the pad does not feel, r = pressure x area - force, is the spring plus
 * friction against the motion. So r runs round a loop: its height at rest, before each slip, is twice
 * breakaway; while it slides, twice sliding friction and what grows with speed; its middle is the spring
 * (the break-away and sliding test of friction identification: Armstrong-Helouvry, Dupont, Canudas de
 * Wit, Automatica 30, 1994). Speed is taken from how fast the force on the pad changes: no position
 * sensor is needed, and the pad need not be known, if only it gives.
 */
#ifndef CORE_LEARN_PISTON_FIT_H
#define CORE_LEARN_PISTON_FIT_H

#include "core/learn/trace.h"

#include <stdbool.h>

struct piston_fit {
	bool holds; /* the two below are known */
	double breakaway_n;
	double spring_n; /* by the middle of the loop at rest */
	bool slides;     /* the two below are known */
	double sliding_n;
	double sliding_spring_n; /* by the middle of the loop while sliding */
};

/* Spans of time, in seconds of the trace. */
struct span {
	double from_s;
	double to_s;
};

/* up, down: the slow ramps; all: the slow and the faster ones. */
void piston_fit(struct piston_fit *fit, const struct trace *trace, double area_m2,
		const struct span *up, const struct span *down, const struct span *faster,
		int faster_count);

#endif
