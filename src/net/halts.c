/*
 * halts.c - which change of state is a halt.
 */
#include "net/halts.h"

void halts_hear(struct halts *halts, int64_t t_ns)
{
	halts->heard = true;
	halts->heard_ns = t_ns;
}

/* Somebody is pressed, or a start away from it: an arming that ends unused takes its start along. */
static bool is_on(enum state state)
{
	return state == STATE_ARMED || state == STATE_RUNNING || state == STATE_PAUSED;
}

bool halts_see(struct halts *halts, enum state state, int64_t t_ns)
{
	const enum state was = halts->was;
	const bool known = halts->heard && t_ns - halts->heard_ns < HALTS_HEARD_NS;

	halts->was = state;
	return is_on(was) && state != was && state != STATE_RUNNING && !known;
}
