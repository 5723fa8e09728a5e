/*
 * sched.c - what Linux grants a thread that must be on time.
 */
#include "rt/sched.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#define STACK_TOUCHED_BYTES \
	(64 * 1024)      /* of the tick's stack; threads are given 256 KiB and more */
#define NICE       (-10) /* of threads that are not real-time */
#define PAGE_BYTES 4096  /* the smallest there is: touching more often does no harm */

static void refuse(struct sched_refusals *refusals, const char *what, int error)
{
	size_t used = strlen(refusals->list);

	snprintf(refusals->list + used, sizeof(refusals->list) - used, "%s%s (%s)",
		 used > 0 ? ", " : "", what, strerror(error));
}

void sched_prepare_process(void)
{
	mallopt(M_TRIM_THRESHOLD, -1);
	mallopt(M_MMAP_MAX, 0);
	mallopt(M_ARENA_MAX, 1);
	(void)setpriority(PRIO_PROCESS, 0, NICE);
}

int sched_hold_awake(struct sched_refusals *refusals)
{
	const int32_t latency_us = 0;
	int fd = open("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC);

	if (fd < 0) {
		refuse(refusals, "/dev/cpu_dma_latency", errno);
		return -1;
	}
	if (write(fd, &latency_us, sizeof(latency_us)) != sizeof(latency_us)) {
		refuse(refusals, "/dev/cpu_dma_latency", errno);
		close(fd);
		return -1;
	}
	return fd;
}

static void __attribute__((noinline)) touch_stack(void)
{
	volatile unsigned char stack[STACK_TOUCHED_BYTES];

	for (size_t i = 0; i < sizeof(stack); i += PAGE_BYTES) {
		stack[i] = 0;
	}
	stack[sizeof(stack) - 1] = 0;
}

void sched_become_realtime(int priority, int cpu, struct sched_refusals *refusals)
{
	const struct sched_param param = {.sched_priority = priority};
	int error = 0;

	if (cpu != SCHED_ANY_CPU) {
		cpu_set_t cpus;

		CPU_ZERO(&cpus);
		CPU_SET((size_t)cpu, &cpus);
		error = pthread_setaffinity_np(pthread_self(), sizeof(cpus), &cpus);
		if (error != 0) {
			refuse(refusals, "its own processor", error);
		}
	}
	touch_stack();
	/*
	 * MCL_CURRENT alone: what the tick uses exists by now. MCL_FUTURE would also pin whatever
	 * the other threads map later, and make it fail where RLIMIT_MEMLOCK is small.
	 */
	if (mlockall(MCL_CURRENT) != 0) {
		refuse(refusals, "locked memory", errno);
	}
	/* Without that priority the kernel rounds a sleep up by 50 us unless asked not to. */
	prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);
	error = pthread_setschedparam(pthread_self(), SCHED_FIFO, &param);
	if (error != 0) {
		refuse(refusals, "real-time priority", error);
	}
}

bool sched_may_be_realtime(int priority)
{
	const struct sched_param wanted = {.sched_priority = priority};
	struct sched_param was;
	int policy = SCHED_OTHER;

	if (pthread_getschedparam(pthread_self(), &policy, &was) != 0 ||
	    pthread_setschedparam(pthread_self(), SCHED_FIFO, &wanted) != 0) {
		return false;
	}
	return pthread_setschedparam(pthread_self(), policy, &was) == 0;
}

bool sched_kernel_is_rt(void)
{
	struct utsname name;

	return uname(&name) == 0 && strstr(name.version, "PREEMPT_RT") != NULL;
}
