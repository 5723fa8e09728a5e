/*
 * clock.h - the one clock: CLOCK_MONOTONIC in nanoseconds, so that nobody's setting of the time of
 * day reaches the loop.
 */
#ifndef RT_CLOCK_H
#define RT_CLOCK_H

#include <stdint.h>

#define NS_PER_S INT64_C(1000000000)

/* No system call on Linux: the kernel's shared page answers. */
int64_t clock_now_ns(void);

/*
 * For how long the machine was asleep so far, which the clock does not show: CLOCK_BOOTTIME goes on meanwhile. Never
 * more than it truly was, and less for once where this thread was put off just now.
 */
int64_t clock_asleep_ns(void);

/* Sleeps until that moment, through every signal; returns at once when it has passed. */
void clock_sleep_until(int64_t t_ns);

#endif
