/*
 * panel_figure.h - where there is room: the person from above, heads where they are, hands as they
 * move.
 */
#ifndef TOOL_PANEL_FIGURE_H
#define TOOL_PANEL_FIGURE_H

#include "tool/panel_picture.h"

#define PANEL_FIGURE_COLUMNS 33

/* Draws into PANEL_FIGURE_COLUMNS from column on. */
void panel_figure_draw(const struct panel_model *model, const struct panel_area *area, int column);

#endif
