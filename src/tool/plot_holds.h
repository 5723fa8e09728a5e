/*
 * plot_holds.h - places that were pressed and held in a session, in the order they were come to.
 */
#ifndef TOOL_PLOT_HOLDS_H
#define TOOL_PLOT_HOLDS_H

#include "tool/sim_film.h"

#include <knead/technique.h>

#define PLOT_HOLDS_MAX 256

struct plot_hold {
	double x_m;
	double y_m;
	enum stroke_kind kind;
	int order;      /* of its first time, from 1, within its kind */
	int times;      /* that it was come to */
	double held_s;  /* each time, on average */
	double force_n; /* asked for under the hand, the most */
};

/*
 * Finds what strokes that hold (see plot_strokes.h) did: a hand that presses 2 N or more and keeps
 * within 12 mm (50 mm where it follows the tissue), for 0.5 s at least. A place that was held
 * before, by the same kind of stroke, is the same hold again. Returns how many there are, at most
 * max.
 */
int plot_holds_find(struct plot_hold *holds, int max, const struct technique *technique,
		    const struct sim_film *film);

#endif
