/*
 * panel_view.h - the picture: what was heard, on a screen of at least PANEL_ROWS by PANEL_COLUMNS.
 */
#ifndef TOOL_PANEL_VIEW_H
#define TOOL_PANEL_VIEW_H

#include "tool/panel_picture.h"

#define PANEL_ROWS    24
#define PANEL_COLUMNS 80

/* Draws on the open screen. keys: its lines are kept inside what there is. */
void panel_view_draw(const struct panel_picture *picture, struct panel_keys *keys);

#endif
