/* test_approach.c - the push that takes a piston through the air: slow, bounded, never blown up by what is no number. */
#include "core/control/approach.h"

#include <knead/limits.h>

#include "core/bench_rig.h"

#define BREAK_N 3.0
#define MOST_N  (BREAK_N + 0.3 * SPRING_N + 3.0)

static struct rig rig;
static struct approach approach;
static struct head_belief belief;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 1);
	rig.heads[0].actuator.friction.breakaway_n = BREAK_N;
	approach_init(&approach, &rig.heads[0].actuator);
	belief = (struct head_belief){.input = INPUT_LIVE, .position_known = true};
	return 0;
}

static double wait_n(double seconds)
{
	double push_n = 0.0;

	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		push_n = approach_push_n(&approach, &belief, TICK_S);
	}
	return push_n;
}

static void a_stuck_piston__is_pushed_more_by_4_5_n_a_second(void **state)
{
	double first_n;

	(void)state;
	first_n = wait_n(TICK_S);
	assert_near(wait_n(1.0) - first_n, 4.5, 0.01);
	assert_near(wait_n(20.0), MOST_N, 1e-9);
	approach_end(&approach);
	assert_near(wait_n(TICK_S), first_n, 1e-9);
}

static void at_the_speed_aimed_at__the_push_stays(void **state)
{
	double push_n;

	(void)state;
	push_n = wait_n(0.5);
	belief.speed_m_s = 0.015;
	push_n = wait_n(TICK_S);
	assert_near(wait_n(1.0), push_n, 1e-9);
	belief.force_n = CONTACT_ON_N; /* the first touch: slower */
	assert_true(wait_n(0.1) < push_n);
	belief.speed_m_s = 0.012;
	push_n = wait_n(TICK_S);
	assert_near(wait_n(1.0), push_n, 1e-9);
}

static void a_thrown_piston__is_pushed_by_nothing_and_winds_nothing_up(void **state)
{
	double before_n;

	(void)state;
	before_n = wait_n(0.5);
	belief.speed_m_s = 1.01 * APPROACH_MAX_M_S;
	assert_near(wait_n(0.1), -SPRING_N, 1e-9);
	belief.speed_m_s = 0.0;
	assert_true(wait_n(TICK_S) < before_n);
	belief.speed_m_s = NOT_A_N;
	assert_near(wait_n(0.1), -SPRING_N, 1e-9);
	belief.speed_m_s = 0.0;
	assert_near(wait_n(20.0), MOST_N, 1e-9); /* and comes back */
}

static void a_piston_that_nobody_sees__is_pushed_by_3_n_a_second_and_little(void **state)
{
	double first_n;

	(void)state;
	belief.position_known = false;
	first_n = wait_n(TICK_S);
	assert_near(wait_n(1.0) - first_n, 3.0, 0.01);
	assert_near(wait_n(20.0), BREAK_N + 1.8, 1e-9); /* 30 mm/s at 60 N s/m */
}

/* The push it begins to come back with, that slides in by 2 N, from so much air, at that speed. */
static double again_n(double air_n, double speed_m_s)
{
	belief.speed_m_s = speed_m_s;
	approach_again(&approach, 2.0, air_n, &belief);
	return approach.push_n;
}

static void skin_that_went_away__is_come_back_to_from_what_is_known(void **state)
{
	(void)state;
	assert_near(again_n(3.5, 0.0), 3.5, 1e-9); /* it sticks by that */
	assert_near(again_n(4.9, 0.0), 4.9, 1e-9);
	assert_near(again_n(5.1, 0.0), 2.0, 1e-9);  /* it was pressing, and is free */
	assert_near(again_n(-4.0, 0.0), 2.0, 1e-9); /* less is no news */
	assert_near(again_n(3.5, 0.01), 2.0, 1e-9); /* it slides */
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_stuck_piston__is_pushed_more_by_4_5_n_a_second),
		TEST(at_the_speed_aimed_at__the_push_stays),
		TEST(a_thrown_piston__is_pushed_by_nothing_and_winds_nothing_up),
		TEST(a_piston_that_nobody_sees__is_pushed_by_3_n_a_second_and_little),
		TEST(skin_that_went_away__is_come_back_to_from_what_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
