#include "app/event_fault.h"

#include <stdio.h>

/* What is broken, and how; with a number where that says more. */
struct words {
	const char *what;
	const char *how;
	const char *by; /* a number behind it, and NULL where it has none */
	const char *unit;
	double scale;
};

static const struct words manners[FAULT_MANNERS] = {
	{NULL, "sends nothing", NULL, "", 1.0},
	{NULL, "is stuck", NULL, "", 1.0},
	{NULL, "sends garbage", NULL, "", 1.0},
	{NULL, "is wrong", " by a factor of ", "", 1.0},
	{NULL, "is slow", " by a factor of ", "", 1.0},
	{NULL, "is late", " by ", " s", 1.0},
	{NULL, "is silent again and again", ", for ", " % of the time", 100.0},
};

static const char *sensor_name(int sensor)
{
	static const char *const names[FAULT_SENSORS] = {
		"the force sensor",        "the position sensor",
		"the air pressure sensor", "the thermistor of the heated face",
		"the contact pad",
	};

	return sensor >= 0 && sensor < FAULT_SENSORS ? names[sensor] : "an unknown sensor";
}

static struct words words_of(enum fault_kind kind, bool screw)
{
	const char *drive = screw ? "the screw" : "the valve";
	struct words words = {"something unknown", "is broken", NULL, "", 1.0};

	if (kind >= FAULT_OFF && kind <= FAULT_CONTACT_INTERMITTENT) {
		words = manners[((int)kind - FAULT_OFF) % FAULT_MANNERS];
		words.what = sensor_name(((int)kind - FAULT_OFF) / FAULT_MANNERS);
		return words;
	}
	switch ((int)kind) {
	case FAULT_SURFACE_LOOSE:
		return (struct words){sensor_name(FAULT_AT_SURFACE), "hangs in the air", NULL, "",
				      1.0};
	case FAULT_VALVE_OPEN:
		return (struct words){drive, screw ? "runs toward the person" : "stands open", NULL,
				      "", 1.0};
	case FAULT_VALVE_CLOSED:
		return (struct words){drive, screw ? "stands still" : "stays shut", NULL, "", 1.0};
	case FAULT_VALVE_LEAK:
		return (struct words){drive, "leaks", " ", " % of the pressure", 100.0};
	case FAULT_VALVE_SLOW:
		return (struct words){drive, "is slow", " by a factor of ", "", 1.0};
	case FAULT_DUMP_DEAD:
		return (struct words){screw ? "the quick release" : "the dump valve", "never opens",
				      NULL, "", 1.0};
	case FAULT_SUPPLY_LOST:
		return (struct words){screw ? "the motor" : "the valve",
				      screw ? "has no power" : "gets no air", NULL, "", 1.0};
	case FAULT_HEATER_ON:
		return (struct words){"the heater", "is always on", NULL, "", 1.0};
	case FAULT_LOOP_STALL:
		return (struct words){"the control loop", "stands still", " for ", " s", 1.0};
	case FAULT_LOOP_LATE:
		return (struct words){"the control loop", "is late again and again", " for ", " s",
				      1.0};
	case FAULT_NET_STALL:
		return (struct words){"the network thread", "stands still", " for ", " s", 1.0};
	case FAULT_POWER_LOST:
		return (struct words){"the power", "is gone everywhere", " for ", " s", 1.0};
	case FAULT_PUMP_STUCK:
		return (struct words){"the valve supply", "stays on without the controller", NULL,
				      "", 1.0};
	default:
		return words;
	}
}

bool event_fault_has_head(enum fault_kind kind)
{
	return !(kind >= FAULT_LOOP_STALL && kind <= FAULT_PUMP_STUCK);
}

void event_fault_say(char text[EVENT_FAULT_BYTES], enum fault_kind kind, double magnitude,
		     enum actuator_kind actuator)
{
	const struct words words = words_of(kind, actuator == ACTUATOR_VELOCITY);
	const bool usual = magnitude >= 0.0 && magnitude <= 0.0;

	if (words.by == NULL || usual) {
		snprintf(text, EVENT_FAULT_BYTES, "%s %s", words.what, words.how);
	} else {
		snprintf(text, EVENT_FAULT_BYTES, "%s %s%s%g%s", words.what, words.how, words.by,
			 words.scale * magnitude, words.unit);
	}
}
