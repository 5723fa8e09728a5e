/*
 * in.h - a datagram becomes what somebody asked for, an answer, or an error.
 */
#ifndef NET_IN_H
#define NET_IN_H

#include "net/asked.h"
#include "net/channels.h"
#include "net/endpoint.h"
#include "net/peers.h"
#include "net/seen.h"
#include "net/view.h"

#include <stddef.h>
#include <stdint.h>

struct in {
	int fd;
	const struct server_setup *setup;
	struct asked *asked;
	struct peers *peers;
	struct channels *channels;
	struct view view;          /* set by each turn */
	unsigned long match_steps; /* spent in this turn; set to 0 by each turn */
	struct seen seen;
	struct endpoint from; /* of the packet being heard */
};

/*
 * Hears one datagram: the literal stop first of all, then nothing at all unless it is sound. size
 * may be more than WIRE_BYTES_MAX (only a stop is then looked for, in what is there).
 */
void in_packet(struct in *in, const struct endpoint *from, const uint8_t *data, size_t size);

/*
 * May one more reply go to the sender of this packet? If not, it is told so with the address it
 * used, as far as its budget of errors goes.
 */
bool in_may_reply(struct in *in, const char *address);

#endif
