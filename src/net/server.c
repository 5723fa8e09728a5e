/*
 * server.c - the socket and the turn. All memory is taken at open; a turn takes what it can get in
 * a bounded number of packets, publishes, then speaks.
 */
#include "net/server.h"

#include "net/in.h"
#include "net/members.h"
#include "net/stream.h"
#include "net/wire.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PACKETS_A_TURN  64
#define RECEIVE_BYTES   (1 << 20) /* asked of the kernel: bursts of several tablets fit */
#define TURN_AT_MOST_MS 1000

struct server {
	int fd;
	uint16_t port;
	struct server_setup setup;
	struct asked asked;
	struct peers peers;
	struct channels channels;
	struct in in;
	uint8_t packet[WIRE_BYTES_MAX +
		       4]; /* one that fills it is too long, whatever was cut off */
};

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void explain(const struct server_setup *setup, int error_number, char *error, size_t size)
{
	if (error_number == EADDRINUSE) {
		snprintf(error, size,
			 "UDP port %u of %s is taken: stop the program that has it, perhaps "
			 "another kneadd, or choose another port",
			 setup->port, setup->bind);
	} else if (error_number == EADDRNOTAVAIL) {
		snprintf(error, size,
			 "this machine has no address %s: bind 127.0.0.1 or one that ip addr shows",
			 setup->bind);
	} else if (error_number == EACCES) {
		snprintf(error, size, "UDP port %u of %s is not allowed: choose one from 1024 up",
			 setup->port, setup->bind);
	} else {
		snprintf(error, size,
			 "cannot listen on UDP port %u of %s: %s; choose another address",
			 setup->port, setup->bind, strerror(error_number));
	}
}

/* The bound socket, or -errno. "::" serves IPv4 too. */
static int open_socket(const struct endpoint *at, uint16_t *port)
{
	struct endpoint bound = {.size = sizeof(bound.address)};
	int receive_bytes = RECEIVE_BYTES;
	int off = 0;
	int result;
	int fd = socket(at->address.ss_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0) {
		return -errno;
	}
	if (at->address.ss_family == AF_INET6) {
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof(receive_bytes));
	if (bind(fd, (const struct sockaddr *)&at->address, at->size) != 0 ||
	    getsockname(fd, (struct sockaddr *)&bound.address, &bound.size) != 0) {
		result = -errno;
		close(fd);
		return result;
	}
	*port = endpoint_port(&bound);
	return fd;
}

struct server *server_open(const struct server_setup *setup, char *error, size_t error_size)
{
	struct server *server;
	struct endpoint at;

	if (!endpoint_parse(setup->bind, setup->port, &at)) {
		snprintf(
			error, error_size,
			"\"%s\" is no IPv4 or IPv6 address: bind 127.0.0.1, ::1, or this machine's",
			setup->bind);
		return NULL;
	}
	server = calloc(1, sizeof(*server));
	if (server == NULL) {
		snprintf(error, error_size, "no memory for the OSC server: close other programs");
		return NULL;
	}
	server->fd = open_socket(&at, &server->port);
	if (server->fd < 0) {
		explain(setup, -server->fd, error, error_size);
		free(server);
		return NULL;
	}
	server->setup = *setup;
	asked_init(&server->asked, &server->setup);
	channels_init(&server->channels, server->fd, &server->setup);
	server->in = (struct in){.fd = server->fd,
				 .setup = &server->setup,
				 .asked = &server->asked,
				 .peers = &server->peers,
				 .channels = &server->channels};
	asked_publish(&server->asked, &server->setup, now_ns());
	return server;
}

uint16_t server_port(const struct server *server)
{
	return server->port;
}

/* How long to wait, so that nothing due is late by more than a millisecond. */
static int wait_ms(struct server *server, int timeout_ms)
{
	int64_t t_ns = now_ns();
	int listeners = peers_expire(&server->peers, t_ns);
	int64_t channels_ns = channels_due_ns(&server->channels, listeners);
	int64_t due_ns = stream_due_ns(&server->peers);
	int wait = timeout_ms >= 0 && timeout_ms < TURN_AT_MOST_MS ? timeout_ms : TURN_AT_MOST_MS;

	if (channels_ns < due_ns) {
		due_ns = channels_ns;
	}
	if (due_ns <= t_ns) {
		return 0;
	}
	return (due_ns - t_ns) / 1000000 < wait ? (int)((due_ns - t_ns) / 1000000) + 1 : wait;
}

/* Hears what waits, at most PACKETS_A_TURN and until patterns have cost enough. */
static void hear(struct server *server)
{
	struct in *in = &server->in;

	in->match_steps = 0;
	for (int i = 0; i < PACKETS_A_TURN && in->match_steps < MEMBERS_STEPS_A_TURN; i++) {
		struct endpoint from = {.size = sizeof(from.address)};
		ssize_t size = recvfrom(server->fd, server->packet, sizeof(server->packet),
					MSG_DONTWAIT, (struct sockaddr *)&from.address, &from.size);

		if (size < 0) {
			return;
		}
		in_packet(in, &from, server->packet, (size_t)size);
	}
}

void server_turn(struct server *server, int timeout_ms)
{
	struct pollfd waiting = {.fd = server->fd, .events = POLLIN};
	struct view *view = &server->in.view;
	int listeners;

	(void)poll(&waiting, 1, wait_ms(server, timeout_ms));
	*view = (struct view){.setup = &server->setup,
			      .asked = &server->asked,
			      .now = mailbox_front(server->setup.snapshots),
			      .t_ns = now_ns()};
	hear(server);
	asked_publish(&server->asked, &server->setup, view->t_ns);
	listeners = peers_expire(&server->peers, view->t_ns);
	channels_turn(&server->channels, &server->peers, listeners, view);
	stream_turn(server->fd, &server->peers, view);
}

void server_close(struct server *server)
{
	if (server != NULL) {
		close(server->fd);
		free(server);
	}
}
