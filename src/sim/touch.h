/*
 * touch.h - the slow little sensors of a head: a contact pad and a thermistor.
 *
 * Contact pad: a force-sensing resistor, good for "touches" and no more: blind below its least
 * force, full at its most, and between them its reading plays around the truth by half its
 * hysteresis on either side, in proportion to the force. Thermistor: first-order behind what it is
 * glued to.
 */
#ifndef KNEAD_SIM_TOUCH_H
#define KNEAD_SIM_TOUCH_H

#include "sim/gauge.h"
#include "sim/noise.h"

#include <knead/frame.h>
#include <knead/rig.h>

#include <stdint.h>

struct contact_pad {
	struct contact_spec spec;
	struct sampling sampling;
	double held_n; /* behind the play */
};

void contact_pad_init(struct contact_pad *pad, const struct contact_spec *spec, int64_t t_ns);

/* Shows a new sample where one is due. */
void contact_pad_take(struct contact_pad *pad, struct sample *shown, double force_n, int64_t t_ns);

struct thermistor {
	double tau_s;
	struct gauge gauge;
	double own_c; /* its own temperature */
	int64_t t_ns; /* of that */
};

/* At rest with what it is glued to. */
void thermistor_init(struct thermistor *thermistor, const struct thermistor_spec *spec,
		     double temperature_c, int64_t t_ns);

/*
 * Shows a new sample where one is due. The rate must be well above 1 / tau_s of what it is glued
 * to.
 */
void thermistor_take(struct thermistor *thermistor, struct sample *shown, double temperature_c,
		     int64_t t_ns, struct noise *noise);

#endif
