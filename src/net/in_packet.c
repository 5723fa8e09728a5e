/*
 * in_packet.c - what is between the wire and a message: the stop before anything else, then who may speak, what
 * is sound, and how much of it strangers have heard.
 */
#include "net/in.h"

#include "net/allow.h"
#include "net/osc_address.h"
#include "net/seeker.h"
#include "net/wire.h"

/* And how many messages. */
static int count_commands(const uint8_t *data, size_t size, int *messages)
{
	struct wire_reader reader;
	struct wire_message message;
	int commands = 0;
	int index;

	*messages = 0;
	wire_reader_init(&reader, data, size);
	while (wire_reader_next(&reader, &message)) {
		const struct osc_entry *entry = osc_address_find(message.path, 0, &index);

		commands += entry != NULL && (entry->kind == OSC_COMMAND || entry->guarded) ? 1 : 0;
		*messages += 1;
	}
	return commands;
}

/* Is the bundle heard? Then how many commands are in it. */
static bool open_bundle(struct in *in, const uint8_t *data, size_t size, int *commands)
{
	int messages;

	in->tablet = in->tablet_there;
	if (in->tablet == 0 && !budget_has(&in->bundled, STRANGERS_BUNDLED_AT_ONCE,
					   STRANGERS_BUNDLED_A_S, in->view.t_ns)) {
		in_refuse(in, ERROR_RATE, "#bundle", "too many bundles at once");
		return false;
	}
	*commands = count_commands(data, size, &messages);
	if (in->tablet == 0) {
		budget_spend(&in->bundled, messages);
	}
	return true;
}

void in_stop(struct in *in)
{
	asked_press(in->asked, osc_schema_row(ID_STOP));
	seen_ask(&in->seen);
	helm_halt(in->helm, in->view.t_ns);
}

/*
 * Somebody who knows us, but no type tags, is told what is missing. Not who calls us by a name that
 * is none of ours, so that noise is met with silence.
 */
static void explain_tags(struct in *in, const uint8_t *data, size_t size)
{
	const char *path = (const char *)data;
	int index;

	if (wire_lacks_tags(data, size) &&
	    osc_address_find(path, in->setup->rig->head_count, &index) != NULL) {
		in->tablet = 0; /* nobody's word */
		in_refuse(in, ERROR_BAD_TYPE, path,
			  "arguments without type tags are not understood: send ,f or ,i or ,s "
			  "before them");
	}
}

bool in_packet(struct in *in, const struct endpoint *from, const uint8_t *data, size_t size)
{
	struct wire_reader reader;
	struct wire_message message;
	const bool stops = wire_has_stop(data, size);
	int commands = 1;
	bool sound;

	if (stops) {
		in_stop(in);
	}
	sound = wire_is_sound(data, size);
	if (!stops && !sound && seeker_finds(data, size)) {
		in_stop(in);
	}
	if (!allow_has(&in->setup->rig->osc, from)) {
		return false;
	}
	in->from = *from;
	if (!sound) {
		if (!stops) {
			explain_tags(in, data, size);
		}
		return false; /* no word else: whoever's address this is may never have sent it */
	}
	in->tablet_there = helm_hear(in->helm, from, NULL, in->view.t_ns);
	if (data[0] != '/' && !open_bundle(in, data, size, &commands)) {
		return true;
	}
	wire_reader_init(&reader, data, size);
	while (wire_reader_next(&reader, &message)) {
		in_message(in, &message, commands);
	}
	return true;
}
