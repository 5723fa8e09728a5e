/*
 * panel_page_keys.h - keys that mean something on one page of the panel only. Pure.
 */
#ifndef TOOL_PANEL_PAGE_KEYS_H
#define TOOL_PANEL_PAGE_KEYS_H

#include "tool/panel_keys.h"

/* The panel was turned to that page: its line is the one in use. */
void panel_page_keys_enter(struct panel_keys *keys, const struct panel_model *model);

/* As panel_keys_press. */
bool panel_page_keys_press(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns,
			   int key, struct panel_message *message);

#endif
