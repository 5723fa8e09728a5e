/*
 * server.c - the sockets and the turn. All memory is taken at open; a turn takes what it can get in
 * a bounded number of packets, publishes, then speaks.
 */
#include "net/server.h"

#include "net/channels.h"
#include "net/connections.h"
#include "net/in.h"
#include "net/say.h"
#include "net/sockets.h"
#include "net/stream.h"
#include "net/wire.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#define PACKETS_A_TURN  64
#define TURN_AT_MOST_MS 1000

struct server {
	struct sockets sockets;
	struct outlet outlet;
	struct connections connections;
	struct server_setup setup;
	struct asked asked;
	struct helm helm;
	uint32_t kept_changes;      /* of the list of paired tablets, as last handed on ... */
	char kept_pin[PIN_BYTES];   /* ... and the PIN shown then */
	uint32_t turned_changes;    /* of the commands not taken, as last handed on */
	struct repeats grant_again; /* the epoch, to its holder */
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

/* From the kernel's own: what nobody can guess. */
static uint32_t dice(void *cup)
{
	uint32_t number = 0;

	(void)cup;
	while (getrandom(&number, sizeof(number), 0) != sizeof(number)) {
		/* without them nobody may steer: the loop lets go when this thread is silent */
	}
	return number;
}

/* Where nobody is paired yet, whoever started this wants to pair. */
static void open_helm(struct server *server)
{
	const struct server_setup *setup = &server->setup;
	bool bench = setup->rig->control == CONTROL_BENCH;
	struct args args = {0};

	helm_init(&server->helm, !bench, dice, NULL, setup->paired);
	if (!bench && (setup->paired == NULL || setup->paired->count == 0)) {
		(void)helm_show_pin(&server->helm, &args, now_ns());
	}
}

/* ---- what connections bring ---- */

static bool hear_packet(void *context, const struct endpoint *from, const uint8_t *data,
			size_t size)
{
	return in_packet(&((struct server *)context)->in, from, data, size);
}

static void hear_stop(void *context)
{
	in_stop(&((struct server *)context)->in);
}

static bool is_tablet(const void *context, const struct endpoint *from)
{
	const struct helm *helm = &((const struct server *)context)->helm;

	return !helm->on || tablets_know(&helm->tablets, from);
}

static bool has_enough(const void *context)
{
	return in_has_enough(&((const struct server *)context)->in);
}

/* All but what was opened already. */
static void set_up(struct server *server, const struct server_setup *setup)
{
	const struct connection_hearer hearer = {.packet = hear_packet,
						 .stop = hear_stop,
						 .is_tablet = is_tablet,
						 .has_enough = has_enough,
						 .context = server};

	server->setup = *setup;
	asked_init(&server->asked, &server->setup);
	open_helm(server);
	connections_init(&server->connections, server->sockets.tcp, &setup->rig->osc,
			 &server->peers, &hearer, setup->say);
	server->outlet = (struct outlet){server->sockets.udp, &server->connections};
	channels_init(&server->channels, &server->outlet, &server->setup);
	server->in = (struct in){.outlet = &server->outlet,
				 .setup = &server->setup,
				 .asked = &server->asked,
				 .helm = &server->helm,
				 .peers = &server->peers,
				 .channels = &server->channels};
	asked_publish(&server->asked, &server->setup, now_ns());
}

struct server *server_open(const struct server_setup *setup, char *error, size_t error_size)
{
	struct server *server = calloc(1, sizeof(*server));

	if (server == NULL) {
		snprintf(error, error_size, "no memory for the OSC server: close other programs");
		return NULL;
	}
	if (sockets_open(&server->sockets, setup->bind, setup->port, setup->tcp_port, error,
			 error_size) != 0) {
		free(server);
		return NULL;
	}
	set_up(server, setup);
	return server;
}

uint16_t server_port(const struct server *server)
{
	return server->sockets.udp_port;
}

uint16_t server_tcp_port(const struct server *server)
{
	return server->sockets.tcp_port;
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
	if (helm_due_ns(&server->helm) < due_ns) {
		due_ns = helm_due_ns(&server->helm);
	}
	if (due_ns <= t_ns || connections_are_due(&server->connections)) {
		return 0;
	}
	return (due_ns - t_ns) / 1000000 < wait ? (int)((due_ns - t_ns) / 1000000) + 1 : wait;
}

/* Hears what waits, at most PACKETS_A_TURN and until patterns and replies have cost enough. */
static void hear_datagrams(struct server *server)
{
	struct in *in = &server->in;

	for (int i = 0; i < PACKETS_A_TURN && !in_has_enough(in); i++) {
		struct endpoint from = {.size = sizeof(from.address)};
		ssize_t size = recvfrom(server->sockets.udp, server->packet, sizeof(server->packet),
					MSG_DONTWAIT, (struct sockaddr *)&from.address, &from.size);

		if (size < 0) {
			return;
		}
		(void)in_packet(in, &from, server->packet, (size_t)size);
	}
}

static void hear(struct server *server)
{
	struct in *in = &server->in;

	in->match_steps = 0;
	in->replies = 0;
	hear_datagrams(server);
	in->match_steps = 0; /* so that whoever floods one way cannot shut the other */
	in->replies = 0;
	connections_hear(&server->connections, server->in.view.t_ns);
}

static void say_grant(const struct server *server, bool by_datagram_only)
{
	const struct helm *helm = &server->helm;
	const struct osc_entry *grant = osc_schema_row(ID_LEASE_GRANT);
	struct value values[VALUES_MAX] = {{0}};

	values[0].number = helm->lease.epoch;
	values[1].number = OWNER_LOST_S * 1e3;
	for (int i = 0; i < SUBSCRIBERS_MAX; i++) {
		const struct subscriber *subscriber = &server->peers.subscribers[i];
		const bool is_in = !by_datagram_only || subscriber->to.connection == 0;

		if (subscriber->used && is_in && helm_steers(helm, subscriber->tablet)) {
			say_values(&server->outlet, &subscriber->to, grant->path, grant->types,
				   values);
		}
	}
}

/* The holder hears of its epoch wherever it listens, everybody whether it is theirs; as surely as of a value. */
static void tell_lease(struct server *server, int64_t t_ns)
{
	struct helm *helm = &server->helm;

	if (helm->lease.holder != helm->told_holder) {
		channels_touch(&server->channels, osc_schema_row(ID_OWNER_YOU), 0, t_ns);
	}
	if (helm->lease.epoch != helm->told_epoch) {
		say_grant(server, false);
		repeats_begin(&server->grant_again, false, t_ns);
	} else if (repeats_take(&server->grant_again, t_ns)) {
		say_grant(server, true);
	}
	helm->told_holder = helm->lease.holder;
	helm->told_epoch = helm->lease.epoch;
}

/* To whoever keeps it on a disk and shows the PIN: never waited for here. */
static void hand_on_pairings(struct server *server)
{
	const struct helm *helm = &server->helm;

	if (server->setup.pairings == NULL || (server->kept_changes == helm->tablets.kept.changes &&
					       strcmp(server->kept_pin, helm->pin.digits) == 0)) {
		return;
	}
	helm_pairings(helm, mailbox_back(server->setup.pairings));
	mailbox_publish(server->setup.pairings);
	server->kept_changes = helm->tablets.kept.changes;
	memcpy(server->kept_pin, helm->pin.digits, sizeof(server->kept_pin));
}

static void hand_on_turned(struct server *server)
{
	const struct turned_away *turned = &server->in.turned;

	if (server->setup.turned == NULL || server->turned_changes == turned->changes) {
		return;
	}
	memcpy(mailbox_back(server->setup.turned), turned, sizeof(*turned));
	mailbox_publish(server->setup.turned);
	server->turned_changes = turned->changes;
}

static void wait_for_any(struct server *server, int timeout_ms)
{
	struct pollfd waiting[1 + CONNECTIONS_POLLED] = {
		{.fd = server->sockets.udp, .events = POLLIN}};
	int count = 1 + connections_poll(&server->connections, waiting + 1, now_ns());

	(void)poll(waiting, (nfds_t)count, wait_ms(server, timeout_ms));
}

void server_turn(struct server *server, int timeout_ms)
{
	struct view *view = &server->in.view;
	int listeners;

	wait_for_any(server, timeout_ms);
	*view = (struct view){.setup = &server->setup,
			      .asked = &server->asked,
			      .helm = &server->helm,
			      .now = mailbox_front(server->setup.snapshots),
			      .t_ns = now_ns()};
	helm_turn(&server->helm, view->now->confirms, view->t_ns);
	helm_see(&server->helm, view->now->state, view->t_ns);
	hear(server);
	helm_tell(&server->helm, &server->asked.command);
	asked_publish(&server->asked, &server->setup, view->t_ns);
	listeners = peers_expire(&server->peers, view->t_ns);
	tell_lease(server, view->t_ns);
	hand_on_pairings(server);
	hand_on_turned(server);
	channels_turn(&server->channels, &server->peers, listeners, view);
	stream_turn(&server->outlet, &server->peers, view);
	connections_turn(&server->connections, view->t_ns);
}

double server_stall_s(struct server *server)
{
	const double stall_s = server->asked.stall_s;

	server->asked.stall_s = 0.0;
	return stall_s;
}

void server_close(struct server *server)
{
	if (server != NULL) {
		connections_close(&server->connections);
		sockets_close(&server->sockets);
		free(server);
	}
}
