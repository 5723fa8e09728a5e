/*
 * condition.h - what can be true of one tick, a bit each, worst first: conditions -> supervisor.
 *
 * The first group are trips: any of them, in any state, leads to STATE_FAULT and is latched. The
 * rest move the state. Each has a name for machines and a sentence for people.
 */
#ifndef KNEAD_CONDITION_H
#define KNEAD_CONDITION_H

#include <knead/limits.h>
#include <knead/sensor.h>

#include <stdint.h>

enum condition {
	/* trips, worst first */
	COND_IMPOSSIBLE = 0,  /* the program's own state makes no sense */
	COND_STOP_LOOP,       /* the wired stop is open */
	COND_STOP_WIRING,     /* its two contacts do not agree */
	COND_GATE_REFUSED,    /* the last check refused a command */
	COND_FORCE_HIGH,      /* measured force over the head's ceiling and margin */
	COND_SUM_HIGH,        /* measured sums over trunk or body and margin */
	COND_SENSOR_BAD,      /* two implausible samples in a row, from whichever sensor */
	COND_SENSOR_LOST,     /* no sample within the release age, likewise */
	COND_SENSORS_APART,   /* force sensor and air pressure tell different forces */
	COND_SENSOR_STUCK,    /* a sensor shows the same while its head moves */
	COND_ACTUATOR_RUNS,   /* an actuator does more than it was ordered */
	COND_ACTUATOR_LAGS,   /* an actuator stays behind its orders */
	COND_ACTUATOR_FULL,   /* ordered as much as there is, and the force stays away */
	COND_ACTUATOR_LEAK,   /* an actuator holds less than it was ordered */
	COND_DUMP_DEAD,       /* a dump valve or quick release did not open */
	COND_WRITE_FAILED,    /* an actuator did not take its command */
	COND_NETWORK_SILENT,  /* the network thread stopped, in rig mode */
	COND_OVERRUNS,        /* the loop late again and again (real actuator), or at a stand */
	COND_RELEASE_LATE,    /* a head still presses 1 s after letting go */
	COND_HEAT,            /* a heated face too warm, not following its heater, or unmeasured */
	COND_SELFTEST_FAILED, /* the self-test did not pass in time */
	COND_SELFTEST_AIR,    /* in it a head did not fill, or filled by itself */
	COND_SELFTEST_DUMP,   /* in it a dump valve alone did not let go */
	COND_SELFTEST_ENABLE, /* in it the supply stayed without edges on the enable line */
	COND_TRIPS,           /* how many of them are trips */
	/* a person asks: presses seen in this tick */
	COND_STOP = COND_TRIPS,
	COND_PAUSE,
	COND_RESUME,
	COND_ARM,
	COND_START,
	COND_RESET,
	/* time and measurement */
	COND_CONFIGURED,      /* a rig and a technique are there */
	COND_SELFTEST_PASSED, /* every sensor live and at zero */
	COND_READY,           /* every sensor live: may be armed */
	COND_CLEARED,         /* nothing of what people are asked for is missing or refuses */
	COND_ARM_EXPIRED,
	COND_PAUSE_EXPIRED,
	COND_SESSION_OVER,
	COND_COMFORT,        /* the client's answer says: too much */
	COND_COMFORT_SILENT, /* the client did not answer in time */
	COND_MOVED,          /* the person moved under a head that presses */
	COND_UNCLEARED,      /* running, and an answer given meanwhile refuses */
	COND_OWNER_SILENT, /* rig mode: whoever steers is not heard, nobody does, or another one now */
	COND_OWNER_LOST, /* rig mode: nobody steers, or was not heard for OWNER_LOST_S */
	COND_RELEASED,   /* every head under RELEASED_N, or vented where its cell is lost */
	COND_COUNT
};

_Static_assert(COND_COUNT <= 64, "a bit each");

#define COND_BIT(c)    ((uint64_t)1 << (c))
#define COND_TRIP_BITS (COND_BIT(COND_TRIPS) - 1)

#define HEAD_NONE (-1) /* the condition is not about one head */

struct conditions {
	uint64_t bits;
	uint8_t sensor[COND_TRIPS]; /* of that head; of no meaning where the bit is not set */
	int8_t head[COND_TRIPS];    /* the first head a trip is about, from 0, or HEAD_NONE */
};

static inline void conditions_set(struct conditions *conditions, enum condition condition)
{
	conditions->bits |= COND_BIT(condition);
}

/* The first head to raise a trip is the one that is named, and with it its sensor. */
static inline void conditions_trip_sensor(struct conditions *conditions, enum condition condition,
					  int head, enum sensor sensor)
{
	if (!(conditions->bits & COND_BIT(condition))) {
		conditions->head[condition] = (int8_t)head;
		conditions->sensor[condition] = (uint8_t)sensor;
	}
	conditions_set(conditions, condition);
}

static inline void conditions_trip(struct conditions *conditions, enum condition condition,
				   int head)
{
	conditions_trip_sensor(conditions, condition, head, SENSOR_NONE);
}

struct condition_words {
	const char *name;
	const char *sentence; /* "%s" never appears; heads are named by the reader */
};

/* clang-format off */
static inline const struct condition_words *condition_words(enum condition condition)
{
	static const struct condition_words table[COND_COUNT + 1] = {
		[COND_IMPOSSIBLE]      = { "impossible",      "the controller found an error in itself: tell whoever looks after it" },
		[COND_STOP_LOOP]       = { "stop_loop",       "the wired stop is open" },
		[COND_STOP_WIRING]     = { "stop_wiring",     "the two contacts of the wired stop do not agree: look at its wires" },
		[COND_GATE_REFUSED]    = { "gate_refused",    "the controller worked out an order that no head may be given: it was not passed on" },
		[COND_FORCE_HIGH]      = { "force_high",      "measured force above the ceiling" },
		[COND_SUM_HIGH]        = { "sum_high",        "all heads together press too much" },
		[COND_SENSOR_BAD]      = { "sensor_bad",      "a sensor reads nonsense" },
		[COND_SENSOR_LOST]     = { "sensor_lost",     "a sensor fell silent" },
		[COND_SENSORS_APART]   = { "sensors_apart",   "a head's force sensor and its air pressure tell different forces" },
		[COND_SENSOR_STUCK]    = { "sensor_stuck",    "a sensor shows the same again and again while its head moves" },
		[COND_ACTUATOR_RUNS]   = { "actuator_runs",   "a head's actuator does more than it was ordered" },
		[COND_ACTUATOR_LAGS]   = { "actuator_lags",   "a head's actuator stays behind its orders" },
		[COND_ACTUATOR_FULL]   = { "actuator_full",   "a head is driven as far as it goes and does not reach its force" },
		[COND_ACTUATOR_LEAK]   = { "actuator_leak",   "a head loses air: it holds less than it was ordered" },
		[COND_DUMP_DEAD]       = { "dump_dead",       "a head did not let go when told to: its dump valve or quick release did not open" },
		[COND_WRITE_FAILED]    = { "write_failed",    "an actuator did not take its command" },
		[COND_NETWORK_SILENT]  = { "network_silent",  "the network thread stopped" },
		[COND_OVERRUNS]        = { "overruns",        "the control loop was late again and again, or stood still" },
		[COND_RELEASE_LATE]    = { "release_late",    "a head still presses: free the person by hand" },
		[COND_HEAT]            = { "heat",            "a heated head does not keep its temperature" },
		[COND_SELFTEST_FAILED] = { "selftest_failed", "the self-test did not pass: a sensor is silent, or a head does not stand at zero" },
		[COND_SELFTEST_AIR]    = { "selftest_air",    "in the self-test a head did not fill as it should: look at supply and regulator" },
		[COND_SELFTEST_DUMP]   = { "selftest_dump",   "in the self-test a head did not let go: look at its dump valve or quick release" },
		[COND_SELFTEST_ENABLE] = { "selftest_enable", "in the self-test the supply did not drop with the enable line: look at its pump" },
		[COND_STOP]            = { "stop",            "stopped by a person" },
		[COND_PAUSE]           = { "pause",           "paused by a person" },
		[COND_RESUME]          = { "resume",          "resumed by a person" },
		[COND_ARM]             = { "arm",             "armed by a person" },
		[COND_START]           = { "start",           "started by a person" },
		[COND_RESET]           = { "reset",           "fault reset by a person" },
		[COND_CONFIGURED]      = { "configured",      "the configuration is in place" },
		[COND_SELFTEST_PASSED] = { "selftest_passed", "the self-test passed" },
		[COND_READY]           = { "ready",           "every sensor is live" },
		[COND_CLEARED]         = { "cleared",         "nothing asked for is missing" },
		[COND_ARM_EXPIRED]     = { "arm_expired",     "armed for 10 s without a start" },
		[COND_PAUSE_EXPIRED]   = { "pause_expired",   "paused for 60 s" },
		[COND_SESSION_OVER]    = { "session_over",    "the session is over: stay lying for a minute, then sit up slowly" },
		[COND_COMFORT]         = { "comfort",         "the client said that it is too much" },
		[COND_COMFORT_SILENT]  = { "comfort_silent",  "the client did not answer how it feels" },
		[COND_MOVED]           = { "moved",           "the person moved under a head; see that all is well, then resume" },
		[COND_UNCLEARED]       = { "uncleared",       "an answer of the client's forbids to go on" },
		[COND_OWNER_SILENT]    = { "owner_silent",    "whoever steers the rig is not heard, or has changed" },
		[COND_OWNER_LOST]      = { "owner_lost",      "nobody steers the rig any more" },
		[COND_RELEASED]        = { "released",        "every head has let go" },
		[COND_COUNT]           = { "none",            "" },
	};

	return &table[(unsigned)condition < COND_COUNT ? condition : COND_COUNT];
}
/* clang-format on */

#endif
