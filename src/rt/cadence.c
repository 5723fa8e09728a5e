/*
 * cadence.c - when the loop's next tick is due.
 */
#include "rt/cadence.h"

void cadence_init(struct cadence *cadence, int64_t period_ns, int64_t late_ns, int64_t now_ns)
{
	*cadence = (struct cadence){
		.period_ns = period_ns,
		.late_ns = late_ns,
		.due_ns = now_ns + period_ns,
	};
}

int64_t cadence_woke(struct cadence *cadence, int64_t now_ns)
{
	int64_t late_ns = now_ns - cadence->due_ns;
	int64_t passed = late_ns > 0 ? late_ns / cadence->period_ns : 0;

	if (late_ns > cadence->late_ns) {
		cadence->overruns++;
	}
	cadence->skipped += (uint64_t)passed;
	cadence->due_ns += (passed + 1) * cadence->period_ns;
	return late_ns;
}
