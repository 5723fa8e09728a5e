/*
 * sensor_fault.h - what a broken sensor shows instead of what it takes: of any plain sensor of a
 * head. The force sensor's own converter breaks by itself (load_cell.h).
 */
#ifndef KNEAD_SIM_SENSOR_FAULT_H
#define KNEAD_SIM_SENSOR_FAULT_H

#include "sim/noise.h"

#include <knead/frame.h>
#include <knead/sim_order.h>

#include <stdbool.h>
#include <stdint.h>

#define SENSOR_FAULT_LINE 128 /* samples under way at most */

struct sensor_fault {
	enum fault_kind kind; /* FAULT_OFF .. FAULT_INTERMITTENT, or FAULT_NONE */
	double magnitude;
	int64_t since_ns;
	int64_t seen_ns; /* of the last sample taken in */
	int64_t due_ns;  /* of the next one that a slow sensor takes */
	double stuck;
	int line_first;
	int line_count;
	struct sample line[SENSOR_FAULT_LINE];
};

/*
 * What a magnitude stands for: one that makes no sense for the kind, 0 too, is the usual one: wrong
 * x2, slow /10, delayed 0.1 s, half the time.
 */
double sensor_fault_magnitude(enum fault_kind kind, double asked);

/* Whether an intermittent sensor, or one that is off, is silent just now. */
bool sensor_fault_is_silent(enum fault_kind kind, double share, int64_t since_ns, int64_t t_ns);

/* Not a number, the rail (which the device reports), or anything up to range. */
void sensor_fault_spoil(struct sample *sample, double range, struct noise *noise);

/* From now on; shown is what it showed last, honest what it took. FAULT_NONE ends it. */
void sensor_fault_begin(struct sensor_fault *fault, enum fault_kind kind, double magnitude,
			const struct sample *shown, const struct sample *honest, int64_t t_ns);

/* What is shown at t_ns, when the sensor itself is at honest. Noise is drawn only while it is broken. */
void sensor_fault_pass(struct sensor_fault *fault, struct sample *shown,
		       const struct sample *honest, double range, int64_t t_ns,
		       struct noise *noise);

#endif
