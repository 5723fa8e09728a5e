#include "core/control/control.h"

void control_init(struct control *control, const struct rig *rig)
{
	pressure_ctl_init(&control->pressure, rig);
	velocity_ctl_init(&control->velocity, rig);
	heat_ctl_init(&control->heat, rig);
}

void control_learn(struct control *control, const struct rig *file, const struct rig *learned)
{
	control_init(control, learned);
	pressure_ctl_limit(&control->pressure, file);
}

void control_choose(struct control *control, enum controller controller,
		    const struct plain_gains *gains)
{
	pressure_ctl_choose(&control->pressure, controller, gains);
	control->velocity.controller = controller;
	control->velocity.gains = *gains;
}

void control_step(struct control *control, struct actuation *wanted,
		  const struct setpoint *setpoint, const struct belief *belief,
		  const struct actuation *last)
{
	pressure_ctl_step(&control->pressure, wanted, setpoint, belief, last);
	velocity_ctl_step(&control->velocity, wanted, setpoint, belief);
	heat_ctl_step(&control->heat, wanted, setpoint, belief);
}
