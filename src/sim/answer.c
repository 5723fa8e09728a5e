/* answer.c - see answer.h. */
#include "sim/answer.h"

#define LEVEL_MAX 10
#define ALMOST    0.05 /* what creeps up to a level has reached it */

static void say(struct answer_maker *maker, double level)
{
	maker->comfort = level < LEVEL_MAX ? (int)(level + ALMOST) : LEVEL_MAX;
	maker->answers++;
}

void answer_step(struct answer_maker *maker, double level, bool asked, double dt_s)
{
	maker->asked_s = asked ? maker->asked_s + dt_s : 0.0;
	maker->cry_s = maker->cry_s > dt_s ? maker->cry_s - dt_s : 0.0;
	if (maker->silent) {
		return;
	}
	if (level >= CRY_LEVEL && !(maker->cry_s > 0.0)) {
		say(maker, level);
		maker->cry_s = CRY_AGAIN_S;
	} else if (maker->asked_s >= ANSWER_AFTER_S) {
		say(maker, level);
		maker->asked_s = 0.0;
	}
}
