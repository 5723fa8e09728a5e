/*
 * dry_friction.h - what dry friction takes of a piston's push, learned as it is met, and the side of it the
 * push must stand on.
 *
 * A stuck piston holds anything between two pushes: the one that moves it in and the one that lets it out
 * (Karnopp, J. Dyn. Sys. 107, 1985; Olsson and others, Eur. J. Control 4, 1998). Both are measured while
 * it slides, as push less force: their middle is what the spring is off by, their distance is friction.
 * In between, the push goes from one side to the other: at once where the target moves, or breath moves
 * the skin, for then the piston must; and with the error, and its integral, where neither is known to, or
 * the error is large.
 *
 * Where the air pushes otherwise than was told, the middle is another under a heavy load. So what is met there is
 * kept apart, and what one way tells there is taken to be mostly true of the other.
 *
 * Nothing is felt of a push that goes to the other side as breath turns: the piston sticks meanwhile. On
 * one side, and left there, it follows the skin in steps smaller than from breakaway to sliding friction,
 * for what is viscous stops it earlier; a push that answers every step makes them larger.
 */
#ifndef CORE_CONTROL_DRY_FRICTION_H
#define CORE_CONTROL_DRY_FRICTION_H

#include "core/control/within.h"

#include <knead/belief.h>
#include <knead/rig.h>

#include <math.h>
#include <stdbool.h>

/* Found by trial on sim-16: the nominal patient, and the cohort. [P] */
#define DRY_FRICTION_SLIDES_M_S 0.003    /* above it, it surely moves */
#define DRY_FRICTION_OLD_NS     10000000 /* a force that is older is not that of this push */
#define DRY_FRICTION_STEADY     0.15     /* speeds that differ by more are not the same */
#define DRY_FRICTION_SURE \
	5.5 /* what is known outweighs at most 2.9 N of error, 1.6 N at rest: guard.c mostly hears by then */

/* What a head presses with: each has its own way of taking the push from side to side. */
enum press_kind {
	PRESS_REST,
	PRESS_LIGHT,
	PRESS_HEAVY,
};

/* How surely a piston moves: 1, and it does. */
struct dry_friction_sides {
	double in_s_n;  /* by a force that must rise so fast, ... */
	double out_s_n; /* ... or fall */
	double per_n;   /* and by an error: at once, ... */
	double per_n_s; /* ... and one that stays */
};

struct dry_friction {
	double viscous_n_s_m;
	double slide_n;   /* as the file says */
	double most_n;    /* of either side, that is believed */
	double in_n;      /* push less force while it slides in */
	double out_n;     /* likewise out, mostly negative */
	double mid_n;     /* the middle of the two */
	double half_n;    /* half their distance, and something for breaking loose */
	double side;      /* -1 out .. 1 in, where the push stands */
	double held;      /* the part of it that stays without an error */
	double speed_m_s; /* slower than the belief's, so steadier */
	double turn_s;
	double held_per_n;   /* by an error of 1 N in one turn */
	double learns_share; /* of what is new, in a turn */
	double speed_share;
	struct dry_friction_sides sides;
	enum press_kind press;
	double other_in_n; /* under a heavy load if it bears none, and the other way round */
	double other_out_n;
	unsigned taken; /* how often it told of either */
	bool bore;      /* a heavy load: the others are known */
	bool slid;      /* through the air, which told where the middle is */
	bool found;     /* it slid before a touch: from then on friction is learned on the skin */
};

void dry_friction_init(struct dry_friction *friction, const struct actuator_spec *actuator,
		       double turn_s);

/* One turn before the first touch: that push, beyond what is felt, slides it in at that speed. */
void dry_friction_slide(struct dry_friction *friction, double push_n, double speed_m_s);

/* A touch: if it slid there it knows where the middle is, else the next approach tells. */
void dry_friction_find(struct dry_friction *friction);

/* What a piston that slides steadily tells: for dry_friction_learn alone. */
void dry_friction_take(struct dry_friction *friction, double push_n,
		       const struct head_belief *belief);

/* One turn of looking: push_n is the air's, beyond the spring. */
static inline void dry_friction_learn(struct dry_friction *friction, double push_n,
				      const struct head_belief *belief)
{
	double speed_m_s;

	friction->speed_m_s += friction->speed_share * (belief->speed_m_s - friction->speed_m_s);
	speed_m_s = fabs(friction->speed_m_s);
	if (speed_m_s > DRY_FRICTION_SLIDES_M_S && belief->force_age_ns <= DRY_FRICTION_OLD_NS &&
	    fabs(belief->speed_m_s - friction->speed_m_s) <= DRY_FRICTION_STEADY * speed_m_s) {
		dry_friction_take(friction, push_n, belief);
	}
}

/* It is to press with that from now on; what is learned under a heavy load and without changes places. */
void dry_friction_bear(struct dry_friction *friction, enum press_kind press);

/*
 * One turn: what to push beyond the target. rate_n_s is how fast the piston must change the force: the
 * target's slope, less what breath does.
 */
static inline double dry_friction_n(struct dry_friction *friction, double error_n, double rate_n_s)
{
	const struct dry_friction_sides *by = &friction->sides;
	const double lead = rate_n_s * (rate_n_s > 0.0 ? by->in_s_n : by->out_s_n);
	double sure;

	friction->held =
		lead > 1.0    ? 1.0
		: lead < -1.0 ? -1.0
			      : within(friction->held + friction->held_per_n * error_n, -1.0, 1.0);
	sure = within(friction->held + lead, -DRY_FRICTION_SURE, DRY_FRICTION_SURE);
	friction->side = within(sure + error_n * by->per_n, -1.0, 1.0);
	return friction->mid_n + friction->half_n * friction->side;
}

#endif
