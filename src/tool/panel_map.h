/*
 * panel_map.h - the body map: a cell for each head, force against target as a bar with its numbers.
 */
#ifndef TOOL_PANEL_MAP_H
#define TOOL_PANEL_MAP_H

#include "tool/panel_picture.h"

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

/*
 * Draws into the area, at most; how many rows it took. keys: its line is kept inside what there is.
 */
int panel_map_draw(const struct panel_model *model, struct panel_keys *keys,
		   const struct panel_area *area);

#endif
