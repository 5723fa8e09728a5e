/*
 * load_cell.h - one simulated force sensor with its converter, and its faults.
 *
 * A sample is stamped with the time the force acted and can be read only latency later. The zero
 * drifts evenly, one way or the other; the value comes in steps of a quantum and ends at the rail,
 * which the converter reports. A read that slips a bit is dropped and counted by the driver, which
 * knows it by its pattern: here that sample is simply missing.
 */
#ifndef KNEAD_SIM_LOAD_CELL_H
#define KNEAD_SIM_LOAD_CELL_H

#include "sim/gauge.h"
#include "sim/noise.h"

#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/sim_order.h>

#include <stdint.h>

#define LOAD_CELL_LINE 512u /* samples under way at most: half a second of delay at 1 kHz */

struct load_cell {
	struct sampling sampling;
	int64_t latency_ns;
	double noise_n;
	double range_n;
	struct quantum quantum;
	double drift_n_ns; /* per nanosecond */
	int64_t zero_t_ns; /* since when it drifts */
	double slip_share;
	uint32_t slips;        /* so far */
	enum fault_kind fault; /* one of the force sensor's, or FAULT_NONE */
	double magnitude;
	double gain; /* 1, or what a wrong one makes of the force */
	int64_t fault_t_ns;
	double stuck_n;
	unsigned line_first;
	unsigned line_count;
	struct sample line[LOAD_CELL_LINE];
};

/* phase: 0..1 of a period until the first sample; noise decides which way the zero drifts. */
void load_cell_init(struct load_cell *cell, const struct sensor_spec *spec, int64_t t_ns,
		    double phase, struct noise *noise);

/*
 * FAULT_NONE ends it; kinds that are not the force sensor's are ignored. Of the magnitude:
 * sensor_fault.h. shown: what it showed last.
 */
void load_cell_fault(struct load_cell *cell, enum fault_kind kind, double magnitude,
		     const struct sample *shown, int64_t t_ns);

/* Samples the true force when one is due, and shows what has become readable by t_ns. */
void load_cell_take(struct load_cell *cell, struct sample *shown, double force_n, int64_t t_ns,
		    struct noise *noise);

#endif
