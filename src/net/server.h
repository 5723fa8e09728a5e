/*
 * server.h - the OSC side of the controller: one thread calls server_turn again and again.
 *
 * A message asks, it never commands: all that leaves this room is a struct command and a struct
 * sim_order in a mailbox each, judged again by whoever reads them.
 */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "rt/mailbox.h"

#include <knead/pairing.h>
#include <knead/recording_room.h>
#include <knead/rig.h>
#include <knead/technique.h>
#include <knead/turned_away.h>

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct server;

/* All of it is kept by the caller for as long as the server; nothing is copied. */
struct server_setup {
	const char *bind;  /* numeric address; "::" serves IPv4 too */
	uint16_t port;     /* UDP; 0 picks one */
	uint16_t tcp_port; /* 0: the one above */
	const struct rig *rig;
	const struct technique *techniques; /* as the pipeline was given them */
	int technique_count;
	const char *const *patient_names; /* as the simulator was given them */
	int patient_count;
	struct mailbox *commands;  /* struct command, written */
	struct mailbox *snapshots; /* struct snapshot, read */
	struct mailbox *orders;    /* struct sim_order, written; NULL where nothing is simulated */
	const struct pairings
		*paired;          /* in rig mode: who was in the last run, NULL for nobody ... */
	struct mailbox *pairings; /* ... and struct pairings, written on change; NULL is fine */
	struct mailbox *turned;   /* struct turned_away, written on change; NULL is fine */
	atomic_uint *
		faults_obeyed; /* the number of the last one, of whoever reads orders; NULL is fine */
	struct recording_room *room;       /* of whoever records; NULL is fine */
	void (*say)(const char *sentence); /* for the log, never waiting; NULL is fine */
};

/*
 * Opens the sockets and publishes the first command. NULL on failure, with one sentence and its
 * remedy in error. Closed by server_close.
 */
struct server *server_open(const struct server_setup *setup, char *error, size_t error_size);

/* The ports it listens on. */
uint16_t server_port(const struct server *server); /* UDP */
uint16_t server_tcp_port(const struct server *server);

/*
 * Waits at most timeout_ms, less where something is due earlier; hears what came, a bounded number
 * of packets; publishes command (with heard_t_ns of this turn) and orders; sends what is due. Never
 * blocks on a peer.
 */
void server_turn(struct server *server, int timeout_ms);

/*
 * For how long /sim/fault net_stall wants whoever calls server_turn not to: told once, 0 else. Only on
 * simulated rigs.
 */
double server_stall_s(struct server *server);

/* NULL is fine. */
void server_close(struct server *server);

#endif
