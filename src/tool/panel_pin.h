/*
 * panel_pin.h - the PIN that the rig shows, typed at the panel: while it is asked for, digits are it, and
 * every other key takes the question back and does what it always does. Pure.
 */
#ifndef TOOL_PANEL_PIN_H
#define TOOL_PANEL_PIN_H

#include "tool/panel_keys.h"

#define PANEL_KEY_ESCAPE    '\033'
#define PANEL_KEY_BACKSPACE 127

/* From now on, for as long as the rig shows it. */
void panel_pin_ask(struct panel_keys *keys, int64_t t_ns);

/* Is it asked for? Then it must be seen that digits are it. */
bool panel_pin_is_asked(const struct panel_keys *keys, int64_t t_ns);

/* True where the key was for it; its last digit leaves all of them in keys->pin. */
bool panel_pin_press(struct panel_keys *keys, int64_t t_ns, int key);

#endif
