/* For every latch and every set of conditions: the first cause stays, and the worst becomes it. */
#include "core/safety/latch.h"

#include "prove/prove.h"

ANY(struct latch, latch);
ANY(struct conditions, conditions);
ANY(int64_t, t_ns);

void harness(void)
{
	struct latch latch = nondet_latch();
	const struct latch before = latch;
	const struct conditions conditions = nondet_conditions();
	const int64_t t_ns = nondet_t_ns();
	const uint64_t trips = conditions.bits & COND_TRIP_BITS;

	latch_step(&latch, &conditions, t_ns);
	if (before.set) {
		prove(latch.set && latch.cause == before.cause && latch.head == before.head &&
			      latch.sensor == before.sensor && latch.t_ns == before.t_ns,
		      "what is latched stays as it is");
		return;
	}
	prove(latch.set == (trips != 0), "every trip latches, and nothing else does");
	if (latch.set) {
		prove(latch.cause < COND_TRIPS && (trips & COND_BIT(latch.cause)),
		      "the cause is one that was there");
		prove((trips & (COND_BIT(latch.cause) - 1)) == 0, "nothing worse was there");
		prove(latch.head == conditions.head[latch.cause] &&
			      latch.sensor == (enum sensor)conditions.sensor[latch.cause] &&
			      latch.t_ns == t_ns,
		      "its head, its sensor and its time are kept");
	}
	latch_clear(&latch);
	prove(!latch.set, "cleared, nothing is latched");
}
