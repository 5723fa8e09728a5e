/*
 * fault_fit.h - whether the simulator can break just what it is asked to break. What breaks nothing, or
 * something else, would be taken for a fault that nobody noticed.
 */
#ifndef KNEAD_FAULT_FIT_H
#define KNEAD_FAULT_FIT_H

#include <knead/fault_span.h>
#include <knead/rig.h>
#include <knead/sim_order.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

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

/*
 * For all who ask for a fault alike: "" where the simulator does that; else a sentence with what is wrong and
 * what would be right. The number is a head's from 1, 0 for all.
 */
static inline void fault_refusal(char *why, size_t size, enum fault_kind kind, int number,
				 double magnitude, const struct rig *rig)
{
	const char *misfit = NULL;

	why[0] = '\0';
	if ((unsigned)kind >= FAULT_KINDS) {
		snprintf(why, size, "no fault has that name; knead sim --help lists them");
		return;
	}
	if (number < 0 || number > rig->head_count) {
		snprintf(why, size, "there is no head %d; rig %s has heads 1 to %d, and 0 is all",
			 number, rig->name, rig->head_count);
		return;
	}
	misfit = fault_misfit_of(kind, number, rig);
	if (misfit != NULL && number == 0) {
		snprintf(why, size, "no head can have it: each of rig %s %s", rig->name, misfit);
	} else if (misfit != NULL) {
		snprintf(why, size, "head %d of rig %s %s", number, rig->name, misfit);
	} else if (!fault_span_holds(kind, magnitude)) {
		const char *words = fault_span_of(kind).words;

		snprintf(why, size, "magnitude %g is none of %s: give %s%s", magnitude,
			 fault_kind_name(kind), words != NULL ? words : "0",
			 words == NULL              ? ""
			 : kind == FAULT_POWER_LOST ? ", or 0 until it is mended"
						    : ", or 0 for the usual");
	}
}

#endif
