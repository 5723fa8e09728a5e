/* test_dry_friction.c - the push stands on the side of friction where the piston must go, and friction is
 * learned from sliding alone. */
#include "core/control/dry_friction.h"

#include "core/bench_rig.h"

#define TURN_S       0.003
#define BREAK_N      3.0
#define SLIDE_N      2.25
#define VISCOUS      60.0
#define LOOSE        1.12
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
	dry_friction_bear(&friction, PRESS_HEAVY);
	belief = (struct head_belief){.position_known = true, .force_n = TARGET_N};
	return 0;
}

static double turns(int count, double error_n, double rate_n_s)
{
	double push_n = 0.0;

	for (int k = 0; k < count; k++) {
		push_n = dry_friction_n(&friction, error_n, rate_n_s);
	}
	return push_n;
}

/* Slides at that speed, held back by so much, while the push stands where the target goes. */
static void slide(int count, double speed_m_s, double held_back_n)
{
	for (int k = 0; k < count; k++) {
		dry_friction_n(&friction, 0.0, speed_m_s > 0.0 ? 50.0 : -50.0);
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
	assert_at_most(turns(200, -0.2, 0.0), -0.9 * LOOSE * SLIDE_N);
}

/* Of friction: how far to one side a head takes its push that presses with that. */
static double side(enum press_kind press, double error_n, double rate_n_s)
{
	struct dry_friction again = friction;

	dry_friction_bear(&again, press);
	return dry_friction_n(&again, error_n, rate_n_s) / (LOOSE * SLIDE_N);
}

static void a_head_that_rests__yields_sooner_than_it_pushes(void **state)
{
	(void)state;
	assert_near(side(PRESS_REST, 0.0, 1.3), 1.3 / 4.0, 1e-9);
	assert_near(side(PRESS_REST, 0.0, -1.3), -1.0, 1e-9);
}

/* Where no muscle is heard, which a head would hide that yields. */
static void light_targets__let_less_breath_and_less_error_decide(void **state)
{
	(void)state;
	assert_near(side(PRESS_HEAVY, 0.0, -2.6), -2.6 / 4.0, 1e-9);
	assert_near(side(PRESS_LIGHT, 0.0, -2.6), -1.0, 1e-9);
	assert_near(side(PRESS_LIGHT, 0.0, 1.6), 1.0, 1e-9);
	assert_near(side(PRESS_HEAVY, -0.42, 0.0), -0.42 / 0.65, 0.02);
	assert_near(side(PRESS_LIGHT, -0.42, 0.0), -1.0, 1e-9);
}

static void sliding_both_ways__tells_friction_and_spring(void **state)
{
	(void)state;
	for (int k = 0; k < 5; k++) { /* what one way tells moves the other too */
		slide(300, 0.010, 1.8 + SPRING_N_OFF);
		slide(300, -0.010, -1.8 + SPRING_N_OFF);
	}
	assert_near(friction.mid_n, SPRING_N_OFF, 0.02);
	assert_near(friction.half_n, LOOSE * 1.8, 0.02);
}

/* Where the air pushes by twice what was told, the middle lies elsewhere under each load. */
static void sliding_one_way_under_a_heavy_load__moves_most_of_the_other(void **state)
{
	(void)state;
	slide(300, 0.010, SLIDE_N + 4.0);
	assert_near(friction.in_n, SLIDE_N + 4.0, 0.02);
	assert_near(friction.out_n, -SLIDE_N + 0.6 * 4.0, 0.02);
	assert_near(friction.mid_n, 0.5 * (friction.in_n + friction.out_n), 1e-9);
}

static void sliding_one_way_under_a_light_load__tells_of_that_alone(void **state)
{
	(void)state;
	dry_friction_bear(&friction, PRESS_LIGHT);
	slide(300, 0.010, SLIDE_N + 4.0);
	assert_near(friction.in_n, SLIDE_N + 4.0, 0.02);
	assert_near(friction.out_n, -SLIDE_N, 1e-9);
}

static void the_first_heavy_load__begins_with_what_was_found_before(void **state)
{
	(void)state;
	dry_friction_init(&friction, &bench_head.actuator, TURN_S);
	dry_friction_slide(&friction, 5.0, 0.0);
	dry_friction_bear(&friction, PRESS_HEAVY);
	assert_near(friction.in_n, 5.0, 1e-9);
}

static void what_is_met_under_a_heavy_load__is_kept_apart(void **state)
{
	(void)state;
	dry_friction_bear(&friction, PRESS_REST);
	slide(300, 0.010, SLIDE_N);
	dry_friction_bear(&friction, PRESS_HEAVY);
	slide(300, 0.010, SLIDE_N + 4.0);
	dry_friction_bear(&friction, PRESS_LIGHT);
	assert_near(friction.in_n, SLIDE_N, 0.02);
	assert_near(friction.mid_n, 0.0, 0.02);
	dry_friction_bear(&friction, PRESS_REST); /* both are light */
	assert_near(friction.in_n, SLIDE_N, 0.02);
	dry_friction_bear(&friction, PRESS_HEAVY);
	assert_near(friction.in_n, SLIDE_N + 4.0, 0.02);
	assert_near(friction.mid_n, 0.5 * (friction.in_n + friction.out_n), 1e-9);
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
		dry_friction_n(&friction, 0.0, -50.0);
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
		if (k % 37 == 0) {
			dry_friction_bear(&friction, (enum press_kind)(k / 37 % 3));
		}
		push_n = fabs(dry_friction_n(&friction, dice_wild(&dice, -5.0, 5.0), rate_n_s));
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
		TEST(a_head_that_rests__yields_sooner_than_it_pushes),
		TEST(light_targets__let_less_breath_and_less_error_decide),
		TEST(sliding_both_ways__tells_friction_and_spring),
		TEST(sliding_one_way_under_a_heavy_load__moves_most_of_the_other),
		TEST(sliding_one_way_under_a_light_load__tells_of_that_alone),
		TEST(the_first_heavy_load__begins_with_what_was_found_before),
		TEST(what_is_met_under_a_heavy_load__is_kept_apart),
		TEST(a_piston_that_stands__teaches_nothing),
		TEST(a_push_on_its_way_across__teaches_nothing),
		TEST(a_force_that_is_old__teaches_nothing),
		TEST(anything_at_all__adds_no_more_than_is_believed),
		TEST(sliding_to_the_first_touch__tells_where_the_middle_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
