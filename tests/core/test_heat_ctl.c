/* test_heat_ctl.c - the share of power: where none belongs, and never outside 0..1. */
#include "core/control/heat_ctl.h"

#include "core/bench_rig.h"

#define HEADS 2
#define HOT   1

static struct rig rig;
static struct heat_ctl ctl;
static struct belief belief;
static struct setpoint setpoint;
static struct actuation wanted;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	rig.heads[HOT].heater = (struct heater_spec){.driver = DRIVER_SIM,
						     .power_w = 8.0,
						     .capacity_j_k = 20.0,
						     .loss_w_k = 0.03,
						     .contact_w_k = 0.35,
						     .cut_out_c = 45.0,
						     .surface = {.rate_hz = 10.0, .tau_s = 1.0}};
	heat_ctl_init(&ctl, &rig);
	memset(&belief, 0, sizeof(belief));
	memset(&setpoint, 0, sizeof(setpoint));
	memset(&wanted, 0, sizeof(wanted));
	belief.heads[HOT] = (struct head_belief){.surface_known = true, .surface_c = 22.0};
	return 0;
}

static void wait_s(double seconds)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		heat_ctl_step(&ctl, &wanted, &setpoint, &belief);
	}
}

static double share(void)
{
	return wanted.heads[HOT].heater_share;
}

static void only_a_heated_head_with_a_target_and_a_reading__gets_power(void **state)
{
	(void)state;
	setpoint.heads[0].surface_c = 40.0;
	wait_s(1.0);
	assert_zero(share());
	assert_zero(wanted.heads[0].heater_share);
	setpoint.heads[HOT].surface_c = 40.0;
	wait_s(1.0);
	assert_at_least(share(), 0.3);
	belief.heads[HOT].surface_known = false;
	wait_s(0.1);
	assert_zero(share());
	belief.heads[HOT].surface_known = true;
	wait_s(1.0);
	assert_at_least(share(), 0.3);
	setpoint.heads[HOT].surface_c = 0.0;
	wait_s(0.1);
	assert_zero(share());
	assert_zero(wanted.heads[0].heater_share);
}

static void whatever_is_read_and_wanted__the_share_stays_inside(void **state)
{
	struct dice dice = {7};
	bool least = false;
	bool most = false;

	(void)state;
	for (int k = 0; k < 20000; k++) {
		setpoint.heads[HOT].surface_c = dice_between(&dice, 1.0, SURFACE_MAX_C);
		belief.heads[HOT].surface_c = dice_between(&dice, 0.0, SURFACE_PLAUSIBLE_C);
		belief.heads[HOT].contact = dice_below(&dice, 2) == 0;
		belief.heads[HOT].surface_known = dice_below(&dice, 50) != 0;
		wait_s(0.05);
		assert_at_least(share(), 0.0);
		assert_at_most(share(), 1.0);
		least |= share() <= 0.0;
		most |= share() >= 1.0;
	}
	assert_true(least && most);
}

/* A face that cannot get warm for minutes is no reason to shoot over once it can. */
static void a_long_wait_at_full_power__is_not_remembered(void **state)
{
	(void)state;
	setpoint.heads[HOT].surface_c = 40.0;
	wait_s(600.0);
	assert_near(share(), 1.0, 0.0);
	belief.heads[HOT].surface_c = 41.0;
	wait_s(30.0);
	assert_zero(share());
}

static void a_target__is_approached_gently(void **state)
{
	double before_c;

	(void)state;
	setpoint.heads[HOT].surface_c = 40.0;
	wait_s(0.1);
	for (int k = 0; k < 100; k++) {
		before_c = ctl.heads[HOT].target_c;
		wait_s(0.05);
		assert_at_most(ctl.heads[HOT].target_c - before_c, 0.05 * 0.4); /* 8 W in 20 J/K */
		belief.heads[HOT].surface_c = ctl.heads[HOT].target_c;
	}
	assert_at_least(ctl.heads[HOT].target_c, 22.5);
	assert_at_most(ctl.heads[HOT].target_c, 24.0);
	setpoint.heads[HOT].surface_c = 20.0;
	wait_s(0.05);
	assert_near(ctl.heads[HOT].target_c, 20.0, 0.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(only_a_heated_head_with_a_target_and_a_reading__gets_power,
				       set_up),
		cmocka_unit_test_setup(whatever_is_read_and_wanted__the_share_stays_inside, set_up),
		cmocka_unit_test_setup(a_long_wait_at_full_power__is_not_remembered, set_up),
		cmocka_unit_test_setup(a_target__is_approached_gently, set_up),
	};

	return cmocka_run_group_tests_name("heat_ctl", tests, NULL, NULL);
}
