/*
 * osc_rate.c - valid messages a second, ours beside a bare liblo server: osc_rate ROUNDS
 *
 * The same packets wait in the socket of either, as many as it holds at once; then it is timed until the last
 * one was handled. In turn, so that whatever else the machine does happens to both. Ours judges, sets, publishes
 * and echoes; liblo's methods store a number.
 */
#include "net/client.h"
#include "net/codec.h"
#include "net/server.h"
#include "rt/clock.h"

#include <knead/command.h>
#include <knead/sim_order.h>
#include <knead/snapshot.h>

#include <arpa/inet.h>
#include <lo/lo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define HEADS        16
#define MESSAGES     128 /* of a round: what liblo's socket holds, too */
#define ROUNDS_MAX   10000
#define PACKET_BYTES 64

struct ours {
	struct rig rig;
	struct technique technique;
	struct mailbox commands;
	struct command command_slots[MAILBOX_SLOTS];
	struct mailbox snapshots;
	struct snapshot snapshot_slots[MAILBOX_SLOTS];
	struct server *server;
};

struct packet {
	size_t size;
	uint8_t bytes[PACKET_BYTES];
};

static const char *const paths[] = {"/rig/intensity", "/rig/speed", "/rig/region/hips/focus",
				    "/rig/region/legs/focus"};
#define PATHS ((int)(sizeof(paths) / sizeof(paths[0])))

static struct packet packets[MESSAGES + 1];
static double stored;
static int handled;

/* All alike in kind but for the last, the intensity of which tells that all were handled. */
static void make_packets(int round)
{
	for (int i = 0; i <= MESSAGES; i++) {
		struct value values[VALUES_MAX] = {{.number = 0.5 + i * 1e-3}};
		bool last = i == MESSAGES;

		if (last) {
			values[0].number = round % 2 == 0 ? 0.25 : 0.75;
		}
		packets[i].size = codec_write(packets[i].bytes, PACKET_BYTES,
					      paths[last ? 0 : i % PATHS], "f", values);
	}
}

static int dial(int port)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0) {
		perror("osc_rate");
		exit(1);
	}
	return fd;
}

static void send_all(int fd)
{
	char answer[PACKET_BYTES * 4];

	while (recv(fd, answer, sizeof(answer), MSG_DONTWAIT) > 0) {
		/* echoes of the round before */
	}
	for (int i = 0; i <= MESSAGES; i++) {
		if (send(fd, packets[i].bytes, packets[i].size, 0) < 0) {
			perror("osc_rate");
			exit(1);
		}
	}
}

static double cpu_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Messages a second of processor time. */
static double time_ours(struct ours *ours, int fd, int round)
{
	const double wanted = round % 2 == 0 ? 0.25 : 0.75;
	const struct command *command;
	double before_s;

	send_all(fd);
	before_s = cpu_s();
	do {
		server_turn(ours->server, 0);
		command = mailbox_front(&ours->commands);
	} while (command->intensity < wanted - 1e-6 || command->intensity > wanted + 1e-6);
	return (MESSAGES + 1) / (cpu_s() - before_s);
}

static int store(const char *path, const char *types, lo_arg **argv, int argc, lo_message message,
		 void *context)
{
	(void)path;
	(void)types;
	(void)argc;
	(void)message;
	(void)context;
	stored = (double)argv[0]->f;
	handled++;
	return 0;
}

static double time_liblo(lo_server server, int fd)
{
	double before_s;

	send_all(fd);
	handled = 0;
	before_s = cpu_s();
	while (handled < MESSAGES + 1) {
		(void)lo_server_recv_noblock(server, 0);
	}
	return (MESSAGES + 1) / (cpu_s() - before_s);
}

static void open_ours(struct ours *ours)
{
	static struct server_setup setup;
	char error[256] = "";

	ours->rig = (struct rig){.name = "bench",
				 .loop_hz = 1000.0,
				 .control = CONTROL_BENCH,
				 .osc = {.allow_all = true},
				 .head_count = HEADS};
	for (int i = 0; i < HEADS; i++) {
		ours->rig.heads[i].region = i % 2 == 0 ? REGION_HIPS : REGION_LEGS;
	}
	ours->technique = (struct technique){.name = "swedish", .title = "Swedish massage"};
	mailbox_init(&ours->commands, ours->command_slots, sizeof(struct command));
	mailbox_init(&ours->snapshots, ours->snapshot_slots, sizeof(struct snapshot));
	((struct snapshot *)mailbox_back(&ours->snapshots))->state = STATE_IDLE;
	mailbox_publish(&ours->snapshots);
	setup = (struct server_setup){.bind = "127.0.0.1",
				      .rig = &ours->rig,
				      .techniques = &ours->technique,
				      .technique_count = 1,
				      .commands = &ours->commands,
				      .snapshots = &ours->snapshots};
	ours->server = server_open(&setup, error, sizeof(error));
	if (ours->server == NULL) {
		fprintf(stderr, "osc_rate: %s\n", error);
		exit(1);
	}
}

static int order(const void *one, const void *other)
{
	double a = *(const double *)one;
	double b = *(const double *)other;

	return a < b ? -1 : a > b;
}

static double median(double *rates, int count)
{
	qsort(rates, (size_t)count, sizeof(*rates), order);
	return rates[count / 2];
}

int main(int argc, char **argv)
{
	static struct ours ours;
	static double rates[2][ROUNDS_MAX];
	int rounds = argc > 1 ? atoi(argv[1]) : 0;
	lo_server theirs = lo_server_new(NULL, NULL);
	int to_ours;
	int to_theirs;

	if (rounds < 1 || rounds > ROUNDS_MAX || theirs == NULL) {
		fprintf(stderr, "usage: osc_rate ROUNDS, at most %d\n", ROUNDS_MAX);
		return 2;
	}
	open_ours(&ours);
	for (int i = 0; i < PATHS; i++) {
		lo_server_add_method(theirs, paths[i], "f", store, NULL);
	}
	to_ours = dial(server_port(ours.server));
	to_theirs = dial(lo_server_get_port(theirs));
	for (int i = 0; i < rounds; i++) {
		make_packets(i);
		if (i % 2 == 0) {
			rates[0][i] = time_ours(&ours, to_ours, i);
		}
		rates[1][i] = time_liblo(theirs, to_theirs);
		if (i % 2 != 0) {
			rates[0][i] = time_ours(&ours, to_ours, i);
		}
	}
	printf("{\"rounds\": %d, \"messages\": %d, \"ours_per_s\": %.0f, \"liblo_per_s\": %.0f}\n",
	       rounds, MESSAGES + 1, median(rates[0], rounds), median(rates[1], rounds));
	close(to_ours);
	close(to_theirs);
	lo_server_free(theirs);
	server_close(ours.server);
	return stored > 2.0 ? 1 : 0; /* what was stored is looked at */
}
