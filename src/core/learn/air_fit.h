/*
 * air_fit.h - dead time and lag of a regulator, from one step of its order.
 *
 * Output-error fit of a first-order lag behind a dead time (Ljung, System Identification, 2nd ed.,
 * section 4.2): the order as it really went out is passed through the model, and dead time and lag are
 * those whose answer lies nearest to the pressure measured. So the order need be no ideal step. Gain
 * and offset are free in the fit: a pressure sensor's zero and the regulator's play are no part of it.
 */
#ifndef CORE_LEARN_AIR_FIT_H
#define CORE_LEARN_AIR_FIT_H

#include "core/learn/trace.h"

#include <stdbool.h>

struct air_fit {
	double dead_s;
	double lag_s;
	double gain; /* of pressure over order: 1 */
	double miss; /* rms that the model leaves, as a share of the step */
};

/*
 * From t_from_s, when all was at rest, to t_to_s. False where nothing can be said: no pressure sensor, no
 * step to speak of, or an answer that is no such lag.
 */
bool air_fit(struct air_fit *fit, const struct trace *trace, double t_from_s, double t_to_s);

#endif
