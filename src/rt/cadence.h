/*
 * cadence.h - when the loop's next tick is due, and what a late wake-up means. Arithmetic only: the
 * time is an argument.
 */
#ifndef RT_CADENCE_H
#define RT_CADENCE_H

#include <stdint.h>

struct cadence {
	int64_t period_ns;
	int64_t late_ns;
	int64_t due_ns;    /* of the next tick; always a whole number of periods after the first */
	uint64_t skipped;  /* periods without a tick */
	uint32_t overruns; /* wake-ups more than late_ns late, however many periods each skipped */
};

/* The first tick is due one period after now. */
void cadence_init(struct cadence *cadence, int64_t period_ns, int64_t late_ns, int64_t now_ns);

/*
 * The loop woke for the tick that was due: moves on to the first one due after now, skipping
 * periods that passed meanwhile. Returns how late the wake-up was.
 */
int64_t cadence_woke(struct cadence *cadence, int64_t now_ns);

#endif
