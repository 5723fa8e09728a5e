/*
 * learned.h - what a calibration found out about a rig's pressure heads: tool -> state folder -> control.
 *
 * Each value stands for one that the rig file names. It is for control alone: limits and safety margins
 * keep to the file.
 */
#ifndef KNEAD_LEARNED_H
#define KNEAD_LEARNED_H

#include <knead/limits.h>
#include <knead/rig.h>

#include <stdbool.h>

enum learned_kind {
	LEARNED_DEAD = 0,  /* s, from an order to the first change of pressure */
	LEARNED_LAG,       /* s, regulator, filling */
	LEARNED_VENT_LAG,  /* s, venting */
	LEARNED_SPRING,    /* N */
	LEARNED_BREAKAWAY, /* N */
	LEARNED_SLIDING,   /* N, coulomb_share x breakaway_n of the file */
	LEARNED_KINDS
};

struct learned_value {
	bool known; /* false: could not be found, the file's holds */
	double value;
	double spread; /* half of what the repetitions lie apart */
};

struct learned_head {
	struct learned_value of[LEARNED_KINDS];
};

struct learned {
	int head_count;
	struct learned_head heads[HEADS_MAX];
};

struct learned_facts {
	const char *name; /* for machines, unit included */
	const char *title;
	double least; /* outside, nothing of the kind is believed */
	double most;
	double grain; /* a difference no larger says nothing */
};

/* A value further from the file's than this is told, and kept only by force [P]. */
#define LEARNED_OFF_SHARE 0.30

/* clang-format off */
static inline const struct learned_facts *learned_facts(enum learned_kind kind)
{
	/* bounds as rig files have them; grains: what the noise of plain sensors hides [P] */
	static const struct learned_facts table[LEARNED_KINDS] = {
		[LEARNED_DEAD]      = { "dead_s",      "dead time",           0.0,   0.2,  0.002 },
		[LEARNED_LAG]       = { "lag_s",       "lag, filling",        0.005, 1.0,  0.005 },
		[LEARNED_VENT_LAG]  = { "vent_lag_s",  "lag, venting",        0.005, 1.0,  0.005 },
		[LEARNED_SPRING]    = { "spring_n",    "return spring",       2.0,   50.0, 0.3 },
		[LEARNED_BREAKAWAY] = { "breakaway_n", "friction, breakaway", 0.0,   10.0, 0.2 },
		[LEARNED_SLIDING]   = { "sliding_n",   "friction, sliding",   0.0,   10.0, 0.2 },
	};

	return &table[(unsigned)kind < LEARNED_KINDS ? kind : LEARNED_DEAD];
}
/* clang-format on */

/* What the rig file says of the same. */
static inline double learned_in_file(const struct actuator_spec *actuator, enum learned_kind kind)
{
	switch (kind) {
	case LEARNED_DEAD:
		return actuator->dead_s;
	case LEARNED_LAG:
		return actuator->lag_s;
	case LEARNED_VENT_LAG:
		return actuator->vent_lag_s;
	case LEARNED_SPRING:
		return actuator->release.spring_n;
	case LEARNED_BREAKAWAY:
		return actuator->friction.breakaway_n;
	case LEARNED_SLIDING:
		return actuator->friction.breakaway_n * actuator->friction.coulomb_share;
	case LEARNED_KINDS:
	default:
		return 0.0;
	}
}

#endif
