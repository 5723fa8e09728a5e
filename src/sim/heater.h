/*
 * heater.h - a heated pressing face, the skin under it, the thermistor on it and the cut-out behind
 * it.
 *
 * Two lumps: the face, warmed by its heater, cooled by the air and by the skin while it touches;
 * and the skin under it, 34 degC at rest, which blood and the tissue below bring back there. Warmth
 * moves slowly: one step every HEATER_STEP_S is enough.
 */
#ifndef KNEAD_SIM_HEATER_H
#define KNEAD_SIM_HEATER_H

#include "sim/noise.h"
#include "sim/sensor_fault.h"
#include "sim/touch.h"

#include <knead/frame.h>
#include <knead/rig.h>
#include <knead/sim_order.h>

#include <stdbool.h>
#include <stdint.h>

#define HEATER_STEP_S 0.010
#define HEATER_AIR_C  22.0 /* of the room [P] */
#define SKIN_REST_C   34.0 /* [M] */

struct heater {
	bool fitted;
	struct heater_spec spec;
	double face_c;
	double skin_c;
	double felt_c; /* by the cut-out, which lags behind the face */
	bool cut_out;  /* open: no power whatever is asked, until it is cool again */
	bool stuck_on; /* its switch welded: full power whatever is asked */
	bool loose;    /* the thermistor hangs in the air */
	struct thermistor surface;
	struct sensor_fault fault; /* of the thermistor */
	struct sample honest;      /* while it is broken: what it takes */
};

/* What the face is given for one step, and what it meets. */
struct heating {
	bool powered;   /* the supply, which hangs on the enable line */
	bool ordered;   /* an order of less than HEATER_EXPIRES_S ago stands */
	double share;   /* asked for; outside 0..1 nothing is given */
	double force_n; /* that the tissue feels */
};

/*
 * Cold, over skin at rest. A spec without a driver is not fitted, and then nothing below does
 * anything.
 */
void heater_init(struct heater *heater, const struct heater_spec *spec, int64_t t_ns);

/* Another person: the skin is at rest. */
void heater_lie_down(struct heater *heater);

/*
 * FAULT_NONE ends all; kinds that are not the heater's or its thermistor's are ignored. shown: what
 * the thermistor showed last.
 */
void heater_fault(struct heater *heater, enum fault_kind kind, double magnitude,
		  const struct sample *shown, int64_t t_ns);

void heater_step(struct heater *heater, const struct heating *heating, double dt_s);

/* Shows a new sample of the surface where one is due. */
void heater_take(struct heater *heater, struct sample *shown, int64_t t_ns, struct noise *noise);

#endif
