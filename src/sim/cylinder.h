/*
 * cylinder.h - one simulated actuator: regulator, dump valve, piston with its return spring.
 *
 * Air: the regulator follows its command after a dead time with a first-order lag (filling and venting
 * differ); the dump valve, when without power, opens after its own dead time and lets the pressure
 * decay. The valve is much wider than the regulator's supply, so an open dump wins against a regulator
 * stuck at full supply. Piston: mass, viscous damping, constant spring, a stop at either end. Dry
 * friction is not modelled yet; it belongs in cylinder_move.
 */
#ifndef KNEAD_SIM_CYLINDER_H
#define KNEAD_SIM_CYLINDER_H

#include "sim/tissue.h"

#include <knead/rig.h>

#include <stdbool.h>

#define CYLINDER_LINE 256 /* sub-steps of dead time that can be held */

enum regulator_state { REGULATOR_FILLS = 0, REGULATOR_VENTS, REGULATOR_SHUT, REGULATOR_STATES };

/* One sub-step of the air: pressure = pressure * keep + command * gain. */
struct air_step {
	double keep;
	double gain;
};

struct cylinder {
	double pressure_pa; /* gauge */
	double position_m;
	double speed_m_s;
	double unpowered_s; /* since the dump valve lost power */
	bool stuck_open;    /* faults */
	bool stuck_shut;
	bool dump_dead;
	struct actuator_spec spec;
	struct air_step air[2][REGULATOR_STATES]; /* [dump open] */
	int line_length;                          /* dead time in sub-steps */
	int line_at;
	double line[CYLINDER_LINE];
};

void cylinder_init(struct cylinder *cylinder, const struct actuator_spec *spec);

/* How long each sub-step lasts from now on. Commands under way are forgotten. */
void cylinder_pace(struct cylinder *cylinder, double step_s);

/*
 * One sub-step of the air. command_pa may be anything: what is no pressure counts as 0. supplied:
 * the valve supply has power; without it the regulator vents and the dump valve opens.
 */
void cylinder_breathe(struct cylinder *cylinder, double command_pa, bool dump_shut, bool supplied,
		      double step_s);

/* One sub-step of the piston against elastic_n of tissue whose skin rises by rise_m_s. */
void cylinder_move(struct cylinder *cylinder, const struct tissue *tissue, double elastic_n,
		   double rise_m_s, double step_s);

#endif
