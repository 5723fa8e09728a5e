/* test_air.c - regulator, dump valve, enable line: does the air come and go as the rig file says? */
#include "sim/one_rig.h"

#include <knead/limits.h>

static struct one_rig one;

static int ms_until_pressure(double pressure_pa, bool rising)
{
	int ms = 0;

	while (ms < 5000 && (sim_pressure_pa(&one.sim, 0) < pressure_pa) == rising) {
		one_rig_step(&one, TICK_S);
		ms++;
	}
	return ms;
}

static void open_rig(void)
{
	one_rig_describe(&one, 1);
	one_rig_start(&one, 1);
}

static void filling__reaches_63_percent_a_dead_time_and_a_lag_later(void **state)
{
	(void)state;
	open_rig();
	one_rig_ask_pa(&one, 100000.0);
	assert_near(ms_until_pressure(63212.0, true), 1e3 * (DEAD_S + LAG_S), 2.0);
}

static void venting__has_its_own_lag(void **state)
{
	(void)state;
	open_rig();
	one_rig_ask_pa(&one, 100000.0);
	one_rig_wait(&one, 3.0);
	one_rig_ask_pa(&one, 0.0);
	assert_near(ms_until_pressure(36788.0, false), 1e3 * (DEAD_S + VENT_LAG_S), 2.0);
}

/* 720 lags after 1e5 Pa a double that only decays is no longer normal, and slow to reckon with. */
static void a_vented_cylinder__is_empty_and_not_nearly_so(void **state)
{
	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].actuator.supply_sag_share = 0.1;
	one.rig.heads[0].actuator.supply_recovery_s = 0.5;
	one_rig_start(&one, 1);
	one_rig_ask_pa(&one, 100000.0);
	one_rig_wait(&one, 1.0);
	one_rig_ask_pa(&one, 0.0);
	one_rig_wait(&one, 5.0);
	assert_true(sim_pressure_pa(&one.sim, 0) > 0.0);
	one_rig_wait(&one, 60.0 * VENT_LAG_S);
	assert_near(sim_pressure_pa(&one.sim, 0), 0.0, 0.0);
	one_rig_wait(&one, 60.0 * 0.5);
	assert_near(one.sim.heads[0].actuator.cylinder.draw_share, 0.0, 0.0);
}

static void nothing_changes__within_the_dead_time(void **state)
{
	(void)state;
	open_rig();
	one_rig_ask_pa(&one, 100000.0);
	one_rig_wait(&one, DEAD_S);
	assert_near(sim_pressure_pa(&one.sim, 0), 0.0, 1e-9);
	one_rig_wait(&one, 0.002);
	assert_true(sim_pressure_pa(&one.sim, 0) > 500.0);
}

static void a_command_past_relief__ends_at_relief(void **state)
{
	(void)state;
	open_rig();
	one_rig_ask_pa(&one, 1.2 * RELIEF_PA);
	one_rig_wait(&one, 3.0);
	assert_near(sim_pressure_pa(&one.sim, 0), RELIEF_PA, 1.0);
}

static void a_command_that_is_no_number__counts_as_none(void **state)
{
	(void)state;
	open_rig();
	one_rig_ask_pa(&one, 100000.0);
	one_rig_wait(&one, 1.0);
	one_rig_ask_pa(&one, (double)NAN);
	one_rig_wait(&one, 3.0);
	assert_near(sim_pressure_pa(&one.sim, 0), 0.0, 1.0);
}

/* Milliseconds from letting go at 90 N until the tissue feels less than 2 N for good. */
static int release_ms(enum fault_kind before, enum fault_kind also)
{
	int last = -1;

	open_rig();
	one_rig_ask_n(&one, 90.0);
	one_rig_wait(&one, 3.0);
	assert_near(sim_tissue_force_n(&one.sim, 0), 90.0, 0.1);
	if (before != FAULT_NONE) {
		one_rig_order(&one, before, 1, 0.0);
	}
	if (also != FAULT_NONE) {
		one_rig_order(&one, also, 1, 0.0);
	}
	one_rig_let_go(&one);
	for (int ms = 0; ms < 3000; ms++) {
		one_rig_step(&one, TICK_S);
		if (sim_tissue_force_n(&one.sim, 0) >= RELEASED_N) {
			last = ms;
		}
	}
	return last + 1;
}

static void the_dump_alone__lets_go_of_90_n_in_400_ms(void **state)
{
	int ms;

	(void)state;
	ms = release_ms(FAULT_VALVE_CLOSED, FAULT_NONE);
	assert_true(ms > 30 + 80 && ms <= 400);
	assert_true(release_ms(FAULT_NONE, FAULT_NONE) <= ms);
}

static void the_dump_alone__wins_against_a_regulator_stuck_open(void **state)
{
	int ms;

	(void)state;
	ms = release_ms(FAULT_VALVE_OPEN, FAULT_NONE);
	assert_true(ms > 30 + 80 && ms <= 400);
	assert_true(sim_pressure_pa(&one.sim, 0) > 1000.0); /* the regulator does feed against it */
}

static void the_regulator_alone__lets_go_of_90_n_in_1_s(void **state)
{
	int ms;

	(void)state;
	ms = release_ms(FAULT_DUMP_DEAD, FAULT_NONE);
	assert_true(ms > 400 && ms <= 1000);
}

static void both_paths_dead__keep_the_person_pinned(void **state)
{
	(void)state;
	assert_int_equal(release_ms(FAULT_DUMP_DEAD, FAULT_VALVE_CLOSED), 3000);
}

static void a_dump_without_power_for_less_than_its_dead_time__stays_shut(void **state)
{
	(void)state;
	open_rig();
	one_rig_ask_n(&one, 30.0);
	one_rig_wait(&one, 3.0);
	one.actuation.heads[0].dump_shut = false;
	one_rig_wait(&one, 0.025);
	one.actuation.heads[0].dump_shut = true;
	one_rig_wait(&one, 0.1);
	assert_near(sim_tissue_force_n(&one.sim, 0), 30.0, 0.01);
	one.actuation.heads[0].dump_shut = false;
	one_rig_wait(&one, 0.100);
	assert_true(sim_tissue_force_n(&one.sim, 0) < 25.0);
}

/* The last actuation is held, as a converter does, but the enable line has no edges any more. */
static void an_enable_line_without_edges__lets_everything_go(void **state)
{
	for (int level = 0; level < 2; level++) {
		(void)state;
		open_rig();
		one_rig_ask_n(&one, 60.0);
		one_rig_wait(&one, 3.0 + level * TICK_S);
		for (int ms = 0; ms < 40; ms++) {
			sim_step(&one.sim, &one.actuation, TICK_S);
		}
		assert_near(sim_tissue_force_n(&one.sim, 0), 60.0, 0.1);
		for (int ms = 0; ms < 360; ms++) {
			sim_step(&one.sim, &one.actuation, TICK_S);
		}
		assert_true(sim_tissue_force_n(&one.sim, 0) < RELEASED_N);
	}
}

static void heads_the_controller_does_not_name__are_vented(void **state)
{
	(void)state;
	one_rig_describe(&one, 2);
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 20.0);
	one.actuation.head_count = 1;
	one_rig_wait(&one, 2.0);
	assert_near(sim_tissue_force_n(&one.sim, 0), 20.0, 0.1);
	assert_near(sim_position_m(&one.sim, 1), 0.0, 1e-12);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filling__reaches_63_percent_a_dead_time_and_a_lag_later),
		cmocka_unit_test(venting__has_its_own_lag),
		cmocka_unit_test(a_vented_cylinder__is_empty_and_not_nearly_so),
		cmocka_unit_test(nothing_changes__within_the_dead_time),
		cmocka_unit_test(a_command_past_relief__ends_at_relief),
		cmocka_unit_test(a_command_that_is_no_number__counts_as_none),
		cmocka_unit_test(the_dump_alone__lets_go_of_90_n_in_400_ms),
		cmocka_unit_test(the_dump_alone__wins_against_a_regulator_stuck_open),
		cmocka_unit_test(the_regulator_alone__lets_go_of_90_n_in_1_s),
		cmocka_unit_test(both_paths_dead__keep_the_person_pinned),
		cmocka_unit_test(a_dump_without_power_for_less_than_its_dead_time__stays_shut),
		cmocka_unit_test(an_enable_line_without_edges__lets_everything_go),
		cmocka_unit_test(heads_the_controller_does_not_name__are_vented),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
