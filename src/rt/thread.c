/*
 * thread.c - threads with a small stack and a name.
 */
#include "rt/thread.h"

#include "rt/clock.h"

#define STACK_BYTES (512 * 1024) /* memory that is locked counts all of it */
#define GLANCE_NS   INT64_C(1000000)

int thread_start(pthread_t *thread, const char *name, void *(*body)(void *), void *context)
{
	pthread_attr_t attributes;
	int error = pthread_attr_init(&attributes);

	if (error != 0) {
		return -error;
	}
	error = pthread_attr_setstacksize(&attributes, STACK_BYTES);
	if (error == 0) {
		error = pthread_create(thread, &attributes, body, context);
	}
	pthread_attr_destroy(&attributes);
	if (error == 0) {
		pthread_setname_np(*thread, name);
	}
	return -error;
}

/* Looks rather than waits: the waiting call goes by the time of day, which may jump. */
bool thread_join(pthread_t thread, int64_t within_ns)
{
	int64_t until_ns = clock_now_ns() + within_ns;

	while (pthread_tryjoin_np(thread, NULL) != 0) {
		if (clock_now_ns() >= until_ns) {
			return false;
		}
		clock_sleep_until(clock_now_ns() + GLANCE_NS);
	}
	return true;
}
