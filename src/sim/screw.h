/*
 * screw.h - one simulated velocity actuator: motor, lead screw, carriage with its quick release.
 *
 * The nut follows the speed asked for after a dead time, as fast as it may accelerate, slower under
 * load, and never gives way: without power it stands. The carriage that presses lies in the nut
 * with backlash and friction (friction.h). A latch holds it there while it has power; without, it
 * opens after its dead time and a spring takes the carriage back. With power again the nut first
 * comes for the carriage, obeying nobody, and takes it along from there.
 *
 * The motor's driver hangs on the valve supply for pressing only, and turns back without it, so
 * that a controller that died with a speed on the wire presses no further [P]. Turning heats the
 * motor whatever its speed; its protection stops it, and lets it go on a tenth cooler.
 */
#ifndef KNEAD_SIM_SCREW_H
#define KNEAD_SIM_SCREW_H

#include "sim/dead_time.h"
#include "sim/friction.h"

#include <knead/rig.h>

#include <stdbool.h>

struct screw {
	double position_m; /* of the carriage */
	double speed_m_s;
	double dry_n; /* friction in the last sub-step, positive against positive motion */
	double nut_m;
	double nut_m_s;
	double heat;        /* 0 cold .. 1 turning for ever */
	double unpowered_s; /* since the latch lost power */
	bool latched;
	bool hot;          /* stopped by its protection */
	bool runs_away;    /* faults: full speed toward the person */
	bool stands;       /* does not turn */
	bool latch_dead;   /* never opens */
	bool no_power;     /* the motor's driver, and what would hold the latch */
	double slow_share; /* 1, or less of the speed */
	struct actuator_spec spec;
	struct friction friction;
	double heat_keep; /* over one sub-step */
	struct dead_time line;
};

void screw_init(struct screw *screw, const struct actuator_spec *spec);

/* How long each sub-step lasts from now on. Commands under way are forgotten. */
void screw_pace(struct screw *screw, double step_s);

/*
 * One sub-step of the nut against load_n on the carriage. asked_m_s may be anything: no number is
 * 0.
 */
void screw_drive(struct screw *screw, double asked_m_s, bool latch_shut, bool supplied,
		 double load_n, double step_s);

/* One sub-step of the carriage against a person. */
void screw_move(struct screw *screw, const struct reaction *reaction, double step_s);

/* Of the motor. */
double screw_temperature_c(const struct screw *screw);

#endif
