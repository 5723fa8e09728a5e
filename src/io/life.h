/*
 * life.h - who is told that the controller lives: the service manager, once it waits for that, and the
 * board's watchdog from the start. Both only while every thread goes on.
 */
#ifndef IO_LIFE_H
#define IO_LIFE_H

#include "io/service.h"
#include "io/watchdog.h"

#include <stdbool.h>
#include <stdint.h>

/* All-zero: nobody is told. Opened and closed part by part. */
struct life {
	struct service service;
	struct watchdog watchdog;
	bool is_up; /* the manager was told that the start is over */
};

/* How often to call life_turn; 0: nobody waits for it. */
int64_t life_every_ns(const struct life *life);

/* turns are what the threads have counted so far. */
void life_turn(struct life *life, const uint64_t turns[LIVENESS_THREADS]);

/* The start is over, and how the rig is; again, whenever that changed. */
void life_is_up(struct life *life, const char *status);

#endif
