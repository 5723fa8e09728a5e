/*
 * sockets.c - opening them, and saying why that cannot be.
 */
#include "net/sockets.h"

#include "net/endpoint.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define RECEIVE_BYTES (1 << 20) /* asked of the kernel: bursts of several tablets fit */
#define BACKLOG       16
#define PAIRS_TRIED   32 /* until a free port has a free one above */

static int explain(const char *kind, const char *bind, uint16_t port, int error_number, char *error,
		   size_t size)
{
	if (error_number == EADDRINUSE) {
		snprintf(error, size,
			 "%s port %u of %s is taken: stop the program that has it, perhaps "
			 "another kneadd, or choose another port",
			 kind, port, bind);
	} else if (error_number == EADDRNOTAVAIL) {
		snprintf(error, size,
			 "this machine has no address %s: bind 127.0.0.1 or one that ip addr shows",
			 bind);
	} else if (error_number == EACCES) {
		snprintf(error, size, "%s port %u of %s is not allowed: choose one from 1024 up",
			 kind, port, bind);
	} else {
		snprintf(error, size,
			 "cannot listen on %s port %u of %s: %s; choose another address", kind,
			 port, bind, strerror(error_number));
	}
	return -1;
}

static void prepare(int fd, int family, int type)
{
	int receive_bytes = RECEIVE_BYTES;
	int off = 0;
	int on = 1;

	if (family == AF_INET6) {
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	}
	if (type == SOCK_STREAM) {
		/* a restart need not wait for what is left of old connections */
		(void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	} else {
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof(receive_bytes));
	}
}

/* The bound socket, or -errno. */
static int open_one(const struct endpoint *at, int type, uint16_t *port)
{
	struct endpoint bound = {.size = sizeof(bound.address)};
	int result;
	int fd = socket(at->address.ss_family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0) {
		return -errno;
	}
	prepare(fd, at->address.ss_family, type);
	if (bind(fd, (const struct sockaddr *)&at->address, at->size) != 0 ||
	    getsockname(fd, (struct sockaddr *)&bound.address, &bound.size) != 0 ||
	    (type == SOCK_STREAM && listen(fd, BACKLOG) != 0)) {
		result = -errno;
		close(fd);
		return result;
	}
	*port = endpoint_port(&bound);
	return fd;
}

static int open_udp(struct sockets *sockets, const char *bind, uint16_t port, char *error,
		    size_t error_size)
{
	struct endpoint at;

	if (!endpoint_parse(bind, port, &at)) {
		snprintf(
			error, error_size,
			"\"%s\" is no IPv4 or IPv6 address: bind 127.0.0.1, ::1, or this machine's",
			bind);
		return -1;
	}
	sockets->udp = open_one(&at, SOCK_DGRAM, &sockets->udp_port);
	return sockets->udp >= 0 ? 0 : explain("UDP", bind, port, -sockets->udp, error, error_size);
}

/* 0, or -1 with the UDP socket closed again. */
static int open_tcp(struct sockets *sockets, const char *bind, uint16_t port, char *error,
		    size_t error_size)
{
	struct endpoint at;

	sockets->tcp = -EADDRINUSE; /* there is none above 65535 */
	if (port != 0 && endpoint_parse(bind, port, &at)) {
		sockets->tcp = open_one(&at, SOCK_STREAM, &sockets->tcp_port);
	}
	if (sockets->tcp < 0) {
		close(sockets->udp);
		return explain("TCP", bind, port, -sockets->tcp, error, error_size);
	}
	return 0;
}

int sockets_open(struct sockets *sockets, const char *bind, uint16_t port, uint16_t tcp_port,
		 char *error, size_t error_size)
{
	int result = -1;

	for (int i = 0; i < (port == 0 ? PAIRS_TRIED : 1) && result != 0; i++) {
		result = open_udp(sockets, bind, port, error, error_size);
		if (result != 0) {
			return result;
		}
		result = open_tcp(sockets, bind,
				  tcp_port != 0 ? tcp_port : (uint16_t)(sockets->udp_port + 1),
				  error, error_size);
	}
	if (result == 0) {
		error[0] = '\0'; /* what was wrong with a pair tried before */
	}
	return result;
}

void sockets_close(struct sockets *sockets)
{
	close(sockets->udp);
	close(sockets->tcp);
}
