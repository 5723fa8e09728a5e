/*
 * channels.h - the slow values, one channel each: said on change and, for lines that lose packets,
 * some times more (repeats.h says how surely that arrives), said again in rotation, and all at once
 * to whoever subscribes or asks.
 */
#ifndef NET_CHANNELS_H
#define NET_CHANNELS_H

#include "net/endpoint.h"
#include "net/osc_address.h"
#include "net/peers.h"
#include "net/repeats.h"
#include "net/say.h"
#include "net/transfers.h"
#include "net/view.h"

#include <stdbool.h>
#include <stdint.h>

#define FEEDBACK_CHANNELS_MAX 832
#define CHANNEL_BYTES_MAX     640

#define CHANNEL_GAP_NS   50000000LL   /* at most 20 a second on one address */
#define ROTATION_NS      1900000000LL /* everything again: within 2 s, late turns included */
#define SCAN_GAP_NS      10000000LL
#define CALM_SCANS       50         /* so many scans until a calm value is looked at again */
#define JUDGED_NS        25000000LL /* by then two ticks of the slowest loop saw what was set */
#define ROTATION_AT_ONCE 8

struct channel {
	const struct osc_entry *entry;
	int index;
	char path[OSC_PATH_MAX];
	bool touched;      /* somebody set it: say it even if it did not change */
	int64_t judged_ns; /* what was set counts from here on: not echoed before */
	size_t said_size;
	uint8_t said[CHANNEL_BYTES_MAX]; /* the message as last said to everybody */
	int64_t said_ns;
	struct repeats again; /* of that, to everybody */
	bool owed;            /* to somebody who does not subscribe, or whose wish was refused */
	struct endpoint owed_to;
	int64_t paid_ns;
	bool owed_surely;          /* to somebody whose fader is to snap back */
	struct repeats owed_again; /* of what was paid to there */
};

struct channels {
	const struct outlet *outlet;
	int count;
	struct channel channels[FEEDBACK_CHANNELS_MAX];
	struct transfers
		transfers; /* of all the channels: begun by whoever lets somebody have one */
	bool heard;        /* did anybody subscribe in the last turn? */
	int turn;          /* of the rotation */
	int64_t rotation_due_ns;
	int64_t scan_due_ns;
	int scan; /* 0..CALM_SCANS - 1 */
};

/* A channel for each slow member of the table; the simulator's only where it is one. */
void channels_init(struct channels *channels, const struct outlet *outlet,
		   const struct server_setup *setup);

/* The value was set: every subscriber hears it, whether it changed or not. */
void channels_touch(struct channels *channels, const struct osc_entry *entry, int index,
		    int64_t t_ns);

/* Is that peer to hear the value already? */
bool channels_owe_already(struct channels *channels, const struct osc_entry *entry, int index,
			  const struct endpoint *to);

/*
 * One peer hears the value too, at most 20 a second of it. Whoever else was to hear it does so at once: how
 * often is the caller's to bound. surely: and again, as what changed is.
 */
void channels_owe(struct channels *channels, const struct view *view, const struct osc_entry *entry,
		  int index, const struct endpoint *to, bool surely);

/* Says what is due. listeners: living subscriptions. */
void channels_turn(struct channels *channels, struct peers *peers, int listeners,
		   const struct view *view);

/* When the next is due; INT64_MAX for never. */
int64_t channels_due_ns(const struct channels *channels, int listeners);

#endif
