#include "core/estimate/hold_sense.h"

#include <math.h>

#define HOLD_FROM_N      5.0
#define HOLD_WITHIN      0.08 /* of its force: it is the same hold */
#define HOLD_WITHIN_N    0.5
#define SETTLED_S        1.0 /* the quick branch of relaxation is over [D] */
#define JUDGE_EVERY_S    1.0
#define JUDGE_FROM_S     8.0
#define CREEP_LEAST_M    0.0002
#define RATE_LEAST_1_S   0.01 /* slower is no end to be seen */
#define RATE_MOST_1_S    0.5  /* quicker is what is left of the quick branch */
#define HOLD_MOST_S      25.0 /* what is worked on for longer gets softer, too */
#define ALIKE_S          2.0  /* what breath leaves in the depth errs alike for so long */
#define RELAXATION_ERROR 0.30 /* of a relaxation time: a confidence of 0.5 */
#define SLOPE_DOUBT \
	0.5 /* of a slope that nothing told yet: k is 0.4 to 3 times published, F = k x^2 [D] */
#define DOUBT     0.4   /* of one hold as long as the time itself [P] */
#define USUAL_1_S 0.125 /* 1 over 8 s [S/D] */
#define KEEP      0.7   /* of an earlier hold's weight */

/*
 * What the holds say together: rates are what their sums are linear in, so the mean is one of rates. One of
 * logarithms, each weighted by its own relative error, would trust those most that err to the quick side.
 * For the same reason nobody is believed more for being quicker than published tissue.
 */
static void tell_relaxation(struct tissue_sense_head *head)
{
	const double weight = head->kept_weight + head->held_weight;
	double rate_1_s;
	double least_1_s;

	if (weight > 0.0) {
		rate_1_s =
			(head->kept_weight * head->kept_1_s + head->held_weight * head->held_1_s) /
			weight;
		least_1_s = rate_1_s < USUAL_1_S ? rate_1_s : USUAL_1_S;
		head->told.relaxation_s = 1.0 / rate_1_s;
		head->told.relaxation_sure =
			tissue_sure_of(sqrt(1.0 / weight) / least_1_s, RELAXATION_ERROR);
	}
}

void hold_sense_begin(struct tissue_sense_head *head, double force_n)
{
	const double weight = KEEP * head->kept_weight + head->held_weight;

	if (head->held_weight > 0.0) {
		head->kept_1_s += (head->held_1_s - head->kept_1_s) * head->held_weight / weight;
		head->kept_weight = weight;
	}
	head->held_weight = 0.0;
	head->hold_n = force_n;
	head->hold_s = 0.0;
	head->integral_m_s = 0.0;
	head->next_s = JUDGE_FROM_S;
	head->hold = (struct hold_sums){0};
}

/* By how much the slope may be wrong, as a share: less than published tissue's only where it was learned. */
static double slope_doubt(const struct tissue_sense_head *head)
{
	const double told = tissue_error_of(head->told.stiffness_sure, STIFFNESS_ERROR);

	return told < SLOPE_DOUBT ? told : SLOPE_DOUBT;
}

/* Least squares of z = a + b t - I/tau, by what each varies about its mean. */
static void learn_hold(struct tissue_sense_head *head, double turn_s)
{
	const struct hold_sums *s = &head->hold;
	const double tt = s->tt - s->t * s->t / s->n;
	const double ti = s->ti - s->t * s->i / s->n;
	const double ii = s->ii - s->i * s->i / s->n;
	const double tz = s->tz - s->t * s->z / s->n;
	const double iz = s->iz - s->i * s->z / s->n;
	const double zz = s->zz - s->z * s->z / s->n;
	const double free2 = tt * ii - ti * ti; /* of both of them */
	double rate_1_s;
	double drift;
	double scatter;
	double error2;
	double more_m;
	double ratio;
	double quicker; /* relaxes than creeps */
	double bent;    /* how a wrong slope shows in what is told */

	head->held_weight = 0.0;
	if (!(free2 > 1e-9 * tt * ii)) {
		return;
	}
	drift = (tz * ii - iz * ti) / free2;
	rate_1_s = -(iz * tt - tz * ti) / free2;
	more_m = drift / rate_1_s; /* where it would end */
	if (!(rate_1_s > RATE_LEAST_1_S && rate_1_s < RATE_MOST_1_S && more_m > CREEP_LEAST_M)) {
		return;
	}
	scatter = (zz - drift * tz + rate_1_s * iz) / s->n;
	scatter = scatter > PLACE_NOISE_M * PLACE_NOISE_M ? scatter : PLACE_NOISE_M * PLACE_NOISE_M;
	error2 = scatter * (ALIKE_S / turn_s) * tt / free2 +
		 DOUBT * DOUBT / (head->hold_s * head->hold_s);
	more_m *= exp(rate_1_s * SETTLED_S); /* and what crept before it was looked at */
	ratio = 1.0 + more_m * head->slope_n_m * (1.0 - head->bend) / head->slope_at_n;
	quicker = pow(ratio, 1.0 / (1.0 - head->bend));
	bent = (ratio - 1.0) / (ratio * (1.0 - head->bend)) * slope_doubt(head) * rate_1_s;
	head->held_1_s = quicker * rate_1_s;
	head->held_weight = 1.0 / (quicker * quicker * (error2 + bent * bent));
	tell_relaxation(head);
}

void hold_sense_step(struct tissue_sense_head *head, double place_m, const struct tissue_turn *turn)
{
	const double force_n = turn->at->force_n;
	struct hold_sums *s = &head->hold;
	const double away_n = fabs(force_n - head->hold_n);
	double z;
	double t;

	if (!turn->quiet || away_n > HOLD_WITHIN * head->hold_n + HOLD_WITHIN_N) {
		hold_sense_begin(head, force_n);
		return;
	}
	head->hold_s += turn->turn_s;
	place_m -= (force_n - head->hold_n) / head->slope_n_m;
	if (head->hold_s > HOLD_MOST_S) {
		return;
	}
	if (head->hold_s < SETTLED_S || force_n < HOLD_FROM_N) {
		head->hold_m = place_m;
		return;
	}
	t = head->hold_s - SETTLED_S;
	z = place_m - head->hold_m;
	head->integral_m_s += z * turn->turn_s;
	s->n += 1.0;
	s->t += t;
	s->i += head->integral_m_s;
	s->z += z;
	s->tt += t * t;
	s->ti += t * head->integral_m_s;
	s->ii += head->integral_m_s * head->integral_m_s;
	s->tz += t * z;
	s->iz += head->integral_m_s * z;
	s->zz += z * z;
	if (head->hold_s >= head->next_s) {
		head->next_s += JUDGE_EVERY_S;
		learn_hold(head, turn->turn_s);
	}
}
