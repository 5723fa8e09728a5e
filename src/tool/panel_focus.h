/*
 * panel_focus.h - the page of the regions: where the time goes, what it gave, which are left out.
 */
#ifndef TOOL_PANEL_FOCUS_H
#define TOOL_PANEL_FOCUS_H

#include "tool/panel_picture.h"

void panel_focus_draw(const struct panel_model *model, const struct panel_keys *keys,
		      const struct panel_area *area);

#endif
