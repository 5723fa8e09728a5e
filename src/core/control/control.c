#include "core/control/control.h"

void control_init(struct control *control, const struct rig *rig)
{
	control->head_count = rig->head_count;
	control->dt_s = 1.0 / rig->loop_hz;
	for (int i = 0; i < rig->head_count; i++) {
		control->kind[i] = rig->heads[i].actuator.kind;
	}
	pressure_ctl_init(&control->pressure, rig);
	velocity_ctl_init(&control->velocity, rig);
}

void control_choose(struct control *control, enum controller controller,
		    const struct plain_gains *gains)
{
	control->pressure.controller = controller;
	control->pressure.gains = *gains;
	control->velocity.controller = controller;
	control->velocity.gains = *gains;
}

void control_step(struct control *control, struct actuation *wanted,
		  const struct setpoint *setpoint, const struct belief *belief,
		  const struct actuation *last)
{
	for (int i = 0; i < control->head_count; i++) {
		const struct head_setpoint *to = &setpoint->heads[i];
		const struct head_belief *head = &belief->heads[i];
		struct head_actuation *out = &wanted->heads[i];

		/* a cylinder that is asked for nothing lets go of its air; a screw turns back by itself */
		out->dump_shut = control->kind[i] == ACTUATOR_VELOCITY || to->now_n > LIFTED_N ||
				 to->ahead_n > LIFTED_N;
		if (control->kind[i] == ACTUATOR_VELOCITY) {
			out->pressure_pa = 0.0;
			out->speed_m_s =
				velocity_ctl_head(&control->velocity, i, to, head, control->dt_s);
		} else {
			out->pressure_pa = pressure_ctl_head(&control->pressure, i, to, head,
							     last->heads[i].pressure_pa);
			out->speed_m_s = 0.0;
		}
	}
}
