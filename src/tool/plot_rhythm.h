/*
 * plot_rhythm.h - a whole session at one look: where along the spine the hands are, and when; with
 * which stroke, in which phase, how hard; how the time was shared; how warm heated heads are.
 */
#ifndef TOOL_PLOT_RHYTHM_H
#define TOOL_PLOT_RHYTHM_H

#include "tool/plot_body.h"

void plot_rhythm(FILE *out, const struct plot_box *box, const struct sim_run *run,
		 const struct sim_film *film);

#endif
