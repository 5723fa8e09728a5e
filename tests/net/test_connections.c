/*
 * test_connections.c - who is let in over TCP, heard, answered, and parted from. The sockets are real ones of
 * loopback; time is the test's.
 */
#include "net/connections.h"
#include "net/sockets.h"

#include "net/packets.h"

#include <arpa/inet.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define S         1000000000LL
#define BEGINS    (1000 * S)
#define PATIENT   20000 /* ms until bytes that do not come count as lost */
#define FLOOD     30
#define SLOW_SENT 4000
#define ACCEPTS   8 /* of one turn, as connections.c has it */

struct stage {
	struct sockets sockets;
	struct osc_spec osc;
	struct peers peers;
	struct connections connections;
	int64_t t_ns;
	int packets;
	int stops;
	bool sound;
	bool enough;
	bool rig_mode;
	uint32_t tablet;      /* whose connection that is */
	struct endpoint from; /* of the last packet */
	size_t size;
	uint8_t bytes[WIRE_BYTES_MAX];
};

static struct stage *stage;
static char said[512];
static int sayings;

static void say(const char *sentence)
{
	snprintf(said, sizeof(said), "%s", sentence);
	sayings++;
}

static bool hear_packet(void *context, const struct endpoint *from, const uint8_t *data,
			size_t size)
{
	const bool sound = wire_is_sound(data, size);

	assert_ptr_equal(context, stage);
	stage->packets++;
	stage->from = *from;
	stage->size = size;
	memcpy(stage->bytes, data, size);
	stage->stops += wire_has_stop(data, size) || (!sound && seeker_finds(data, size)) ? 1 : 0;
	return sound && stage->sound;
}

static void hear_stop(void *context)
{
	assert_ptr_equal(context, stage);
	stage->stops++;
}

/* On a bench; else who came last. */
static bool is_tablet(const void *context, const struct endpoint *from)
{
	const struct stage *on = context;

	return !on->rig_mode || from->connection == on->tablet;
}

static bool has_enough(const void *context)
{
	return ((const struct stage *)context)->enough;
}

static int set_up(void **state)
{
	const struct connection_hearer hearer = {.packet = hear_packet,
						 .stop = hear_stop,
						 .is_tablet = is_tablet,
						 .has_enough = has_enough,
						 .context = stage = calloc(1, sizeof(*stage))};
	char error[256] = "";

	(void)state;
	assert_non_null(stage);
	assert_int_equal(sockets_open(&stage->sockets, "127.0.0.1", 0, 0, error, sizeof(error)), 0);
	stage->osc.allow_all = true;
	stage->t_ns = BEGINS;
	stage->sound = true;
	sayings = 0;
	said[0] = '\0';
	connections_init(&stage->connections, stage->sockets.tcp, &stage->osc, &stage->peers,
			 &hearer, say);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	connections_close(&stage->connections);
	sockets_close(&stage->sockets);
	free(stage);
	return 0;
}

/* ---- the other end ---- */

static int dial(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons(stage->sockets.tcp_port),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (const struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static void turn(void)
{
	connections_hear(&stage->connections, stage->t_ns);
	connections_turn(&stage->connections, stage->t_ns);
}

static void pass(int64_t ns)
{
	stage->t_ns += ns;
	turn();
}

/* Dialled and let in. */
static int join(void)
{
	int fd = dial();

	turn();
	return fd;
}

static int count_here(void)
{
	int count = 0;

	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		count += stage->connections.list[i].number != 0 ? 1 : 0;
	}
	return count;
}

static void send_bytes(int fd, const void *bytes, size_t size)
{
	assert_int_equal(send(fd, bytes, size, MSG_NOSIGNAL), size);
}

static void send_packet(int fd, enum framing framing, const char *path)
{
	uint8_t framed[FRAMED_BYTES_MAX(64)] = {0};
	struct packet packet = {.size = 0};

	packet_text(&packet, path);
	packet_text(&packet, ",");
	send_bytes(fd, framed,
		   framer_wrap(framing, packet.bytes, packet.size, framed, sizeof(framed)));
}

static int speak(void)
{
	int before = stage->packets;
	int fd = join();

	send_packet(fd, FRAMING_LENGTH, "/rig/ping");
	turn();
	assert_int_equal(stage->packets, before + 1);
	return fd;
}

/* Did the controller close it? Nothing else is to come. */
static bool is_closed(int fd)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	char byte;

	return poll(&wait, 1, 0) == 1 && recv(fd, &byte, 1, MSG_DONTWAIT) <= 0;
}

static void read_all(int fd, uint8_t *bytes, size_t size)
{
	for (size_t at = 0; at < size;) {
		struct pollfd wait = {.fd = fd, .events = POLLIN};
		ssize_t got;

		assert_int_equal(poll(&wait, 1, PATIENT), 1);
		got = recv(fd, bytes + at, size - at, 0);
		assert_true(got > 0);
		at += (size_t)got;
	}
}

/* ---- tests ---- */

static void packet_in_either_framing__is_heard_and_answered_in_it(void **state)
{
	static const enum framing framings[] = {FRAMING_LENGTH, FRAMING_SLIP};
	static const uint8_t answer[] = {'/', 0xc0, 0xdb, 0};
	static const uint8_t framed[2][8] = {{0, 0, 0, 4, '/', 0xc0, 0xdb, 0},
					     {0xc0, '/', 0xdb, 0xdc, 0xdb, 0xdd, 0, 0xc0}};
	uint8_t got[8];

	(void)state;
	for (size_t f = 0; f < 2; f++) {
		int fd = join();

		send_packet(fd, framings[f], "/rig/ping");
		turn();
		assert_int_equal(stage->packets, f + 1);
		assert_string_equal((const char *)stage->bytes, "/rig/ping");
		assert_int_equal(stage->size, 16);
		assert_true(stage->from.connection != 0);
		connections_send(&stage->connections, stage->from.connection, answer, 4);
		turn();
		read_all(fd, got, sizeof(got));
		assert_memory_equal(got, framed[f], sizeof(got));
		close(fd);
	}
}

static void one_that_left__is_nobody_any_more(void **state)
{
	const struct listening listening = {0, 10.0, 0};
	struct endpoint first;
	bool is_new;
	int fd;

	(void)state;
	fd = speak();
	first = stage->from;
	assert_non_null(peers_subscribe(&stage->peers, &first, &listening, stage->t_ns, &is_new));
	close(fd);
	turn();
	turn();
	assert_int_equal(count_here(), 0);
	assert_null(peers_find(&stage->peers, &first));
	assert_int_equal(sayings, 0); /* leaving is nothing to tell */
	fd = speak();
	assert_false(endpoint_equals(&first, &stage->from));
	connections_send(&stage->connections, first.connection, (const uint8_t *)"/no", 4);
	connections_send(&stage->connections, 0, (const uint8_t *)"/no", 4);
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		assert_int_equal(stage->connections.list[i].queued, 0);
	}
	turn();
	assert_int_equal(recv(fd, said, 1, MSG_DONTWAIT), -1);
	close(fd);
}

static void rubbish__is_closed_with_a_sentence(void **state)
{
	int good;
	int bad;

	(void)state;
	good = speak();
	bad = join();
	send_bytes(bad, "GET / HTTP/1.1\r\n\r\n", 18);
	turn();
	assert_true(is_closed(bad));
	assert_false(is_closed(good));
	assert_non_null(strstr(said, "TCP connection from 127.0.0.1:"));
	assert_non_null(strstr(said, "no OSC stream"));
	close(good);
	close(bad);
}

static void slow_reader__is_dropped_and_the_others_are_not(void **state)
{
	static uint8_t packet[1000] = "/rig";
	static uint8_t got[1004];
	const struct listening listening = {0, 10.0, 0};
	struct endpoint slow_at;
	struct endpoint quick_at;
	int sent = 0;
	bool is_new;
	int slow;
	int quick;

	(void)state;
	slow = speak();
	slow_at = stage->from;
	quick = speak();
	quick_at = stage->from;
	assert_non_null(peers_subscribe(&stage->peers, &slow_at, &listening, stage->t_ns, &is_new));
	while (count_here() == 2 && sent < SLOW_SENT) {
		connections_send(&stage->connections, slow_at.connection, packet, sizeof(packet));
		connections_send(&stage->connections, quick_at.connection, packet, sizeof(packet));
		turn();
		read_all(quick, got, sizeof(got));
		assert_memory_equal(got + 4, packet, sizeof(packet));
		sent++;
	}
	assert_in_range(sent, 20, SLOW_SENT - 1);
	assert_int_equal(stage->connections.list[0].number, 0);
	assert_null(peers_find(&stage->peers, &slow_at));
	assert_non_null(strstr(said, "does not read"));
	close(slow);
	close(quick);
}

/* What is out of date soon is left out for it; what stands still for 2 s is given up. */
static void one_that_lags__is_told_of_and_given_up_later(void **state)
{
	static uint8_t packet[1000] = "/rig";
	uint32_t number;
	int fd;

	(void)state;
	fd = speak();
	number = stage->from.connection;
	assert_false(connections_lag(&stage->connections, number));
	for (int i = 0; i < SLOW_SENT && !connections_lag(&stage->connections, number); i++) {
		connections_send(&stage->connections, number, packet, sizeof(packet));
		turn();
	}
	assert_true(connections_lag(&stage->connections, number));
	assert_false(connections_lag(&stage->connections, number + 1));
	pass(CONNECTION_SLOW_NS - 1);
	assert_int_equal(count_here(), 1);
	pass(1);
	assert_int_equal(count_here(), 0);
	close(fd);
}

/* Slowly is not never. A pair of sockets that hold little: what is read frees a little. */
static void one_that_reads_a_little__stays(void **state)
{
	static struct connection connection = {.number = 1, .spoke = true};
	static uint8_t packet[1000] = "/rig";
	static uint8_t got[2000];
	const int little = 4096;
	int pair[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	(void)setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &little, sizeof(little));
	connection.fd = pair[0];
	connection.heard_ns = stage->t_ns;
	for (int i = 0; i < 4; i++) {
		size_t before;

		while (connection.queued < CONNECTION_QUEUE_BYTES - 2000) {
			connection_send(&connection, packet, sizeof(packet));
		}
		connection_flush(&connection, stage->t_ns);
		before = connection.queued;
		for (int reads = 0; reads < 100 && connection.queued == before; reads++) {
			read_all(pair[1], got, sizeof(got));
			connection_flush(&connection, stage->t_ns);
		}
		assert_in_range(connection.queued, 1, before - 1);
		stage->t_ns += CONNECTION_SLOW_NS - 1;
		connection_flush(&connection, stage->t_ns);
		assert_int_equal(connection_judge(&connection, stage->t_ns), PARTING_NONE);
	}
	assert_int_equal(connection_judge(&connection, stage->t_ns + CONNECTION_SLOW_NS),
			 PARTING_SLOW);
	close(pair[0]);
	close(pair[1]);
}

static void one_that_catches_up__lags_no_more(void **state)
{
	static uint8_t packet[1000] = "/rig";
	static uint8_t got[1004];
	uint32_t number;
	int sent = 0;
	int fd;

	(void)state;
	fd = speak();
	number = stage->from.connection;
	while (sent < SLOW_SENT && !connections_lag(&stage->connections, number)) {
		connections_send(&stage->connections, number, packet, sizeof(packet));
		turn();
		sent++;
	}
	for (int i = 0; i < sent; i++) {
		read_all(fd, got, sizeof(got));
		assert_memory_equal(got + 4, packet,
				    sizeof(packet)); /* nothing was lost on the way */
		turn();
	}
	assert_false(connections_lag(&stage->connections, number));
	pass(2 * CONNECTION_SLOW_NS);
	assert_int_equal(count_here(), 1);
	close(fd);
}

static void one_that_says_nothing__is_closed_after_10_s(void **state)
{
	int fd;

	(void)state;
	fd = join();
	pass(CONNECTION_MUTE_NS - 1);
	assert_int_equal(count_here(), 1);
	pass(1);
	assert_int_equal(count_here(), 0);
	assert_non_null(strstr(said, "nothing whole"));
	close(fd);
}

static void one_that_spoke__may_be_silent_for_10_minutes(void **state)
{
	int fd;

	(void)state;
	fd = speak();
	pass(CONNECTION_IDLE_NS - 1);
	assert_int_equal(count_here(), 1);
	send_packet(fd, FRAMING_LENGTH, "/rig/ping");
	turn();
	pass(CONNECTION_IDLE_NS - 1);
	assert_int_equal(count_here(), 1);
	pass(1);
	assert_int_equal(count_here(), 0);
	close(fd);
}

static void packets_that_are_not_sound__are_no_sign_of_life(void **state)
{
	int fd;

	(void)state;
	fd = join();
	stage->sound = false;
	for (int i = 0; i < 10; i++) {
		send_packet(fd, FRAMING_SLIP, "/rig/ping");
		pass(S - 1);
	}
	assert_int_equal(stage->packets, 10);
	assert_int_equal(count_here(), 1);
	pass(10);
	assert_int_equal(count_here(), 0);
	close(fd);
}

static void half_a_packet__is_waited_for_10_s(void **state)
{
	static const uint8_t trickle[] = {0, 0, 0, 16, '/', 'r'};
	int fd;

	(void)state;
	fd = speak();
	for (size_t i = 0; i < sizeof(trickle); i++) {
		send_bytes(fd, trickle + i, 1);
		pass(S);
	}
	assert_int_equal(count_here(), 1);
	pass(CONNECTION_MUTE_NS - (int64_t)sizeof(trickle) * S + S - 1);
	assert_int_equal(count_here(), 1);
	pass(1);
	assert_int_equal(count_here(), 0);
	close(fd);
}

static void stop_whose_rest_never_comes__is_a_stop(void **state)
{
	static const uint8_t half[] = "\0\0\0\x10/rig/stop\0"; /* and more would come */
	static const uint8_t bare[] = "/rig/stop\0\0\0,\0\0";  /* no framing at all */
	int fd;

	(void)state;
	fd = join();
	send_bytes(fd, half, 15);
	turn();
	assert_int_equal(stage->stops, 1);
	turn();
	assert_int_equal(stage->stops, 1); /* once */
	close(fd);
	fd = join();
	send_bytes(fd, bare, sizeof(bare));
	turn();
	assert_int_equal(stage->stops, 2);
	close(fd);
}

static void stop_before_the_connection_breaks__is_a_stop(void **state)
{
	struct linger at_once = {.l_onoff = 1};
	int fd;

	(void)state;
	fd = join();
	send_packet(fd, FRAMING_SLIP, "/rig/stop");
	close(fd); /* and its FIN is here already */
	turn();
	turn();
	assert_int_equal(stage->stops, 1);
	assert_int_equal(count_here(), 0);
	fd = join();
	send_packet(fd, FRAMING_LENGTH, "/rig/ping");
	turn();
	assert_int_equal(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once)), 0);
	close(fd); /* a reset */
	turn();
	assert_int_equal(count_here(), 0);
}

static void stop_of_one_that_does_not_read__is_heard_to_the_last(void **state)
{
	static uint8_t packet[1000] = "/rig";
	uint32_t number;
	int fd;

	(void)state;
	fd = speak();
	number = stage->from.connection;
	stage->enough = true; /* it waits behind what others say, and is dropped meanwhile */
	for (int i = 0; i < 500; i++) {
		send_packet(fd, FRAMING_LENGTH, "/rig/ping");
	}
	send_packet(fd, FRAMING_LENGTH, "/rig/stop");
	for (int i = 0; i < SLOW_SENT && count_here() == 1; i++) {
		connections_send(&stage->connections, number, packet, sizeof(packet));
		turn();
	}
	assert_int_equal(count_here(), 0);
	assert_int_equal(stage->packets, 1);
	assert_int_equal(stage->stops, 1);
	close(fd);
}

/* A question about the stop is none, however it arrives. */
static void words_about_a_stop__are_no_stop(void **state)
{
	static const enum framing framings[] = {FRAMING_LENGTH, FRAMING_SLIP};
	uint8_t framed[128] = {0};
	struct packet packet = {.size = 0};

	(void)state;
	packet_bundle(&packet, 1);
	for (int i = 0; i < 2; i++) {
		size_t start = packet_open(&packet);

		packet_text(&packet, "/rig/help");
		packet_text(&packet, ",s");
		packet_text(&packet, "/rig/stop");
		packet_close(&packet, start);
	}
	for (size_t f = 0; f < 2; f++) {
		size_t size =
			framer_wrap(framings[f], packet.bytes, packet.size, framed, sizeof(framed));

		assert_true(size > 80);
		for (size_t cut = 0; cut < size; cut++) {
			int fd = join();

			send_bytes(fd, framed, cut);
			turn();
			send_bytes(fd, framed + cut, size - cut);
			turn();
			turn();
			assert_int_equal(stage->stops, 0);
			close(fd);
			turn();
			assert_int_equal(stage->stops, 0);
		}
	}
	assert_true(stage->packets > 100);
}

/* A message whose length is wrong, and a stop behind it, in pieces of any size. */
static void stop_behind_a_wrong_length__is_a_stop(void **state)
{
	static const uint32_t lengths[] = {0,  1,  2,  3,  4,  5,   8,    11,   12,     13,
					   15, 17, 18, 19, 20, 21,  22,   23,   24,     25,
					   26, 27, 28, 29, 30, 31,  32,   33,   34,     35,
					   36, 37, 38, 39, 40, 256, 4096, 4097, 0x1000, 0x10000000};
	static const size_t pieces[] = {100, 1, 3, 7, 20};

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		for (size_t p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++) {
			struct packet stream = {.size = 0};
			int fd = join();
			int before = stage->stops;

			packet_u32(&stream, lengths[i]);
			packet_text(&stream, "/rig/ping");
			packet_text(&stream, ",");
			packet_u32(&stream, 16);
			packet_text(&stream, "/rig/stop");
			packet_text(&stream, ",");
			for (size_t at = 0; at < stream.size; at += pieces[p]) {
				size_t left = stream.size - at;

				(void)send(fd, stream.bytes + at,
					   left < pieces[p] ? left : pieces[p], MSG_NOSIGNAL);
				turn();
			}
			if (stage->stops == before) {
				fail_msg("length %u in pieces of %zu: no stop", lengths[i],
					 pieces[p]);
			}
			close(fd);
			turn();
			turn();
		}
	}
	assert_int_equal(count_here(), 0);
}

static void stop_in_a_stream_that_is_none__is_a_stop(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} streams[] = {
		{"\x10\0\0\0/rig/stop\0\0\0,\0\0", 20},    /* the lowest byte first */
		{"\xc0/rig/ping\xdb!\xc0/rig/stop\0", 23}, /* an escape of nothing */
		{"\xc0#bundle\0rubbish /rig/stop\0\xc0", 28},
		{"say /rig/stop please", 20},
		{"/rig/stop\n", 10}, /* by hand */
		{"/rig/rig/stop\0\0\0,\0\0", 20},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
		for (int cuts = 0; cuts < 2; cuts++) {
			int fd = join();
			int before = stage->stops;

			for (size_t at = 0; at < streams[i].size && cuts == 1; at++) {
				(void)send(fd, streams[i].bytes + at, 1, MSG_NOSIGNAL);
				turn();
			}
			if (cuts == 0) {
				send_bytes(fd, streams[i].bytes, streams[i].size);
				turn();
			}
			close(fd);
			turn();
			turn();
			if (stage->stops == before) {
				fail_msg("stream %zu: no stop", i);
			}
		}
	}
}

static void one_that_was_turned_away__is_heard_stopping(void **state)
{
	static const char stop[] = "\0\0\0\x10/rig/stop\0\0\0,\0\0";
	int fds[CONNECTIONS_MAX];
	int extra;

	(void)state;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = speak();
	}
	/* what came with it */
	extra = dial();
	send_packet(extra, FRAMING_SLIP, "/rig/stop");
	turn();
	assert_int_equal(stage->stops, 1);
	close(extra);
	/* what comes a moment later, letter by letter; nothing else of it is heard */
	extra = join();
	assert_true(is_closed(extra)); /* so it knows */
	send_packet(extra, FRAMING_LENGTH, "/rig/ping");
	for (size_t i = 0; i < sizeof(stop) - 1; i++) {
		assert_int_equal(stage->stops, i < 4 + 9 ? 1 : 2);
		(void)send(extra, stop + i, 1, MSG_NOSIGNAL);
		turn();
	}
	assert_int_equal(stage->stops, 2);
	assert_int_equal(stage->packets, CONNECTIONS_MAX);
	close(extra);
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		assert_false(is_closed(fds[i]));
		close(fds[i]);
	}
}

/* Whoever is closed for what it did may be about to say stop. */
static void one_that_was_parted_from__is_heard_stopping_for_a_second(void **state)
{
	int fds[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		fds[i] = join();
		pass(CONNECTION_MUTE_NS);
		assert_int_equal(count_here(), 0);
		assert_true(is_closed(fds[i]));
		pass(DOOR_LASTS_NS - (i == 0 ? 1 : 0));
		(void)send(fds[i], "/rig/stop", 10, MSG_NOSIGNAL);
		turn();
		assert_int_equal(stage->stops, 1);
		close(fds[i]);
	}
}

static int count_leaving(void)
{
	struct pollfd waiting[DOOR_MAX];

	return door_poll(&stage->connections.door, waiting);
}

static void those_at_the_door__are_so_many_and_have_20_ms(void **state)
{
	int fds[CONNECTIONS_MAX];
	int away[DOOR_MAX + 1];
	struct pollfd waiting[CONNECTIONS_POLLED];
	const int all = CONNECTIONS_MAX + DOOR_MAX;
	int extra;

	(void)state;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = speak();
	}
	for (int i = 0; i < DOOR_MAX; i++) {
		away[i] = join();
	}
	assert_int_equal(count_leaving(), DOOR_MAX);
	away[DOOR_MAX] = join();
	assert_false(is_closed(away[DOOR_MAX])); /* it waits outside, with whatever it says */
	assert_int_equal(connections_poll(&stage->connections, waiting, stage->t_ns), all);
	send_packet(away[DOOR_MAX], FRAMING_SLIP, "/rig/stop");
	pass(DOOR_LEAST_NS - 1);
	assert_int_equal(stage->stops, 0);
	send_packet(away[0], FRAMING_SLIP, "/rig/skip"); /* is heard, and is nothing */
	pass(1);
	assert_int_equal(stage->stops, 1);
	assert_int_equal(connections_poll(&stage->connections, waiting, stage->t_ns), all);
	pass(DOOR_LASTS_NS);
	assert_int_equal(count_leaving(), 0);
	extra = join();
	assert_int_equal(count_leaving(), 1);
	connections_close(&stage->connections);
	assert_int_equal(count_leaving() + count_here(), 0);
	close(extra);
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		assert_true(is_closed(fds[i]));
		close(fds[i]);
	}
	for (int i = 0; i <= DOOR_MAX; i++) {
		close(away[i]);
	}
}

static void one_too_many__is_closed_and_those_who_speak_stay(void **state)
{
	int fds[CONNECTIONS_MAX];
	int extra;

	(void)state;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = speak();
	}
	pass(CONNECTIONS_YIELD_IDLE_NS - 1);
	extra = join();
	assert_true(is_closed(extra));
	assert_non_null(strstr(said, "all 16 places"));
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		assert_false(is_closed(fds[i]));
		close(fds[i]);
	}
	close(extra);
}

static void silent_ones__give_way_the_longest_silent_first(void **state)
{
	int fds[CONNECTIONS_MAX];
	int extra;

	(void)state;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = speak();
		pass(1);
	}
	send_packet(fds[0], FRAMING_LENGTH, "/rig/ping");
	pass(CONNECTIONS_YIELD_IDLE_NS);
	extra = speak();
	assert_true(is_closed(fds[1]));
	assert_false(is_closed(fds[0]) || is_closed(fds[2]) || is_closed(extra));
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		close(fds[i]);
	}
	close(extra);
}

static void those_who_never_spoke__give_way_after_a_second(void **state)
{
	int fds[CONNECTIONS_MAX];
	int extra;

	(void)state;
	for (int i = 0; i < CONNECTIONS_MAX - 1; i++) {
		fds[i] = speak();
	}
	fds[CONNECTIONS_MAX - 1] = join();
	pass(CONNECTIONS_YIELD_MUTE_NS - 1);
	extra = join();
	assert_true(is_closed(extra));
	close(extra);
	pass(1);
	extra = speak();
	assert_true(is_closed(fds[CONNECTIONS_MAX - 1]));
	assert_false(is_closed(extra));
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		close(fds[i]);
	}
	close(extra);
}

/* From a network that is not allowed: room for a stop, and for nothing of the others'. */
static void foreign_ones__have_few_places_and_yield_to_all(void **state)
{
	int foreign[CONNECTIONS_FOREIGN + 1];
	int fds[CONNECTIONS_MAX];

	(void)state;
	stage->osc.allow_all = false;
	for (int i = 0; i < CONNECTIONS_FOREIGN; i++) {
		foreign[i] = join();
		pass(1);
	}
	assert_int_equal(count_here(), CONNECTIONS_FOREIGN);
	send_packet(foreign[0], FRAMING_LENGTH, "/rig/stop"); /* not heard yet when it has to go */
	foreign[CONNECTIONS_FOREIGN] = join();
	assert_int_equal(stage->stops, 1);
	assert_int_equal(count_here(), CONNECTIONS_FOREIGN);
	assert_true(is_closed(foreign[0]));
	assert_false(is_closed(foreign[CONNECTIONS_FOREIGN]));
	stage->osc.allow_all = true;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = speak();
	}
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		assert_false(is_closed(fds[i]));
		close(fds[i]);
	}
	for (int i = 0; i <= CONNECTIONS_FOREIGN; i++) {
		assert_true(is_closed(foreign[i]));
		close(foreign[i]);
	}
}

static void foreign_one__finds_no_place_among_those_allowed(void **state)
{
	int fds[CONNECTIONS_MAX];
	int extra;

	(void)state;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = speak();
	}
	stage->t_ns += CONNECTIONS_YIELD_IDLE_NS;
	stage->osc.allow_all = false;
	extra = join();
	assert_true(is_closed(extra));
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		assert_false(is_closed(fds[i]));
		close(fds[i]);
	}
	close(extra);
}

/* However much they say: a tablet that lost its network for a moment finds a place again. */
static void strangers_in_every_place__give_way_to_a_tablet(void **state)
{
	int fds[CONNECTIONS_MAX];
	int tablet;
	int extra[2];

	(void)state;
	stage->rig_mode = true;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = speak();
		stage->t_ns++;
	}
	stage->t_ns += CONNECTIONS_YIELD_STRANGE_NS - CONNECTIONS_MAX - 1;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		send_packet(fds[i], FRAMING_LENGTH, "/rig/ping");
	}
	turn();
	extra[0] = join();
	assert_true(is_closed(extra[0]));
	pass(1);
	tablet = speak();
	assert_true(is_closed(fds[0]));
	assert_false(is_closed(fds[1]) || is_closed(tablet));
	stage->tablet = stage->from.connection;
	/* the others come and go, it stays */
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		pass(CONNECTIONS_YIELD_STRANGE_NS);
		extra[1] = speak();
		assert_false(is_closed(tablet) || is_closed(extra[1]));
		assert_int_equal(count_here(), CONNECTIONS_MAX);
		close(extra[1]);
		turn();
		turn();
	}
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		close(fds[i]);
	}
	close(extra[0]);
	close(tablet);
}

static void strangers_in_the_places_left_to_them__stay(void **state)
{
	int fds[CONNECTIONS_MAX];
	int extra;

	(void)state;
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		fds[i] = speak();
	}
	stage->rig_mode = true;
	stage->tablet = stage->connections.list[3].number;
	for (int i = 4; i < 3 + CONNECTIONS_KEPT; i++) { /* that tablet's, too */
		stage->connections.list[i].peer.connection = stage->tablet;
	}
	stage->t_ns += CONNECTIONS_YIELD_STRANGE_NS;
	extra = join();
	assert_true(is_closed(extra));
	close(extra);
	stage->connections.list[4].peer.connection = stage->connections.list[4].number;
	extra = join();
	assert_false(is_closed(extra));
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		close(fds[i]);
	}
	close(extra);
}

/* Whoever came first or spoke last: foreign ones go before mute ones, mute ones before silent ones. */
static void those_who_yield__do_so_in_order(void **state)
{
	int fds[CONNECTIONS_MAX];
	int extra[2];

	(void)state;
	fds[0] = speak();
	fds[1] = join();
	for (int i = 2; i < CONNECTIONS_MAX - 1; i++) {
		fds[i] = speak();
	}
	stage->osc.allow_all = false;
	pass(1);
	fds[CONNECTIONS_MAX - 1] = join();
	stage->osc.allow_all = true;
	stage->t_ns += CONNECTION_MUTE_NS - S; /* no turn: none is closed for its own silence */
	for (int i = 2; i < CONNECTIONS_MAX - 1; i++) {
		stage->connections.list[i].heard_ns = stage->t_ns;
	}
	stage->connections.list[0].heard_ns -= CONNECTIONS_YIELD_IDLE_NS;
	extra[0] = speak();
	assert_true(is_closed(fds[CONNECTIONS_MAX - 1]));
	assert_false(is_closed(fds[1]) || is_closed(fds[0]));
	extra[1] = speak();
	assert_true(is_closed(fds[1]));
	assert_false(is_closed(fds[0]));
	for (int i = 0; i < CONNECTIONS_MAX; i++) {
		close(fds[i]);
	}
	close(extra[0]);
	close(extra[1]);
}

static void flood_of_connects__costs_some_accepts_a_turn(void **state)
{
	int fds[FLOOD];
	int turns = 0;

	(void)state;
	for (int i = 0; i < ACCEPTS + 2; i++) {
		fds[i] = dial();
	}
	turn();
	assert_int_equal(count_here(), ACCEPTS);
	turn();
	assert_int_equal(count_here(), ACCEPTS + 2);
	for (int i = ACCEPTS + 2; i < FLOOD; i++) {
		fds[i] = join();
		turns++;
	}
	assert_int_equal(count_here(), CONNECTIONS_MAX);
	assert_int_equal(sayings, 1); /* not one each */
	for (int i = 0; i < FLOOD; i++) {
		close(fds[i]);
	}
	assert_int_equal(turns, FLOOD - ACCEPTS - 2);
}

static void what_is_too_much_for_a_turn__is_heard_in_the_next(void **state)
{
	struct pollfd waiting[CONNECTIONS_POLLED];
	int fd;

	(void)state;
	fd = join();
	stage->enough = true;
	send_packet(fd, FRAMING_LENGTH, "/rig/ping");
	turn();
	assert_int_equal(stage->packets, 0);
	assert_true(connections_are_due(&stage->connections));
	assert_int_equal(connections_poll(&stage->connections, waiting, stage->t_ns), 2);
	stage->enough = false;
	turn();
	assert_int_equal(stage->packets, 1);
	assert_false(connections_are_due(&stage->connections));
	close(fd);
}

static void first_to_be_heard__is_another_one_each_turn(void **state)
{
	struct endpoint last[3];
	int fds[2];

	(void)state;
	fds[0] = join();
	fds[1] = join();
	for (int i = 0; i < 3; i++) {
		stage->connections.first = i;
		send_packet(fds[0], FRAMING_LENGTH, "/rig/ping");
		send_packet(fds[1], FRAMING_LENGTH, "/rig/ping");
		turn();
		assert_int_equal(stage->connections.first, i + 1);
		last[i] = stage->from;
	}
	assert_false(endpoint_equals(&last[0], &last[1]));
	assert_true(endpoint_equals(&last[0], &last[2]));
	close(fds[0]);
	close(fds[1]);
}

static void sentences__are_one_a_second_and_count_the_others(void **state)
{
	struct notice notice = {.say = say};

	(void)state;
	notice_say(&notice, 5, "%s %d", "first", 1);
	assert_string_equal(said, "first 1");
	notice_say(&notice, 6, "second");
	notice_say(&notice, S + 4, "third");
	assert_int_equal(sayings, 1);
	notice_say(&notice, S + 5, "fourth");
	assert_string_equal(said, "fourth (and 2 more like it)");
	notice_say(&notice, 3 * S, "fifth");
	assert_string_equal(said, "fifth");
	notice.say = NULL;
	notice_say(&notice, 5 * S, "sixth");
}

static void port_without_a_tcp_port__has_the_one_above(void **state)
{
	struct sockets more;
	char error[256] = "";

	(void)state;
	assert_int_equal(stage->sockets.tcp_port, stage->sockets.udp_port + 1);
	assert_int_equal(
		sockets_open(&more, "127.0.0.1", 0, stage->sockets.tcp_port, error, sizeof(error)),
		-1);
	snprintf(said, sizeof(said), "TCP port %u of 127.0.0.1 is taken", stage->sockets.tcp_port);
	assert_non_null(strstr(error, said));
}

/* UDP's port is no obstacle to TCP; somebody else may have it in TCP, so some are tried. */
static void tcp_port_that_is_named__is_taken_even_beside_the_same_in_udp(void **state)
{
	struct sockets more = {0};
	struct sockets pair;
	char error[256] = "";
	int opened = -1;

	(void)state;
	for (int i = 0; i < 20 && opened != 0; i++) {
		assert_int_equal(sockets_open(&pair, "127.0.0.1", 0, 0, error, sizeof(error)), 0);
		opened = sockets_open(&more, "127.0.0.1", 0, pair.udp_port, error, sizeof(error));
		sockets_close(&pair);
	}
	assert_int_equal(opened, 0);
	assert_int_equal(more.tcp_port, pair.udp_port);
	sockets_close(&more);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(packet_in_either_framing__is_heard_and_answered_in_it),
		TEST(one_that_left__is_nobody_any_more),
		TEST(rubbish__is_closed_with_a_sentence),
		TEST(slow_reader__is_dropped_and_the_others_are_not),
		TEST(one_that_lags__is_told_of_and_given_up_later),
		TEST(one_that_reads_a_little__stays),
		TEST(one_that_catches_up__lags_no_more),
		TEST(one_that_says_nothing__is_closed_after_10_s),
		TEST(one_that_spoke__may_be_silent_for_10_minutes),
		TEST(packets_that_are_not_sound__are_no_sign_of_life),
		TEST(half_a_packet__is_waited_for_10_s),
		TEST(stop_whose_rest_never_comes__is_a_stop),
		TEST(stop_before_the_connection_breaks__is_a_stop),
		TEST(stop_of_one_that_does_not_read__is_heard_to_the_last),
		TEST(one_too_many__is_closed_and_those_who_speak_stay),
		TEST(words_about_a_stop__are_no_stop),
		TEST(stop_behind_a_wrong_length__is_a_stop),
		TEST(stop_in_a_stream_that_is_none__is_a_stop),
		TEST(one_that_was_turned_away__is_heard_stopping),
		TEST(one_that_was_parted_from__is_heard_stopping_for_a_second),
		TEST(those_at_the_door__are_so_many_and_have_20_ms),
		TEST(silent_ones__give_way_the_longest_silent_first),
		TEST(those_who_never_spoke__give_way_after_a_second),
		TEST(foreign_ones__have_few_places_and_yield_to_all),
		TEST(foreign_one__finds_no_place_among_those_allowed),
		TEST(strangers_in_every_place__give_way_to_a_tablet),
		TEST(strangers_in_the_places_left_to_them__stay),
		TEST(those_who_yield__do_so_in_order),
		TEST(flood_of_connects__costs_some_accepts_a_turn),
		TEST(what_is_too_much_for_a_turn__is_heard_in_the_next),
		TEST(first_to_be_heard__is_another_one_each_turn),
		TEST(sentences__are_one_a_second_and_count_the_others),
		TEST(port_without_a_tcp_port__has_the_one_above),
		TEST(tcp_port_that_is_named__is_taken_even_beside_the_same_in_udp),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
