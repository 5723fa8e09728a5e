#include "core/control/air_ahead.h"

#include <math.h>
#include <string.h>

static double share(double lag_s, double turn_s)
{
	return lag_s > 0.0 ? 1.0 - exp(-turn_s / lag_s) : 1.0;
}

void air_ahead_init(struct air_ahead *air, const struct actuator_spec *actuator, double turn_s)
{
	double dead = actuator->dead_s / turn_s + 1.5; /* and the turn from reading to reading */

	memset(air, 0, sizeof(*air));
	air->fill_share = share(actuator->lag_s, turn_s);
	air->vent_share = share(actuator->vent_lag_s, turn_s);
	air->dead_turns = dead < AIR_AHEAD_TURNS ? (unsigned)(int)dead : AIR_AHEAD_TURNS - 1;
	air->blank = true;
}

void air_ahead_begin(struct air_ahead *air, const struct head_belief *belief)
{
	air->model_pa = belief->pressure_known ? belief->pressure_pa : 0.0;
	for (int k = 0; k < AIR_AHEAD_TURNS; k++) {
		air->ring_pa[k] = air->model_pa;
	}
	air->blank = false;
}
