/* test_sensing.c - what the sensors show, sound and with every fault; orders; seeds. */
#include "sim/one_rig.h"

#include <string.h>

static struct one_rig one;
static struct frame frame;

static const struct sample *force_of(int head)
{
	sim_read(&one.sim, &frame);
	return &frame.heads[head].force_n;
}

/* Two heads on a breathing person, in contact: the forces never stand still. */
static void open_moving(void)
{
	one_rig_describe(&one, 2);
	one.patient.breathing.rate_hz = 0.25;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.003;
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 30.0);
	one_rig_wait(&one, 2.0);
}

static void a_sound_rig__shows_the_truth_of_this_tick(void **state)
{
	(void)state;
	open_moving();
	for (int i = 0; i < 2; i++) {
		assert_int_equal(force_of(i)->state, SAMPLE_OK);
		assert_int_equal(force_of(i)->t_ns, one.sim.t_ns);
		assert_near(force_of(i)->value, sim_tissue_force_n(&one.sim, i), 1e-12);
		assert_near(frame.heads[i].position_m.value, sim_position_m(&one.sim, i), 1e-4);
		assert_near(frame.heads[i].pressure_pa.value, sim_pressure_pa(&one.sim, i), 500.0);
	}
	assert_int_equal(frame.t_ns, 2000000000);
	assert_int_equal(frame.head_count, 2);
	assert_true(frame.stop_loop_closed);
	assert_false(frame.reset_button);
}

static void the_first_frame__is_there_before_the_first_step(void **state)
{
	(void)state;
	one_rig_describe(&one, 1);
	one_rig_start(&one, 1);
	assert_int_equal(force_of(0)->state, SAMPLE_OK);
	assert_int_equal(frame.heads[0].position_m.state, SAMPLE_OK);
	assert_int_equal(frame.heads[0].pressure_pa.state, SAMPLE_OK);
}

static void noise__has_the_asked_rms_and_no_bias(void **state)
{
	double sum = 0.0;
	double squares = 0.0;

	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].sensor.noise_n = 0.5;
	one_rig_start(&one, 1);
	for (int i = 0; i < 20000; i++) {
		one_rig_step(&one, TICK_S);
		sum += force_of(0)->value;
		squares += force_of(0)->value * force_of(0)->value;
	}
	assert_near(sum / 20000, 0.0, 0.02);
	assert_near(sqrt(squares / 20000), 0.5, 0.02);
}

/* Counts samples with new times over one second, and the age range of what is shown. */
static int fresh_in_1_s(int head, int64_t *youngest_ns, int64_t *oldest_ns)
{
	int64_t before_ns = force_of(head)->t_ns;
	int fresh = 0;

	*youngest_ns = INT64_MAX;
	*oldest_ns = 0;
	for (int i = 0; i < 1000; i++) {
		const struct sample *shown;
		int64_t age_ns;

		one_rig_step(&one, TICK_S);
		shown = force_of(head);
		age_ns = one.sim.t_ns - shown->t_ns;
		fresh += shown->t_ns != before_ns;
		before_ns = shown->t_ns;
		*youngest_ns = age_ns < *youngest_ns ? age_ns : *youngest_ns;
		*oldest_ns = age_ns > *oldest_ns ? age_ns : *oldest_ns;
	}
	return fresh;
}

static void a_slow_late_cell__shows_old_samples_with_their_own_times(void **state)
{
	static double truth_n[4000];
	int64_t youngest_ns;
	int64_t oldest_ns;

	(void)state;
	one_rig_describe(&one, 1);
	one.patient.breathing.rate_hz = 0.5;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.003;
	one.rig.heads[0].sensor.rate_hz = 80.0;
	one.rig.heads[0].sensor.latency_s = 0.010;
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 20.0);
	for (int i = 0; i < 3000; i++) {
		one_rig_step(&one, TICK_S);
		truth_n[i] = sim_tissue_force_n(&one.sim, 0);
		if (i > 100) {
			assert_near(force_of(0)->value, truth_n[force_of(0)->t_ns / 1000000 - 1],
				    1e-12);
		}
	}
	assert_in_range(fresh_in_1_s(0, &youngest_ns, &oldest_ns), 79, 81);
	assert_int_equal(youngest_ns, 10000000);
	assert_in_range(oldest_ns, 21000000, 23000000);
}

static void a_cell_that_is_off__sends_nothing_more(void **state)
{
	int64_t youngest_ns;
	int64_t oldest_ns;

	(void)state;
	open_moving();
	one_rig_order(&one, FAULT_OFF, 2, 0.0);
	assert_int_equal(fresh_in_1_s(1, &youngest_ns, &oldest_ns), 0);
	assert_int_equal(oldest_ns, 1000000000);
	assert_int_equal(fresh_in_1_s(0, &youngest_ns, &oldest_ns), 1000);
	one_rig_order(&one, FAULT_NONE, 2, 0.0);
	assert_int_equal(fresh_in_1_s(1, &youngest_ns, &oldest_ns), 1000);
}

static void a_stuck_cell__repeats_one_value_with_fresh_times(void **state)
{
	double value;

	(void)state;
	open_moving();
	one_rig_order(&one, FAULT_STUCK, 2, 0.0);
	value = force_of(1)->value;
	for (int i = 0; i < 1000; i++) {
		one_rig_step(&one, TICK_S);
		assert_near(force_of(1)->value, value, 0.0);
		assert_int_equal(force_of(1)->t_ns, one.sim.t_ns);
	}
	assert_true(fabs(sim_tissue_force_n(&one.sim, 1) - value) > 0.01);
}

static void a_garbage_cell__shows_no_number_the_rail_and_anything(void **state)
{
	int no_number = 0;
	int rail = 0;
	int anything = 0;

	(void)state;
	open_moving();
	one_rig_order(&one, FAULT_GARBAGE, 1, 0.0);
	for (int i = 0; i < 300; i++) {
		one_rig_step(&one, TICK_S);
		no_number += isnan(force_of(0)->value) != 0;
		rail += force_of(0)->state == SAMPLE_BAD;
		anything += force_of(0)->state == SAMPLE_OK && fabs(force_of(0)->value) < 500.0;
	}
	assert_true(no_number > 50 && rail > 50 && anything > 50);
	assert_int_equal(no_number + rail + anything, 300);
}

static void a_wrong_cell__is_scaled_by_the_magnitude(void **state)
{
	static const double asked[] = {0.5, 2.0, -1.0, 0.0, (double)NAN};
	static const double used[] = {0.5, 2.0, -1.0, 2.0, 2.0};

	(void)state;
	open_moving();
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		one_rig_order(&one, FAULT_WRONG, 1, asked[i]);
		one_rig_wait(&one, 0.01);
		assert_near(force_of(0)->value, used[i] * sim_tissue_force_n(&one.sim, 0), 1e-9);
	}
}

static void a_slow_cell__has_its_rate_divided(void **state)
{
	int64_t youngest_ns;
	int64_t oldest_ns;

	(void)state;
	open_moving();
	one_rig_order(&one, FAULT_SLOW, 1, 25.0);
	assert_in_range(fresh_in_1_s(0, &youngest_ns, &oldest_ns), 40, 41);
	assert_int_equal(oldest_ns, 24000000);
}

static void a_delayed_cell__shows_what_was(void **state)
{
	int64_t youngest_ns;
	int64_t oldest_ns;

	(void)state;
	open_moving();
	one_rig_order(&one, FAULT_DELAYED, 1, 0.05);
	one_rig_wait(&one, 0.1);
	assert_int_equal(fresh_in_1_s(0, &youngest_ns, &oldest_ns), 1000);
	assert_int_equal(youngest_ns, 50000000);
	assert_int_equal(oldest_ns, 50000000);
	one_rig_order(&one, FAULT_NONE, 1, 0.0);
	one_rig_wait(&one, 0.001);
	assert_int_equal(force_of(0)->t_ns, one.sim.t_ns);
}

static void an_intermittent_cell__is_off_for_its_share_of_the_time(void **state)
{
	int64_t youngest_ns;
	int64_t oldest_ns;

	(void)state;
	open_moving();
	one_rig_order(&one, FAULT_INTERMITTENT, 1, 0.3);
	assert_in_range(fresh_in_1_s(0, &youngest_ns, &oldest_ns), 690, 710);
	assert_in_range(oldest_ns, 29000000, 31000000);
}

static void head_0__means_every_head(void **state)
{
	(void)state;
	open_moving();
	one_rig_order(&one, FAULT_WRONG, 0, -1.0);
	one_rig_step(&one, TICK_S);
	assert_true(force_of(0)->value < -1.0 && force_of(1)->value < -1.0);
	one_rig_order(&one, FAULT_NONE, 0, 0.0);
	one_rig_step(&one, TICK_S);
	assert_true(force_of(0)->value > 1.0 && force_of(1)->value > 1.0);
}

static void valve_faults__show_in_the_pressure(void **state)
{
	(void)state;
	open_moving();
	one_rig_order(&one, FAULT_VALVE_OPEN, 1, 0.0);
	one_rig_order(&one, FAULT_VALVE_CLOSED, 2, 0.0);
	one_rig_ask_pa(&one, 0.0);
	one_rig_wait(&one, 2.0);
	sim_read(&one.sim, &frame);
	assert_near(frame.heads[0].pressure_pa.value, RELIEF_PA, 1000.0);
	assert_near(frame.heads[1].pressure_pa.value, 40.0 / BORE_M2, 1000.0);
	one_rig_order(&one, FAULT_DUMP_DEAD, 2, 0.0);
	one_rig_let_go(&one);
	one_rig_wait(&one, 2.0);
	sim_read(&one.sim, &frame);
	assert_true(frame.heads[0].pressure_pa.value < SPRING_N / BORE_M2);
	assert_near(frame.heads[1].pressure_pa.value, 40.0 / BORE_M2, 1000.0);
	one_rig_order(&one, FAULT_NONE, 0, 0.0);
	one_rig_wait(&one, 2.0);
	sim_read(&one.sim, &frame);
	assert_near(frame.heads[1].pressure_pa.value, 0.0, 1000.0);
}

/* Repeating an order is what a mailbox does at every tick. */
static void the_same_order_again__changes_nothing(void **state)
{
	struct sim_order order = {.fault_orders = 7, .fault = FAULT_STUCK, .fault_head = 1};
	double value;

	(void)state;
	open_moving();
	sim_order(&one.sim, &order, &one.patient, 1);
	one_rig_step(&one, TICK_S);
	value = force_of(0)->value;
	for (int i = 0; i < 500; i++) {
		order.fault = FAULT_WRONG; /* not new without a new count */
		sim_order(&one.sim, &order, &one.patient, 1);
		one_rig_step(&one, TICK_S);
		assert_near(force_of(0)->value, value, 0.0);
	}
}

static void orders__reach_the_stop_loop_and_the_button(void **state)
{
	struct sim_order order = {.stop_open = true};

	(void)state;
	open_moving();
	sim_order(&one.sim, &order, &one.patient, 1);
	sim_read(&one.sim, &frame);
	assert_false(frame.stop_loop_closed);
	assert_false(frame.reset_button);
	order = (struct sim_order){.reset_held = true};
	sim_order(&one.sim, &order, &one.patient, 1);
	sim_read(&one.sim, &frame);
	assert_true(frame.stop_loop_closed);
	assert_true(frame.reset_button);
}

static void another_patient__lies_down_when_there_is_one(void **state)
{
	struct patient people[2];
	struct sim_order order = {.patient = 2};
	double soft_m;

	(void)state;
	one_rig_describe(&one, 1);
	people[0] = one.patient;
	people[1] = one.patient;
	people[1].stiffness_n_m_n *= 4.0;
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 30.0);
	one_rig_wait(&one, 3.0);
	soft_m = sim_position_m(&one.sim, 0) - CLEAR_M;
	sim_order(&one.sim, &order, people, 2);
	order.patient = -1;
	sim_order(&one.sim, &order, people, 2);
	one_rig_wait(&one, 3.0);
	assert_near(sim_position_m(&one.sim, 0) - CLEAR_M, soft_m, 1e-6);
	order.patient = 1;
	sim_order(&one.sim, &order, people, 2);
	one_rig_wait(&one, 3.0);
	assert_near(sim_position_m(&one.sim, 0) - CLEAR_M, soft_m / 2.0, 1e-5);
}

static uint64_t fingerprint(uint64_t seed)
{
	uint64_t print = PRINT_START;

	one_rig_describe(&one, 2);
	one.rig.heads[0].sensor.noise_n = 0.05;
	one.rig.heads[1].sensor.noise_n = 0.05;
	one.rig.heads[1].sensor.rate_hz = 80.0;
	one.patient.breathing.rate_hz = 0.25;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.003;
	one_rig_start(&one, seed);
	one_rig_ask_n(&one, 25.0);
	for (int i = 0; i < 5000; i++) {
		if (i == 3000) {
			one_rig_order(&one, FAULT_GARBAGE, 1, 0.0);
		}
		one_rig_step(&one, TICK_S);
		sim_read(&one.sim, &frame);
		for (int h = 0; h < 2; h++) {
			double values[3] = {frame.heads[h].force_n.value,
					    frame.heads[h].position_m.value,
					    frame.heads[h].pressure_pa.value};
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
		cmocka_unit_test(a_sound_rig__shows_the_truth_of_this_tick),
		cmocka_unit_test(the_first_frame__is_there_before_the_first_step),
		cmocka_unit_test(noise__has_the_asked_rms_and_no_bias),
		cmocka_unit_test(a_slow_late_cell__shows_old_samples_with_their_own_times),
		cmocka_unit_test(a_cell_that_is_off__sends_nothing_more),
		cmocka_unit_test(a_stuck_cell__repeats_one_value_with_fresh_times),
		cmocka_unit_test(a_garbage_cell__shows_no_number_the_rail_and_anything),
		cmocka_unit_test(a_wrong_cell__is_scaled_by_the_magnitude),
		cmocka_unit_test(a_slow_cell__has_its_rate_divided),
		cmocka_unit_test(a_delayed_cell__shows_what_was),
		cmocka_unit_test(an_intermittent_cell__is_off_for_its_share_of_the_time),
		cmocka_unit_test(head_0__means_every_head),
		cmocka_unit_test(valve_faults__show_in_the_pressure),
		cmocka_unit_test(the_same_order_again__changes_nothing),
		cmocka_unit_test(orders__reach_the_stop_loop_and_the_button),
		cmocka_unit_test(another_patient__lies_down_when_there_is_one),
		cmocka_unit_test(one_seed__repeats_bit_for_bit_and_another_differs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
