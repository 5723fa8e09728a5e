/*
 * panel_view.h - the picture: what was heard, on a screen of at least PANEL_ROWS by PANEL_COLUMNS.
 */
#ifndef TOOL_PANEL_VIEW_H
#define TOOL_PANEL_VIEW_H

#include "tool/panel_keys.h"
#include "tool/panel_model.h"

#define PANEL_ROWS    24
#define PANEL_COLUMNS 80

struct panel_picture {
	const struct panel_model *model;
	const char *where; /* HOST:PORT as shown */
	bool unreachable;  /* the last datagram found no program there */
	int64_t t_ns;
};

/* Draws on the open screen. keys: its scroll is kept inside what there is. */
void panel_view_draw(const struct panel_picture *picture, struct panel_keys *keys);

#endif
