/*
 * compliance.h - how far a head sinks into what it presses, found from its own presses, and how fast the skin
 * under it comes and goes.
 *
 * Tissue answers about as F = (d / c)^2: so the root of the force is straight in depth, and one figure c, m per
 * root of N, says how far it is to any force. Over a stretch of pressing, the way gone is c times the root's
 * change, less what the skin came toward the head meanwhile. A Kalman filter of both: c wanders as the force
 * changes, for no tissue keeps to the law, the skin's speed as breath does. A quick press tells c; what it leaves
 * unexplained is the skin: breath, creep, or a person who moves.
 *
 * A force that is held hardly changes, and what changes it then is the skin, answered by the head: there
 * cause and effect change places. Such a stretch tells of the skin alone.
 */
#ifndef CORE_CONTROL_COMPLIANCE_H
#define CORE_CONTROL_COMPLIANCE_H

#include <knead/belief.h>
#include <knead/rig.h>

#include <math.h>
#include <stdbool.h>

/* m per root of N: 70 N/mm at 20 N, and a loop with that bears three times as stiff a wall; 1.5 N/mm at 20 N */
#define COMPLIANCE_LEAST 1.3e-4
#define COMPLIANCE_MOST  6.0e-3

struct compliance {
	double m_root_n; /* c */
	double skin_m_s; /* toward the head */
	double noise_m2; /* of a way, squared */
	double var_c;    /* covariance of the two */
	double var_cs;
	double var_s;
	/* of the stretch that is pressed now */
	bool begun;
	double from_root; /* of N */
	double from_m;
	double stretch_s;
};

/* Nothing is known yet: as stiff as may be. place: its position sensor. */
void compliance_init(struct compliance *head, const struct position_spec *place);

/* Again: somebody else may lie there. */
void compliance_unknown(struct compliance *head);

/* A tick of a head that presses, or is on its way to. Without contact it forgets how sure it was, and the skin. */
void compliance_step(struct compliance *head, const struct head_belief *belief, double dt_s);

/* What is straight in depth. */
static inline double compliance_root(double force_n)
{
	return force_n > 0.0 ? sqrt(force_n) : 0.0;
}

#endif
