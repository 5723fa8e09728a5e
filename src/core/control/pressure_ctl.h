/*
 * pressure_ctl.h - force control of a pressure head: a cylinder or air cell behind a proportional
 * regulator.
 *
 * Feed-forward: pressure x area = target + spring + friction in the target's direction, through the
 * inverse of the regulator's first-order lag, taken one dead time ahead. Feedback: PI on the target as it was when the force sample was
 * taken, so that a slow converter's age is not mistaken for error. Before contact: approach at a
 * limited speed. The plain laws of plain_law.h can take the place of feed-forward and feedback; approach
 * and bounds stay.
 */
#ifndef CORE_CONTROL_PRESSURE_CTL_H
#define CORE_CONTROL_PRESSURE_CTL_H

#include "core/control/plain_law.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/controller.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

#include <stdbool.h>

struct pressure_head {
	double pa_per_n; /* of the piston */
	double spring_n;
	double most_n;  /* beyond the spring, by relief valve and compiled limits */
	double rise_pa; /* most of one tick */
	double lag_s;
	double vent_lag_s;
	double friction_n; /* of it that is fed forward: of a moving piston, as its file says */
	double friction_s; /* for each N/s of the target */
	double kp;
	double ki_1_s;
	double integral_n;
	double approach_n;      /* push beyond the spring while in the air */
	double approach_most_n; /* enough to break loose, and little more */
	double blind_most_n;    /* likewise, where no position tells the speed */
	bool touched;
	struct plain_law plain;
};

struct pressure_ctl {
	enum controller controller;
	struct plain_gains gains;
	double dt_s;
	int count;
	int head[HEADS_MAX]; /* in the rig, of each pressure head */
	struct pressure_head heads[HEADS_MAX];
};

void pressure_ctl_init(struct pressure_ctl *ctl, const struct rig *rig);

/*
 * One tick of the rig's pressure heads, and of no other: what is wanted of each, from what went out in
 * the last tick. A cylinder that is asked for nothing lets go of its air.
 */
void pressure_ctl_step(struct pressure_ctl *ctl, struct actuation *wanted,
		       const struct setpoint *setpoint, const struct belief *belief,
		       const struct actuation *last);

#endif
