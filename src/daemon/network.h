/*
 * network.h - the thread that hears and answers the network. It asks the loop and the simulated rig by
 * mailboxes, each of which judges what it reads.
 */
#ifndef DAEMON_NETWORK_H
#define DAEMON_NETWORK_H

#include "app/daemon_setup.h"
#include "daemon/loop_thread.h"
#include "net/server.h"
#include "rt/mailbox.h"

#include <knead/pairing.h>
#include <knead/sim_order.h>
#include <knead/turned_away.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* Owned by the caller, all zero at first; the server is the thread's own from network_start to network_end. */
struct network {
	struct mailbox orders; /* of struct sim_order, written here; read by the simulated rig */
	struct sim_order order_slots[MAILBOX_SLOTS];
	atomic_uint faults_obeyed; /* of those, written by the simulated rig */
	struct mailbox
		pairings; /* of struct pairings, written here in rig mode; read by the recorder */
	struct pairings pairing_slots[MAILBOX_SLOTS];
	struct mailbox turned; /* of struct turned_away, likewise */
	struct turned_away turned_slots[MAILBOX_SLOTS];
	struct server_setup setup;
	struct server *server;
	pthread_t thread;
	atomic_uint turns; /* so far: somebody else sees whether they go on */
	atomic_bool ends;
};

/*
 * Takes the ports; nothing is heard yet. loop is initialised; it and files are the caller's, and kept. False with
 * one sentence and its remedy in error. Closed by network_close.
 */
__attribute__((warn_unused_result)) bool network_open(struct network *network,
						      struct loop_thread *loop,
						      const struct daemon_setup *files, char *error,
						      size_t error_size);

/* 0, or -errno. */
__attribute__((warn_unused_result)) int network_start(struct network *network);

/* Its next turn is the last. */
void network_end(struct network *network);

/* Whether it ended. False: it still uses what it was given. */
__attribute__((warn_unused_result)) bool network_join(struct network *network);

/* Once nobody else is left; nothing where it never opened. */
void network_close(struct network *network);

#endif
