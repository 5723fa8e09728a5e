/*
 * panel_hear.h - messages into the model. Pure.
 */
#ifndef TOOL_PANEL_HEAR_H
#define TOOL_PANEL_HEAR_H

#include "tool/panel_model.h"

/*
 * Takes one message in. Unknown addresses, wrong types, numbers that are not finite and members
 * that cannot exist change nothing.
 */
void panel_hear(struct panel_model *model, int64_t t_ns, const char *path,
		const struct value *values, int count);

#endif
