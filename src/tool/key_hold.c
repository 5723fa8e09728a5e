/* key_hold.c - see key_hold.h. */
#include "tool/key_hold.h"

void key_hold_press(struct key_hold *hold, int64_t t_ns)
{
	hold->repeats = key_hold_is_held(hold, t_ns);
	hold->held = true;
	hold->t_ns = t_ns;
}

void key_hold_break(struct key_hold *hold)
{
	*hold = (struct key_hold){0};
}

bool key_hold_is_held(struct key_hold *hold, int64_t t_ns)
{
	const int64_t since_ns = t_ns - hold->t_ns;

	if (!(since_ns >= 0 && since_ns <= (hold->repeats ? KEY_REPEAT_NS : KEY_FIRST_NS))) {
		key_hold_break(hold);
	}
	return hold->held;
}
