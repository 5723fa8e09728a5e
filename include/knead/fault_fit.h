/*
 * fault_fit.h - whether a head has what a fault is to break. One that breaks nothing would be taken for one
 * that nobody noticed.
 */
#ifndef KNEAD_FAULT_FIT_H
#define KNEAD_FAULT_FIT_H

#include <knead/rig.h>
#include <knead/sim_order.h>

#include <stddef.h>

/* Why this head cannot have it: what the head is or lacks. NULL where it can, and for the controller's own. */
static inline const char *fault_misfit(enum fault_kind kind, const struct head *head)
{
	const int sensor = kind >= FAULT_OFF && kind <= FAULT_CONTACT_INTERMITTENT
				   ? ((int)kind - FAULT_OFF) / FAULT_MANNERS
				   : FAULT_SENSORS;
	const bool screw = head->actuator.kind == ACTUATOR_VELOCITY;
	const bool heated = head->heater.driver != DRIVER_NONE;

	if (sensor == FAULT_AT_POSITION && !(head->sensor.position.rate_hz > 0.0)) {
		return "has no position sensor";
	}
	if (sensor == FAULT_AT_PRESSURE && (screw || !(head->sensor.air.rate_hz > 0.0))) {
		return "has no air pressure sensor";
	}
	if ((sensor == FAULT_AT_SURFACE || kind == FAULT_SURFACE_LOOSE) && !heated) {
		return "is not heated, and has no thermistor";
	}
	if (sensor == FAULT_AT_CONTACT && !(head->sensor.contact.rate_hz > 0.0)) {
		return "has no contact pad";
	}
	if (kind == FAULT_HEATER_ON && !heated) {
		return "is not heated";
	}
	return kind == FAULT_VALVE_LEAK && screw ? "is a screw, and no air leaks from it" : NULL;
}

/* Likewise of a head by its number from 1, or of the first, where 0 stands for all and none can. */
static inline const char *fault_misfit_of(enum fault_kind kind, int number, const struct rig *rig)
{
	const char *why = NULL;

	for (int i = 0; i < rig->head_count; i++) {
		const char *misfit = fault_misfit(kind, &rig->heads[i]);

		if (number == i + 1) {
			return misfit;
		}
		if (number == 0 && misfit == NULL) {
			return NULL;
		}
		why = why == NULL ? misfit : why;
	}
	return why;
}

#endif
