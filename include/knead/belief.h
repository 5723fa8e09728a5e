/*
 * belief.h - what the estimate holds true of the heads: estimate -> conditions, technique, control.
 */
#ifndef KNEAD_BELIEF_H
#define KNEAD_BELIEF_H

#include <knead/limits.h>
#include <knead/sensor.h>

#include <stdbool.h>
#include <stdint.h>

#define BREATH_TURN_RAD 6.283185307179586

enum input_state {
	INPUT_NEVER = 0, /* nothing was ever read */
	INPUT_LIVE,
	INPUT_STALE, /* older than the hold age: hold, do not rise */
	INPUT_LOST,  /* older than the release age: let go */
	INPUT_IMPLAUSIBLE
};

#define BREATH_MOST_N_S 4.4 /* that is told of; enough to move a piston for sure [P] */

struct head_belief {
	enum input_state input;  /* of the force sensor */
	enum input_state beside; /* the worst of the other fitted ones, never stale; LIVE without */
	enum sensor beside_which; /* is that one, where it is not live */
	bool fresh;               /* a plausible force sample arrived in this tick */
	bool contact;             /* with hysteresis */
	bool contact_sure;        /* for CONTACT_SURE_S without a break */
	bool position_known; /* a plausible sample; of a fitted sensor, within its release age */
	bool pressure_known; /* likewise */
	double force_n;      /* latest plausible reading, beyond zero_n */
	double zero_n;       /* where its zero lies now, on the factory's: see belief_most_n */
	int64_t force_age_ns;
	double position_m;
	double speed_m_s; /* of the piston, filtered */
	double pressure_pa;
	double breath_n_s; /* breath will soon change the force so, if it stands, up to BREATH_MOST_N_S; of
			    * a light head what takes the skin from it more, soon or in 0.2 s; 0 while unknown */
	double touched_at_m; /* the position at which this contact began */
	bool surface_known;  /* a plausible temperature of a heated face, within its release age */
	double surface_c;
};

/*
 * The person's breath, as far as the skin shows it; one for the whole trunk. All-zero: unknown, and a
 * surface that stands still.
 */
struct breath_belief {
	double confidence;  /* 0..1; below BREATH_SURE no phase and no rate is claimed */
	double phase;       /* 0 breathed out .. 0.5 breathed in .. 1; 0 while unknown */
	double rate_hz;     /* 0 while unknown */
	double amplitude_m; /* rise of the chest in a breath, peak to peak; 0 while unknown */
	double rise_m_s;    /* of the skin of the chest, toward the heads; 0 while unknown ... */
	double quarter_m_s; /* ... and as it was a quarter of a breath ago */
	double share[HEADS_MAX]; /* of it that the skin under that head makes */
};

#define BREATH_SURE 0.5

/*
 * The tissue under a head, as identified from how it answered presses: F = k x^exponent where it was
 * pressed, and how it creeps when held. Each figure is 0 while unknown, with a confidence of 0..1:
 * from TISSUE_SURE on it may be relied on.
 */
struct tissue_belief {
	double stiffness_n_m;    /* its slope at the present force; 0 too while nothing touches */
	double stiffness_10_n_m; /* its slope at 10 N, so that places compare */
	double stiffness_sure;
	double exponent;
	double exponent_sure;
	double relaxation_s; /* time constant of the force at a constant depth, its slow part */
	double relaxation_sure;
};

#define TISSUE_SURE 0.5

struct belief {
	int head_count;
	double zeros_n; /* sum of all zeros that lie above the factory's */
	struct head_belief heads[HEADS_MAX];
	struct breath_belief breath;
};

/*
 * What limits are held against: the force beyond its zero or beyond the factory's, whichever says more, and,
 * of what a person holds back, whichever says less. No zero that was ever believed moves a limit up.
 */
static inline double belief_most_n(const struct head_belief *head)
{
	return head->zero_n > 0.0 ? head->force_n + head->zero_n : head->force_n;
}

static inline double belief_least_n(const struct head_belief *head)
{
	return head->zero_n < 0.0 ? head->force_n + head->zero_n : head->force_n;
}

#define STIFFNESS_FROM_N 5.0 /* below it the secant is mostly the contact threshold */
#define STIFFNESS_FROM_M 1e-3

/* The tissue's secant since contact; 0 while unknown. */
static inline double belief_stiffness_n_m(const struct head_belief *head)
{
	const double pressed_m = head->position_m - head->touched_at_m;

	return head->contact && head->position_known && head->force_n >= STIFFNESS_FROM_N &&
			       pressed_m >= STIFFNESS_FROM_M
		       ? head->force_n / pressed_m
		       : 0.0;
}

/*
 * How fast the skin under that head will come toward it ahead_s from now; 0 while unknown. Good for
 * an ahead_s of a tenth of a breath.
 */
static inline double breath_rise_m_s(const struct belief *belief, int head, double ahead_s)
{
	const struct breath_belief *breath = &belief->breath;
	const double turn = BREATH_TURN_RAD * breath->rate_hz * ahead_s;

	return breath->share[head] *
	       (breath->rise_m_s * (1.0 - 0.5 * turn * turn) - breath->quarter_m_s * turn);
}

#endif
