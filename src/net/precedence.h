/*
 * precedence.h - who gives way to whom over TCP, where all places are taken. Pure, but for asking whose a
 * connection is.
 */
#ifndef NET_PRECEDENCE_H
#define NET_PRECEDENCE_H

#include "net/connection.h"

#include <stdbool.h>
#include <stdint.h>

#define CONNECTIONS_MAX     16
#define CONNECTIONS_FOREIGN 4 /* of them at most from networks that are not allowed: to say stop */
#define CONNECTIONS_KEPT \
	4 /* of them that strangers hold for a moment only, while nobody paired does */

#define CONNECTIONS_YIELD_MUTE_NS 1000000000LL  /* who said nothing for so long since it came ... */
#define CONNECTIONS_YIELD_IDLE_NS 60000000000LL /* ... or nothing any more, gives way */
#define CONNECTIONS_YIELD_STRANGE_NS \
	5000000000LL /* ... and a stranger in a place that is kept, however much it says */

/* Whoever of the CONNECTIONS_MAX has to give way to a newcomer, from a network that is allowed or not; or NULL. */
struct connection *precedence_yielding(struct connection *list,
				       const struct connection_hearer *hearer, bool allowed,
				       int64_t t_ns);

#endif
