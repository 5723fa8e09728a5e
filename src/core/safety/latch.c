#include "core/safety/latch.h"

void latch_step(struct latch *latch, const struct conditions *conditions, int64_t t_ns)
{
	if (latch->set || !(conditions->bits & COND_TRIP_BITS)) {
		return;
	}
	for (int c = 0; c < COND_TRIPS; c++) {
		if (conditions->bits & COND_BIT(c)) {
			latch->set = true;
			latch->cause = (enum condition)c;
			latch->head = conditions->head[c];
			latch->t_ns = t_ns;
			return;
		}
	}
}

void latch_clear(struct latch *latch)
{
	*latch = (struct latch){0};
}
