/* score_figures.c - see score_figures.h. */
#include "tool/score_figures.h"

#include <math.h>
#include <stdlib.h>

#define NOT_A_NUMBER ((double)NAN)

static const struct score_figure_words words[FIGURES] = {
	[FIGURE_RMSE] = {"rmse_n", 3},
	[FIGURE_WORST_HEAD] = {"worst_head_rmse_n", 3},
	[FIGURE_MAE] = {"mae_n", 3},
	[FIGURE_R2] = {"r2", 4},
	[FIGURE_WORST] = {"worst_error_n", 2},
	[FIGURE_PEAK] = {"peak_n", 1},
	[FIGURE_OVER_CEILING] = {"over_ceiling_n", 2},
	[FIGURE_OVER_S] = {"over_ceiling_s", 3},
	[FIGURE_OVERSHOOT] = {"contact_overshoot_n", 2},
	[FIGURE_SETTLE] = {"settle_s", 3},
	[FIGURE_HOLD] = {"hold_fluctuation_n", 2},
	[FIGURE_WISH_R] = {"wish_correlation", 3},
	[FIGURE_OWN_RMSE] = {"own_rmse_n", 3},
	[FIGURE_REACTION] = {"reaction_n", 3},
};

const struct score_figure_words *score_figure_words(enum score_figure figure)
{
	return &words[figure];
}

bool score_figure_is_extreme(enum score_figure figure)
{
	return figure != FIGURE_RMSE && figure != FIGURE_MAE && figure != FIGURE_R2 &&
	       figure != FIGURE_WISH_R && figure != FIGURE_OWN_RMSE && figure != FIGURE_REACTION;
}

void score_figures_init(struct score_figures *figures)
{
	for (int f = 0; f < FIGURES; f++) {
		figures->value[f] = NOT_A_NUMBER;
	}
}

struct score_figures score_figures_mean(const struct score_figures *const *runs, int count)
{
	struct score_figures mean;

	for (int f = 0; f < FIGURES; f++) {
		double sum = 0.0;
		int numbers = 0;

		for (int i = 0; i < count; i++) {
			if (isfinite(runs[i]->value[f])) {
				sum += runs[i]->value[f];
				numbers++;
			}
		}
		mean.value[f] = numbers > 0 ? sum / numbers : NOT_A_NUMBER;
	}
	return mean;
}

/* The smaller the better, but for these. */
static bool more_is_better(int figure)
{
	return figure == FIGURE_R2 || figure == FIGURE_WISH_R;
}

struct score_figures score_figures_worst(const struct score_figures *const *runs, int count)
{
	struct score_figures worst;

	score_figures_init(&worst);
	for (int i = 0; i < count; i++) {
		for (int f = 0; f < FIGURES; f++) {
			double value = runs[i]->value[f];
			double so_far = worst.value[f];

			if (isfinite(value) &&
			    (!isfinite(so_far) ||
			     (more_is_better(f) ? value < so_far : value > so_far))) {
				worst.value[f] = value;
			}
		}
	}
	return worst;
}

double score_ratio(const double *above, const double *below, int count)
{
	double sum = 0.0;
	int pairs = 0;

	for (int i = 0; i < count; i++) {
		if (above[i] > 0.0 && below[i] > 0.0 && isfinite(above[i]) && isfinite(below[i])) {
			sum += log(above[i] / below[i]);
			pairs++;
		}
	}
	return pairs > 0 ? exp(sum / pairs) : NOT_A_NUMBER;
}

static int by_size(const void *a, const void *b)
{
	const double *one = a;
	const double *other = b;

	return (*one > *other) - (*one < *other);
}

double score_median(double *values, int count)
{
	int numbers = 0;

	for (int i = 0; i < count; i++) {
		if (isfinite(values[i])) {
			values[numbers++] = values[i];
		}
	}
	qsort(values, (size_t)numbers, sizeof(values[0]), by_size);
	if (numbers == 0) {
		return NOT_A_NUMBER;
	}
	return 0.5 * (values[numbers / 2] + values[(numbers - 1) / 2]);
}

double score_rate_at_most(int count, int sessions)
{
	double least = 0.0;
	double most = 10.0 * (count + 5);

	for (int k = 0; k < 60; k++) {
		const double mean = 0.5 * (least + most);
		double term = exp(-mean);
		double so_few = term;

		for (int i = 1; i <= count; i++) {
			term *= mean / i;
			so_few += term;
		}
		if (so_few > 0.05) {
			least = mean;
		} else {
			most = mean;
		}
	}
	return most / sessions;
}
