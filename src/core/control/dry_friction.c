#include "core/control/dry_friction.h"

#include <math.h>
#include <string.h>

/* All but the first two found by trial on sim-16: the nominal patient, and the cohort. [P] */
#define BELIEVED_SHARE 1.5   /* of breakaway: double of what files say is held by the integral */
#define MIDDLE_MOST_N  10.0  /* as far as spring and area can be wrong */
#define SPEED_S        0.020 /* time constant of the steadier speed */
#define ON_SIDE        0.95
#define LEARNS_S       0.033 /* time constant of learning */
#define LOOSE_SHARE    1.1   /* of sliding friction: between it and breakaway */
#define HELD_PER_N_S   24.0  /* or an error of 1 N for a 24th of a second */

static void settle(struct dry_friction *friction)
{
	double half_n = 0.5 * LOOSE_SHARE * (friction->in_n - friction->out_n);

	friction->mid_n = 0.5 * (friction->in_n + friction->out_n);
	friction->half_n = within(half_n, 0.0, friction->most_n);
}

void dry_friction_init(struct dry_friction *friction, const struct actuator_spec *actuator,
		       double turn_s)
{
	const struct friction_spec *from = &actuator->friction;

	memset(friction, 0, sizeof(*friction));
	friction->viscous_n_s_m = from->viscous_n_s_m;
	friction->slide_n = from->breakaway_n * from->coulomb_share;
	friction->most_n = BELIEVED_SHARE * from->breakaway_n;
	friction->in_n = friction->slide_n;
	friction->out_n = -friction->slide_n;
	friction->learns_share = turn_s / LEARNS_S;
	friction->speed_share = turn_s / SPEED_S;
	friction->held_per_n = HELD_PER_N_S * turn_s;
	settle(friction);
}

void dry_friction_slide(struct dry_friction *friction, double push_n, double speed_m_s)
{
	const double told_n =
		within(push_n - friction->viscous_n_s_m * speed_m_s, -MIDDLE_MOST_N, MIDDLE_MOST_N);
	const double share = friction->slid ? friction->learns_share : 1.0;

	friction->in_n += share * (told_n - friction->in_n);
	friction->out_n = friction->in_n - 2.0 * friction->slide_n;
	friction->slid = true;
	settle(friction);
}

void dry_friction_find(struct dry_friction *friction)
{
	friction->found = friction->slid;
}

void dry_friction_take(struct dry_friction *friction, double push_n,
		       const struct head_belief *belief)
{
	const double speed_m_s = friction->speed_m_s;
	double *level_n;
	double told_n;

	if (!(speed_m_s > 0.0 ? friction->side > ON_SIDE : friction->side < -ON_SIDE)) {
		return; /* the push is on its way to the other side */
	}
	level_n = speed_m_s > 0.0 ? &friction->in_n : &friction->out_n;
	told_n = push_n - belief->force_n - friction->viscous_n_s_m * speed_m_s;
	*level_n = within(*level_n + friction->learns_share * (told_n - *level_n), -MIDDLE_MOST_N,
			  MIDDLE_MOST_N);
	settle(friction);
}
