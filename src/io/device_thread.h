/*
 * device_thread.h - what the threads of slow devices have in common: their priorities, how they end, and how
 * long anybody waits for one that hangs in its device.
 */
#ifndef IO_DEVICE_THREAD_H
#define IO_DEVICE_THREAD_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

/* Below the loop's 80, and in the order of who can wait least. */
#define INPUTS_PRIORITY    78
#define CONVERTER_PRIORITY 75
#define DRIVE_PRIORITY     74

/* All-zero: not started. */
struct device_thread {
	pthread_t thread;
	bool runs;
};

/* 0 or -errno. */
__attribute__((warn_unused_result)) int device_thread_start(struct device_thread *thread,
							    const char *name, void *(*body)(void *),
							    void *context);

/* Whether it ended, or never ran; of one that hangs in its device no, after a second. */
bool device_thread_join(struct device_thread *thread);

/* The thread itself: what is refused here was refused the loop as well, which says so. */
void device_thread_begin(int priority);

static inline bool device_thread_goes_on(const atomic_bool *ends)
{
	return !atomic_load_explicit(ends, memory_order_relaxed);
}

#endif
