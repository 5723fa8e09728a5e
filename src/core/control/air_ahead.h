/*
 * air_ahead.h - the pressure in an actuator one dead time from now: what is measured, and what was asked for
 * lately and is still on its way.
 *
 * Smith's predictor (Chem. Eng. Prog. 53, 1957) of a first-order lag behind a dead time: a model without
 * the dead time runs ahead of the same model with it by just what is under way. Where nothing measures
 * the pressure the delayed model stands in for it.
 */
#ifndef CORE_CONTROL_AIR_AHEAD_H
#define CORE_CONTROL_AIR_AHEAD_H

#include <knead/belief.h>
#include <knead/rig.h>

#include <stdbool.h>

#define AIR_AHEAD_TURNS 64 /* a power of two; holds 60 ms of 1 ms */

struct air_ahead {
	double fill_share; /* of what is missing, that comes in a turn */
	double vent_share;
	double model_pa;
	unsigned dead_turns;
	unsigned turn;
	bool blank;    /* nothing is on its way */
	double now_pa; /* measured, or else the delayed model's */
	double then_pa;
	double ring_pa[AIR_AHEAD_TURNS]; /* the model, by turn */
};

/* All-zero but for the actuator's own figures: no pressure. */
void air_ahead_init(struct air_ahead *air, const struct actuator_spec *actuator, double turn_s);

/* Nothing is on its way: the model is where the air is. */
void air_ahead_begin(struct air_ahead *air, const struct head_belief *belief);

/* One turn; asked_pa is what went out last. Gives now_pa and then_pa. */
static inline void air_ahead_step(struct air_ahead *air, double asked_pa,
				  const struct head_belief *belief)
{
	double missing_pa;
	double delayed_pa;

	if (air->blank) {
		air_ahead_begin(air, belief);
	}
	missing_pa = asked_pa - air->model_pa;

	air->model_pa += (missing_pa > 0.0 ? air->fill_share : air->vent_share) * missing_pa;
	air->turn++;
	air->ring_pa[air->turn % AIR_AHEAD_TURNS] = air->model_pa;
	delayed_pa = air->ring_pa[(air->turn - air->dead_turns) % AIR_AHEAD_TURNS];
	air->now_pa = belief->pressure_known ? belief->pressure_pa : delayed_pa;
	air->then_pa = air->now_pa + air->model_pa - delayed_pa;
}

#endif
