/*
 * belief.h - what the estimate holds true of the heads: estimate -> conditions, technique, control.
 */
#ifndef KNEAD_BELIEF_H
#define KNEAD_BELIEF_H

#include <knead/limits.h>

#include <stdbool.h>
#include <stdint.h>

enum input_state {
	INPUT_NEVER = 0, /* nothing was ever read */
	INPUT_LIVE,
	INPUT_STALE, /* older than the hold age: hold, do not rise */
	INPUT_LOST,  /* older than the release age: let go */
	INPUT_IMPLAUSIBLE
};

struct head_belief {
	enum input_state input;  /* of the force sensor */
	enum input_state beside; /* the worst of the other fitted ones, never stale; LIVE without */
	bool fresh;              /* a plausible force sample arrived in this tick */
	bool contact;            /* with hysteresis */
	bool contact_sure;       /* for CONTACT_SURE_S without a break */
	bool position_known; /* a plausible sample; of a fitted sensor, within its release age */
	bool pressure_known; /* likewise */
	double force_n;      /* latest plausible reading */
	int64_t force_age_ns;
	double position_m;
	double speed_m_s; /* of the piston, filtered */
	double pressure_pa;
	double stiffness_n_m; /* secant since contact; 0 while unknown */
	bool surface_known;   /* a plausible temperature of a heated face, within its release age */
	double surface_c;
};

struct belief {
	int head_count;
	struct head_belief heads[HEADS_MAX];
};

#endif
