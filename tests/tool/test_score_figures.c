/* test_score_figures.c - do figures of several runs become one as they should? */
#include "near.h"
#include "tool/score_figures.h"

#include <math.h>

#define NONE ((double)NAN)

static struct score_figures with(double rmse_n, double r2)
{
	struct score_figures figures;

	score_figures_init(&figures);
	figures.value[FIGURE_RMSE] = rmse_n;
	figures.value[FIGURE_R2] = r2;
	return figures;
}

static void a_figure_that_is_none__takes_no_part_in_a_mean(void **state)
{
	const struct score_figures runs[] = {with(1.0, 0.9), with(2.0, NONE), with(6.0, 0.5)};
	const struct score_figures *const all[] = {&runs[0], &runs[1], &runs[2]};
	struct score_figures mean = score_figures_mean(all, 3);

	(void)state;
	assert_near(mean.value[FIGURE_RMSE], 3.0, 1e-9);
	assert_near(mean.value[FIGURE_R2], 0.7, 1e-9);
	assert_true(isnan(mean.value[FIGURE_SETTLE]));
	mean = score_figures_mean(all, 0);
	assert_true(isnan(mean.value[FIGURE_RMSE]));
}

static void the_worst__is_the_largest_error_and_the_smallest_r2(void **state)
{
	const struct score_figures runs[] = {with(NONE, NONE), with(2.0, 0.9), with(1.0, -0.5)};
	const struct score_figures *const all[] = {&runs[0], &runs[1], &runs[2]};
	struct score_figures worst = score_figures_worst(all, 3);

	(void)state;
	assert_near(worst.value[FIGURE_RMSE], 2.0, 1e-9);
	assert_near(worst.value[FIGURE_R2], -0.5, 1e-9);
	assert_true(isnan(worst.value[FIGURE_PEAK]));
}

static void the_ratio__is_a_geometric_mean_over_pairs_of_numbers(void **state)
{
	const double own[] = {1.0, 4.0, NONE, 3.0, 0.0};
	const double pi[] = {2.0, 2.0, 1.0, NONE, 5.0};

	(void)state;
	assert_near(score_ratio(own, pi, 2), 1.0, 1e-9);
	assert_near(score_ratio(own, pi, 5), 1.0, 1e-9);
	assert_near(score_ratio(own, pi, 1), 0.5, 1e-9);
	assert_true(isnan(score_ratio(own, pi, 0)));
}

static void the_median__is_the_middle_of_what_is_a_number(void **state)
{
	double odd[] = {5.0, NONE, 1.0, 2.0};
	double even[] = {5.0, 1.0, 2.0, 4.0};

	(void)state;
	assert_near(score_median(odd, 4), 2.0, 1e-9);
	assert_near(score_median(even, 4), 3.0, 1e-9);
	assert_true(isnan(score_median(odd, 0)));
}

static void every_figure__has_words_of_its_own(void **state)
{
	(void)state;
	for (int f = 0; f < FIGURES; f++) {
		const struct score_figure_words *words = score_figure_words((enum score_figure)f);

		assert_non_null(words->json);
	}
	assert_string_equal(score_figure_words(FIGURE_OVERSHOOT)->json, "contact_overshoot_n");
	assert_true(score_figure_is_extreme(FIGURE_PEAK));
	assert_false(score_figure_is_extreme(FIGURE_RMSE));
}

/* Tabled quantiles of chi squared, halved. */
static void what_was_seen_seldom__is_told_with_its_most(void **state)
{
	(void)state;
	assert_near(score_rate_at_most(0, 20), 2.9957 / 20.0, 1e-4);
	assert_near(score_rate_at_most(1, 20), 4.7439 / 20.0, 1e-4);
	assert_near(score_rate_at_most(10, 1), 16.9622, 1e-3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_seen_seldom__is_told_with_its_most),
		cmocka_unit_test(a_figure_that_is_none__takes_no_part_in_a_mean),
		cmocka_unit_test(the_worst__is_the_largest_error_and_the_smallest_r2),
		cmocka_unit_test(the_ratio__is_a_geometric_mean_over_pairs_of_numbers),
		cmocka_unit_test(the_median__is_the_middle_of_what_is_a_number),
		cmocka_unit_test(every_figure__has_words_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
