/*
 * stream.c - encodes a moment once, however many listen to it.
 */
#include "net/stream.h"

#include "net/codec.h"
#include "net/osc_address.h"
#include "net/say.h"

struct moment {
	const struct outlet *outlet;
	const struct view *view;
	const struct peers *peers;
	bool due[SUBSCRIBERS_MAX];
	struct parcel parcel;
};

/* Who is due, and when each is again; false where nobody is. */
static bool find_due(struct moment *moment, struct peers *peers)
{
	int64_t t_ns = moment->view->t_ns;
	bool any = false;

	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		struct subscriber *subscriber = &peers->subscribers[i];

		moment->due[i] = subscriber->used && t_ns >= subscriber->due_ns;
		if (!moment->due[i]) {
			continue;
		}
		moment->due[i] = !say_lags(moment->outlet, &subscriber->to);
		any = any || moment->due[i];
		subscriber->due_ns += subscriber->period_ns;
		if (subscriber->due_ns <= t_ns) {
			subscriber->due_ns = t_ns + subscriber->period_ns;
		}
	}
	return any;
}

static void send_parcel(struct moment *moment)
{
	for (int i = 0; i < SUBSCRIBERS_MAX && moment->parcel.messages > 0; i++) {
		if (moment->due[i]) {
			say_bytes(moment->outlet, &moment->peers->subscribers[i].to,
				  moment->parcel.bytes, moment->parcel.size);
		}
	}
	parcel_init(&moment->parcel);
}

static void add_value(struct moment *moment, const struct osc_entry *entry, int index)
{
	struct value values[VALUES_MAX];
	char path[OSC_PATH_MAX];
	uint8_t bytes[128];
	size_t size;

	osc_address_write(entry, index, path);
	view_values(moment->view, entry, index, values);
	size = codec_write(bytes, sizeof(bytes), path, entry->types, values);
	if (!parcel_add(&moment->parcel, bytes, size)) {
		send_parcel(moment);
		(void)parcel_add(&moment->parcel, bytes, size);
	}
}

/* Every streamed value of one head, one hand, or the rig as a whole. */
static void add_member(struct moment *moment, enum osc_family family, int index)
{
	int rows;
	const struct osc_entry *entries = osc_schema(&rows);

	for (int i = 0; i < rows; i++) {
		if (entries[i].streamed && entries[i].family == family) {
			add_value(moment, &entries[i], index);
		}
	}
}

void stream_turn(const struct outlet *outlet, struct peers *peers, const struct view *view)
{
	struct moment moment = {.outlet = outlet, .view = view, .peers = peers};

	if (!find_due(&moment, peers)) {
		return;
	}
	parcel_init(&moment.parcel);
	add_member(&moment, FAMILY_ONE, 0);
	for (int head = 0; head < view->setup->rig->head_count; head++) {
		add_member(&moment, FAMILY_HEAD, head);
	}
	for (int hand = 0; hand < HANDS_MAX; hand++) {
		add_member(&moment, FAMILY_HAND, hand);
	}
	send_parcel(&moment);
}

int64_t stream_due_ns(const struct peers *peers)
{
	int64_t due_ns = INT64_MAX;

	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		const struct subscriber *subscriber = &peers->subscribers[i];

		if (subscriber->used && subscriber->due_ns < due_ns) {
			due_ns = subscriber->due_ns;
		}
	}
	return due_ns;
}
