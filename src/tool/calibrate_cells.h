/*
 * calibrate_cells.h - guided tare and scale: zeros with nothing on any head, then known weights on one head
 * after the other, until they agree. Nothing is moved; what a head told is kept as soon as it is whole.
 */
#ifndef TOOL_CALIBRATE_CELLS_H
#define TOOL_CALIBRATE_CELLS_H

#include "app/cell_store.h"
#include "tool/keyboard.h"
#include "tool/stand.h"

#include <stdbool.h>

#define CELL_WAIT_USUAL_S 60.0 /* for drift and noise */
#define CELL_WAIT_LEAST_S 2.0
#define CELL_WAIT_MOST_S  3600.0

struct calibrate_cells {
	struct stand *stand;
	struct keyboard *keyboard; /* which hears lines */
	const struct cell_subject *subject;
	const char *folder; /* NULL: nothing is kept */
	int head;           /* from 1; 0: all */
	bool new_cell;      /* its factory zero is written anew */
	double wait_s;
	struct cells *cells; /* as they were read; as they are kept, after */
};

/* Whether that is a weight: "2kg", "500g", "19.6N". */
bool cell_weight_n(double *weight_n, const char *text);

/* The exit code. Refusals are a sentence each on stderr, and keep nothing of that head. */
int calibrate_cells_run(struct calibrate_cells *cells);

#endif
