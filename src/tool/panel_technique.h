/*
 * panel_technique.h - the page of the techniques: which there are, and why one cannot be done just
 * now.
 */
#ifndef TOOL_PANEL_TECHNIQUE_H
#define TOOL_PANEL_TECHNIQUE_H

#include "tool/panel_picture.h"

void panel_technique_draw(const struct panel_model *model, const struct panel_keys *keys,
			  const struct panel_area *area);

#endif
