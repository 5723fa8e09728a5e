#include "core/safety/place.h"

#include "core/safety/bound.h"

#include <knead/kept_out.h>

#include <math.h>

#define PI 3.14159265358979323846

static double cap_n(double x_m, double y_m, double radius_m, double height_m)
{
	const struct kept_out *place = kept_out_at(x_m, y_m, radius_m, height_m);

	return place == NULL ? FORCE_HARD_N : place->cap_n;
}

struct place place_of(enum region named, double x_m, double y_m, double area_m2, double height_m)
{
	const double radius_m = sqrt(area_m2 / PI);
	/* The neck ends at C7, where x_m is 0 for every height. The rim counts. */
	const bool clear_of_neck = x_m - radius_m >= region_facts(REGION_NECK)->x_to_m;

	return (struct place){
		.cap_n = lowest(cap_n(x_m, y_m, radius_m, BODY_HEIGHT_M),
				cap_n(x_m, y_m, radius_m, height_m)),
		.share = kept_share(clear_of_neck ? named : REGION_NECK),
	};
}
