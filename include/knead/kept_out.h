/*
 * kept_out.h - where on the body nothing, or little, may be pressed: compiled in, for a person of
 * BODY_HEIGHT_M, scaled with the client's height.
 *
 * A head is a disc; what a place spares is spared of every part of it.
 */
#ifndef KNEAD_KEPT_OUT_H
#define KNEAD_KEPT_OUT_H

#include <knead/limits.h>
#include <knead/region.h>

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

/* Either side alike: y is the distance from the midline. */
struct kept_out {
	const char *title;
	double x_from_m;
	double x_to_m;
	double y_from_m;
	double y_to_m;
	double cap_n; /* that may be pressed there */
};

/* How much of every limit there is holds at a region: all of it, or the neck's share. */
static inline double kept_share(enum region region)
{
	return region == REGION_NECK ? NECK_SHARE : 1.0;
}

#define KEPT_OUT_PLACES 7

/*
 * Worst first. Rectangles are our own reading of a 1.75 m adult, as the extents of region.h are [M],
 * with our own margins [P]:
 * midline: the tips of the vertebrae and what is 15 mm beside them [P], all the way.
 * skull, feet: beyond the neck's and the legs' extents [M]: a skull base above C7 by 0.12 m, ankles.
 * front of the neck: the sides of a neck of 0.38 m girth, 0.06 m from the midline [M], and all that
 * is further round it; ends 20 mm above C7, where the shoulders slope away [P].
 * back of the knee: 60 mm either side of the fold at 1.02 m [M], all of the leg's width.
 * armpit: the fold behind the arm, at the height of the fourth to seventh rib, from the edge of the
 * trunk (0.19 to 0.22 m) 40 mm inward and outward [M].
 * kidneys: from the twelfth rib's root to the third lumbar vertebra, 30 to 90 mm beside the midline
 * [M]; 10 mm around that [P].
 */
/* clang-format off */
static inline const struct kept_out *kept_out_place(int k)
{
	static const struct kept_out table[KEPT_OUT_PLACES] = {
		{ "the spine's midline",    -HUGE_VAL, HUGE_VAL, 0.00, MIDLINE_KEPT_OUT_M, 0.0 },
		{ "the skull",              -HUGE_VAL, -0.12,    0.00, HUGE_VAL, 0.0 },
		{ "the front of the neck",  -0.12,     -0.02,    0.06, HUGE_VAL, 0.0 },
		{ "the back of the knee",    0.96,      1.08,    0.00, HUGE_VAL, 0.0 },
		{ "the feet",                1.42,      HUGE_VAL, 0.00, HUGE_VAL, 0.0 },
		{ "the armpit",              0.08,      0.18,    0.15, 0.26, 0.0 },
		{ "the kidneys",             0.27,      0.40,    0.02, 0.10, KIDNEY_ASK_N },
	};

	return &table[k >= 0 && k < KEPT_OUT_PLACES ? k : 0];
}
/* clang-format on */

/*
 * The worst such place that a head of that centre and radius reaches on a client of that height, or
 * NULL. What is no number reaches the worst of all.
 */
static inline const struct kept_out *kept_out_at(double x_m, double y_m, double radius_m,
						 double height_m)
{
	const double scale = BODY_HEIGHT_M / height_m;

	x_m *= scale;
	y_m = fabs(y_m) * scale;
	radius_m *= scale;
	for (int k = 0; k < KEPT_OUT_PLACES; k++) {
		const struct kept_out *place = kept_out_place(k);
		bool clear = x_m + radius_m < place->x_from_m || x_m - radius_m > place->x_to_m ||
			     y_m + radius_m < place->y_from_m || y_m - radius_m >= place->y_to_m;

		if (!clear) {
			return place;
		}
	}
	return NULL;
}

#endif
