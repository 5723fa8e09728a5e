/*
 * plot.h - a run as one picture: where the body was worked, and force against target.
 */
#ifndef TOOL_PLOT_H
#define TOOL_PLOT_H

#include "tool/sim_film.h"
#include "tool/sim_run.h"

#include <stdio.h>

/* Writes an SVG document; whoever opened the file looks whether it took everything. */
void plot_write(FILE *out, const struct sim_run *run, const struct sim_film *film);

#endif
