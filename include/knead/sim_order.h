/*
 * sim_order.h - what is asked of the simulated rig beside its actuation: network, tool ->
 * simulator. Refused wherever a real device is configured.
 */
#ifndef KNEAD_SIM_ORDER_H
#define KNEAD_SIM_ORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum fault_kind {
	FAULT_NONE = 0,
	/* on the force sensor */
	FAULT_OFF,          /* no more samples */
	FAULT_STUCK,        /* the last value again and again, with fresh times */
	FAULT_GARBAGE,      /* not a number, saturated, random */
	FAULT_WRONG,        /* scaled by the magnitude */
	FAULT_SLOW,         /* rate divided by the magnitude */
	FAULT_DELAYED,      /* late by the magnitude in seconds */
	FAULT_INTERMITTENT, /* off for the magnitude's share of the time */
	/* on the actuator */
	FAULT_VALVE_OPEN,   /* regulator at full supply */
	FAULT_VALVE_CLOSED, /* regulator shut: pressure stays */
	FAULT_DUMP_DEAD,    /* dump valve never opens */
	/* on a heated face */
	FAULT_HEATER_ON,     /* full power whatever is asked */
	FAULT_SURFACE_LOOSE, /* its thermistor hangs in the air */
	FAULT_SURFACE_STUCK, /* its thermistor shows the last value again and again */
	FAULT_KINDS
};

struct sim_order {
	uint32_t fault_orders; /* counts; a change means the three fields below are new */
	enum fault_kind fault;
	int fault_head; /* from 1; 0 means all */
	double fault_magnitude;
	int patient;     /* index into the patients the simulator was given */
	bool stop_open;  /* the wired stop pressed */
	bool reset_held; /* the confirm button */
	bool silent;     /* the client does not answer when asked about comfort */
};

static inline const char *fault_kind_name(enum fault_kind kind)
{
	static const char *const names[FAULT_KINDS] = {
		"none",      "off",       "stuck",         "garbage",       "wrong",
		"slow",      "delayed",   "intermittent",  "valve_open",    "valve_closed",
		"dump_dead", "heater_on", "surface_loose", "surface_stuck",
	};

	return (unsigned)kind < FAULT_KINDS ? names[kind] : "unknown";
}

/* The kind of that name, or FAULT_KINDS where there is none; "none" ends every fault. */
static inline enum fault_kind fault_kind_named(const char *name)
{
	int kind = 0;

	while (kind < FAULT_KINDS && strcmp(fault_kind_name((enum fault_kind)kind), name) != 0) {
		kind++;
	}
	return (enum fault_kind)kind;
}

#endif
