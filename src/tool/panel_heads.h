/*
 * panel_heads.h - the page of one line a head: force, what limits it and why, dose, rest, warmth.
 */
#ifndef TOOL_PANEL_HEADS_H
#define TOOL_PANEL_HEADS_H

#include "tool/panel_picture.h"

/* keys: its line is kept inside what there is. */
void panel_heads_draw(const struct panel_model *model, struct panel_keys *keys,
		      const struct panel_area *area);

#endif
