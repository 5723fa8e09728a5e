/*
 * endpoint.h - an address and port of the network, IPv4 or IPv6.
 */
#ifndef NET_ENDPOINT_H
#define NET_ENDPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

struct endpoint {
	struct sockaddr_storage address;
	socklen_t size;
};

bool endpoint_equals(const struct endpoint *one, const struct endpoint *other);

uint16_t endpoint_port(const struct endpoint *endpoint);

/* The same host at another port; port 0 keeps its own. */
struct endpoint endpoint_at_port(const struct endpoint *endpoint, uint16_t port);

/*
 * The endpoint of a numeric address ("127.0.0.1", "::1", "fe80::1%eth0"); false where it is none.
 * No name is ever looked up here: a resolver can hang for seconds.
 */
bool endpoint_parse(const char *numeric, uint16_t port, struct endpoint *endpoint);

#endif
