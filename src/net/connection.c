/*
 * connection.c - reading, framing and sending for one peer.
 */
#include "net/connection.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#define PACKETS_A_TURN 64

static void receive(struct connection *connection)
{
	ssize_t size =
		recv(connection->fd, connection->chunk, sizeof(connection->chunk), MSG_DONTWAIT);

	connection->chunk_at = 0;
	connection->chunk_size = size > 0 ? (size_t)size : 0;
	if (size == 0 || (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) {
		connection->parting = PARTING_LEFT;
	}
}

/* Letting go is no matter of good syntax, nor of the rest of the packet, nor of how long it claims to be. */
static void hear_scraps(struct connection *connection, const struct connection_hearer *hearer)
{
	const struct framer *framer = &connection->framer;

	if (framer->verdict == FRAME_WHOLE || connection->stopped) {
		return;
	}
	if (wire_has_stop(framer->bytes, framer->size) ||
	    (connection->sought && seeker_finds_framed(framer->bytes, framer->size))) {
		connection->stopped = true;
		hearer->stop(hearer->context);
	}
}

static void hear_packet(struct connection *connection, const struct connection_hearer *hearer,
			int64_t t_ns)
{
	const struct framer *framer = &connection->framer;

	connection->begun_ns = 0;
	connection->stopped = false;
	connection->sought = false;
	if (hearer->packet(hearer->context, &connection->peer, framer->bytes, framer->size)) {
		connection->heard_ns = t_ns;
		connection->spoke = true;
	}
}

static void hear_chunk(struct connection *connection, const struct connection_hearer *hearer,
		       int64_t t_ns)
{
	struct framer *framer = &connection->framer;
	int packets = 0;

	while (connection_is_due(connection) && packets < PACKETS_A_TURN &&
	       !hearer->has_enough(hearer->context)) {
		const uint8_t *data = connection->chunk + connection->chunk_at;
		size_t taken =
			framer_push(framer, data, connection->chunk_size - connection->chunk_at);

		connection->chunk_at += taken;
		connection->sought |= seeker_push(&connection->seeker, data, taken);
		if (framer->verdict == FRAME_WHOLE) {
			hear_packet(connection, hearer, t_ns);
			packets++;
		} else if (framer->verdict == FRAME_WRONG) {
			connection->parting = PARTING_WRONG;
		}
	}
}

void connection_hear(struct connection *connection, const struct connection_hearer *hearer,
		     int64_t t_ns)
{
	struct framer *framer = &connection->framer;

	if (!connection_is_due(connection) && connection->parting == PARTING_NONE) {
		receive(connection);
	}
	hear_chunk(connection, hearer, t_ns);
	hear_scraps(connection, hearer);
	if (!framer_is_within(framer)) {
		connection->begun_ns = 0;
	} else if (connection->begun_ns == 0) {
		connection->begun_ns = t_ns;
	}
}

void connection_hear_last(struct connection *connection, const struct connection_hearer *hearer)
{
	const bool found =
		seeker_push(&connection->seeker, connection->chunk + connection->chunk_at,
			    connection->chunk_size - connection->chunk_at);

	connection->chunk_at = connection->chunk_size;
	if (found || (connection->sought && !connection->stopped)) {
		hearer->stop(hearer->context);
	}
}

bool connection_is_due(const struct connection *connection)
{
	return connection->parting == PARTING_NONE && connection->chunk_at < connection->chunk_size;
}

static void push_queue(struct connection *connection)
{
	ssize_t sent = send(connection->fd, connection->queue, connection->queued,
			    MSG_DONTWAIT | MSG_NOSIGNAL);

	if (sent > 0) {
		connection->queued -= (size_t)sent;
		memmove(connection->queue, connection->queue + sent, connection->queued);
	} else if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
		connection->parting = PARTING_LEFT;
	}
}

static size_t enqueue(struct connection *connection, const uint8_t *packet, size_t size)
{
	size_t framed = framer_wrap(connection->framer.framing, packet, size,
				    connection->queue + connection->queued,
				    sizeof(connection->queue) - connection->queued);

	connection->queued += framed;
	return framed;
}

void connection_send(struct connection *connection, const uint8_t *packet, size_t size)
{
	if (connection->parting != PARTING_NONE || size == 0 ||
	    enqueue(connection, packet, size) > 0) {
		return;
	}
	push_queue(connection);
	if (connection->parting == PARTING_NONE && enqueue(connection, packet, size) == 0) {
		connection->parting = PARTING_SLOW;
	}
}

void connection_flush(struct connection *connection, int64_t t_ns)
{
	size_t before = connection->queued;

	if (before > 0) {
		push_queue(connection);
	}
	connection->behind = connection->queued > 0;
	if (!connection->behind || connection->queued < before) {
		connection->moved_ns = t_ns;
	}
}

enum parting connection_judge(const struct connection *connection, int64_t t_ns)
{
	if (connection->parting != PARTING_NONE) {
		return connection->parting;
	}
	if (connection->behind && t_ns - connection->moved_ns >= CONNECTION_SLOW_NS) {
		return PARTING_SLOW;
	}
	if (connection->begun_ns != 0 && t_ns - connection->begun_ns >= CONNECTION_MUTE_NS) {
		return PARTING_SILENT;
	}
	if (t_ns - connection->heard_ns >=
	    (connection->spoke ? CONNECTION_IDLE_NS : CONNECTION_MUTE_NS)) {
		return PARTING_SILENT;
	}
	return PARTING_NONE;
}
