/*
 * plot_bins.h - a film in a few hundred points: where two hands were, and with which stroke.
 */
#ifndef TOOL_PLOT_BINS_H
#define TOOL_PLOT_BINS_H

#include "tool/sim_film.h"

#include <knead/technique.h>

#include <stdbool.h>

/* Some frames as one. Of a hand that pressed less than 1 N all through, is_on is false. */
struct plot_bin {
	enum stroke_kind kind;
	bool is_on[2];
	double x_m[2]; /* the mean of where it pressed, since it came down last */
	double y_m[2];
	double force_n[2]; /* the most */
};

/* Bins of the same length for the whole film; returns how many there are, at most max. */
int plot_bins_fill(struct plot_bin *bins, int max, const struct technique *technique,
		   const struct sim_film *film);

#endif
