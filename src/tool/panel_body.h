/*
 * panel_body.h - where each head goes on the body map: rows from neck to calves, left and right of
 * the spine. Pure.
 */
#ifndef TOOL_PANEL_BODY_H
#define TOOL_PANEL_BODY_H

#include "tool/panel_model.h"

#define PANEL_NO_HEAD (-1)

struct panel_row {
	int left; /* head from 0, or PANEL_NO_HEAD */
	int right;
};

/*
 * Fills rows from the head end down; how many, at most HEADS_MAX. While places are not known heads
 * stand in pairs by their number.
 */
int panel_body_arrange(const struct panel_model *model, struct panel_row rows[HEADS_MAX]);

#endif
