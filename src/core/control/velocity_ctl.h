/*
 * velocity_ctl.h - force control of a velocity head (a lead screw, which does not give way).
 *
 * Shipped: adaptive admittance. What the target rises and what is missing become ways by the compliance that was
 * felt (compliance.h), and are gone with a fixed bandwidth, so that soft and stiff tissue answer alike; the
 * skin is gone with as it comes and goes. A place is taken for stiff until it was felt, and touched slowly. The
 * plain laws have fixed gains instead.
 */
#ifndef CORE_CONTROL_VELOCITY_CTL_H
#define CORE_CONTROL_VELOCITY_CTL_H

#include "core/control/compliance.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/controller.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

struct velocity_head {
	double speed_max_m_s;
	double bandwidth_1_s; /* of the shipped law's force loop, by its delays */
	struct compliance compliance;
	double integral_m_s; /* of the plain PI */
};

struct velocity_ctl {
	enum controller controller;
	struct plain_gains gains;
	double dt_s;
	int count;
	int head[HEADS_MAX]; /* in the rig, of each velocity head */
	struct velocity_head heads[HEADS_MAX];
};

void velocity_ctl_init(struct velocity_ctl *ctl, const struct rig *rig);

/*
 * One tick of the rig's velocity heads, and of no other: the speed wanted of each, positive toward the
 * person, within the screw's own. A screw that is asked for nothing turns back by itself.
 */
void velocity_ctl_step(struct velocity_ctl *ctl, struct actuation *wanted,
		       const struct setpoint *setpoint, const struct belief *belief);

#endif
