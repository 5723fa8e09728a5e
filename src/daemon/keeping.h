/*
 * keeping.h - the two threads that write down what the loop does: the recorder's, with the event log,
 * what is remembered of a client and who is paired, and the black box's.
 *
 * They read the loop's rings and mailboxes, and the loop never waits for them.
 */
#ifndef DAEMON_KEEPING_H
#define DAEMON_KEEPING_H

#include "app/pairing_store.h"
#include "app/recorder.h"
#include "app/session_store.h"
#include "app/turned_log.h"
#include "daemon/loop_thread.h"
#include "rt/mailbox.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Owned by the caller; the fields are the threads' own from keeping_start to keeping_end. */
struct keeping {
	struct loop_thread *loop;
	struct mailbox *pairings; /* of struct pairings, read here */
	struct mailbox *turned;   /* of struct turned_away, likewise */
	struct turned_log turned_log;
	struct pairing_store *pairing_store;
	struct recorder recorder;
	pthread_t recorder_thread;
	pthread_t box_thread;
	atomic_bool ends;
};

/* What it reads and where it writes: all of it the caller's, and kept. Nothing runs yet. */
void keeping_open(struct keeping *keeping, struct loop_thread *loop, struct session_store *store,
		  const struct event_words *words, struct mailbox *pairings,
		  struct pairing_store *pairing_store, struct mailbox *turned);

/* Both threads. 0, or -errno and then the one that failed is named. */
__attribute__((warn_unused_result)) int keeping_start(struct keeping *keeping, const char **which);

/* Their next turn is the last. */
void keeping_end(struct keeping *keeping);

/* Whether both ended; a slow disk gets some seconds. False: they still use what they were given. */
__attribute__((warn_unused_result)) bool keeping_join(struct keeping *keeping);

/* Once nobody else is left: what happened up to the last moment, and whether every head let go. */
void keeping_finish(struct keeping *keeping, bool released);

#endif
