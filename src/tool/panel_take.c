/*
 * panel_take.c - what a stranger sent never steers the terminal.
 */
#include "tool/panel_take.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

bool panel_take_fits(const char *letters, const struct value *values, int count)
{
	if ((int)strlen(letters) != count) {
		return false;
	}
	for (int i = 0; i < count; i++) {
		bool good = letters[i] == 's'
				    ? value_is_text(values[i].type)
				    : value_is_number(values[i].type) && isfinite(values[i].number);

		if (!good) {
			return false;
		}
	}
	return true;
}

void panel_take_text(struct panel_text *text, const char *from)
{
	size_t length = 0;

	for (; length < sizeof(text->text) - 1 && from[length] != '\0'; length++) {
		bool printable = from[length] >= ' ' && from[length] <= '~';

		text->text[length] = (char)(printable ? from[length] : '?');
	}
	text->text[length] = '\0';
}
