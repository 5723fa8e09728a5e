/*
 * cell_text.h - what known weights told about a rig's force sensors as text, a key a line, and back.
 * Touches no file.
 */
#ifndef APP_CELL_TEXT_H
#define APP_CELL_TEXT_H

#include "app/learned_text.h"

#include <knead/cell.h>
#include <knead/rig.h>
#include <knead/wiring.h>

#include <stddef.h>

/* What it was found out about: another converter, channel, zero or scale in the rig file is another cell. */
struct cell_subject {
	const struct rig *rig;
	const struct wiring *wiring; /* all-zero of a simulated rig */
};

/* text has LEARNED_TEXT_BYTES. Returns the length; 0 where something is outside of what is believed. */
size_t cells_to_text(char *text, const struct cells *cells, const struct cell_subject *subject);

/* text ends with a NUL behind its length. cells is written only when it is fine. */
enum learned_verdict cells_from_text(struct cells *cells, const char *text, size_t length,
				     const struct cell_subject *subject);

/* Whether it is one to use: finite, and inside of what is believed. */
bool cell_is_sound(const struct cell *cell);

#endif
