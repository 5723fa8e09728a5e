/*
 * panel_take.h - values of a message, judged and made harmless. Pure.
 */
#ifndef TOOL_PANEL_TAKE_H
#define TOOL_PANEL_TAKE_H

#include "tool/panel_model.h"

/* Do the values fit: s a text, n a finite number, one letter each? */
bool panel_take_fits(const char *letters, const struct value *values, int count);

/* As much of it as there is room for, printable ASCII only. */
void panel_take_text(struct panel_text *text, const char *from);

#endif
