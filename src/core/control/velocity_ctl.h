/*
 * velocity_ctl.h - force control of a velocity head (a lead screw, which does not give way).
 *
 * Shipped: adaptive admittance. The speed that makes the force rise as the target does is rate / k, with k
 * the tissue's stiffness as believed now; what is missing is closed with a fixed bandwidth, so that soft
 * and stiff tissue answer alike. The plain laws have fixed gains instead.
 */
#ifndef CORE_CONTROL_VELOCITY_CTL_H
#define CORE_CONTROL_VELOCITY_CTL_H

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/controller.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

struct velocity_head {
	double speed_max_m_s;
	double bandwidth_1_s; /* of the shipped law's force loop, by its delays */
	double stiffness_n_m; /* as believed, filtered */
	double integral_m_s;  /* of the plain PI */
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
