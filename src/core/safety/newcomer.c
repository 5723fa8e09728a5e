#include "core/safety/newcomer.h"

bool newcomer_step(struct newcomer *newcomer, bool button, enum state state, double dt_s)
{
	if (state != STATE_IDLE || !button) {
		newcomer->was_free = state == STATE_IDLE;
		newcomer->held_s = 0.0;
		return false;
	}
	if (!newcomer->was_free) {
		return false;
	}
	newcomer->held_s += dt_s;
	if (!(newcomer->held_s >= NEWCOMER_HOLD_S)) {
		return false;
	}
	newcomer->was_free = false;
	return true;
}
