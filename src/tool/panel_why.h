/*
 * panel_why.h - below the body map: what keeps heads from pressing more, and which place rests
 * soon.
 */
#ifndef TOOL_PANEL_WHY_H
#define TOOL_PANEL_WHY_H

#include "tool/panel_picture.h"

/* As many rows as the area has, the most telling first. */
void panel_why_draw(const struct panel_model *model, const struct panel_area *area);

/* The next words, "the client tensed: 3 4", from entry on; false after the last. Pure. */
bool panel_why_next(const struct panel_model *model, int *entry, char *text, size_t size);

#endif
