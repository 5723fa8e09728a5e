/*
 * state.h - the states of the controller. All-zero memory is STATE_BOOT: locked, vented.
 */
#ifndef KNEAD_STATE_H
#define KNEAD_STATE_H

enum state {
	STATE_BOOT = 0,
	STATE_SELFTEST,
	STATE_IDLE,
	STATE_ARMED,
	STATE_RUNNING,
	STATE_PAUSED,
	STATE_RELEASING,
	STATE_FAULT,
	STATE_COUNT
};

static inline const char *state_name(enum state state)
{
	static const char *const names[STATE_COUNT] = {
		[STATE_BOOT] = "boot",           [STATE_SELFTEST] = "selftest",
		[STATE_IDLE] = "idle",           [STATE_ARMED] = "armed",
		[STATE_RUNNING] = "running",     [STATE_PAUSED] = "paused",
		[STATE_RELEASING] = "releasing", [STATE_FAULT] = "fault",
	};

	return (unsigned)state < STATE_COUNT ? names[state] : "unknown";
}

#endif
