/*
 * pressure_ctl.h - force control of a pressure head: a cylinder or air cell behind a proportional
 * regulator.
 *
 * Feed-forward: pressure x area = target + spring + friction in the target's direction, through the
 * inverse of the regulator's first-order lag, taken ahead by the dead time and, along the target's slope and
 * curve, by what else passes until a push is felt. Feedback: PI on the target as it was when the force sample
 * was taken, so that a slow converter's age is not mistaken for error. Before contact: approach at a limited
 * speed. The plain laws of plain_law.h can take the place of feed-forward and feedback; approach and bounds
 * stay.
 */
#ifndef CORE_CONTROL_PRESSURE_CTL_H
#define CORE_CONTROL_PRESSURE_CTL_H

#include "core/control/air_ahead.h"
#include "core/control/air_drive.h"
#include "core/control/approach.h"
#include "core/control/dry_friction.h"
#include "core/control/plain_law.h"
#include "core/control/press_care.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/controller.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

#include <stdbool.h>

struct pressure_head {
	bool screw;     /* it is none: no pressure is asked of it */
	double area_m2; /* of the piston */
	double pa_per_n;
	double spring_n;
	double most_n; /* beyond the spring, by relief valve and compiled limits */
	double above_n; /* that a command may be above its ceiling: less, where limits count with less spring */
	double rise_pa;       /* most of one tick */
	double viscous_n_s_m; /* its share that is led by */
	double slow_rate_n_s; /* the target's slope, a little later */
	struct air_ahead air;
	struct air_drive drive;
	struct dry_friction friction;
	struct press_care care;
	struct approach approach;
	double integral_n;
	double shift_share; /* of an error, in a turn, that moves it */
	bool touched;
	unsigned turn_tick; /* of its next turn */
	double push_n;      /* wanted since its last turn */
	double ceiling_n;   /* at which ... */
	double asked_pa;    /* ... that is so much, within all bounds but a tick's rise */
	struct plain_law plain;
};

struct pressure_ctl {
	enum controller controller;
	struct plain_gains gains;
	double loop_hz;
	unsigned tick;  /* so far */
	int turn_ticks; /* from one turn of a head to its next */
	int look_ticks; /* and from one look at its air to the next; */
	int look_head;  /* whose turn that is in this tick, and of each so many after it */
	double turn_s;
	double curve_share; /* of a change of slope, in a turn */
	int head_count;
	struct pressure_head heads[HEADS_MAX];
};

void pressure_ctl_init(struct pressure_ctl *ctl, const struct rig *rig);

/* The plain laws have their turn in every tick. */
void pressure_ctl_choose(struct pressure_ctl *ctl, enum controller controller,
			 const struct plain_gains *gains);

/* After an init with learned springs: the gate counts with the file's, and no command goes beyond that. */
void pressure_ctl_limit(struct pressure_ctl *ctl, const struct rig *file);

/*
 * One tick of the rig's pressure heads, and of no other: what is wanted of each, from what went out in
 * the last tick. A cylinder that is asked for nothing lets go of its air.
 */
void pressure_ctl_step(struct pressure_ctl *ctl, struct actuation *wanted,
		       const struct setpoint *setpoint, const struct belief *belief,
		       const struct actuation *last);

#endif
