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

#include <stddef.h>
#include <stdint.h>

struct channels;

struct in {
	const struct outlet *outlet;
	const struct server_setup *setup;
	struct asked *asked;
	struct helm *helm;
	struct peers *peers;
	struct channels *channels;
	struct view view;          /* set by each turn */
	unsigned long match_steps; /* spent in this turn; set to 0 by each turn */
	struct budget patterns[2]; /* of strangers, and of those who are paired */
	struct seen seen;
	struct endpoint from;  /* of the packet being heard */
	uint32_t tablet_there; /* who speaks from there without a token; 0 a stranger */
	uint32_t tablet;       /* whose the message being heard is */
};

/*
 * Hears one packet: the literal stop first of all, then nothing at all unless it comes from an allowed
 * network and is sound. size may be more than WIRE_BYTES_MAX (only a stop is then looked for, in what is there).
 * False where it is none.
 */
bool in_packet(struct in *in, const struct endpoint *from, const uint8_t *data, size_t size);

/* Of a packet that may never be whole: the literal stop only. Was it one? */
bool in_scrap(struct in *in, const uint8_t *data, size_t size);

/*
 * May one more reply go to the sender of this packet? If not, it is told so with the address it
 * used, as far as its budget of errors goes.
 */
bool in_may_reply(struct in *in, const char *address);

#endif
