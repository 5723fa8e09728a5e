/*
 * knot.h - the trigger points of the simulated person: how much stiffer they make the tissue under
 * a head, and when they let go.
 *
 * A head right above one meets its full ratio; it fades smoothly to nothing where the two rims
 * part. Pressed above its share of comfort for long enough, a knot releases: at that moment, and
 * not gradually, the stiffness begins to fall. Some never do.
 */
#ifndef KNEAD_SIM_KNOT_H
#define KNEAD_SIM_KNOT_H

#include "sim/tissue.h"

#include <knead/patient.h>

#include <stdbool.h>

struct knot_state {
	struct knot knot;
	double excess; /* 1 while whole, KNOT_REST when long released */
	double held_s; /* above its share of comfort; runs down as it ran up */
	bool held;     /* by some head, since the last step */
	bool released;
};

struct knots {
	int count;
	struct knot_state knots[KNOTS_MAX];
};

void knots_init(struct knots *knots, const struct patient *patient);

/* dt_s later. Returns the index of a knot that let go in it, or -1. */
int knots_step(struct knots *knots, double dt_s);

/* Whether some stiffness is changing just now. */
bool knots_are_moving(const struct knots *knots);

/*
 * How much stiffer the tissue under that head is, the body having shifted by x_m, y_m; force_n is
 * what the head presses with.
 */
double knots_under(struct knots *knots, const struct tissue *tissue, double x_m, double y_m,
		   double force_n);

#endif
