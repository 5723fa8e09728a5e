/*
 * sched.h - what Linux grants a thread that must be on time: priority, locked memory, a processor
 * that stays awake. Each is asked for; what was refused is listed, and the caller decides.
 */
#ifndef RT_SCHED_H
#define RT_SCHED_H

#include <stdbool.h>
#include <stddef.h>

#define SCHED_ANY_CPU (-1)

/* All zero: nothing was refused. */
struct sched_refusals {
	char list[256]; /* "real-time priority (...), locked memory (...)"; "" when nothing was */
};

/*
 * For the process, before its threads start: the allocator keeps what it has, so that no other
 * thread's free() unmaps pages under the loop, and keeps to one arena. Where it may, all its threads get
 * more of a busy processor than others' do: a network thread that starves for 200 ms is a trip.
 */
void sched_prepare_process(void);

/*
 * Holds /dev/cpu_dma_latency at 0 until closed: without it the processor dozes between ticks and
 * the median wake-up doubles. Returns its descriptor, or -1 and a line in refusals.
 */
int sched_hold_awake(struct sched_refusals *refusals);

/*
 * For the calling thread, after everything its tick uses exists and before its first tick: pins it
 * to a processor (or SCHED_ANY_CPU), touches its stack, locks the memory of the process as it is
 * now, takes SCHED_FIFO at that priority.
 */
void sched_become_realtime(int priority, int cpu, struct sched_refusals *refusals);

/* Whether the calling thread would be given that real-time priority. Changes nothing. */
bool sched_may_be_realtime(int priority);

/* Whether this kernel was built with PREEMPT_RT; it says so in its version. */
bool sched_kernel_is_rt(void);

#endif
