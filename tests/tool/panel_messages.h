/*
 * panel_messages.h - telling a panel_model things as a controller would.
 */
#ifndef TESTS_TOOL_PANEL_MESSAGES_H
#define TESTS_TOOL_PANEL_MESSAGES_H

#include "tool/panel_hear.h"

#include <stdarg.h>
#include <stdio.h>

#define S 1000000000LL

/* types: n a number as f, s a text. */
static inline void tell(struct panel_model *model, int64_t t_ns, const char *path,
			const char *types, ...)
{
	struct value values[VALUES_MAX] = {{0}};
	int count = 0;
	va_list arguments;

	va_start(arguments, types);
	for (; types[count] != '\0'; count++) {
		if (types[count] == 's') {
			values[count].type = 's';
			snprintf(values[count].text, sizeof(values[count].text), "%s",
				 va_arg(arguments, const char *));
		} else {
			values[count].type = 'f';
			values[count].number = va_arg(arguments, double);
		}
	}
	va_end(arguments);
	panel_hear(model, t_ns, path, values, count);
}

#endif
