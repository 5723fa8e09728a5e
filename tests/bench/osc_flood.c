/*
 * osc_flood.c - somebody hostile, and somebody who waits for answers meanwhile: osc_flood PORT RATE SECONDS
 * [TOKEN]
 *
 * RATE datagrams a second (0: none) to loopback, from many ports, of what the worst senders send: rubbish, cut
 * packets, unknown addresses, refused commands, patterns, bundles of questions with many answers each. Beside
 * them a client, that of TOKEN where there is one, asks /rig/ping every 10 ms. Prints as JSON what was sent, and
 * how long answers took.
 */
#include "net/client.h"
#include "net/codec.h"
#include "rt/clock.h"
#include "rt/histogram.h"
#include "rt/thread.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORTS        63 /* and who waits: all for whom the controller keeps an account */
#define AT_ONCE      16 /* datagrams in one call, so that the sender is no bottleneck */
#define PACKET_BYTES 1400
#define BUNDLED      32 /* messages, the most that are heard */
#define PING_NS      10000000LL
#define PINGS_MAX    200000
#define PATIENCE_MS  1000
#define RENEW_PINGS  200

struct flood {
	int fds[PORTS];
	double rate_hz;
	double seconds;
	uint64_t sent;
	uint64_t refused; /* by the kernel */
};

struct asker {
	struct osc_client *client;
	int64_t sent_ns[PINGS_MAX];
	int asked;
	int answered;
	struct histogram took;
};

struct shape {
	size_t size;
	uint8_t bytes[PACKET_BYTES];
};

static struct shape shapes[64];
static int shape_count;

static void add_shape(const uint8_t *bytes, size_t size)
{
	struct shape *shape = &shapes[shape_count++];

	shape->size = size;
	memcpy(shape->bytes, bytes, size);
}

static void add_message(const char *path, const char *types, double number)
{
	struct value values[VALUES_MAX] = {{.number = number}};
	uint8_t bytes[PACKET_BYTES];
	size_t size = codec_write(bytes, sizeof(bytes), path, types, values);

	add_shape(bytes, size);
	add_shape(bytes, size - 4); /* cut */
	bytes[size / 2] ^= 0x40;    /* damaged */
	add_shape(bytes, size);
}

/* As many of the same message as a packet may have. */
static void add_bundle(const char *path, const char *types, double number)
{
	static const uint8_t head[16] = {'#', 'b', 'u', 'n', 'd', 'l', 'e', 0,
					 0,   0,   0,   0,   0,   0,   0,   1};
	struct value values[VALUES_MAX] = {{.number = number}};
	uint8_t message[PACKET_BYTES];
	uint8_t bytes[PACKET_BYTES];
	size_t size = codec_write(message, sizeof(message), path, types, values);
	size_t at = sizeof(head);

	memcpy(bytes, head, sizeof(head));
	for (int i = 0; i < BUNDLED && at + 4 + size <= sizeof(bytes); i++) {
		memset(bytes + at, 0, 4);
		bytes[at + 3] = (uint8_t)size;
		memcpy(bytes + at + 4, message, size);
		at += 4 + size;
	}
	add_shape(bytes, at);
}

/* None of them is a stop, which would be obeyed. */
static void make_shapes(void)
{
	uint8_t noise[PACKET_BYTES];

	srandom(7);
	for (size_t i = 0; i < sizeof(noise); i++) {
		noise[i] = (uint8_t)random();
	}
	add_shape(noise, sizeof(noise));
	add_shape(noise, 3);
	add_message("/rig/nothing", "f", 1.0);
	add_message("/rig/fault/reset", "i", 1.0);
	add_message("/rig/head/*/force", "", 0.0);
	add_message("/rig/*/*/*/?*", "f", 0.5);
	add_message("/rig/intensity", "f", 2.0); /* out of range */
	add_message("/rig/ping", "i", 1.0);
	add_message("/rig/info", "", 0.0);
	add_message("/rig/subscribe", "i", 0.0);
	for (int i = 0; i < 2; i++) { /* half as many as of the others */
		add_bundle("/rig/screening/list", "", 0.0);
		add_bundle("/rig/technique/list", "", 0.0);
		add_bundle("/rig/head/list", "", 0.0);
		add_bundle("/rig/head/*/force", "", 0.0);
		add_bundle("/rig/refresh", "", 0.0);
		add_bundle("/rig/speed", "f", 9.0); /* its true value follows */
	}
}

static int dial(uint16_t port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons(port),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0) {
		perror("osc_flood");
		exit(1);
	}
	return fd;
}

static void send_some(struct flood *flood, int turn)
{
	struct mmsghdr messages[AT_ONCE];
	struct iovec parts[AT_ONCE];
	int sent;

	memset(messages, 0, sizeof(messages));
	for (int i = 0; i < AT_ONCE; i++) {
		struct shape *shape = &shapes[(turn * AT_ONCE + i) % shape_count];

		parts[i] = (struct iovec){shape->bytes, shape->size};
		messages[i].msg_hdr.msg_iov = &parts[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	sent = sendmmsg(flood->fds[turn % PORTS], messages, AT_ONCE, MSG_DONTWAIT);
	flood->sent += sent > 0 ? (uint64_t)sent : 0;
	flood->refused += sent < AT_ONCE ? (uint64_t)(AT_ONCE - (sent > 0 ? sent : 0)) : 0;
}

/* Evenly; where it was kept from running it catches up, by the clock. */
static void *run_flood(void *context)
{
	struct flood *flood = context;
	int64_t begun_ns = clock_now_ns();
	int64_t end_ns = begun_ns + (int64_t)(flood->seconds * 1e9);
	int64_t period_ns = flood->rate_hz > 0.0 ? (int64_t)(AT_ONCE * 1e9 / flood->rate_hz) : 0;

	for (int turn = 0; flood->rate_hz > 0.0 && clock_now_ns() < end_ns; turn++) {
		clock_sleep_until(begun_ns + turn * period_ns);
		send_some(flood, turn);
	}
	return NULL;
}

static void note(void *context, const char *path, const char *types, const struct value *values,
		 int count)
{
	struct asker *asker = context;
	int number = count > 0 ? (int)values[0].number : 0;

	(void)types;
	if (strcmp(path, "/rig/pong") == 0 && number > 0 && number <= asker->asked &&
	    asker->sent_ns[number - 1] != 0) {
		histogram_add(&asker->took, clock_now_ns() - asker->sent_ns[number - 1]);
		asker->sent_ns[number - 1] = 0;
		asker->answered++;
	}
}

static void listen_until(struct asker *asker, int64_t until_ns)
{
	struct pollfd wait = {.fd = osc_client_fd(asker->client), .events = POLLIN};

	for (int64_t now = clock_now_ns(); now < until_ns; now = clock_now_ns()) {
		(void)poll(&wait, 1, (int)((until_ns - now) / 1000000) + 1);
		(void)osc_client_receive(asker->client, note, asker);
	}
}

static void ask(struct asker *asker, const char *token, double seconds)
{
	int64_t begun_ns = clock_now_ns();
	int64_t end_ns = begun_ns + (int64_t)(seconds * 1e9);

	for (int i = 0; i < PINGS_MAX && clock_now_ns() < end_ns; i++) {
		if (i % RENEW_PINGS == 0 && token != NULL) {
			(void)osc_client_send(asker->client, "/rig/subscribe", "ifs", 0, 10.0,
					      token);
		}
		listen_until(asker, begun_ns + (i + 1) * PING_NS);
		asker->sent_ns[i] = clock_now_ns();
		asker->asked++;
		(void)osc_client_send(asker->client, "/rig/ping", "i", i + 1);
	}
	listen_until(asker, clock_now_ns() + PATIENCE_MS * 1000000LL);
}

int main(int argc, char **argv)
{
	static struct asker asker;
	static struct flood flood;
	char error[256] = "";
	pthread_t thread;
	uint16_t port;

	if (argc < 4) {
		fprintf(stderr, "usage: osc_flood PORT RATE SECONDS [TOKEN]\n");
		return 2;
	}
	port = (uint16_t)atoi(argv[1]);
	flood.rate_hz = atof(argv[2]);
	flood.seconds = atof(argv[3]);
	asker.client = osc_client_open("127.0.0.1", port, error, sizeof(error));
	if (asker.client == NULL) {
		fprintf(stderr, "osc_flood: %s\n", error);
		return 1;
	}
	make_shapes();
	for (int i = 0; i < PORTS; i++) {
		flood.fds[i] = dial(port);
	}
	if (thread_start(&thread, "flood", run_flood, &flood) != 0) {
		return 1;
	}
	ask(&asker, argc > 4 ? argv[4] : NULL, flood.seconds);
	pthread_join(thread, NULL);
	printf("{\"sent\": %" PRIu64 ", \"refused\": %" PRIu64 ", \"per_s\": %.0f, \"asked\": %d, "
	       "\"answered\": %d, \"answer_p50_ms\": %.3f, \"answer_p99_ms\": %.3f, "
	       "\"answer_max_ms\": %.3f}\n",
	       flood.sent, flood.refused, (double)flood.sent / flood.seconds, asker.asked,
	       asker.answered, (double)histogram_percentile_ns(&asker.took, 0.5) / 1e6,
	       (double)histogram_percentile_ns(&asker.took, 0.99) / 1e6,
	       (double)asker.took.max_ns / 1e6);
	osc_client_close(asker.client);
	return 0;
}
