/*
 * service.h - what a service manager is told of the controller: that it is up, that it lives, that it ends.
 * The datagrams of sd_notify(3), whose page describes the protocol as stable and free to be written
 * anew; libsystemd for four words would lock megabytes of libraries into memory.
 *
 * "Lives" is never said by a timer alone: only when every thread that a person depends on has gone on since
 * the last word is there a next one (liveness.h). So the manager ends a controller whose loop or network
 * hangs and starts another, which comes up idle and vented; what holds meanwhile is the enable line.
 */
#ifndef IO_SERVICE_H
#define IO_SERVICE_H

#include "io/liveness.h"

#include <stdint.h>

/* Filled in by service_open; all zero: nobody is told anything. */
struct service {
	int fd;           /* connected, -1 without a manager */
	int64_t every_ns; /* how often to call service_turn, 0: it is not wanted */
	struct liveness liveness;
};

/*
 * From the environment a manager sets: NOTIFY_SOCKET, and of the watchdog WATCHDOG_USEC (us, within which it
 * wants a word; we give four) and WATCHDOG_PID (a watchdog that is another's is left alone). Without them,
 * or with nonsense in them, every call below does nothing. Takes all three out of the environment.
 */
void service_open(struct service *service);

/*
 * It is up: its self-test passed, or failed and it waits for a reset at the rig, which no restart can give.
 * `status` is a line for whoever asks the manager.
 */
void service_ready(struct service *service, const char *status);

/* Another such line, later. */
void service_status(struct service *service, const char *status);

/* With what the threads have counted so far. */
void service_turn(struct service *service, const uint64_t turns[LIVENESS_THREADS]);

/* It lets go and ends. */
void service_stopping(struct service *service);

void service_close(struct service *service);

#endif
