/* test_breather.c - places rest before they are pressed again, by what is asked for and by what is felt. */
#include "core/technique/breather.h"

#include "core/bench_rig.h"

static struct rig rig;
static struct body body;
static struct rows rows;
static struct dwell dwell;
static struct hands hands;
static struct breather breather;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 4);
	body_init(&body, &rig);
	rows_init(&rows, &rig);
	rows_lay(&rows, &body);
	dwell_init(&dwell, &rig);
	memset(&hands, 0, sizeof(hands));
	memset(&breather, 0, sizeof(breather));
	return 0;
}

static void wait(double seconds, const struct dwell *felt)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		breather_step(&breather, &rows, &hands, felt, false, TICK_S);
	}
}

/* One hand over the first head, that hard; 0: none. */
static void press(double force_n)
{
	hands.count = force_n > 0.0 ? 1 : 0;
	hands.hands[0] = (struct hand){.x_m = rig.heads[0].x_m,
				       .y_m = rig.heads[0].y_m,
				       .footprint_m = 0.03,
				       .force_n = force_n,
				       .peak_n = force_n};
}

static bool may_be_pressed(double lasts_s)
{
	static const struct stroke lean = {.kind = STROKE_LEAN, .hold_min_s = 5.0};
	const struct span span = {REGION_UPPER_BACK, rig.heads[0].x_m, rig.heads[0].x_m};
	const struct visit visit = {.stroke = &lean, .lasts_s = lasts_s, .force_n = 60.0};

	return breather_allows(&breather, &rows, &span, &visit);
}

static void a_place_pressed_hard__is_not_again_for_more_than_is_left(void **state)
{
	(void)state;
	press(60.0);
	wait(40.0, NULL);
	press(0.0);
	assert_true(may_be_pressed(17.0));
	assert_false(may_be_pressed(19.0));
	wait(DWELL_REFILL_S + 2.0, NULL);
	assert_true(may_be_pressed(50.0));
}

/* A breath pressed it all the while against the head that rests. */
static void a_place_that_felt_no_rest__had_none(void **state)
{
	(void)state;
	press(60.0);
	dwell.heads[0].hard_s = 40.0;
	wait(40.0, &dwell);
	press(0.0);
	wait(60.0, &dwell);
	assert_false(may_be_pressed(19.0));
	dwell.heads[0].hard_s = 0.0;
	wait(DWELL_REFILL_S + 2.0, &dwell);
	assert_true(may_be_pressed(50.0));
}

/* Pressed by the one side of the row or by the other: it is one place that the hands go to. */
static void what_either_head_felt__counts(void **state)
{
	(void)state;
	dwell.heads[1].soft_s = 250.0;
	wait(1.0, &dwell);
	assert_true(may_be_pressed(40.0));
	assert_false(may_be_pressed(42.0));
}

/* The other hand would lean on alone, and the head come back in the middle of it. */
static void a_head_sent_to_rest__takes_the_hands_off(void **state)
{
	(void)state;
	press(60.0);
	wait(3.0, &dwell);
	assert_false(breather.tired);
	dwell.heads[1].resting = true;
	wait(0.1, &dwell);
	assert_true(breather.tired);
	press(0.0);
	wait(0.1, &dwell);
	assert_false(breather.tired);
}

/* Swayed by a breath, 40 N are above 40 N for half of the time; a compression has its own budget. */
static void a_hold_of_minutes__asks_for_less_than_is_hard(void **state)
{
	const struct stroke follow = {.kind = STROKE_FOLLOW, .hold_min_s = 90.0};
	const struct stroke lean = {.kind = STROKE_LEAN, .hold_min_s = 5.0};
	const struct stroke compression = {.kind = STROKE_COMPRESSION, .hold_min_s = 90.0};
	const struct visit visit = {.stroke = &follow, .force_n = 80.0};
	const struct row *row = &rows.rows[0];
	struct row small = *row;

	(void)state;
	small.hard_n = 17.9; /* a face of 20 mm */
	assert_near(breather_force_n(row, &follow, 40.0), DWELL_ASK_SHARE * DWELL_HARD_N, 1e-12);
	assert_near(breather_force_n(row, &follow, 20.0), 20.0, 0.0);
	assert_near(breather_force_n(&small, &follow, 40.0), DWELL_ASK_SHARE * 17.9, 1e-12);
	assert_near(breather_force_n(row, &lean, 60.0), 60.0, 0.0);
	assert_near(breather_force_n(row, &compression, 60.0), 60.0, 0.0);
	assert_at_least(breather_most_s(row, &visit), 0.9 * DWELL_S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_place_pressed_hard__is_not_again_for_more_than_is_left,
				       set_up),
		cmocka_unit_test_setup(a_place_that_felt_no_rest__had_none, set_up),
		cmocka_unit_test_setup(what_either_head_felt__counts, set_up),
		cmocka_unit_test_setup(a_hold_of_minutes__asks_for_less_than_is_hard, set_up),
		cmocka_unit_test_setup(a_head_sent_to_rest__takes_the_hands_off, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
