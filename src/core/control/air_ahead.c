#include "core/control/air_ahead.h"

#include "core/control/within.h"

#include <math.h>
#include <string.h>

#define FULL_LOOKS  40.0 /* of full_pa2: as many looks ... */
#define FULL_N      3.0  /* ... with so much missing [P] */
#define LEARNS_FROM 0.04 /* of its pressure it must go from look to look: no valve sticks so [P] */
#define LAG_LESS    0.5  /* no lag is believed to be less than half of its file's, */
#define LAG_MORE    2.0  /* nor more than twice as long */

static void begin_lag(struct air_lag *lag, double lag_s, double turn_s, double full_pa2)
{
	lag->share = lag_s > 0.0 ? 1.0 - exp(-turn_s / lag_s) : 1.0;
	lag->lag_s = lag_s;
	lag->file_lag_s = lag_s;
	if (!(lag_s > 0.0)) {
		lag->full_pa2 = (double)INFINITY; /* there is none to learn */
		return;
	}
	lag->full_pa2 = full_pa2;
	lag->missing_pa2 = 0.5 * full_pa2;
	lag->went_pa2 = AIR_LOOK_TURNS * turn_s / lag_s * lag->missing_pa2;
}

void air_ahead_init(struct air_ahead *air, const struct actuator_spec *actuator, double turn_s)
{
	const double dead = actuator->dead_s / turn_s + 1.5; /* and a turn between readings */
	const double full_pa = FULL_N / actuator->area_m2;
	const double full_pa2 = FULL_LOOKS * full_pa * full_pa;

	memset(air, 0, sizeof(*air));
	begin_lag(&air->fill, actuator->lag_s, turn_s, full_pa2);
	begin_lag(&air->vent, actuator->vent_lag_s, turn_s, full_pa2);
	air->turn_s = turn_s;
	air->dead_turns = dead < AIR_AHEAD_TURNS ? (unsigned)(int)dead : AIR_AHEAD_TURNS - 1;
	air->blank = true;
}

void air_ahead_believe_file(struct air_ahead *air)
{
	air->fill.full_pa2 = (double)INFINITY;
	air->vent.full_pa2 = (double)INFINITY;
}

void air_ahead_begin(struct air_ahead *air, const struct head_belief *belief)
{
	air->model_pa = belief->pressure_known ? belief->pressure_pa : 0.0;
	for (int k = 0; k < AIR_AHEAD_TURNS; k++) {
		air->ring_pa[k] = air->model_pa;
	}
	air->looked_model_pa = air->model_pa;
	air->looked_pa = air->model_pa;
	air->going = 0;
	air->blank = false;
}

/* A full sum tells a lag; what was looked at before counts half from now on. */
static void take(struct air_lag *lag, double turn_s)
{
	const double told_s = AIR_LOOK_TURNS * turn_s * lag->missing_pa2 / lag->went_pa2;

	lag->lag_s = within(lag->went_pa2 > 0.0 ? told_s : (double)INFINITY,
			    LAG_LESS * lag->file_lag_s, LAG_MORE * lag->file_lag_s);
	lag->share = turn_s / (lag->lag_s + 0.5 * turn_s); /* of an exponential, but for 1e-4 */
	lag->went_pa2 *= 0.5;
	lag->missing_pa2 *= 0.5;
}

bool air_ahead_look(struct air_ahead *air, bool measured)
{
	const double delayed_pa = air->now_pa + air->model_pa - air->then_pa;
	const double was_pa = air->looked_pa;
	const double was_model_pa = air->looked_model_pa;
	const double way_pa = delayed_pa - was_model_pa;
	struct air_lag *lag;
	double missing_pa;
	int going;

	air->looked_model_pa = delayed_pa;
	air->looked_pa = air->now_pa;
	if (!measured || !(fabs(way_pa) > LEARNS_FROM * air->now_pa) ||
	    !(way_pa * (air->now_pa - was_pa) > 0.0)) {
		air->going = 0;
		return false;
	}
	going = way_pa > 0.0 ? 1 : -1;
	if (going != air->going) { /* a dead time longer than the file's may be taken for a lag */
		air->going = going;
		return false;
	}
	lag = going > 0 ? &air->fill : &air->vent;
	/* In the mean since the last look; what was asked for is known by how the model went for it. */
	missing_pa = lag->lag_s / (AIR_LOOK_TURNS * air->turn_s) * way_pa +
		     0.5 * (was_model_pa + delayed_pa - was_pa - air->now_pa);
	lag->went_pa2 += (air->now_pa - was_pa) * missing_pa;
	lag->missing_pa2 += missing_pa * missing_pa;
	if (lag->missing_pa2 < lag->full_pa2) {
		return false;
	}
	take(lag, air->turn_s);
	return true;
}
