/*
 * sim_order.h - what is asked of the simulated rig beside its actuation: network, tool ->
 * simulator. Refused wherever a real device is configured.
 */
#ifndef KNEAD_SIM_ORDER_H
#define KNEAD_SIM_ORDER_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What can be broken of a sensor; in the order of enum fault_kind. */
enum fault_sensor {
	FAULT_AT_FORCE = 0,
	FAULT_AT_POSITION, /* of the piston or carriage */
	FAULT_AT_PRESSURE, /* of the air in the actuator */
	FAULT_AT_SURFACE,  /* temperature of a heated face */
	FAULT_AT_CONTACT,  /* a contact pad */
	FAULT_SENSORS
};

enum fault_kind {
	FAULT_NONE = 0,
	/* on a sensor; the bare names are of the force sensor */
	FAULT_OFF,          /* no more samples */
	FAULT_STUCK,        /* the last value again and again, with fresh times */
	FAULT_GARBAGE,      /* not a number, saturated, random */
	FAULT_WRONG,        /* scaled by the magnitude */
	FAULT_SLOW,         /* rate divided by the magnitude */
	FAULT_DELAYED,      /* late by the magnitude in seconds */
	FAULT_INTERMITTENT, /* off for the magnitude's share of the time */
	FAULT_POSITION_OFF,
	FAULT_POSITION_STUCK,
	FAULT_POSITION_GARBAGE,
	FAULT_POSITION_WRONG,
	FAULT_POSITION_SLOW,
	FAULT_POSITION_DELAYED,
	FAULT_POSITION_INTERMITTENT,
	FAULT_PRESSURE_OFF,
	FAULT_PRESSURE_STUCK,
	FAULT_PRESSURE_GARBAGE,
	FAULT_PRESSURE_WRONG,
	FAULT_PRESSURE_SLOW,
	FAULT_PRESSURE_DELAYED,
	FAULT_PRESSURE_INTERMITTENT,
	FAULT_SURFACE_OFF,
	FAULT_SURFACE_STUCK,
	FAULT_SURFACE_GARBAGE,
	FAULT_SURFACE_WRONG,
	FAULT_SURFACE_SLOW,
	FAULT_SURFACE_DELAYED,
	FAULT_SURFACE_INTERMITTENT,
	FAULT_CONTACT_OFF,
	FAULT_CONTACT_STUCK,
	FAULT_CONTACT_GARBAGE,
	FAULT_CONTACT_WRONG,
	FAULT_CONTACT_SLOW,
	FAULT_CONTACT_DELAYED,
	FAULT_CONTACT_INTERMITTENT,
	FAULT_SURFACE_LOOSE, /* its thermistor hangs in the air */
	/* on the actuator */
	FAULT_VALVE_OPEN,   /* regulator at full supply; a screw runs toward the person */
	FAULT_VALVE_CLOSED, /* regulator shut: pressure stays; a screw stands */
	FAULT_VALVE_LEAK,   /* the magnitude's share of what the regulator would hold is lost */
	FAULT_VALVE_SLOW,   /* slower by the magnitude; a screw likewise */
	FAULT_DUMP_DEAD,    /* dump valve never opens */
	FAULT_SUPPLY_LOST,  /* what the regulator opens leads to no air; a screw has no power */
	FAULT_HEATER_ON,    /* full power whatever is asked */
	/* on the controller as a whole, whatever the head */
	FAULT_LOOP_STALL, /* no tick for the magnitude in seconds */
	FAULT_LOOP_LATE,  /* ticks late again and again, for the magnitude in seconds */
	FAULT_NET_STALL,  /* the network thread stands still for the magnitude in seconds */
	FAULT_POWER_LOST, /* no power anywhere for the magnitude in seconds; 0: until mended */
	FAULT_PUMP_STUCK, /* the valve supply stays without edges on the enable line, whatever the head */
	FAULT_KINDS
};

#define FAULT_MANNERS (FAULT_INTERMITTENT - FAULT_OFF + 1) /* of a sensor */

/* What a magnitude may be at most, where it is not a time that a controller's fault lasts. */
#define FAULT_FACTOR_MAX     1e6  /* of a sensor: wrong, either way, and slow */
#define FAULT_DELAY_MAX_S    60.0 /* of a sensor */
#define FAULT_LEAK_MAX       0.99
#define FAULT_VALVE_SLOW_MAX 1e4

/* How long a controller's fault may be asked to last; what is no such time stands for the usual. */
#define FAULT_LASTS_MAX_S   60.0
#define FAULT_STALL_USUAL_S 0.2
#define FAULT_LATE_USUAL_S  1.0 /* of late ticks, and of a network thread at a stand */

static inline double fault_lasts_s(double asked_s, double usual_s)
{
	return asked_s > 0.0 && asked_s <= FAULT_LASTS_MAX_S ? asked_s : usual_s;
}

#define FAULTS_KEPT 16 /* that may be ordered between two looks of the simulator */

struct fault_order {
	uint32_t number; /* as counted by fault_orders; 0 for none */
	enum fault_kind kind;
	int head;
	double magnitude;
};

struct sim_order {
	uint32_t fault_orders; /* counts; a change means the three fields below are new */
	enum fault_kind fault;
	int fault_head; /* from 1; 0 means all */
	double fault_magnitude;
	struct fault_order faults[FAULTS_KEPT]; /* the latest, each at its number; none need be */
	int patient;     /* index into the patients the simulator was given */
	bool stop_open;  /* the wired stop pressed */
	bool hand_held;  /* the client's hand button, which opens it as well */
	bool reset_held; /* the confirm button */
	bool silent;     /* the client does not answer when asked about comfort */
};

/* Orders one more fault. */
static inline void sim_order_add(struct sim_order *order, enum fault_kind kind, int head,
				 double magnitude)
{
	order->fault_orders++;
	order->fault = kind;
	order->fault_head = head;
	order->fault_magnitude = magnitude;
	order->faults[order->fault_orders % FAULTS_KEPT] =
		(struct fault_order){order->fault_orders, kind, head, magnitude};
}

/*
 * The next fault in the order in which they were ordered: *done is the number of the last one seen, and goes
 * on to this one's. False where there is none. Those that are no longer kept are passed over.
 */
static inline bool sim_order_next(const struct sim_order *order, uint32_t *done,
				  struct fault_order *next)
{
	if (*done == order->fault_orders) {
		return false;
	}
	if (order->fault_orders - *done > FAULTS_KEPT) {
		*done = order->fault_orders - FAULTS_KEPT;
	}
	while (++*done != order->fault_orders) {
		*next = order->faults[*done % FAULTS_KEPT];
		if (next->number == *done) {
			return true;
		}
	}
	*next = (struct fault_order){*done, order->fault, order->fault_head,
				     order->fault_magnitude};
	return true;
}

/* clang-format off */
static inline const char *fault_kind_name(enum fault_kind kind)
{
	static const char *const names[FAULT_KINDS] = {
		"none",
		"off", "stuck", "garbage", "wrong", "slow", "delayed", "intermittent",
		"position_off", "position_stuck", "position_garbage", "position_wrong",
		"position_slow", "position_delayed", "position_intermittent",
		"pressure_off", "pressure_stuck", "pressure_garbage", "pressure_wrong",
		"pressure_slow", "pressure_delayed", "pressure_intermittent",
		"surface_off", "surface_stuck", "surface_garbage", "surface_wrong",
		"surface_slow", "surface_delayed", "surface_intermittent",
		"contact_off", "contact_stuck", "contact_garbage", "contact_wrong",
		"contact_slow", "contact_delayed", "contact_intermittent",
		"surface_loose",
		"valve_open", "valve_closed", "valve_leak", "valve_slow", "dump_dead",
		"supply_lost", "heater_on",
		"loop_stall", "loop_late", "net_stall", "power_lost", "pump_stuck",
	};

	return (unsigned)kind < FAULT_KINDS ? names[kind] : "unknown";
}

static inline const char *fault_sensor_name(enum fault_sensor sensor)
{
	static const char *const names[FAULT_SENSORS] = {
		"force", "position", "pressure", "surface", "contact",
	};

	return (unsigned)sensor < FAULT_SENSORS ? names[sensor] : "unknown";
}
/* clang-format on */

/*
 * What a kind does to that sensor: FAULT_OFF .. FAULT_INTERMITTENT, FAULT_NONE where it ends every
 * fault, or FAULT_KINDS where it is none of this sensor's.
 */
static inline enum fault_kind fault_on_sensor(enum fault_kind kind, enum fault_sensor sensor)
{
	const int first = FAULT_OFF + (int)sensor * FAULT_MANNERS;

	if (kind == FAULT_NONE) {
		return FAULT_NONE;
	}
	if ((int)kind < first || (int)kind >= first + FAULT_MANNERS) {
		return FAULT_KINDS;
	}
	return (enum fault_kind)((int)kind - first + FAULT_OFF);
}

/* A bare kind of the force sensor's, on that sensor; FAULT_KINDS where there is no such thing. */
static inline enum fault_kind fault_of_sensor(enum fault_kind kind, enum fault_sensor sensor)
{
	if (kind < FAULT_OFF || kind > FAULT_INTERMITTENT || (unsigned)sensor >= FAULT_SENSORS) {
		return FAULT_KINDS;
	}
	return (enum fault_kind)((int)kind + (int)sensor * FAULT_MANNERS);
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

/* The sensor of that name, or FAULT_SENSORS where there is none. */
static inline enum fault_sensor fault_sensor_named(const char *name)
{
	int sensor = 0;

	while (sensor < FAULT_SENSORS &&
	       strcmp(fault_sensor_name((enum fault_sensor)sensor), name) != 0) {
		sensor++;
	}
	return (enum fault_sensor)sensor;
}

#endif
