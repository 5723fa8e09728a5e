/*
 * recorder.h - the recorder thread's work: the event log, and what is remembered of the client. A
 * disk that fails stops neither, and is told of once.
 */
#ifndef APP_RECORDER_H
#define APP_RECORDER_H

#include "app/event_log.h"
#include "app/session_store.h"

#include <knead/memory.h>

#include <stdint.h>

/* Caller-owned; the fields are the recorder's own. */
struct recorder {
	struct event_log log;
	struct session_store *store;
};

/* Appends to STATE_DIR/events.log, see event_log_open; the store is open and stays the caller's. */
void recorder_open(struct recorder *recorder, struct session_store *store, struct ring *records,
		   const struct event_words *words, int echo_fd);

/* What is waiting; memory is the latest, or NULL before the first. May block as a disk does. */
void recorder_turn(struct recorder *recorder, const struct memory *memory, int64_t t_ns);

/* The last turn: the memory is written whether it is due or not. */
void recorder_finish(struct recorder *recorder, const struct memory *memory, int64_t t_ns);

void recorder_close(struct recorder *recorder);

#endif
