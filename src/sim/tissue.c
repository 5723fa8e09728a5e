/* tissue.c - see tissue.h. */
#include "sim/tissue.h"

#include <math.h>

#define HEAD_30MM_M2 7.07e-4
#define PI           3.141592653589793

static enum tissue_law law_of(double exponent)
{
	if (fabs(exponent - 2.0) < 1e-12) {
		return TISSUE_SQUARE;
	}
	return fabs(exponent - 1.5) < 1e-12 ? TISSUE_ROOT_CUBE : TISSUE_POWER;
}

void tissue_init(struct tissue *tissue, const struct patient *patient, const struct spot *spot)
{
	enum region region = spot->region;
	double area = spot->area_m2 / HEAD_30MM_M2;

	*tissue = (struct tissue){
		.region = region,
		.law = law_of(patient->exponent),
		.k_n_m_n = patient->stiffness_n_m_n * patient->stiffness_share[region] * sqrt(area),
		.exponent = patient->exponent,
		.damping_s_m = patient->damping_s_m,
		.clearance_m = patient->clearance_m,
		.wall_m = patient->wall.depth_m[region],
		.wall_n_m = patient->wall.stiffness_n_m * sqrt(area),
		.x_m = spot->x_m,
		.y_m = spot->y_m,
		.radius_m = sqrt(spot->area_m2 / PI),
		.comfort_n = patient->comfort_n[region] * area, /* what hurts is the pressure */
		.firmness = 1.0,
	};
	for (int b = 0; b < RELAXATION_BRANCHES; b++) {
		tissue->share[b] = patient->relaxation.share[b];
		tissue->tau_s[b] = patient->relaxation.tau_s[b];
	}
}

void tissue_pace(struct tissue *tissue, double step_s)
{
	for (int b = 0; b < RELAXATION_BRANCHES; b++) {
		tissue->keep[b] = tissue->tau_s[b] > 0.0 ? exp(-step_s / tissue->tau_s[b]) : 0.0;
	}
}

void tissue_slide(struct tissue *tissue, double slid_m)
{
	double keep = exp(-0.5 * slid_m / tissue->radius_m);

	for (int b = 0; b < RELAXATION_BRANCHES; b++) {
		tissue->memory_n[b] *= keep;
	}
	tissue->softness *= keep;
}

double tissue_power(const struct tissue *tissue, double depth_m)
{
	return tissue->k_n_m_n * (tissue->law == TISSUE_ROOT_CUBE ? depth_m * sqrt(depth_m)
								  : pow(depth_m, tissue->exponent));
}
