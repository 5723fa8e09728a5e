/*
 * plot_curves.h - force against target over time: every head small, one large.
 */
#ifndef TOOL_PLOT_CURVES_H
#define TOOL_PLOT_CURVES_H

#include "tool/plot_body.h"

/* A stretch of the film. */
struct plot_stretch {
	long first;
	long count;
	int head; /* whose stretch it is, where one is meant */
};

/* The stretch of these seconds in which the most is to be seen: many heads, many strokes. */
struct plot_stretch plot_liveliest(const struct sim_film *film, double seconds);

/* The head and the part of a stretch in which a target moves most. */
struct plot_stretch plot_closest_look(const struct sim_film *film, const struct plot_stretch *of,
				      double seconds);

/*
 * One panel a head, left and right beside each other, from the head of the body to its feet; in two
 * blocks side by side where there are many. Fills the width of the box, and plot_panels_height of
 * its height.
 */
void plot_panels(FILE *out, const struct plot_box *box, const struct sim_run *run,
		 const struct sim_film *film, const struct plot_stretch *stretch);

double plot_panels_height(const struct rig *rig);

/* One head, large. */
void plot_close_up(FILE *out, const struct plot_box *box, const struct sim_run *run,
		   const struct sim_film *film, const struct plot_stretch *stretch);

#endif
