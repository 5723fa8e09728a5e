#include "core/control/dry_friction.h"

#include <math.h>
#include <string.h>

/* All but the first two found by trial on sim-16: the nominal patient, and the cohort. [P] */
#define BELIEVED_SHARE 1.5   /* of breakaway: double of what files say is held by the integral */
#define MIDDLE_MOST_N  10.0  /* as far as spring and area can be wrong */
#define SPEED_S        0.020 /* time constant of the steadier speed */
#define ON_SIDE        0.95
#define LEARNS_S       0.033 /* time constant of learning */
#define BOTH_SHARE     0.6   /* of what one way tells under a heavy load, that is true of both */
#define LOOSE_SHARE    1.12  /* of sliding friction: between it and breakaway */

/*
 * A head that rests and comes off the skin comes back too hard, so it is slow to push in and quick to yield.
 * One that presses hard yields slowly, as one that yields hides a muscle from guard.c.
 */
static const struct dry_friction_sides sides_of[] = {
	[PRESS_REST] = {.in_s_n = 1.0 / 4.0,
			.out_s_n = 1.0 / 1.3,
			.per_n = 1.0 / 0.35,
			.per_n_s = 32.0},
	[PRESS_LIGHT] = {.in_s_n = 1.0 / 1.6,
			 .out_s_n = 1.0 / 2.6,
			 .per_n = 1.0 / 0.42,
			 .per_n_s = 14.4},
	[PRESS_HEAVY] = {.in_s_n = 1.0 / 4.0,
			 .out_s_n = 1.0 / 4.0,
			 .per_n = 1.0 / 0.65,
			 .per_n_s = 14.4},
};

static void press_with(struct dry_friction *friction, enum press_kind press)
{
	friction->press = press;
	friction->sides = sides_of[press];
	friction->held_per_n = friction->sides.per_n_s * friction->turn_s;
}

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
	friction->turn_s = turn_s;
	press_with(friction, PRESS_REST);
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

void dry_friction_bear(struct dry_friction *friction, enum press_kind press)
{
	const bool bore_heavily = friction->press == PRESS_HEAVY;
	const double in_n = friction->in_n;
	const double out_n = friction->out_n;

	press_with(friction, press);
	if (bore_heavily == (press == PRESS_HEAVY)) {
		return;
	}
	if (friction->bore) {
		friction->in_n = friction->other_in_n;
		friction->out_n = friction->other_out_n;
		settle(friction);
	}
	friction->other_in_n = in_n;
	friction->other_out_n = out_n;
	friction->bore = true;
}

static void move(double *level_n, double change_n)
{
	*level_n = within(*level_n + change_n, -MIDDLE_MOST_N, MIDDLE_MOST_N);
}

void dry_friction_take(struct dry_friction *friction, double push_n,
		       const struct head_belief *belief)
{
	const double speed_m_s = friction->speed_m_s;
	const bool in = speed_m_s > 0.0;
	double told_n;
	double change_n;

	if (!(in ? friction->side > ON_SIDE : friction->side < -ON_SIDE)) {
		return; /* the push is on its way to the other side */
	}
	friction->taken++;
	told_n = push_n - belief->force_n - friction->viscous_n_s_m * speed_m_s;
	change_n = friction->learns_share * (told_n - (in ? friction->in_n : friction->out_n));
	move(in ? &friction->in_n : &friction->out_n, change_n);
	if (friction->press == PRESS_HEAVY) {
		move(in ? &friction->out_n : &friction->in_n, BOTH_SHARE * change_n);
	}
	settle(friction);
}
