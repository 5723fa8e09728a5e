/*
 * connections.h - everybody who is here over TCP: a fixed number, and who gives way to whom.
 */
#ifndef NET_CONNECTIONS_H
#define NET_CONNECTIONS_H

#include "net/connection.h"
#include "net/notice.h"
#include "net/peers.h"

#include <knead/rig.h>

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define CONNECTIONS_MAX     16
#define CONNECTIONS_FOREIGN 4 /* of them at most from networks that are not allowed: to say stop */

#define CONNECTIONS_YIELD_MUTE_NS 1000000000LL  /* who said nothing for so long since it came ... */
#define CONNECTIONS_YIELD_IDLE_NS 60000000000LL /* ... or nothing any more, gives way */

struct connections {
	int listener;
	const struct osc_spec *osc;
	struct peers *peers; /* whose subscriptions end with a connection */
	struct connection_hearer hearer;
	struct notice notice;
	uint32_t last_number;
	int first;             /* to be heard in this turn */
	int64_t deaf_until_ns; /* the listener is not looked at: the system has no more of what it takes */
	struct connection list[CONNECTIONS_MAX];
};

/* The listener and what the pointers name stay the caller's. say: as in struct notice. */
void connections_init(struct connections *connections, int listener, const struct osc_spec *osc,
		      struct peers *peers, const struct connection_hearer *hearer,
		      void (*say)(const char *sentence));

/* Whom to wait for, at most CONNECTIONS_MAX + 1; how many. */
int connections_poll(const struct connections *connections, struct pollfd *waiting, int64_t t_ns);

/* Is somebody to be heard without waiting? */
bool connections_are_due(const struct connections *connections);

/* Lets in who came, and hears everybody in turn: a bounded amount of both. */
void connections_hear(struct connections *connections, int64_t t_ns);

/* To the connection of that number, as far as it is still there. */
void connections_send(struct connections *connections, uint32_t number, const uint8_t *packet,
		      size_t size);

/* Does that one read slower than it is written to? What is out of date soon is better left out then. */
bool connections_lag(const struct connections *connections, uint32_t number);

/* Sends what was queued, and closes whoever is over, subscription and all. */
void connections_turn(struct connections *connections, int64_t t_ns);

/* Closes all, not the listener. */
void connections_close(struct connections *connections);

#endif
