/*
 * loop.c - calls a tick at an absolute cadence.
 */
#include "rt/loop.h"

#include "rt/clock.h"
#include "rt/realtime.h"

#include <string.h>
#include <sys/resource.h>

static void count_faults(struct loop *loop, int sign)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage) == 0) {
		loop->minor_faults += sign * usage.ru_minflt;
		loop->major_faults += sign * usage.ru_majflt;
	}
}

static bool call(bool (*tick)(void *context, int64_t t_ns), void *context,
		 int64_t t_ns) RT_NONBLOCKING
{
	return tick(context, t_ns);
}

void loop_run(struct loop *loop, int64_t period_ns, int64_t late_ns,
	      bool (*tick)(void *context, int64_t t_ns), void *context)
{
	bool go_on = true;

	memset(loop, 0, sizeof(*loop));
	cadence_init(&loop->cadence, period_ns, late_ns, clock_now_ns());
	while (go_on) {
		int64_t now_ns = 0;

		clock_sleep_until(loop->cadence.due_ns);
		now_ns = clock_now_ns();
		histogram_add(&loop->wake, cadence_woke(&loop->cadence, now_ns));
		go_on = call(tick, context, now_ns);
		loop->ticks++;
		if (loop->ticks == 1) {
			count_faults(loop, -1);
		}
	}
	count_faults(loop, 1);
}
