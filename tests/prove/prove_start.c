/*
 * From all-zero memory on, for all conditions of seven ticks in a row: whatever they are, nothing runs
 * before it was armed and then started, in two different ticks; seven is as many as it takes to run, be
 * paused and run again, or to trip and run again.
 */
#include "core/safety/supervisor.h"

#include "prove/prove.h"

#define TICKS 7

ANY(struct conditions, conditions);

void harness(void)
{
	struct supervisor supervisor = {0};
	bool armed = false;   /* since it was last at rest */
	bool started = false; /* in a later tick */

	for (int k = 1; k <= TICKS; k++) {
		const struct conditions conditions = nondet_conditions();
		const enum state from = supervisor.state;

		if (armed && (conditions.bits & COND_BIT(COND_START))) {
			started = true;
		}
		supervisor_step(&supervisor, &conditions, k);
		if (from == STATE_IDLE && (conditions.bits & COND_BIT(COND_ARM))) {
			armed = true;
		}
		if (supervisor.state != STATE_ARMED && supervisor.state != STATE_RUNNING &&
		    supervisor.state != STATE_PAUSED) {
			armed = false;
			started = false;
		}
		prove(supervisor.state != STATE_RUNNING || started,
		      "nothing runs that was not armed and then started");
		prove(supervisor.state != STATE_RUNNING || k >= 4,
		      "boot, self-test, idle and armed come first");
	}
}
