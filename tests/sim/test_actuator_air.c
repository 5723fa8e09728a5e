/* test_actuator_air.c - the regulator's hysteresis and the supply all heads share. */
#include "sim/one_rig.h"

static struct one_rig one;

/* Pressure settled at each command on the way up and on the way down. */
static void walk(double *up_pa, double *down_pa, int points, double step_pa)
{
	for (int i = 0; i < 2 * points; i++) {
		int at = i < points ? i : 2 * points - 1 - i;

		one_rig_ask_pa(&one, at * step_pa);
		one_rig_wait(&one, 3.0);
		(i < points ? up_pa : down_pa)[at] = sim_pressure_pa(&one.sim, 0);
	}
}

static void hysteresis__is_a_loop_as_wide_as_its_share_of_full_scale(void **state)
{
	double up_pa[11];
	double down_pa[11];

	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].actuator.hysteresis_share = 0.01;
	one_rig_start(&one, 1);
	walk(up_pa, down_pa, 11, 0.08 * RELIEF_PA);
	for (int i = 1; i < 10; i++) {
		assert_near(down_pa[i] - up_pa[i], 0.01 * RELIEF_PA, 1.0);
		assert_near(0.5 * (down_pa[i] + up_pa[i]), i * 0.08 * RELIEF_PA, 1.0);
	}
}

static void a_wiggle_inside_the_hysteresis__moves_nothing(void **state)
{
	double before_pa;

	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].actuator.hysteresis_share = 0.01;
	one_rig_start(&one, 1);
	one_rig_ask_pa(&one, 100000.0);
	one_rig_wait(&one, 5.0);
	before_pa = sim_pressure_pa(&one.sim, 0);
	for (int i = 0; i < 20; i++) {
		one_rig_ask_pa(&one, i % 2 == 0 ? 97500.0 : 99900.0);
		one_rig_wait(&one, 0.2);
	}
	assert_near(sim_pressure_pa(&one.sim, 0), before_pa, 1e-6);
	one_rig_ask_pa(&one, 96000.0);
	one_rig_wait(&one, 1.0);
	assert_near(sim_pressure_pa(&one.sim, 0), 97500.0, 10.0);
}

static void no_command__vents_all_but_the_hysteresis(void **state)
{
	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].actuator.hysteresis_share = 0.01;
	one_rig_start(&one, 1);
	one_rig_ask_pa(&one, 100000.0);
	one_rig_wait(&one, 3.0);
	one_rig_ask_pa(&one, 0.0);
	one_rig_wait(&one, 4.0);
	assert_near(sim_pressure_pa(&one.sim, 0), 0.005 * RELIEF_PA, 1.0);
	one_rig_let_go(&one);
	one_rig_wait(&one, 2.0);
	assert_true(sim_pressure_pa(&one.sim, 0) < 100.0); /* the dump takes the rest */
	for (int i = 0; i < 2000; i++) {
		sim_step(&one.sim, &one.actuation, TICK_S); /* and without power there is none */
	}
	assert_near(sim_pressure_pa(&one.sim, 0), 0.0, 1e-3);
	one_rig_ask_pa(&one, 0.0);
	one_rig_wait(&one, 2.0); /* nor any left when power is back */
	assert_near(sim_pressure_pa(&one.sim, 0), 0.0, 1e-3);
}

/* Milliseconds until head 0 of so many, all filling at once, has 63 % of what was asked. */
static int fill_ms(int heads, double sag_share)
{
	int ms = 0;

	one_rig_describe(&one, heads);
	for (int i = 0; i < heads; i++) {
		one.rig.heads[i].actuator.supply_sag_share = sag_share;
		one.rig.heads[i].actuator.supply_recovery_s = 2.0;
	}
	one_rig_start(&one, 1);
	one_rig_ask_pa(&one, 200000.0);
	while (ms < 5000 && sim_pressure_pa(&one.sim, 0) < 126424.0) {
		one_rig_step(&one, TICK_S);
		ms++;
	}
	return ms;
}

static void many_heads_filling_at_once__sag_the_supply(void **state)
{
	int alone;
	int before;

	(void)state;
	assert_near(fill_ms(16, 0.0), 1e3 * (DEAD_S + LAG_S), 2.0);
	alone = fill_ms(1, 0.02);
	assert_near(alone, 1e3 * (DEAD_S + LAG_S), 3.0);
	before = alone;
	for (int heads = 8; heads <= 32; heads *= 2) {
		int ms = fill_ms(heads, 0.02);

		assert_true(ms > before);
		before = ms;
	}
	/* 32 heads would take 0.4 of it at 63 %: the flow falls to about 0.6 */
	assert_near(before, 1e3 * (DEAD_S + LAG_S) * 1.2, 15.0);
}

static void a_sagged_supply__recovers_with_its_time_constant(void **state)
{
	double sagged;

	(void)state;
	fill_ms(16, 0.05);
	one_rig_wait(&one, 0.3);
	sagged = one.sim.heads[0].actuator.cylinder.draw_share;
	assert_true(16.0 * sagged > 0.2);
	one_rig_wait(&one, 2.0);
	assert_near(one.sim.heads[0].actuator.cylinder.draw_share / sagged, exp(-1.0), 0.05);
	assert_near(sim_pressure_pa(&one.sim, 0), 200000.0, 20.0); /* nothing is lost for good */
}

/* Room for more demand than any supply has: it slows, and still nobody gets a negative flow. */
static void a_supply_far_too_small__still_fills_in_the_end(void **state)
{
	(void)state;
	assert_true(fill_ms(64, 0.2) > 300);
	for (int i = 0; i < 60000; i++) {
		double before_pa = sim_pressure_pa(&one.sim, 0);

		one_rig_step(&one, TICK_S);
		assert_true(sim_pressure_pa(&one.sim, 0) >= before_pa);
	}
	assert_near(sim_pressure_pa(&one.sim, 0), 200000.0, 100.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hysteresis__is_a_loop_as_wide_as_its_share_of_full_scale),
		cmocka_unit_test(a_wiggle_inside_the_hysteresis__moves_nothing),
		cmocka_unit_test(no_command__vents_all_but_the_hysteresis),
		cmocka_unit_test(many_heads_filling_at_once__sag_the_supply),
		cmocka_unit_test(a_sagged_supply__recovers_with_its_time_constant),
		cmocka_unit_test(a_supply_far_too_small__still_fills_in_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
