/* one_person.h - a nominal person under heads whose positions are prescribed: no piston, no air. */
#ifndef TESTS_SIM_ONE_PERSON_H
#define TESTS_SIM_ONE_PERSON_H

#include "near.h"
#include "sim/person.h"
#include "sim/tissue.h"

#include <math.h>
#include <stdint.h>

#define STEP_S    0.001
#define CLEAR_M   0.015
#define AREA_30MM 7.07e-4
#define PLACES    2
#define COMFORT_N 60.0
#define K_N_M2    156000.0
#define FAST_S    0.3
#define SLOW_S    8.0
#define WALL_M    0.030
#define WALL_N_M  35000.0

struct one_person {
	struct patient patient;
	struct spot spots[PLACES];
	struct person person;
	struct tissue tissues[PLACES];
	double forces_n[PLACES];
	double step_s;
};

/* Nothing happens and nobody breathes unless asked to. */
static inline void one_person_describe(struct one_person *one)
{
	*one = (struct one_person){
		.patient = {.name = "one",
			    .stiffness_n_m_n = K_N_M2,
			    .exponent = 2.0,
			    .clearance_m = CLEAR_M,
			    .relaxation = {.share = {0.2, 0.2}, .tau_s = {FAST_S, SLOW_S}},
			    .wall = {.stiffness_n_m = WALL_N_M},
			    .breathing = {.rate_hz = 0.25}},
		.spots = {{REGION_UPPER_BACK, 0.17, -0.06, AREA_30MM},
			  {REGION_LOWER_BACK, 0.31, 0.06, AREA_30MM}},
		.step_s = STEP_S,
	};
	for (int r = 0; r < REGION_COUNT; r++) {
		one->patient.stiffness_share[r] = 1.0;
		one->patient.comfort_n[r] = COMFORT_N;
		one->patient.wall.depth_m[r] = WALL_M;
	}
}

static inline void one_person_lie_down(struct one_person *one, uint64_t seed)
{
	person_init(&one->person, &one->patient, seed);
	for (int i = 0; i < PLACES; i++) {
		tissue_init(&one->tissues[i], &one->patient, &one->spots[i]);
		tissue_pace(&one->tissues[i], one->step_s);
		person_tend(&one->person, &one->tissues[i], 0.0);
		one->forces_n[i] = 0.0;
	}
	person_tended(&one->person);
}

/* One step of the person alone, forces as they were. */
static inline void one_person_wait_step(struct one_person *one)
{
	if (person_advance(&one->person, one->step_s)) {
		for (int i = 0; i < PLACES; i++) {
			person_tend(&one->person, &one->tissues[i], one->forces_n[i]);
		}
		person_tended(&one->person);
	}
}

/* One step, and the force of a head that is then depth_m below where the skin was at first. */
static inline double one_person_press(struct one_person *one, int place, double depth_m,
				      double depth_m_s)
{
	struct tissue *tissue = &one->tissues[place];
	double elastic_n;

	one_person_wait_step(one);
	elastic_n = tissue_press(tissue, depth_m + person_rise_m(&one->person, tissue),
				 person_firmness(&one->person, tissue));
	one->forces_n[place] = tissue_force_n(tissue, elastic_n,
					      depth_m_s + person_rise_m_s(&one->person, tissue));
	return one->forces_n[place];
}

/* Holds one depth for that long, at least one step. */
static inline double one_person_hold(struct one_person *one, int place, double depth_m,
				     double seconds)
{
	double force_n = one_person_press(one, place, depth_m, 0.0);

	for (long i = lround(seconds / one->step_s); i > 1; i--) {
		force_n = one_person_press(one, place, depth_m, 0.0);
	}
	return force_n;
}

#endif
