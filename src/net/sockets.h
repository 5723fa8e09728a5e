/*
 * sockets.h - the two that are listened on: datagrams, and connections beside them.
 */
#ifndef NET_SOCKETS_H
#define NET_SOCKETS_H

#include <stddef.h>
#include <stdint.h>

struct sockets {
	int udp;
	int tcp;
	uint16_t udp_port; /* as bound */
	uint16_t tcp_port;
};

/*
 * Binds both to the numeric address ("::" serves IPv4 too). tcp_port 0: the one above the UDP port. port 0:
 * any free one, and where tcp_port is 0 too, one with a free one above. 0, or -1 with one sentence and its
 * remedy in error; then nothing is open. Closed by sockets_close.
 */
int sockets_open(struct sockets *sockets, const char *bind, uint16_t port, uint16_t tcp_port,
		 char *error, size_t error_size);

void sockets_close(struct sockets *sockets);

#endif
