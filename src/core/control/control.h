/*
 * control.h - from set-points to what each actuator is asked for, by its kind.
 */
#ifndef CORE_CONTROL_CONTROL_H
#define CORE_CONTROL_CONTROL_H

#include "core/control/heat_ctl.h"
#include "core/control/pressure_ctl.h"
#include "core/control/velocity_ctl.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/controller.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

struct control {
	struct pressure_ctl pressure;
	struct velocity_ctl velocity;
	struct heat_ctl heat;
};

/* The shipped laws. */
void control_init(struct control *control, const struct rig *rig);

/* Likewise of what a calibration found, within the limits that the file's figures set. */
void control_learn(struct control *control, const struct rig *file, const struct rig *learned);

/* Another force law, with these gains, from the next tick on: for runs that compare them. */
void control_choose(struct control *control, enum controller controller,
		    const struct plain_gains *gains);

/* One tick: what each head is asked for, from what went out in the last tick. */
void control_step(struct control *control, struct actuation *wanted,
		  const struct setpoint *setpoint, const struct belief *belief,
		  const struct actuation *last);

#endif
