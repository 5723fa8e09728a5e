/*
 * panel_messages.h - a panel's model, and telling it things as a controller would.
 */
#ifndef TESTS_TOOL_PANEL_MESSAGES_H
#define TESTS_TOOL_PANEL_MESSAGES_H

#include "tool/panel_hear.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define S 1000000000LL
#define T (100 * S) /* when tests happen */

static struct panel_model model;

static inline int begin_unheard(void **state)
{
	(void)state;
	memset(&model, 0, sizeof(model));
	return 0;
}

/* types: n a number as f, s a text. */
static inline void tell(struct panel_model *panel, int64_t t_ns, const char *path,
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
	panel_hear(panel, t_ns, path, values, count);
}

#endif
