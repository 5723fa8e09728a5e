/*
 * panel_refusal.h - what the controller refused, as a sentence for the person at the panel. Pure.
 */
#ifndef TOOL_PANEL_REFUSAL_H
#define TOOL_PANEL_REFUSAL_H

#include <stddef.h>

/* All three as /rig/error has them; detail "" where the code says it all. Printable ASCII. */
void panel_refusal_write(char *text, size_t size, const char *code, const char *address,
			 const char *detail);

#endif
