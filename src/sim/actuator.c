/* actuator.c - see actuator.h. */
#include "sim/actuator.h"

void actuator_init(struct actuator *actuator, const struct actuator_spec *spec)
{
	*actuator = (struct actuator){.kind = spec->kind};
	if (spec->kind == ACTUATOR_VELOCITY) {
		screw_init(&actuator->screw, spec);
	} else {
		cylinder_init(&actuator->cylinder, spec);
	}
}

void actuator_pace(struct actuator *actuator, double step_s)
{
	if (actuator->kind == ACTUATOR_VELOCITY) {
		screw_pace(&actuator->screw, step_s);
	} else {
		cylinder_pace(&actuator->cylinder, step_s);
	}
}

#define LEAK_USUAL 0.5
#define SLOW_USUAL 5.0

/* Regulator or motor: one fault at a time. */
static void valve_fault(struct actuator *actuator, enum fault_kind kind, double magnitude)
{
	struct cylinder *cylinder = &actuator->cylinder;
	struct screw *screw = &actuator->screw;
	const double leak = magnitude > 0.0 && magnitude <= FAULT_LEAK_MAX ? magnitude : LEAK_USUAL;
	const double slow =
		magnitude > 1.0 && magnitude <= FAULT_VALVE_SLOW_MAX ? magnitude : SLOW_USUAL;

	cylinder->stuck_open = kind == FAULT_VALVE_OPEN;
	cylinder->stuck_shut = kind == FAULT_VALVE_CLOSED;
	cylinder->no_air = kind == FAULT_SUPPLY_LOST;
	cylinder->leak_share = kind == FAULT_VALVE_LEAK ? leak : 0.0;
	cylinder->slow_share = kind == FAULT_VALVE_SLOW ? 1.0 / slow : 1.0;
	screw->runs_away = cylinder->stuck_open;
	screw->stands = cylinder->stuck_shut;
	screw->no_power = cylinder->no_air;
	screw->slow_share = cylinder->slow_share;
}

void actuator_fault(struct actuator *actuator, enum fault_kind kind, double magnitude)
{
	if (kind == FAULT_NONE || kind == FAULT_VALVE_OPEN || kind == FAULT_VALVE_CLOSED ||
	    kind == FAULT_VALVE_LEAK || kind == FAULT_VALVE_SLOW || kind == FAULT_SUPPLY_LOST) {
		valve_fault(actuator, kind, magnitude);
	}
	if (kind == FAULT_NONE || kind == FAULT_DUMP_DEAD) {
		actuator->cylinder.dump_dead = kind == FAULT_DUMP_DEAD;
		actuator->screw.latch_dead = kind == FAULT_DUMP_DEAD;
	}
}
