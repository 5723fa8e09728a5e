/*
 * endpoint.h - an address and port of the network, IPv4 or IPv6, and the connection where it is one.
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
	uint32_t connection; /* its number, never used again; 0: datagrams */
};

#define ENDPOINT_TEXT_BYTES 64

/* Of connections, the same one: address and port may come again. */
bool endpoint_equals(const struct endpoint *one, const struct endpoint *other);

/*
 * Does what comes from both go the same way? Of connections the same one, of datagrams the same
 * host, whatever port.
 */
bool endpoint_on_one_line(const struct endpoint *one, const struct endpoint *other);

uint16_t endpoint_port(const struct endpoint *endpoint);

/* The same host at another port; port 0 keeps its own. A connection goes where it goes. */
struct endpoint endpoint_at_port(const struct endpoint *endpoint, uint16_t port);

/*
 * The endpoint of a numeric address ("127.0.0.1", "::1", "fe80::1%eth0"); false where it is none.
 * No name is ever looked up here: a resolver can hang for seconds.
 */
bool endpoint_parse(const char *numeric, uint16_t port, struct endpoint *endpoint);

/* "192.168.1.5:9000" or "[fd00::5]:9000". */
void endpoint_write(const struct endpoint *endpoint, char text[ENDPOINT_TEXT_BYTES]);

#endif
