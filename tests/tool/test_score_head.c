/* test_score_head.c - one head judged: quiet and all, holds, ceilings, wishes, reactions. */
#include "near.h"
#include "tool/score_head.h"

#include <math.h>

#define TICK_S 0.001

static struct score_head head;
static struct sim_moment now;

static int begin(void **state)
{
	(void)state;
	score_head_init(&head);
	now = (struct sim_moment){.dt_s = TICK_S, .ceiling_n = 40.0, .working = true};
	return 0;
}

static void feel(double target_n, double true_n, double seconds)
{
	for (int i = 0; i < (int)lround(seconds / TICK_S); i++) {
		now.target_n = target_n;
		now.true_n = true_n;
		score_head_add(&head, &now);
		now.t_s += TICK_S;
	}
}

static double figure(enum score_figure which, bool quiet)
{
	return score_head_figures(&head, quiet).value[which];
}

static void an_event__counts_in_all_and_not_in_quiet(void **state)
{
	(void)state;
	feel(10.0, 10.0, 1.3);
	now.left_out = true;
	feel(10.0, 45.0, 1.0);
	now.left_out = false;
	feel(10.0, 11.0, 1.0);
	assert_near(figure(FIGURE_RMSE, true), sqrt(0.5), 1e-6);
	assert_near(figure(FIGURE_RMSE, false), sqrt((35.0 * 35.0 + 1.0) / 3.0), 1e-6);
	assert_near(figure(FIGURE_WORST, true), 1.0, 1e-9);
	assert_near(figure(FIGURE_WORST, false), 35.0, 1e-9);
	assert_near(figure(FIGURE_PEAK, true), 11.0, 1e-9);
	assert_near(figure(FIGURE_OVER_CEILING, true), 0.0, 1e-9);
	assert_near(figure(FIGURE_OVER_CEILING, false), 5.0, 1e-9);
}

static void an_onset_within_an_event__is_judged_in_all_only(void **state)
{
	(void)state;
	now.left_out = true;
	feel(10.0, 0.0, 0.4);
	now.left_out = false;
	feel(10.0, 10.0, 1.0);
	assert_near(figure(FIGURE_SETTLE, false), 0.4, 0.002);
	assert_true(isnan(figure(FIGURE_SETTLE, true)));
}

static void time_above_the_ceiling__is_the_longest_piece(void **state)
{
	(void)state;
	feel(30.0, 42.5, 0.1);
	feel(30.0, 30.0, 0.1);
	feel(30.0, 42.5, 0.2);
	feel(30.0, 41.9, 1.0); /* above, but by less than SCORE_OVER_N */
	assert_near(figure(FIGURE_OVER_S, false), 0.2, 0.002);
	assert_near(figure(FIGURE_OVER_S, true), 0.2, 0.002);
}

static void a_hold__is_a_target_that_stands_still(void **state)
{
	(void)state;
	feel(20.0, 15.0, 0.5); /* time to come to rest */
	feel(20.0, 19.8, 0.7);
	feel(20.0, 20.3, 0.7);
	assert_near(figure(FIGURE_HOLD, true), 0.5, 1e-9);
	begin(NULL);
	feel(20.0, 19.8, 1.4); /* too short */
	assert_true(isnan(figure(FIGURE_HOLD, true)));
	begin(NULL);
	for (int i = 0; i < 30; i++) { /* 3 N/s: it moves */
		feel(10.0 + 0.3 * i, 10.0 + 0.5 * (i % 2), 0.1);
	}
	assert_true(isnan(figure(FIGURE_HOLD, true)));
}

static void a_touch__is_judged_by_the_set_point_of_the_run_itself(void **state)
{
	(void)state;
	now.reaction_n = -9.0; /* it was to press 1 N while it looked for the person */
	feel(10.0, 0.0, 0.5);
	feel(10.0, 3.0, 0.2);
	assert_near(figure(FIGURE_OVERSHOOT, true), 2.0, 1e-9);
	assert_near(figure(FIGURE_REACTION, true), 9.0, 1e-9);
	assert_near(figure(FIGURE_WORST, true), 10.0, 1e-9); /* errors are against the target */
	begin(NULL);
	now.reaction_n = -9.0;
	feel(10.0, 3.0, 0.8);
	assert_near(figure(FIGURE_RMSE, true), 7.0, 1e-9);
	assert_near(figure(FIGURE_OWN_RMSE, true), 2.0, 1e-9);
}

static void wishes__correlate_with_what_is_felt(void **state)
{
	(void)state;
	feel(10.0, 10.0, 1.0);
	for (int i = 0; i < 100; i++) {
		score_head_wish(&head, i % 10, 3.0 + 2.0 * (i % 10));
	}
	assert_near(figure(FIGURE_WISH_R, true), 1.0, 1e-9);
	begin(NULL);
	feel(10.0, 10.0, 1.0);
	for (int i = 0; i < 100; i++) {
		score_head_wish(&head, i % 2, i / 2 % 2);
	}
	assert_near(figure(FIGURE_WISH_R, true), 0.0, 1e-9);
}

static void an_idle_head__has_no_figures(void **state)
{
	(void)state;
	feel(1.0, 30.0, 3.0);
	for (int f = 0; f < FIGURES; f++) {
		assert_true(isnan(figure((enum score_figure)f, false)));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_event__counts_in_all_and_not_in_quiet, begin),
		cmocka_unit_test_setup(an_onset_within_an_event__is_judged_in_all_only, begin),
		cmocka_unit_test_setup(time_above_the_ceiling__is_the_longest_piece, begin),
		cmocka_unit_test_setup(a_hold__is_a_target_that_stands_still, begin),
		cmocka_unit_test_setup(a_touch__is_judged_by_the_set_point_of_the_run_itself,
				       begin),
		cmocka_unit_test_setup(wishes__correlate_with_what_is_felt, begin),
		cmocka_unit_test_setup(an_idle_head__has_no_figures, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
