/* test_tissue_sense.c - the law and the relaxation of a tissue whose law and relaxation are known. */
#include "core/bench_rig.h"
#include "core/estimate/tissue_sense.h"

#define TURN_S       0.040
#define STEP_S       0.004
#define STEPS_A_TURN 10
#define NOISE_M      2e-5

/* Quasi-linear tissue of two branches, pressed by force; the skin is at 0. */
struct plant {
	double k_n_m_n;
	double exponent;
	double damping_s_m;
	double share[2];
	double tau_s[2];
	double once_n;
	double branch_n[2];
	double depth_m;
	double skin_m; /* where the skin is, for the piston */
	struct dice dice;
};

static struct plant nominal(void)
{
	return (struct plant){
		.k_n_m_n = 156000.0,
		.exponent = 2.0,
		.damping_s_m = 5.0,
		.share = {0.2, 0.2},
		.tau_s = {0.3, 8.0},
		.skin_m = 0.02,
		.dice = {77},
	};
}

/* The depth at which this force is answered one step later, by halving. */
static void plant_press(struct plant *plant, double force_n)
{
	const double given_up_n =
		plant->share[0] * plant->branch_n[0] + plant->share[1] * plant->branch_n[1];
	double least_m = 0.0;
	double most_m = 0.15;

	for (int k = 0; k < 40; k++) {
		double depth_m = 0.5 * (least_m + most_m);
		double damped = 1.0 + plant->damping_s_m * (depth_m - plant->depth_m) / STEP_S;

		plant->once_n = plant->k_n_m_n * pow(depth_m, plant->exponent);
		if (damped > 0.0 && (plant->once_n - given_up_n) * damped > force_n) {
			most_m = depth_m;
		} else {
			least_m = depth_m;
		}
	}
	plant->depth_m = least_m;
	for (int b = 0; b < 2; b++) {
		plant->branch_n[b] +=
			(plant->once_n - plant->branch_n[b]) * STEP_S / plant->tau_s[b];
	}
}

/* Slope of its force at 10 N. */
static double plant_stiffness_10(const struct plant *plant)
{
	const double n = plant->exponent;

	return n * pow(plant->k_n_m_n, 1.0 / n) * pow(10.0, (n - 1.0) / n);
}

struct bench {
	struct tissue_sense_head head;
	struct head_belief at;
	struct plant plant;
	int steps; /* since the last turn */
	double rose_m;
	bool quiet;
};

static struct bench bench_of(struct plant plant)
{
	struct bench bench = {.plant = plant, .quiet = true};

	tissue_sense_init(&bench.head);
	bench.at.position_known = true;
	bench.at.contact = true;
	bench.at.contact_sure = true;
	return bench;
}

static void bench_turn(struct bench *bench)
{
	const struct tissue_turn turn = {&bench->at, bench->rose_m, bench->quiet, TURN_S};

	tissue_sense_step(&bench->head, &turn);
	bench->steps = 0;
}

static void bench_step(struct bench *bench, double force_n)
{
	plant_press(&bench->plant, force_n);
	bench->at.force_n = force_n;
	bench->at.position_m = bench->plant.skin_m + bench->plant.depth_m - bench->rose_m +
			       dice_between(&bench->plant.dice, -NOISE_M, NOISE_M);
	if (++bench->steps >= STEPS_A_TURN) {
		bench_turn(bench);
	}
}

/* From 1 N up to peak_n, held, and down again. */
static void press(struct bench *bench, double peak_n, double ramp_s, double hold_s)
{
	for (double t_s = 0.0; t_s < 2.0 * ramp_s + hold_s + 2.0; t_s += STEP_S) {
		double up = t_s / ramp_s;
		double down = (t_s - ramp_s - hold_s) / ramp_s;
		double part = up < 1.0 ? up : 1.0;

		part = down > 0.0 ? 1.0 - (down < 1.0 ? down : 1.0) : part;
		bench_step(bench, 1.0 + (peak_n - 1.0) * part * part * (3.0 - 2.0 * part));
	}
}

static const struct tissue_belief *told(const struct bench *bench)
{
	return &bench->head.told;
}

static void presses__tell_stiffness_and_exponent(void **state)
{
	static const double exponents[] = {1.5, 1.8, 2.0, 2.2};
	static const double at_10_n_m[] = {1000.0, 2500.0, 6000.0};
	int sure = 0;

	(void)state;
	for (int i = 0; i < 12; i++) {
		struct plant plant = nominal();
		struct bench bench;
		double n = exponents[i % 4];

		plant.exponent = n;
		plant.k_n_m_n = pow(at_10_n_m[i / 4] / n / pow(10.0, (n - 1.0) / n), n);
		assert_near(plant_stiffness_10(&plant), at_10_n_m[i / 4], 1.0);
		bench = bench_of(plant);
		for (int k = 0; k < 8; k++) {
			press(&bench, 45.0, 1.2, 2.0);
		}
		assert_at_least(told(&bench)->stiffness_sure, 0.45);
		assert_near(told(&bench)->stiffness_10_n_m / at_10_n_m[i / 4], 1.0, 0.10);
		if (told(&bench)->exponent_sure >= TISSUE_SURE) {
			assert_near(told(&bench)->exponent, n, 0.25);
			sure++;
		}
	}
	assert_true(sure >= 5);
}

/* Other relaxation and damping than published tissue's: the tolerance grows. */
static void tissue_of_another_kind__is_told_less_exactly(void **state)
{
	static const double shares[] = {0.1, 0.3};
	static const double damping_s_m[] = {2.0, 10.0};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct plant plant = nominal();
		struct bench bench;

		plant.share[0] = shares[i % 2];
		plant.share[1] = shares[i % 2];
		plant.damping_s_m = damping_s_m[i / 2];
		bench = bench_of(plant);
		for (int k = 0; k < 8; k++) {
			press(&bench, 45.0, 1.2, 2.0);
		}
		assert_at_least(told(&bench)->stiffness_sure, TISSUE_SURE);
		assert_near(told(&bench)->stiffness_10_n_m / plant_stiffness_10(&plant), 1.0, 0.30);
	}
}

static void stiffness_at_the_present_force__follows_the_force(void **state)
{
	struct bench bench = bench_of(nominal());

	(void)state;
	for (int k = 0; k < 6; k++) {
		press(&bench, 45.0, 1.2, 2.0);
	}
	for (int k = 0; k < 200; k++) {
		bench_step(&bench, 40.0 * k / 200.0);
	}
	/* 2 sqrt(k y): at once it would be 40 N and what has relaxed meanwhile */
	assert_near(told(&bench)->stiffness_n_m / (2.0 * sqrt(156000.0 * bench.plant.once_n)), 1.0,
		    0.15);
	assert_at_least(told(&bench)->stiffness_n_m, 1.5 * told(&bench)->stiffness_10_n_m);
}

static void a_long_hold__tells_the_relaxation(void **state)
{
	static const double taus_s[] = {4.0, 6.0, 8.0, 12.0};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct plant plant = nominal();
		struct bench bench;

		plant.tau_s[1] = taus_s[i];
		bench = bench_of(plant);
		for (int k = 0; k < 4; k++) {
			press(&bench, 40.0, 1.2, 30.0);
			for (int q = 0; q < 10000; q++) {
				bench_step(&bench, 1.0); /* it rests: what crept comes back */
			}
		}
		assert_at_least(told(&bench)->relaxation_sure, TISSUE_SURE);
		assert_near(log(told(&bench)->relaxation_s / taus_s[i]), 0.0, 0.4);
	}
}

static void short_presses__tell_no_relaxation(void **state)
{
	struct bench bench = bench_of(nominal());

	(void)state;
	for (int k = 0; k < 20; k++) {
		press(&bench, 40.0, 1.0, 5.0);
	}
	assert_at_least(told(&bench)->stiffness_sure, TISSUE_SURE);
	assert_at_most(told(&bench)->relaxation_sure, 0.0);
	assert_zero(told(&bench)->relaxation_s);
}

static void light_touch__tells_nothing(void **state)
{
	struct bench bench = bench_of(nominal());

	(void)state;
	for (int k = 0; k < 20; k++) {
		press(&bench, 2.4, 1.0, 2.0);
	}
	assert_zero(told(&bench)->stiffness_n_m);
	assert_zero(told(&bench)->stiffness_10_n_m);
	assert_zero(told(&bench)->stiffness_sure);
	assert_zero(told(&bench)->exponent_sure);
}

static void presses_of_nearly_one_force__tell_no_exponent(void **state)
{
	struct bench bench = bench_of(nominal());

	(void)state;
	for (int k = 0; k < 20; k++) {
		press(&bench, 7.0, 1.0, 1.0);
	}
	assert_at_least(told(&bench)->stiffness_sure, 0.1);
	assert_at_most(told(&bench)->exponent_sure, 0.3);
}

static void without_a_position__nothing_is_told(void **state)
{
	struct bench bench = bench_of(nominal());

	(void)state;
	bench.at.position_known = false;
	for (int k = 0; k < 8; k++) {
		press(&bench, 45.0, 1.2, 12.0);
	}
	assert_zero(told(&bench)->stiffness_n_m);
	assert_zero(told(&bench)->stiffness_10_n_m);
	assert_zero(told(&bench)->stiffness_sure);
	assert_zero(told(&bench)->exponent_sure);
	assert_zero(told(&bench)->relaxation_sure);
}

static void lifted_head__keeps_what_it_learned_but_feels_nothing(void **state)
{
	struct bench bench = bench_of(nominal());
	double stiffness_10_n_m;

	(void)state;
	for (int k = 0; k < 8; k++) {
		press(&bench, 45.0, 1.2, 2.0);
	}
	assert_at_least(told(&bench)->stiffness_n_m, 500.0);
	stiffness_10_n_m = told(&bench)->stiffness_10_n_m;
	bench.at.contact_sure = false;
	bench_turn(&bench);
	assert_zero(told(&bench)->stiffness_n_m);
	assert_near(told(&bench)->stiffness_10_n_m, stiffness_10_n_m, 0.0);
}

/* The skin moves under it, unheard: what is told is less sure than when it is heard. */
static void unheard_breath__costs_confidence(void **state)
{
	struct bench heard = bench_of(nominal());
	struct bench unheard = bench_of(nominal());

	(void)state;
	unheard.quiet = false;
	for (int k = 0; k < 2; k++) {
		press(&heard, 15.0, 2.5, 1.0);
		press(&unheard, 15.0, 2.5, 1.0);
	}
	assert_at_least(heard.head.told.stiffness_sure, unheard.head.told.stiffness_sure + 0.1);
}

static void softer_tissue__is_told_within_a_few_presses(void **state)
{
	struct bench bench = bench_of(nominal());

	(void)state;
	for (int k = 0; k < 15; k++) {
		press(&bench, 45.0, 1.2, 2.0);
	}
	bench.plant.k_n_m_n *= 0.64; /* 0.8 of the stiffness */
	for (int k = 0; k < 15; k++) {
		press(&bench, 45.0, 1.2, 2.0);
	}
	assert_near(told(&bench)->stiffness_10_n_m / 2498.0, 0.8, 0.08);
}

/* Whatever plausible samples come: finite figures, confidences inside. */
static void no_sample__makes_a_wild_figure(void **state)
{
	struct dice dice = {4711};
	int known = 0;

	(void)state;
	for (int run = 0; run < 300; run++) {
		struct bench bench = bench_of(nominal());
		double step_n = dice_between(&dice, 0.01, 100.0);
		double step_m = dice_between(&dice, 1e-6, 0.05);

		for (int k = 0; k < 1000; k++) {
			bench.at.force_n += dice_between(&dice, -0.8, 1.0) * step_n;
			bench.at.force_n = bench.at.force_n > 500.0   ? 1.0
					   : bench.at.force_n < -20.0 ? 0.0
								      : bench.at.force_n;
			bench.at.position_m = dice_between(&dice, -1.0, 1.0) * step_m;
			bench.at.contact_sure = dice_below(&dice, 50) > 0;
			bench.quiet = dice_below(&dice, 10) > 0;
			bench_turn(&bench);
			assert_true(isfinite(told(&bench)->stiffness_n_m));
			assert_true(isfinite(told(&bench)->stiffness_10_n_m));
			assert_at_least(told(&bench)->stiffness_n_m, 0.0);
			assert_true(isfinite(told(&bench)->exponent));
			assert_true(isfinite(told(&bench)->relaxation_s));
			assert_near(told(&bench)->stiffness_sure, 0.5, 0.5);
			assert_near(told(&bench)->exponent_sure, 0.5, 0.5);
			assert_near(told(&bench)->relaxation_sure, 0.5, 0.5);
			assert_at_least(bench.head.slope_n_m, 1e-6);
			assert_true(isfinite(bench.head.once_n));
			known += told(&bench)->stiffness_10_n_m > 0.0;
		}
	}
	assert_true(known > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(presses__tell_stiffness_and_exponent),
		cmocka_unit_test(tissue_of_another_kind__is_told_less_exactly),
		cmocka_unit_test(stiffness_at_the_present_force__follows_the_force),
		cmocka_unit_test(a_long_hold__tells_the_relaxation),
		cmocka_unit_test(short_presses__tell_no_relaxation),
		cmocka_unit_test(light_touch__tells_nothing),
		cmocka_unit_test(presses_of_nearly_one_force__tell_no_exponent),
		cmocka_unit_test(without_a_position__nothing_is_told),
		cmocka_unit_test(lifted_head__keeps_what_it_learned_but_feels_nothing),
		cmocka_unit_test(unheard_breath__costs_confidence),
		cmocka_unit_test(softer_tissue__is_told_within_a_few_presses),
		cmocka_unit_test(no_sample__makes_a_wild_figure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
