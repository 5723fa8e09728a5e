/*
 * cell_store.h - what known weights told about a rig's force sensors, in the state folder: RIG.cells, and
 * the one before it, RIG.cells.old; and what follows for the wires.
 */
#ifndef APP_CELL_STORE_H
#define APP_CELL_STORE_H

#include "app/cell_text.h"

#include <knead/cell.h>

#include <stdio.h>

/* As learned_read: what is damaged, another rig's or an older one's is told, and leaves all unknown. */
enum learned_verdict cells_read(struct cells *cells, const char *folder,
				const struct cell_subject *subject, const char *who,
				FILE *complaints);

/* 0 when it is on the disk, or -errno and then what was there still is. -EINVAL: beyond belief. */
__attribute__((warn_unused_result)) int cells_write(const struct cells *cells, const char *folder,
						    const struct cell_subject *subject);

/* How many heads were scaled with weights. */
int cells_scaled(const struct cells *cells);

/* So that devices read true newtons beyond the factory zero. Nothing of a simulated rig is wired. */
void cells_wire(struct wiring *wiring, const struct cells *cells);

/*
 * Of cells that were measured with less noise than their file says, the rig has that: what shows the same is judged by
 * it. A screw's is never so little that nobody could tell whether it is stuck: nothing else tells its force.
 */
void cells_quiet(struct rig *rig, const struct cells *cells);

/* A line about that head's, without its end: "zero +0.31 N, scale x 1.0230, ...". */
void cell_say(FILE *out, const struct cell *cell, int64_t now_s);

#endif
