/*
 * key_hold.h - whether a key of a terminal is held: a terminal tells of presses only, and repeats one that
 * is held, first after a while and then fast. Time is an argument.
 */
#ifndef TOOL_KEY_HOLD_H
#define TOOL_KEY_HOLD_H

#include <stdbool.h>
#include <stdint.h>

/* What terminals wait before the first repeat is 0.25 to 0.7 s, and between them 20 to 50 ms [M]. */
#define KEY_FIRST_NS \
	INT64_C(900000000) /* after the first press, no more is needed for so long [P] */
#define KEY_REPEAT_NS INT64_C(300000000) /* and from then on a repeat within [P] */

/* All-zero: not held. */
struct key_hold {
	bool held;
	bool repeats;
	int64_t t_ns; /* of the last press */
};

/* The key, or a repeat of it. */
void key_hold_press(struct key_hold *hold, int64_t t_ns);

/* Another key, or the end of the input: lets go at once. */
void key_hold_break(struct key_hold *hold);

/* Once it is no more, only another press makes it so again. */
bool key_hold_is_held(struct key_hold *hold, int64_t t_ns);

#endif
