/* test_heater.c - a heated face, the skin under it, what switches it off, and what its thermistor shows. */
#include "sim/one_rig.h"
#include "stone.h"

#include <string.h>

static struct one_rig one;
static struct frame frame;

/* Two heads of which the second is heated, and nobody touches. */
static int set_up(void **state)
{
	(void)state;
	one_rig_describe(&one, 2);
	one.rig.heads[1].heater = stone;
	one_rig_start(&one, 1);
	return 0;
}

/* With edges of the enable line, and an order a second where the controller lives. */
static void heat_s(double seconds, double share, bool orders)
{
	one.actuation.heads[0].heater_share = share;
	one.actuation.heads[1].heater_share = share;
	for (int i = 0; i < (int)lround(seconds / TICK_S); i++) {
		one.actuation.heat_orders += orders && i % 1000 == 0;
		one_rig_step(&one, TICK_S);
	}
	sim_read(&one.sim, &frame);
}

static double face_c(void)
{
	return sim_surface_c(&one.sim, 1);
}

static void a_face__warms_by_its_power_and_cools_by_its_losses(void **state)
{
	double from_c;

	(void)state;
	assert_near(face_c(), 22.0, 1e-9);
	heat_s(20.0, 0.5, true);
	assert_near(face_c(), 22.0 + 0.5 * 8.0 * 20.0 / 20.0, 0.1); /* 4 K, and a little less */
	from_c = face_c();
	heat_s(100.0, 0.0, true);
	assert_near(face_c() - 22.0, (from_c - 22.0) * exp(-100.0 * 0.03 / 20.0), 0.01);
}

static void a_head_without_a_heater__has_no_warmth(void **state)
{
	(void)state;
	heat_s(10.0, 1.0, true);
	assert_near(sim_surface_c(&one.sim, 0), 0.0, 0.0);
	assert_near(sim_skin_c(&one.sim, 0), 0.0, 0.0);
	assert_int_equal(frame.heads[0].surface_c.state, SAMPLE_NEVER);
	assert_near(sim_surface_c(&one.sim, 2), 0.0, 0.0);
	assert_near(sim_skin_c(&one.sim, -1), 0.0, 0.0);
}

static void skin__is_warmed_by_a_face_that_touches_and_by_no_other(void **state)
{
	(void)state;
	heat_s(45.0, 1.0, true);
	assert_near(sim_skin_c(&one.sim, 1), 34.0, 1e-9);
	one_rig_ask_n(&one, 10.0);
	heat_s(30.0, 0.0, true);
	assert_true(sim_skin_c(&one.sim, 1) > 34.8 && sim_skin_c(&one.sim, 1) < face_c());
	one_rig_let_go(&one);
	heat_s(1200.0, 0.0, true);
	assert_near(sim_skin_c(&one.sim, 1), 34.0, 0.1); /* blood brings it back */
}

static void an_order_that_does_not_come_again__ends_heat(void **state)
{
	double then_c;

	(void)state;
	heat_s(1.0, 1.0, false); /* none ever came */
	assert_near(face_c(), 22.0, 1e-9);
	heat_s(5.0, 1.0, true);
	then_c = face_c(); /* the last order is 1 s old */
	heat_s(1.8, 1.0, false);
	assert_true(face_c() > then_c + 0.5);
	heat_s(0.3, 1.0, false);
	then_c = face_c();
	heat_s(5.0, 1.0, false);
	assert_true(face_c() < then_c);
	heat_s(1.0, 1.0, true);
	assert_true(face_c() > then_c);
}

static void without_the_enable_lines_power__there_is_no_heat(void **state)
{
	double then_c;

	(void)state;
	heat_s(5.0, 1.0, true);
	one_rig_order(&one, FAULT_HEATER_ON, 2, 0.0);
	then_c = face_c();
	for (int i = 0; i < 5000; i++) { /* orders, and no edges */
		one.actuation.heat_orders++;
		sim_step(&one.sim, &one.actuation, TICK_S);
	}
	assert_true(face_c() < then_c + 0.05); /* 50 ms of it */
}

static void a_share_that_is_none__gives_nothing(void **state)
{
	static const double wild[] = {-0.1, 1.1, 1e300, (double)NAN, (double)INFINITY};

	(void)state;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		heat_s(1.0, wild[k], true);
		assert_near(face_c(), 22.0, 1e-9);
	}
}

static void a_cut_out__opens_and_stays_open_until_it_is_cool(void **state)
{
	double most_c = 0.0;
	bool opened = false;
	bool closed = false;

	(void)state;
	one_rig_order(&one, FAULT_HEATER_ON, 2, 0.0); /* whatever is asked */
	for (int s = 0; s < 1500; s++) {
		bool open;

		heat_s(1.0, 0.0, false);
		open = one.sim.heads[1].heater.cut_out;
		most_c = face_c() > most_c ? face_c() : most_c;
		if (opened && !open && !closed) {
			closed = true;
			assert_near(face_c(), 35.0, 0.7);
		}
		opened |= open;
	}
	assert_true(opened && closed);
	assert_true(most_c > 45.0 && most_c < 47.0);
	one_rig_order(&one, FAULT_NONE, 2, 0.0);
	heat_s(600.0, 0.0, false);
	assert_true(face_c() < 33.0);
}

static void the_thermistor__follows_the_face_until_something_is_wrong_with_it(void **state)
{
	double shown_c;

	(void)state;
	heat_s(30.0, 1.0, true);
	assert_int_equal(frame.heads[1].surface_c.state, SAMPLE_OK);
	assert_near(frame.heads[1].surface_c.value, face_c() - 0.4, 0.1); /* 0.4 K/s, 1 s late */
	one_rig_order(&one, FAULT_SURFACE_LOOSE, 2, 0.0);
	heat_s(10.0, 0.0, true);
	assert_near(frame.heads[1].surface_c.value, 22.0, 0.1);
	assert_true(face_c() > 30.0);
	one_rig_order(&one, FAULT_NONE, 0, 0.0);
	heat_s(10.0, 0.0, true);
	assert_near(frame.heads[1].surface_c.value, face_c(), 0.1);
	one_rig_order(&one, FAULT_SURFACE_STUCK, 2, 0.0);
	shown_c = frame.heads[1].surface_c.value;
	heat_s(10.0, 1.0, true);
	assert_near(frame.heads[1].surface_c.value, shown_c, 0.0);
	assert_true(one.sim.t_ns - frame.heads[1].surface_c.t_ns <= 100000000);
	assert_true(face_c() > shown_c + 2.0);
}

/* Force samples are the same to the bit with and without a heater. */
static void a_heater__changes_no_force(void **state)
{
	static struct one_rig other;
	static struct frame other_frame;

	(void)state;
	one_rig_describe(&other, 2);
	one_rig_describe(&one, 2);
	one.rig.heads[1].heater = stone;
	one.rig.heads[1].heater.surface.noise_k = 0.1;
	for (int i = 0; i < 2; i++) {
		one.rig.heads[i].sensor.noise_n = 0.02;
		other.rig.heads[i].sensor.noise_n = 0.02;
	}
	one_rig_start(&one, 5);
	one_rig_start(&other, 5);
	one_rig_ask_n(&one, 20.0);
	one_rig_ask_n(&other, 20.0);
	heat_s(5.0, 0.5, true);
	one_rig_wait(&other, 5.0);
	sim_read(&other.sim, &other_frame);
	for (int i = 0; i < 2; i++) {
		assert_near(frame.heads[i].force_n.value, other_frame.heads[i].force_n.value, 0.0);
	}
}

static void another_person__has_skin_at_rest(void **state)
{
	struct sim_order order = {.patient = 1};
	struct patient patients[2];

	(void)state;
	heat_s(45.0, 1.0, true);
	one_rig_ask_n(&one, 10.0);
	heat_s(20.0, 0.0, true);
	assert_true(sim_skin_c(&one.sim, 1) > 34.5);
	patients[0] = one.patient;
	patients[1] = one.patient;
	sim_order(&one.sim, &order, patients, 2);
	assert_near(sim_skin_c(&one.sim, 1), 34.0, 1e-9);
	assert_true(face_c() > 35.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_face__warms_by_its_power_and_cools_by_its_losses, set_up),
		cmocka_unit_test_setup(a_head_without_a_heater__has_no_warmth, set_up),
		cmocka_unit_test_setup(skin__is_warmed_by_a_face_that_touches_and_by_no_other,
				       set_up),
		cmocka_unit_test_setup(an_order_that_does_not_come_again__ends_heat, set_up),
		cmocka_unit_test_setup(without_the_enable_lines_power__there_is_no_heat, set_up),
		cmocka_unit_test_setup(a_share_that_is_none__gives_nothing, set_up),
		cmocka_unit_test_setup(a_cut_out__opens_and_stays_open_until_it_is_cool, set_up),
		cmocka_unit_test_setup(
			the_thermistor__follows_the_face_until_something_is_wrong_with_it, set_up),
		cmocka_unit_test_setup(a_heater__changes_no_force, set_up),
		cmocka_unit_test_setup(another_person__has_skin_at_rest, set_up),
	};

	return cmocka_run_group_tests_name("heater", tests, NULL, NULL);
}
