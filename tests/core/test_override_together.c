/* test_override_together.c - set-points of all heads together: neck, sums, and any wish at all. */
#include "core/wishing.h"

#define HEADS  16
#define RISE_N (SLEW_RISE_N_S * TICK_S)
#define FALL_N (SLEW_FALL_N_S * TICK_S)
#define TINY   1e-9

static struct wishing on;

static int set_up(void **state)
{
	(void)state;
	wishing_begin(&on, HEADS);
	return 0;
}

/* The bench rig's neck. */
#define LEFT  12
#define RIGHT 13

static double sum_n(bool trunk_only)
{
	double sum = 0.0;

	for (int i = 0; i < on.rig.head_count; i++) {
		bool trunk = region_facts(on.rig.heads[i].region)->trunk;

		sum += trunk || !trunk_only ? wishing_now_n(&on, i) : 0.0;
	}
	return sum;
}

static void the_neck__is_never_pressed_on_both_sides(void **state)
{
	double most_n[2] = {0};

	(void)state;
	assert_int_equal(on.rig.heads[LEFT].region, REGION_NECK);
	for (int k = 0; k < 10000; k++) {
		double swing = 15.0 * sin(0.005 * k);

		wishing_wish(&on, LEFT, 17.0 + swing, 32.0);
		wishing_wish(&on, RIGHT, 17.0 - swing, 32.0);
		wishing_tick(&on);
		assert_true(wishing_now_n(&on, LEFT) <= REST_N + TINY ||
			    wishing_now_n(&on, RIGHT) <= REST_N + TINY);
		for (int i = 0; i < 2; i++) {
			double now_n = wishing_now_n(&on, LEFT + i);

			most_n[i] = now_n > most_n[i] ? now_n : most_n[i];
		}
	}
	assert_at_least(most_n[0], 20.0); /* and yet both have had their turn */
	assert_at_least(most_n[1], 20.0);
}

static void sums__hold_and_keep_every_share(void **state)
{
	(void)state;
	wishing_wish_all(&on, 0.0);
	for (int i = 0; i < 8; i++) {
		wishing_wish(&on, i, i % 2 == 0 ? 40.0 : 20.0, 40.0); /* 240 N on the trunk */
	}
	wishing_wait(&on, 1000);
	assert_near(sum_n(true), ASK_TRUNK_N, 1e-6);
	assert_near(on.setpoint.share, ASK_TRUNK_N / 240.0, 1e-6);
	assert_near(wishing_now_n(&on, 0), 2.0 * wishing_now_n(&on, 1), 1e-6);
	assert_int_equal(on.setpoint.heads[0].limited_by, LIMIT_SUM);
}

/* Few heads fall slower than many rise: what they still press is not there for the others. */
static void sums__hold_while_the_work_moves(void **state)
{
	double most_n = 0.0;

	(void)state;
	for (int k = 0; k < 8000; k++) {
		bool few = k / 1000 % 2 == 0;

		for (int i = 0; i < HEADS; i++) {
			double force_n = few ? (i < 3 ? 66.0 : 0.0) : (i < 3 ? 0.0 : 38.0);

			wishing_wish(&on, i, force_n, force_n);
		}
		wishing_tick(&on);
		assert_at_most(sum_n(true), SUM_TRUNK_N + TINY);
		assert_at_most(sum_n(false), SUM_BODY_N + TINY);
		if (k % 1000 == 999) { /* they have long settled */
			assert_at_most(sum_n(true), ASK_TRUNK_N + TINY);
		}
		most_n = sum_n(true) > most_n ? sum_n(true) : most_n;
	}
	assert_at_least(most_n, ASK_TRUNK_N + 10.0); /* for a moment, while some still fall */
}

/* Whether the sum of this tick was held: nothing that lies ahead of a head is above what it is now. */
static bool is_held(void)
{
	for (int i = 0; i < on.rig.head_count; i++) {
		if (fabs(on.override.heads[i].most_n - on.override.now_n[i]) > 0.0) {
			return false;
		}
	}
	return sum_n(true) > SUM_TRUNK_N - TINY;
}

static void check_held(double before_n)
{
	double sample_n = 0.0;

	for (int i = 0; i < on.rig.head_count; i++) {
		const struct head_setpoint *to = &on.setpoint.heads[i];
		const bool trunk = region_facts(on.rig.heads[i].region)->trunk;

		assert_at_most(to->ahead_n, to->now_n);
		assert_at_most(to->ahead_rate_n_s, 0.0);
		assert_near(on.override.now_n[i], to->now_n, 0.0);
		assert_at_most(on.override.last_n[i], to->now_n);
		assert_int_equal(to->limited_by, LIMIT_SUM);
		sample_n += trunk ? to->at_sample_n : 0.0;
	}
	if (before_n <
	    SUM_TRUNK_N - TINY) { /* the first such tick: its sample counts for less, too */
		assert_at_most(sample_n, before_n - 0.001);
	}
}

/* Two heads fall from all that the trunk may have, while all others rise at once: no sum waits for them. */
static void sums_of_this_very_tick__hold_while_few_fall_and_many_rise(void **state)
{
	double before_n = 0.0;
	int held = 0;

	(void)state;
	wishing_begin(&on, HEADS_MAX);
	for (int round = 0; round < 5; round++) {
		for (int k = 0; k < 2000; k++) {
			const bool few = k < 1000;

			for (int i = 0; i < HEADS_MAX; i++) {
				const bool one_of_them = i < 2;
				const double force_n =
					few == one_of_them ? (few ? 65.0 : 38.0) : 0.0;

				wishing_wish(&on, i, force_n, force_n);
			}
			wishing_tick(&on);
			assert_at_most(sum_n(true), SUM_TRUNK_N + TINY);
			assert_at_most(sum_n(false), SUM_BODY_N + TINY);
			if (is_held()) {
				check_held(before_n);
				held++;
			}
			before_n = sum_n(true);
		}
	}
	assert_at_least(held, 10);
}

/* A ceiling that changes by itself, with the same to be asked for, is shown all the same. */
static void a_ceiling_alone_that_changes__is_shown(void **state)
{
	(void)state;
	wishing_wish_all(&on, 10.0);
	wishing_wait(&on, 2000);
	on.ceilings.heads[3].now_n -= 1.0;
	wishing_wait(&on, 2);
	assert_near(on.setpoint.heads[3].ceiling_n, on.ceilings.heads[3].now_n, 0.0);
}

struct extremes {
	double rise_n;
	double trunk_n;
	double body_n;
	double share_of_ceiling;
	int held;
};

static void throw_wishes(struct dice *dice, int k)
{
	if (k % 5000 > 4000) { /* a calm moment in which everything gets as high as it may */
		on.state = STATE_RUNNING;
		return;
	}
	for (int i = 0; i < HEADS; i++) {
		struct head_belief *head = &on.belief.heads[i];
		bool trunk = region_facts(on.rig.heads[i].region)->trunk;

		if (!trunk && k / 5000 % 2 == 0) {
			wishing_wish(&on, i, 0.0, 0.0); /* by turns the trunk alone */
		} else if (dice_below(dice, 400) == 0) {
			double peak_n = dice_wild(dice, 0.0, 80.0);

			wishing_wish(&on, i, dice_wild(dice, 0.0, peak_n), peak_n);
		}
		if (dice_below(dice, 1000) == 0) {
			double share = dice_between(dice, -0.3, 2.0);

			share = share < 0.0 ? 0.0 : share < 1.0 ? share : 1.0;
			wishing_limit(&on, i, on.rig.heads[i].ceiling_n * share);
		}
		if (dice_below(dice, 100) == 0) {
			head->input = dice_below(dice, 20) == 0 ? INPUT_STALE : INPUT_LIVE;
			head->contact = dice_below(dice, 300) != 0;
			head->contact_sure = head->contact && dice_below(dice, 10) != 0;
			head->force_age_ns = dice_below(dice, 200) * MS_NS;
		}
	}
	if (k % 500 == 0) {
		on.state = dice_below(dice, 4) == 0 ? STATE_PAUSED : STATE_RUNNING;
	}
}

static void check_head(struct extremes *seen, int i, double before_n)
{
	const struct head_setpoint *to = &on.setpoint.heads[i];
	double ceiling_n = on.ceilings.heads[i].ask_n;
	double rise_n = to->now_n - before_n;

	assert_at_least(to->now_n, 0.0);
	assert_at_most(to->now_n, ceiling_n);
	assert_true(to->ahead_n >= 0.0 && to->ahead_n <= ceiling_n);
	assert_true(to->at_sample_n >= 0.0 && to->at_sample_n <= ceiling_n);
	assert_true(isfinite(to->ahead_rate_n_s));
	assert_at_most(to->ahead_rate_n_s, SLEW_RISE_N_S + 1e-6);
	assert_at_most(rise_n, RISE_N + TINY);
	if (on.belief.heads[i].input != INPUT_LIVE) {
		assert_at_most(rise_n, 0.0);
		seen->held++;
	}
	seen->rise_n = rise_n > seen->rise_n ? rise_n : seen->rise_n;
	if (ceiling_n > 1.0 && to->now_n / ceiling_n > seen->share_of_ceiling) {
		seen->share_of_ceiling = to->now_n / ceiling_n;
	}
}

static void any_wish_at_all__stays_within_every_limit(void **state)
{
	struct extremes seen = {0};
	struct dice dice = {97531};

	(void)state;
	for (int k = 0; k < 200000; k++) {
		double before_n[HEADS];

		for (int i = 0; i < HEADS; i++) {
			before_n[i] = wishing_now_n(&on, i);
		}
		throw_wishes(&dice, k);
		wishing_tick(&on);
		for (int i = 0; i < HEADS; i++) {
			check_head(&seen, i, before_n[i]);
		}
		assert_at_most(sum_n(true), SUM_TRUNK_N + TINY);
		assert_at_most(sum_n(false), SUM_BODY_N + TINY);
		assert_true(wishing_now_n(&on, LEFT) <= REST_N + TINY ||
			    wishing_now_n(&on, RIGHT) <= REST_N + TINY);
		seen.trunk_n = sum_n(true) > seen.trunk_n ? sum_n(true) : seen.trunk_n;
		seen.body_n = sum_n(false) > seen.body_n ? sum_n(false) : seen.body_n;
	}
	assert_at_least(seen.rise_n, RISE_N - TINY);
	assert_at_least(seen.trunk_n, ASK_TRUNK_N - 0.1);
	assert_at_least(seen.body_n, ASK_BODY_N - 0.1);
	assert_at_least(seen.share_of_ceiling, 1.0 - TINY);
	assert_true(seen.held > 1000);
}

/* Without ceilings, sums, releases or lost sensors there is no faster fall than the stroke's. */
static void strokes__fall_by_their_slew(void **state)
{
	struct dice dice = {8642};
	double deepest_n = 0.0;

	(void)state;
	for (int k = 0; k < 50000; k++) {
		double before_n[HEADS];

		for (int i = 0; i < HEADS; i++) {
			before_n[i] = wishing_now_n(&on, i);
			if (dice_below(&dice, 200) == 0) {
				wishing_wish(&on, i, dice_between(&dice, 0.0, 11.0), 11.0);
			}
		}
		wishing_tick(&on);
		for (int i = 0; i < HEADS; i++) {
			double fall_n = before_n[i] - wishing_now_n(&on, i);

			assert_at_most(fall_n, FALL_N + TINY);
			deepest_n = fall_n > deepest_n ? fall_n : deepest_n;
		}
	}
	assert_at_least(deepest_n, FALL_N - TINY);
}

/* Long rests on the person and off it, and now and then anything. Contact that is lost is for long. */
static void change_something(struct dice *dice, int i)
{
	struct head_belief *head = &on.belief.heads[i];
	const bool lost_lately = !head->contact && on.override.heads[i].found;

	switch (dice_below(dice, 12000)) {
	case 0:
	case 1:
		wishing_wish(&on, i, dice_between(dice, 0.0, 20.0), 20.0);
		break;
	case 2:
	case 3:
	case 4:
		wishing_wish(&on, i, dice_below(dice, 2) == 0 ? REST_N : 0.0, REST_N);
		break;
	case 5:
		wishing_limit(&on, i, dice_between(dice, 0.0, 30.0));
		break;
	case 6:
	case 7:
	case 8:
		head->contact = !lost_lately && dice_below(dice, 2) == 0;
		break;
	case 9:
		head->input = INPUT_STALE;
		break;
	case 10:
		head->force_age_ns = dice_below(dice, 40) * MS_NS;
		break;
	default:
		head->input = dice_below(dice, 9) == 0 ? INPUT_LIVE : head->input;
		break;
	}
	head->contact_sure = head->contact && (head->contact_sure || dice_below(dice, 90) == 0);
}

/* What one does not do anew, by another one of the same that does, as every wish is new to it. */
static void doing_all_anew_in_every_tick__would_ask_the_same(void **state)
{
	static struct override anew;
	static struct setpoint setpoint;
	struct dice dice = {75319};
	int calm[2] = {0};

	(void)state;
	anew = on.override;
	setpoint = on.setpoint;
	for (int k = 0; k < 100000; k++) {
		if (k % 5000 == 0) {
			on.state = dice_below(&dice, 4) == 0 ? STATE_PAUSED : STATE_RUNNING;
		}
		for (int i = 0; i < HEADS; i++) {
			change_something(&dice, i);
			anew.heads[i].wish_n = -1.0;
		}
		wishing_tick(&on);
		override_step(&anew, &setpoint, on.state, &on.wish, &on.ceilings, &on.belief);
		for (int i = 0; i < HEADS; i++) {
			const struct override_head *head = &on.override.heads[i];

			calm[head->found] += head->calm_ticks > PREVIEW_TICKS;
			assert_memory_equal(&on.setpoint.heads[i], &setpoint.heads[i],
					    offsetof(struct head_setpoint, limited_by));
			assert_int_equal(on.setpoint.heads[i].limited_by,
					 setpoint.heads[i].limited_by);
		}
	}
	assert_true(calm[0] > 10000 && calm[1] > 10000);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_neck__is_never_pressed_on_both_sides),
		TEST(sums__hold_and_keep_every_share),
		TEST(sums__hold_while_the_work_moves),
		TEST(sums_of_this_very_tick__hold_while_few_fall_and_many_rise),
		TEST(a_ceiling_alone_that_changes__is_shown),
		TEST(any_wish_at_all__stays_within_every_limit),
		TEST(strokes__fall_by_their_slew),
		TEST(doing_all_anew_in_every_tick__would_ask_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
