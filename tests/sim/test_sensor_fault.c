/* test_sensor_fault.c - what broken sensors beside the force's show, and worn actuators do. */
#include "sim/one_rig.h"

#include <stdio.h>

static struct one_rig one;
static struct frame frame;

/* The three that every pressure head has, and their kinds in the same order. */
static const struct {
	enum fault_kind off;
	enum fault_sensor sensor;
} beside[] = {{FAULT_POSITION_OFF, FAULT_AT_POSITION},
	      {FAULT_PRESSURE_OFF, FAULT_AT_PRESSURE},
	      {FAULT_CONTACT_OFF, FAULT_AT_CONTACT}};

static const struct sample *shown(enum fault_sensor sensor)
{
	sim_read(&one.sim, &frame);
	return sensor == FAULT_AT_POSITION   ? &frame.heads[0].position_m
	       : sensor == FAULT_AT_PRESSURE ? &frame.heads[0].pressure_pa
					     : &frame.heads[0].contact_n;
}

static double truth(enum fault_sensor sensor)
{
	return sensor == FAULT_AT_POSITION   ? sim_position_m(&one.sim, 0)
	       : sensor == FAULT_AT_PRESSURE ? sim_pressure_pa(&one.sim, 0)
					     : sim_tissue_force_n(&one.sim, 0);
}

/* A head on its way up to 30 N, all its sensors without noise. */
static void begin(void)
{
	one_rig_describe(&one, 1);
	one.rig.heads[0].sensor.air = (struct air_spec){.rate_hz = 1000.0};
	one.rig.heads[0].sensor.position = (struct position_spec){.rate_hz = 1000.0};
	one.rig.heads[0].sensor.contact = (struct contact_spec){.rate_hz = 1000.0, .most_n = 100.0};
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 15.0);
	one_rig_wait(&one, 1.0);
	one_rig_ask_n(&one, 30.0);
	one_rig_wait(&one, 0.1);
}

static void order(int k, enum fault_kind manner, double magnitude)
{
	one_rig_order(&one, fault_of_sensor(manner, beside[k].sensor), 1, magnitude);
}

static int64_t age_ns(int k)
{
	return one.sim.t_ns - shown(beside[k].sensor)->t_ns;
}

static void each_sensor__breaks_alone_and_is_mended(void **state)
{
	(void)state;
	for (int k = 0; k < 3; k++) {
		begin();
		order(k, FAULT_OFF, 0.0);
		one_rig_wait(&one, 0.05);
		for (int other = 0; other < 3; other++) {
			assert_int_equal(age_ns(other), other == k ? 50000000 : 0);
		}
		assert_int_equal(frame.heads[0].force_n.t_ns, one.sim.t_ns);
		one_rig_order(&one, FAULT_NONE, 1, 0.0);
		one_rig_wait(&one, 0.002);
		assert_int_equal(age_ns(k), 0);
		assert_near(shown(beside[k].sensor)->value, truth(beside[k].sensor), 1e-9);
	}
}

static void each_manner__shows_on_each_sensor(void **state)
{
	(void)state;
	for (int k = 0; k < 3; k++) {
		const enum fault_sensor sensor = beside[k].sensor;
		double before;
		int bad = 0;
		int no_number = 0;

		begin();
		before = shown(sensor)->value;
		order(k, FAULT_STUCK, 0.0);
		one_rig_wait(&one, 0.1);
		assert_near(shown(sensor)->value, before, 0.0);
		assert_int_equal(age_ns(k), 0);
		assert_true(fabs(truth(sensor) - before) > 1e-6);
		order(k, FAULT_WRONG, -2.0);
		one_rig_wait(&one, 0.01);
		assert_near(shown(sensor)->value, -2.0 * truth(sensor), 1e-9);
		order(k, FAULT_DELAYED, 0.05);
		one_rig_wait(&one, 0.2);
		assert_int_equal(age_ns(k), 50000000);
		order(k, FAULT_SLOW, 40.0);
		one_rig_wait(&one, 0.1);
		assert_in_range(age_ns(k), 0, 40000000);
		one_rig_wait(&one, 0.001 * (39 - (double)(age_ns(k) / 1000000)));
		assert_int_equal(age_ns(k), 39000000);
		order(k, FAULT_INTERMITTENT, 0.3);
		one_rig_wait(&one, 0.129);
		assert_in_range(age_ns(k), 29000000, 31000000);
		order(k, FAULT_GARBAGE, 0.0);
		for (int n = 0; n < 100; n++) {
			one_rig_wait(&one, 0.001);
			bad += shown(sensor)->state == SAMPLE_BAD;
			no_number += isnan(shown(sensor)->value) != 0;
		}
		assert_true(bad > 15 && no_number > 15 && bad + no_number < 85);
	}
}

static void a_leak__takes_its_share_and_a_slow_valve_its_time(void **state)
{
	double asked_pa;

	(void)state;
	begin();
	asked_pa = 40.0 / BORE_M2;
	one_rig_order(&one, FAULT_VALVE_LEAK, 1, 0.3);
	one_rig_wait(&one, 2.0);
	assert_near(sim_pressure_pa(&one.sim, 0), 0.7 * asked_pa, 0.01 * asked_pa);
	one_rig_order(&one, FAULT_VALVE_SLOW, 1, 10.0); /* the last one of the valve holds */
	one_rig_wait(&one, 10.0 * one.rig.heads[0].actuator.lag_s);
	assert_near(sim_pressure_pa(&one.sim, 0), (1.0 - 0.3 * exp(-1.0)) * asked_pa,
		    0.01 * asked_pa);
}

static void a_lost_supply__empties_one_head_and_a_lost_power_all(void **state)
{
	(void)state;
	begin();
	one_rig_order(&one, FAULT_SUPPLY_LOST, 1, 0.0);
	one_rig_wait(&one, 2.0);
	assert_near(sim_pressure_pa(&one.sim, 0), 0.0, 100.0);
	one_rig_order(&one, FAULT_NONE, 1, 0.0);
	one_rig_wait(&one, 2.0);
	assert_near(sim_tissue_force_n(&one.sim, 0), 30.0, 1.0);
	one_rig_order(&one, FAULT_POWER_LOST, 0, 1.0);
	one_rig_wait(&one, 0.4);
	assert_true(sim_tissue_force_n(&one.sim, 0) < RELEASED_N);
	one_rig_wait(&one, 2.0);
	assert_near(sim_tissue_force_n(&one.sim, 0), 30.0, 1.0);
}

/* Every kind has a name of its own that leads back to it, and every sensor's kinds its name before. */
static void names__lead_back_to_their_kinds(void **state)
{
	(void)state;
	for (int kind = 0; kind < FAULT_KINDS; kind++) {
		assert_int_equal(fault_kind_named(fault_kind_name((enum fault_kind)kind)), kind);
	}
	for (int sensor = FAULT_AT_POSITION; sensor < FAULT_SENSORS; sensor++) {
		for (int manner = FAULT_OFF; manner <= FAULT_INTERMITTENT; manner++) {
			const enum fault_kind kind =
				fault_of_sensor((enum fault_kind)manner, (enum fault_sensor)sensor);
			char name[64];

			snprintf(name, sizeof(name), "%s_%s",
				 fault_sensor_name((enum fault_sensor)sensor),
				 fault_kind_name((enum fault_kind)manner));
			assert_int_equal(fault_kind_named(name), kind);
			assert_int_equal(fault_on_sensor(kind, (enum fault_sensor)sensor), manner);
			assert_int_equal(fault_on_sensor(kind, FAULT_AT_FORCE), FAULT_KINDS);
		}
	}
	assert_int_equal(fault_of_sensor(FAULT_VALVE_OPEN, FAULT_AT_PRESSURE), FAULT_KINDS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_sensor__breaks_alone_and_is_mended),
		cmocka_unit_test(each_manner__shows_on_each_sensor),
		cmocka_unit_test(a_leak__takes_its_share_and_a_slow_valve_its_time),
		cmocka_unit_test(a_lost_supply__empties_one_head_and_a_lost_power_all),
		cmocka_unit_test(names__lead_back_to_their_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
