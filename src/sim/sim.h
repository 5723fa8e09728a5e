/*
 * sim.h - the simulated rig with a person in it: actuation in, frame out, time as an argument.
 *
 * Pure: no clock, no I/O, no allocation. The same seed, orders and actuation give the same frames
 * bit for bit, in the daemon, in `knead sim` and in tests. What the tissue truly feels is here to
 * be judged by; a controller never sees it.
 */
#ifndef KNEAD_SIM_SIM_H
#define KNEAD_SIM_SIM_H

#include "sim/answer.h"
#include "sim/heater.h"
#include "sim/noise.h"
#include "sim/sensors.h"
#include "sim/person.h"
#include "sim/tissue.h"

#include <knead/actuation.h>
#include <knead/frame.h>
#include <knead/patient.h>
#include <knead/rig.h>
#include <knead/sim_order.h>

#include <stdbool.h>
#include <stdint.h>

struct sim_head {
	struct spot spot;
	double rise_m_s;  /* of the skin under it */
	double elastic_n; /* of the tissue, where the head is now */
	double tissue_n;  /* what the tissue feels now */
	struct tissue tissue;
	struct actuator actuator;
	struct sensors sensors;
	struct heater heater;
};

/* Caller-owned, about 1.4 MiB: keep it static, not on a thread's stack. */
struct sim {
	int64_t t_ns;
	double step_s; /* of the last sub-steps; the precomputed coefficients are for it */
	uint64_t seed;
	struct noise noise;
	struct person person;
	bool enable_level;
	double enable_quiet_s;   /* since its last edge */
	bool pump_stuck;         /* it holds without */
	uint32_t fault_orders;   /* last one obeyed */
	bool powered;            /* the supply of valves and heaters, in the last step */
	double power_lost_s;     /* for so long still */
	double heat_s;           /* since the heaters moved on */
	uint32_t heat_orders;    /* last one seen */
	double heat_quiet_s;     /* since it changed */
	struct noise heat_noise; /* of its own, so that a heater changes no other sample */
	int heated_count;
	int heated[HEADS_MAX]; /* heads with a heater */
	bool answers;          /* the client answers at all: sim_set_answers */
	struct answer_maker answer;
	int patient;        /* index of the one lying here */
	struct frame frame; /* what sim_read shows */
	int head_count;
	struct sim_head heads[HEADS_MAX];
};

/*
 * A retracted, vented rig over patient (index 0 to sim_order) at t0_ns; the first samples are in.
 */
void sim_init(struct sim *sim, const struct rig *rig, const struct patient *patient, uint64_t seed,
	      int64_t t0_ns);

/*
 * Obeys an order; the same order again changes nothing. Faults of different heads add up, as do
 * those of each sensor, regulator, dump valve and heater of one head; those of the controller as a whole
 * are its caller's to act out, but that a lost power leaves every valve and heater without; FAULT_NONE ends all of that head's (0:
 * everybody's). A patient or head that is not there is ignored.
 */
void sim_order(struct sim *sim, const struct sim_order *order, const struct patient *patients,
	       int patient_count);

/*
 * dt_s later, with the actuation held meanwhile. Keep dt_s the same from call to call (a change
 * costs some exponentials a head); longer than 1 ms is divided inside. The valve supply hangs on
 * edges of enable_level: 50 ms without one and every valve and heater loses power. Heaters also go
 * off HEATER_EXPIRES_S after heat_orders last changed.
 */
void sim_step(struct sim *sim, const struct actuation *actuation, double dt_s);

/* What the sensors show now. Does not count overruns or write errors: those are the loop's. */
void sim_read(const struct sim *sim, struct frame *frame);

/* Whether the client answers questions about comfort, and cries out: true after sim_init. */
void sim_set_answers(struct sim *sim, bool answers);

/* How uncomfortable it is for the person lying here, 0..10. */
double sim_discomfort(const struct sim *sim);

/* The truth about a head, from 0: 0.0 for one that is not there. */
double sim_tissue_force_n(const struct sim *sim, int head);
double sim_position_m(const struct sim *sim, int head);
double sim_pressure_pa(const struct sim *sim, int head);
double sim_surface_c(const struct sim *sim, int head); /* 0.0 for one without a heater */
double sim_skin_c(const struct sim *sim, int head);    /* likewise */

/* Whether a cough, a tensing, a shift, a getting up or a guarding began within EVENT_WINDOW_S. */
bool sim_is_in_event(const struct sim *sim);

/* The latest events of the person lying here, oldest first: at most max, at most EVENTS_KEPT. Their
 * times count from lying down, as do those of sim_script. */
int sim_events(const struct sim *sim, struct event *out, int max);

/* What is scripted for a patient given to sim_init with that seed, whatever the rig will do: into
 * out[0..max); returns how many there are in length_s. */
int sim_script(struct event *out, int max, const struct patient *patient, uint64_t seed,
	       double length_s);

#endif
