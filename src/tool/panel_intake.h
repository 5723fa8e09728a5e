/*
 * panel_intake.h - the page before a session: how tall the client is, where the neck lies, the
 * questions of the screening with what was answered, and which answer stands in the way.
 */
#ifndef TOOL_PANEL_INTAKE_H
#define TOOL_PANEL_INTAKE_H

#include "tool/panel_picture.h"

void panel_intake_draw(const struct panel_model *model, const struct panel_keys *keys,
		       const struct panel_area *area);

#endif
