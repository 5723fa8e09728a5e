#include "core/estimate/tissue_sense.h"

#include "core/estimate/hold_sense.h"

#include <math.h>

#define LN_10          2.302585092994046
#define SLOPE_10_N_M   2500.0 /* at 10 N, on a nominal back [D]: until something is known */
#define BEND_FIRST     0.5    /* m of n = 2 [D] ... */
#define BEND_WEIGHT    44.0   /* ... give or take 0.15: n is 1.5 to 2.9 [D] */
#define BEND_LEAST     (-0.5)
#define BEND_MOST      0.8
#define SLOPE_FROM_N   0.3  /* below it the skin is hardly touched */
#define SLOPE_AGAIN    0.10 /* share of a force that makes another slope */
#define CHUNK_FROM_N   2.5
#define CHUNK_LEAST_N  1.5  /* a point of the law is this much force ... */
#define CHUNK_SHARE    0.15 /* ... or this share of it */
#define CHUNK_MOST_S   0.4  /* slower is creep */
#define UNLOADS_N      0.3
#define HEARD_M_S      0.0010 /* the chest's movement is known this well while it is heard ... */
#define UNHEARD_M_S    0.0030 /* ... and not at all [S] 3 mm at 0.25 Hz */
#define SCATTER        0.10   /* of any single point, at the least [P] */
#define FADE           0.985  /* of the sums with each point: about six presses */
#define POINTS_A_RAMP  3.0    /* that are one, as one breath errs in all of them */
#define POINTS_LEAST   5.0
#define EXPONENT_ERROR 0.25   /* of an exponent, likewise */
#define MODEL_ERROR2   0.0025 /* no tissue is published tissue: 5 % more or less, in square [P] */
#define QUICK_SHARE    0.2    /* of what a press at once would be answered with is given up ... */
#define QUICK_TAU_S    0.3    /* ... within this, in published tissue [S] ... */
#define SLOW_SHARE     0.2    /* ... and as much again ... */
#define SLOW_TAU_S     8.0    /* ... within this [S/D] */
#define DAMPING_S_M    5.0    /* Hunt-Crossley, 2 to 10 [M] ... */
#define DAMPING_DOUBT  3.0    /* ... so it is known this well */
#define SPEED_SHARE    0.5
#define DAMPED_LEAST   0.5 /* quicker away is no tissue's doing */

void tissue_sense_init(struct tissue_sense_head *head)
{
	*head = (struct tissue_sense_head){
		.ln_10_n_m = log(SLOPE_10_N_M),
		.bend = BEND_FIRST,
		.slope_n_m = SLOPE_10_N_M,
		.slope_at_n = 10.0,
	};
}

/* What the points say of the exponent, and nothing else does. */
static void tell_exponent(struct tissue_sense_head *head, double bend, double variance)
{
	head->told.exponent = 0.0;
	head->told.exponent_sure = 0.0;
	if (bend > BEND_LEAST && bend < BEND_MOST) {
		const double exponent = 1.0 / (1.0 - bend);

		head->told.exponent = exponent;
		head->told.exponent_sure =
			tissue_sure_of(exponent * exponent * sqrt(variance), EXPONENT_ERROR);
	}
}

/* The line through the points, and what is known of it. Where few points tell its slope, published
 * tissue does. */
static void learn_law(struct tissue_sense_head *head)
{
	const struct line_sums *law = &head->law;
	const double x = law->x / law->w;
	const double y = law->y / law->w;
	const double xx = law->xx - law->w * x * x;
	const double xy = law->xy - law->w * x * y;
	const double yy = law->yy - law->w * y * y;
	double scatter;
	double bend;

	if (law->count < POINTS_LEAST || !(xx > 0.0)) {
		return;
	}
	bend = (xy + BEND_FIRST * BEND_WEIGHT) / (xx + BEND_WEIGHT);
	head->bend = bend < BEND_LEAST ? BEND_LEAST : bend > BEND_MOST ? BEND_MOST : bend;
	head->ln_10_n_m = y - head->bend * x;
	head->slope_at_n = 0.0;
	scatter = (yy - xy * xy / xx) / law->count; /* 1 where the points err as expected */
	scatter = POINTS_A_RAMP * (scatter > 1.0 ? scatter : 1.0);
	head->told.stiffness_10_n_m = exp(head->ln_10_n_m);
	head->told.stiffness_sure = tissue_sure_of(
		sqrt(scatter * (1.0 / law->w + x * x / (xx + BEND_WEIGHT)) + MODEL_ERROR2),
		STIFFNESS_ERROR);
	tell_exponent(head, xy / xx, scatter / xx);
}

static void add_point(struct tissue_sense_head *head, double force_n, double more_n, double more_m,
		      bool quiet)
{
	struct line_sums *law = &head->law;
	const double unsure = (quiet ? HEARD_M_S : UNHEARD_M_S) * head->chunk_s;
	const double damped = DAMPING_DOUBT * more_m / head->chunk_s;
	const double error2 =
		(PLACE_NOISE_M * PLACE_NOISE_M + unsure * unsure) / (more_m * more_m) +
		damped * damped;
	const double w = 1.0 / (SCATTER * SCATTER + error2);
	const double x = log(force_n) - LN_10;
	const double y = log(more_n / more_m);

	law->w = law->w * FADE + w;
	law->x = law->x * FADE + w * x;
	law->y = law->y * FADE + w * y;
	law->xx = law->xx * FADE + w * x * x;
	law->xy = law->xy * FADE + w * x * y;
	law->yy = law->yy * FADE + w * y * y;
	law->count = law->count * FADE + 1.0;
	learn_law(head);
}

static void begin_chunk(struct tissue_sense_head *head, double force_n, double place_m)
{
	head->from_n = force_n;
	head->from_m = place_m;
	head->chunk_s = 0.0;
}

/* While a press loads the tissue. */
static void load(struct tissue_sense_head *head, double force_n, double place_m,
		 const struct tissue_turn *turn)
{
	const double more_n = force_n - head->from_n;
	const double more_m = place_m - head->from_m;

	head->chunk_s += turn->turn_s;
	if (more_n < -UNLOADS_N || head->chunk_s > CHUNK_MOST_S) {
		begin_chunk(head, force_n, place_m);
		return;
	}
	if (more_n < CHUNK_LEAST_N || more_n < CHUNK_SHARE * head->from_n) {
		return;
	}
	if (more_m > PLACE_NOISE_M) {
		add_point(head, head->from_n + 0.5 * more_n, more_n, more_m, turn->quiet);
	}
	begin_chunk(head, force_n, place_m);
}

/* What the tissue would answer with had nothing of it relaxed yet. */
static double at_once(struct tissue_sense_head *head, double force_n, double turn_s)
{
	const double once_n = force_n + QUICK_SHARE * head->quick_n + SLOW_SHARE * head->slow_n;

	head->quick_n += (once_n - head->quick_n) * turn_s / (QUICK_TAU_S + turn_s);
	head->slow_n += (once_n - head->slow_n) * turn_s / (SLOW_TAU_S + turn_s);
	return once_n;
}

/* The slope at this force, looked up again when the force has changed. */
static void find_slope(struct tissue_sense_head *head, double force_n)
{
	const double at_n = force_n > SLOPE_FROM_N ? force_n : SLOPE_FROM_N;

	if (fabs(at_n - head->slope_at_n) > SLOPE_AGAIN * at_n) {
		head->slope_at_n = at_n;
		head->slope_n_m = exp(head->ln_10_n_m + head->bend * (log(at_n) - LN_10));
	}
}

static void touch(struct tissue_sense_head *head, double place_m)
{
	head->touched = true;
	head->rests = false;
	head->quick_n = 0.0;
	head->slow_n = 0.0;
	head->speed_m_s = 0.0;
	head->last_m = place_m;
}

/* Most heads, most of the time: nothing is to be learned from a head that only rests. */
static bool rests(struct tissue_sense_head *head, double force_n, double place_m)
{
	const bool rested = head->rests;

	head->rests = force_n < CHUNK_FROM_N && head->once_n < CHUNK_FROM_N;
	if (head->rests != rested) {
		begin_chunk(head, head->once_n, place_m);
		hold_sense_begin(head, force_n);
	}
	return head->rests;
}

void tissue_sense_step(struct tissue_sense_head *head, const struct tissue_turn *turn)
{
	const struct head_belief *at = turn->at;
	const double place_m = at->position_m + turn->rose_m;
	double damped;

	if (!at->contact_sure || !at->position_known) {
		head->touched = false;
		head->told.stiffness_n_m = 0.0;
		return;
	}
	if (!head->touched) {
		touch(head, place_m);
	}
	head->speed_m_s +=
		SPEED_SHARE * ((place_m - head->last_m) / turn->turn_s - head->speed_m_s);
	head->last_m = place_m;
	damped = 1.0 + DAMPING_S_M * head->speed_m_s;
	damped = damped > DAMPED_LEAST ? damped : DAMPED_LEAST;
	head->once_n = at_once(head, at->force_n / damped, turn->turn_s);
	find_slope(head, head->once_n);
	head->told.stiffness_n_m = head->told.stiffness_sure > 0.0 ? head->slope_n_m : 0.0;
	if (!rests(head, at->force_n, place_m)) {
		load(head, head->once_n, place_m, turn);
		hold_sense_step(head, place_m, turn);
	}
}
