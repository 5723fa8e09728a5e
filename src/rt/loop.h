/*
 * loop.h - calls a tick at an absolute cadence and measures how well it wakes. After the first tick
 * it makes one system call a period, the sleep.
 */
#ifndef RT_LOOP_H
#define RT_LOOP_H

#include "rt/cadence.h"
#include "rt/histogram.h"

#include <stdbool.h>
#include <stdint.h>

/* Read by others only after the loop has ended, by the tick at any time. */
struct loop {
	struct cadence cadence;
	struct histogram wake; /* how late each wake-up was */
	uint64_t ticks;
	long minor_faults; /* page faults of this thread after the first tick */
	long major_faults;
};

/*
 * Runs until the tick returns false. t_ns is CLOCK_MONOTONIC at its start. period_ns > 0; a wake-up
 * more than late_ns late counts as an overrun. In the thread that called it.
 */
void loop_run(struct loop *loop, int64_t period_ns, int64_t late_ns,
	      bool (*tick)(void *context, int64_t t_ns), void *context);

#endif
