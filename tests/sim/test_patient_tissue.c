/* test_patient_tissue.c - the tissue under one head, pressed by prescription, against its own physics. */
#include "sim/one_person.h"

static struct one_person one;

static void open_person(void)
{
	one_person_describe(&one);
	one_person_lie_down(&one, 1);
}

/* Domain figures are of quick measurements: a tap of milliseconds, the initial modulus. */
static void check_fast_press(double depth_mm, double force_n, double stiffness_n_mm)
{
	const double more_mm = 0.01;
	double first_n;

	open_person();
	first_n = one_person_press(&one, 0, 1e-3 * depth_mm, 0.0);
	assert_near(first_n, force_n, 0.005 * force_n);
	open_person();
	assert_near((one_person_press(&one, 0, 1e-3 * (depth_mm + more_mm), 0.0) - first_n) /
			    more_mm,
		    stiffness_n_mm, 0.01 * stiffness_n_mm);
}

static void a_fast_press_of_8_mm__gives_10_n_and_2_5_n_a_mm(void **state)
{
	(void)state;
	check_fast_press(8.006, 10.0, 2.5);
}

static void a_fast_press_of_19_6_mm__gives_60_n_and_6_1_n_a_mm(void **state)
{
	(void)state;
	check_fast_press(19.61, 60.0, 6.12);
}

static void held__the_force_falls_by_its_shares_with_its_time_constants(void **state)
{
	static const double times_s[] = {0.1, 0.3, 1.0, 3.0, 8.0, 30.0, 100.0};
	double first_n;
	double held_s = 0.0;

	(void)state;
	open_person();
	first_n = one_person_press(&one, 0, 0.012, 0.0);
	assert_near(first_n, K_N_M2 * 0.012 * 0.012, 1e-9);
	for (size_t i = 0; i < sizeof(times_s) / sizeof(times_s[0]); i++) {
		double force_n = one_person_hold(&one, 0, 0.012, times_s[i] - held_s);
		double wanted =
			0.6 + 0.2 * exp(-times_s[i] / FAST_S) + 0.2 * exp(-times_s[i] / SLOW_S);

		held_s = times_s[i];
		assert_near(force_n / first_n, wanted, 1e-6);
	}
}

/* However long it was held, a quick tap meets the slope of fresh tissue. */
static void a_tap_on_a_long_hold__meets_the_full_slope(void **state)
{
	double first_n;

	(void)state;
	open_person();
	first_n = one_person_hold(&one, 0, 0.012, 60.0);
	assert_near((one_person_press(&one, 0, 0.01201, 0.0) - first_n) / 1e-5,
		    2.0 * K_N_M2 * 0.012, 20.0);
}

static void the_wall__adds_35_n_a_mm_and_does_not_relax(void **state)
{
	double before_n;
	double soft_n;

	(void)state;
	open_person();
	one.tissues[0].k_n_m_n = 0.0;
	before_n = one_person_press(&one, 0, WALL_M, 0.0);
	assert_near(before_n, 0.0, 1e-12);
	assert_near(one_person_press(&one, 0, WALL_M + 0.001, 0.0), 35.0, 1e-9);
	assert_near(one_person_hold(&one, 0, WALL_M + 0.001, 20.0), 35.0, 1e-9);
	open_person();
	soft_n = one_person_press(&one, 0, WALL_M - 1e-6, 0.0);
	assert_near(one_person_press(&one, 0, WALL_M + 1e-6, 0.0), soft_n, 0.15); /* no jump */
}

static void exponents__keep_the_law(void **state)
{
	static const double exponents[] = {1.5, 1.7, 2.0, 2.2};

	(void)state;
	for (size_t i = 0; i < sizeof(exponents) / sizeof(exponents[0]); i++) {
		one_person_describe(&one);
		one.patient.exponent = exponents[i];
		one.patient.stiffness_n_m_n = 10.0 / pow(0.008, exponents[i]);
		one_person_lie_down(&one, 1);
		assert_near(one_person_press(&one, 0, 0.016, 0.0), 10.0 * pow(2.0, exponents[i]),
			    1e-9);
	}
}

static void regions__have_their_own_share_wall_and_comfort(void **state)
{
	(void)state;
	one_person_describe(&one);
	one.patient.stiffness_share[REGION_LOWER_BACK] = 0.5;
	one.patient.wall.depth_m[REGION_LOWER_BACK] = 0.010;
	one_person_lie_down(&one, 1);
	assert_near(one_person_press(&one, 0, 0.012, 0.0), K_N_M2 * 1.44e-4, 1e-9);
	assert_near(one_person_press(&one, 1, 0.012, 0.0), 0.5 * K_N_M2 * 1.44e-4 + 70.0, 1e-9);
}

/* A fast withdrawal leaves a dent: no force until the head is back in it, and it fills by itself. */
static void a_dent__is_left_behind_and_fills(void **state)
{
	double given_up_n;

	(void)state;
	open_person();
	one_person_hold(&one, 0, 0.012, 60.0);
	given_up_n = 0.4 * K_N_M2 * 1.44e-4;
	assert_near(one_person_press(&one, 0, 0.95 * sqrt(given_up_n / K_N_M2), 0.0), 0.0, 0.0);
	assert_true(one_person_press(&one, 0, 1.05 * sqrt(given_up_n / K_N_M2), 0.0) > 0.0);
	one_person_hold(&one, 0, -0.005, 90.0);
	assert_near(one_person_press(&one, 0, 0.012, 0.0), K_N_M2 * 1.44e-4, 0.01);
}

static void damping__goes_with_the_force_and_never_pulls(void **state)
{
	(void)state;
	one_person_describe(&one);
	one.patient.damping_s_m = 5.0;
	one_person_lie_down(&one, 1);
	assert_near(one_person_press(&one, 0, 0.008, 0.1), 1.5 * K_N_M2 * 6.4e-5, 1e-9);
	one_person_lie_down(&one, 1);
	assert_near(one_person_press(&one, 0, 0.008, -0.3), 0.0, 0.0);
}

/* Any closed cycle of depth takes work: work done by the head over one period, after many. */
static void a_driven_cycle__takes_work_at_every_rate(void **state)
{
	static const double rates_hz[] = {0.003, 0.02, 0.1, 0.5, 2.0, 10.0};
	static const double lows_mm[] = {-5.0, 0.0, 6.0, 12.0};

	(void)state;
	for (size_t r = 0; r < sizeof(rates_hz) / sizeof(rates_hz[0]); r++) {
		for (size_t l = 0; l < sizeof(lows_mm) / sizeof(lows_mm[0]); l++) {
			double low_m = 1e-3 * lows_mm[l];
			double swing_m = 0.034 - low_m; /* into the wall */
			long period = lround(1.0 / rates_hz[r] / STEP_S);
			double work_j = 0.0;
			double before_m = low_m;
			double before_n = 0.0;
			double most_j = 0.0;

			open_person();
			for (long i = 1; i <= 3 * period; i++) {
				double angle = 6.283185307179586 * (double)i / (double)period;
				double depth_m = low_m + 0.5 * swing_m * (1.0 - cos(angle));
				double force_n = one_person_press(&one, 0, depth_m, 0.0);

				work_j += 0.5 * (force_n + before_n) * (depth_m - before_m);
				most_j = work_j > most_j ? work_j : most_j;
				before_m = depth_m;
				before_n = force_n;
				if (i % period == 0) {
					assert_true(work_j > 1e-4 * most_j);
					work_j = 0.0;
				}
			}
			assert_true(most_j > 0.1);
		}
	}
}

/* Whatever a head does from rest, it never gets out more than it put in. */
static void a_random_walk__never_gives_back_more_than_it_took(void **state)
{
	struct noise noise = {7};

	(void)state;
	for (int walk = 0; walk < 20; walk++) {
		double before_m = 0.0;
		double before_n = 0.0;
		double work_j = 0.0;
		double put_in_j = 0.0;
		double from_m = 0.0;

		open_person();
		for (int leg = 0; leg < 60; leg++) {
			double to_m = -0.005 + 0.040 * noise_uniform(&noise);
			long steps = lround(20.0 * pow(200.0, noise_uniform(&noise)));

			for (long i = 1; i <= steps; i++) {
				double part = 0.5 - 0.5 * cos(3.141592653589793 * (double)i /
							      (double)steps);
				double depth_m = from_m + (to_m - from_m) * part;
				double force_n = one_person_press(&one, 0, depth_m, 0.0);
				double mean_n = 0.5 * (force_n + before_n);

				work_j += mean_n * (depth_m - before_m);
				put_in_j += mean_n * fabs(depth_m - before_m);
				before_m = depth_m;
				before_n = force_n;
				assert_true(work_j >= -1e-4 * put_in_j);
			}
			from_m = to_m;
		}
		assert_true(put_in_j > 5.0);
		assert_true(work_j > 0.05 * put_in_j);
	}
}

#define TRACE 20000

static void trace(double *forces_n, int per_ms)
{
	one_person_describe(&one);
	one.patient.damping_s_m = 5.0;
	one.patient.breathing.amplitude_m[REGION_UPPER_BACK] = 0.003;
	one.patient.breathing.depth_spread = 0.4;
	one.patient.breathing.length_spread = 0.15;
	one.patient.guarding = (struct guarding){0.5, 0.3, 5.0};
	one.patient.happenings = (struct happenings){2.0, 6.0, 0.010, 3.0, 6.0, 0.0};
	one.step_s = STEP_S / per_ms;
	one_person_lie_down(&one, 3);
	for (int i = 1; i <= TRACE * per_ms; i++) {
		double angle = 6.283185307179586 * i * one.step_s;
		double depth_m = 0.012 - 0.006 * cos(angle);
		double force_n =
			one_person_press(&one, 0, depth_m, 0.006 * 6.283185307179586 * sin(angle));

		if (i % per_ms == 0) {
			forces_n[i / per_ms - 1] = force_n;
		}
	}
}

static void half_the_step__moves_no_figure_by_1_percent(void **state)
{
	static double whole_n[TRACE];
	static double half_n[TRACE];
	double difference = 0.0;
	double spread = 0.0;
	double squares[2] = {0.0, 0.0};
	double mean = 0.0;

	(void)state;
	trace(whole_n, 1);
	trace(half_n, 2);
	for (int i = 0; i < TRACE; i++) {
		mean += half_n[i] / TRACE;
	}
	for (int i = 0; i < TRACE; i++) {
		difference += pow(whole_n[i] - half_n[i], 2.0);
		spread += pow(half_n[i] - mean, 2.0);
		squares[0] += pow(whole_n[i] - mean, 2.0);
		squares[1] += pow(half_n[i] - mean, 2.0);
	}
	assert_true(one.person.event_count > 3);
	assert_true(sqrt(spread / TRACE) > 5.0);
	assert_true(sqrt(difference / spread) < 0.01);
	assert_near(sqrt(squares[0] / squares[1]), 1.0, 0.002);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fast_press_of_8_mm__gives_10_n_and_2_5_n_a_mm),
		cmocka_unit_test(a_fast_press_of_19_6_mm__gives_60_n_and_6_1_n_a_mm),
		cmocka_unit_test(held__the_force_falls_by_its_shares_with_its_time_constants),
		cmocka_unit_test(a_tap_on_a_long_hold__meets_the_full_slope),
		cmocka_unit_test(the_wall__adds_35_n_a_mm_and_does_not_relax),
		cmocka_unit_test(exponents__keep_the_law),
		cmocka_unit_test(regions__have_their_own_share_wall_and_comfort),
		cmocka_unit_test(a_dent__is_left_behind_and_fills),
		cmocka_unit_test(damping__goes_with_the_force_and_never_pulls),
		cmocka_unit_test(a_driven_cycle__takes_work_at_every_rate),
		cmocka_unit_test(a_random_walk__never_gives_back_more_than_it_took),
		cmocka_unit_test(half_the_step__moves_no_figure_by_1_percent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
