/*
 * plot_body.h - a person lying face down, seen from above, and the heads coloured by what they did.
 */
#ifndef TOOL_PLOT_BODY_H
#define TOOL_PLOT_BODY_H

#include "tool/sim_film.h"
#include "tool/sim_run.h"

#include <stdio.h>

/* Fills the box from (left, top), width by height pixels. */
struct plot_box {
	double left;
	double top;
	double width;
	double height;
};

void plot_body(FILE *out, const struct plot_box *box, const struct sim_run *run,
	       const struct sim_film *film);

#endif
