/*
 * sensors.h - all that one simulated head reads.
 */
#ifndef KNEAD_SIM_SENSORS_H
#define KNEAD_SIM_SENSORS_H

#include "sim/actuator.h"
#include "sim/gauge.h"
#include "sim/load_cell.h"
#include "sim/noise.h"
#include "sim/sensor_fault.h"
#include "sim/touch.h"

#include <knead/frame.h>
#include <knead/rig.h>

#include <stdbool.h>
#include <stdint.h>

struct sensors {
	struct gauge air;
	struct gauge position;
	struct contact_pad pad;
	struct thermistor thermistor;
	struct load_cell cell;
	bool broken; /* one of the following is */
	struct sensor_fault position_fault;
	struct sensor_fault air_fault;
	struct sensor_fault pad_fault;
	double travel_m; /* ranges of the random */
	double relief_pa;
	struct head_frame honest; /* while broken: what they take */
};

/* A converter slower than the loop runs on a phase of its own. */
void sensors_init(struct sensors *sensors, const struct head *head, double loop_hz, int64_t t_ns,
		  struct noise *noise);

/* FAULT_NONE ends all; kinds that are of none of them are ignored. shown: what was shown last. */
void sensors_fault(struct sensors *sensors, enum fault_kind kind, double magnitude,
		   const struct head_frame *shown, int64_t t_ns);

/*
 * Takes the samples that are due of force_n and the actuator, and shows what can be read by t_ns.
 */
void sensors_take(struct sensors *sensors, struct head_frame *shown, double force_n,
		  const struct actuator *actuator, int64_t t_ns, struct noise *noise);

#endif
