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

#include <knead/belief.h>
#include <knead/controller.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

#include <stdbool.h>

struct pressure_head {
	double piston_m2;
	double spring_n;
	double most_n;  /* beyond the spring, by relief valve and compiled limits */
	double rise_pa; /* most of one tick */
	double lag_s;
	double vent_lag_s;
	double sliding_n; /* friction of a moving piston, as its file says */
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
	struct pressure_head heads[HEADS_MAX];
};

void pressure_ctl_init(struct pressure_ctl *ctl, const struct rig *rig);

/* One head, one tick: the pressure wanted, from what went out in the last tick. */
double pressure_ctl_head(struct pressure_ctl *ctl, int head, const struct head_setpoint *to,
			 const struct head_belief *belief, double last_pa);

#endif
