/*
 * repeats.c - two timetables: for what somebody waits for, denser at first, and for the rest.
 */
#include "net/repeats.h"

#define MS 1000000LL

static const int64_t prompt_ms[REPEATS_MAX] = {80,  160, 250,  350,  450, 600,
					       750, 900, 1050, 1250, 1500};
static const int64_t calm_ms[REPEATS_MAX] = {550,  635,  720,  805,  890, 975,
					     1060, 1145, 1230, 1315, 1400};

void repeats_begin(struct repeats *repeats, bool calm, int64_t t_ns)
{
	*repeats = (struct repeats){t_ns, REPEATS_MAX, calm};
}

bool repeats_take(struct repeats *repeats, int64_t t_ns)
{
	const int64_t *timetable_ms = repeats->calm ? calm_ms : prompt_ms;
	const bool due = repeats->left > 0 &&
			 t_ns - repeats->said_ns >= timetable_ms[REPEATS_MAX - repeats->left] * MS;

	repeats->left -= due ? 1 : 0;
	return due;
}
