/*
 * cylinder.h - one simulated pressure actuator: regulator, dump valve, piston with its return
 * spring.
 *
 * Air: the regulator follows its command after a dead time, through a play (its hysteresis), with a
 * first-order lag; filling and venting differ, and filling slows as the shared supply sags. The
 * dump valve, when without power, opens after its own dead time and lets the pressure decay. The
 * valve is much wider than the regulator's supply, so an open dump wins against a regulator stuck
 * at full supply. Piston: mass, friction (friction.h), constant spring, a stop at either end.
 */
#ifndef KNEAD_SIM_CYLINDER_H
#define KNEAD_SIM_CYLINDER_H

#include "sim/dead_time.h"
#include "sim/friction.h"

#include <knead/rig.h>

#include <stdbool.h>

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
	double dry_n;        /* friction in the last sub-step, positive against positive motion */
	double regulated_pa; /* behind the regulator's play */
	double draw_share;   /* of the supply that is still missing because of this head */
	double unpowered_s;  /* since the dump valve lost power */
	bool stuck_open;     /* faults */
	bool stuck_shut;
	bool dump_dead;
	bool no_air;
	double leak_share; /* lost of what the regulator would hold */
	double slow_share; /* 1, or less of its pace */
	struct actuator_spec spec;
	struct friction friction;
	double play_pa;                           /* half the width of the hysteresis */
	double draw_per_pa;                       /* of the supply, by filling */
	double draw_keep;                         /* of a draw, over one sub-step */
	struct air_step air[2][REGULATOR_STATES]; /* [dump open] */
	struct dead_time line;
};

void cylinder_init(struct cylinder *cylinder, const struct actuator_spec *spec);

/* How long each sub-step lasts from now on. Commands under way are forgotten. */
void cylinder_pace(struct cylinder *cylinder, double step_s);

/* What all valves share in one sub-step. */
struct supply {
	bool powered;     /* without it regulators vent and dump valves open */
	double air_share; /* of the full supply, 0..1 */
};

/* One sub-step of the air. command_pa may be anything: what is no pressure counts as 0. */
void cylinder_breathe(struct cylinder *cylinder, double command_pa, bool dump_shut,
		      const struct supply *supply, double step_s);

/* One sub-step of the piston against a person. */
void cylinder_move(struct cylinder *cylinder, const struct reaction *reaction, double step_s);

#endif
