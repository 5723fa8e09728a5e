/*
 * panel_points.h - trigger points: places that were stiffer than their neighbourhood. No diagnosis.
 */
#ifndef TOOL_PANEL_POINTS_H
#define TOOL_PANEL_POINTS_H

#include "tool/panel_picture.h"

/* "points: 1 held, 2 found, 3 released"; "" where none was found. Pure. */
void panel_points_sum(const struct panel_model *model, char *text, size_t size);

/* The sum, then point after point, those under pressure first, while there are rows. */
void panel_points_draw(const struct panel_model *model, const struct panel_area *area);

#endif
