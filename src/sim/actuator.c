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

void actuator_fault(struct actuator *actuator, enum fault_kind kind)
{
	struct cylinder *cylinder = &actuator->cylinder;
	struct screw *screw = &actuator->screw;

	if (kind == FAULT_NONE || kind == FAULT_VALVE_OPEN || kind == FAULT_VALVE_CLOSED) {
		cylinder->stuck_open = kind == FAULT_VALVE_OPEN;
		cylinder->stuck_shut = kind == FAULT_VALVE_CLOSED;
		screw->runs_away = cylinder->stuck_open;
		screw->stands = cylinder->stuck_shut;
	}
	if (kind == FAULT_NONE || kind == FAULT_DUMP_DEAD) {
		cylinder->dump_dead = kind == FAULT_DUMP_DEAD;
		screw->latch_dead = cylinder->dump_dead;
	}
}
