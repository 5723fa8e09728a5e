/*
 * bench.h - a server on loopback with a made-up rig behind it, and clients to talk to it. Everything in
 * one thread: nothing here waits for a clock, only (with a generous end) for a message.
 */
#ifndef TESTS_NET_BENCH_H
#define TESTS_NET_BENCH_H

#include "net/client.h"
#include "net/server.h"

#include "net/packets.h"

#include <knead/command.h>
#include <knead/sim_order.h>
#include <knead/snapshot.h>

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <cmocka.h>

#define BENCH_HEADS   16
#define BENCH_HEARD   8192
#define BENCH_PATIENT 20.0 /* s until a message that does not come counts as lost */

struct heard {
	char path[64];
	char types[8];
	struct value values[VALUES_MAX];
	int count;
};

struct peer {
	struct osc_client *client;
	int count;
	struct heard heard[BENCH_HEARD];
};

struct bench {
	struct server *server;
	struct mailbox commands;
	struct mailbox snapshots;
	struct mailbox orders;
	_Alignas(16) unsigned char command_slots[3 * sizeof(struct command)];
	_Alignas(16) unsigned char snapshot_slots[3 * sizeof(struct snapshot)];
	_Alignas(16) unsigned char order_slots[3 * sizeof(struct sim_order)];
	struct rig rig;
	struct technique techniques[2];
	struct recording_room room; /* nobody said */
	atomic_uint faults_obeyed;  /* by nobody, unless a test says so */
	struct server_setup setup;
	struct peer *peer; /* one is always there */
	int pings;
};

static const char *const bench_patients[] = {"nominal", "stiff"};

static inline double bench_now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static inline void bench_note(void *context, const char *path, const char *types,
			      const struct value *values, int count)
{
	struct peer *peer = context;
	struct heard *heard = &peer->heard[peer->count % BENCH_HEARD];

	snprintf(heard->path, sizeof(heard->path), "%s", path);
	snprintf(heard->types, sizeof(heard->types), "%s", types);
	memcpy(heard->values, values, sizeof(heard->values[0]) * (size_t)count);
	heard->count = count;
	peer->count++;
}

static inline struct peer *peer_open(const char *host, uint16_t port)
{
	struct peer *peer = calloc(1, sizeof(*peer));
	char error[256];

	assert_non_null(peer);
	peer->client = osc_client_open(host, port, error, sizeof(error));
	assert_non_null(peer->client);
	return peer;
}

static inline void peer_close(struct peer *peer)
{
	if (peer != NULL) {
		osc_client_close(peer->client);
		free(peer);
	}
}

static inline void peer_send_packet(struct peer *peer, const struct packet *packet)
{
	assert_int_equal(send(osc_client_fd(peer->client), packet->bytes, packet->size, 0),
			 packet->size);
}

/* The one the core would show. */
static inline void bench_show(struct bench *bench, const struct snapshot *snapshot)
{
	memcpy(mailbox_back(&bench->snapshots), snapshot, sizeof(*snapshot));
	mailbox_publish(&bench->snapshots);
}

static inline struct snapshot bench_snapshot(enum state state)
{
	return (struct snapshot){.t_ns = 1,
				 .tick = 1,
				 .state = state,
				 .reason = COND_SELFTEST_PASSED,
				 .cause = COND_COUNT,
				 .cause_head = HEAD_NONE,
				 .head_count = BENCH_HEADS,
				 .hands = {.stroke = -1}};
}

static inline void bench_show_state(struct bench *bench, enum state state)
{
	struct snapshot snapshot = bench_snapshot(state);

	bench_show(bench, &snapshot);
}

static inline const struct command *bench_command(struct bench *bench)
{
	return mailbox_front(&bench->commands);
}

static inline const struct sim_order *bench_order(struct bench *bench)
{
	return mailbox_front(&bench->orders);
}

static inline void bench_turn(struct bench *bench, struct peer *peer)
{
	server_turn(bench->server, 1);
	assert_true(osc_client_receive(peer->client, bench_note, peer) >= 0);
}

/* The first message on that address from *from on, waiting for it; *from moves behind it. */
static inline const struct heard *bench_next(struct bench *bench, struct peer *peer,
					     const char *path, int *from)
{
	double end_s = bench_now_s() + BENCH_PATIENT;

	for (;;) {
		for (; *from < peer->count; ++*from) {
			const struct heard *heard = &peer->heard[*from % BENCH_HEARD];

			if (strcmp(heard->path, path) == 0) {
				++*from;
				return heard;
			}
		}
		if (bench_now_s() > end_s) {
			fail_msg("never heard %s", path);
		}
		bench_turn(bench, peer);
	}
}

/* Until everything sent so far was heard and answered. */
static inline void bench_settle(struct bench *bench, struct peer *peer)
{
	int from = peer->count;
	const struct heard *heard;

	assert_int_equal(osc_client_send(peer->client, "/rig/ping", "i", ++bench->pings), 0);
	do {
		heard = bench_next(bench, peer, "/rig/pong", &from);
	} while ((int)heard->values[0].number != bench->pings);
}

/* How many messages on that address since from. */
static inline int peer_count(const struct peer *peer, const char *path, int from)
{
	int count = 0;

	for (; from < peer->count; from++) {
		count += strcmp(peer->heard[from % BENCH_HEARD].path, path) == 0 ? 1 : 0;
	}
	return count;
}

/* Everything but the pongs since from. */
static inline int peer_count_others(const struct peer *peer, int from)
{
	return peer->count - from - peer_count(peer, "/rig/pong", from);
}

/* The next error is that one, about that address. */
static inline void bench_expect_error(struct bench *bench, struct peer *peer, const char *code,
				      const char *address, int *from)
{
	const struct heard *heard = bench_next(bench, peer, "/rig/error", from);

	assert_string_equal(heard->types, "ssssi");
	assert_string_equal(heard->values[0].text, code);
	assert_string_equal(heard->values[1].text, address);
	assert_string_equal(heard->values[3].text, "");
	assert_true(fabs(heard->values[4].number) < 0.5);
}

static inline void assert_about(double value, double wanted)
{
	if (!(fabs(value - wanted) < 1e-6)) {
		fail_msg("%.9f is not %.9f", value, wanted);
	}
}

/* A rig with heads of every region but the arms. */
static inline void bench_make_rig(struct rig *rig)
{
	static const enum region regions[] = {REGION_NECK,       REGION_SHOULDERS,
					      REGION_UPPER_BACK, REGION_LOWER_BACK,
					      REGION_HIPS,       REGION_LEGS};

	*rig = (struct rig){.name = "sim-16",
			    .control = CONTROL_BENCH,
			    .osc = {.allow_all = true},
			    .head_count = BENCH_HEADS};
	for (int i = 0; i < BENCH_HEADS; i++) {
		rig->heads[i].region = regions[i % 6];
	}
}

static inline struct bench *bench_open(const char *bind, bool simulated)
{
	struct bench *bench = calloc(1, sizeof(*bench));
	char error[256] = "";

	assert_non_null(bench);
	bench_make_rig(&bench->rig);
	bench->techniques[0] = (struct technique){
		.name = "swedish",
		.title = "Swedish massage",
		.stroke_count = 2,
		.strokes = {{.kind = STROKE_EFFLEURAGE}, {.kind = STROKE_PETRISSAGE}}};
	bench->techniques[1] = (struct technique){.name = "shiatsu", .title = "Shiatsu"};
	mailbox_init(&bench->commands, bench->command_slots, sizeof(struct command));
	mailbox_init(&bench->snapshots, bench->snapshot_slots, sizeof(struct snapshot));
	mailbox_init(&bench->orders, bench->order_slots, sizeof(struct sim_order));
	bench->setup = (struct server_setup){.bind = bind,
					     .rig = &bench->rig,
					     .techniques = bench->techniques,
					     .technique_count = 2,
					     .patient_names = bench_patients,
					     .patient_count = 2,
					     .commands = &bench->commands,
					     .snapshots = &bench->snapshots,
					     .orders = simulated ? &bench->orders : NULL,
					     .faults_obeyed = &bench->faults_obeyed,
					     .room = &bench->room};
	bench->server = server_open(&bench->setup, error, sizeof(error));
	assert_string_equal(error, "");
	assert_non_null(bench->server);
	bench_show_state(bench, STATE_IDLE);
	bench->peer =
		peer_open(strchr(bind, ':') != NULL ? "::1" : bind, server_port(bench->server));
	return bench;
}

static inline int bench_set_up(void **state)
{
	*state = bench_open("127.0.0.1", true);
	return 0;
}

static inline void bench_close(struct bench *bench)
{
	peer_close(bench->peer);
	server_close(bench->server);
	free(bench);
}

static inline int bench_tear_down(void **state)
{
	bench_close(*state);
	return 0;
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

#endif
