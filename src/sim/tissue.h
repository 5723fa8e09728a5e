/*
 * tissue.h - what a person gives back to one head: elastic, damped, never pulling.
 *
 * F = k d^n (1 + lambda d'), Hunt and Crossley 1975. The patient's k is for a 30 mm head; at the same
 * depth a flat punch presses in proportion to its radius (Boussinesq: F = 2 E a d), so k goes with the
 * square root of the head's area.
 */
#ifndef KNEAD_SIM_TISSUE_H
#define KNEAD_SIM_TISSUE_H

#include <knead/patient.h>
#include <knead/region.h>

#include <stdbool.h>

struct tissue {
	double k_n_m_n;
	double exponent;
	bool square; /* exponent 2: by multiplication */
	double damping_s_m;
	double clearance_m;
	double breath_m; /* peak to peak, at this place */
};

void tissue_init(struct tissue *tissue, const struct patient *patient, enum region region,
		 double head_area_m2);

/* k d^n for any exponent; 0 out of contact. */
double tissue_power(const struct tissue *tissue, double depth_m);

/* Elastic part of the force at a depth; 0 out of contact. */
static inline double tissue_elastic_n(const struct tissue *tissue, double depth_m)
{
	if (!(depth_m > 0.0)) {
		return 0.0;
	}
	return tissue->square ? tissue->k_n_m_n * depth_m * depth_m : tissue_power(tissue, depth_m);
}

/* The whole force while the depth grows by depth_m_s; the skin lets go rather than pull. */
static inline double tissue_force_n(const struct tissue *tissue, double elastic_n, double depth_m_s)
{
	double share = 1.0 + tissue->damping_s_m * depth_m_s;

	return share > 0.0 ? elastic_n * share : 0.0;
}

#endif
