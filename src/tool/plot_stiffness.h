/*
 * plot_stiffness.h - how stiff the tissue was under each head: when it was first surely felt, and when last.
 */
#ifndef TOOL_PLOT_STIFFNESS_H
#define TOOL_PLOT_STIFFNESS_H

#include "tool/sim_run.h"

#include <stdio.h>

/* Writes an SVG document; whoever opened the file looks whether it took everything. */
void plot_stiffness_write(FILE *out, const struct sim_run *run);

#endif
