/*
 * panel_ask.h - what keys are made of: a sentence for the person, a message for the controller.
 * Pure.
 */
#ifndef TOOL_PANEL_ASK_H
#define TOOL_PANEL_ASK_H

#include "tool/panel_keys.h"

/* A number that keys move in steps. */
struct panel_dial {
	const char *path;
	const char *title;
	const struct panel_number *heard;
	struct panel_asked *asked;
	double step;
	double low;
	double high;
};

__attribute__((format(printf, 3, 4))) void panel_ask_say(struct panel_keys *keys, int64_t t_ns,
							 const char *format, ...);

/* Did the controller speak lately? Says so where it did not. */
bool panel_ask_has_word(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns);

/* Was it heard? Says so where it was not. */
bool panel_ask_is_known(struct panel_keys *keys, const struct panel_number *heard, int64_t t_ns);

void panel_ask_plain(struct panel_message *message, const char *path);

void panel_ask_number(struct panel_message *message, const char *path, double number);

void panel_ask_text(struct panel_message *message, const char *path, const char *text);

/*
 * So many steps up from what was asked last, or heard where that is long ago; false where nothing
 * was heard, and says so.
 */
bool panel_ask_turn(struct panel_keys *keys, int64_t t_ns, const struct panel_dial *dial, int steps,
		    struct panel_message *message);

#endif
