/*
 * air_drive.h - asking an actuator's air for a push so that it is felt when it is wanted: how much more than is
 * wanted, and how far ahead.
 *
 * The inverse of a first-order lag with a loop of CLOSE_S around it: what is missing times lag / CLOSE_S on top
 * brings the push within CLOSE_S of the dead time's end. What is left of the lag then is led by, along the
 * target's slope and its curve. All of it follows from the lags that air_ahead.h learns.
 *
 * What little is missing at last can be brought there by a quicker loop: of little alone, as one so quick swings
 * where the dead time is twice what was told.
 */
#ifndef CORE_CONTROL_AIR_DRIVE_H
#define CORE_CONTROL_AIR_DRIVE_H

#include "core/control/air_ahead.h"
#include "core/control/within.h"

#include <math.h>

#define CURVE_MOST_N  2.0  /* of lead along a curve [P] */
#define AIR_FINE_N    0.86 /* of push missing, that can be brought there sooner [P] */
#define AIR_FINE_MORE 2.26 /* times as much again is asked for, for that: a loop of 12 ms [P] */
#define AIR_FINE_TO_N 2.0  /* more than that is not little, and nothing of it is met sooner [P] */

struct air_drive {
	double fill_gain; /* of push missing, that is asked for on top */
	double vent_gain;
	double fill_lead_s; /* from a push that is asked for to one that is felt, beyond the dead time */
	double vent_lead_s;
	double curve_s; /* that a change of the target's slope leads by */
};

/* As the air's lags are by now. */
void air_drive_fit(struct air_drive *drive, const struct air_ahead *air);

/* Of a change of the target's slope, what is no curve any more a turn later. */
double air_drive_curve_share(double turn_s);

/* To be asked for beyond a push of which so much is missing: less than none, where there is too much. */
static inline double air_drive_more_n(const struct air_drive *drive, double missing_n)
{
	return (missing_n > 0.0 ? drive->fill_gain : drive->vent_gain) * missing_n;
}

/* What is to be asked for, beyond its spring, that a push soon be push_n, where then_n will be there. */
static inline double air_drive_driven_n(const struct air_drive *drive, double push_n, double then_n)
{
	return push_n + air_drive_more_n(drive, push_n - then_n);
}

/* So much of it as is little: up to most_n, and nothing where there is much. */
static inline double air_drive_little_n(double n, double most_n)
{
	return within(n, -most_n, most_n) * within(AIR_FINE_TO_N - fabs(n), 0.0, 1.0);
}

/* Likewise, with what little is missing at last brought there sooner. */
static inline double air_drive_finely_driven_n(const struct air_drive *drive, double push_n,
					       double then_n)
{
	const double missing_n = push_n - then_n;

	return push_n +
	       air_drive_more_n(drive, missing_n + AIR_FINE_MORE * air_drive_little_n(missing_n,
										      AIR_FINE_N));
}

/* How much less a target is to be ahead of itself then, along its slope. */
double air_drive_finely_less_n(const struct air_drive *drive, double rate_n_s);

/*
 * What a target is to be ahead of itself, beyond the dead time, along its slope of rate_n_s; beyond_n_s: how much
 * steeper that is than it was; later_s: what else passes until a push is felt.
 */
static inline double air_drive_lead_n(const struct air_drive *drive, double rate_n_s,
				      double beyond_n_s, double later_s)
{
	const double air_s = rate_n_s > 0.0 ? drive->fill_lead_s : drive->vent_lead_s;

	return (air_s + later_s) * rate_n_s +
	       within(drive->curve_s * beyond_n_s, -CURVE_MOST_N, CURVE_MOST_N);
}

#endif
