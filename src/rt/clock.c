/*
 * clock.c - CLOCK_MONOTONIC in nanoseconds.
 */
#include "rt/clock.h"

#include <errno.h>
#include <time.h>

static int64_t ns_of(const struct timespec *at)
{
	return (int64_t)at->tv_sec * NS_PER_S + at->tv_nsec;
}

int64_t clock_now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return ns_of(&now);
}

int64_t clock_asleep_ns(void)
{
	struct timespec since_boot;

	clock_gettime(CLOCK_BOOTTIME, &since_boot);
	return ns_of(&since_boot) - clock_now_ns();
}

void clock_sleep_until(int64_t t_ns)
{
	struct timespec until = {
		.tv_sec = (time_t)(t_ns / NS_PER_S),
		.tv_nsec = (long)(t_ns % NS_PER_S),
	};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
		/* the deadline is absolute: sleeping on is the same call again */
	}
}
