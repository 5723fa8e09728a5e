/* test_dry_friction.c - the push stands on the side of friction where the piston must go, and friction is
 * learned from sliding alone. */
#include "core/control/dry_friction.h"

#include "core/bench_rig.h"

#define TURN_S       0.003
#define BREAK_N      3.0
#define SLIDE_N      2.25
#define VISCOUS      60.0
#define LOOSE        1.1
#define SPRING_N_OFF 1.5
#define TARGET_N     20.0

static struct dry_friction friction;
static struct head_belief belief;

static int set_up(void **state)
{
	struct actuator_spec actuator = bench_head.actuator;

	(void)state;
	actuator.friction = (struct friction_spec){
		.breakaway_n = BREAK_N, .coulomb_share = 0.75, .viscous_n_s_m = VISCOUS};
	dry_friction_init(&friction, &actuator, TURN_S);
	belief = (struct head_belief){.position_known = true, .force_n = TARGET_N};
	return 0;
}

static double turns(int count, double error_n, double rate_n_s)
{
	double push_n = 0.0;

	for (int k = 0; k < count; k++) {
		push_n = dry_friction_n(&friction, TARGET_N, error_n, rate_n_s);
	}
	return push_n;
}

/* Slides at that speed, held back by so much, while the push stands where the target goes. */
static void slide(int count, double speed_m_s, double held_back_n)
{
	for (int k = 0; k < count; k++) {
		dry_friction_n(&friction, TARGET_N, 0.0, speed_m_s > 0.0 ? 50.0 : -50.0);
		belief.speed_m_s = speed_m_s;
		dry_friction_learn(&friction, belief.force_n + held_back_n + VISCOUS * speed_m_s,
				   &belief);
	}
}

static void a_target_that_moves__has_the_push_on_its_side(void **state)
{
	(void)state;
	assert_near(turns(1, 0.0, 20.0), LOOSE * SLIDE_N, 1e-9);
	assert_near(turns(1, 0.0, -20.0), -LOOSE * SLIDE_N, 1e-9);
}

/* However fast it moves: as one that a breath lifts onto bone does. */
static void an_error_beyond_what_the_guard_hears__takes_the_push_off_its_side(void **state)
{
	(void)state;
	assert_near(turns(1, -2.9, 80.0), LOOSE * SLIDE_N, 1e-9);
	assert_near(turns(1, -4.3, 80.0), -LOOSE * SLIDE_N, 1e-9);
	assert_near(turns(1, 2.9, -80.0), -LOOSE * SLIDE_N, 1e-9);
	assert_near(turns(1, 4.3, -80.0), LOOSE * SLIDE_N, 1e-9);
}

static void at_rest__an_error_takes_the_push_across_in_time(void **state)
{
	(void)state;
	turns(1, 0.0, 50.0);
	assert_near(turns(10, 0.0, 0.0), LOOSE * SLIDE_N, 1e-9); /* and without one it stays */
	assert_at_least(turns(1, -0.2, 0.0), 0.0);
	assert_at_most(turns(120, -0.2, 0.0), -0.9 * LOOSE * SLIDE_N);
}

static void light_targets__let_half_the_error_take_the_push_across(void **state)
{
	struct dry_friction again = friction;

	(void)state;
	assert_near(dry_friction_n(&friction, 10.1, 0.35, 0.0), LOOSE * SLIDE_N * 0.35 / 0.65, 0.2);
	assert_near(dry_friction_n(&again, 9.9, 0.35, 0.0), LOOSE * SLIDE_N, 1e-9);
}

static void sliding_both_ways__tells_friction_and_spring(void **state)
{
	(void)state;
	slide(300, 0.010, 1.8 + SPRING_N_OFF);
	slide(300, -0.010, -1.8 + SPRING_N_OFF);
	assert_near(friction.mid_n, SPRING_N_OFF, 0.02);
	assert_near(friction.half_n, LOOSE * 1.8, 0.02);
}

static void a_piston_that_stands__teaches_nothing(void **state)
{
	(void)state;
	slide(300, 0.0, 9.0);
	slide(300, 0.002, 9.0);
	assert_near(friction.mid_n, 0.0, 1e-9);
	assert_near(friction.half_n, LOOSE * SLIDE_N, 1e-9);
}

/* On the way across it still coasts, and what holds it is any part of friction. */
static void a_push_on_its_way_across__teaches_nothing(void **state)
{
	(void)state;
	slide(300, 0.010, SLIDE_N);
	for (int k = 0; k < 50; k++) {
		dry_friction_n(&friction, TARGET_N, 0.0, -50.0);
		dry_friction_learn(&friction, belief.force_n, &belief);
	}
	assert_near(friction.in_n, SLIDE_N, 0.01);
	assert_near(friction.out_n, -SLIDE_N, 1e-9);
}

static void a_force_that_is_old__teaches_nothing(void **state)
{
	(void)state;
	belief.force_age_ns = 30 * MS_NS;
	slide(300, 0.010, 9.0);
	assert_near(friction.in_n, SLIDE_N, 1e-9);
}

/* Wherever numbers come from: what is added stays within what is believed of friction. */
static void anything_at_all__adds_no_more_than_is_believed(void **state)
{
	struct dice dice = {4711};
	double rate_n_s = 0.0;
	double most_n = 0.0;

	(void)state;
	for (int k = 0; k < 200000; k++) {
		double push_n;

		if (k % 100 == 0) {
			belief.speed_m_s = dice_between(&dice, -0.1, 0.1);
			rate_n_s = dice_wild(&dice, -240.0, 120.0);
		}
		belief.force_n = dice_between(&dice, -500.0, 500.0);
		dry_friction_learn(&friction, dice_between(&dice, -2e3, 2e3), &belief);
		push_n = fabs(dry_friction_n(&friction, dice_wild(&dice, -5.0, 80.0),
					     dice_wild(&dice, -5.0, 5.0), rate_n_s));
		assert_at_most(push_n, 10.0 + 1.5 * BREAK_N);
		most_n = push_n > most_n ? push_n : most_n;
	}
	assert_at_least(most_n, 10.0);
}

static void sliding_to_the_first_touch__tells_where_the_middle_is(void **state)
{
	const double in_n = SLIDE_N + SPRING_N_OFF;

	(void)state;
	dry_friction_find(&friction); /* it lay on the skin from the start: that told nothing */
	assert_false(friction.found);
	dry_friction_slide(&friction, in_n + VISCOUS * 0.02, 0.02);
	assert_near(friction.mid_n, SPRING_N_OFF, 1e-9);
	assert_near(friction.half_n, LOOSE * SLIDE_N, 1e-9);
	for (int k = 0; k < 1000; k++) { /* what comes and goes is averaged */
		dry_friction_slide(&friction, in_n + VISCOUS * 0.01 + (k % 2 == 0 ? 0.5 : -0.5),
				   0.01);
	}
	assert_near(friction.mid_n, SPRING_N_OFF, 0.05);
	dry_friction_find(&friction);
	assert_true(friction.found);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_target_that_moves__has_the_push_on_its_side),
		TEST(an_error_beyond_what_the_guard_hears__takes_the_push_off_its_side),
		TEST(at_rest__an_error_takes_the_push_across_in_time),
		TEST(light_targets__let_half_the_error_take_the_push_across),
		TEST(sliding_both_ways__tells_friction_and_spring),
		TEST(a_piston_that_stands__teaches_nothing),
		TEST(a_push_on_its_way_across__teaches_nothing),
		TEST(a_force_that_is_old__teaches_nothing),
		TEST(anything_at_all__adds_no_more_than_is_believed),
		TEST(sliding_to_the_first_touch__tells_where_the_middle_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
