/*
 * memory.h - what the controller remembers of a client from one start to the next: core <-> session
 * store.
 *
 * Ages, not times: the monotonic clock starts anew with the machine, so the store turns ages into
 * calendar time and back. All-zero memory is that of a controller that knows nobody: see
 * memory_init.
 */
#ifndef KNEAD_MEMORY_H
#define KNEAD_MEMORY_H

#include <knead/limits.h>
#include <knead/screening.h>

struct head_memory {
	double ease_n;       /* the client's ceiling; FORCE_HARD_N: never eased */
	double dwell_s;      /* spent at this place up to DWELL_HARD_N ... */
	double dwell_hard_s; /* ... and above */
	double heat_min;     /* temperature-time account */
};

struct memory {
	int head_count;
	double ease_age_s; /* of the first ease; meaningless while nothing is eased */
	double heat_age_s; /* since any place was last warmed; accounts end when it is 12 h */
	struct head_memory heads[HEADS_MAX];
	enum answer screening[SCREENING_ITEMS];
	double screening_age_s[SCREENING_ITEMS];
};

static inline void memory_init(struct memory *memory, int head_count)
{
	*memory = (struct memory){.head_count = head_count};
	for (int i = 0; i < HEADS_MAX; i++) {
		memory->heads[i].ease_n = FORCE_HARD_N;
	}
}

#endif
