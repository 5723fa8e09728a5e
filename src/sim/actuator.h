/*
 * actuator.h - what moves one simulated head: a cylinder or a screw, behind one face.
 */
#ifndef KNEAD_SIM_ACTUATOR_H
#define KNEAD_SIM_ACTUATOR_H

#include "sim/cylinder.h"
#include "sim/screw.h"

#include <knead/actuation.h>
#include <knead/rig.h>
#include <knead/sim_order.h>

struct actuator {
	enum actuator_kind kind;
	struct cylinder cylinder; /* ACTUATOR_PRESSURE */
	struct screw screw;       /* ACTUATOR_VELOCITY */
};

/* Anything that is no velocity kind is a pressure kind. */
void actuator_init(struct actuator *actuator, const struct actuator_spec *spec);

void actuator_pace(struct actuator *actuator, double step_s);

/*
 * FAULT_NONE ends all; kinds that are none of the actuator's are ignored. Of the valve's own, the
 * last one holds. A screw runs away where a valve is stuck open, stands where it is stuck shut, keeps
 * its latch where a dump is dead, has no power where the supply is lost, and knows no leak. A
 * magnitude that makes no sense stands for the usual: a leak of 0.5, 5 times slower.
 */
void actuator_fault(struct actuator *actuator, enum fault_kind kind, double magnitude);

/* One sub-step: what is asked, then the way it moves against a person. */
static inline void actuator_step(struct actuator *actuator, const struct head_actuation *asked,
				 const struct supply *supply, const struct reaction *reaction,
				 double step_s)
{
	if (actuator->kind == ACTUATOR_VELOCITY) {
		double load_n =
			reaction->force_n + reaction->damping_n_s_m * actuator->screw.speed_m_s;

		screw_drive(&actuator->screw, asked->speed_m_s, asked->dump_shut, supply->powered,
			    load_n, step_s);
		screw_move(&actuator->screw, reaction, step_s);
	} else {
		/* Air and person both act as they are when the step begins: half a step of lead of
		 * one over the other would show in every error by a percent. */
		cylinder_move(&actuator->cylinder, reaction, step_s);
		cylinder_breathe(&actuator->cylinder, asked->pressure_pa, asked->dump_shut, supply,
				 step_s);
	}
}

static inline double actuator_position_m(const struct actuator *actuator)
{
	return actuator->kind == ACTUATOR_VELOCITY ? actuator->screw.position_m
						   : actuator->cylinder.position_m;
}

static inline double actuator_speed_m_s(const struct actuator *actuator)
{
	return actuator->kind == ACTUATOR_VELOCITY ? actuator->screw.speed_m_s
						   : actuator->cylinder.speed_m_s;
}

#endif
