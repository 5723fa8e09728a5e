/* test_plot_holds.c - the places that a film shows being held, their order and their length. */
#include "tool/plot_holds.h"
#include "tool/plot_strokes.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LENGTH_S 120.0
#define HOLDS    8

static struct technique technique;
static struct sim_film film;
static struct plot_hold holds[HOLDS];

static int open_film(void **state)
{
	(void)state;
	technique = (struct technique){.stroke_count = 2};
	technique.strokes[0].kind = STROKE_POINT_PRESS;
	technique.strokes[1].kind = STROKE_EFFLEURAGE;
	return sim_film_open(&film, 1, LENGTH_S);
}

static int close_film(void **state)
{
	(void)state;
	sim_film_close(&film);
	return 0;
}

/* One hand of that stroke there, for so long. */
static void press(int stroke, double seconds, double x_m, double y_m, double force_n)
{
	static const double nothing_n[1];
	struct snapshot snapshot = {.hands = {.count = 1, .stroke = stroke}};

	snapshot.hands.hands[0] = (struct hand){.x_m = x_m, .y_m = y_m, .force_n = force_n};
	for (long f = 0; f < lround(seconds * SIM_FILM_HZ); f++) {
		sim_film_add(&film, &snapshot, nothing_n);
	}
}

static int found(void)
{
	return plot_holds_find(holds, HOLDS, &technique, &film);
}

static void points__are_found_in_their_order_with_their_length(void **state)
{
	(void)state;
	press(0, 5.0, 0.1, 0.05, 30.0);
	press(0, 0.5, 0.1, 0.05, 0.0);
	press(0, 7.0, 0.2, 0.05, 40.0);
	press(0, 0.5, 0.2, 0.05, 0.0);
	assert_int_equal(found(), 2);
	assert_int_equal(holds[0].order, 1);
	assert_true(fabs(holds[0].x_m - 0.1) < 1e-6);
	assert_true(fabs(holds[0].held_s - 5.0) < 0.03);
	assert_int_equal(holds[1].order, 2);
	assert_true(fabs(holds[1].held_s - 7.0) < 0.03);
	assert_true(fabs(holds[1].force_n - 40.0) < 1e-4);
	assert_int_equal(holds[1].kind, STROKE_POINT_PRESS);
}

static void a_place_come_to_again__is_one_hold_of_the_mean_length(void **state)
{
	(void)state;
	press(0, 4.0, 0.1, 0.05, 30.0);
	press(0, 0.5, 0.1, 0.05, 0.0);
	press(0, 6.0, 0.105, 0.05, 30.0);
	assert_int_equal(found(), 1);
	assert_int_equal(holds[0].times, 2);
	assert_true(fabs(holds[0].held_s - 5.0) < 0.03);
}

static void a_hand_that_moves_on__ends_its_hold(void **state)
{
	(void)state;
	press(0, 3.0, 0.1, 0.05, 30.0);
	press(0, 3.0, 0.2, 0.05, 30.0); /* never let go */
	assert_int_equal(found(), 2);
}

static void gliding_and_light_and_short_touches__are_no_holds(void **state)
{
	(void)state;
	press(1, 5.0, 0.1, 0.05, 30.0); /* a stroke that glides */
	press(0, 5.0, 0.2, 0.05, 1.5);
	press(0, 0.3, 0.3, 0.05, 30.0);
	press(0, 1.0, 0.3, 0.05, 0.0);
	assert_int_equal(found(), 0);
}

static void more_places_than_there_is_room_for__are_left_out(void **state)
{
	(void)state;
	for (int i = 0; i < HOLDS + 3; i++) {
		press(0, 1.0, 0.05 * i, 0.05, 30.0);
	}
	assert_int_equal(found(), HOLDS);
}

/* Whatever was played elsewhere, and for longer. */
static void a_head__is_named_after_the_stroke_that_pressed_it(void **state)
{
	static const double pressed_n[] = {20.0};
	const struct snapshot glide = {.head_count = 1, .hands = {.count = 1, .stroke = 1}};

	(void)state;
	press(0, 50.0, 0.1, 0.05, 30.0);
	for (int f = 0; f < 100; f++) {
		sim_film_add(&film, &glide, pressed_n);
	}
	press(0, 50.0, 0.1, 0.05, 30.0);
	assert_int_equal(plot_stroke_on(&technique, &film, 0, film.count, 0), STROKE_EFFLEURAGE);
	assert_int_equal(plot_stroke_on(&technique, &film, 0, 2000, 0), STROKE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(points__are_found_in_their_order_with_their_length,
						open_film, close_film),
		cmocka_unit_test_setup_teardown(
			a_place_come_to_again__is_one_hold_of_the_mean_length, open_film,
			close_film),
		cmocka_unit_test_setup_teardown(a_head__is_named_after_the_stroke_that_pressed_it,
						open_film, close_film),
		cmocka_unit_test_setup_teardown(a_hand_that_moves_on__ends_its_hold, open_film,
						close_film),
		cmocka_unit_test_setup_teardown(gliding_and_light_and_short_touches__are_no_holds,
						open_film, close_film),
		cmocka_unit_test_setup_teardown(more_places_than_there_is_room_for__are_left_out,
						open_film, close_film),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
