/*
 * liveness.h - whether every thread that a person depends on went on since it was last asked. Each counts
 * its turns; one that stands still among others that run is found. Threads that wait for a disk are not
 * asked: a slow card is no reason to let go in the middle of a session.
 */
#ifndef IO_LIVENESS_H
#define IO_LIVENESS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define LIVENESS_THREADS 2 /* the loop's, the network's */

/* All-zero: nobody went on yet. */
struct liveness {
	uint64_t turns[LIVENESS_THREADS];
};

/* turns are what they counted so far; only after a yes is the next question about what comes then. */
static inline bool liveness_goes_on(struct liveness *liveness,
				    const uint64_t turns[LIVENESS_THREADS])
{
	bool all_go_on = true;

	for (int i = 0; i < LIVENESS_THREADS; i++) {
		all_go_on = all_go_on && turns[i] != liveness->turns[i];
	}
	if (all_go_on) {
		memcpy(liveness->turns, turns, sizeof(liveness->turns));
	}
	return all_go_on;
}

#endif
