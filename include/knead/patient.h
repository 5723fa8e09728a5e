/*
 * patient.h - a simulated person, as a patient file describes one: configuration -> simulator.
 *
 * All-zero memory is a person of no stiffness who does nothing; a share or rate of 0 switches its
 * part off. Places and heights are as in region.h, for a person of BODY_HEIGHT_M.
 */
#ifndef KNEAD_PATIENT_H
#define KNEAD_PATIENT_H

#include <knead/region.h>

#define KNOTS_MAX 12

/*
 * A press into fresh tissue is answered by k d^n at once; held at that depth, each branch lets go
 * of its share with its time constant.
 */
#define RELAXATION_BRANCHES 2
struct relaxation {
	double share[RELAXATION_BRANCHES];
	double tau_s[RELAXATION_BRANCHES];
};

/* What lies behind the soft tissue: a spring, for a 30 mm head, from a depth on. */
struct wall {
	double stiffness_n_m;
	double depth_m[REGION_COUNT];
};

struct breathing {
	double rate_hz;
	double length_spread;             /* each breath is this share longer or shorter at most */
	double depth_spread;              /* and this share deeper or shallower */
	double amplitude_m[REGION_COUNT]; /* peak to peak rise of the skin in a mean breath */
};

/* Pressed beyond comfort, the muscles of that region stiffen. */
struct guarding {
	double stiffens_by; /* share of the stiffness; 0: never */
	double onset_s;     /* until all of it */
	double fades_s;     /* from easing until none of it */
};

/* Worked tissue gets softer. */
struct softening {
	double most;     /* share of the stiffness that can go; 0: none */
	double dose_n_s; /* force x time at one place for 63 % of it */
};

/* A trigger point. */
struct knot {
	enum region region;
	double x_m;
	double y_m;
	double radius_m;
	double ratio;      /* stiffness right above it against the tissue around */
	double releases_s; /* after this long above KNOT_RELEASE_SHARE of comfort; 0: never */
};

#define KNOT_RELEASE_SHARE 0.7 /* [S] compression at 70 % of what is comfortable */

/* What happens now and then, drawn by seed; 0: never. */
struct happenings {
	double deep_breaths_per_min;
	double coughs_per_min;
	double cough_m;        /* rise of the chest */
	double tenses_per_min; /* guards for no reason */
	double shifts_per_min; /* by 20 to 50 mm */
	double gets_up_at_s;   /* after lying down; 0: stays */
};

struct patient {
	char name[32];
	double height_m;
	double stiffness_n_m_n; /* k, N / m^exponent, a 30 mm head pressed fast into the back */
	double exponent;        /* n */
	double damping_s_m;     /* Hunt-Crossley lambda */
	double clearance_m;     /* from a retracted head to the skin */
	double ceiling_n;       /* what an attendant would set as this person's ceiling */
	double stiffness_share[REGION_COUNT]; /* of k */
	double comfort_n[REGION_COUNT];       /* most that is comfortable, under a 30 mm head */
	struct relaxation relaxation;
	struct wall wall;
	struct breathing breathing;
	struct guarding guarding;
	struct softening softening;
	struct happenings happenings;
	int knot_count;
	struct knot knots[KNOTS_MAX];
};

/* Half the width of the body there, from the midline [M]; the arms lie beside the trunk. */
static inline double body_half_width_m(enum region region)
{
	static const double table[REGION_COUNT] = {
		[REGION_NECK] = 0.065,       [REGION_SHOULDERS] = 0.22, [REGION_UPPER_BACK] = 0.19,
		[REGION_LOWER_BACK] = 0.165, [REGION_HIPS] = 0.185,     [REGION_ARMS] = 0.35,
		[REGION_LEGS] = 0.20,
	};

	return table[region > REGION_NONE && region < REGION_COUNT ? region : REGION_NONE];
}

/* The same person on a day when nothing happens: breath as before, no events, no guarding. */
static inline void patient_calm(struct patient *patient)
{
	patient->happenings = (struct happenings){0};
	patient->guarding = (struct guarding){0};
}

/* The same person holding the breath. */
static inline void patient_hold_breath(struct patient *patient)
{
	for (int r = 0; r < REGION_COUNT; r++) {
		patient->breathing.amplitude_m[r] = 0.0;
	}
}

#endif
