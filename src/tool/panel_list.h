/*
 * panel_list.h - what is only said when asked for: the rig, its heads, techniques and questions.
 * Pure.
 */
#ifndef TOOL_PANEL_LIST_H
#define TOOL_PANEL_LIST_H

#include "tool/panel_model.h"

/* Takes /rig/info or an item of a list in, nothing else. */
void panel_list_hear(struct panel_model *model, const char *path, const struct value *values,
		     int count);

/* Takes the answer to a screening question in, /rig/screening/{name}; false where it is none. */
bool panel_list_hear_answer(struct panel_model *model, const char *path, const struct value *values,
			    int count);

#endif
