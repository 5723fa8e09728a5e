/*
 * panel_desk.h - a panel somebody sits at: the keys pressed, and what was asked for by the last.
 */
#ifndef TESTS_TOOL_PANEL_DESK_H
#define TESTS_TOOL_PANEL_DESK_H

#include "panel_messages.h"
#include "tool/panel_keys.h"

#include <math.h>

static struct panel_keys keys;
static struct panel_message message;

static inline void sit_down(void)
{
	memset(&model, 0, sizeof(model));
	memset(&keys, 0, sizeof(keys));
	memset(&message, 0, sizeof(message));
}

static inline void asks_for_number(const char *path, double number)
{
	assert_string_equal(message.path, path);
	assert_string_equal(message.types, "f");
	assert_true(fabs(message.number - number) < 1e-9);
}

#endif
