/*
 * rig.h - what a rig is made of, as its file names it: configuration -> everybody.
 *
 * Filled once before the first tick, by the configuration reader or by a test, and constant after.
 * There is no default for a limit; a field of 0 never means unlimited.
 */
#ifndef KNEAD_RIG_H
#define KNEAD_RIG_H

#include <knead/limits.h>
#include <knead/region.h>

#include <stdbool.h>
#include <stdint.h>

enum side { SIDE_NONE = 0, SIDE_LEFT, SIDE_RIGHT };

enum control_mode {
	CONTROL_NONE = 0,
	CONTROL_BENCH, /* no pairing, no lease; only where every device is simulated */
	CONTROL_RIG
};

enum driver {
	DRIVER_NONE = 0,
	DRIVER_SIM /* real drivers join here */
};

enum actuator_kind {
	ACTUATOR_NONE = 0,
	ACTUATOR_PRESSURE /* cylinder or air cell behind a proportional regulator */
};

struct sensor_spec {
	enum driver driver;
	double rate_hz;
	double latency_s; /* from the force to its sample being readable */
	double noise_n;   /* rms */
};

struct release_spec {
	double dump_tau_s; /* time constant of the head's own dump valve */
	double dead_s;     /* from its de-energising to its opening */
	double spring_n;   /* return spring */
};

struct actuator_spec {
	enum driver driver;
	enum actuator_kind kind;
	double area_m2;    /* of the piston */
	double relief_pa;  /* mechanical relief valve */
	double lag_s;      /* regulator, filling */
	double vent_lag_s; /* regulator, venting */
	double dead_s;     /* from command to first change */
	double travel_m;   /* of the piston */
	struct release_spec release;
};

struct head {
	enum region region;
	enum side side;
	double x_m;
	double y_m;
	double area_m2; /* of the pressing face */
	double ceiling_n;
	double ceiling_pa;
	struct sensor_spec sensor;
	struct actuator_spec actuator;
};

struct osc_spec {
	char bind[64]; /* numeric IPv4 or IPv6 address */
	uint16_t port; /* UDP; 0 picks one */
};

struct rig {
	char name[32];
	double loop_hz;
	enum control_mode control;
	struct osc_spec osc;
	int head_count;
	struct head heads[HEADS_MAX];
};

#endif
