/* test_actuator_screw.c - the lead screw: speed, backlash, heat, and how it lets go at all. */
#include "sim/one_rig.h"

#include <knead/limits.h>

#define SPEED_M_S  0.032
#define ACCEL      0.5
#define BACKLASH_M 0.00025
#define STALL_N    140.0
#define DUTY       0.2
#define DUTY_TAU_S 540.0
#define CUT_OUT_C  80.0
#define LATCH_S    0.05
#define QUICK_MS   300

static const struct actuator_spec screw_spec = {
	.driver = DRIVER_SIM,
	.kind = ACTUATOR_VELOCITY,
	.dead_s = 0.01,
	.travel_m = 0.08,
	.mass_kg = MASS_KG,
	.friction = {.breakaway_n = 3.0,
		     .coulomb_share = 0.75,
		     .stribeck_m_s = 0.001,
		     .viscous_n_s_m = VISCOUS_N_S_M},
	.release = {.dead_s = LATCH_S, .spring_n = SPRING_N},
	.screw = {.speed_max_m_s = SPEED_M_S,
		  .accel_m_s2 = ACCEL,
		  .backlash_m = BACKLASH_M,
		  .stall_n = STALL_N,
		  .duty_share = DUTY,
		  .duty_tau_s = DUTY_TAU_S,
		  .cut_out_c = CUT_OUT_C},
};
static struct one_rig one;
static struct frame frame;

static void describe(void)
{
	one_rig_describe(&one, 1);
	one.rig.heads[0].actuator = screw_spec;
}

static void open_rig(void)
{
	describe();
	one_rig_start(&one, 1);
}

static void ask_m_s(double speed_m_s)
{
	one.actuation.heads[0] = (struct head_actuation){.speed_m_s = speed_m_s, .dump_shut = true};
}

static double carriage_m(void)
{
	return sim_position_m(&one.sim, 0);
}

static double force_n(void)
{
	return sim_tissue_force_n(&one.sim, 0);
}

/* Drives forward until the tissue feels so much, and stands there. */
static void press_n(double wanted_n)
{
	ask_m_s(SPEED_M_S);
	for (int t = 0; t < 20000 && force_n() < wanted_n; t++) {
		one_rig_step(&one, TICK_S);
	}
	ask_m_s(0.0);
	one_rig_wait(&one, 1.0);
	assert_true(force_n() > 0.9 * wanted_n);
}

static void the_asked_speed__is_reached_as_fast_as_it_may(void **state)
{
	double start_m;

	(void)state;
	open_rig();
	ask_m_s(0.02);
	one_rig_wait(&one, 0.010 + 0.02 / ACCEL / 2.0);
	assert_near(one.sim.heads[0].actuator.screw.nut_m_s, 0.01, 1.1 * ACCEL * TICK_S);
	one_rig_wait(&one, 0.05);
	start_m = carriage_m();
	one_rig_wait(&one, 0.2);
	assert_near((carriage_m() - start_m) / 0.2, 0.02, 1e-5);
	ask_m_s(10.0); /* more than it has */
	one_rig_wait(&one, 0.1);
	assert_near(one.sim.heads[0].actuator.screw.nut_m_s, SPEED_M_S, 1e-9);
}

static void a_speed_that_is_no_number__is_none(void **state)
{
	(void)state;
	open_rig();
	ask_m_s(0.02);
	one_rig_wait(&one, 0.2);
	ask_m_s((double)NAN);
	one_rig_wait(&one, 0.2);
	assert_near(one.sim.heads[0].actuator.screw.nut_m_s, 0.0, 0.0);
}

/* In the air the carriage waits in its backlash at each change of direction. */
static void a_change_of_direction__loses_the_backlash(void **state)
{
	double turn_nut_m;
	double turn_m;

	(void)state;
	open_rig();
	ask_m_s(0.01);
	one_rig_wait(&one, 0.3);
	ask_m_s(0.0);
	one_rig_wait(&one, 0.5);
	turn_m = carriage_m();
	turn_nut_m = one.sim.heads[0].actuator.screw.nut_m;
	assert_near(turn_nut_m - turn_m, BACKLASH_M, 1e-5);
	ask_m_s(-0.001);
	while (!(carriage_m() < turn_m)) {
		one_rig_step(&one, TICK_S);
	}
	assert_near(turn_nut_m - one.sim.heads[0].actuator.screw.nut_m, BACKLASH_M, 1e-5);
	one_rig_wait(&one, 0.2);
	assert_near(one.sim.heads[0].actuator.screw.nut_m, carriage_m(), 1e-9);
}

static void load__slows_it_and_stall_stops_it(void **state)
{
	double start_m;
	double load_n;

	(void)state;
	describe();
	one.patient.stiffness_n_m_n *= 3.0;
	one.rig.heads[0].actuator.travel_m = 0.3;
	one_rig_start(&one, 1);
	ask_m_s(SPEED_M_S);
	while (force_n() < 60.0) {
		one_rig_step(&one, TICK_S);
	}
	start_m = carriage_m();
	load_n = force_n();
	one_rig_wait(&one, 0.01);
	load_n = 0.5 * (load_n + force_n());
	assert_near((carriage_m() - start_m) / 0.01, SPEED_M_S * (1.0 - load_n / STALL_N), 6e-4);
	one_rig_wait(&one, 5.0);
	assert_true(force_n() > 0.9 * STALL_N && force_n() <= STALL_N);
}

/* Its own release dead: it holds the person by as much as ever, for as long as one looks. */
static void without_power__it_does_not_give_way(void **state)
{
	double place_m;

	(void)state;
	open_rig();
	press_n(60.0);
	place_m = carriage_m();
	one_rig_order(&one, FAULT_DUMP_DEAD, 1, 0.0);
	for (int t = 0; t < 10000; t++) {
		sim_step(&one.sim, &one.actuation, TICK_S); /* the enable line stands still */
	}
	assert_near(carriage_m(), place_m, 0.0);
	assert_true(force_n() > 55.0);
}

static void the_quick_release__lets_go_of_80_n_in_300_ms(void **state)
{
	static const double firmness[] = {0.4, 1.0, 3.0};

	(void)state;
	for (size_t i = 0; i < sizeof(firmness) / sizeof(firmness[0]); i++) {
		int last = 0;

		describe();
		one.patient.stiffness_n_m_n *= firmness[i];
		one_rig_start(&one, 1);
		press_n(80.0);
		one.actuation.heads[0] = (struct head_actuation){0};
		for (int ms = 1; ms < 3000; ms++) {
			one_rig_step(&one, TICK_S);
			last = force_n() >= RELEASED_N ? ms : last;
		}
		assert_in_range(last, (int)(1e3 * LATCH_S), QUICK_MS);
		assert_near(carriage_m(), 0.0, 0.0);
	}
}

/* The last speed stays on the wire, as a converter's does, but the enable line has no edges any more. */
static void a_controller_that_died_pressing__presses_no_further_and_lets_go(void **state)
{
	double most_n = 0.0;

	(void)state;
	open_rig();
	press_n(40.0);
	ask_m_s(SPEED_M_S);
	for (int ms = 0; ms < 400; ms++) {
		sim_step(&one.sim, &one.actuation, TICK_S);
		most_n = force_n() > most_n ? force_n() : most_n;
	}
	assert_true(most_n < 60.0);
	assert_true(force_n() < RELEASED_N);
}

static void with_its_release_dead_too__it_still_presses_no_further(void **state)
{
	double place_m;

	(void)state;
	open_rig();
	press_n(40.0);
	one_rig_order(&one, FAULT_DUMP_DEAD, 1, 0.0);
	ask_m_s(SPEED_M_S);
	for (int ms = 0; ms < 60; ms++) {
		sim_step(&one.sim, &one.actuation, TICK_S);
	}
	place_m = carriage_m();
	for (int ms = 0; ms < 1000; ms++) {
		sim_step(&one.sim, &one.actuation, TICK_S);
	}
	assert_near(carriage_m(), place_m, 1e-4);
	assert_true(force_n() > 35.0);
}

static void a_driver_running_away__ends_at_the_stall_and_the_release_wins(void **state)
{
	(void)state;
	describe();
	one.patient.stiffness_n_m_n *= 3.0;
	one_rig_start(&one, 1);
	ask_m_s(0.0);
	one_rig_order(&one, FAULT_VALVE_OPEN, 1, 0.0);
	one_rig_wait(&one, 10.0);
	assert_true(force_n() > 100.0 && force_n() <= STALL_N);
	one.actuation.heads[0] = (struct head_actuation){0};
	one_rig_wait(&one, 0.3);
	assert_true(force_n() < RELEASED_N);
}

static void the_motor_alone__takes_it_back_even_without_the_enable_line(void **state)
{
	(void)state;
	open_rig();
	press_n(80.0);
	one_rig_order(&one, FAULT_DUMP_DEAD, 1, 0.0);
	one.actuation.heads[0] = (struct head_actuation){.speed_m_s = -SPEED_M_S};
	for (int ms = 0; ms < 1000; ms++) {
		sim_step(&one.sim, &one.actuation, TICK_S);
	}
	assert_true(force_n() < RELEASED_N);
}

/* After a release the nut is still where it pressed: it comes for the carriage before it obeys. */
static void a_released_carriage__is_fetched_before_anything_else(void **state)
{
	const struct screw *screw = &one.sim.heads[0].actuator.screw;

	(void)state;
	open_rig();
	press_n(60.0);
	one.actuation.heads[0] = (struct head_actuation){0};
	one_rig_wait(&one, 0.5);
	assert_near(carriage_m(), 0.0, 0.0);
	assert_true(!screw->latched && screw->nut_m > 0.01);
	ask_m_s(SPEED_M_S);
	while (!screw->latched) {
		double before_m = screw->nut_m;

		one_rig_step(&one, TICK_S);
		assert_true(screw->nut_m < before_m);
		assert_near(carriage_m(), 0.0, 0.0);
	}
	one_rig_wait(&one, 0.5);
	assert_near(carriage_m(), 0.5 * SPEED_M_S, 0.004);
}

/* To and fro for an hour: how long until it stops, and what share of the hour it turned. */
static void turning__heats_it_until_its_protection_stops_it(void **state)
{
	const struct screw *screw = &one.sim.heads[0].actuator.screw;
	int first_stop_s = 0;
	long turned = 0;
	double warmest_c = 0.0;

	(void)state;
	describe();
	one.rig.heads[0].sensor.thermistor =
		(struct thermistor_spec){.rate_hz = 10.0, .tau_s = 5.0};
	one_rig_start(&one, 1);
	for (long t = 0; t < 3600000; t++) {
		ask_m_s(t / 1000 % 2 == 0 ? 0.01 : -0.01);
		one_rig_step(&one, TICK_S);
		turned += fabs(screw->nut_m_s) > 0.0;
		if (first_stop_s == 0 && screw->hot) {
			first_stop_s = (int)(t / 1000);
		}
		if (t % 1000 == 0) {
			sim_read(&one.sim, &frame);
			warmest_c = frame.heads[0].temperature_c.value > warmest_c
					    ? frame.heads[0].temperature_c.value
					    : warmest_c;
		}
	}
	assert_near(first_stop_s, -DUTY_TAU_S * log(1.0 - DUTY), 3.0);
	assert_near((double)turned / 3600000.0, DUTY, 0.04);
	assert_near(warmest_c, CUT_OUT_C, 1.0);
	ask_m_s(0.0);
	one_rig_wait(&one, 1200.0);
	assert_false(screw->hot);
	sim_read(&one.sim, &frame);
	assert_true(frame.heads[0].temperature_c.value < 35.0);
}

/* Hot, it stops; what lets go does not need it. */
static void a_hot_motor__is_no_hindrance_to_the_release(void **state)
{
	(void)state;
	open_rig();
	press_n(50.0);
	one.sim.heads[0].actuator.screw.heat = 0.3;
	ask_m_s(0.01);
	one_rig_wait(&one, 0.5);
	assert_true(one.sim.heads[0].actuator.screw.hot);
	assert_near(one.sim.heads[0].actuator.screw.nut_m_s, 0.0, 0.0);
	one.actuation.heads[0] = (struct head_actuation){0};
	one_rig_wait(&one, 0.3);
	assert_true(force_n() < RELEASED_N);
}

static void a_screw__shows_place_and_temperature_and_no_air(void **state)
{
	(void)state;
	describe();
	one.rig.heads[0].sensor.thermistor =
		(struct thermistor_spec){.rate_hz = 10.0, .tau_s = 5.0};
	one_rig_start(&one, 1);
	ask_m_s(0.01);
	one_rig_wait(&one, 0.5);
	sim_read(&one.sim, &frame);
	assert_int_equal(frame.heads[0].pressure_pa.state, SAMPLE_NEVER);
	assert_int_equal(frame.heads[0].temperature_c.state, SAMPLE_OK);
	assert_near(frame.heads[0].temperature_c.value, 25.0, 1.0);
	assert_near(frame.heads[0].position_m.value, carriage_m(), 1e-4);
	assert_near(sim_pressure_pa(&one.sim, 0), 0.0, 0.0);
}

#define TRACE 4000

static void trace(double *forces_n, double dt_s)
{
	int per_ms = (int)lround(0.001 / dt_s);

	open_rig();
	for (int i = 0; i < TRACE * per_ms; i++) {
		double t_s = (i / per_ms) * 0.001;

		ask_m_s(t_s < 1.2 ? 0.02 : 0.01 * sin(6.0 * t_s));
		one_rig_step(&one, dt_s);
		forces_n[i / per_ms] = force_n();
	}
}

static void half_the_step__moves_the_force_by_under_1_percent(void **state)
{
	static double whole_n[TRACE];
	static double half_n[TRACE];

	(void)state;
	trace(whole_n, 0.001);
	trace(half_n, 0.0005);
	one_rig_assert_alike(whole_n, half_n, TRACE, 20.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_asked_speed__is_reached_as_fast_as_it_may),
		cmocka_unit_test(a_speed_that_is_no_number__is_none),
		cmocka_unit_test(a_change_of_direction__loses_the_backlash),
		cmocka_unit_test(load__slows_it_and_stall_stops_it),
		cmocka_unit_test(without_power__it_does_not_give_way),
		cmocka_unit_test(the_quick_release__lets_go_of_80_n_in_300_ms),
		cmocka_unit_test(a_controller_that_died_pressing__presses_no_further_and_lets_go),
		cmocka_unit_test(with_its_release_dead_too__it_still_presses_no_further),
		cmocka_unit_test(a_driver_running_away__ends_at_the_stall_and_the_release_wins),
		cmocka_unit_test(the_motor_alone__takes_it_back_even_without_the_enable_line),
		cmocka_unit_test(a_released_carriage__is_fetched_before_anything_else),
		cmocka_unit_test(turning__heats_it_until_its_protection_stops_it),
		cmocka_unit_test(a_hot_motor__is_no_hindrance_to_the_release),
		cmocka_unit_test(a_screw__shows_place_and_temperature_and_no_air),
		cmocka_unit_test(half_the_step__moves_the_force_by_under_1_percent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
