/*
 * life.h - who is told that the controller lives: the service manager, once it waits for that, and the
 * board's watchdog from the start. Both only while every thread goes on.
 */
#ifndef IO_LIFE_H
#define IO_LIFE_H

#include "io/service.h"
#include "io/watchdog.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All-zero: nobody is told. Opened and closed part by part. */
struct life {
	struct service service;
	struct watchdog watchdog;
	bool is_up; /* the manager was told that the start is over */
};

/*
 * The board's watchdog, where the rig names one. Who else has it guards the board already. 0 with what to tell
 * in notice ("" where there is none), or -errno and why.
 */
__attribute__((warn_unused_result)) int life_watch(struct life *life,
						   const struct watchdog_ops *ops,
						   const struct watchdog_spec *spec, char *notice,
						   size_t size, struct device_error *error);

/* How often to call life_turn; 0: nobody waits for it. */
int64_t life_every_ns(const struct life *life);

/* turns are what the threads have counted so far. */
void life_turn(struct life *life, const uint64_t turns[LIVENESS_THREADS]);

/* The start is over, and how the rig is; again, whenever that changed. */
void life_is_up(struct life *life, const char *status);

#endif
