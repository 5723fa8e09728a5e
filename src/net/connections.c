/*
 * connections.c - a table of places. A flood of connects costs some accepts a turn, never more; who said
 * something sound keeps its place against all who did not.
 */
#include "net/connections.h"

#include "net/allow.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <unistd.h>

#define ACCEPTS_A_TURN 8
#define DEAF_NS        1000000000LL

/* Of the kernel's, for each: what waits there is out of date by a moment at most. */
#define SEND_BYTES 32768

/* A peer that vanished without a word is found out after 5 + 3 x 2 s; one that has something to get, after 6. */
#define PROBE_AFTER_S 5
#define PROBE_EVERY_S 2
#define PROBES        3
#define UNANSWERED_MS 6000

static const char *const why[] = {
	[PARTING_WRONG] = "what it sends is no OSC stream, neither with lengths nor SLIP",
	[PARTING_SLOW] = "it does not read what it is sent",
	[PARTING_SILENT] = "it has said nothing whole for too long",
	[PARTING_YIELDS] = "others needed its place",
};

void connections_init(struct connections *connections, int listener, const struct osc_spec *osc,
		      struct peers *peers, const struct connection_hearer *hearer,
		      void (*say)(const char *sentence))
{
	memset(connections, 0, sizeof(*connections));
	connections->listener = listener;
	connections->osc = osc;
	connections->peers = peers;
	connections->hearer = *hearer;
	connections->notice.say = say;
}

static struct connection *find(struct connections *connections, uint32_t number)
{
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		if (connections->list[i].number == number) {
			return &connections->list[i];
		}
	}
	return NULL;
}

static struct door_hearer at_door(const struct connections *connections)
{
	return (struct door_hearer){connections->hearer.stop, connections->hearer.context};
}

/* Its last word may be a stop, and under way yet, so that is listened for. */
static void part(struct connections *connections, struct connection *connection, int64_t t_ns)
{
	const struct door_hearer hearer = at_door(connections);
	char from[ENDPOINT_TEXT_BYTES];

	connection_hear_last(connection, &connections->hearer);
	peers_unsubscribe(connections->peers, &connection->peer);
	if (connection->parting == PARTING_LEFT) {
		close(connection->fd);
	} else {
		endpoint_write(&connection->peer, from);
		notice_say(&connections->notice, t_ns, "TCP connection from %s closed: %s", from,
			   why[connection->parting]);
		door_show(&connections->door, connection->fd, &connection->seeker, &hearer, t_ns);
	}
	connection->number = 0;
}

/* ---- who comes ---- */

static int count_foreign(const struct connections *connections)
{
	int count = 0;

	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		count += connections->list[i].number != 0 && !connections->list[i].allowed ? 1 : 0;
	}
	return count;
}

/* A free place, or one freed; NULL where there is none. */
static struct connection *find_place(struct connections *connections, bool allowed, int64_t t_ns)
{
	struct connection *place = find(connections, 0);

	if (!allowed && count_foreign(connections) >= CONNECTIONS_FOREIGN) {
		place = NULL;
	}
	if (place == NULL) {
		place = precedence_yielding(connections->list, &connections->hearer, allowed, t_ns);
		if (place != NULL) {
			place->parting = PARTING_YIELDS;
			part(connections, place, t_ns);
		}
	}
	return place;
}

static void set_option(int fd, int level, int option, int value)
{
	(void)setsockopt(fd, level, option, &value, sizeof(value));
}

static void set_options(int fd)
{
	set_option(fd, SOL_SOCKET, SO_SNDBUF, SEND_BYTES);
	set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, PROBE_AFTER_S);
	set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, PROBE_EVERY_S);
	set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, PROBES);
	set_option(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, UNANSWERED_MS);
	set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

static void turn_away(struct connections *connections, int fd, const struct endpoint *peer,
		      int64_t t_ns)
{
	const struct door_hearer hearer = at_door(connections);
	const struct seeker seeker = {0};
	char from[ENDPOINT_TEXT_BYTES];

	endpoint_write(peer, from);
	notice_say(&connections->notice, t_ns,
		   "TCP connection from %s closed: all %d places are taken", from, CONNECTIONS_MAX);
	door_show(&connections->door, fd, &seeker, &hearer, t_ns);
}

static void let_in(struct connections *connections, int fd, struct endpoint *peer, int64_t t_ns)
{
	bool allowed = allow_has(connections->osc, peer);
	struct connection *place = find_place(connections, allowed, t_ns);

	if (place == NULL) {
		turn_away(connections, fd, peer, t_ns);
		return;
	}
	connections->last_number++;
	if (connections->last_number == 0) {
		connections->last_number++; /* after 2^32 of them; 0 means datagrams */
	}
	peer->connection = connections->last_number;
	set_options(fd);
	memset(place, 0, sizeof(*place));
	place->number = connections->last_number;
	place->fd = fd;
	place->peer = *peer;
	place->allowed = allowed;
	place->since_ns = place->heard_ns = place->moved_ns = t_ns;
}

/*
 * Where the system has no more of something, looking again at once would only turn in circles; where the door is
 * crowded, who waits before it has the longer time to say stop.
 */
static void accept_all(struct connections *connections, int64_t t_ns)
{
	for (int i = 0; i < ACCEPTS_A_TURN && t_ns >= connections->deaf_until_ns; i++) {
		struct endpoint peer = {.size = sizeof(peer.address)};
		int fd;

		connections->deaf_until_ns = door_full_until_ns(&connections->door, t_ns);
		if (t_ns < connections->deaf_until_ns) {
			return;
		}
		fd = accept4(connections->listener, (struct sockaddr *)&peer.address, &peer.size,
			     SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0) {
			let_in(connections, fd, &peer, t_ns);
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			return;
		} else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
			   errno == ENOMEM) {
			notice_say(&connections->notice, t_ns,
				   "no TCP connection can be taken now: %s", strerror(errno));
			connections->deaf_until_ns = t_ns + DEAF_NS;
		}
	}
}

/* ---- the turn ---- */

int connections_poll(const struct connections *connections, struct pollfd *waiting, int64_t t_ns)
{
	int count = 0;

	if (t_ns >= connections->deaf_until_ns) {
		waiting[count++] = (struct pollfd){.fd = connections->listener, .events = POLLIN};
	}
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		const struct connection *connection = &connections->list[i];

		if (connection->number != 0) {
			waiting[count++] = (struct pollfd){
				.fd = connection->fd,
				.events = (short)(POLLIN | (connection->behind ? POLLOUT : 0))};
		}
	}
	return count + door_poll(&connections->door, waiting + count);
}

bool connections_are_due(const struct connections *connections)
{
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		const struct connection *connection = &connections->list[i];

		if (connection->number != 0 && connection_is_due(connection)) {
			return true;
		}
	}
	return false;
}

void connections_hear(struct connections *connections, int64_t t_ns)
{
	const struct door_hearer hearer = at_door(connections);

	accept_all(connections, t_ns);
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		struct connection *connection =
			&connections->list[(connections->first + i) % CONNECTIONS_MAX];

		if (connection->number != 0) {
			connection_hear(connection, &connections->hearer, t_ns);
		}
	}
	connections->first = (connections->first + 1) % CONNECTIONS_MAX;
	door_turn(&connections->door, &hearer, t_ns);
}

void connections_send(struct connections *connections, uint32_t number, const uint8_t *packet,
		      size_t size)
{
	struct connection *connection = find(connections, number);

	if (number != 0 && connection != NULL) {
		connection_send(connection, packet, size);
	}
}

bool connections_lag(const struct connections *connections, uint32_t number)
{
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		const struct connection *connection = &connections->list[i];

		if (number != 0 && connection->number == number) {
			return connection->behind;
		}
	}
	return false;
}

void connections_turn(struct connections *connections, int64_t t_ns)
{
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		struct connection *connection = &connections->list[i];

		if (connection->number == 0) {
			continue;
		}
		if (connection->parting == PARTING_NONE) {
			connection_flush(connection, t_ns);
		}
		connection->parting = connection_judge(connection, t_ns);
		if (connection->parting != PARTING_NONE) {
			part(connections, connection, t_ns);
		}
	}
}

void connections_close(struct connections *connections)
{
	door_close(&connections->door);
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		if (connections->list[i].number != 0) {
			close(connections->list[i].fd);
			connections->list[i].number = 0;
		}
	}
}
