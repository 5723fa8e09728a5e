/*
 * connection.h - one peer over TCP: what it sent that is no packet yet, and what it was not sent yet. Both
 * are of a fixed size, and nothing here ever waits for it.
 */
#ifndef NET_CONNECTION_H
#define NET_CONNECTION_H

#include "net/endpoint.h"
#include "net/framer.h"
#include "net/seeker.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONNECTION_CHUNK_BYTES 1024 /* read at once */
#define CONNECTION_QUEUE_BYTES \
	32768 /* a snapshot of 16 heads, nearly, on top of what the kernel holds */
#define CONNECTION_SLOW_NS 2000000000LL /* what waits to be sent, and nothing of it goes */
#define CONNECTION_MUTE_NS \
	10000000000LL /* no sound packet since the start; a packet begun and not ended */
#define CONNECTION_IDLE_NS \
	600000000000LL /* SPOT_LASTS_S: somebody who only moves a fader now and then */

/* Why it is to be closed. */
enum parting {
	PARTING_NONE = 0,
	PARTING_LEFT,  /* by the peer, or its network broke */
	PARTING_WRONG, /* no OSC stream */
	PARTING_SLOW,  /* does not read */
	PARTING_SILENT,
	PARTING_YIELDS /* its place was needed */
};

struct connection {
	uint32_t number; /* 0: this place is free */
	int fd;
	struct endpoint peer;
	bool allowed; /* on the list of networks */
	bool spoke;   /* a sound packet came */
	enum parting parting;
	int64_t since_ns;
	int64_t heard_ns; /* the last sound packet, or since_ns */
	int64_t begun_ns; /* the packet that is not whole yet; 0: there is none */
	bool stopped;     /* that packet was seen to be a stop already */
	bool sought;      /* the letters of a stop are somewhere in it */
	struct seeker seeker;
	struct framer framer;
	uint8_t chunk[CONNECTION_CHUNK_BYTES];
	size_t chunk_at;
	size_t chunk_size;
	bool behind;      /* the kernel did not take all of the queue */
	int64_t moved_ns; /* it took something last, or all was taken */
	size_t queued;
	uint8_t queue[CONNECTION_QUEUE_BYTES];
};

/* Who hears what connections bring. */
struct connection_hearer {
	bool (*packet)(void *context, const struct endpoint *from, const uint8_t *data,
		       size_t size); /* was it a sound one? */
	void (*stop)(void *context); /* seen in what is no whole packet */
	bool (*is_tablet)(
		const void *context,
		const struct endpoint *from);    /* of one that is paired; on a bench all are */
	bool (*has_enough)(const void *context); /* no more in this turn */
	void *context;
};

/* Takes what waits, not more than a chunk, and hears it; what has to wait for the next turn is kept. */
void connection_hear(struct connection *connection, const struct connection_hearer *hearer,
		     int64_t t_ns);

/* Of one that is to be closed: nothing of what is left in it but a stop. */
void connection_hear_last(struct connection *connection, const struct connection_hearer *hearer);

/* Is something kept that waits for no more bytes? */
bool connection_is_due(const struct connection *connection);

/* Queues it in the peer's framing; one without room for it is parted from. */
void connection_send(struct connection *connection, const uint8_t *packet, size_t size);

/* Sends what the kernel takes of the queue. */
void connection_flush(struct connection *connection, int64_t t_ns);

/* Why it is over by now, or PARTING_NONE. */
enum parting connection_judge(const struct connection *connection, int64_t t_ns);

#endif
