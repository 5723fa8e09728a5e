/* test_guard_edges.c - the guard to the tick: turns, how long a push lasts, coughs, and what is forgotten. */
#include "core/guarding.h"

static int set_up(void **state)
{
	(void)state;
	guarding_begin_one();
	return 0;
}

/* ---- turns ---- */

static void every_head__has_its_turn_and_backs_off_alone(void **state)
{
	(void)state;
	guarding_begin(5, ACTUATOR_PRESSURE, 3.0);
	for (int k = 1; k <= 1000; k++) {
		guarding_press(4, 30.0, 30.0);
		guarding_tick(0.0, 0.0);
		assert_int_equal(guard.turn, k % 5);
	}
	guarding_press(4, 30.0, 38.0);
	guarding_hold_ticks(0.0, 0.0, 20);
	assert_int_equal(guard.times, 1);
	guarding_hold_ticks(0.0, 0.0, 1000);
	assert_near(ceilings.heads[4].now_n, GUARD_SHARE * 30.0, 1e-9);
	assert_near(ceilings.heads[3].now_n, 80.0, 1e-9);
}

/* What a head remembers is its own. */
static void a_head_beside_one_that_presses_long__hears_as_well(void **state)
{
	(void)state;
	guarding_begin(2, ACTUATOR_PRESSURE, 3.0);
	guarding_press(1, 30.0, 30.0);
	guarding_hold(30.0, 30.0, 1.0);
	guarding_press(1, 30.0, 32.0);
	guarding_hold_ticks(30.0, 30.0, 30);
	assert_int_equal(guard.times, 0);
	guarding_press(1, 30.0, 38.0);
	guarding_hold_ticks(30.0, 30.0, 30);
	assert_int_equal(guard.times, 1);
}

static void with_many_heads__two_turns_in_a_row_are_a_push(void **state)
{
	(void)state;
	guarding_begin(16, ACTUATOR_PRESSURE, 3.0);
	guarding_hold_ticks(30.0, 30.0, 960);
	guarding_push(30.0, 8.0, 16); /* one turn of this head */
	guarding_hold_ticks(30.0, 30.0, 160);
	assert_int_equal(guard.times, 0);
	guarding_push(30.0, 8.0, 17);
	assert_int_equal(guard.times, 1);
}

/* ---- how long, and from when on ---- */

static void a_push__is_one_from_12_ms_on(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_push(30.0, 8.0, PUSH_TICKS - 1);
	guarding_hold(30.0, 30.0, 0.2);
	assert_int_equal(guard.times, 0);
	guarding_push(30.0, 8.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

static void a_push_of_little_more_than_its_margin__is_one(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_push(30.0, 2.63, 5 * PUSH_TICKS);
	guarding_hold(30.0, 30.0, 0.2);
	assert_int_equal(guard.times, 0);
	guarding_push(30.0, 2.65, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

/* Before that it has nothing to compare with. */
static void a_head_that_just_began_to_press__hears_from_a_tenth_of_a_second_on(void **state)
{
	(void)state;
	guarding_hold_ticks(30.0, 30.0, 60);
	guarding_push(30.0, 8.0, 30);
	guarding_hold_ticks(30.0, 30.0, 60);
	assert_int_equal(guard.times, 0);
	guarding_begin_one();
	guarding_hold_ticks(30.0, 30.0, 101);
	guarding_push(30.0, 8.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

static void a_head_lifted_and_laid_on_anew__takes_what_it_finds(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_hold(0.0, 0.0, 0.5);
	guarding_hold(30.0, 36.0, 1.0);
	assert_int_equal(guard.times, 0);
}

/* It is on its way down for a second, and hears nobody; at its end it does at once. */
static void a_head_that_backed_off__hears_again_after_a_second(void **state)
{
	(void)state;
	for (int again = 0; again < 2; again++) {
		guarding_begin_one();
		guarding_hold(30.0, 30.0, 1.0);
		guarding_push(30.0, 8.0, PUSH_TICKS);
		guarding_hold_ticks(22.5, 22.5, 999);
		assert_int_equal(guard.times, 1);
		guarding_push(22.5, 8.0, again ? PUSH_TICKS : 1); /* one wild sample is nobody */
		guarding_hold_ticks(22.5, 22.5, 100);
		assert_int_equal(guard.times, 1 + again);
	}
}

static void a_head_that_backed_off__comes_back_after_5_s(void **state)
{
	int ticks = 0;

	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_push(30.0, 8.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
	while (ticks < 9000 && ceilings.heads[0].yields[YIELD_GUARD].goal_n < 30.0) {
		guarding_tick(22.5, 22.5);
		ticks++;
	}
	assert_int_equal(ticks, 5000);
	guarding_hold(22.5, 22.5, 30.0);
	assert_near(ceilings.heads[0].now_n, 80.0, 1e-9);
	guarding_tick(22.5, 22.5);
	assert_int_equal(ceilings.yielding, 0); /* and then it is over */
}

/* In the valley of a stroke it is the peak that hurts, and on the way down what is pressed still. */
static void it_backs_off__from_what_is_more_of_peak_and_present(void **state)
{
	(void)state;
	for (int valley = 0; valley < 2; valley++) {
		const double now_n = valley ? 20.0 : 30.0;

		guarding_begin_one();
		wish.peak_n[0] = valley ? 30.0 : 20.0;
		guarding_hold(now_n, now_n, 1.0);
		guarding_push(now_n, 8.0, PUSH_TICKS);
		assert_int_equal(guard.times, 1);
		guarding_hold(15.0, 15.0, 0.5);
		assert_near(ceilings.heads[0].now_n, GUARD_SHARE * 30.0, 1e-9);
	}
}

/* ---- coughs, and bodies that move ---- */

/* Faster than any muscle: the last tick of it tells. */
static void cough(double wanted_n, double by_n)
{
	guarding_push(wanted_n, 10.0, PUSH_TICKS - 1);
	guarding_push(wanted_n, by_n, 1);
}

static void a_cough__is_over_after_400_ms(void **state)
{
	(void)state;
	for (int pushes = 0; pushes < 2; pushes++) {
		guarding_begin_one();
		guarding_hold(30.0, 30.0, 1.0);
		cough(30.0, 60.0);
		guarding_hold_ticks(30.0, 30.0, 399);
		guarding_push(30.0, 10.0, pushes ? PUSH_TICKS : 1); /* then it begins anew */
		guarding_hold(30.0, 30.0, 0.1);
		assert_int_equal(guard.times, pushes);
	}
}

static void one_cough_after_another__is_no_push(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	for (int k = 0; k < 5; k++) {
		cough(30.0, 20.0);
		guarding_hold(30.0, 30.0, 2.0);
	}
	assert_int_equal(guard.times, 0);
}

/* A push that showed after a cough is over as well, once the head has backed off from it. */
static void a_cough_after_backing_off__is_no_push(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	cough(30.0, 60.0);
	guarding_push(30.0, 8.0, 399 + PUSH_TICKS);
	assert_int_equal(guard.times, 1);
	guarding_hold_ticks(22.5, 22.5, 999);
	guarding_push(22.5, 8.0, PUSH_TICKS - 1);
	guarding_push(22.5, 20.0, 1);
	guarding_hold(22.5, 22.5, 0.5);
	assert_int_equal(guard.times, 1);
}

/* Who pushes by what is wished, and no more, is no body that lies elsewhere. */
static void a_push_as_great_as_the_wish__is_a_push(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	cough(30.0, 60.0);
	guarding_push(30.0, 30.0, 399 + PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

static void a_body_that_lies_elsewhere__is_a_new_beginning(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	cough(30.0, 60.0);
	guarding_hold(30.0, 90.0, 1.0);
	guarding_hold(30.0, 50.0, 1.0); /* it lies more softly there */
	assert_int_equal(guard.times, 0);
}

static void who_lies_elsewhere__is_heard_from_a_tenth_of_a_second_on(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	cough(30.0, 60.0);
	guarding_push(30.0, 60.0, 399 + PUSH_TICKS); /* and now it is known to be the body */
	guarding_push(30.0, 60.0, 101);
	guarding_push(30.0, 70.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

/* What comes fast while more is asked for is not judged by how fast. */
static void a_fast_push_into_a_rise__is_a_push(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_go(30.0, 34.74, 0.0, 0.0, 237); /* 20 N/s: 2.5 N within what is looked back at */
	guarding_go(34.74, 35.0, 4.0, 20.0, PUSH_TICKS);
	assert_int_equal(guard.times, 1);
}

/* ---- what was asked for ---- */

static void a_head_that_always_feels_more__goes_up_without_a_push(void **state)
{
	(void)state;
	guarding_hold(20.0, 30.0, 1.0);
	guarding_go(20.0, 30.0, 10.0, 10.0, 100);
	guarding_hold(30.0, 40.0, 0.5);
	assert_int_equal(guard.times, 0);
}

/* Muscle gives way by 0.2 mm for each newton that is asked for; further, the head goes in by itself. */
static void a_push_while_a_head_goes_in_as_asked__is_a_push(void **state)
{
	(void)state;
	for (int far = 0; far < 2; far++) {
		guarding_begin_one();
		belief.heads[0].position_known = true;
		guarding_hold(20.0, 20.0, 1.0);
		for (int k = 1; k <= 124 + PUSH_TICKS; k++) {
			const double by_n = 0.04 * k;

			belief.heads[0].position_m = (far ? 0.0006 : 0.00016) * by_n;
			guarding_tick(20.0 + by_n, 20.0 + by_n + (k > 124 ? 6.0 : 0.0));
		}
		assert_int_equal(guard.times, !far);
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_head__has_its_turn_and_backs_off_alone),
		TEST(a_head_beside_one_that_presses_long__hears_as_well),
		TEST(with_many_heads__two_turns_in_a_row_are_a_push),
		TEST(a_push__is_one_from_12_ms_on),
		TEST(a_push_of_little_more_than_its_margin__is_one),
		TEST(a_head_that_just_began_to_press__hears_from_a_tenth_of_a_second_on),
		TEST(a_head_lifted_and_laid_on_anew__takes_what_it_finds),
		TEST(a_head_that_backed_off__hears_again_after_a_second),
		TEST(a_head_that_backed_off__comes_back_after_5_s),
		TEST(it_backs_off__from_what_is_more_of_peak_and_present),
		TEST(a_cough__is_over_after_400_ms),
		TEST(one_cough_after_another__is_no_push),
		TEST(a_cough_after_backing_off__is_no_push),
		TEST(a_push_as_great_as_the_wish__is_a_push),
		TEST(a_body_that_lies_elsewhere__is_a_new_beginning),
		TEST(who_lies_elsewhere__is_heard_from_a_tenth_of_a_second_on),
		TEST(a_fast_push_into_a_rise__is_a_push),
		TEST(a_head_that_always_feels_more__goes_up_without_a_push),
		TEST(a_push_while_a_head_goes_in_as_asked__is_a_push),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
