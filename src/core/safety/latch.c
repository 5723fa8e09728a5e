#include "core/safety/latch.h"

void latch_step(struct latch *latch, const struct conditions *conditions, int64_t t_ns)
{
	int worst = 0;

	if (latch->set || !(conditions->bits & COND_TRIP_BITS)) {
		return;
	}
	while (!(conditions->bits & COND_BIT(worst))) {
		worst++;
	}
	*latch = (struct latch){true, (enum condition)worst, conditions->head[worst],
				(enum sensor)conditions->sensor[worst], t_ns};
}

void latch_clear(struct latch *latch)
{
	*latch = (struct latch){0};
}
