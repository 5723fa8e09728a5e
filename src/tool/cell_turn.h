/*
 * cell_turn.h - one head's turn at being weighed: what is asked of the person, and what its sensor shows.
 */
#ifndef TOOL_CELL_TURN_H
#define TOOL_CELL_TURN_H

#include "core/learn/cell_fit.h"
#include "tool/calibrate_cells.h"
#include "tool/cell_watch.h"

#include <stdbool.h>

#define CELL_LINE_BYTES 64

struct cell_turn {
	struct calibrate_cells *of;
	int head; /* from 0 */
	double zero_n;
	int count;
	struct cell_point points[CELL_WEIGHTS_MAX];
	struct cell_watch watch;
	int code; /* what it came to, once it failed */
};

/* Says it, and is false: for "return cell_turn_fail(...)". */
__attribute__((format(printf, 2, 3))) bool cell_turn_fail(struct cell_turn *turn,
							  const char *format, ...);

/* Whether a line came; with what to do before. */
__attribute__((warn_unused_result)) bool cell_turn_hear(struct cell_turn *turn,
							char line[CELL_LINE_BYTES]);
__attribute__((warn_unused_result)) bool cell_turn_ask(struct cell_turn *turn, const char *what);

/* What it showed when it was looked at last, and whether it was at rest. */
const struct cell_sight *cell_turn_sight(const struct cell_turn *turn);
bool cell_turn_is_still(const struct cell_turn *turn);

/* Looks for so long; progress: what to show of it on a terminal, or NULL. */
__attribute__((warn_unused_result)) bool cell_turn_look(struct cell_turn *turn, double look_s,
							const char *progress);

/* What its sensor shows, at rest. */
__attribute__((warn_unused_result)) bool cell_turn_read(struct cell_turn *turn, double *read_n);

/* On a simulated rig whatever is asked for lies there at once. */
void cell_turn_lay(struct cell_turn *turn, double weight_n);

#endif
