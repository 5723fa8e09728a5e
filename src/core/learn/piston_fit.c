/* piston_fit.c - see piston_fit.h. */
#include "core/learn/piston_fit.h"

#include <math.h>

#define SMOOTH_S     0.010 /* r is a mean over this: noise would make peaks of its own */
#define PIECE_S      0.030 /* looked at in one, for how fast the force changes */
#define PIECE_LEAST  3     /* samples */
#define SLIDES_N_S   9.0   /* this fast the force moves on a soft pad past creep [P] */
#define STEADY_SHARE 0.25  /* push and force change alike, or friction is still on its way [P] */
#define PIECES_LEAST 2     /* of each direction */
#define FORCE_LEAST  0.3   /* N: below it the pad may have been left */

/* What of the push at t_s is not felt. */
static double unfelt_n(const struct trace *trace, double area_m2, double t_s)
{
	double half_s = 0.5 * SMOOTH_S;
	double force_n = series_mean(&trace->force_n, t_s, half_s);

	return series_mean(&trace->pressure_pa, t_s, half_s) * area_m2 - force_n;
}

/* The extreme of r in a span, upward or downward. */
static bool peak(double *peak_n, const struct trace *trace, double area_m2, const struct span *span,
		 double sign)
{
	const struct series *force = &trace->force_n;
	bool found = false;

	for (int i = series_from(force, span->from_s);
	     i < force->count && force->t_s[i] <= span->to_s; i++) {
		double r_n = unfelt_n(trace, area_m2, force->t_s[i]);

		if (isfinite(r_n) && (!found || sign * r_n > sign * *peak_n)) {
			*peak_n = r_n;
			found = true;
		}
	}
	return found;
}

static void fit_hold(struct piston_fit *fit, const struct trace *trace, double area_m2,
		     const struct span *up, const struct span *down)
{
	double most_n = 0.0;
	double least_n = 0.0;

	fit->holds = peak(&most_n, trace, area_m2, up, 1.0) &&
		     peak(&least_n, trace, area_m2, down, -1.0);
	if (fit->holds) {
		fit->breakaway_n = 0.5 * (most_n - least_n);
		fit->spring_n = 0.5 * (most_n + least_n);
	}
}

/* Slope and mean of what changes in a straight line through points. */
struct slope {
	double n;
	double t;
	double y;
	double tt;
	double ty;
};

static void slope_add(struct slope *slope, double t_s, double y)
{
	slope->n += 1.0;
	slope->t += t_s;
	slope->y += y;
	slope->tt += t_s * t_s;
	slope->ty += t_s * y;
}

static double slope_per_s(const struct slope *slope)
{
	double across = slope->n * slope->tt - slope->t * slope->t;

	return across > 0.0 ? (slope->n * slope->ty - slope->t * slope->y) / across : 0.0;
}

static struct slope slope_of(const struct series *series, double from_s, double to_s)
{
	struct slope slope = {0};

	for (int i = series_from(series, from_s); i < series->count && series->t_s[i] <= to_s;
	     i++) {
		slope_add(&slope, series->t_s[i] - from_s, series->value[i]);
	}
	return slope;
}

/*
 * Normal equations of r = spring + sliding x direction + drag x |rate|  x direction: two lines, one a
 * direction, of one slope, so that each direction brings its mean and both their slope.
 */
struct loop_side {
	double n;
	double rate;
	double r;
	double rate2;
	double rate_r;
};

struct loop_sums {
	struct loop_side up;
	struct loop_side down; /* rates and r as they are in the mirror: both signs turned */
};

static void side_add(struct loop_side *side, double rate_n_s, double r_n)
{
	side->n += 1.0;
	side->rate += rate_n_s;
	side->r += r_n;
	side->rate2 += rate_n_s * rate_n_s;
	side->rate_r += rate_n_s * r_n;
}

static void add_piece(struct loop_sums *sums, const struct trace *trace, double area_m2,
		      double from_s, double to_s)
{
	struct slope force = slope_of(&trace->force_n, from_s, to_s);
	struct slope push = slope_of(&trace->pressure_pa, from_s, to_s);
	double rate_n_s = slope_per_s(&force);
	double push_n_s = slope_per_s(&push) * area_m2;
	double force_n;
	double r_n;

	if (!(force.n >= PIECE_LEAST && push.n >= PIECE_LEAST)) {
		return;
	}
	/* both at the middle of the force's samples: they may lie aside in the piece */
	force_n = force.y / force.n;
	r_n = (push.y / push.n) * area_m2 + push_n_s * (force.t / force.n - push.t / push.n) -
	      force_n;
	if (!(force_n >= FORCE_LEAST && fabs(rate_n_s) >= SLIDES_N_S &&
	      fabs(push_n_s - rate_n_s) <= STEADY_SHARE * fabs(rate_n_s))) {
		return;
	}
	if (rate_n_s > 0.0) {
		side_add(&sums->up, rate_n_s, r_n);
	} else {
		side_add(&sums->down, -rate_n_s, -r_n);
	}
}

static void fit_slide(struct piston_fit *fit, const struct loop_sums *sums)
{
	const struct loop_side *up = &sums->up;
	const struct loop_side *down = &sums->down;
	double across;
	double drag_s;
	double up_n;
	double down_n;

	fit->slides = up->n >= PIECES_LEAST && down->n >= PIECES_LEAST;
	if (!fit->slides) {
		return;
	}
	across = up->rate2 - up->rate * up->rate / up->n + down->rate2 -
		 down->rate * down->rate / down->n;
	drag_s = across > 0.0 ? (up->rate_r - up->rate * up->r / up->n + down->rate_r -
				 down->rate * down->r / down->n) /
					across
			      : 0.0;
	up_n = (up->r - drag_s * up->rate) / up->n;
	down_n = (down->r - drag_s * down->rate) / down->n;
	fit->sliding_n = 0.5 * (up_n + down_n);
	fit->sliding_spring_n = 0.5 * (up_n - down_n);
}

/* Pieces grow with a slow sensor's period. */
static double piece_s(const struct series *force, const struct span *span)
{
	int first = series_from(force, span->from_s);
	int last = series_from(force, span->to_s) - 1;
	double period_s =
		last > first ? (force->t_s[last] - force->t_s[first]) / (last - first) : 0.0;
	double least_s = (PIECE_LEAST + 0.5) * period_s;

	return least_s > PIECE_S ? least_s : PIECE_S;
}

void piston_fit(struct piston_fit *fit, const struct trace *trace, double area_m2,
		const struct span *up, const struct span *down, const struct span *faster,
		int faster_count)
{
	struct loop_sums sums = {0};

	*fit = (struct piston_fit){0};
	if (trace->force_n.count == 0 || trace->pressure_pa.count == 0) {
		return;
	}
	fit_hold(fit, trace, area_m2, up, down);
	for (int k = 0; k < faster_count; k++) {
		double length_s = piece_s(&trace->force_n, &faster[k]);

		for (double t_s = faster[k].from_s; t_s + length_s <= faster[k].to_s;
		     t_s += length_s) {
			add_piece(&sums, trace, area_m2, t_s, t_s + length_s);
		}
	}
	fit_slide(fit, &sums);
}
