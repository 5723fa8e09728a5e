/*
 * fault_span.h - which magnitudes mean something to a fault. The simulator takes any other for the usual one,
 * and whoever typed it would believe that it was theirs: who asks for a fault refuses it before.
 */
#ifndef KNEAD_FAULT_SPAN_H
#define KNEAD_FAULT_SPAN_H

#include <knead/sim_order.h>

#include <stdbool.h>
#include <stddef.h>

/* Above the one and at most the other, or 0: in words, with its unit, as "a share above 0, at most 1". */
struct fault_span {
	double above;
	double most;
	const char *words; /* NULL: any finite number, none of which means anything */
};

static inline struct fault_span fault_span_of(enum fault_kind kind)
{
	/* of a sensor, bare: what is broken of another is broken likewise */
	const int manner = kind >= FAULT_OFF && kind <= FAULT_CONTACT_INTERMITTENT
				   ? FAULT_OFF + ((int)kind - FAULT_OFF) % FAULT_MANNERS
				   : (int)kind;

	switch (manner) {
	case FAULT_WRONG:
		return (struct fault_span){-FAULT_FACTOR_MAX, FAULT_FACTOR_MAX,
					   "a factor between -1e6 and 1e6"};
	case FAULT_SLOW:
		return (struct fault_span){0.0, FAULT_FACTOR_MAX, "a factor above 0, at most 1e6"};
	case FAULT_DELAYED:
		return (struct fault_span){0.0, FAULT_DELAY_MAX_S, "a time above 0, at most 60 s"};
	case FAULT_INTERMITTENT:
		return (struct fault_span){0.0, 1.0, "a share of the time above 0, at most 1"};
	case FAULT_VALVE_LEAK:
		return (struct fault_span){0.0, FAULT_LEAK_MAX, "a share above 0, at most 0.99"};
	case FAULT_VALVE_SLOW:
		return (struct fault_span){1.0, FAULT_VALVE_SLOW_MAX,
					   "a factor above 1, at most 1e4"};
	case FAULT_LOOP_STALL:
	case FAULT_LOOP_LATE:
	case FAULT_NET_STALL:
	case FAULT_POWER_LOST:
		return (struct fault_span){0.0, FAULT_LASTS_MAX_S, "a time above 0, at most 60 s"};
	default:
		return (struct fault_span){0.0, 0.0, NULL};
	}
}

/* Whether the simulator does what this asks for; 0 is the usual one of every kind. */
static inline bool fault_span_holds(enum fault_kind kind, double magnitude)
{
	const struct fault_span span = fault_span_of(kind);
	const bool usual = magnitude >= 0.0 && magnitude <= 0.0;

	if (span.words == NULL) {
		return magnitude >= -FAULT_FACTOR_MAX && magnitude <= FAULT_FACTOR_MAX;
	}
	return usual || (magnitude > span.above && magnitude <= span.most);
}

#endif
