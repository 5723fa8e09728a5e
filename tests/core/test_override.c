/* test_override.c - the set-point: slews, contact first, ceilings, holds and pauses. */
#include "core/wishing.h"

#define PREVIEW 21 /* ticks from a wish to the present: 20 ms of dead time, and one */
#define RISE_N  (SLEW_RISE_N_S * TICK_S)
#define FALL_N  (SLEW_FALL_N_S * TICK_S)
#define TINY    1e-9

static struct wishing on;

static int set_up(void **state)
{
	(void)state;
	wishing_begin(&on, 2);
	return 0;
}

static void a_wish__rises_and_falls_by_its_slews(void **state)
{
	double before_n = 0.0;
	double steepest_n = 0.0;
	double deepest_n = 0.0;

	(void)state;
	for (int k = 0; k < 2000; k++) {
		double now_n;

		wishing_wish_all(&on, k < 1000 ? 60.0 : 0.0);
		wishing_tick(&on);
		now_n = wishing_now_n(&on, 0);
		steepest_n = now_n - before_n > steepest_n ? now_n - before_n : steepest_n;
		deepest_n = before_n - now_n > deepest_n ? before_n - now_n : deepest_n;
		before_n = now_n;
		if (k == 999) {
			assert_near(now_n, 60.0, TINY);
		}
	}
	assert_near(steepest_n, RISE_N, TINY);
	assert_near(deepest_n, FALL_N, TINY);
	assert_zero(before_n);
}

static void the_preview__shows_what_will_be(void **state)
{
	double ahead_n[400];
	double rate_n_s[400];
	double now_n[400];

	(void)state;
	for (int k = 0; k < 400; k++) {
		wishing_wish_all(&on, 20.0 + 15.0 * sin(0.02 * k));
		wishing_tick(&on);
		ahead_n[k] = on.setpoint.heads[0].ahead_n;
		rate_n_s[k] = on.setpoint.heads[0].ahead_rate_n_s;
		now_n[k] = wishing_now_n(&on, 0);
	}
	for (int k = 1; k < 400 - PREVIEW; k++) {
		assert_near(now_n[k + PREVIEW - 1], ahead_n[k], TINY);
		assert_near(rate_n_s[k], (ahead_n[k + 1] - ahead_n[k]) / TICK_S, 1e-6);
	}
}

static void the_target_of_a_late_sample__is_what_was_wanted_then(void **state)
{
	double now_n[400];

	(void)state;
	for (int k = 0; k < 400; k++) {
		wishing_wish_all(&on, 20.0 + 15.0 * sin(0.02 * k));
		on.belief.heads[0].force_age_ns = 25 * MS_NS;
		wishing_tick(&on);
		now_n[k] = wishing_now_n(&on, 0);
		if (k >= 25) {
			assert_near(on.setpoint.heads[0].at_sample_n, now_n[k - 25], TINY);
		}
	}
}

static void a_head_without_contact__is_asked_to_rest_slowly(void **state)
{
	double before_n = 0.0;
	double steepest_n = 0.0;

	(void)state;
	on.belief.heads[0].contact = false;
	on.belief.heads[0].contact_sure = false;
	wishing_wait(&on, 300);
	wishing_wish_all(&on, 40.0);
	for (int k = 0; k < 1000; k++) {
		double rise_n;

		wishing_tick(&on);
		rise_n = wishing_now_n(&on, 0) - before_n;
		steepest_n = rise_n > steepest_n ? rise_n : steepest_n;
		before_n = wishing_now_n(&on, 0);
		assert_at_most(before_n, REST_N);
	}
	assert_near(before_n, REST_N, TINY);
	assert_near(steepest_n, SLEW_CONTACT_N_S * TICK_S, TINY);
	assert_near(wishing_now_n(&on, 1), 40.0, TINY);
	on.belief.heads[0].contact = true; /* touched, not sure yet */
	wishing_wait(&on, 300);
	assert_near(wishing_now_n(&on, 0), REST_N, TINY);
	on.belief.heads[0].contact_sure = true;
	wishing_wait(&on, 2000);
	assert_near(wishing_now_n(&on, 0), 40.0, TINY);
}

/* Where the hands work already: no corner at the end of the rise, to be overshot. */
static void a_head_that_joins_a_stroke__comes_ever_slower(void **state)
{
	double before_n;
	double least_n = 1e9;

	(void)state;
	on.belief.heads[0].contact = false;
	on.belief.heads[0].contact_sure = false;
	wishing_wait(&on, 300);
	wishing_wish_all(&on, 40.0);
	wishing_wait(&on, 300);
	on.belief.heads[0].contact = true;
	on.belief.heads[0].contact_sure = true;
	before_n = wishing_now_n(&on, 0);
	for (int k = 0; k < 2000; k++) {
		double missing_n = 40.0 - before_n;
		double rise_n;

		wishing_tick(&on);
		rise_n = wishing_now_n(&on, 0) - before_n;
		before_n = wishing_now_n(&on, 0);
		if (missing_n > 0.25 && k > 2 * PREVIEW) {
			assert_at_most(rise_n, missing_n / 0.15 * TICK_S + TINY);
			least_n = rise_n < least_n ? rise_n : least_n;
		}
	}
	assert_near(before_n, 40.0, TINY);
	assert_at_most(least_n, 0.1 * RISE_N);
}

/* Caught up with as if it stood still it stays behind for as long as it rises: by 9 N at 60 N/s. */
static void a_head_that_joins_a_stroke__goes_along_with_its_rise(void **state)
{
	double wish_n = 2.0;
	double before_n;

	(void)state;
	on.belief.heads[0].contact = false;
	on.belief.heads[0].contact_sure = false;
	wishing_wait(&on, 300);
	on.belief.heads[0].contact = true;
	on.belief.heads[0].contact_sure = true;
	before_n = wishing_now_n(&on, 0);
	for (int k = 0; k < 900; k++) {
		double rise_n;

		wish_n += 60.0 * TICK_S;
		wishing_wish_all(&on, wish_n);
		wishing_tick(&on);
		rise_n = wishing_now_n(&on, 0) - before_n;
		before_n = wishing_now_n(&on, 0);
		assert_at_most(rise_n, RISE_N + TINY);
		assert_at_most(before_n, wishing_now_n(&on, 1));
		if (k > 600) { /* and ends without a corner */
			assert_at_most(wishing_now_n(&on, 1) - before_n, 1.0);
			assert_at_most(rise_n, 1.15 * 60.0 * TICK_S);
		}
	}
}

static void contact_lost__is_forgiven_for_200_ms(void **state)
{
	(void)state;
	wishing_wish_all(&on, 40.0);
	wishing_wait(&on, 1000);
	on.belief.heads[0].contact = false;
	on.belief.heads[0].contact_sure = false;
	wishing_wait(&on, 199);
	assert_near(wishing_now_n(&on, 0), 40.0, TINY);
	wishing_wait(&on, 400);
	assert_near(wishing_now_n(&on, 0), REST_N, TINY);
}

/* Asked for in the air, a stroke would come all at once when the person is there again. */
static void contact_lost_in_a_rise__rises_no_more_than_an_approach(void **state)
{
	double before_n;

	(void)state;
	wishing_wish_all(&on, 1.0);
	wishing_wait(&on, 1000);
	wishing_wish_all(&on, 40.0);
	wishing_wait(&on, 100);
	on.belief.heads[0].contact = false;
	on.belief.heads[0].contact_sure = false;
	wishing_wait(&on, 70); /* what was asked for before comes out of the preview */
	before_n = wishing_now_n(&on, 0);
	wishing_wait(&on, 100);
	assert_true(before_n < 30.0);
	assert_at_most(wishing_now_n(&on, 0), before_n + SLEW_CONTACT_N_S * 0.1 + TINY);
}

static void a_ceiling__lowers_in_its_own_tick(void **state)
{
	(void)state;
	wishing_wish_all(&on, 60.0);
	wishing_wait(&on, 1000);
	wishing_limit(&on, 0, 12.0);
	wishing_tick(&on);
	assert_near(wishing_now_n(&on, 0), 12.0, TINY);
	assert_at_most(on.setpoint.heads[0].ahead_n, 12.0);
	assert_at_most(on.setpoint.heads[0].at_sample_n, 12.0);
	assert_near(wishing_now_n(&on, 1), 60.0, TINY);
	wishing_limit(&on, 0, 0.0);
	wishing_tick(&on);
	assert_zero(wishing_now_n(&on, 0));
	assert_zero(on.setpoint.heads[0].ahead_n);
}

/* Down and up again within the preview: nothing of before may jump out of it. */
static void a_ceiling_that_rises_again__lets_the_setpoint_rise_by_its_slew(void **state)
{
	double before_n;

	(void)state;
	for (int ticks = 1; ticks < 40; ticks++) {
		set_up(state);
		wishing_wish_all(&on, 60.0);
		wishing_wait(&on, 1000);
		wishing_limit(&on, 0, 5.0);
		wishing_wait(&on, ticks);
		wishing_limit(&on, 0, 80.0);
		before_n = wishing_now_n(&on, 0);
		for (int k = 0; k < 700; k++) {
			wishing_tick(&on);
			assert_at_most(wishing_now_n(&on, 0) - before_n, RISE_N + TINY);
			before_n = wishing_now_n(&on, 0);
		}
		assert_near(before_n, 60.0, TINY);
	}
}

static void a_ceiling__scales_and_keeps_the_shape(void **state)
{
	double least_n = 1e9;
	double most_n = 0.0;

	(void)state;
	wishing_limit(&on, 0, 15.0);
	on.ceilings.heads[0].reason = LIMIT_PLACE;
	for (int k = 0; k < 4000; k++) {
		double wish_n = 25.0 + 15.0 * sin(0.003 * k); /* 10 to 40 */

		wishing_wish(&on, 0, wish_n, 40.0);
		wishing_wish(&on, 1, wish_n, 40.0);
		wishing_tick(&on);
		if (k > 500) {
			double now_n = wishing_now_n(&on, 0);

			assert_near(now_n, wishing_now_n(&on, 1) * 15.0 / 40.0, 0.2);
			assert_int_equal(on.setpoint.heads[0].limited_by, LIMIT_PLACE);
			assert_int_equal(on.setpoint.heads[1].limited_by, LIMIT_NONE);
			least_n = now_n < least_n ? now_n : least_n;
			most_n = now_n > most_n ? now_n : most_n;
		}
	}
	assert_near(most_n, 15.0, 0.01);
	assert_near(least_n, 3.75, 0.01);
}

/* A stroke of 40 N begins over a place that bears 7: it would take five sixths of what the head rests with. */
static void a_ceiling__leaves_a_head_what_it_rests_with(void **state)
{
	(void)state;
	wishing_limit(&on, 0, 7.0);
	wishing_wish(&on, 0, REST_N, REST_N);
	wishing_wait(&on, 1000);
	for (int k = 0; k < 3900; k++) {
		wishing_wish(&on, 0, REST_N + 0.01 * k, 40.0);
		wishing_tick(&on);
		assert_at_least(wishing_now_n(&on, 0), REST_N - TINY);
		assert_at_most(wishing_now_n(&on, 0), 7.0);
	}
	assert_near(wishing_now_n(&on, 0), 7.0, 0.1);
	wishing_wish(&on, 0, 0.4, 40.0); /* it rests with less */
	wishing_wait(&on, 1000);
	assert_near(wishing_now_n(&on, 0), 0.4, TINY);
	wishing_limit(&on, 0, 0.3); /* nor may it more */
	wishing_wait(&on, 1000);
	assert_near(wishing_now_n(&on, 0), 0.3, TINY);
}

static void a_press_at_its_peak__stays_at_the_ceiling_whatever_its_figure(void **state)
{
	int above = 0;

	(void)state;
	wishing_limit(&on, 0, 15.0);
	wishing_wish(&on, 0, 30.0, 30.0);
	wishing_wait(&on, 1000);
	for (int k = 0; k < 5000; k++) {
		double wish_n = 30.0 + 0.001 * k;

		above += wish_n * 15.0 / wish_n > 15.0; /* by rounding */
		wishing_wish(&on, 0, wish_n, wish_n);
		wishing_tick(&on);
		assert_true(on.setpoint.heads[0].ahead_n >= 15.0 - 1e-9);
		assert_true(on.setpoint.heads[0].ahead_n <= 15.0);
	}
	assert_true(above > 0);
}

static void a_wish_that_is_no_number__becomes_nothing(void **state)
{
	const double wild[][2] = {{NOT_A_N, 10.0}, {ENDLESS, 10.0},    {-1.0, 10.0},
				  {-ENDLESS, 1.0}, {10.0, NOT_A_N},    {ENDLESS, ENDLESS},
				  {1e308, 10.0},   {NOT_A_N, NOT_A_N}, {90.0, 10.0}};

	(void)state;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		set_up(state);
		wishing_wish_all(&on, 10.0);
		wishing_wait(&on, 300);
		wishing_wish(&on, 0, wild[k][0], wild[k][1]);
		wishing_wait(&on, 300);
		if (k == 4) { /* no peak to scale by, yet inside as it is */
			assert_near(wishing_now_n(&on, 0), 10.0, TINY);
		} else {
			assert_zero(wishing_now_n(&on, 0));
		}
		assert_near(wishing_now_n(&on, 1), 10.0, TINY);
	}
}

static void a_stale_sensor__never_rises_and_catches_up_by_the_slew(void **state)
{
	double before_n;
	double held_n;
	double steepest_n = 0.0;

	(void)state;
	wishing_wish_all(&on, 60.0);
	wishing_wait(&on, 100);
	held_n = wishing_now_n(&on, 0);
	assert_true(held_n > 5.0 && held_n < 30.0);
	on.belief.heads[0].input = INPUT_STALE;
	for (int k = 0; k < 100; k++) {
		wishing_tick(&on);
		assert_at_most(wishing_now_n(&on, 0), held_n);
		assert_at_most(on.setpoint.heads[0].ahead_n, held_n + RISE_N);
		assert_int_equal(on.setpoint.heads[0].limited_by, LIMIT_HOLD);
	}
	on.belief.heads[0].input = INPUT_LIVE;
	before_n = wishing_now_n(&on, 0);
	for (int k = 0; k < 600; k++) {
		double rise_n;

		wishing_tick(&on);
		rise_n = wishing_now_n(&on, 0) - before_n;
		steepest_n = rise_n > steepest_n ? rise_n : steepest_n;
		before_n = wishing_now_n(&on, 0);
	}
	assert_near(steepest_n, RISE_N, TINY);
	assert_near(before_n, 60.0, TINY);
}

static void a_stale_sensor__still_follows_downwards(void **state)
{
	(void)state;
	wishing_wish_all(&on, 60.0);
	wishing_wait(&on, 1000);
	on.belief.heads[0].input = INPUT_STALE;
	wishing_wish_all(&on, 10.0);
	wishing_wait(&on, 1000);
	assert_near(wishing_now_n(&on, 0), 10.0, TINY);
}

static void a_pause__ramps_down_within_1_s_and_never_up(void **state)
{
	double before_n;

	(void)state;
	wishing_wish_all(&on, 60.0);
	wishing_wait(&on, 300); /* still rising */
	before_n = wishing_now_n(&on, 0);
	on.state = STATE_PAUSED;
	for (int k = 0; k < 1000; k++) {
		wishing_tick(&on);
		assert_at_most(wishing_now_n(&on, 0), before_n);
		assert_at_least(wishing_now_n(&on, 0), before_n - FALL_N);
		before_n = wishing_now_n(&on, 0);
		assert_true(k > 700 || before_n > 0.0);
	}
	assert_zero(before_n);
	assert_zero(on.setpoint.heads[0].ahead_n);
}

static void resume__starts_from_zero(void **state)
{
	(void)state;
	for (int ticks = 1; ticks < 1000; ticks += 111) {
		set_up(state);
		wishing_wish_all(&on, 30.0);
		wishing_wait(&on, 1000);
		on.state = STATE_PAUSED;
		wishing_wait(&on, ticks);
		on.state = STATE_RUNNING;
		wishing_tick(&on);
		assert_zero(wishing_now_n(&on, 0));
		wishing_wait(&on, PREVIEW);
		assert_at_most(wishing_now_n(&on, 0), 3.0 * RISE_N);
		wishing_wait(&on, 2000);
		assert_near(wishing_now_n(&on, 0), 30.0, TINY);
	}
}

static void every_other_state__asks_for_nothing_at_once(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT + 2; s++) {
		if (s == STATE_RUNNING || s == STATE_PAUSED) {
			continue;
		}
		set_up(state);
		wishing_wish_all(&on, 30.0);
		wishing_wait(&on, 1000);
		on.state = (enum state)s;
		wishing_tick(&on);
		for (int i = 0; i < 2; i++) {
			assert_zero(wishing_now_n(&on, i));
			assert_zero(on.setpoint.heads[i].ahead_n);
			assert_zero(on.setpoint.heads[i].at_sample_n);
			assert_zero(on.setpoint.heads[i].ahead_rate_n_s);
		}
		on.state = STATE_RUNNING;
		wishing_tick(&on);
		assert_zero(wishing_now_n(&on, 0));
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_wish__rises_and_falls_by_its_slews),
		TEST(the_preview__shows_what_will_be),
		TEST(the_target_of_a_late_sample__is_what_was_wanted_then),
		TEST(a_head_without_contact__is_asked_to_rest_slowly),
		TEST(a_head_that_joins_a_stroke__comes_ever_slower),
		TEST(a_head_that_joins_a_stroke__goes_along_with_its_rise),
		TEST(contact_lost__is_forgiven_for_200_ms),
		TEST(contact_lost_in_a_rise__rises_no_more_than_an_approach),
		TEST(a_ceiling__lowers_in_its_own_tick),
		TEST(a_ceiling_that_rises_again__lets_the_setpoint_rise_by_its_slew),
		TEST(a_ceiling__scales_and_keeps_the_shape),
		TEST(a_ceiling__leaves_a_head_what_it_rests_with),
		cmocka_unit_test_setup(
			a_press_at_its_peak__stays_at_the_ceiling_whatever_its_figure, set_up),
		TEST(a_wish_that_is_no_number__becomes_nothing),
		TEST(a_stale_sensor__never_rises_and_catches_up_by_the_slew),
		TEST(a_stale_sensor__still_follows_downwards),
		TEST(a_pause__ramps_down_within_1_s_and_never_up),
		TEST(resume__starts_from_zero),
		TEST(every_other_state__asks_for_nothing_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
