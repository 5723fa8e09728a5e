/* test_control_margins.c - a press that is held stays calm on people and pistons far from what the
 * controller was told: what swings does not grow, and is no more than friction explains. */
#include "closed_loop.h"

#define PRESSED_N   20.0
#define BREAKAWAY_N 3.0  /* as far as a stuck piston lets a breath carry the force, at most */
#define PRESSED     4    /* heads, from ... */
#define SETTLE_S    16.0 /* a screw comes slowly, at half its gain twice so */
#define WINDOW_S    12.0
#define SPRING_K_2  156000.0 /* of the nominal patient: N/m^2 */

static struct closed_loop loop;
static struct wish wish;
static const char *rig = "sim-16";
static int first = 2; /* ... the third on: shoulders and upper back; of screws all */

/* How the plant differs from its file, and the person from the nominal one. */
struct margin {
	double stiffness;
	double delay;
	double gain;
	double friction;
};

struct swing {
	long count;
	double sum;
	double squares;
};

static void begin(const struct margin *margin)
{
	static struct rig plant;

	closed_loop_open(&loop, rig, "nominal", 5);
	plant = loop.rig;
	for (int i = 0; i < plant.head_count; i++) {
		struct actuator_spec *actuator = &plant.heads[i].actuator;

		actuator->dead_s *= margin->delay;
		actuator->friction.breakaway_n *= margin->friction;
		actuator->area_m2 *= margin->gain;
		actuator->release.spring_n *= margin->gain;
	}
	loop.patient.stiffness_n_m_n *= margin->stiffness;
	sim_init(&loop.sim, &plant, &loop.patient, 5, S_NS);
	for (int i = 0; i < plant.head_count; i++) {
		loop.sim.heads[i].actuator.screw.slow_share = margin->gain; /* a piston's is none */
	}
	for (int i = 0; i < plant.head_count; i++) {
		bool pressed = i >= first && i < first + PRESSED;

		wish.force_n[i] = pressed ? PRESSED_N : REST_N;
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
	static const double most_n[] = {1.0, 1.0, 1.0, BREAKAWAY_N};

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
	judge(&(struct margin){1.0, 2.0, 1.0, 1.0}, 1.0, 19.0);
}

/* At half the force for the air there is not enough to add, and no more is added: 10 N of it. */
static void half_and_twice_the_gain__are_pressed_calmly(void **state)
{
	(void)state;
	judge(&(struct margin){1.0, 1.0, 0.5, 1.0}, BREAKAWAY_N, 15.0);
	judge(&(struct margin){1.0, 1.0, 2.0, 1.0}, BREAKAWAY_N, 19.0);
}

static void half_and_twice_the_friction__are_pressed_calmly(void **state)
{
	(void)state;
	judge(&(struct margin){1.0, 1.0, 1.0, 0.5}, 0.5, 19.5);
	judge(&(struct margin){1.0, 1.0, 1.0, 2.0}, 1.0, 19.0);
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
		cmocka_unit_test(half_and_twice_the_gain__are_pressed_calmly),
		cmocka_unit_test(half_and_twice_the_friction__are_pressed_calmly),
		cmocka_unit_test(screws__are_as_calm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
