/* test_actuator_friction.c - dry friction: does it stick, slide, hunt and lose energy as physics does? */
#include "sim/one_rig.h"

#include <knead/limits.h>

#define BREAKAWAY_N 3.0
#define SLIDE_N     2.25
#define STRIBECK    0.001

static const struct friction_spec nominal = {
	.breakaway_n = BREAKAWAY_N,
	.coulomb_share = SLIDE_N / BREAKAWAY_N,
	.stribeck_m_s = STRIBECK,
	.viscous_n_s_m = VISCOUS_N_S_M,
};
static struct one_rig one;

static void describe(const struct friction_spec *friction)
{
	one_rig_describe(&one, 1);
	one.rig.heads[0].actuator.friction = *friction;
}

/* A piston far from either stop, in free air, with a constant push. */
static struct cylinder in_the_air(const struct friction_spec *friction, double push_n)
{
	struct actuator_spec spec = one.rig.heads[0].actuator;
	struct cylinder cylinder;

	spec.friction = *friction;
	spec.travel_m = 1000.0;
	cylinder_init(&cylinder, &spec);
	cylinder_pace(&cylinder, TICK_S);
	cylinder.position_m = 500.0;
	cylinder.pressure_pa = (push_n + SPRING_N) / BORE_M2;
	return cylinder;
}

static const struct reaction nobody;

static void a_push_below_breakaway__moves_nothing_at_all(void **state)
{
	static const double shares[] = {-0.999, -0.5, 0.0, 0.5, 0.999};

	(void)state;
	describe(&nominal);
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		struct cylinder cylinder = in_the_air(&nominal, shares[i] * BREAKAWAY_N);

		for (int t = 0; t < 100000; t++) {
			cylinder_move(&cylinder, &nobody, TICK_S);
		}
		assert_near(cylinder.position_m, 500.0, 0.0);
		assert_near(cylinder.dry_n, shares[i] * BREAKAWAY_N, 1e-9);
	}
}

static void a_push_above_breakaway__lunges(void **state)
{
	struct cylinder cylinder;

	(void)state;
	describe(&nominal);
	cylinder = in_the_air(&nominal, 1.001 * BREAKAWAY_N);
	for (int t = 0; t < 200; t++) {
		cylinder_move(&cylinder, &nobody, TICK_S);
	}
	/* what breakaway held back drives it now */
	assert_near(cylinder.speed_m_s, (1.001 * BREAKAWAY_N - SLIDE_N) / VISCOUS_N_S_M, 2e-4);
}

static void sliding__takes_the_coulomb_share(void **state)
{
	(void)state;
	describe(&nominal);
	for (int way = -1; way <= 1; way += 2) {
		struct cylinder cylinder = in_the_air(&nominal, way * 12.0);

		for (int t = 0; t < 1000; t++) {
			cylinder_move(&cylinder, &nobody, TICK_S);
		}
		assert_near(cylinder.dry_n, way * SLIDE_N, 1e-3);
		assert_near(cylinder.speed_m_s, way * (12.0 - SLIDE_N) / VISCOUS_N_S_M, 1e-4);
	}
}

static void the_stribeck_curve__falls_from_breakaway_to_sliding(void **state)
{
	struct cylinder cylinder;
	double before_n = 1e9;

	(void)state;
	describe(&nominal);
	cylinder = in_the_air(&nominal, 0.0);
	assert_near(friction_most_n(&cylinder.friction, 0.0), BREAKAWAY_N, 1e-12);
	assert_near(friction_most_n(&cylinder.friction, STRIBECK), 0.5 * (BREAKAWAY_N + SLIDE_N),
		    1e-12);
	assert_near(friction_most_n(&cylinder.friction, 20.0 * STRIBECK), SLIDE_N, 0.002);
	for (double speed = 0.0; speed < 0.05; speed += 1e-4) {
		double most_n = friction_most_n(&cylinder.friction, speed);

		assert_true(most_n <= before_n && most_n >= SLIDE_N);
		assert_near(friction_most_n(&cylinder.friction, -speed), most_n, 0.0);
		before_n = most_n;
	}
}

/* Any friction, any drive: what it takes is never negative, and no step ends with more than was put in. */
static void friction__creates_no_energy(void **state)
{
	struct noise noise = {.state = 11};
	int stuck = 0;
	int slid = 0;
	int reversed = 0;

	(void)state;
	describe(&nominal);
	for (int trial = 0; trial < 300; trial++) {
		struct friction_spec spec = {
			.breakaway_n = 8.0 * noise_uniform(&noise),
			.coulomb_share = 0.3 + 0.7 * noise_uniform(&noise),
			.stribeck_m_s = 0.0005 + 0.01 * noise_uniform(&noise),
			.viscous_n_s_m = 1.0 + 100.0 * noise_uniform(&noise),
		};
		double most_n = 12.0 * noise_uniform(&noise);
		double step_s = TICK_S * (0.2 + 0.8 * noise_uniform(&noise));
		struct cylinder cylinder = in_the_air(&spec, 0.0);
		double push_n = 0.0;

		cylinder_pace(&cylinder, step_s);
		for (int t = 0; t < 1000; t++) {
			double before = cylinder.speed_m_s;
			double speed;

			if (noise_uniform(&noise) < 0.05) {
				push_n = most_n * (2.0 * noise_uniform(&noise) - 1.0);
				cylinder.pressure_pa = (push_n + SPRING_N) / BORE_M2;
			}
			cylinder_move(&cylinder, &nobody, step_s);
			speed = cylinder.speed_m_s;
			assert_true(cylinder.dry_n * speed >= 0.0);
			assert_true(fabs(cylinder.dry_n) <= spec.breakaway_n + 1e-12);
			assert_true(0.5 * MASS_KG * (speed * speed - before * before) <=
				    (push_n - cylinder.dry_n) * speed * step_s + 1e-12);
			stuck += !(fabs(speed) > 0.0);
			slid += fabs(speed) > 0.0;
			reversed += speed * before < 0.0;
		}
	}
	assert_true(stuck > 10000 && slid > 10000 && reversed > 100);
}

/* Pushed and then left alone, it stops, and stays where it stopped. */
static void a_sliding_piston__comes_to_a_full_stop(void **state)
{
	struct cylinder cylinder;
	double place_m;

	(void)state;
	describe(&nominal);
	cylinder = in_the_air(&nominal, 0.0);
	cylinder.speed_m_s = 0.2;
	for (int t = 0; t < 1000; t++) {
		cylinder_move(&cylinder, &nobody, TICK_S);
	}
	assert_near(cylinder.speed_m_s, 0.0, 0.0);
	place_m = cylinder.position_m;
	/* m v' = -c v - Fc: stops after (m / c) (v - Fc / c ln(1 + c v / Fc)) */
	assert_near(
		place_m - 500.0,
		MASS_KG / VISCOUS_N_S_M *
			(0.2 - SLIDE_N / VISCOUS_N_S_M * log(1.0 + VISCOUS_N_S_M * 0.2 / SLIDE_N)),
		TICK_S / 2.0 * 0.2); /* its speeds are half a step early */
	for (int t = 0; t < 10000; t++) {
		cylinder_move(&cylinder, &nobody, TICK_S);
	}
	assert_near(cylinder.position_m, place_m, 0.0);
}

/* The breath under a stuck head is felt in full and moves it by nothing. */
static void a_stuck_head__is_not_carried_by_a_shallow_breath(void **state)
{
	double least_n = 1e9;
	double most_n = 0.0;
	double place_m;

	(void)state;
	describe(&nominal);
	one.patient.breathing.rate_hz = 0.25;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.0004;
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 20.0);
	one_rig_wait(&one, 20.0);
	place_m = sim_position_m(&one.sim, 0);
	for (int t = 0; t < 8000; t++) {
		double force_n;

		one_rig_step(&one, TICK_S);
		force_n = sim_tissue_force_n(&one.sim, 0);
		least_n = force_n < least_n ? force_n : least_n;
		most_n = force_n > most_n ? force_n : most_n;
		assert_near(sim_position_m(&one.sim, 0), place_m, 0.0);
	}
	assert_true(most_n - least_n > 1.0);
}

static void the_air__does_not_know_of_friction(void **state)
{
	static double without_pa[2000];

	(void)state;
	for (int with = 0; with < 2; with++) {
		one_rig_describe(&one, 1);
		if (with) {
			describe(&nominal);
		}
		one_rig_start(&one, 1);
		for (int t = 0; t < 2000; t++) {
			one_rig_ask_n(&one, t % 700 < 350 ? 40.0 : 5.0);
			one_rig_step(&one, TICK_S);
			if (!with) {
				without_pa[t] = sim_pressure_pa(&one.sim, 0);
			}
			assert_near(sim_pressure_pa(&one.sim, 0), without_pa[t], 0.0);
		}
	}
	assert_true(without_pa[300] > 50000.0);
}

/* A push that rises by 120 N/s in the air, as a set-point may: what it has gained when it breaks loose. */
static void a_piston_that_breaks_loose__hits_the_skin_at_a_quarter_of_a_metre_a_second(void **state)
{
	double most_m_s = 0.0;
	bool stuck = false;

	(void)state;
	describe(&nominal);
	one.rig.heads[0].actuator.lag_s = 0.01;
	one_rig_start(&one, 1);
	for (int t = 0; t < 1000 && sim_tissue_force_n(&one.sim, 0) <= 0.0; t++) {
		double speed;

		one_rig_ask_n(&one, 0.12 * t);
		one_rig_step(&one, TICK_S);
		speed = one.sim.heads[0].actuator.cylinder.speed_m_s;
		stuck = stuck ||
			(sim_pressure_pa(&one.sim, 0) * BORE_M2 - SPRING_N > 2.5 && !(speed > 0.0));
		most_m_s = speed > most_m_s ? speed : most_m_s;
	}
	assert_true(stuck);
	assert_near(most_m_s, 0.25, 0.08);
}

/* Peak to peak of the force in the second half of a minute of PI holding 20 N. */
static double hold_wanders_n(const struct friction_spec *friction, int *moves)
{
	double least_n = 1e9;
	double most_n = 0.0;
	double integral_n = 0.0;
	bool moved = false;

	describe(friction);
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 20.0);
	one_rig_wait(&one, 2.0);
	*moves = 0;
	for (int t = 0; t < 60000; t++) {
		double force_n = sim_tissue_force_n(&one.sim, 0);
		double error_n = 20.0 - force_n;
		bool moves_now = fabs(one.sim.heads[0].actuator.cylinder.speed_m_s) > 1e-5;

		integral_n += 20.0 * error_n * TICK_S;
		one_rig_ask_n(&one, 20.0 + 0.5 * error_n + integral_n);
		one_rig_step(&one, TICK_S);
		if (t >= 30000) {
			least_n = force_n < least_n ? force_n : least_n;
			most_n = force_n > most_n ? force_n : most_n;
			*moves += moves_now && !moved;
		}
		moved = moves_now;
	}
	return most_n - least_n;
}

static void integral_action__hunts_with_friction_and_rests_without(void **state)
{
	struct friction_spec friction = nominal;
	int moves;

	(void)state;
	/* it breaks loose until the tissue took up what sliding is less than breakaway, and a bit */
	assert_near(hold_wanders_n(&nominal, &moves), 1.5 * (BREAKAWAY_N - SLIDE_N),
		    0.5 * (BREAKAWAY_N - SLIDE_N));
	assert_in_range(moves, 10, 200);
	/* with little friction, viscous damping leaves next to nothing of the lunge */
	friction.breakaway_n = 0.75;
	assert_true(hold_wanders_n(&friction, &moves) < 0.1 * (BREAKAWAY_N - SLIDE_N));
	assert_true(moves > 5);
	friction.breakaway_n = 0.0;
	assert_true(hold_wanders_n(&friction, &moves) < 1e-6);
	assert_int_equal(moves, 0);
}

/* Milliseconds from letting go at 80 N until the tissue feels less than 2 N for good. */
static int release_ms(const struct friction_spec *friction, enum fault_kind also)
{
	int last = -1;

	describe(friction);
	one.rig.heads[0].actuator.hysteresis_share = 0.01;
	one.rig.heads[0].actuator.vent_lag_s = 0.15;
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 80.0 + friction->breakaway_n);
	one_rig_wait(&one, 5.0);
	assert_near(sim_tissue_force_n(&one.sim, 0), 80.0, friction->breakaway_n + 1.0);
	one_rig_order(&one, also, 1, 0.0);
	one_rig_let_go(&one);
	for (int ms = 0; ms < 4000; ms++) {
		one_rig_step(&one, TICK_S);
		if (sim_tissue_force_n(&one.sim, 0) >= RELEASED_N) {
			last = ms;
		}
	}
	assert_near(sim_position_m(&one.sim, 0), 0.0, 0.0); /* lifted off, all the way */
	return last + 1;
}

static void either_way_of_release__is_in_time_with_the_largest_friction(void **state)
{
	static const double breakaway_n[] = {0.0, 0.75, 3.0, 5.0};
	struct friction_spec friction = nominal;
	int before = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(breakaway_n) / sizeof(breakaway_n[0]); i++) {
		int ms;

		friction.breakaway_n = breakaway_n[i];
		ms = release_ms(&friction, FAULT_VALVE_CLOSED);
		assert_in_range(ms, before, 400);
		before = ms;
		assert_in_range(release_ms(&friction, FAULT_DUMP_DEAD), 300, 1000);
	}
}

static void a_spring_weaker_than_breakaway__leaves_the_head_on_the_person(void **state)
{
	struct friction_spec friction = nominal;

	(void)state;
	friction.breakaway_n = 1.5 * SPRING_N;
	describe(&friction);
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 40.0);
	one_rig_wait(&one, 4.0);
	one_rig_let_go(&one);
	one_rig_wait(&one, 10.0);
	assert_true(sim_position_m(&one.sim, 0) > 0.005);
}

#define TRACE 6000

static void trace(double *forces_n, double dt_s)
{
	int per_ms = (int)lround(0.001 / dt_s);

	describe(&nominal);
	one.patient.breathing.rate_hz = 0.25;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.003;
	one_rig_start(&one, 1);
	for (int i = 0; i < TRACE * per_ms; i++) {
		double t_s = (i / per_ms) * 0.001;

		one_rig_ask_n(&one, 25.0 - 15.0 * cos(3.0 * t_s));
		one_rig_step(&one, dt_s);
		forces_n[i / per_ms] = sim_tissue_force_n(&one.sim, 0);
	}
}

static void half_the_step__moves_the_force_by_under_1_percent(void **state)
{
	static double whole_n[TRACE];
	static double half_n[TRACE];
	double square_n2 = 0.0;
	double peak_n = 0.0;

	(void)state;
	trace(whole_n, 0.001);
	trace(half_n, 0.0005);
	for (int i = 0; i < TRACE; i++) {
		square_n2 += (whole_n[i] - half_n[i]) * (whole_n[i] - half_n[i]) / TRACE;
		peak_n = half_n[i] > peak_n ? half_n[i] : peak_n;
	}
	assert_true(peak_n > 30.0);
	assert_true(sqrt(square_n2) < 0.002 * peak_n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_push_below_breakaway__moves_nothing_at_all),
		cmocka_unit_test(a_push_above_breakaway__lunges),
		cmocka_unit_test(sliding__takes_the_coulomb_share),
		cmocka_unit_test(the_stribeck_curve__falls_from_breakaway_to_sliding),
		cmocka_unit_test(friction__creates_no_energy),
		cmocka_unit_test(a_sliding_piston__comes_to_a_full_stop),
		cmocka_unit_test(a_stuck_head__is_not_carried_by_a_shallow_breath),
		cmocka_unit_test(the_air__does_not_know_of_friction),
		cmocka_unit_test(
			a_piston_that_breaks_loose__hits_the_skin_at_a_quarter_of_a_metre_a_second),
		cmocka_unit_test(integral_action__hunts_with_friction_and_rests_without),
		cmocka_unit_test(either_way_of_release__is_in_time_with_the_largest_friction),
		cmocka_unit_test(a_spring_weaker_than_breakaway__leaves_the_head_on_the_person),
		cmocka_unit_test(half_the_step__moves_the_force_by_under_1_percent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
