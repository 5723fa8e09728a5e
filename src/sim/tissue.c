/* tissue.c - see tissue.h. */
#include "sim/tissue.h"

#include <math.h>

#define HEAD_30MM_M2 7.07e-4

void tissue_init(struct tissue *tissue, const struct patient *patient, enum region region,
		 double head_area_m2)
{
	*tissue = (struct tissue){
		.k_n_m_n = patient->stiffness_n_m_n * sqrt(head_area_m2 / HEAD_30MM_M2),
		.exponent = patient->exponent,
		.square = fabs(patient->exponent - 2.0) < 1e-12,
		.damping_s_m = patient->damping_s_m,
		.clearance_m = patient->clearance_m,
		.breath_m = patient->breathing.amplitude_m[region],
	};
}

double tissue_power(const struct tissue *tissue, double depth_m)
{
	return depth_m > 0.0 ? tissue->k_n_m_n * pow(depth_m, tissue->exponent) : 0.0;
}
