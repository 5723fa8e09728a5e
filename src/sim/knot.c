/* knot.c - see knot.h. */
#include "sim/knot.h"

#include <math.h>

#define KNOT_REST  0.2  /* of the excess, that stays after a release [P] */
#define RELEASE_S  2.0  /* time constant of letting go [P]: abrupt beside the tissue's own 8 s */
#define AT_REST    1e-4 /* of the excess, to go */
#define WELL_ABOVE 0.5  /* of the footprint: a head that covers less does not treat it [P] */

void knots_init(struct knots *knots, const struct patient *patient)
{
	*knots = (struct knots){.count = patient->knot_count};
	for (int i = 0; i < knots->count; i++) {
		knots->knots[i] = (struct knot_state){.knot = patient->knots[i], .excess = 1.0};
	}
}

static bool is_moving(const struct knot_state *at)
{
	return at->released && at->excess > KNOT_REST + AT_REST;
}

bool knots_are_moving(const struct knots *knots)
{
	for (int i = 0; i < knots->count; i++) {
		if (is_moving(&knots->knots[i])) {
			return true;
		}
	}
	return false;
}

/* Whether it lets go now. */
static bool hold(struct knot_state *at, double dt_s)
{
	at->held_s += at->held ? dt_s : -dt_s;
	at->held = false;
	if (!(at->held_s > 0.0)) {
		at->held_s = 0.0;
	}
	return at->knot.releases_s > 0.0 && at->held_s >= at->knot.releases_s;
}

int knots_step(struct knots *knots, double dt_s)
{
	int let_go = -1;

	for (int i = 0; i < knots->count; i++) {
		struct knot_state *at = &knots->knots[i];

		if (is_moving(at)) {
			at->excess = KNOT_REST + (at->excess - KNOT_REST) * exp(-dt_s / RELEASE_S);
		} else if (!at->released && hold(at, dt_s)) {
			at->released = true;
			let_go = i;
		}
	}
	return let_go;
}

/* (1 - (r/R)^2)^2: full in the middle, level at both ends. */
static double footprint(const struct knot *knot, const struct tissue *tissue, double x_m,
			double y_m)
{
	double reach_m = knot->radius_m + tissue->radius_m;
	double dx_m = knot->x_m + x_m - tissue->x_m;
	double dy_m = knot->y_m + y_m - tissue->y_m;
	double left = 1.0 - (dx_m * dx_m + dy_m * dy_m) / (reach_m * reach_m);

	return left > 0.0 ? left * left : 0.0;
}

double knots_under(struct knots *knots, const struct tissue *tissue, double x_m, double y_m,
		   double force_n)
{
	double stiffer = 1.0;

	for (int i = 0; i < knots->count; i++) {
		struct knot_state *at = &knots->knots[i];
		double part = footprint(&at->knot, tissue, x_m, y_m);

		stiffer += (at->knot.ratio - 1.0) * at->excess * part;
		at->held = at->held || (part >= WELL_ABOVE &&
					force_n >= KNOT_RELEASE_SHARE * tissue->comfort_n);
	}
	return stiffer;
}
