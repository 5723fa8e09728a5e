/*
 * thread.h - threads with a small stack and a name, and an end that is not waited for for ever.
 */
#ifndef RT_THREAD_H
#define RT_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* body(context) under that name (15 characters at most). Returns 0 or -errno. */
__attribute__((warn_unused_result)) int thread_start(pthread_t *thread, const char *name,
						     void *(*body)(void *), void *context);

/* False when it has not ended within that time: it still runs, and what it uses must stay. */
__attribute__((warn_unused_result)) bool thread_join(pthread_t thread, int64_t within_ns);

#endif
