/*
 * turned_log.h - commands that were not taken from whoever sent them, in the event log: the first of a kind
 * and client at once, then one line in TURNED_AGAIN_NS that says how many there were. Tablets that share a row,
 * as only more than were ever paired at once can, have one line between them in that time.
 */
#ifndef APP_TURNED_LOG_H
#define APP_TURNED_LOG_H

#include "app/event_log.h"

#include <knead/turned_away.h>

#include <stdbool.h>
#include <stdint.h>

#define TURNED_AGAIN_NS INT64_C(10000000000)

/* What was told of one kind and client. */
struct turned_told {
	bool ever;
	int64_t t_ns;
	uint32_t tablet;
	uint32_t times;
};

/* All-zero: nothing was told. */
struct turned_log {
	struct turned_told told[TURNED_CLIENTS][TURNED_KINDS];
};

/* turned: the latest. */
void turned_log_turn(struct turned_log *turned_log, struct event_log *log,
		     const struct turned_away *turned, int64_t t_ns);

/* The last turn: nothing waits any longer. */
void turned_log_finish(struct turned_log *turned_log, struct event_log *log,
		       const struct turned_away *turned);

#endif
