/*
 * client.h - a small OSC client over UDP: for the panel and for tests.
 */
#ifndef NET_CLIENT_H
#define NET_CLIENT_H

#include "net/value.h"

#include <stddef.h>
#include <stdint.h>

struct osc_client;

/*
 * host: a name or a numeric address; of several, IPv4 first, as the controller binds by default.
 * NULL on failure with one sentence and its remedy in error. That nobody listens there shows only
 * in what osc_client_receive returns. Closed by osc_client_close.
 */
struct osc_client *osc_client_open(const char *host, uint16_t port, char *error, size_t error_size);

/* Readable when there is something to receive. */
int osc_client_fd(const struct osc_client *client);

/*
 * Sends one message. types: i (int), h (long long), f and d (double), s (const char *), T F N I
 * (nothing). 0, or -errno; -EINVAL for a type not named here or more than VALUES_MAX of them.
 */
int osc_client_send(struct osc_client *client, const char *path, const char *types, ...);

/*
 * Calls heard for each message that waits, without blocking, in order; what it is given is good
 * until it returns. Messages with more than VALUES_MAX arguments or with types codec.h does not
 * read are left out, malformed packets too. How many were heard, or -errno; -ECONNREFUSED means
 * that no program listens there (any more), and is worth trying again.
 */
int osc_client_receive(struct osc_client *client,
		       void (*heard)(void *context, const char *path, const char *types,
				     const struct value *values, int count),
		       void *context);

/* NULL is fine. */
void osc_client_close(struct osc_client *client);

#endif
