#include "core/safety/supervisor.h"

#include <stdbool.h>
#include <stddef.h>

#define IN(s)   (1u << (s))
#define BIT(c)  COND_BIT(COND_##c)
#define NO_STOP (BIT(STOP) | BIT(PAUSE) | BIT(OWNER_SILENT))

/* The reason stays: in idle it still says why the heads had to let go. */
#define AS_BEFORE COND_COUNT

struct rule {
	uint32_t from; /* states it holds in */
	uint64_t all;  /* bits that must all be there */
	uint64_t none; /* bits that must all be absent */
	enum condition because;
	enum state to;
};

/* Worst first: the first row that holds decides. Trips come before any row. */
/* clang-format off */
static const struct rule rules[] = {
	{ IN(STATE_ARMED) | IN(STATE_RUNNING) | IN(STATE_PAUSED),
				BIT(STOP),		0,		COND_STOP,		STATE_RELEASING },
	{ IN(STATE_RUNNING) | IN(STATE_PAUSED),
				BIT(SESSION_OVER),	0,		COND_SESSION_OVER,	STATE_RELEASING },
	{ IN(STATE_ARMED) | IN(STATE_RUNNING) | IN(STATE_PAUSED),
				BIT(COMFORT),		0,		COND_COMFORT,		STATE_RELEASING },
	{ IN(STATE_RUNNING) | IN(STATE_PAUSED),
				BIT(OWNER_LOST),	0,		COND_OWNER_LOST,	STATE_RELEASING },
	{ IN(STATE_PAUSED),	BIT(COMFORT_SILENT),	0,		COND_COMFORT_SILENT,	STATE_RELEASING },
	{ IN(STATE_PAUSED),	BIT(PAUSE_EXPIRED),	0,		COND_PAUSE_EXPIRED,	STATE_RELEASING },
	{ IN(STATE_RELEASING),	BIT(RELEASED),		0,		AS_BEFORE,		STATE_IDLE },
	{ IN(STATE_RUNNING),	BIT(UNCLEARED),		0,		COND_UNCLEARED,		STATE_PAUSED },
	{ IN(STATE_RUNNING),	BIT(MOVED),		0,		COND_MOVED,		STATE_PAUSED },
	{ IN(STATE_RUNNING),	BIT(PAUSE),		0,		COND_PAUSE,		STATE_PAUSED },
	{ IN(STATE_RUNNING),	BIT(OWNER_SILENT),	0,		COND_OWNER_SILENT,	STATE_PAUSED },
	{ IN(STATE_RUNNING),	BIT(COMFORT_SILENT),	0,		COND_COMFORT_SILENT,	STATE_PAUSED },
	{ IN(STATE_ARMED),	BIT(OWNER_SILENT),	0,		COND_OWNER_SILENT,	STATE_IDLE },
	{ IN(STATE_ARMED),	BIT(ARM_EXPIRED),	0,		COND_ARM_EXPIRED,	STATE_IDLE },
	{ IN(STATE_FAULT),	BIT(RESET) | BIT(RELEASED), 0,		COND_RESET,		STATE_SELFTEST },
	{ IN(STATE_BOOT),	BIT(CONFIGURED),	0,		COND_CONFIGURED,	STATE_SELFTEST },
	{ IN(STATE_SELFTEST),	BIT(SELFTEST_PASSED),	0,		COND_SELFTEST_PASSED,	STATE_IDLE },
	{ IN(STATE_IDLE),	BIT(ARM) | BIT(READY) | BIT(CLEARED) | BIT(RELEASED), NO_STOP,	COND_ARM,		STATE_ARMED },
	{ IN(STATE_ARMED),	BIT(START) | BIT(READY) | BIT(CLEARED), NO_STOP,	COND_START,		STATE_RUNNING },
	{ IN(STATE_PAUSED),	BIT(RESUME) | BIT(READY) | BIT(CLEARED), NO_STOP,	COND_RESUME,		STATE_RUNNING },
};
/* clang-format on */

/* Bits without one of which no row moves a state: most ticks need not look at the rows. */
static uint64_t wakes(enum state state)
{
	static const uint64_t table[STATE_COUNT] = {
		[STATE_BOOT] = BIT(CONFIGURED),
		[STATE_SELFTEST] = BIT(SELFTEST_PASSED),
		[STATE_IDLE] = BIT(ARM),
		[STATE_ARMED] = BIT(STOP) | BIT(COMFORT) | BIT(OWNER_SILENT) | BIT(ARM_EXPIRED) |
				BIT(START),
		[STATE_RUNNING] = BIT(STOP) | BIT(SESSION_OVER) | BIT(COMFORT) | BIT(OWNER_LOST) |
				  BIT(UNCLEARED) | BIT(MOVED) | BIT(PAUSE) | BIT(OWNER_SILENT) |
				  BIT(COMFORT_SILENT),
		[STATE_PAUSED] = BIT(STOP) | BIT(SESSION_OVER) | BIT(COMFORT) | BIT(OWNER_LOST) |
				 BIT(COMFORT_SILENT) | BIT(PAUSE_EXPIRED) | BIT(RESUME),
		[STATE_RELEASING] = BIT(RELEASED),
		[STATE_FAULT] = BIT(RESET),
	};

	return table[state];
}

static void enter(struct supervisor *supervisor, enum state state, enum condition because,
		  int64_t t_ns)
{
	supervisor->state = state;
	supervisor->reason = because;
	supervisor->since_ns = t_ns;
}

static bool holds(const struct rule *rule, enum state state, uint64_t bits)
{
	return (rule->from & IN(state)) && (bits & rule->all) == rule->all && !(bits & rule->none);
}

void supervisor_step(struct supervisor *supervisor, const struct conditions *conditions,
		     int64_t t_ns)
{
	latch_step(&supervisor->latch, conditions, t_ns);
	supervisor->trips |= conditions->bits & COND_TRIP_BITS;
	if (conditions->bits & COND_TRIP_BITS) {
		if (supervisor->state != STATE_FAULT) {
			enter(supervisor, STATE_FAULT, supervisor->latch.cause, t_ns);
		}
		return;
	}
	if (!(conditions->bits & wakes(supervisor->state))) {
		return;
	}
	for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++) {
		const struct rule *rule = &rules[k];

		if (holds(rule, supervisor->state, conditions->bits)) {
			if (supervisor->state == STATE_FAULT) {
				latch_clear(&supervisor->latch);
				supervisor->trips = 0;
			}
			enter(supervisor, rule->to,
			      rule->because == AS_BEFORE ? supervisor->reason : rule->because,
			      t_ns);
			return;
		}
	}
}
