/*
 * panel_pin.c - six digits.
 */
#include "tool/panel_pin.h"

#include "tool/panel_ask.h"

#include <string.h>

#define DIGITS   6
#define SHOWN_NS 120000000000LL /* as long as the rig shows it */

void panel_pin_ask(struct panel_keys *keys, int64_t t_ns)
{
	keys->typing = (struct panel_typing){.until_ns = t_ns + SHOWN_NS};
}

bool panel_pin_is_asked(const struct panel_keys *keys, int64_t t_ns)
{
	return t_ns < keys->typing.until_ns;
}

bool panel_pin_press(struct panel_keys *keys, int64_t t_ns, int key)
{
	struct panel_typing *typing = &keys->typing;
	size_t length = strlen(typing->digits);

	if (!panel_pin_is_asked(keys, t_ns)) {
		return false;
	}
	if (key >= '0' && key <= '9') {
		typing->digits[length] = (char)key;
		if (length + 1 == DIGITS) {
			memcpy(keys->pin, typing->digits, sizeof(keys->pin));
			memset(typing, 0, sizeof(*typing));
		}
		return true;
	}
	if (key == PANEL_KEY_BACKSPACE || key == '\b') {
		typing->digits[length > 0 ? length - 1 : 0] = '\0';
		return true;
	}
	if (key == 0) { /* a window of another size, for one */
		return true;
	}
	memset(typing, 0, sizeof(*typing));
	if (key == PANEL_KEY_ESCAPE) {
		panel_ask_say(keys, t_ns, "no PIN typed: w asks again");
	}
	return key == PANEL_KEY_ESCAPE;
}
