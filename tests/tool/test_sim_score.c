/* test_sim_score.c - are the figures what they say they are? Traces with known answers. */
#include "near.h"
#include "tool/sim_score.h"

#include <math.h>

#define TICK_S 0.001

static struct sim_score score;
static double now_s;

static int begin(void **state)
{
	(void)state;
	sim_score_init(&score);
	now_s = 0.0;
	return 0;
}

static void hold(double target_n, double true_n, double seconds)
{
	for (int i = 0; i < (int)lround(seconds / TICK_S); i++) {
		struct sim_moment moment = {.t_s = now_s,
					    .dt_s = TICK_S,
					    .target_n = target_n,
					    .true_n = true_n,
					    .ceiling_n = 40.0,
					    .working = true};

		sim_score_add(&score, &moment);
		now_s += TICK_S;
	}
}

static void an_idle_head__has_no_errors(void **state)
{
	(void)state;
	hold(1.0, 5.0, 2.0);
	assert_true(isnan(sim_score_rmse_n(&score)));
	assert_true(isnan(sim_score_mae_n(&score)));
	assert_true(isnan(sim_score_r2(&score)));
	assert_true(isnan(sim_score_settle_s(&score)));
}

static void the_first_300_ms__do_not_count(void **state)
{
	(void)state;
	hold(20.0, 0.0, 0.299);
	hold(20.0, 19.0, 1.0);
	assert_near(sim_score_rmse_n(&score), 1.0, 1e-9);
	assert_near(sim_score_mae_n(&score), 1.0, 1e-9);
	hold(1.9, 0.0, 0.1); /* under 2 N: shut, and the next onset waits again */
	hold(20.0, 0.0, 0.299);
	assert_near(sim_score_rmse_n(&score), 1.0, 1e-9);
}

static void lost_contact__counts_in_full(void **state)
{
	(void)state;
	hold(10.0, 10.0, 1.3);
	hold(10.0, 0.0, 1.0);
	assert_near(sim_score_mae_n(&score), 5.0, 0.01);
	assert_near(sim_score_rmse_n(&score), sqrt(50.0), 0.01);
}

static void r2__needs_a_target_that_moves_2_n(void **state)
{
	(void)state;
	for (int i = 0; i < 4000; i++) {
		hold(20.0 + 2.7 * sin(6.283185307 * now_s), 20.0, TICK_S);
	}
	assert_true(isnan(sim_score_r2(&score)));
	begin(NULL);
	for (int i = 0; i < 4300; i++) {
		double target_n = 20.0 + 3.0 * sin(6.283185307 * now_s);

		hold(target_n, target_n + 1.0, TICK_S);
	}
	assert_near(sim_score_r2(&score), 1.0 - 1.0 / 4.5, 1e-3);
}

static void peak_ceiling_and_dose__are_kept(void **state)
{
	(void)state;
	hold(20.0, 30.0, 1.0);
	assert_near(score.over_ceiling_n, 0.0, 0.0);
	hold(20.0, 42.5, 0.1);
	hold(20.0, 10.0, 1.0);
	assert_near(score.peak_n, 42.5, 1e-9);
	assert_near(score.over_ceiling_n, 2.5, 1e-9);
	assert_near(score.dose_n_s, 30.0 + 4.25 + 10.0, 0.1);
}

static void letting_go__is_not_judged_by_the_ceiling(void **state)
{
	struct sim_moment moment = {.dt_s = TICK_S, .true_n = 50.0, .ceiling_n = 0.0};

	(void)state;
	sim_score_add(&score, &moment);
	assert_near(score.over_ceiling_n, 0.0, 0.0);
	assert_near(score.overshoot_n, 0.0, 0.0);
	assert_near(score.peak_n, 50.0, 0.0);
}

static void overshoot__is_judged_for_half_a_second_from_the_touch(void **state)
{
	(void)state;
	hold(3.0, 0.0, 0.5);
	hold(3.0, 4.5, 0.4);
	hold(3.0, 3.0, 0.2);
	hold(3.0, 9.0, 1.0);
	assert_near(score.overshoot_n, 1.5, 1e-9);
	hold(3.0, 0.0, 0.5); /* it left, and comes again */
	hold(3.0, 6.0, 0.1);
	assert_near(score.overshoot_n, 3.0, 1e-9);
}

static void settling__is_the_slowest_onset(void **state)
{
	(void)state;
	hold(20.0, 10.0, 0.15);
	hold(20.0, 19.5, 1.0);
	hold(0.0, 0.0, 0.5);
	assert_near(sim_score_settle_s(&score), 0.149, 0.002);
	hold(20.0, 10.0, 0.05);
	hold(20.0, 20.0, 0.15); /* not yet: it leaves again within 0.2 s */
	hold(20.0, 10.0, 0.10);
	hold(20.0, 20.0, 1.0);
	assert_near(sim_score_settle_s(&score), 0.299, 0.002);
	hold(20.0, 10.0, 1.0); /* an error later on is no onset */
	assert_near(sim_score_settle_s(&score), 0.299, 0.002);
	hold(0.0, 0.0, 0.5);
	hold(20.0, 20.0, 1.0); /* a quick onset does not make up for a slow one */
	assert_near(sim_score_settle_s(&score), 0.299, 0.002);
}

static void an_onset_that_never_settles__counts_as_long_as_it_lasted(void **state)
{
	(void)state;
	hold(20.0, 10.0, 0.8);
	hold(0.0, 0.0, 0.1);
	assert_near(sim_score_settle_s(&score), 0.799, 0.002);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_idle_head__has_no_errors, begin),
		cmocka_unit_test_setup(the_first_300_ms__do_not_count, begin),
		cmocka_unit_test_setup(lost_contact__counts_in_full, begin),
		cmocka_unit_test_setup(r2__needs_a_target_that_moves_2_n, begin),
		cmocka_unit_test_setup(peak_ceiling_and_dose__are_kept, begin),
		cmocka_unit_test_setup(letting_go__is_not_judged_by_the_ceiling, begin),
		cmocka_unit_test_setup(overshoot__is_judged_for_half_a_second_from_the_touch,
				       begin),
		cmocka_unit_test_setup(settling__is_the_slowest_onset, begin),
		cmocka_unit_test_setup(an_onset_that_never_settles__counts_as_long_as_it_lasted,
				       begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
