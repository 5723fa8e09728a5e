/* test_breath_sense.c - the oscillator on a chest whose breath is known. */
#include "core/bench_rig.h"
#include "core/estimate/identify.h"

#define TURN_RAD  6.283185307179586
#define HEADS     16
#define SLOPE_N_M 2500.0
#define MISJUDGED 1.4
#define NOISE_M   3e-5
#define ROUND_S   IDENTIFY_TURN_S

/* A chest that breathes as it is told, and heads that rest on it: belief in, belief out. */
struct bench {
	struct rig rig;
	struct breath_sense breath;
	struct breath_belief told;
	struct dice dice;
	double t_s;
	double turns; /* of the breath, so far */
	double rise_m;
	double amplitude_m;
	double rate_hz;
	double extra_m; /* cough, shift */
	double force_n[HEADS];
	int touching;
	int misjudged; /* so many heads believe their tissue to be MISJUDGED as stiff */
};

static void bench_init(struct bench *bench, double rate_hz, double amplitude_m)
{
	*bench = (struct bench){
		.dice = {99}, .rate_hz = rate_hz, .amplitude_m = amplitude_m, .touching = HEADS};
	bench_rig(&bench->rig, HEADS);
	breath_sense_init(&bench->breath, &bench->rig, ROUND_S);
	for (int i = 0; i < HEADS; i++) {
		bench->force_n[i] = 1.0;
	}
}

/* What the skin under it makes of the chest's rise; the hips' is expected by nobody. */
static double share_of(const struct rig *rig, int head)
{
	static const double shares[REGION_COUNT] = {
		[REGION_SHOULDERS] = 1.0,
		[REGION_UPPER_BACK] = 1.0,
		[REGION_LOWER_BACK] = 0.5,
		[REGION_HIPS] = 0.2,
	};

	return shares[rig->heads[head].region];
}

static void bench_round(struct bench *bench)
{
	bench->t_s += ROUND_S;
	bench->turns += bench->rate_hz * ROUND_S;
	bench->rise_m = 0.5 * bench->amplitude_m * (1.0 - cos(TURN_RAD * bench->turns));
	for (int i = 0; i < HEADS; i++) {
		double believed = i < bench->misjudged ? MISJUDGED : 1.0;
		double skin_m = 0.05 - share_of(&bench->rig, i) * (bench->rise_m + bench->extra_m);
		const struct breath_turn turn = {
			.touches = i < bench->touching,
			.position_m = skin_m + bench->force_n[i] / SLOPE_N_M +
				      dice_between(&bench->dice, -NOISE_M, NOISE_M),
			.force_n = bench->force_n[i],
			.slope_n_m = SLOPE_N_M * believed,
		};

		breath_sense_hear(&bench->breath, &bench->told, i, &turn);
	}
	breath_sense_round(&bench->breath, &bench->told);
}

static void bench_run(struct bench *bench, double seconds)
{
	for (double end_s = bench->t_s + seconds; bench->t_s < end_s;) {
		bench_round(bench);
	}
}

static double phase_error_rad(const struct bench *bench)
{
	double turns = bench->told.phase - bench->turns;

	return TURN_RAD * (turns - floor(turns + 0.5));
}

static void regular_breath__is_locked_on(void **state)
{
	static const double rates_hz[] = {0.15, 0.2, 0.25, 0.3, 0.45, 0.6};
	static struct bench bench;

	(void)state;
	for (size_t i = 0; i < sizeof(rates_hz) / sizeof(rates_hz[0]); i++) {
		double most_rad = 0.0;

		bench_init(&bench, rates_hz[i], 0.003);
		bench_run(&bench, 60.0);
		assert_at_least(bench.told.confidence, 0.8);
		assert_near(bench.told.rate_hz, rates_hz[i], 0.02);
		assert_near(bench.told.amplitude_m, 0.003, 0.0006);
		for (int k = 0; k < 500; k++) {
			bench_round(&bench);
			most_rad = fmax(most_rad, fabs(phase_error_rad(&bench)));
		}
		assert_at_most(most_rad, 0.35);
	}
}

static void usual_breath__is_told_of_within_two_breaths(void **state)
{
	static struct bench bench;

	(void)state;
	for (int i = 0; i < 8; i++) {
		bench_init(&bench, 0.25, 0.003);
		bench.turns = i / 8.0;
		while (bench.told.confidence < BREATH_SURE && bench.t_s < 20.0) {
			bench_round(&bench);
		}
		assert_at_most(bench.t_s, 8.0);
		bench_run(&bench, 4.0);
		assert_near(phase_error_rad(&bench), 0.0, 0.4);
	}
}

static void predicted_speed__is_that_of_the_skin(void **state)
{
	static struct bench bench;
	static struct belief belief;
	const double ahead_s = 0.1;
	double missed2[HEADS] = {0};
	double swing2[HEADS] = {0};

	(void)state;
	bench_init(&bench, 0.25, 0.003);
	bench_run(&bench, 120.0); /* the hips' share is learned by then */
	for (int k = 0; k < 300; k++) {
		double turns;

		bench_round(&bench);
		belief.breath = bench.told;
		turns = bench.turns + bench.rate_hz * ahead_s;
		for (int i = 0; i < HEADS; i++) {
			double true_m_s = share_of(&bench.rig, i) * 0.5 * bench.amplitude_m *
					  TURN_RAD * bench.rate_hz * sin(TURN_RAD * turns);
			double missed_m_s = breath_rise_m_s(&belief, i, ahead_s) - true_m_s;

			missed2[i] += missed_m_s * missed_m_s;
			swing2[i] += true_m_s * true_m_s;
		}
	}
	for (int i = 0; i < HEADS; i++) {
		if (share_of(&bench.rig, i) > 0.0) {
			assert_at_most(sqrt(missed2[i] / swing2[i]), 0.25);
		} else {
			assert_at_most(sqrt(missed2[i] / 300.0), 1e-4);
		}
	}
}

static void presses__are_no_breath(void **state)
{
	static struct bench bench;

	(void)state;
	bench_init(&bench, 0.25, 0.003);
	bench.misjudged = 2;
	bench_run(&bench, 30.0);
	for (int k = 0; k < 1500; k++) {
		double up = 0.5 * (1.0 - cos(TURN_RAD * 0.31 * bench.t_s)); /* not the breath's */

		bench.force_n[0] = 1.0 + 40.0 * up;
		bench.force_n[1] = 1.0 + 40.0 * up;
		bench_round(&bench);
		assert_at_least(bench.told.confidence, BREATH_SURE);
		assert_near(phase_error_rad(&bench), 0.0, 0.45);
	}
}

static void held_breath__is_not_claimed(void **state)
{
	static struct bench bench;

	(void)state;
	bench_init(&bench, 0.25, 0.0);
	for (int k = 0; k < 3000; k++) {
		bench_round(&bench);
		assert_at_most(bench.told.confidence, BREATH_SURE);
		assert_zero(bench.told.rate_hz);
		assert_zero(bench.told.phase);
	}
	bench_init(&bench, 0.25, 0.003);
	bench_run(&bench, 30.0);
	assert_at_least(bench.told.confidence, BREATH_SURE);
	bench.amplitude_m = 0.0; /* breathed out, and held */
	bench_run(&bench, 30.0);
	assert_at_most(bench.told.confidence, 0.3);
}

static void cough__is_claimed_no_phase_in(void **state)
{
	static struct bench bench;

	(void)state;
	bench_init(&bench, 0.25, 0.003);
	bench_run(&bench, 30.0);
	assert_at_least(bench.told.confidence, BREATH_SURE);
	for (int k = 0; k < 8; k++) {
		bench.extra_m = 0.005 * (1.0 - cos(TURN_RAD * k * ROUND_S / 0.3));
		bench_round(&bench);
	}
	bench.extra_m = 0.0;
	bench_round(&bench);
	assert_zero(bench.told.confidence);
	assert_zero(bench.told.rate_hz);
	assert_zero(bench.told.rise_m_s);
	bench_run(&bench, 1.0);
	assert_zero(bench.told.confidence);
	bench_run(&bench, 6.0);
	assert_at_least(bench.told.confidence, BREATH_SURE);
	assert_near(phase_error_rad(&bench), 0.0, 0.5);
}

/* Somebody talks, or sobs: nothing that an oscillator could follow. */
static void irregular_breath__is_claimed_less(void **state)
{
	static struct bench bench;
	double sure = 0.0;
	int rounds = 0;

	(void)state;
	bench_init(&bench, 0.25, 0.003);
	for (int k = 0; k < 7500; k++) {
		if (k % 12 == 0) {
			bench.rate_hz = dice_between(&bench.dice, -1.5, 1.5);
		}
		bench_round(&bench);
		if (k > 500) {
			sure += bench.told.confidence >= BREATH_SURE;
			rounds++;
		}
	}
	assert_at_most(sure / rounds, 0.15);
}

static void without_heads_on_the_trunk__nothing_is_claimed(void **state)
{
	static struct bench bench;

	(void)state;
	bench_init(&bench, 0.25, 0.003);
	for (int i = 0; i < HEADS; i++) {
		bench.breath.heads[i].prior = 0.0; /* as if all lay over legs */
	}
	bench_run(&bench, 60.0);
	assert_zero(bench.told.confidence);
	bench_init(&bench, 0.25, 0.003);
	bench_run(&bench, 30.0);
	assert_at_least(bench.told.confidence, BREATH_SURE);
	bench.touching = 0; /* all lifted */
	bench_run(&bench, 1.5);
	assert_zero(bench.told.confidence);
	assert_zero(bench.told.rate_hz);
}

static void no_head__makes_a_wild_figure(void **state)
{
	static struct bench bench;

	(void)state;
	for (int run = 0; run < 50; run++) {
		bench_init(&bench, 0.25, 0.003);
		bench.dice.state += (uint64_t)run;
		for (int k = 0; k < 1000; k++) {
			double wild = pow(10.0, dice_between(&bench.dice, -6.0, 2.7));

			for (int i = 0; i < HEADS; i++) {
				const struct breath_turn turn = {
					.touches = dice_below(&bench.dice, 10) > 0,
					.position_m = dice_between(&bench.dice, -1.0, 1.0),
					.force_n = dice_between(&bench.dice, -wild, wild),
					.slope_n_m = dice_between(&bench.dice, 1.0, 1e6),
				};

				breath_sense_hear(&bench.breath, &bench.told, i, &turn);
				assert_near(bench.told.share[i], 1.0, 1.0);
			}
			breath_sense_round(&bench.breath, &bench.told);
			assert_near(bench.told.confidence, 0.5, 0.5);
			assert_near(bench.told.phase, 0.5, 0.5);
			assert_near(bench.told.rate_hz, 0.35, 0.36);
			assert_true(isfinite(bench.told.amplitude_m));
			assert_true(isfinite(bench.told.rise_m_s));
		}
	}
}

/* However fast the loop and however many the heads. */
static void every_head__has_its_turn_in_each_round(void **state)
{
	static const struct {
		double loop_hz;
		int heads;
	} rigs[] = {{100.0, 64}, {100.0, 1}, {250.0, 11}, {1000.0, 16}, {1000.0, 64}, {2000.0, 1}};
	static struct identify identify;
	static struct belief belief;
	struct rig rig;

	(void)state;
	for (size_t k = 0; k < sizeof(rigs) / sizeof(rigs[0]); k++) {
		bench_rig(&rig, rigs[k].heads);
		rig.loop_hz = rigs[k].loop_hz;
		identify_init(&identify, &rig);
		belief = (struct belief){.head_count = rigs[k].heads};
		for (int i = 0; i < rigs[k].heads; i++) {
			belief.heads[i].contact_sure = true;
			belief.heads[i].position_known = true;
			belief.heads[i].force_n = 1.0 + i;
		}
		for (int tick = 0; tick < (int)(IDENTIFY_TURN_S * rig.loop_hz + 0.5); tick++) {
			identify_step(&identify, &belief);
		}
		assert_near(identify.turn_s, IDENTIFY_TURN_S, 1e-9);
		assert_int_equal(identify.tick, 0);
		for (int i = 0; i < rigs[k].heads; i++) {
			assert_true(identify.tissue[i].touched);
			assert_true(identify.breath.heads[i].touched);
			assert_near(identify.tissue[i].once_n, 1.0 + i, 1e-9);
		}
	}
}

static void another_person__has_other_tissue(void **state)
{
	static struct identify identify;
	struct rig rig;

	(void)state;
	bench_rig(&rig, HEADS);
	identify_init(&identify, &rig);
	identify.tissue[3].told.stiffness_10_n_m = 2000.0;
	identify.tissue[3].told.stiffness_sure = 0.9;
	identify_forget(&identify);
	assert_zero(identify.tissue[3].told.stiffness_10_n_m);
	assert_zero(identify.tissue[3].told.stiffness_sure);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(regular_breath__is_locked_on),
		cmocka_unit_test(usual_breath__is_told_of_within_two_breaths),
		cmocka_unit_test(predicted_speed__is_that_of_the_skin),
		cmocka_unit_test(presses__are_no_breath),
		cmocka_unit_test(held_breath__is_not_claimed),
		cmocka_unit_test(cough__is_claimed_no_phase_in),
		cmocka_unit_test(irregular_breath__is_claimed_less),
		cmocka_unit_test(without_heads_on_the_trunk__nothing_is_claimed),
		cmocka_unit_test(no_head__makes_a_wild_figure),
		cmocka_unit_test(every_head__has_its_turn_in_each_round),
		cmocka_unit_test(another_person__has_other_tissue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
