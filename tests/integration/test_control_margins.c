/* test_control_margins.c - a press that is held stays calm on people and pistons far from what the
 * controller was told: what swings does not grow, and is no more than friction explains. And one that changes
 * goes no further past than that. */
#include "closed_loop.h"

#define PRESSED_N   20.0
#define LIGHT_N     7.0
#define SEED        5
#define BREAKAWAY_N 3.0  /* as far as a stuck piston lets a breath carry the force, at most */
#define PRESSED     4    /* heads, from ... */
#define SETTLE_S    16.0 /* a screw comes slowly, at half its gain twice so */
#define WINDOW_S    12.0
#define SPRING_K_2  156000.0 /* of the nominal patient: N/m^2 */

static struct closed_loop loop;
static struct wish wish;
static const char *rig = "sim-16";
static const char *person = "nominal";
static double pressed_n = PRESSED_N;
static unsigned seed = SEED;
static int first = 2; /* ... the third on: shoulders and upper back; of screws all */

/* How the plant differs from its file, and the person from theirs. */
struct margin {
	double stiffness;
	double delay;
	double gain;
	double friction;
};

/* Its swings' most rms. */
struct bounded {
	struct margin margin;
	double most_n;
};

struct swing {
	long count;
	double sum;
	double squares;
};

static void begin(const struct margin *margin)
{
	static struct rig plant;

	closed_loop_open(&loop, rig, person, seed);
	plant = loop.rig;
	for (int i = 0; i < plant.head_count; i++) {
		struct actuator_spec *actuator = &plant.heads[i].actuator;

		actuator->dead_s *= margin->delay;
		actuator->friction.breakaway_n *= margin->friction;
		actuator->area_m2 *= margin->gain;
		actuator->release.spring_n *= margin->gain;
	}
	loop.patient.stiffness_n_m_n *= margin->stiffness;
	sim_init(&loop.sim, &plant, &loop.patient, seed, S_NS);
	for (int i = 0; i < plant.head_count; i++) {
		loop.sim.heads[i].actuator.screw.slow_share = margin->gain; /* a piston's is none */
	}
	for (int i = 0; i < plant.head_count; i++) {
		bool pressed = i >= first && i < first + PRESSED;

		wish.force_n[i] = pressed ? pressed_n : REST_N;
		wish.peak_n[i] = wish.force_n[i];
	}
	closed_loop_start(&loop);
	loop.pipeline.guard.head_count =
		0; /* on bone, breath is taken for tensing: judged elsewhere */
	if (fabs(margin->gain - 1.0) > 0.0) {
		/* force and air that tell so different things are found out: judged elsewhere */
		loop.pipeline.judge.witness.head_count = 0;
	}
	loop.pipeline.given = &wish;
	closed_loop_run(&loop, SETTLE_S);
}

/* The largest rms about its own mean of any pressed head; *mean_n: the least mean of them. */
static double swings_n(double *mean_n)
{
	struct swing swings[PRESSED] = {0};
	double most_n = 0.0;

	for (int k = 0; k < (int)(WINDOW_S / loop.dt_s); k++) {
		closed_loop_run(&loop, loop.dt_s);
		for (int h = 0; h < PRESSED; h++) {
			double force_n = loop.heads[first + h].tissue_n;

			swings[h].count++;
			swings[h].sum += force_n;
			swings[h].squares += force_n * force_n;
		}
	}
	*mean_n = ENDLESS;
	for (int h = 0; h < PRESSED; h++) {
		double mean = swings[h].sum / (double)swings[h].count;
		double rms = sqrt(swings[h].squares / (double)swings[h].count - mean * mean);

		most_n = rms > most_n ? rms : most_n;
		*mean_n = mean < *mean_n ? mean : *mean_n;
	}
	return most_n;
}

static void judge(const struct margin *margin, double most_n, double least_mean_n)
{
	double mean_n;
	double first_n;
	double later_n;

	begin(margin);
	first_n = swings_n(&mean_n);
	later_n = swings_n(&mean_n);
	assert_at_most(first_n, most_n);
	assert_at_most(later_n, 1.5 * first_n + 0.1);
	assert_at_least(mean_n, least_mean_n);
}

static void as_told__it_swings_by_what_breakaway_is_above_sliding(void **state)
{
	(void)state;
	judge(&(struct margin){1.0, 1.0, 1.0, 1.0}, 0.5, 19.5);
}

static void tissue_from_soft_to_bone__is_pressed_calmly(void **state)
{
	static const double at_20_n[] = {2.0, 10.0, 50.0, 150.0}; /* N/mm */
	static const double most_n[] = {0.5, 0.5, 0.7, 1.5};

	(void)state;
	for (size_t k = 0; k < sizeof(at_20_n) / sizeof(at_20_n[0]); k++) {
		double slope_n_m = 1000.0 * at_20_n[k]; /* F = K x^2 has 2 sqrt(K F) */
		double stiffness = slope_n_m * slope_n_m / (4.0 * PRESSED_N) / SPRING_K_2;

		judge(&(struct margin){stiffness, 1.0, 1.0, 1.0}, most_n[k], 15.0);
	}
}

static void twice_the_delay__is_pressed_calmly(void **state)
{
	(void)state;
	judge(&(struct margin){1.0, 2.0, 1.0, 1.0}, 0.5, 19.5);
}

/* There is not enough to add, and no more is added: 10 N of it. */
static void half_the_gain__is_pressed_calmly(void **state)
{
	(void)state;
	judge(&(struct margin){1.0, 1.0, 0.5, 1.0}, BREAKAWAY_N, 15.0);
}

/* By chance of where friction was met before: mostly as a plant that is as told, and never by more than friction. */
static void twice_the_gain__is_pressed_calmly_by_most_seeds(void **state)
{
	int calm = 0;

	(void)state;
	for (seed = SEED; seed < SEED + 10; seed++) {
		double mean_n;
		double most_n;

		begin(&(struct margin){1.0, 1.0, 2.0, 1.0});
		most_n = swings_n(&mean_n);
		calm += most_n <= 0.8;
		assert_at_most(most_n, 2.3);
		assert_at_most(swings_n(&mean_n), 2.3);
		assert_at_least(mean_n, 19.5);
	}
	seed = SEED;
	assert_at_least(calm, 5);
}

static void half_and_twice_the_friction__are_pressed_calmly(void **state)
{
	(void)state;
	judge(&(struct margin){1.0, 1.0, 1.0, 0.5}, 0.5, 19.5);
	judge(&(struct margin){1.0, 1.0, 1.0, 2.0}, 0.8, 19.5);
}

static void light_presses__are_as_calm(void **state)
{
	static const struct bounded cases[] = {
		{{1.0, 1.0, 1.0, 1.0}, 0.5}, {{1.0, 2.0, 1.0, 1.0}, 0.7},
		{{1.0, 1.0, 2.0, 1.0}, 0.8}, {{1.0, 1.0, 0.5, 1.0}, 0.5},
		{{1.0, 1.0, 1.0, 2.0}, 0.8}, {{1.0, 2.0, 1.0, 2.0}, 1.0},
		{{0.1, 1.0, 1.0, 1.0}, 0.5}, {{56.0, 1.0, 1.0, 1.0}, 0.8},
	};

	(void)state;
	pressed_n = LIGHT_N;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		judge(&cases[c].margin, cases[c].most_n, LIGHT_N - 0.5);
	}
	pressed_n = PRESSED_N;
}

/* Each of the cohort, pressed by so much: its swings, first and later, are within their bounds, and its mean. */
static void judge_everybody(double force_n, const struct bounded *cases, size_t count)
{
	static const char *const persons[] = {"nominal",       "soft",    "stiff", "bony",
					      "knotty",        "cougher", "mover", "thin_old",
					      "deep_breather", "guarder"};

	pressed_n = force_n;
	for (size_t k = 0; k < sizeof(persons) / sizeof(persons[0]); k++) {
		person = persons[k];
		for (size_t c = 0; c < count; c++) {
			double mean_n;

			begin(&cases[c].margin);
			assert_at_most(swings_n(&mean_n), cases[c].most_n);
			assert_at_most(swings_n(&mean_n), cases[c].most_n);
			assert_at_least(mean_n, force_n - 0.5);
		}
	}
	person = "nominal";
	pressed_n = PRESSED_N;
}

/*
 * Far from what was told; who coughs, tenses or moves meanwhile is held as well, so later may be worse than before.
 * Twice the force for the air is named and let go in a session; here it swings, over bone by as much as friction.
 */
static void everybody__is_pressed_calmly_beyond_what_was_told(void **state)
{
	static const struct bounded cases[] = {
		{{1.0, 1.0, 1.0, 1.0}, 1.5}, {{1.0, 2.0, 1.0, 1.0}, 1.5},
		{{1.0, 1.0, 2.0, 1.0}, 3.0}, {{1.0, 1.0, 1.0, 2.0}, 2.0},
		{{1.0, 2.0, 1.0, 2.0}, 2.0}, {{2.0, 1.0, 1.0, 1.0}, 1.5},
	};

	(void)state;
	judge_everybody(PRESSED_N, cases, sizeof(cases) / sizeof(cases[0]));
}

static void everybody__is_pressed_lightly_as_calmly(void **state)
{
	static const struct bounded cases[] = {
		{{1.0, 1.0, 1.0, 1.0}, 1.0}, {{1.0, 2.0, 1.0, 1.0}, 1.3},
		{{1.0, 1.0, 2.0, 1.0}, 2.5}, {{1.0, 1.0, 1.0, 2.0}, 2.0},
		{{1.0, 2.0, 1.0, 2.0}, 1.8},
	};

	(void)state;
	judge_everybody(LIGHT_N, cases, sizeof(cases) / sizeof(cases[0]));
}

/* The most that any pressed head goes past its set-point, the way it goes, from now and for so many seconds. */
static double past_n(double way, double seconds)
{
	double most_n = 0.0;

	for (int k = 0; k < (int)(seconds / loop.dt_s); k++) {
		closed_loop_run(&loop, loop.dt_s);
		for (int i = first; i < first + PRESSED; i++) {
			const double error_n =
				loop.heads[i].tissue_n - loop.pipeline.setpoint.heads[i].now_n;

			most_n = fmax(most_n, way * error_n);
		}
	}
	return most_n;
}

/*
 * Nobody knew of them before, so the force comes late by what the air lags, and goes past by no more than friction
 * makes of it.
 */
static void changes_and_eases__are_felt_without_a_bump(void **state)
{
	static const double to_n[] = {30.0, 12.0, 25.0, 8.0, 20.0};
	double from_n = PRESSED_N;

	(void)state;
	begin(&(struct margin){1.0, 1.0, 1.0, 1.0});
	for (size_t k = 0; k < sizeof(to_n) / sizeof(to_n[0]); k++) {
		for (int i = first; i < first + PRESSED; i++) {
			wish.force_n[i] = to_n[k];
			wish.peak_n[i] = to_n[k];
		}
		assert_at_most(past_n(to_n[k] > from_n ? 1.0 : -1.0, 3.0), 2.0);
		from_n = to_n[k];
	}
	loop.command.presses.ease++;
	assert_at_most(past_n(-1.0, 3.0), 1.2);
	assert_at_most(loop.pipeline.setpoint.heads[first].now_n, 0.8 * PRESSED_N);
	assert_at_most(past_n(1.0, 8.0), 1.2);
}

/* A screw does not give way: what a breath does to bone is the controller's to answer. */
static void screws__are_as_calm(void **state)
{
	static const double at_20_n[] = {2.0, 10.0, 50.0, 150.0}; /* N/mm */

	(void)state;
	rig = "sim-4-velocity";
	first = 0;
	judge(&(struct margin){1.0, 1.0, 1.0, 1.0}, 0.3, 19.8);
	for (size_t k = 0; k < sizeof(at_20_n) / sizeof(at_20_n[0]); k++) {
		double slope_n_m = 1000.0 * at_20_n[k]; /* F = K x^2 has 2 sqrt(K F) */
		double stiffness = slope_n_m * slope_n_m / (4.0 * PRESSED_N) / SPRING_K_2;

		judge(&(struct margin){stiffness, 1.0, 1.0, 1.0}, 1.5, 19.5);
	}
	judge(&(struct margin){1.0, 2.0, 1.0, 1.0}, 0.3, 19.8);
	judge(&(struct margin){1.0, 1.0, 0.5, 1.0}, 0.5, 19.5);
	judge(&(struct margin){1.0, 1.0, 2.0, 1.0}, 0.3, 19.5);
	judge(&(struct margin){1.0, 1.0, 1.0, 2.0}, 0.3, 19.8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_told__it_swings_by_what_breakaway_is_above_sliding),
		cmocka_unit_test(tissue_from_soft_to_bone__is_pressed_calmly),
		cmocka_unit_test(twice_the_delay__is_pressed_calmly),
		cmocka_unit_test(half_the_gain__is_pressed_calmly),
		cmocka_unit_test(twice_the_gain__is_pressed_calmly_by_most_seeds),
		cmocka_unit_test(half_and_twice_the_friction__are_pressed_calmly),
		cmocka_unit_test(light_presses__are_as_calm),
		cmocka_unit_test(everybody__is_pressed_calmly_beyond_what_was_told),
		cmocka_unit_test(everybody__is_pressed_lightly_as_calmly),
		cmocka_unit_test(changes_and_eases__are_felt_without_a_bump),
		cmocka_unit_test(screws__are_as_calm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
