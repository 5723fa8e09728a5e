/*
 * tissue_sense.h - how stiff the tissue under a head is, by which law, and how fast it relaxes.
 *
 * Law: of F = k x^n the slope is dF/dx = c F^m with m = (n-1)/n, whatever depth counts from. While a press
 * loads the tissue, each chunk of it gives one point (ln F, ln dF/dx) to sums of least squares, weighted
 * by what the sensors' noise and the breath may have made of its depth; later points count more. The
 * slope of the line is m, its value at 10 N the stiffness there, its scatter the confidence.
 *
 * Relaxation: held with a steady force the depth creeps towards an end; z = a + b t - I/tau, I the
 * integral of z (a differential equation's own integral: no start values to guess), again by least
 * squares. Creep under force is slower than relaxation at depth by the ratio in which the force would
 * fall, (1 + more/depth)^n (standard linear solid, Fung 1993).
 *
 * Depths are those left when the chest's own movement is taken off. All of it is of a press about as slow as
 * a massage's: what relaxes within a third of a second is part of the stiffness.
 */
#ifndef CORE_ESTIMATE_TISSUE_SENSE_H
#define CORE_ESTIMATE_TISSUE_SENSE_H

#include <knead/belief.h>

#include <math.h>
#include <stdbool.h>

/* Sums of a weighted straight line y over x. */
struct line_sums {
	double w;
	double x;
	double y;
	double xx;
	double xy;
	double yy;
	double count; /* points, as faded as the rest */
};

/* Sums of one hold: depth z over time and over its own integral. */
struct hold_sums {
	double n;
	double t;
	double i;
	double z;
	double tt;
	double ti;
	double ii;
	double tz;
	double iz;
	double zz;
};

struct tissue_sense_head {
	struct tissue_belief told;
	bool touched;
	bool rests;
	double once_n;  /* the force, had nothing of it relaxed yet */
	double quick_n; /* what the branches of relaxation have come to */
	double slow_n;
	double last_m;
	double speed_m_s; /* into the tissue */
	/* of the chunk that is being pressed */
	double from_n;
	double from_m;
	double chunk_s;
	/* the law */
	struct line_sums law;
	double ln_10_n_m; /* ln of the slope at 10 N ... */
	double bend;      /* ... and m */
	double slope_n_m; /* at ... */
	double slope_at_n;
	/* the hold */
	double hold_n;
	double hold_m;
	double hold_s;
	double integral_m_s;
	double next_s; /* it is judged then */
	struct hold_sums hold;
	double held_1_s;    /* how fast it relaxes in this hold ... */
	double held_weight; /* ... and what that is worth: 1 over its variance */
	double kept_1_s;    /* of all holds before */
	double kept_weight;
};

/* What one turn of a head brings. */
struct tissue_turn {
	const struct head_belief *at;
	double rose_m; /* how far the skin under it rose by breath since whenever */
	bool quiet;    /* the breath is heard, and nothing shakes the body */
	double turn_s;
};

#define PLACE_NOISE_M 4e-5 /* of the difference of two positions [M] */

#define STIFFNESS_ERROR 0.12 /* of a stiffness: a confidence of 0.5 */

/* The confidence in a figure of that expected error; 0.5 at `half`. */
static inline double tissue_sure_of(double error, double half)
{
	const double ratio = error / half;

	return 1.0 / (1.0 + ratio * ratio);
}

/* And back; infinite where nothing is known. */
static inline double tissue_error_of(double sure, double half)
{
	return half * sqrt(1.0 / sure - 1.0);
}

/* Nothing is known yet. */
void tissue_sense_init(struct tissue_sense_head *head);

/* The turn of one head. */
void tissue_sense_step(struct tissue_sense_head *head, const struct tissue_turn *turn);

#endif
