/*
 * dry_friction.h - what dry friction takes of a piston's push, learned as it is met, and the side of it the
 * push must stand on.
 *
 * A stuck piston holds anything between two pushes: the one that moves it in and the one that lets it out
 * (Karnopp, J. Dyn. Sys. 107, 1985; Olsson and others, Eur. J. Control 4, 1998). Both are measured while
 * it slides, as push less force: their middle is what the spring is off by, their distance is friction.
 * In between, the push goes from one side to the other: at once where the target moves, for then the
 * piston must; and with the error, and its integral, where it stands still and only breath moves.
 */
#ifndef CORE_CONTROL_DRY_FRICTION_H
#define CORE_CONTROL_DRY_FRICTION_H

#include <knead/belief.h>
#include <knead/rig.h>

#include <stdbool.h>

struct dry_friction {
	double viscous_n_s_m;
	double slide_n;      /* as the file says */
	double most_n;       /* of either side, that is believed */
	double in_n;         /* push less force while it slides in */
	double out_n;        /* likewise out, mostly negative */
	double mid_n;        /* the middle of the two */
	double half_n;       /* half their distance, and something for breaking loose */
	double side;         /* -1 out .. 1 in, where the push stands */
	double held;         /* the part of it that stays without an error */
	double speed_m_s;    /* slower than the belief's, so steadier */
	double held_per_n;   /* by an error of 1 N in one turn */
	double learns_share; /* of what is new, in a turn */
	double speed_share;
	bool found; /* the first touch told where the middle is */
};

void dry_friction_init(struct dry_friction *friction, const struct actuator_spec *actuator,
		       double turn_s);

/* At the first touch: that push slid it in at that speed through the air. */
void dry_friction_find(struct dry_friction *friction, double push_n, double speed_m_s);

/* One turn of looking: push_n is the air's, beyond the spring. */
void dry_friction_learn(struct dry_friction *friction, double push_n,
			const struct head_belief *belief);

/* One turn: what to push beyond the target. rate_n_s is the target's slope. */
double dry_friction_n(struct dry_friction *friction, double error_n, double rate_n_s);

#endif
