/*
 * panel_picture.h - what a page of the panel is drawn from, and where.
 */
#ifndef TOOL_PANEL_PICTURE_H
#define TOOL_PANEL_PICTURE_H

#include "tool/panel_keys.h"
#include "tool/panel_model.h"

struct panel_picture {
	const struct panel_model *model;
	const char *where; /* HOST:PORT as shown */
	bool unreachable;  /* the last datagram found no program there */
	int64_t t_ns;
};

/* The part of the screen a page has to itself. */
struct panel_area {
	int row;
	int rows;
	int columns;
};

#endif
