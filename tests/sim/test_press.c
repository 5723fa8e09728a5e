/* test_press.c - the simulated person and the piston that presses: do they obey their own laws? */
#include "sim/one_rig.h"

static struct one_rig one;

static double depth_m(int head)
{
	return sim_position_m(&one.sim, head) - CLEAR_M;
}

/* Depth and slope at rest under force_n, as domain figures give them for a 30 mm head. */
static void check_at_rest(double force_n, double depth_mm, double stiffness_n_mm)
{
	double first_m;
	double first_n;

	one_rig_describe(&one, 1);
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, force_n);
	one_rig_wait(&one, 4.0);
	first_m = depth_m(0);
	first_n = sim_tissue_force_n(&one.sim, 0);
	assert_near(first_n, force_n, 0.01);
	assert_near(first_m * 1e3, depth_mm, 0.02);
	one_rig_ask_n(&one, force_n + 0.5);
	one_rig_wait(&one, 4.0);
	assert_near((sim_tissue_force_n(&one.sim, 0) - first_n) / (depth_m(0) - first_m) / 1e3,
		    stiffness_n_mm, 0.05);
}

static void ten_newton__press_8_mm_deep_at_2_5_n_a_mm(void **state)
{
	(void)state;
	check_at_rest(10.0, 8.01, 2.5);
}

static void sixty_newton__press_19_6_mm_deep_at_6_1_n_a_mm(void **state)
{
	(void)state;
	check_at_rest(60.0, 19.61, 6.12);
}

static void other_exponents__keep_the_law(void **state)
{
	(void)state;
	one_rig_describe(&one, 1);
	one.patient.exponent = 1.7;
	one.patient.stiffness_n_m_n = 30000.0;
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 30.0);
	one_rig_wait(&one, 4.0);
	assert_near(depth_m(0), pow(30.0 / 30000.0, 1.0 / 1.7), 1e-5);
	assert_near(sim_tissue_force_n(&one.sim, 0), 30.0, 0.01);
}

static void a_larger_head__presses_by_its_radius(void **state)
{
	(void)state;
	one_rig_describe(&one, 2);
	one.rig.heads[1].area_m2 *= 4.0;
	one.rig.heads[0].actuator.travel_m = 0.025;
	one.rig.heads[1].actuator.travel_m = 0.025;
	one_rig_start(&one, 1);
	one_rig_ask_pa(&one, RELIEF_PA);
	one_rig_wait(&one, 2.0);
	assert_near(depth_m(1), depth_m(0), 1e-9);
	assert_near(sim_tissue_force_n(&one.sim, 1) / sim_tissue_force_n(&one.sim, 0), 2.0, 1e-6);
}

/* In free air the piston knows its spring, its air and its own damping, and nothing else. */
static void a_head_torn_away__is_not_held_back_by_the_skin(void **state)
{
	const double mass_kg = 0.5;
	const double viscous_n_s_m = 60.0;
	double push_n;

	(void)state;
	one_rig_describe(&one, 1);
	one.patient.damping_s_m = 10.0;
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 60.0);
	one_rig_wait(&one, 3.0);
	one.sim.heads[0].actuator.cylinder.speed_m_s = -2.0;
	push_n = sim_pressure_pa(&one.sim, 0) * BORE_M2 - SPRING_N;
	one_rig_step(&one, TICK_S);
	assert_near(one.sim.heads[0].actuator.cylinder.speed_m_s,
		    (-2.0 + TICK_S / mass_kg * push_n) / (1.0 + TICK_S / mass_kg * viscous_n_s_m),
		    1e-9);
	assert_near(sim_tissue_force_n(&one.sim, 0), 0.0, 0.0);
}

static void the_skin__never_pulls(void **state)
{
	int left_behind = 0;

	(void)state;
	one_rig_describe(&one, 1);
	one.patient.damping_s_m = 10.0;
	one.patient.breathing.rate_hz = 0.6;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.01;
	one_rig_start(&one, 3);
	for (int i = 0; i < 20000; i++) {
		if (i % 1000 < 600) {
			one_rig_ask_n(&one, 100.0);
		} else {
			one_rig_let_go(&one);
		}
		if (i % 1000 == 800) {
			one.sim.heads[0].actuator.cylinder.speed_m_s = -2.0; /* torn away */
		}
		one_rig_step(&one, TICK_S);
		assert_true(sim_tissue_force_n(&one.sim, 0) >= 0.0);
		left_behind += one.sim.heads[0].elastic_n > 0.0 &&
			       !(sim_tissue_force_n(&one.sim, 0) > 0.0);
	}
	assert_true(left_behind > 0);
}

/* Lightly pressed, a head rides on the breath. */
static void breathing__has_its_rate_and_its_amplitude(void **state)
{
	double low_m[2] = {1.0, 1.0};
	double high_m[2] = {0.0, 0.0};
	double before_m;
	int first = -1;
	int last = -1;
	int turns = 0;

	(void)state;
	one_rig_describe(&one, 2);
	one.rig.heads[1].region = REGION_LOWER_BACK;
	one.patient.breathing.rate_hz = 0.25;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.003;
	one.patient.breathing.amplitude_m[REGION_LOWER_BACK] = 0.0015;
	one_rig_start(&one, 9);
	one_rig_ask_n(&one, 10.0);
	one_rig_wait(&one, 6.0);
	before_m = depth_m(0);
	for (int i = 0; i < 40000; i++) {
		double middle_m = 8.006e-3 - 1.5e-3;

		one_rig_step(&one, TICK_S);
		for (int h = 0; h < 2; h++) {
			low_m[h] = depth_m(h) < low_m[h] ? depth_m(h) : low_m[h];
			high_m[h] = depth_m(h) > high_m[h] ? depth_m(h) : high_m[h];
		}
		if (before_m < middle_m && depth_m(0) >= middle_m) {
			first = first < 0 ? i : first;
			last = i;
			turns++;
		}
		before_m = depth_m(0);
	}
	assert_near(high_m[0] - low_m[0], 0.003, 0.0001);
	assert_near(high_m[1] - low_m[1], 0.0015, 0.0001);
	assert_true(turns > 8);
	assert_near((turns - 1) / ((last - first) * TICK_S), 0.25, 0.001);
}

/* Held still, a head feels the skin's own speed in the damping. */
static void breathing__is_felt_in_the_damping(void **state)
{
	double most_share = 0.0;

	(void)state;
	one_rig_describe(&one, 1);
	one.rig.heads[0].actuator.travel_m = 0.020;
	one.patient.damping_s_m = 10.0;
	one.patient.breathing.rate_hz = 0.25;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.003;
	one_rig_start(&one, 1);
	one_rig_ask_pa(&one, RELIEF_PA);
	one_rig_wait(&one, 3.0);
	for (int i = 0; i < 4000; i++) {
		double before = one.sim.person.breath.share;
		double skin_m;
		double share;

		one_rig_step(&one, TICK_S);
		skin_m = 0.010 + 0.003 * one.sim.person.breath.share;
		share = 10.0 * 0.003 * (one.sim.person.breath.share - before) / TICK_S;
		assert_near(sim_tissue_force_n(&one.sim, 0),
			    156000.0 * skin_m * skin_m * (1.0 + share), 0.01);
		most_share = fabs(share) > most_share ? fabs(share) : most_share;
	}
	assert_near(most_share, 0.0236, 0.001);
}

static double energy_j(double k_n_m2)
{
	const struct cylinder *cylinder = &one.sim.heads[0].actuator.cylinder;
	double speed = cylinder->speed_m_s;
	double depth = depth_m(0) > 0.0 ? depth_m(0) : 0.0;

	return 0.5 * 0.5 * speed * speed + SPRING_N * cylinder->position_m +
	       k_n_m2 * depth * depth * depth / 3.0;
}

static void a_press_let_loose__comes_to_rest_and_never_gains_energy(void **state)
{
	static const double walls_n_m2[] = {62400.0, 156000.0, 1.75e6}; /* soft, nominal, 35 N/mm */

	(void)state;
	for (size_t i = 0; i < sizeof(walls_n_m2) / sizeof(walls_n_m2[0]); i++) {
		double before_j;

		one_rig_describe(&one, 1);
		one.patient.stiffness_n_m_n = walls_n_m2[i];
		one.patient.damping_s_m = 0.0;
		one_rig_start(&one, 1);
		one_rig_ask_n(&one, 60.0);
		one_rig_wait(&one, 4.0);
		before_j = energy_j(walls_n_m2[i]);
		assert_true(before_j > 0.1);
		one.sim.heads[0].actuator.cylinder.pressure_pa = 0.0;
		one.sim.heads[0].actuator.cylinder.stuck_shut = true;
		for (int t = 0; t < 2000; t++) {
			one_rig_step(&one, TICK_S);
			assert_true(energy_j(walls_n_m2[i]) <= before_j + 1e-12);
			before_j = energy_j(walls_n_m2[i]);
		}
		assert_near(before_j, 0.0, 1e-12);
		assert_near(sim_position_m(&one.sim, 0), 0.0, 1e-12);
	}
}

#define TRACE 3000

static void trace(double *forces_n, double dt_s)
{
	int per_ms = (int)lround(0.001 / dt_s);

	one_rig_describe(&one, 1);
	one_rig_start(&one, 1);
	for (int i = 0; i < TRACE * per_ms; i++) {
		double t_s = (i / per_ms) * 0.001;

		one_rig_ask_n(&one, 25.0 - 15.0 * cos(6.283185307 * t_s));
		one_rig_step(&one, dt_s);
		forces_n[i / per_ms] = sim_tissue_force_n(&one.sim, 0);
	}
}

static void half_the_step__moves_the_force_by_under_1_percent(void **state)
{
	static double whole_n[TRACE];
	static double half_n[TRACE];

	(void)state;
	trace(whole_n, 0.001);
	trace(half_n, 0.0005);
	one_rig_assert_alike(whole_n, half_n, TRACE, 30.0);
}

/* A loop of 100 Hz meets the same physics as one of 1 kHz that repeats its command. */
static void a_long_step__is_divided(void **state)
{
	static double short_m[300];

	(void)state;
	for (int slow = 0; slow < 2; slow++) {
		one_rig_describe(&one, 1);
		one_rig_start(&one, 1);
		for (int i = 0; i < 300; i++) {
			one_rig_ask_n(&one, i % 100 < 50 ? 40.0 : 5.0);
			for (int t = 0; t < (slow ? 1 : 10); t++) {
				one_rig_step(&one, slow ? 0.010 : 0.001);
			}
			if (!slow) {
				short_m[i] = sim_position_m(&one.sim, 0);
			} else {
				assert_near(sim_position_m(&one.sim, 0), short_m[i], 1e-9);
			}
		}
	}
	assert_true(short_m[40] > CLEAR_M);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_newton__press_8_mm_deep_at_2_5_n_a_mm),
		cmocka_unit_test(sixty_newton__press_19_6_mm_deep_at_6_1_n_a_mm),
		cmocka_unit_test(other_exponents__keep_the_law),
		cmocka_unit_test(a_larger_head__presses_by_its_radius),
		cmocka_unit_test(the_skin__never_pulls),
		cmocka_unit_test(a_head_torn_away__is_not_held_back_by_the_skin),
		cmocka_unit_test(breathing__has_its_rate_and_its_amplitude),
		cmocka_unit_test(breathing__is_felt_in_the_damping),
		cmocka_unit_test(a_press_let_loose__comes_to_rest_and_never_gains_energy),
		cmocka_unit_test(half_the_step__moves_the_force_by_under_1_percent),
		cmocka_unit_test(a_long_step__is_divided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
