/*
 * in.h - a packet becomes what somebody asked for, an answer, or an error.
 */
#ifndef NET_IN_H
#define NET_IN_H

#include "net/asked.h"
#include "net/budget.h"
#include "net/endpoint.h"
#include "net/peers.h"
#include "net/say.h"
#include "net/seen.h"
#include "net/view.h"

#include <knead/turned_away.h>

#include <stddef.h>
#include <stdint.h>

/* A turn hears no more packets once it has sent so many: what one of them may ask for comes on top. */
#define REPLIES_A_TURN 512

/* One press within this time of another is the same datagram, doubled on its way. */
#define PRESS_AGAIN_NS 300000000LL

/* To all strangers together, however many ports they ask from: so many at once, then so many a second. */
#define STRANGERS_REPLIES_AT_ONCE 3200.0
#define STRANGERS_REPLIES_A_S     1600.0

/* And of snapshots, which are hundreds of messages for one: begun at once, then a second. */
#define STRANGERS_SNAPSHOTS_AT_ONCE 8.0
#define STRANGERS_SNAPSHOTS_A_S     2.0

/*
 * And of messages in their bundles, so many are heard: a packet with 32 costs what 20 of others do, and whoever
 * floods with those fills the socket before somebody's stop.
 */
#define STRANGERS_BUNDLED_AT_ONCE 2048.0
#define STRANGERS_BUNDLED_A_S     8192.0

struct channels;
struct wire_message;

struct in {
	const struct outlet *outlet;
	const struct server_setup *setup;
	struct asked *asked;
	struct helm *helm;
	struct peers *peers;
	struct channels *channels;
	struct view view;          /* set by each turn */
	unsigned long match_steps; /* spent in this turn; set to 0 by each turn */
	int replies;               /* sent in this turn, likewise */
	struct budget patterns[2]; /* of strangers, and of those who are paired */
	struct budget answers;     /* replies to strangers */
	struct budget snapshots;   /* begun for strangers */
	struct budget bundled;     /* messages in bundles of strangers */
	struct turned_away turned; /* commands not taken, for the log */
	struct seen seen;
	struct endpoint from;       /* of the packet being heard */
	uint32_t tablet_there;      /* who speaks from there without a token; 0 a stranger */
	uint32_t tablet;            /* whose the message being heard is */
	char token[VALUE_TEXT_MAX]; /* by this; "" while by none: looked up once a message */
	int64_t pressed_ns
		[ID_COUNT]; /* when each command that counts was pressed last; 0 for never */
};

/*
 * Hears one packet: the literal stop first of all, then nothing at all unless it comes from an allowed
 * network and is sound. size may be more than WIRE_BYTES_MAX (only a stop is then looked for, in what is there).
 * What is not sound, so that nobody knows where a message begins in it, is a stop where it has its letters
 * anywhere. False where it is no packet.
 */
bool in_packet(struct in *in, const struct endpoint *from, const uint8_t *data, size_t size);

/* Hears one message of it. commands: in the bundle around it; 1 outside of one. */
void in_message(struct in *in, const struct wire_message *message, int commands);

/* Somebody stops: what in_packet does with the literal one. */
void in_stop(struct in *in);

/* Has so much been asked in this turn that the rest is heard in the next? */
bool in_has_enough(const struct in *in);

/* One error to the sender of this packet, if its budget lets it. */
void in_refuse(struct in *in, enum osc_error error, const char *address, const char *detail);

/* Likewise of an order to the simulator, each of which counts: as a reply, so that more than a few are told. */
void in_refuse_order(struct in *in, enum osc_error error, const char *address, const char *detail);

/*
 * May one more reply go to the sender of this packet? If not, it is told so with the address it
 * used, as far as its budget of errors goes. Strangers cannot use up what is kept for those who are paired.
 */
bool in_may_reply(struct in *in, const char *address);

/*
 * The sender is to hear that value before long, as one more reply where it is not under way
 * already; a tablet that listens hears it again, for what may be lost.
 */
void in_owe(struct in *in, const struct osc_entry *entry, int index);

/* A snapshot to there, asked for by the sender; false where there are too many. */
bool in_refresh(struct in *in, const struct endpoint *to);

#endif
