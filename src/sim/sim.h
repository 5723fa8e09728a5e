/*
 * sim.h - the simulated rig with a person in it: actuation in, frame out, time as an argument.
 *
 * Pure: no clock, no I/O, no allocation. The same seed, orders and actuation give the same frames bit
 * for bit, in the daemon, in `knead sim` and in tests. What the tissue truly feels is here to be judged
 * by; a controller never sees it.
 */
#ifndef KNEAD_SIM_SIM_H
#define KNEAD_SIM_SIM_H

#include "sim/breath.h"
#include "sim/cylinder.h"
#include "sim/load_cell.h"
#include "sim/noise.h"
#include "sim/tissue.h"

#include <knead/actuation.h>
#include <knead/frame.h>
#include <knead/patient.h>
#include <knead/rig.h>
#include <knead/sim_order.h>

#include <stdbool.h>
#include <stdint.h>

struct sim_head {
	enum region region;
	double area_m2;   /* of the pressing face */
	double elastic_n; /* of the tissue, where the head is now */
	double tissue_n;  /* what the tissue feels now */
	struct tissue tissue;
	struct cylinder cylinder;
	struct load_cell cell;
};

/* Caller-owned, about 600 KiB: keep it static, not on a thread's stack. */
struct sim {
	int64_t t_ns;
	double step_s; /* of the last sub-steps; the precomputed coefficients are for it */
	struct noise noise;
	struct breath breath;
	double breath_rate_hz;
	bool enable_level;
	double enable_quiet_s; /* since its last edge */
	uint32_t fault_orders; /* last one obeyed */
	int patient;           /* index of the one lying here */
	struct frame frame;    /* what sim_read shows */
	int head_count;
	struct sim_head heads[HEADS_MAX];
};

/* A retracted, vented rig over patient (index 0 to sim_order) at t0_ns; the first samples are in. */
void sim_init(struct sim *sim, const struct rig *rig, const struct patient *patient, uint64_t seed,
	      int64_t t0_ns);

/*
 * Obeys an order; the same order again changes nothing. Faults of different heads add up, as do those
 * of sensor, regulator and dump valve of one head; FAULT_NONE ends all of that head's (0: everybody's).
 * A patient or head that is not there is ignored.
 */
void sim_order(struct sim *sim, const struct sim_order *order, const struct patient *patients,
	       int patient_count);

/*
 * dt_s later, with the actuation held meanwhile. Keep dt_s the same from call to call (a change costs
 * some exponentials a head); longer than 1 ms is divided inside. The valve supply hangs on
 * edges of enable_level: 50 ms without one and every valve loses power.
 */
void sim_step(struct sim *sim, const struct actuation *actuation, double dt_s);

/* What the sensors show now. Does not count overruns or write errors: those are the loop's. */
void sim_read(const struct sim *sim, struct frame *frame);

/* The truth about a head, from 0: 0.0 for one that is not there. */
double sim_tissue_force_n(const struct sim *sim, int head);
double sim_position_m(const struct sim *sim, int head);
double sim_pressure_pa(const struct sim *sim, int head);

#endif
