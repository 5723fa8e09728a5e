#include "io/device_thread.h"

#include "rt/sched.h"
#include "rt/thread.h"

#include <stdint.h>

#define JOIN_NS INT64_C(1000000000)

int device_thread_start(struct device_thread *thread, const char *name, void *(*body)(void *),
			void *context)
{
	const int error = thread_start(&thread->thread, name, body, context);

	thread->runs = error == 0;
	return error;
}

bool device_thread_join(struct device_thread *thread)
{
	if (thread->runs && !thread_join(thread->thread, JOIN_NS)) {
		return false;
	}
	thread->runs = false;
	return true;
}

void device_thread_begin(int priority)
{
	struct sched_refusals refusals = {0};

	sched_become_realtime(priority, SCHED_ANY_CPU, &refusals);
}
