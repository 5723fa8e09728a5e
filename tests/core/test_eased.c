/* test_eased.c - what an ease takes off, where, and how often. */
#include "core/limiting.h"

/* Forces felt now, an ease pressed, one tick. */
static void ease(double a_n, double b_n, double c_n, double d_n)
{
	const double felt_n[] = {a_n, b_n, c_n, d_n};

	for (int i = 0; i < 4; i++) {
		belief.heads[i].force_n = felt_n[i];
	}
	command.presses.ease++;
	limiting_tick();
}

static void an_ease__takes_a_fifth_off_every_place_pressed(void **state)
{
	(void)state;
	limiting_tick();
	ease(50.0, 2.01, 2.0, 6.25);
	limiting_check(0, 40.0, LIMIT_EASE);
	limiting_check(1, 0.0, LIMIT_EASE);     /* 1.6 N: below 5 N the place is left out */
	limiting_check(2, 80.0, LIMIT_CEILING); /* not above 2 N: nobody presses there */
	limiting_check(3, 5.0, LIMIT_EASE);
}

/* Hands that knead take turns: whichever is felt, the stroke on both sides is a fifth lighter. */
static void an_ease__takes_a_fifth_off_both_sides_of_the_spine(void **state)
{
	static const double felt_n[][2] = {{38.0, 38.0}, {40.0, 1.0}, {1.0, 40.0},
					   {40.0, 6.0},  {2.5, 30.0}, {0.0, 8.0}};
	static struct wish wish;

	(void)state;
	wish.peak_n[0] = 40.0;
	wish.peak_n[1] = 40.0;
	for (size_t k = 0; k < sizeof(felt_n) / sizeof(felt_n[0]); k++) {
		double most_n = felt_n[k][0] > felt_n[k][1] ? felt_n[k][0] : felt_n[k][1];

		limiting_begin();
		ceilings.wish = &wish;
		limiting_tick();
		ease(felt_n[k][0], felt_n[k][1], 0.0, 0.0);
		limiting_check(0, EASE_STEP * most_n, LIMIT_EASE);
		limiting_check(1, EASE_STEP * most_n, LIMIT_EASE);
		limiting_check(2, 80.0, LIMIT_CEILING);
		limiting_check(3, 80.0, LIMIT_CEILING);
	}
}

/* The lighter side, of a balance or of an ease before, stays the lighter one. */
static void an_ease__leaves_the_balance_of_both_sides(void **state)
{
	static struct wish wish;

	(void)state;
	wish.peak_n[0] = 40.0;
	wish.peak_n[1] = 20.0;
	wish.peak_n[2] = 40.0;
	wish.peak_n[3] = REST_N; /* not worked: rests there */
	ceilings.wish = &wish;
	limiting_tick();
	ease(40.0, 1.5, 30.0, REST_N);
	limiting_check(0, 32.0, LIMIT_EASE);
	limiting_check(1, 16.0, LIMIT_EASE);
	limiting_check(2, 24.0, LIMIT_EASE);
	limiting_check(3, 80.0, LIMIT_CEILING);
	t_ns += S_NS;
	ease(1.5, 16.0, 0.0, 0.0);
	limiting_check(0, 25.6, LIMIT_EASE);
	limiting_check(1, 12.8, LIMIT_EASE);
}

static void below_5_n__a_place_is_left_out(void **state)
{
	(void)state;
	ease(6.24, 6.26, 0.0, 0.0);
	limiting_check(0, 0.0, LIMIT_EASE);
	limiting_check(1, 0.8 * 6.26, LIMIT_EASE);
}

/* Each place by itself: what was eased elsewhere a moment ago does not keep one waiting. */
static void an_ease__waits_for_no_other_place(void **state)
{
	(void)state;
	ease(50.0, 0.0, 0.0, 0.0);
	limiting_check(0, 40.0, LIMIT_EASE);
	ease(50.0, 30.0, 0.0, 0.0);
	limiting_check(0, 40.0, LIMIT_EASE);
	limiting_check(1, 24.0, LIMIT_EASE);
	t_ns += S_NS - 2 * MS_NS;
	ease(30.0, 20.0, 0.0, 0.0); /* a second after the first place's ease, less for the other */
	limiting_check(0, 24.0, LIMIT_EASE);
	limiting_check(1, 24.0, LIMIT_EASE);
	ease(20.0, 20.0, 0.0, 0.0);
	limiting_check(0, 24.0, LIMIT_EASE);
	limiting_check(1, 16.0, LIMIT_EASE);
}

/* Nobody pressed, or no less than before: the next press counts at once. */
static void an_ease_that_lowers_nothing__uses_up_no_second(void **state)
{
	(void)state;
	ease(1.0, 0.0, 0.0, 0.0);
	ease(50.0, 0.0, 0.0, 0.0);
	limiting_check(0, 40.0, LIMIT_EASE);
	t_ns += S_NS;
	ease(50.0, 0.0, 0.0, 0.0);
	limiting_check(0, 40.0, LIMIT_EASE);
	ease(40.0, 0.0, 0.0, 0.0);
	limiting_check(0, 32.0, LIMIT_EASE);
}

static void an_ease__comes_once_a_second_at_most(void **state)
{
	(void)state;
	ease(50.0, 50.0, 0.0, 0.0);
	limiting_check(0, 40.0, LIMIT_EASE);
	for (int k = 1; k < 1000; k++) { /* a nervous thumb */
		ease(30.0, 30.0, 0.0, 0.0);
		limiting_check(0, 40.0, LIMIT_EASE);
	}
	ease(30.0, 30.0, 0.0, 0.0);
	limiting_check(0, 24.0, LIMIT_EASE);
}

static void many_presses_between_ticks__are_one(void **state)
{
	(void)state;
	command.presses.ease = 40;
	ease(50.0, 0.0, 0.0, 0.0);
	limiting_check(0, 40.0, LIMIT_EASE);
	command.presses.ease = UINT32_MAX; /* and around the counter's end */
	t_ns += S_NS;
	limiting_tick();
	limiting_check(0, 40.0, LIMIT_EASE);
	ease(40.0, 0.0, 0.0, 0.0); /* the last one lowered nothing */
	limiting_check(0, 32.0, LIMIT_EASE);
	ease(30.0, 0.0, 0.0, 0.0);
	limiting_check(0, 32.0, LIMIT_EASE); /* within a second */
}

static void no_later_command__raises_what_was_eased(void **state)
{
	struct dice dice = {55};

	(void)state;
	ease(50.0, 50.0, 50.0, 5.0);
	for (int k = 0; k < 20000; k++) {
		command.ceiling_n = dice_wild(&dice, 0.0, 80.0);
		command.height_m = dice_wild(&dice, 1.4, 2.1);
		command.intensity = 1.0;
		command.enabled[REGION_UPPER_BACK] = dice_below(&dice, 2) == 0;
		belief.heads[0].force_n = 80.0;
		if (k % 700 == 0) {
			command.presses.ease++; /* felt more: an ease raises nothing either */
		}
		limiting_tick();
		assert_at_most(ceilings.heads[0].now_n, 40.0);
		assert_at_most(ceilings.heads[3].now_n, 0.0);
	}
	command.ceiling_n = 80.0;
	command.enabled[REGION_UPPER_BACK] = true;
	command.height_m = 1.75;
	limiting_tick();
	limiting_check(0, 40.0, LIMIT_EASE);
}

/* Nobody is eased by a press where nothing is felt, and nobody's heads are those the rig does not have. */
static void an_ease_where_nothing_is_felt__is_none(void **state)
{
	(void)state;
	belief.heads[4].force_n = 50.0;
	ceilings.heads[4].ease_n = 100.0;
	ease(1.0, 0.0, 0.0, 0.0);
	assert_false(ceilings.eased);
	assert_near(ceilings.heads[4].ease_n, 100.0, 0.0);
	ease(50.0, 0.0, 0.0, 0.0);
	assert_true(ceilings.eased);
	client.is_new = true;
	limiting_tick();
	assert_false(ceilings.eased);
	limiting_check(0, 80.0, LIMIT_CEILING);
	assert_near(ceilings.heads[4].ease_n, 100.0, 0.0);
}

static void a_head_across_the_spine__is_one_of_this_rig_within_a_centimetre(void **state)
{
	(void)state;
	rig.heads[0].x_m = 0.0;
	rig.heads[1].x_m = 0.010;
	limiting_begin();
	assert_int_equal(ceilings.heads[0].mirror, 1);
	assert_int_equal(ceilings.heads[1].mirror, 0);
	rig.heads[1].x_m = 0.0101;
	limiting_begin();
	assert_int_equal(ceilings.heads[0].mirror, HEAD_NONE);
	rig.heads[1].x_m = 0.0;
	rig.head_count = 1;
	limiting_begin();
	assert_int_equal(ceilings.heads[0].mirror, HEAD_NONE);
}

#define TEST(f) cmocka_unit_test_setup(f, limiting_set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_ease__takes_a_fifth_off_every_place_pressed),
		TEST(an_ease__takes_a_fifth_off_both_sides_of_the_spine),
		TEST(an_ease__leaves_the_balance_of_both_sides),
		TEST(below_5_n__a_place_is_left_out),
		TEST(an_ease__waits_for_no_other_place),
		TEST(an_ease_that_lowers_nothing__uses_up_no_second),
		TEST(an_ease__comes_once_a_second_at_most),
		TEST(many_presses_between_ticks__are_one),
		TEST(no_later_command__raises_what_was_eased),
		TEST(an_ease_where_nothing_is_felt__is_none),
		TEST(a_head_across_the_spine__is_one_of_this_rig_within_a_centimetre),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
