/*
 * panel_map.h - the body map: a cell for each head, force against target as a bar with its numbers.
 */
#ifndef TOOL_PANEL_MAP_H
#define TOOL_PANEL_MAP_H

#include "tool/panel_model.h"

struct panel_bar {
	int row;
	int column;
	int columns;
	double full; /* what the whole bar stands for; above 0 */
	double value;
	double target;  /* marked where above 0 */
	double ceiling; /* marked where has_ceiling */
	bool has_ceiling;
};

void panel_map_bar(const struct panel_bar *bar);

/* Did the controller say that nothing presses there? */
bool panel_map_is_left_out(const struct panel_model *model, enum region region);

/* Draws into rows from row on; returns scroll, kept inside what there is. */
int panel_map_draw(const struct panel_model *model, int row, int rows, int columns, int scroll);

#endif
