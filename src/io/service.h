/*
 * service.h - what a service manager is told of the controller: that it is ready, that it lives, that it
 * ends. The datagrams of sd_notify(3), whose page describes the protocol as stable and free to be written
 * anew; libsystemd for four words would lock megabytes of libraries into memory.
 *
 * "Lives" is never said by a timer alone. Each thread that a person depends on counts its turns, and only
 * when every one of them has gone on since the last word is there a next one. So the manager ends a
 * controller whose loop or network hangs and starts another, which comes up idle and vented; what holds
 * meanwhile is the enable line. Threads that wait for a disk are not asked: a slow card is no reason to
 * let go in the middle of a session.
 */
#ifndef IO_SERVICE_H
#define IO_SERVICE_H

#include <stdint.h>

#define SERVICE_THREADS 2 /* the loop's, the network's */

/* Filled in by service_open; all zero: nobody is told anything. */
struct service {
	int fd;           /* connected, -1 without a manager */
	int64_t every_ns; /* how often to call service_turn, 0: it is not wanted */
	uint64_t turns[SERVICE_THREADS];
};

/*
 * From the environment a manager sets: NOTIFY_SOCKET, and of the watchdog WATCHDOG_USEC (us, within which it
 * wants a word; we give four) and WATCHDOG_PID (a watchdog that is another's is left alone). Without them,
 * or with nonsense in them, every call below does nothing. Takes all three out of the environment.
 */
void service_open(struct service *service);

/* The rig can be armed; `status` is a line for whoever asks the manager. */
void service_ready(struct service *service, const char *status);

/* With what the threads have counted so far. */
void service_turn(struct service *service, const uint64_t turns[SERVICE_THREADS]);

/* It lets go and ends. */
void service_stopping(struct service *service);

void service_close(struct service *service);

#endif
