/* test_allocate.c - from hands to heads by footprint: nothing is shared out, nothing adds up. */
#include "core/technique/allocate.h"

#include "core/bench_rig.h"
#include "core/technique/footprint.h"

#include <knead/steepness.h>

#include <knead/condition.h>

static struct rig rig;
static struct allocator allocator;
static struct plan plan;
static struct hands hands;
static struct wish wish;

static enum region region[HEADS_MAX];
static double warm_c[REGION_COUNT];
static struct standby standby;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 16);
	allocator_init(&allocator, &rig);
	memset(&plan, 0, sizeof(plan));
	memset(&hands, 0, sizeof(hands));
	memset(&wish, 0xff, sizeof(wish)); /* all of it must be written */
	memset(wish.trigger, 0, sizeof(wish.trigger));
	memset(warm_c, 0, sizeof(warm_c));
	for (int i = 0; i < 16; i++) {
		region[i] = rig.heads[i].region;
	}
	standby = (struct standby){.plan = &plan,
				   .region = region,
				   .warm_c = warm_c,
				   .trigger_head = HEAD_NONE,
				   .dt_s = 2.0}; /* long enough for anything to settle */
	return 0;
}

static void step(bool running)
{
	standby.running = running;
	allocate(&allocator, &wish, &hands, &standby);
}

static void put_hand(double x_m, double y_m, double force_n)
{
	hands.hands[hands.count++] = (struct hand){
		.x_m = x_m, .y_m = y_m, .footprint_m = 0.10, .force_n = force_n, .peak_n = 40.0};
}

static void no_hand__wishes_nothing(void **state)
{
	(void)state;
	step(true);
	for (int i = 0; i < 16; i++) {
		assert_zero(wish.force_n[i]);
		assert_zero(wish.peak_n[i]);
	}
}

static void a_head_under_the_centre__presses_the_whole_force(void **state)
{
	(void)state;
	plan.wanted = ~0u;
	put_hand(rig.heads[4].x_m, rig.heads[4].y_m, 25.0);
	step(true);
	assert_near(wish.force_n[4], 25.0, 1e-12);
	assert_near(wish.peak_n[4], 40.0, 1e-12);
	assert_near(wish.force_n[5], REST_N, 0.0); /* 12 cm away on the other side */
}

static void neighbours__press_what_the_footprint_leaves(void **state)
{
	(void)state;
	plan.wanted = ~0u;
	for (double d_m = 0.0; d_m < 0.15; d_m += 0.001) {
		double left = 1.0 - d_m * d_m / 0.01;

		hands.count = 0;
		put_hand(rig.heads[0].x_m + 0.6 * d_m, rig.heads[0].y_m + 0.8 * d_m, 30.0);
		step(true);
		left = left > 0.0 ? 30.0 * left * left : 0.0;
		assert_near(wish.force_n[0], left > REST_N ? left : REST_N, 1e-9);
	}
}

static void two_hands_over_one_head__do_not_add_up(void **state)
{
	(void)state;
	plan.wanted = ~0u;
	put_hand(rig.heads[0].x_m, rig.heads[0].y_m, 20.0);
	put_hand(rig.heads[0].x_m, rig.heads[0].y_m, 30.0);
	step(true);
	assert_near(wish.force_n[0], 30.0, 1e-12);
}

/* It does not rest on the person, so it would come down through the air, and late. */
static void a_region_that_is_not_worked__is_not_pressed_from_beside(void **state)
{
	(void)state;
	plan.wanted = ~(1u << rig.heads[4].region);
	put_hand(rig.heads[4].x_m, rig.heads[4].y_m, 25.0);
	step(true);
	assert_zero(wish.force_n[4]);
	assert_zero(wish.peak_n[4]);
}

static void heads_in_use__rest_between_strokes(void **state)
{
	(void)state;
	plan.wanted = 1u << REGION_LEGS;
	for (int resting = 0; resting <= 1; resting++) {
		step(resting != 0);
		for (int i = 0; i < 16; i++) {
			bool rests = resting && rig.heads[i].region == REGION_LEGS;

			assert_near(wish.force_n[i], rests ? REST_N : 0.0, 0.0);
			assert_near(wish.peak_n[i], rests ? REST_N : 0.0, 0.0);
		}
	}
}

/* So that breath does not keep their places from resting; still in contact. */
static void heads_that_wait_for_a_place_to_rest__rest_more_lightly(void **state)
{
	(void)state;
	plan.wanted = 1u << REGION_LEGS;
	step(true);
	standby.airs = true;
	step(true);
	assert_true(wish.force_n[8] < 0.8 * REST_N && wish.force_n[8] > 2.0 * CONTACT_OFF_N);
	assert_zero(wish.force_n[0]);
	standby.airs = false;
	step(true);
	assert_near(wish.force_n[8], REST_N, 0.0);
}

static void a_light_hand__does_not_lift_a_resting_head(void **state)
{
	(void)state;
	plan.wanted = 1u << REGION_UPPER_BACK;
	put_hand(rig.heads[0].x_m, rig.heads[0].y_m, 0.5);
	step(true);
	assert_near(wish.force_n[0], REST_N, 0.0);
}

static void hands_that_are_no_numbers__press_nobody(void **state)
{
	(void)state;
	put_hand(NOT_A_N, rig.heads[0].y_m, 20.0);
	put_hand(rig.heads[0].x_m, NOT_A_N, 20.0);
	put_hand(rig.heads[0].x_m, rig.heads[0].y_m, NOT_A_N);
	put_hand(rig.heads[0].x_m, rig.heads[0].y_m, 20.0);
	hands.hands[3].footprint_m = 0.0;
	step(false);
	for (int i = 0; i < 16; i++) {
		assert_zero(wish.force_n[i]);
	}
}

static void the_footprint__is_nowhere_steeper_than_it_says(void **state)
{
	double steepest = 0.0;

	(void)state;
	for (int k = 0; k < 1000; k++) {
		double near_m = 1e-4 * k;
		double far_m = 1e-4 * (k + 1);
		double slope = (footprint_share(near_m * near_m, 0.01) -
				footprint_share(far_m * far_m, 0.01)) /
			       1e-4 * 0.10;

		steepest = slope > steepest ? slope : steepest;
	}
	assert_near(steepest, FOOTPRINT_STEEPEST, 1e-3);
}

static void rest__comes_and_goes_gently(void **state)
{
	double before_n = 0.0;
	double steepest = 0.0;

	(void)state;
	standby.dt_s = TICK_S;
	plan.wanted = 1u << REGION_LEGS;
	for (int k = 0; k < 400; k++) {
		double slope;

		plan.wanted = k / 100 % 2 == 0 ? 1u << REGION_LEGS : 0u;
		step(true);
		slope = fabs(wish.force_n[8] - before_n) / TICK_S;
		steepest = slope > steepest ? slope : steepest;
		before_n = wish.force_n[8];
		if (k % 100 == 99) {
			assert_near(before_n, k / 100 % 2 == 0 ? REST_N : 0.0, 1e-9);
		}
	}
	assert_near(steepest, SLEW_CONTACT_N_S, 1e-6);
}

static void warmth__is_wished_where_a_running_technique_works(void **state)
{
	(void)state;
	plan.wanted = 1u << REGION_LEGS;
	warm_c[REGION_LEGS] = 40.0;
	warm_c[REGION_HIPS] = 40.0; /* left out: no weight */
	for (int running = 0; running <= 1; running++) {
		step(running != 0);
		for (int i = 0; i < 16; i++) {
			bool warm = running && rig.heads[i].region == REGION_LEGS;

			assert_near(wish.surface_c[i], warm ? 40.0 : 0.0, 0.0);
		}
	}
}

static void a_head_under_compression__is_marked_and_no_other(void **state)
{
	const int heads[] = {3, 3, 5, HEAD_NONE};

	(void)state;
	for (int k = 0; k < 4; k++) {
		standby.trigger_head = heads[k];
		step(true);
		for (int i = 0; i < 16; i++) {
			assert_int_equal(wish.trigger[i], i == heads[k]);
		}
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_hand__wishes_nothing),
		TEST(a_head_under_the_centre__presses_the_whole_force),
		TEST(neighbours__press_what_the_footprint_leaves),
		TEST(a_region_that_is_not_worked__is_not_pressed_from_beside),
		TEST(two_hands_over_one_head__do_not_add_up),
		TEST(heads_in_use__rest_between_strokes),
		TEST(heads_that_wait_for_a_place_to_rest__rest_more_lightly),
		TEST(a_light_hand__does_not_lift_a_resting_head),
		TEST(hands_that_are_no_numbers__press_nobody),
		TEST(rest__comes_and_goes_gently),
		TEST(warmth__is_wished_where_a_running_technique_works),
		TEST(a_head_under_compression__is_marked_and_no_other),
		TEST(the_footprint__is_nowhere_steeper_than_it_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
