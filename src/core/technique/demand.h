/*
 * demand.h - what people ask of the strokes as it is followed: speed, force and balance, gradually and
 * without a jerk.
 */
#ifndef CORE_TECHNIQUE_DEMAND_H
#define CORE_TECHNIQUE_DEMAND_H

#include "core/technique/ease.h"
#include "core/technique/rows.h"
#include "core/technique/stroke.h"

#include <knead/command.h>
#include <knead/technique.h>

#include <stdbool.h>

/*
 * What people change is followed at 115 N/s and the balance at a half of 80 N in a second, at most, through
 * two lags of 0.1 s: what that adds to the third derivative of a hand's force, beside the stroke's own
 * STROKE_JERK_N_S3. [D]
 */
#define FOLLOW_JERK_N_S3 30000.0

struct demand {
	struct eased speed; /* a ratio of the technique's own */
	struct eased force_n;
	struct eased gain[ROW_SIDES]; /* balance */
	struct pace pace;             /* at that speed ... */
	double most_n;                /* ... and the most force it allows */
};

/* Hands are in the air: the speed asked for, at once. What is out of range counts as 1. */
void demand_take_speed(struct demand *demand, const struct command *command);

/* A bout of this stroke begins with this force, at the balance asked for and the speed taken. */
void demand_begin(struct demand *demand, const struct stroke *stroke, const struct command *command,
		  double force_n);

/*
 * One tick toward what is asked for, at this intensity of the session, 0..1. Returns whether the speed as
 * it was allows less force than that.
 */
bool demand_step(struct demand *demand, const struct stroke *stroke, const struct command *command,
		 double intensity, double dt_s);

#endif
