/*
 * region.h - the parts of the body a head can belong to, and where they lie.
 *
 * Body axes: x_m along the spine, 0 at the seventh neck vertebra, positive to the feet;
 * y_m lateral, positive to the person's right. Extents are for a height of BODY_HEIGHT_M and scale
 * with the client's height.
 */
#ifndef KNEAD_REGION_H
#define KNEAD_REGION_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define BODY_HEIGHT_M     1.75
#define BODY_HEIGHT_MIN_M 1.40
#define BODY_HEIGHT_MAX_M 2.10

enum region {
	REGION_NONE = 0, /* all-zero memory names no place, and nothing presses there */
	REGION_NECK,
	REGION_SHOULDERS,
	REGION_UPPER_BACK,
	REGION_LOWER_BACK,
	REGION_HIPS,
	REGION_ARMS,
	REGION_LEGS,
	REGION_COUNT
};

struct region_facts {
	const char *name;
	const char *title;
	double x_from_m; /* toward the head */
	double x_to_m;   /* toward the feet */
	double bound_n; /* ISO/TS 15066 quasi-static bound, an outer sanity bound, never a target */
	bool trunk;     /* counts in SUM_TRUNK_N */
};

/*
 * Extents: our own reading of a 1.75 m adult [M]: C7 to L5 about 0.48 m, buttock to 0.70 m, knee
 * fold about 1.02 m, ankle 1.42 m. Bounds: ISO/TS 15066 annex A as cited second-hand; arms by the
 * upper arm, legs by the lower leg, the smaller of leg and thigh.
 */
/* clang-format off */
static inline const struct region_facts *region_facts(enum region region)
{
	static const struct region_facts table[REGION_COUNT] = {
		[REGION_NONE]       = { "none",       "nowhere",     0.00,  0.00,   0.0, false },
		[REGION_NECK]       = { "neck",       "neck",       -0.12,  0.00, 150.0, false },
		[REGION_SHOULDERS]  = { "shoulders",  "shoulders",   0.00,  0.11, 210.0, true  },
		[REGION_UPPER_BACK] = { "upper_back", "upper back",  0.11,  0.29, 210.0, true  },
		[REGION_LOWER_BACK] = { "lower_back", "lower back",  0.29,  0.50, 210.0, true  },
		[REGION_HIPS]       = { "hips",       "hips",        0.50,  0.70, 180.0, true  },
		[REGION_ARMS]       = { "arms",       "arms",        0.00,  0.60, 150.0, false },
		[REGION_LEGS]       = { "legs",       "legs",        0.70,  1.42, 130.0, false },
	};

	return &table[region > REGION_NONE && region < REGION_COUNT ? region : REGION_NONE];
}
/* clang-format on */

/*
 * What a head at x_m lies over on a client of this height: the region its file names, if that
 * reaches there, or else the one that does. REGION_NONE: beyond ankle or neck, or no height. Arms
 * lie beside the others and are what they are named.
 */
static inline enum region region_under(enum region named, double x_m, double height_m)
{
	const struct region_facts *facts = region_facts(named);
	const double at_m = x_m * (BODY_HEIGHT_M / height_m); /* on a body of BODY_HEIGHT_M */

	if (named == REGION_NONE ||
	    !(height_m >= BODY_HEIGHT_MIN_M && height_m <= BODY_HEIGHT_MAX_M)) {
		return REGION_NONE;
	}
	if (named == REGION_ARMS || (at_m >= facts->x_from_m && at_m <= facts->x_to_m)) {
		return named;
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		facts = region_facts((enum region)r);
		if (r != REGION_ARMS && at_m >= facts->x_from_m && at_m <= facts->x_to_m) {
			return (enum region)r;
		}
	}
	return REGION_NONE;
}

/* The region of that name, or REGION_NONE. */
static inline enum region region_named(const char *name)
{
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		if (strcmp(region_facts((enum region)r)->name, name) == 0) {
			return (enum region)r;
		}
	}
	return REGION_NONE;
}

#endif
