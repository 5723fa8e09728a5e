/* test_air_load.c - what the air presses with counts where it is more than what the cells show. */
#include "core/witnessing.h"

#define HEADS      3
#define FRICTION_N 3.0
#define TURN       34 /* ticks: each head has had a look */

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].actuator.friction.breakaway_n = FRICTION_N;
		rig.heads[i].sensor.air.rate_hz = 1000.0;
	}
	witnessing_begin(80.0);
	return 0;
}

/* The air presses with so much through the spring; the cell shows something. */
static void press(int head, double push_n, double force_n)
{
	const struct actuator_spec *actuator = &rig.heads[head].actuator;

	belief.heads[head].pressure_pa = (push_n + actuator->release.spring_n) / actuator->area_m2;
	belief.heads[head].force_n = force_n;
}

static void turns(int count)
{
	for (int k = 0; k < count * TURN; k++) {
		witnessing_step();
	}
}

static void air_that_presses_more_than_friction_could_hold__counts(void **state)
{
	(void)state;
	press(0, 33.0, 20.0);
	press(1, 25.0, 30.0);
	turns(2);
	assert_near(witness.air.least_n[0], 30.0, 1e-9);
	assert_near(witness.air.least_n[1], 22.0, 1e-9);
	assert_near(witness.air.least_n[2], 0.0, 1e-9); /* its spring holds it back */
	assert_near(witness.air.beyond_n, 10.0, 1e-9);
	press(0, 33.0, 30.0);
	press(1, 25.0, 10.0);
	turns(1);
	assert_near(witness.air.beyond_n, 12.0, 1e-9);
	press(1, -10.0, 0.0);
	turns(1);
	assert_near(witness.air.beyond_n, 0.0, 1e-9);
	assert_near(witness.air.least_n[1], 0.0, 1e-9);
}

/* No tare may hide a load. */
static void a_zero_that_was_moved_up__is_no_more_of_the_air(void **state)
{
	(void)state;
	press(0, 33.0, 20.0);
	belief.heads[0].zero_n = 4.0;
	turns(2);
	assert_near(witness.air.beyond_n, 6.0, 1e-9);
}

static void one_wild_look_at_the_air__counts_for_nothing(void **state)
{
	(void)state;
	press(0, 23.0, 20.0);
	turns(2);
	for (int k = 0; k < 2; k++) {
		press(0, k == 0 ? 200.0 : NOT_A_N, 20.0);
		turns(1);
		assert_near(witness.air.beyond_n, 0.0, 1e-9);
		press(0, 23.0, 20.0);
		turns(2);
		assert_near(witness.air.least_n[0], 20.0, 1e-9);
		assert_near(witness.air.beyond_n, 0.0, 1e-9);
	}
}

static void a_head_without_a_gauge__presses_nobody_by_its_air(void **state)
{
	(void)state;
	rig.heads[0].sensor.air.rate_hz = 0.0;
	witnessing_begin(80.0);
	press(0, 50.0, 0.0);
	turns(3);
	assert_near(witness.air.least_n[0], 0.0, 1e-9);
	assert_near(witness.air.beyond_n, 0.0, 1e-9);
	assert_true(isinf(witness.air.most_pa[0]));
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(air_that_presses_more_than_friction_could_hold__counts),
		TEST(a_zero_that_was_moved_up__is_no_more_of_the_air),
		TEST(one_wild_look_at_the_air__counts_for_nothing),
		TEST(a_head_without_a_gauge__presses_nobody_by_its_air),
	};

	return cmocka_run_group_tests_name("air_load", tests, NULL, NULL);
}
