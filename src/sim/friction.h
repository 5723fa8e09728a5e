/*
 * friction.h - dry friction at a piston or carriage: sticks truly, slides by Stribeck's curve.
 *
 * At rest anything up to breakaway is held; sliding, friction falls from breakaway to its Coulomb
 * share as 1 / (1 + (v / vs)^2) (Hess and Soom 1990). Set-valued at rest, so it is no function of
 * the speed: one sub-step of momentum is projected instead. The push that is left when everything
 * linear was taken at the speed the step ends with either is within friction, and the piston stands
 * still, or exceeds it, and the rest moves the piston. No smoothing, so nothing creeps; friction
 * never acts with the motion, so it creates no energy. The curve's level is that of the speed the
 * step starts with: it falls faster than mass / step, and taken at the end it would have two
 * answers.
 */
#ifndef KNEAD_SIM_FRICTION_H
#define KNEAD_SIM_FRICTION_H

#include <knead/rig.h>

/*
 * What a person gives back to a head moving at a speed: force_n + damping_n_s_m x speed, never
 * pulling.
 */
struct reaction {
	double force_n;
	double damping_n_s_m;
};

/* A friction_spec and a mass, ready for sub-steps of one length. */
struct friction {
	double inertia_n_s_m; /* mass / step */
	double viscous_n_s_m;
	double slide_n;
	double breakaway_more_n; /* beyond slide_n */
	double per_stribeck_s_m;
};

static inline struct friction friction_of(const struct actuator_spec *spec, double step_s)
{
	const struct friction_spec *from = &spec->friction;
	double slide_n = from->breakaway_n * from->coulomb_share;

	return (struct friction){
		.inertia_n_s_m = spec->mass_kg / step_s,
		.viscous_n_s_m = from->viscous_n_s_m,
		.slide_n = slide_n,
		.breakaway_more_n = from->breakaway_n - slide_n,
		.per_stribeck_s_m = from->stribeck_m_s > 0.0 ? 1.0 / from->stribeck_m_s : 0.0,
	};
}

/* The most dry friction there is at a speed. */
static inline double friction_most_n(const struct friction *friction, double speed_m_s)
{
	double x = speed_m_s * friction->per_stribeck_s_m;

	return friction->slide_n + friction->breakaway_more_n / (1.0 + x * x);
}

/* The speed a step ends with; *dry_n is what friction did, positive against positive motion. */
static inline double friction_settle(double free_n, double linear_n_s_m, double most_n,
				     double *dry_n)
{
	if (free_n > most_n) {
		*dry_n = most_n;
	} else if (free_n < -most_n) {
		*dry_n = -most_n;
	} else {
		*dry_n = free_n;
		return 0.0;
	}
	return (free_n - *dry_n) / linear_n_s_m;
}

/* One sub-step: the new speed from the old one, under push_n and against a person. */
static inline double friction_speed(const struct friction *friction, double speed_m_s,
				    double push_n, const struct reaction *reaction, double *dry_n)
{
	double most_n = friction_most_n(friction, speed_m_s);
	double linear_n_s_m = friction->inertia_n_s_m + friction->viscous_n_s_m;
	double free_n = friction->inertia_n_s_m * speed_m_s + push_n;
	double speed = friction_settle(free_n - reaction->force_n,
				       linear_n_s_m + reaction->damping_n_s_m, most_n, dry_n);

	if (reaction->force_n + reaction->damping_n_s_m * speed < 0.0) {
		/* the skin would pull: it is left behind */
		speed = friction_settle(free_n, linear_n_s_m, most_n, dry_n);
	}
	return speed;
}

#endif
