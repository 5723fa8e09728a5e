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

/* A body lies on it: where its places are on the page. */
struct plot_page {
	double centre; /* pixels of y_m = 0 */
	double top;    /* pixels of x_m = 0 */
	double px_m;
	double height_m; /* of the person */
};

#define PLOT_HEADING_PX 34.0 /* over a body, for what is shown */
#define PLOT_FOOT_PX    44.0 /* under it, for what colours and signs mean */

/* A person of that height fills the box. */
struct plot_page plot_page(const struct plot_box *box, double height_m);

double plot_across(const struct plot_page *page, double y_m);
double plot_down(const struct plot_page *page, double x_m);

void plot_outline(FILE *out, const struct plot_page *page);

#define PLOT_HEAD_PX 9.5 /* drawn larger than a 30 mm head is */

/* Whether the label of an earlier head on this side is in the way. */
bool plot_is_crowded(const struct plot_page *page, const struct rig *rig, int head);

/* The heads, coloured by dose. */
void plot_dose(FILE *out, const struct plot_box *box, const struct sim_run *run);

/*
 * Where the hands went: lines where they glided, circles where they held, in their order; trigger
 * points.
 */
void plot_path(FILE *out, const struct plot_box *box, const struct sim_run *run,
	       const struct sim_film *film);

#endif
