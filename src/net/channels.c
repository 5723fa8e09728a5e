/*
 * channels.c - feedback. A lost packet heals within one rotation; nothing is ever acknowledged.
 */
#include "net/channels.h"

#include "net/codec.h"

#include <string.h>

static void add_channel(struct channels *channels, const struct osc_entry *entry, int index)
{
	struct channel *channel = &channels->channels[channels->count];

	if (channels->count == FEEDBACK_CHANNELS_MAX) {
		return; /* a test holds the table against FEEDBACK_CHANNELS_MAX */
	}
	channel->entry = entry;
	channel->index = index;
	osc_address_write(entry, index, channel->path);
	channels->count++;
}

void channels_init(struct channels *channels, const struct outlet *outlet,
		   const struct server_setup *setup)
{
	int rows;
	const struct osc_entry *entries = osc_schema(&rows);

	memset(channels, 0, sizeof(*channels));
	channels->outlet = outlet;
	for (int i = 0; i < rows; i++) {
		const struct osc_entry *entry = &entries[i];
		bool slow = !entry->streamed &&
			    (entry->kind == OSC_PARAMETER || entry->kind == OSC_READ);
		int from;
		int to;

		if (!slow || (entry->who == OSC_SIMULATOR && setup->orders == NULL)) {
			continue;
		}
		osc_address_members(entry, setup->rig->head_count, &from, &to);
		for (int index = from; index < to; index++) {
			add_channel(channels, entry, index);
		}
	}
}

static struct channel *find_channel(struct channels *channels, const struct osc_entry *entry,
				    int index)
{
	for (int i = 0; i < channels->count; i++) {
		struct channel *channel = &channels->channels[i];

		if (channel->entry == entry && channel->index == index) {
			return channel;
		}
	}
	return NULL;
}

static size_t encode(const struct channel *channel, const struct view *view, uint8_t *bytes)
{
	struct value values[VALUES_MAX];

	view_values(view, channel->entry, channel->index, values);
	return codec_write(bytes, CHANNEL_BYTES_MAX, channel->path, channel->entry->types, values);
}

/* To one peer, without its being the last thing everybody heard. */
static void say_channel(const struct channels *channels, const struct channel *channel,
			const struct view *view, const struct endpoint *to, uint32_t tablet)
{
	uint8_t bytes[CHANNEL_BYTES_MAX];
	struct view its = *view;

	its.tablet = tablet;
	say_bytes(channels->outlet, to, bytes, encode(channel, &its, bytes));
}

void channels_touch(struct channels *channels, const struct osc_entry *entry, int index,
		    int64_t t_ns)
{
	struct channel *channel = find_channel(channels, entry, index);

	if (channel != NULL) {
		channel->touched = true;
		channel->judged_ns = entry->judged ? t_ns + JUDGED_NS : 0;
	}
}

static void pay(struct channels *channels, struct channel *channel, const struct view *view)
{
	say_channel(channels, channel, view, &channel->owed_to, 0); /* no parameter is personal */
	channel->owed = false;
	channel->paid_ns = view->t_ns;
	channel->owed_again = (struct repeats){0};
	if (channel->owed_surely && channel->owed_to.connection == 0) {
		repeats_begin(&channel->owed_again, false, view->t_ns);
	}
}

bool channels_owe_already(struct channels *channels, const struct osc_entry *entry, int index,
			  const struct endpoint *to)
{
	const struct channel *channel = find_channel(channels, entry, index);

	return channel != NULL && channel->owed && endpoint_equals(&channel->owed_to, to);
}

void channels_owe(struct channels *channels, const struct view *view, const struct osc_entry *entry,
		  int index, const struct endpoint *to, bool surely)
{
	struct channel *channel = find_channel(channels, entry, index);

	if (channel == NULL) {
		return;
	}
	if (channel->owed && !endpoint_equals(&channel->owed_to, to)) {
		pay(channels, channel, view); /* room for one debt only: settle the other's */
	}
	channel->owed = true;
	channel->owed_surely = surely;
	channel->owed_to = *to;
	channel->owed_again = (struct repeats){0};
}

static void say_mark(const struct channels *channels, const struct portion *portion, enum osc_id id)
{
	const struct osc_entry *row = osc_schema_row(id);
	struct value values[VALUES_MAX] = {{0}};

	values[0].number = portion->number;
	say_values(channels->outlet, &portion->to, row->path, row->types, values);
}

static void say_portion(const struct channels *channels, const struct portion *portion,
			const struct peers *peers, const struct view *view)
{
	const uint32_t tablet = peers_tablet_at(peers, &portion->to);

	if (portion->begins) {
		say_mark(channels, portion, ID_SNAPSHOT_BEGIN);
	}
	for (int i = portion->first; i < portion->end; i++) {
		say_channel(channels, &channels->channels[i], view, &portion->to, tablet);
	}
	if (portion->ends) {
		say_mark(channels, portion, ID_SNAPSHOT_END);
	}
}

/* As a stranger reads it; personal rows are told to be said by channels_touch. */
static void remember(struct channel *channel, const uint8_t *bytes, size_t size, int64_t t_ns)
{
	memcpy(channel->said, bytes, size);
	channel->said_size = size;
	channel->said_ns = t_ns;
	channel->touched = false;
}

/* To everybody, or to those only whose packets may be lost. */
static void say_to_all(const struct channels *channels, const struct channel *channel,
		       const struct peers *peers, const struct view *view, bool by_datagram_only)
{
	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		const struct subscriber *subscriber = &peers->subscribers[i];

		if (!subscriber->used || (by_datagram_only && subscriber->to.connection != 0)) {
			continue;
		}
		if (channel->entry->personal) {
			say_channel(channels, channel, view, &subscriber->to, subscriber->tablet);
		} else {
			say_bytes(channels->outlet, &subscriber->to, channel->said,
				  channel->said_size);
		}
	}
}

static bool is_new(const struct channel *channel, const uint8_t *bytes, size_t size)
{
	return channel->touched || size != channel->said_size ||
	       memcmp(bytes, channel->said, size) != 0;
}

/* Remembers the value as said, and says it; what is new, from here on again and again. */
static void broadcast(struct channels *channels, struct channel *channel, const struct peers *peers,
		      const struct view *view, const uint8_t *bytes, size_t size)
{
	if (is_new(channel, bytes, size)) {
		repeats_begin(&channel->again, channel->entry->calm && !channel->touched,
			      view->t_ns);
	}
	remember(channel, bytes, size, view->t_ns);
	say_to_all(channels, channel, peers, view, false);
}

static void scan_channel(struct channels *channels, struct channel *channel,
			 const struct peers *peers, const struct view *view)
{
	uint8_t bytes[CHANNEL_BYTES_MAX];
	size_t size;

	if (view->t_ns - channel->said_ns < CHANNEL_GAP_NS || view->t_ns < channel->judged_ns) {
		return;
	}
	size = encode(channel, view, bytes);
	if (is_new(channel, bytes, size)) {
		broadcast(channels, channel, peers, view, bytes, size);
	}
}

/* What was said, and paid, once more where it is time for that; not while the core judges what was set. */
static void repeat(struct channels *channels, struct channel *channel, const struct peers *peers,
		   const struct view *view)
{
	if (channel->touched || view->t_ns < channel->judged_ns) {
		return;
	}
	if (view->t_ns - channel->said_ns >= CHANNEL_GAP_NS &&
	    repeats_take(&channel->again, view->t_ns)) {
		channel->said_ns = view->t_ns;
		say_to_all(channels, channel, peers, view, true);
	}
	if (view->t_ns - channel->paid_ns >= CHANNEL_GAP_NS &&
	    repeats_take(&channel->owed_again, view->t_ns)) {
		channel->paid_ns = view->t_ns;
		say_channel(channels, channel, view, &channel->owed_to, 0);
	}
}

static void rotate_one(struct channels *channels, const struct peers *peers,
		       const struct view *view)
{
	struct channel *channel = &channels->channels[channels->turn];
	uint8_t bytes[CHANNEL_BYTES_MAX] = {0};
	size_t size = encode(channel, view, bytes);

	channels->turn = (channels->turn + 1) % channels->count;
	if (view->t_ns - channel->said_ns >= CHANNEL_GAP_NS && !channel->touched) {
		broadcast(channels, channel, peers, view, bytes, size);
	}
}

/* More than one where turns come slower than the rotation goes. */
static void rotate(struct channels *channels, const struct peers *peers, const struct view *view)
{
	int64_t step = ROTATION_NS / channels->count;

	for (int i = 0; i < ROTATION_AT_ONCE && view->t_ns >= channels->rotation_due_ns; i++) {
		rotate_one(channels, peers, view);
		channels->rotation_due_ns += step;
	}
	if (channels->rotation_due_ns <= view->t_ns) {
		channels->rotation_due_ns = view->t_ns + step;
	}
}

/* The first listener gets all of it as a snapshot: what was said to nobody counts as said. */
static void catch_up(struct channels *channels, const struct view *view)
{
	uint8_t bytes[CHANNEL_BYTES_MAX];

	for (int i = 0; i < channels->count; i++) {
		struct channel *channel = &channels->channels[i];
		bool touched = channel->touched;

		remember(channel, bytes, encode(channel, view, bytes), 0);
		channel->touched = touched;
	}
	channels->rotation_due_ns = view->t_ns;
}

/*
 * Is this scan the one that looks at it? The calm ones take turns, so that they come as no burst.
 */
static bool is_looked_at(const struct channels *channels, int i)
{
	return !channels->channels[i].entry->calm || i % CALM_SCANS == channels->scan;
}

static bool is_payable(const struct channel *channel, int64_t t_ns)
{
	return channel->owed && t_ns - channel->paid_ns >= CHANNEL_GAP_NS &&
	       t_ns >= channel->judged_ns;
}

void channels_turn(struct channels *channels, struct peers *peers, int listeners,
		   const struct view *view)
{
	bool scan = view->t_ns >= channels->scan_due_ns;
	struct portion portion;

	if (listeners > 0 && !channels->heard) {
		catch_up(channels, view);
	}
	channels->heard = listeners > 0;
	for (int i = 0; i < channels->count; i++) {
		struct channel *channel = &channels->channels[i];

		if (listeners > 0 && ((scan && is_looked_at(channels, i)) || channel->touched)) {
			scan_channel(channels, channel, peers, view);
		}
		if (listeners > 0 && scan) {
			repeat(channels, channel, peers, view);
		}
		channel->touched = channel->touched && listeners > 0;
		if (is_payable(channel, view->t_ns)) {
			pay(channels, channel, view);
		}
	}
	if (scan) {
		channels->scan_due_ns = view->t_ns + SCAN_GAP_NS;
		channels->scan = (channels->scan + 1) % CALM_SCANS;
	}
	if (listeners > 0) {
		rotate(channels, peers, view);
	}
	while (transfers_take(&channels->transfers, channels->count, view->t_ns, &portion)) {
		say_portion(channels, &portion, peers, view);
	}
}

int64_t channels_due_ns(const struct channels *channels, int listeners)
{
	int64_t due_ns = transfers_due_ns(&channels->transfers);

	if (listeners > 0 && channels->scan_due_ns < due_ns) {
		due_ns = channels->scan_due_ns;
	}
	for (int i = 0; i < channels->count; i++) {
		const struct channel *channel = &channels->channels[i];

		if (channel->owed) {
			int64_t at_ns = channel->paid_ns + CHANNEL_GAP_NS;

			at_ns = at_ns < channel->judged_ns ? channel->judged_ns : at_ns;
			due_ns = at_ns < due_ns ? at_ns : due_ns;
		}
	}
	return due_ns;
}
