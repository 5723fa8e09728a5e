/*
 * person.h - everything about the simulated person that is not the tissue under one head: breath,
 * coughs, tensing, shifting, getting up, knots; one person for all heads, one clock.
 *
 * The skin's place and speed are functions of the time alone, so that steps of any length meet the same
 * skin. Guarding, softening and knots answer to the forces; they are looked after every 10 ms, and at
 * every step while the stiffness under a head moves.
 */
#ifndef KNEAD_SIM_PERSON_H
#define KNEAD_SIM_PERSON_H

#include "sim/breath.h"
#include "sim/discomfort.h"
#include "sim/event.h"
#include "sim/knot.h"
#include "sim/shift.h"
#include "sim/tissue.h"

#include <knead/patient.h>

#include <stdbool.h>
#include <stdint.h>

#define EVENTS_KEPT 64

/* Where one region is and how tense. */
struct stretch {
	double rise_m; /* of the skin, toward the heads */
	double rise_m_s;
	double firmness; /* by guarding: factor of the stiffness */
	double guard;    /* 0 at ease .. 1 all of it */
	bool hurts;      /* some head is beyond comfort */
	bool hurt;       /* and was, when last looked after */
};

struct person {
	double t_s;    /* since lying down */
	double tend_s; /* since the tissues were looked after */
	struct breath breath;
	struct script script;
	struct event cough; /* the last of each */
	struct event get_up;
	double tense_until_s;
	struct shift shift;
	struct guarding guarding;
	struct softening softening;
	double amplitude_m[REGION_COUNT];
	struct stretch stretches[REGION_COUNT];
	struct knots knots;
	struct discomfort discomfort;
	double skin_c; /* the warmest under any heated head, told from outside; 0: none */
	double last_s[EVENT_KINDS];       /* when each kind last began */
	int event_count;                  /* so far */
	struct event events[EVENTS_KEPT]; /* the last ones, [event_count % EVENTS_KEPT] is next */
};

/* The same patient and seed are the same person on the same day. */
void person_init(struct person *person, const struct patient *patient, uint64_t seed);

/* All that will be scripted for that person, as script_events. */
int person_events(struct event *out, int max, const struct patient *patient, uint64_t seed,
		  double length_s);

/* One step of the clock, the skin and the muscles. Where it returns true, each tissue must be tended
 * before it is pressed, and person_tended called after the last. */
bool person_advance(struct person *person, double step_s);

/* Looks after one tissue that felt force_n. A fresh one needs it too. */
void person_tend(struct person *person, struct tissue *tissue, double force_n);

void person_tended(struct person *person);

/* Height and speed of the skin under that head. */
static inline double person_rise_m(const struct person *person, const struct tissue *tissue)
{
	return person->stretches[tissue->region].rise_m + tissue->level_m +
	       tissue->level_by_m * person->shift.moved;
}

static inline double person_rise_m_s(const struct person *person, const struct tissue *tissue)
{
	return person->stretches[tissue->region].rise_m_s +
	       tissue->level_by_m * person->shift.moved_per_s;
}

static inline double person_firmness(const struct person *person, const struct tissue *tissue)
{
	return person->stretches[tissue->region].firmness * tissue->firmness;
}

/* Whether a cough, a tensing, a shift, a getting up or a guarding began within EVENT_WINDOW_S. */
bool person_is_in_window(const struct person *person);

#endif
