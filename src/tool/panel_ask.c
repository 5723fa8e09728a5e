/*
 * panel_ask.c - absolute values only: what is lost or sent twice does no harm.
 */
#include "tool/panel_ask.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#define ECHO_WITHIN_NS 500000000LL /* later than this what was heard counts, not what was asked */

void panel_ask_say(struct panel_keys *keys, int64_t t_ns, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(keys->notice.text, sizeof(keys->notice.text), format, arguments);
	va_end(arguments);
	keys->notice.t_ns = t_ns;
}

bool panel_ask_has_word(struct panel_keys *keys, const struct panel_model *model, int64_t t_ns)
{
	if (!panel_model_is_fresh(model, t_ns)) {
		panel_ask_say(keys, t_ns,
			      "no word from the controller: only stop, ease and pause are sent");
		return false;
	}
	return true;
}

bool panel_ask_is_known(struct panel_keys *keys, const struct panel_number *heard, int64_t t_ns)
{
	if (!heard->known) {
		panel_ask_say(keys, t_ns, "not heard from the controller yet: try again");
		return false;
	}
	return true;
}

void panel_ask_plain(struct panel_message *message, const char *path)
{
	*message = (struct panel_message){.types = ""};
	snprintf(message->path, sizeof(message->path), "%s", path);
}

void panel_ask_number(struct panel_message *message, const char *path, double number)
{
	panel_ask_plain(message, path);
	message->types[0] = 'f';
	message->number = number;
}

void panel_ask_text(struct panel_message *message, const char *path, const char *text)
{
	panel_ask_plain(message, path);
	message->types[0] = 's';
	snprintf(message->text, sizeof(message->text), "%s", text);
}

bool panel_ask_turn(struct panel_keys *keys, int64_t t_ns, const struct panel_dial *dial, int steps,
		    struct panel_message *message)
{
	struct panel_asked *asked = dial->asked;
	bool pending = asked->t_ns != 0 && t_ns - asked->t_ns < ECHO_WITHIN_NS;
	double wanted;

	if (!panel_ask_is_known(keys, dial->heard, t_ns)) {
		return false;
	}
	/* on the grid of steps, so that 0.3 + 0.05 - 0.05 is 0.3 again */
	wanted = pending ? asked->value : dial->heard->value;
	wanted = (round(wanted / dial->step) + steps) * dial->step;
	wanted = wanted > dial->high ? dial->high : wanted < dial->low ? dial->low : wanted;
	*asked = (struct panel_asked){wanted, t_ns};
	panel_ask_number(message, dial->path, wanted);
	panel_ask_say(keys, t_ns, "%s: asked for %.2f", dial->title, wanted + 0.0);
	return true;
}
