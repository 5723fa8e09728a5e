/* air_fit.c - see air_fit.h. */
#include "core/learn/air_fit.h"

#include <knead/learned.h>

#include <math.h>

#define STEP_LEAST_PA 4000.0 /* 2 N on a 25 mm piston: 40 times plain noise */
#define SAMPLES_LEAST 40
#define DEAD_STEP_S   0.010
#define DEAD_MOST_S   0.25 /* beyond what is believed, so that such an answer is seen as what it is */
#define LAG_LEAST_S   0.002
#define LAG_MOST_S    2.0
#define LAG_TURNS     18   /* of a golden section, from the whole range to 0.2 % of a lag */
#define DEAD_TURNS    14   /* from two steps to 20 us */
#define MISS_MOST     0.05 /* of the step: more is no first-order lag [P] */
#define GAIN_OFF_MOST 0.25 /* a regulator that is this far off does not do what it is asked [P] */
#define GOLDEN        0.6180339887498949

/* The window, in ticks, and where its samples begin. */
struct window {
	const struct trace *trace;
	int from;
	int to;
	int first;
};

/* Sums of a line y = offset + gain x through points. */
struct line_sums {
	double n;
	double x;
	double y;
	double xx;
	double xy;
	double yy;
};

static void line_add(struct line_sums *sums, double x, double y)
{
	sums->n += 1.0;
	sums->x += x;
	sums->y += y;
	sums->xx += x * x;
	sums->xy += x * y;
	sums->yy += y * y;
}

static double line_gain(const struct line_sums *sums)
{
	double across = sums->n * sums->xx - sums->x * sums->x;

	return across > 0.0 ? (sums->n * sums->xy - sums->x * sums->y) / across : 0.0;
}

/* What is left of the points' squares, per point. */
static double line_left(const struct line_sums *sums)
{
	double gain = line_gain(sums);
	double yy = sums->yy / sums->n - sums->y * sums->y / (sums->n * sums->n);
	double xy = sums->xy / sums->n - sums->x * sums->y / (sums->n * sums->n);
	double left = yy - gain * xy;

	return left > 0.0 ? left : 0.0;
}

/* The order as it was some ticks ago, a share of a tick included; before the trace, its first. */
static double order_ago(const struct trace *trace, int tick, double ago)
{
	int whole = (int)ago;
	double part = ago - (double)whole;
	int late = tick - whole > 0 ? tick - whole : 0;
	int later = late > 0 ? late - 1 : 0;

	return (1.0 - part) * trace->order_pa[late] + part * trace->order_pa[later];
}

/* Runs the model through the window, beside the samples. */
static struct line_sums run(const struct window *window, double dead_s, double lag_s)
{
	const struct trace *trace = window->trace;
	const struct series *measured = &trace->pressure_pa;
	const double follow = 1.0 - exp(-trace->dt_s / lag_s);
	const double middle_pa = trace->order_pa[window->from];
	struct line_sums sums = {0};
	double before = order_ago(trace, window->from, dead_s / trace->dt_s);
	int i = window->first;

	/* numbers near 0, or the squares lose what matters */
	for (int k = window->from; k < window->to; k++) {
		double after =
			before + follow * (order_ago(trace, k, dead_s / trace->dt_s) - before);
		double t_s = (double)k * trace->dt_s;

		for (; i < measured->count && measured->t_s[i] < t_s + trace->dt_s; i++) {
			double part = (measured->t_s[i] - t_s) / trace->dt_s;

			line_add(&sums, before + part * (after - before) - middle_pa,
				 measured->value[i] - middle_pa);
		}
		before = after;
	}
	return sums;
}

/* The lag that fits best behind this dead time, and how well. */
static double best_lag(const struct window *window, double dead_s, double *left)
{
	double least = log(LAG_LEAST_S);
	double most = log(LAG_MOST_S);

	for (int turn = 0; turn < LAG_TURNS; turn++) {
		double low = most - GOLDEN * (most - least);
		double high = least + GOLDEN * (most - least);
		struct line_sums at_low = run(window, dead_s, exp(low));
		struct line_sums at_high = run(window, dead_s, exp(high));

		if (line_left(&at_low) < line_left(&at_high)) {
			most = high;
		} else {
			least = low;
		}
	}
	if (left != NULL) {
		struct line_sums sums = run(window, dead_s, exp(0.5 * (least + most)));

		*left = line_left(&sums);
	}
	return exp(0.5 * (least + most));
}

static double best_dead(const struct window *window)
{
	double least_left = (double)INFINITY;
	double best_s = 0.0;
	double least_s;
	double most_s;

	for (double dead_s = 0.0; dead_s <= DEAD_MOST_S; dead_s += DEAD_STEP_S) {
		double left;

		best_lag(window, dead_s, &left);
		if (left < least_left) {
			least_left = left;
			best_s = dead_s;
		}
	}
	least_s = best_s > DEAD_STEP_S ? best_s - DEAD_STEP_S : 0.0;
	most_s = best_s + DEAD_STEP_S;
	for (int turn = 0; turn < DEAD_TURNS; turn++) {
		double low_s = most_s - GOLDEN * (most_s - least_s);
		double high_s = least_s + GOLDEN * (most_s - least_s);
		double at_low;
		double at_high;

		best_lag(window, low_s, &at_low);
		best_lag(window, high_s, &at_high);
		if (at_low < at_high) {
			most_s = high_s;
		} else {
			least_s = low_s;
		}
	}
	return 0.5 * (least_s + most_s);
}

/* Something to go by: samples, and an order that moves. */
static bool is_told(const struct window *window)
{
	const struct trace *trace = window->trace;
	int end = series_from(&trace->pressure_pa, (double)window->to * trace->dt_s);

	return window->from >= 0 && window->to > window->from && window->to <= trace->ticks &&
	       end - window->first >= SAMPLES_LEAST &&
	       fabs(trace->order_pa[window->to - 1] - trace->order_pa[window->from]) >=
		       STEP_LEAST_PA;
}

bool air_fit(struct air_fit *fit, const struct trace *trace, double t_from_s, double t_to_s)
{
	const struct window window = {
		.trace = trace,
		.from = (int)(t_from_s / trace->dt_s + 0.5),
		.to = (int)(t_to_s / trace->dt_s + 0.5),
		.first = series_from(&trace->pressure_pa, t_from_s),
	};
	struct line_sums sums;
	double step_pa;

	*fit = (struct air_fit){0};
	if (!is_told(&window)) {
		return false;
	}
	step_pa = fabs(trace->order_pa[window.to - 1] - trace->order_pa[window.from]);
	fit->dead_s = best_dead(&window);
	fit->lag_s = best_lag(&window, fit->dead_s, NULL);
	sums = run(&window, fit->dead_s, fit->lag_s);
	fit->gain = line_gain(&sums);
	fit->miss = sqrt(line_left(&sums)) / step_pa;
	return fit->miss <= MISS_MOST && fabs(fit->gain - 1.0) <= GAIN_OFF_MOST;
}
