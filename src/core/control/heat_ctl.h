/*
 * heat_ctl.h - keeps heated faces at their temperature: PI on the surface's reading, with what the face
 * loses to the air and to skin that it has just met fed forward, and the target approached gently.
 *
 * One head in turn: warmth is slow. PI by Skogestad's SIMC rule for an integrating process (J. Process
 * Control 13, 2003): Kp = C / (tau + delay), Ti = 4 (tau + delay).
 */
#ifndef CORE_CONTROL_HEAT_CTL_H
#define CORE_CONTROL_HEAT_CTL_H

#include "core/safety/heated.h"

#include <knead/actuation.h>
#include <knead/belief.h>
#include <knead/rig.h>
#include <knead/setpoint.h>

#include <stdbool.h>

struct heat_ctl_head {
	double power_w;
	double capacity_j_k;
	double loss_w_k;
	double contact_w_k;
	double kp_w_k;
	double ki_w_k_s;
	bool on;
	double target_c; /* on its way to the set-point */
	double integral_w;
	double skin_c; /* of the skin it touches, as far as can be guessed */
};

/* All-zero: no heat. */
struct heat_ctl {
	struct heated turns;
	struct heat_ctl_head heads[HEADS_MAX];
};

void heat_ctl_init(struct heat_ctl *ctl, const struct rig *rig);

/* One tick: the share of one head in turn; the others keep what they are asked for. */
void heat_ctl_step(struct heat_ctl *ctl, struct actuation *wanted, const struct setpoint *setpoint,
		   const struct belief *belief);

#endif
