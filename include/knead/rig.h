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
	DRIVER_SIM,
	DRIVER_WIRED /* it is there in fact: wiring.h says where */
};

enum actuator_kind {
	ACTUATOR_NONE = 0,
	ACTUATOR_PRESSURE, /* cylinder or air cell behind a proportional regulator */
	ACTUATOR_VELOCITY  /* lead screw: does not give way, so it has a quick release */
};

/* The sensors a head may have beside its force sensor; one of rate 0 is not fitted. */
struct air_spec {
	double rate_hz;
	double noise_pa; /* rms */
	double quantum_pa;
};

struct position_spec {
	double rate_hz;
	double noise_m; /* rms */
	double quantum_m;
};

/* A force-sensing resistor: good for contact only. */
struct contact_spec {
	double rate_hz;
	double least_n; /* shows 0 below */
	double most_n;  /* shows no more */
	double hysteresis_share;
};

struct thermistor_spec {
	double rate_hz;
	double tau_s;
	double noise_k; /* rms */
	double quantum_k;
};

/* A heated pressing face and what cools it. Metal or plastic decides how warm it may touch. */
struct heater_spec {
	enum driver driver;             /* DRIVER_NONE: this head has no heater */
	double power_w;                 /* at full share */
	double capacity_j_k;            /* of the face */
	double loss_w_k;                /* to the air */
	double contact_w_k;             /* to the skin, while it touches */
	double cut_out_c;               /* thermal cut-out in the heater's own circuit */
	struct thermistor_spec surface; /* required with a heater */
};

struct sensor_spec {
	enum driver driver;
	double rate_hz;
	double latency_s;  /* from the force to its sample being readable */
	double noise_n;    /* rms */
	double range_n;    /* reads -range_n .. range_n; there the converter is at its rail */
	double quantum_n;  /* one step of the converter; 0: ideal, for tests only */
	double drift_n_h;  /* of the zero, one way or the other */
	double slip_share; /* of the reads that slip a bit: the driver drops and counts them */
	struct air_spec air;
	struct position_spec position;
	struct contact_spec contact;
	struct thermistor_spec thermistor;
};

struct release_spec {
	double dump_tau_s; /* time constant of the head's own dump valve */
	double dead_s;     /* from its de-energising to its opening; of a quick release, likewise */
	double spring_n;   /* return spring */
};

/*
 * At the piston or carriage. Sliding friction falls from breakaway to coulomb_share of it around
 * the Stribeck speed.
 */
struct friction_spec {
	double breakaway_n;
	double coulomb_share;
	double stribeck_m_s;
	double viscous_n_s_m;
};

struct screw_spec {
	double speed_max_m_s; /* unloaded; falls linearly to 0 at stall_n */
	double accel_m_s2;
	double backlash_m;
	double stall_n;    /* thrust at which it stalls: its mechanical cap */
	double duty_share; /* of the time it may turn, in the long run; 1: always */
	double duty_tau_s; /* thermal time constant of the motor */
	double cut_out_c;  /* where the motor's protection stops it */
};

struct actuator_spec {
	enum driver driver;
	enum actuator_kind kind;
	double dead_s;   /* from command to first change */
	double travel_m; /* of the piston */
	double mass_kg;  /* that moves */
	struct friction_spec friction;
	struct release_spec release;
	/* pressure */
	double area_m2;           /* of the piston */
	double relief_pa;         /* mechanical relief valve; full scale of the regulator */
	double lag_s;             /* regulator, filling */
	double vent_lag_s;        /* regulator, venting */
	double hysteresis_share;  /* width of the regulator's loop, of full scale */
	double supply_sag_share;  /* of the supply that filling this head to full scale takes */
	double supply_recovery_s; /* time constant of the supply's recovery */
	/* velocity */
	struct screw_spec screw;
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
	struct heater_spec heater;
};

/* Whether any of its devices is there in fact, and not simulated. */
static inline bool head_is_real(const struct head *head)
{
	return head->sensor.driver != DRIVER_SIM || head->actuator.driver != DRIVER_SIM ||
	       (head->heater.driver != DRIVER_SIM && head->heater.driver != DRIVER_NONE);
}

/* Every address that begins with the first prefix bits of this one. */
struct osc_network {
	bool v6;
	uint8_t address[16]; /* of IPv4 the first four */
	int prefix;
};

#define OSC_NETWORKS_MAX 8

struct osc_spec {
	char bind[64];     /* numeric IPv4 or IPv6 address */
	uint16_t port;     /* UDP; 0 picks one */
	uint16_t tcp_port; /* 0: the one above */
	bool allow_all;    /* no list of networks was given */
	int allow_count;
	struct osc_network allow[OSC_NETWORKS_MAX]; /* who is listened to beyond /rig/stop */
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
