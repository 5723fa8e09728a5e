/*
 * air_ahead.h - the pressure in an actuator one dead time from now: what is measured, and what was asked for
 * lately and is still on its way.
 *
 * Smith's predictor (Chem. Eng. Prog. 53, 1957) of a first-order lag behind a dead time: a model without
 * the dead time runs ahead of the same model with it by just what is under way. Where nothing measures
 * the pressure the delayed model stands in for it. Where something does, lags are learned, of filling and
 * of venting each: by least squares of how far the air went from look to look on how far it was from what
 * had been asked for, old looks counting less (Ljung, System Identification, 2nd ed. 1999, section 11.2).
 */
#ifndef CORE_CONTROL_AIR_AHEAD_H
#define CORE_CONTROL_AIR_AHEAD_H

#include <knead/belief.h>
#include <knead/rig.h>

#include <stdbool.h>

#define AIR_AHEAD_TURNS 64 /* a power of two; holds 60 ms of 1 ms */
#define AIR_LOOK_TURNS  8  /* from look to look */

/* One way of the air, filling or venting. */
struct air_lag {
	double share; /* of what is missing, that comes in a turn */
	double lag_s; /* the same as a time constant */
	double file_lag_s;
	double went_pa2;    /* sums of old and new looks: what came times what was missing, ... */
	double missing_pa2; /* ... and what was missing, squared */
	double full_pa2;    /* so much of the latter, and both are halved */
};

struct air_ahead {
	struct air_lag fill;
	struct air_lag vent;
	double model_pa;
	double turn_s;
	unsigned dead_turns;
	unsigned turn;
	bool blank;             /* nothing is on its way */
	int going;              /* at the last look: 1 filling, -1 venting, 0 neither */
	double looked_model_pa; /* at the last look: the delayed model, ... */
	double looked_pa;       /* ... and what was measured */
	double now_pa;          /* measured, or else the delayed model's */
	double then_pa;
	double ring_pa[AIR_AHEAD_TURNS]; /* the model, by turn */
};

/* All-zero but for the actuator's own figures: no pressure. */
void air_ahead_init(struct air_ahead *air, const struct actuator_spec *actuator, double turn_s);

/* Nothing is on its way: the model is where the air is. */
void air_ahead_begin(struct air_ahead *air, const struct head_belief *belief);

/* Nothing is learned from now on. */
void air_ahead_believe_file(struct air_ahead *air);

/* One look at how it goes, AIR_LOOK_TURNS after the last. True where a lag is another from now on. */
bool air_ahead_look(struct air_ahead *air, bool measured);

/* One turn, once it has begun; asked_pa is what went out last. Gives now_pa and then_pa. */
static inline void air_ahead_step(struct air_ahead *air, double asked_pa,
				  const struct head_belief *belief)
{
	const double missing_pa = asked_pa - air->model_pa;
	double delayed_pa;

	air->model_pa += (missing_pa > 0.0 ? air->fill.share : air->vent.share) * missing_pa;
	air->turn++;
	air->ring_pa[air->turn % AIR_AHEAD_TURNS] = air->model_pa;
	delayed_pa = air->ring_pa[(air->turn - air->dead_turns) % AIR_AHEAD_TURNS];
	air->now_pa = belief->pressure_known ? belief->pressure_pa : delayed_pa;
	air->then_pa = air->now_pa + air->model_pa - delayed_pa;
}

#endif
