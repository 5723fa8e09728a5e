/*
 * config_heater_check.c - refuses a heater that could burn, or whose warmth nobody would know.
 */
#include "app/config_heater_check.h"

#include "app/config.h"

#include <math.h>

/* A cut-out opens before skin burns, and not within what is asked for [P]; a bimetal is this late [M], and
 * metal may touch for less than a minute at this much (IEC 60601-1 table 24, second-hand). */
#define CUT_OUT_MAX_C  48.0
#define CUT_OUT_LATE_S 5.0
#define BRIEFLY_C      51.0
#define COOL_ROOM_C    15.0 /* [P] */
#define SKIN_C         34.0 /* at rest [M] */
#define SURFACE_MIN_HZ 2.0  /* slower or later than that, nobody knows how warm it is now [P] */
#define SURFACE_LATE_S 5.0
#define COOLS_K_S      0.5 /* faster than any face: where that is seen, a sensor came off [P] */

/* The reading that everything rests on. */
static void check_surface(struct complaints *complaints, int line, int number,
			  const struct thermistor_spec *surface)
{
	if (!(surface->rate_hz > 0.0)) {
		complain(complaints, line,
			 "head %d has a heater and no sensor on its surface; add surface : { ... } "
			 "to "
			 "the heater",
			 number);
	} else if (!(surface->rate_hz >= SURFACE_MIN_HZ && surface->tau_s <= SURFACE_LATE_S)) {
		complain(complaints, line,
			 "head %d's surface is read every %g s, %g s late; its heater needs %g s "
			 "and "
			 "%g s at most",
			 number, 1.0 / surface->rate_hz, surface->tau_s, 1.0 / SURFACE_MIN_HZ,
			 SURFACE_LATE_S);
	}
}

/* What a face gains or loses in a second, at the most. */
static void check_power(struct complaints *complaints, int line, int number,
			const struct heater_spec *heater)
{
	double late_c = heater->cut_out_c + CUT_OUT_LATE_S * heater->power_w / heater->capacity_j_k;
	double lost_w = heater->loss_w_k * (SURFACE_MAX_C - COOL_ROOM_C) +
			heater->contact_w_k * (SURFACE_MAX_C - SKIN_C);
	double least_w = lost_w + HEATER_GAIN_K / HEATER_GAIN_S * heater->capacity_j_k;

	if (!(late_c <= BRIEFLY_C)) {
		complain(complaints, line,
			 "head %d's heater, left on, would bring its face to %.1f degC before a "
			 "cut-out at "
			 "%g reacts; %g are allowed: use less power_w or more capacity_j_k",
			 number, late_c, heater->cut_out_c, BRIEFLY_C);
	}
	if (!(heater->power_w >= least_w)) {
		complain(complaints, line,
			 "head %d's heater could not gain %g degC in %g s on a person and would be "
			 "taken for broken; use a power_w of at least %.1f",
			 number, HEATER_GAIN_K, HEATER_GAIN_S, ceil(least_w * 10.0) / 10.0);
	}
	if (!(lost_w / heater->capacity_j_k < COOLS_K_S)) {
		complain(complaints, line,
			 "head %d's face cools by up to %.2f degC in a second, too fast to tell "
			 "that "
			 "its sensor came off; use a capacity_j_k of more than %.0f",
			 number, lost_w / heater->capacity_j_k, floor(lost_w / COOLS_K_S));
	}
}

void check_heater(struct complaints *complaints, int line, int number,
		  const struct heater_spec *heater)
{
	if (heater->driver == DRIVER_NONE) {
		return;
	}
	check_surface(complaints, line, number, &heater->surface);
	if (!(heater->cut_out_c > SURFACE_MAX_C && heater->cut_out_c <= CUT_OUT_MAX_C)) {
		complain(complaints, line,
			 "head %d's heater has cut_out_c %g; it must be above %g, which may be "
			 "asked "
			 "for, and at most %g",
			 number, heater->cut_out_c, SURFACE_MAX_C, CUT_OUT_MAX_C);
	}
	check_power(complaints, line, number, heater);
}
