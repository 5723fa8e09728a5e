/* test_identify.c - breath and tissue of the whole cohort, as felt through the simulated rig, against the
 * simulated person's own. */
#include "integration/closed_loop.h"

#define TURN_RAD    6.283185307179586
#define MATTERS_N_S 3.0
#define TURNS       200 /* ticks that a push takes to turn */

/* clang-format off */
static const char *const cohort[] = {"nominal", "soft",    "stiff",  "bony",  "knotty",
				     "deep_breather", "cougher", "guarder", "mover", "thin_old"};
/* clang-format on */
#define COHORT ((int)(SLOW_BUILD ? 2 : sizeof(cohort) / sizeof(cohort[0])))

static struct closed_loop loop;

static void open_with(const char *patient, const char *technique, double intensity)
{
	closed_loop_open(&loop, "sim-16", patient, 11);
	closed_loop_choose(&loop, technique);
	loop.command.intensity = intensity;
	loop.command.duration_s = 600.0;
}

/* The rig's heads without their position sensors. */
static void take_positions_away(void)
{
	for (int i = 0; i < loop.rig.head_count; i++) {
		loop.rig.heads[i].sensor.position = (struct position_spec){0};
	}
	pipeline_init(&loop.pipeline, &loop.rig, loop.techniques, loop.technique_count);
	loop.pipeline.proves_nothing = true;
	sim_init(&loop.sim, &loop.rig, &loop.patient, 11, S_NS);
}

struct breath_figures {
	double lock_s;
	double error2;
	int sure;
	int quiet; /* moments without a cough or a shift just before */
	int coughing;
	int sure_coughing;
};

static void judge_breath(struct breath_figures *at, double t_s)
{
	const struct person *person = &loop.sim.person;
	const struct breath_view *told = &loop.shown.breath;
	const bool sure = told->confidence >= BREATH_SURE;
	const double cough_s = person->t_s - person->last_s[EVENT_COUGH];
	const double shift_s = person->t_s - person->last_s[EVENT_SHIFT];
	double turns = told->phase - person->breath.phase;

	assert_true(sure == (told->rate_hz > 0.0));
	if (sure && at->lock_s < 0.0) {
		at->lock_s = t_s;
	}
	if (cough_s > 0.15 && cough_s < 2.0) {
		at->coughing++;
		at->sure_coughing += sure;
	}
	if (cough_s < 2.0 || shift_s < 2.0 || t_s < 20.0) {
		return;
	}
	at->quiet++;
	if (sure) {
		turns = TURN_RAD * (turns - floor(turns + 0.5));
		at->error2 += turns * turns;
		at->sure++;
	}
}

static struct breath_figures breath_of(const char *patient)
{
	struct breath_figures at = {.lock_s = -1.0};

	open_with(patient, "swedish", 0.3);
	closed_loop_start(&loop);
	for (int k = 0; k < 120000 && closed_loop_tick(&loop) == STATE_RUNNING; k++) {
		if (k % 50 == 0) {
			judge_breath(&at, k * loop.dt_s);
		}
	}
	assert_int_equal(loop.shown.state, STATE_RUNNING);
	return at;
}

static void breath__is_followed_over_the_cohort(void **state)
{
	struct breath_figures all = {0};

	(void)state;
	for (int k = 0; k < COHORT; k++) {
		struct breath_figures at = breath_of(cohort[k]);

		print_message("%-14s lock %4.1f s, phase %.2f rad rms, sure %.2f of the time\n",
			      cohort[k], at.lock_s, sqrt(at.error2 / at.sure),
			      (double)at.sure / at.quiet);
		assert_near(at.lock_s, 8.0, 8.0); /* from the start: the heads come down first */
		assert_at_most(sqrt(at.error2 / at.sure), 0.45);
		assert_at_least((double)at.sure / at.quiet, 0.4);
		all.error2 += at.error2;
		all.sure += at.sure;
		all.quiet += at.quiet;
		all.coughing += at.coughing;
		all.sure_coughing += at.sure_coughing;
	}
	print_message("all: phase %.2f rad rms, sure %.2f, in coughs %.2f of %d\n",
		      sqrt(all.error2 / all.sure), (double)all.sure / all.quiet,
		      (double)all.sure_coughing / all.coughing, all.coughing);
	assert_at_most(sqrt(all.error2 / all.sure), 0.32);
	assert_at_least((double)all.sure / all.quiet, SLOW_BUILD ? 0.5 : 0.8);
	if (!SLOW_BUILD) {
		assert_true(all.coughing > 50);
		assert_at_most((double)all.sure_coughing / all.coughing, 0.1);
	}
}

/* Of a head that presses: whether the force would rise or fall by breath alone, so that it matters. */
static void a_head_that_presses__is_told_which_way_breath_takes_it(void **state)
{
	int moments = 0;
	int right = 0;

	(void)state;
	open_with("nominal", "myofascial", 0.5);
	closed_loop_start(&loop);
	for (int k = 0; k < 120000 && closed_loop_tick(&loop) == STATE_RUNNING; k++) {
		for (int i = 0; i < loop.rig.head_count && k % 50 == 0; i++) {
			const double told_n_s = loop.pipeline.belief.heads[i].breath_n_s;
			const double rise_m_s =
				person_rise_m_s(&loop.sim.person, &loop.sim.heads[i].tissue);

			if (!loop.pipeline.belief.heads[i].contact) {
				continue;
			}
			if (fabs(told_n_s) > MATTERS_N_S) {
				moments++;
				right += (told_n_s > 0.0) == (rise_m_s > 0.0);
			}
		}
	}
	print_message("which way breath takes a head: right %.3f of %d times\n",
		      (double)right / moments, moments);
	assert_true(moments > (SLOW_BUILD ? 50 : 500));
	assert_at_least((double)right / moments, 0.95);
}

/*
 * A push takes some 0.2 s to turn. A head that rests and is let out by breath when the skin sinks by then would lose
 * it; so what it is told to go out by is there still, and what takes the skin from it is told as much before.
 */
static void a_head_that_rests__is_let_out_by_breath_only_while_the_skin_goes_on_rising(void **state)
{
	static double told_n_s[TURNS][HEADS_MAX];
	int rests[HEADS_MAX] = {0};
	int out = 0;
	int in = 0;
	int right_out = 0;
	int right_in = 0;

	(void)state;
	open_with("nominal", "shiatsu", 0.5);
	closed_loop_start(&loop);
	for (int k = 0; k < 120000 && closed_loop_tick(&loop) == STATE_RUNNING; k++) {
		for (int i = 0; i < loop.rig.head_count; i++) {
			const struct head_belief *head = &loop.pipeline.belief.heads[i];
			const double before_n_s = told_n_s[k % TURNS][i];
			const double rise_m_s =
				person_rise_m_s(&loop.sim.person, &loop.sim.heads[i].tissue);

			rests[i] = head->contact && head->force_n < 2.5 ? rests[i] + 1 : 0;
			told_n_s[k % TURNS][i] = rests[i] > 100 ? head->breath_n_s : 0.0;
			out += before_n_s > MATTERS_N_S;
			right_out += before_n_s > MATTERS_N_S && rise_m_s > 0.0;
			in += before_n_s < -MATTERS_N_S;
			right_in += before_n_s < -MATTERS_N_S && rise_m_s < 0.0;
		}
	}
	print_message(
		"at rest: let out %d times, %.3f of them risen 0.2 s later; in %d, %.3f sunk\n",
		out, (double)right_out / out, in, (double)right_in / in);
	assert_true(out > 1000 && in > 1000);
	assert_at_least((double)right_out / out, 0.95);
	assert_at_least((double)right_in / in, 0.9);
}

/* What the tissue under a head, as it is now, answers a press at once: its slope at 10 N. */
static double true_stiffness_10(int head)
{
	const struct tissue *tissue = &loop.sim.heads[head].tissue;
	const double firmness = person_firmness(&loop.sim.person, tissue);
	double least_m = 0.0;
	double most_m = 0.1;
	double slope_n_m;

	for (int k = 0; k < 50; k++) {
		double depth_m = 0.5 * (least_m + most_m);
		double wall_n = depth_m > tissue->wall_m
					? tissue->wall_n_m * (depth_m - tissue->wall_m)
					: 0.0;

		if (firmness * tissue_power(tissue, depth_m) + wall_n > 10.0) {
			most_m = depth_m;
		} else {
			least_m = depth_m;
		}
	}
	slope_n_m = firmness * tissue->exponent * tissue_power(tissue, least_m) / least_m;
	return slope_n_m + (least_m > tissue->wall_m ? tissue->wall_n_m : 0.0);
}

/* Whether it is pressed down to the bone, so that no one exponent is its. */
static bool is_hard_below(int head, double peak_n)
{
	const struct tissue *tissue = &loop.sim.heads[head].tissue;

	return person_firmness(&loop.sim.person, tissue) * tissue_power(tissue, tissue->wall_m) <
	       1.5 * peak_n;
}

struct tissue_figures {
	int heads;
	int sure;
	int sure_right;
	int wrong; /* by more than a quarter */
	int sure_wrong;
	double error2; /* of the sure ones, relative */
	int exponents;
	int exponents_right;
	int relaxations;
	int relaxations_right;
};

static void judge_tissue(struct tissue_figures *all, int i)
{
	const struct tissue_belief *told = &loop.shown.heads[i].tissue;
	const struct tissue *tissue = &loop.sim.heads[i].tissue;
	double error;

	if (told->stiffness_sure > 0.0) {
		error = told->stiffness_10_n_m / true_stiffness_10(i) - 1.0;
		all->heads++;
		all->wrong += fabs(error) > 0.25;
		if (told->stiffness_sure >= TISSUE_SURE) {
			all->sure++;
			all->sure_right += fabs(error) <= 0.25;
			all->sure_wrong += fabs(error) > 0.25;
			all->error2 += error * error;
		}
	}
	if (told->exponent_sure >= TISSUE_SURE && !is_hard_below(i, loop.heads[i].most_n)) {
		all->exponents++;
		all->exponents_right += fabs(told->exponent - tissue->exponent) <= 0.4;
	}
	if (told->relaxation_sure >= TISSUE_SURE) {
		all->relaxations++;
		all->relaxations_right += fabs(log(told->relaxation_s / tissue->tau_s[1])) <= 0.5;
	}
}

static void tissue_of(struct tissue_figures *all, const char *patient, const char *technique,
		      double intensity, double seconds)
{
	open_with(patient, technique, intensity);
	closed_loop_start(&loop);
	for (int k = 0; k < (int)(seconds / loop.dt_s); k++) {
		if (closed_loop_tick(&loop) != STATE_RUNNING) {
			break;
		}
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		judge_tissue(all, i);
	}
}

static void tissue__is_told_right_or_unsurely_over_the_cohort(void **state)
{
	struct tissue_figures all = {0};

	(void)state;
	for (int k = 0; k < COHORT; k++) {
		tissue_of(&all, cohort[k], "shiatsu", 0.3, 150.0);
		tissue_of(&all, cohort[k], "swedish", 0.4, 150.0);
	}
	print_message("stiffness: %d told, %d sure, %d of them right, %.3f rms; %d wrong, %d of "
		      "them sure\n",
		      all.heads, all.sure, all.sure_right, sqrt(all.error2 / all.sure), all.wrong,
		      all.sure_wrong);
	assert_true(all.sure > all.heads / 3);
	assert_true(SLOW_BUILD || all.wrong > 0);
	assert_at_most((double)all.sure_wrong, 0.2 * all.wrong);
	assert_at_least((double)all.sure_right / all.sure, 0.95);
	assert_at_most(sqrt(all.error2 / all.sure), 0.12);
}

static void long_sessions__tell_exponent_and_relaxation(void **state)
{
	struct tissue_figures all = {0};

	(void)state;
	tissue_of(&all, "nominal", "deep_tissue", 0.8, SLOW_BUILD ? 200.0 : 590.0);
	tissue_of(&all, "stiff", "deep_tissue", 0.8, SLOW_BUILD ? 200.0 : 590.0);
	tissue_of(&all, "soft", "myofascial", 0.8, SLOW_BUILD ? 200.0 : 590.0);
	print_message("relaxation: %d sure, %d right; exponent: %d sure, %d right\n",
		      all.relaxations, all.relaxations_right, all.exponents, all.exponents_right);
	assert_at_least((double)all.exponents_right / all.exponents, 0.9);
	/* a confidence of 0.5 is an error of 30 %: one in ten is beyond 50 % */
	assert_at_least((double)all.relaxations_right, 0.8 * all.relaxations);
	if (!SLOW_BUILD) {
		assert_true(all.relaxations >= 2);
		assert_true(all.exponents >= 10);
	}
}

static void without_position_sensors__nothing_is_claimed(void **state)
{
	(void)state;
	open_with("nominal", "shiatsu", 0.5);
	take_positions_away();
	closed_loop_start(&loop);
	closed_loop_run(&loop, 60.0);
	assert_at_least(loop.heads[4].most_n, 10.0);
	for (int i = 0; i < loop.rig.head_count; i++) {
		const struct tissue_belief *told = &loop.shown.heads[i].tissue;

		assert_zero(told->stiffness_n_m);
		assert_zero(told->stiffness_10_n_m);
		assert_zero(told->stiffness_sure);
		assert_zero(told->exponent_sure);
		assert_zero(told->relaxation_sure);
	}
	assert_zero(loop.shown.breath.confidence);
	assert_zero(loop.shown.breath.rate_hz);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(breath__is_followed_over_the_cohort),
		cmocka_unit_test(a_head_that_presses__is_told_which_way_breath_takes_it),
		cmocka_unit_test(
			a_head_that_rests__is_let_out_by_breath_only_while_the_skin_goes_on_rising),
		cmocka_unit_test(tissue__is_told_right_or_unsurely_over_the_cohort),
		cmocka_unit_test(long_sessions__tell_exponent_and_relaxation),
		cmocka_unit_test(without_position_sensors__nothing_is_claimed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
