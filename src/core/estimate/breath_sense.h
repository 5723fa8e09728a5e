/*
 * breath_sense.h - the person's breath as an oscillator: phase, rate, amplitude, and how sure that is.
 *
 * Source: how fast the skin of the trunk comes toward the heads that touch it. A head that presses with
 * a steady force goes with the skin; what a change of its force moved it, dF over the tissue's slope, is
 * taken off, and a head whose force changes quickly counts for little. All heads of shoulders and back
 * together give one speed of the chest.
 *
 * Oscillator: second-order generalised integrator with frequency-locked loop (Rodriguez et al. 2006 for
 * power grids). It follows breaths that differ, each, in length and depth; what it does not explain
 * of the last breaths is what it is unsure of. Skin faster than any breath is a cough or a shift: the
 * oscillator runs on by itself meanwhile, and claims nothing for a while.
 */
#ifndef CORE_ESTIMATE_BREATH_SENSE_H
#define CORE_ESTIMATE_BREATH_SENSE_H

#include <knead/belief.h>
#include <knead/rig.h>

#include <stdbool.h>

struct breath_sense_head {
	double prior;  /* share of the chest's movement expected there; 0: not listened to */
	double share;  /* as learned */
	double rose_m; /* how far the skin rose under it by breath; only differences mean anything */
	bool touched;  /* in its last turn as well */
	double position_m;
	double force_n;
	double with;  /* its speed times the chest's, and the chest's times itself, m^2/s^2: */
	double chest; /* their ratio is the head's share */
};

/* All-zero: nothing is known, and nothing will be. */
struct breath_sense {
	struct breath_sense_head heads[HEADS_MAX];
	double turn_s;   /* between two turns of a head */
	double steady_n; /* change of force in a turn that a head's word is halved by */
	/* of this round */
	double sum_m; /* rise of the chest, as weighted ... */
	double weight;
	double jolt_m; /* ... and as it came */
	double there;
	double rose_m; /* how far the chest rose in the round before */
	/* the oscillator */
	double skin_m_s; /* speed of the chest, smoothed */
	double jolt_m_s;
	double swing_m_s;
	double beside_m_s;
	double turn_rad_s;
	double foretold_m_s; /* it as left to itself since up to FORETELL_S ago */
	double foretold_beside_m_s;
	double foretold_s;
	double unforeseen; /* power, m^2/s^2 */
	double heard;
	double shaken_s; /* until a cough is forgotten */
	double silent_s; /* nobody listens */
};

void breath_sense_init(struct breath_sense *breath, const struct rig *rig, double turn_s);

/* What one turn of a head brings. */
struct breath_turn {
	bool touches; /* surely, and its position is known */
	double position_m;
	double force_n;   /* as the tissue would answer at once: what creeps is no breath */
	double slope_n_m; /* of the tissue at that force, above 0 */
};

/* The turn of one head. Its share of the breath goes into the belief. */
void breath_sense_hear(struct breath_sense *breath, struct breath_belief *belief, int head,
		       const struct breath_turn *turn);

/* After all of them: the oscillator moves on by turn_s. */
void breath_sense_round(struct breath_sense *breath, struct breath_belief *belief);

/* Whether the breath is heard, and nothing shakes the body. */
static inline bool breath_sense_is_quiet(const struct breath_sense *breath)
{
	return !(breath->shaken_s > 0.0) && !(breath->silent_s > 0.0);
}

#endif
