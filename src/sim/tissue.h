/*
 * tissue.h - what a person gives back to one head: elastic, relaxing, damped, a wall behind; it
 * never pulls.
 *
 * Quasi-linear viscoelasticity (Fung): a press answers with y = firmness k d^n at once, and each
 * branch gives its share g of that up as its memory q follows, q' = (y - q) / tau. The force is y -
 * sum g q: held at one depth it falls by exactly its shares with exactly its time constants, and
 * however long it was held, a quick further press meets the full slope of y.
 *
 * It creates no energy. Let E be the integral of k d^n over d, e the depth that q would belong to,
 * and W = E(d) - E(e) - q (d - e) a branch's store: never negative, as E is convex, and 0 in full
 * rest. What a branch returns, y - q, is dW/dd, and W loses (d - e)(y - q) / tau, two factors of
 * one sign. Left behind by the head, the skin rests where y = sum g q, the same law with no force.
 *
 * F = (y - sum g q + wall)(1 + lambda d'), Hunt and Crossley 1975. k is for a 30 mm head; at the
 * same depth a flat punch presses in proportion to its radius (Boussinesq: F = 2 E a d), so
 * stiffness goes with the square root of the head's area.
 */
#ifndef KNEAD_SIM_TISSUE_H
#define KNEAD_SIM_TISSUE_H

#include <knead/patient.h>
#include <knead/region.h>

enum tissue_law { TISSUE_POWER = 0, TISSUE_SQUARE, TISSUE_ROOT_CUBE };

/* What tissue needs to know of the head above it. */
struct spot {
	enum region region;
	double x_m;
	double y_m;
	double area_m2; /* of the pressing face */
};

struct tissue {
	enum region region;
	enum tissue_law law; /* 2 and 1.5 go without a power function */
	double k_n_m_n;
	double exponent;
	double damping_s_m;
	double clearance_m;
	double wall_m; /* depth it begins at */
	double wall_n_m;
	double share[RELAXATION_BRANCHES];
	double tau_s[RELAXATION_BRANCHES];
	double keep[RELAXATION_BRANCHES]; /* of q over one step */
	double memory_n[RELAXATION_BRANCHES];
	/* what the person makes of this place, see person.h */
	double x_m;
	double y_m;
	double radius_m;   /* of the head */
	double comfort_n;  /* under this head */
	double softness;   /* share of the stiffness gone by work */
	double firmness;   /* softness and knots: factor of k */
	double level_m;    /* height of the skin before the last shift */
	double level_by_m; /* and what that shift adds */
};

/* Fresh tissue at rest. tissue_pace must follow. */
void tissue_init(struct tissue *tissue, const struct patient *patient, const struct spot *spot);

/* How long each press lasts from now on. */
void tissue_pace(struct tissue *tissue, double step_s);

/* The head slides by slid_m: that much fresh tissue comes under it, unrelaxed and unworked. */
void tissue_slide(struct tissue *tissue, double slid_m);

/* k d^n for any exponent. */
double tissue_power(const struct tissue *tissue, double depth_m);

/* One step at that depth; firmness is a factor of k. Returns the force without damping. */
static inline double tissue_press(struct tissue *tissue, double depth_m, double firmness)
{
	double *q = tissue->memory_n;
	double given_up_n = tissue->share[0] * q[0] + tissue->share[1] * q[1];
	double quick_n = 0.0;
	double wall_n = 0.0;

	if (depth_m > 0.0) {
		quick_n = tissue->law == TISSUE_SQUARE ? tissue->k_n_m_n * depth_m * depth_m
						       : tissue_power(tissue, depth_m);
		quick_n *= firmness;
		if (depth_m > tissue->wall_m) {
			wall_n = tissue->wall_n_m * (depth_m - tissue->wall_m);
		}
	}
	if (quick_n < given_up_n) {
		quick_n = given_up_n; /* no contact */
	}
	q[0] = quick_n + (q[0] - quick_n) * tissue->keep[0];
	q[1] = quick_n + (q[1] - quick_n) * tissue->keep[1];
	return quick_n - given_up_n + wall_n;
}

/* The whole force while the depth grows by depth_m_s; the skin lets go rather than pull. */
static inline double tissue_force_n(const struct tissue *tissue, double elastic_n, double depth_m_s)
{
	double share = 1.0 + tissue->damping_s_m * depth_m_s;

	return share > 0.0 ? elastic_n * share : 0.0;
}

#endif
