/* test_override_edges.c - set-points that were let go, held or stood still, and what is shown of them. */
#include "core/wishing.h"

#define TINY   1e-9
#define TRUNK  8 /* heads of the bench rig that lie on the trunk, before the legs' */
#define LONG   1000
#define LEG    8
#define LEG_TO 12
#define NECK   12

static struct wishing on;

static int set_up(void **state)
{
	(void)state;
	wishing_begin(&on, 16);
	return 0;
}

static double sum_n(void)
{
	double sum = 0.0;

	for (int i = 0; i < on.rig.head_count; i++) {
		sum += wishing_now_n(&on, i);
	}
	return sum;
}

static void wish_from_to(int from, int to, double force_n)
{
	for (int i = from; i < to; i++) {
		wishing_wish(&on, i, force_n, force_n);
	}
}

static void check_limits(int from, int to, enum limit_reason by)
{
	for (int i = from; i < to; i++) {
		assert_int_equal(on.setpoint.heads[i].limited_by, by);
	}
}

/* ---- let go, and pressing again ---- */

/* Nothing of before may come out of the preview, whenever it is let go and for however long. */
static void after_letting_go__pressing_begins_from_nothing(void **state)
{
	(void)state;
	for (int ticks = 1; ticks < 400; ticks += 7) {
		double before_n = 0.0;

		wishing_begin(&on, 16);
		wishing_wish(&on, 0, 40.0, 40.0);
		wishing_wait(&on, LONG);
		on.state = STATE_IDLE;
		wishing_wait(&on, ticks);
		on.state = STATE_RUNNING;
		for (int k = 0; k < LONG; k++) {
			wishing_tick(&on);
			assert_at_most(wishing_now_n(&on, 0),
				       before_n + SLEW_RISE_N_S * TICK_S + TINY);
			before_n = wishing_now_n(&on, 0);
		}
		assert_near(before_n, 40.0, TINY);
		assert_int_equal(on.setpoint.head_count, 16);
	}
}

/* A head that pressed with 40 N lets go. */
static void press_and_let_go(void)
{
	wishing_wish(&on, 0, 40.0, 40.0);
	wishing_wait(&on, LONG);
	on.state = STATE_IDLE;
	wishing_tick(&on);
}

static void after_letting_go__contact_is_found_anew(void **state)
{
	(void)state;
	press_and_let_go();
	on.belief.heads[0].contact = false;
	on.belief.heads[0].contact_sure = false;
	on.state = STATE_RUNNING;
	for (int k = 0; k < LONG; k++) {
		wishing_tick(&on);
		assert_at_most(wishing_now_n(&on, 0), REST_N + TINY);
	}
}

static void after_letting_go__a_stale_sensor_holds_at_nothing(void **state)
{
	(void)state;
	press_and_let_go();
	on.belief.heads[0].input = INPUT_STALE;
	on.state = STATE_RUNNING;
	for (int k = 0; k < LONG; k++) {
		wishing_tick(&on);
		assert_zero(wishing_now_n(&on, 0));
		assert_zero(on.setpoint.heads[0].ahead_rate_n_s);
	}
}

/* ---- what limits, as it is shown ---- */

static void what_limits__is_shown_as_long_as_it_does(void **state)
{
	(void)state;
	for (int i = 0; i < 16; i++) {
		on.ceilings.heads[i].reason = LIMIT_EASE;
	}
	wishing_limit(&on, 0, 12.0);
	wishing_wish(&on, 0, 40.0, 40.0);
	wishing_wish(&on, 1, 12.0, 12.0);
	wishing_limit(&on, 1, 12.0); /* just what is asked for: it limits nothing */
	wishing_wait(&on, LONG);
	check_limits(0, 1, LIMIT_EASE);
	check_limits(1, 16, LIMIT_NONE);
	on.state = STATE_IDLE;
	wishing_tick(&on);
	check_limits(0, 1, LIMIT_NONE);
	on.state = STATE_RUNNING; /* the same is asked for again */
	wishing_wait(&on, LONG);
	check_limits(0, 1, LIMIT_EASE);
	on.belief.heads[0].input = INPUT_STALE; /* it would go no higher anyway */
	wishing_wait(&on, 10);
	check_limits(0, 1, LIMIT_EASE);
}

/* Lifted off in a pause: nothing is asked for, so nothing limits it, however long it lasts. */
static void what_is_lifted_off__is_limited_by_nothing(void **state)
{
	(void)state;
	on.ceilings.heads[0].reason = LIMIT_EASE;
	wishing_limit(&on, 0, 12.0);
	wishing_wish(&on, 0, 40.0, 40.0);
	wishing_wait(&on, LONG);
	on.state = STATE_PAUSED;
	wishing_wait(&on, LONG);
	for (int k = 0; k < 3 * LONG; k++) {
		wishing_tick(&on);
		check_limits(0, 1, LIMIT_NONE);
		assert_zero(wishing_now_n(&on, 0));
	}
}

/* ---- sums ---- */

static void heads_held_by_a_sum_asked_for__come_to_their_own_when_it_is_less(void **state)
{
	(void)state;
	wish_from_to(0, TRUNK, 40.0);
	wishing_wait(&on, LONG);
	check_limits(0, 16, LIMIT_SUM);
	assert_near(wishing_now_n(&on, 0), ASK_TRUNK_N / TRUNK, 1e-6);
	wish_from_to(3, TRUNK, 0.0);
	wishing_wait(&on, LONG);
	check_limits(0, 16, LIMIT_NONE);
	assert_near(wishing_now_n(&on, 0), 40.0, TINY);
}

/* As soon as too much is asked for, whoever stood still until then gives way with all others. */
static void heads_that_stood_still__give_way_in_the_tick_of_the_sum(void **state)
{
	double before_n;

	(void)state;
	wish_from_to(0, 2, 60.0);
	wishing_wait(&on, LONG);
	before_n = on.override.last_n[0];
	wish_from_to(2, 4, 60.0);
	wishing_tick(&on);
	assert_near(on.override.last_n[0], before_n - SLEW_FALL_N_S * TICK_S, TINY);
}

static void the_sum_of_the_body__is_as_near_as_may_be(void **state)
{
	(void)state;
	wish_from_to(0, TRUNK, 15.0);
	wish_from_to(LEG, LEG_TO, 40.0);
	wishing_wait(&on, LONG);
	assert_near(sum_n(), ASK_BODY_N, 1e-6);
	assert_near(wishing_now_n(&on, 0), 15.0 * ASK_BODY_N / 280.0, 1e-6);
}

/* A head's own 10 N, while two let go of 55 N each and many rise: for a moment the sum is too great. */
static void a_head_at_rest_while_a_sum_is_held__has_its_own_again(void **state)
{
	int held = 0;
	int many = 0;

	(void)state;
	wishing_begin(&on, HEADS_MAX);
	wishing_wish(&on, 0, 10.0, 10.0);
	wish_from_to(2, 4, 55.0);
	wishing_wait(&on, LONG);
	wish_from_to(2, 4, 0.0);
	for (int i = 16; i < HEADS_MAX; i++) {
		many += region_facts(on.rig.heads[i].region)->trunk;
	}
	for (int i = 16; i < HEADS_MAX; i++) {
		if (region_facts(on.rig.heads[i].region)->trunk) {
			wish_from_to(i, i + 1, (ASK_TRUNK_N - 11.0) / many);
		}
	}
	for (int k = 0; k < LONG; k++) {
		wishing_tick(&on);
		if (wishing_now_n(&on, 0) < 10.0 - TINY &&
		    on.setpoint.heads[0].limited_by == LIMIT_SUM) {
			check_limits(0, HEADS_MAX, LIMIT_SUM);
			held++;
		}
	}
	assert_true(held > 0);
	assert_near(wishing_now_n(&on, 0), 10.0, TINY);
	check_limits(0, HEADS_MAX, LIMIT_NONE);
}

/* Of the trunk little, of the whole body for a moment more than it may bear: all that it may, it does. */
static void the_sum_of_the_body_in_a_tick__is_held_at_its_bound(void **state)
{
	double most_n = 0.0;

	(void)state;
	wishing_begin(&on, HEADS_MAX);
	for (int k = 0; k < 2 * LONG; k++) {
		const bool few = k < LONG;

		for (int i = 0; i < HEADS_MAX; i++) {
			const bool leg = on.rig.heads[i].region == REGION_LEGS;
			const bool trunk = region_facts(on.rig.heads[i].region)->trunk;
			const double rest_n = trunk ? 2.7 : leg ? 5.0 : 0.0;

			wishing_wish(&on, i, few ? (i == LEG || i == LEG + 1 ? 72.0 : 0.0) : rest_n,
				     72.0);
		}
		wishing_wish(&on, LEG + 2, few ? 45.0 : 0.0, 45.0);
		wishing_tick(&on);
		assert_at_most(sum_n(), SUM_BODY_N + TINY);
		most_n = sum_n() > most_n ? sum_n() : most_n;
	}
	assert_near(most_n, SUM_BODY_N, 1e-6);
}

/* ---- what stands still ---- */

/* A tick must be short: what is written everywhere already is not written anew. */
static void what_stands_still__is_not_done_anew(void **state)
{
	(void)state;
	wish_from_to(0, 4, 20.0);
	wish_from_to(NECK, NECK + 2, REST_N);
	wishing_wait(&on, LONG);
	for (int i = 0; i < 16; i++) {
		assert_int_equal(on.override.heads[i].calm_ticks, PREVIEW_TICKS + 1);
	}
}

/* A late sensor holds a head for long, a little below what is asked for: with the sensor it comes there. */
static void a_head_held_for_long__comes_to_what_is_asked_for(void **state)
{
	(void)state;
	wish_from_to(0, 1, 20.0);
	wishing_wait(&on, LONG);
	on.belief.heads[0].input = INPUT_STALE;
	wish_from_to(0, 1, 20.5);
	wishing_wait(&on, LONG);
	assert_near(wishing_now_n(&on, 0), 20.0, TINY);
	on.belief.heads[0].input = INPUT_LIVE;
	wishing_wait(&on, LONG);
	assert_near(wishing_now_n(&on, 0), 20.5, TINY);
}

static void half_a_newton__is_asked_for_as_it_is(void **state)
{
	(void)state;
	wish_from_to(0, 1, 0.5);
	wishing_wait(&on, LONG);
	assert_near(wishing_now_n(&on, 0), 0.5, TINY);
}

/* ---- the target of a sample ---- */

static void the_target_of_a_fresh_sample__is_that_of_this_tick(void **state)
{
	(void)state;
	for (int k = 0; k < LONG; k++) {
		wish_from_to(0, 1, 20.0 + 15.0 * sin(0.02 * k));
		on.belief.heads[0].force_age_ns = k % 2 ? 0 : MS_NS / 5 * 2;
		wishing_tick(&on);
		assert_near(on.setpoint.heads[0].at_sample_n, wishing_now_n(&on, 0), 0.0);
	}
}

/* Lowered for one tick and no longer: what it was then is what a sample of then is judged by. */
static void the_target_of_a_sample_under_a_ceiling__is_what_it_was_lowered_to(void **state)
{
	double now_n[40];

	(void)state;
	wish_from_to(0, 1, 60.0);
	on.belief.heads[0].force_age_ns = 5 * MS_NS;
	wishing_wait(&on, LONG);
	for (int k = 0; k < 40; k++) {
		wishing_limit(&on, 0, k == 10 ? 5.0 : 72.0);
		wishing_tick(&on);
		now_n[k] = wishing_now_n(&on, 0);
		if (k >= 5 && k != 10) {
			assert_near(on.setpoint.heads[0].at_sample_n, now_n[k - 5], TINY);
		}
	}
}

/* ---- heads that are not there ---- */

static void heads_beyond_the_last__are_left_alone(void **state)
{
	struct head_setpoint mark;
	const enum state states[] = {STATE_RUNNING, STATE_IDLE, STATE_RUNNING};

	(void)state;
	wishing_begin(&on, TRUNK);
	memset(&mark, 0x55, sizeof(mark));
	on.setpoint.heads[TRUNK] = mark;
	on.override.heads[TRUNK].trunk = true;
	on.override.force_n[TRUNK] = 100.0;
	on.override.last_n[TRUNK] = 100.0;
	wish_from_to(0, TRUNK, 40.0);
	for (int k = 0; k < 3; k++) {
		on.state = states[k];
		wishing_wait(&on, LONG);
		assert_memory_equal(&on.setpoint.heads[TRUNK], &mark, sizeof(mark));
		assert_near(on.override.last_n[TRUNK], 100.0, 0.0);
		assert_near(sum_n(), k == 1 ? 0.0 : ASK_TRUNK_N, 1e-6);
	}
	assert_near(on.ceilings.height_m, BODY_HEIGHT_M, 0.0); /* what lies behind the preview */
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(after_letting_go__pressing_begins_from_nothing),
		TEST(after_letting_go__contact_is_found_anew),
		TEST(after_letting_go__a_stale_sensor_holds_at_nothing),
		TEST(what_limits__is_shown_as_long_as_it_does),
		TEST(what_is_lifted_off__is_limited_by_nothing),
		TEST(heads_held_by_a_sum_asked_for__come_to_their_own_when_it_is_less),
		TEST(heads_that_stood_still__give_way_in_the_tick_of_the_sum),
		TEST(the_sum_of_the_body__is_as_near_as_may_be),
		TEST(a_head_at_rest_while_a_sum_is_held__has_its_own_again),
		TEST(the_sum_of_the_body_in_a_tick__is_held_at_its_bound),
		TEST(what_stands_still__is_not_done_anew),
		TEST(a_head_held_for_long__comes_to_what_is_asked_for),
		TEST(half_a_newton__is_asked_for_as_it_is),
		TEST(the_target_of_a_fresh_sample__is_that_of_this_tick),
		TEST(the_target_of_a_sample_under_a_ceiling__is_what_it_was_lowered_to),
		TEST(heads_beyond_the_last__are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
