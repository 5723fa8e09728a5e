/*
 * plot_warmth.h - how warm the surfaces of heated heads were, against what was asked.
 */
#ifndef TOOL_PLOT_WARMTH_H
#define TOOL_PLOT_WARMTH_H

#include "tool/plot_body.h"

/* Whether any head was heated. */
bool plot_is_warm(const struct sim_film *film);

void plot_warmth(FILE *out, const struct plot_box *box, const struct sim_run *run,
		 const struct sim_film *film);

#endif
