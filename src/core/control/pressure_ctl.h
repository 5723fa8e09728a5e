/*
 * pressure_ctl.h - force control of a pressure head: a cylinder or air cell behind a proportional
 * regulator.
 *
 * Feed-forward: pressure x area = target + spring, through the inverse of the regulator's first-order
 * lag, taken one dead time ahead. Feedback: PI on the target as it was when the force sample was
 * taken, so that a slow converter's age is not mistaken for error. Before contact: approach at a
 * limited speed.
 */
#ifndef CORE_CONTROL_PRESSURE_CTL_H
#define CORE_CONTROL_PRESSURE_CTL_H

#include <knead/actuation.h>
#include <knead/belief.h>
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
	double kp;
	double ki_1_s;
	double integral_n;
	double approach_n; /* push beyond the spring while in the air */
	bool touched;
};

struct pressure_ctl {
	int head_count;
	double dt_s;
	struct pressure_head heads[HEADS_MAX];
};

void pressure_ctl_init(struct pressure_ctl *ctl, const struct rig *rig);

/* One tick: wanted_pa per head, from what went out in the last tick (`last`). */
void pressure_ctl_step(struct pressure_ctl *ctl, double *wanted_pa, const struct setpoint *setpoint,
		       const struct belief *belief, const struct actuation *last);

#endif
