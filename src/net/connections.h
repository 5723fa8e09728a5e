/*
 * connections.h - everybody who is here over TCP: a fixed number, and who gives way to whom.
 */
#ifndef NET_CONNECTIONS_H
#define NET_CONNECTIONS_H

#include "net/door.h"
#include "net/notice.h"
#include "net/peers.h"
#include "net/precedence.h"

#include <knead/rig.h>

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

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
	struct door door;
};

#define CONNECTIONS_POLLED (1 + CONNECTIONS_MAX + DOOR_MAX)

/* The listener and what the pointers name stay the caller's. say: as in struct notice. */
void connections_init(struct connections *connections, int listener, const struct osc_spec *osc,
		      struct peers *peers, const struct connection_hearer *hearer,
		      void (*say)(const char *sentence));

/* Whom to wait for, at most CONNECTIONS_POLLED; how many. */
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

/* Closes all, those at the door too, not the listener. */
void connections_close(struct connections *connections);

#endif
