/* test_sensor_others.c - air, position, contact pad, thermistor: each at its own rate, by its own law. */
#include "sim/one_rig.h"

#include <string.h>

static struct one_rig one;
static struct frame frame;

static void sensors_at_different_rates__each_keep_their_own(void **state)
{
	int64_t before_ns[3] = {0, 0, 0};
	int fresh[3] = {0, 0, 0};

	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].sensor.rate_hz = 80.0;
	one.rig.heads[0].sensor.position.rate_hz = 250.0;
	one_rig_start(&one, 1);
	for (int i = 0; i < 1000; i++) {
		int64_t t_ns[3];

		one_rig_step(&one, TICK_S);
		sim_read(&one.sim, &frame);
		t_ns[0] = frame.heads[0].force_n.t_ns;
		t_ns[1] = frame.heads[0].position_m.t_ns;
		t_ns[2] = frame.heads[0].pressure_pa.t_ns;
		for (int s = 0; s < 3; s++) {
			fresh[s] += t_ns[s] != before_ns[s];
			before_ns[s] = t_ns[s];
		}
	}
	assert_in_range(fresh[0], 79, 81);
	assert_int_equal(fresh[1], 250);
	assert_int_equal(fresh[2], 1000);
}

static void place_and_air__have_their_noise_and_their_steps(void **state)
{
	double square_m2 = 0.0;
	double square_pa2 = 0.0;

	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].sensor.air.quantum_pa = 61.0;
	one.rig.heads[0].sensor.position.quantum_m = 1e-5;
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 20.0);
	one_rig_wait(&one, 3.0);
	for (int i = 0; i < 20000; i++) {
		double off_m;
		double off_pa;

		one_rig_step(&one, TICK_S);
		sim_read(&one.sim, &frame);
		off_m = frame.heads[0].position_m.value - sim_position_m(&one.sim, 0);
		off_pa = frame.heads[0].pressure_pa.value - sim_pressure_pa(&one.sim, 0);
		square_m2 += off_m * off_m / 20000.0;
		square_pa2 += off_pa * off_pa / 20000.0;
		assert_near(remainder(frame.heads[0].position_m.value, 1e-5), 0.0, 1e-12);
		assert_near(remainder(frame.heads[0].pressure_pa.value, 61.0), 0.0, 1e-6);
	}
	assert_near(sqrt(square_m2), 2e-5, 1e-6);
	assert_near(sqrt(square_pa2), 101.5, 4.0); /* 100, and 61 / sqrt 12 of the steps */
}

static void what_is_not_fitted__never_shows_anything(void **state)
{
	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].sensor.air.rate_hz = 0.0;
	one.rig.heads[0].sensor.position.rate_hz = 0.0;
	one.rig.heads[0].sensor.thermistor.rate_hz = 10.0; /* there is no motor to glue it to */
	one_rig_start(&one, 1);
	one_rig_wait(&one, 1.0);
	sim_read(&one.sim, &frame);
	assert_int_equal(frame.heads[0].force_n.state, SAMPLE_OK);
	assert_int_equal(frame.heads[0].position_m.state, SAMPLE_NEVER);
	assert_int_equal(frame.heads[0].pressure_pa.state, SAMPLE_NEVER);
	assert_int_equal(frame.heads[0].contact_n.state, SAMPLE_NEVER);
	assert_int_equal(frame.heads[0].temperature_c.state, SAMPLE_NEVER);
}

static const struct contact_spec resistor = {
	.rate_hz = 1000.0,
	.least_n = 0.2,
	.most_n = 20.0,
	.hysteresis_share = 0.1,
};

static void a_contact_pad__reads_10_percent_more_on_the_way_down(void **state)
{
	static double up_n[301];
	struct contact_pad pad;
	struct sample shown = {0};
	int64_t t_ns = 0;

	(void)state;
	contact_pad_init(&pad, &resistor, 0);
	for (int i = 0; i <= 300; i++, t_ns += 1000000) {
		contact_pad_take(&pad, &shown, 0.1 * i, t_ns);
		up_n[i] = shown.value;
	}
	for (int i = 300; i >= 0; i--, t_ns += 1000000) {
		contact_pad_take(&pad, &shown, 0.1 * i, t_ns);
		if (i >= 5 && i <= 180) {
			assert_near((shown.value - up_n[i]) / (0.1 * i), 0.1, 1e-9);
		} else if (i >= 220) {
			assert_near(shown.value, 20.0, 0.0); /* full */
		}
	}
	assert_near(up_n[2], 0.0, 0.0); /* 0.19 N: blind */
	assert_true(up_n[3] > 0.2);
	assert_near(shown.value, 0.0, 0.0);
}

static void a_contact_pad_on_a_head__tells_contact_from_none(void **state)
{
	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].sensor.contact = resistor;
	one_rig_start(&one, 1);
	sim_read(&one.sim, &frame);
	assert_int_equal(frame.heads[0].contact_n.state, SAMPLE_OK);
	assert_near(frame.heads[0].contact_n.value, 0.0, 0.0);
	one_rig_ask_n(&one, 10.0);
	one_rig_wait(&one, 3.0);
	sim_read(&one.sim, &frame);
	assert_near(frame.heads[0].contact_n.value, 10.0, 0.6);
	one_rig_let_go(&one);
	one_rig_wait(&one, 1.0);
	sim_read(&one.sim, &frame);
	assert_near(frame.heads[0].contact_n.value, 0.0, 0.0);
}

static void a_thermistor__follows_with_its_time_constant_at_any_rate(void **state)
{
	static const double rates_hz[] = {1.0, 10.0, 100.0};
	struct noise noise = {.state = 1};

	(void)state;
	for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); r++) {
		struct thermistor_spec spec = {
			.rate_hz = rates_hz[r], .tau_s = 5.0, .quantum_k = 0.01};
		struct thermistor thermistor;
		struct sample shown = {0};

		thermistor_init(&thermistor, &spec, 25.0, 0);
		for (int64_t ms = 0; ms <= 5000; ms++) {
			thermistor_take(&thermistor, &shown, 45.0, ms * 1000000, &noise);
		}
		assert_int_equal(shown.state, SAMPLE_OK);
		assert_near(shown.value, 25.0 + 20.0 * (1.0 - exp(-1.0)), 0.01);
	}
}

/* Every sensor, friction, hysteresis and sag at once, as one number. */
static uint64_t fingerprint(uint64_t seed)
{
	uint64_t print = PRINT_START;

	one_rig_describe(&one, 3);
	for (int i = 0; i < 3; i++) {
		struct head *head = &one.rig.heads[i];

		head->sensor.rate_hz = i == 0 ? 80.0 : 1000.0;
		head->sensor.noise_n = 0.02;
		head->sensor.quantum_n = 5.84e-5;
		head->sensor.drift_n_h = 0.2;
		head->sensor.slip_share = 0.05;
		head->sensor.contact = resistor;
		head->actuator.hysteresis_share = 0.01;
		head->actuator.supply_sag_share = 0.05;
		head->actuator.supply_recovery_s = 2.0;
		head->actuator.friction.breakaway_n = 3.0;
		head->actuator.friction.coulomb_share = 0.75;
		head->actuator.friction.stribeck_m_s = 0.001;
	}
	one_rig_start(&one, seed);
	for (int i = 0; i < 5000; i++) {
		one_rig_ask_n(&one, 20.0 + 10.0 * sin(0.005 * i));
		one_rig_step(&one, TICK_S);
		sim_read(&one.sim, &frame);
		for (int h = 0; h < 3; h++) {
			const struct head_frame *shown = &frame.heads[h];
			double values[4] = {shown->force_n.value, shown->position_m.value,
					    shown->pressure_pa.value, shown->contact_n.value};

			print = one_rig_print(print, values, sizeof(values) / sizeof(values[0]));
		}
	}
	return print;
}

static void one_seed__repeats_bit_for_bit_and_another_differs(void **state)
{
	(void)state;
	assert_true(fingerprint(5) == fingerprint(5));
	assert_true(fingerprint(5) != fingerprint(6));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sensors_at_different_rates__each_keep_their_own),
		cmocka_unit_test(place_and_air__have_their_noise_and_their_steps),
		cmocka_unit_test(what_is_not_fitted__never_shows_anything),
		cmocka_unit_test(a_contact_pad__reads_10_percent_more_on_the_way_down),
		cmocka_unit_test(a_contact_pad_on_a_head__tells_contact_from_none),
		cmocka_unit_test(a_thermistor__follows_with_its_time_constant_at_any_rate),
		cmocka_unit_test(one_seed__repeats_bit_for_bit_and_another_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
