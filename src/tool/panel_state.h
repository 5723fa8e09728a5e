/*
 * panel_state.h - the block at the top that is read from across the room: state, why, time left,
 * and the question of comfort below it.
 */
#ifndef TOOL_PANEL_STATE_H
#define TOOL_PANEL_STATE_H

#include "tool/panel_picture.h"

/* Where nothing was heard lately: for how long, and what was known then. */
void panel_state_draw(const struct panel_picture *picture, bool fresh, int columns);

#endif
