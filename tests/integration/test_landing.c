/*
 * test_landing.c - a head that comes down, and one that comes free: on whatever lies there, with a piston
 * that breaks loose as late as it may, nobody is hit.
 */
#include "integration/closed_loop.h"

#include <math.h>

#define PRESSED_N  20.0
#define PRESSED    4        /* heads, from ... */
#define FIRST      2        /* ... the third on: shoulders and upper back */
#define SPRING_K_2 156000.0 /* of the nominal patient: N/m^2 */
#define LANDS_S    8.0
#define MOST_N     10.0 /* above its target, safety.md H-04 */
#define JAMMED_N   1e3

static struct closed_loop loop;
static struct wish wish;

static void wish_all(double force_n)
{
	for (int i = 0; i < loop.rig.head_count; i++) {
		const bool pressed = i >= FIRST && i < FIRST + PRESSED;

		wish.force_n[i] = pressed ? force_n : REST_N;
		wish.peak_n[i] = wish.force_n[i];
	}
}

/* A person that stiff at 20 N, in N/mm, and pistons that break loose at so much. */
static void begin(double stiffness_n_mm, double breakaway_n)
{
	static struct rig plant;
	const double slope_n_m = 1000.0 * stiffness_n_mm; /* F = K x^2 has 2 sqrt(K F) */

	closed_loop_open(&loop, "sim-16", "nominal", 5);
	plant = loop.rig;
	for (int i = 0; i < plant.head_count; i++) {
		plant.heads[i].actuator.friction.breakaway_n = breakaway_n;
	}
	loop.patient.stiffness_n_m_n *= slope_n_m * slope_n_m / (4.0 * PRESSED_N) / SPRING_K_2;
	sim_init(&loop.sim, &plant, &loop.patient, 5, S_NS);
	loop.pipeline.given = &wish;
	wish_all(PRESSED_N);
	closed_loop_start(&loop);
	loop.pipeline.guard.head_count = 0; /* it would back off from bone, which hides a hit */
}

/* The most that anybody feels beyond what the head is to press just now. */
static double beyond_n(void)
{
	double most_n = -ENDLESS;

	for (int i = FIRST; i < FIRST + PRESSED; i++) {
		const double over_n = loop.heads[i].tissue_n - loop.shown.heads[i].target_n;

		most_n = over_n > most_n ? over_n : most_n;
	}
	return most_n;
}

static void whatever_a_head_lands_on__it_stays_within_10_n_of_its_target(void **state)
{
	static const double stiffness[] = {10.0, 40.0, 80.0, 150.0};
	static const double breakaway[] = {0.5, 2.0, 3.5, 5.0};
	double worst_n = 0.0;

	(void)state;
	for (size_t s = 0; s < sizeof(stiffness) / sizeof(stiffness[0]); s++) {
		for (size_t b = 0; b < sizeof(breakaway) / sizeof(breakaway[0]); b++) {
			double most_n = 0.0;

			begin(stiffness[s], breakaway[b]);
			for (int k = 0; k < (int)(LANDS_S / loop.dt_s); k++) {
				closed_loop_run(&loop, loop.dt_s);
				most_n = beyond_n() > most_n ? beyond_n() : most_n;
			}
			for (int i = FIRST; i < FIRST + PRESSED; i++) {
				/* it has come down, and presses */
				assert_at_least(loop.heads[i].most_n, PRESSED_N - breakaway[b]);
			}
			if (!(most_n <= MOST_N)) {
				fail_msg("%g N/mm, %g N: %.1f N beyond", stiffness[s], breakaway[b],
					 most_n);
			}
			worst_n = most_n > worst_n ? most_n : worst_n;
		}
	}
	print_message("worst: %.2f N beyond the target\n", worst_n);
}

/* What its air presses beyond its spring and beyond what the force sensor shows. */
static double stored_n(int head)
{
	const struct head_frame *frame = &loop.frame.heads[head];
	const struct actuator_spec *actuator = &loop.rig.heads[head].actuator;

	return frame->pressure_pa.value * actuator->area_m2 - actuator->release.spring_n -
	       frame->force_n.value;
}

/* Blocked while it is to press harder, as by a cable that jams it, and then free. */
static void a_blocked_head__stores_at_most_15_n_and_hits_nobody(void **state)
{
	const double blocked_s[] = {0.05, 0.1, 0.3, 5.0};

	(void)state;
	for (size_t k = 0; k < sizeof(blocked_s) / sizeof(blocked_s[0]); k++) {
		struct friction *friction;
		struct friction sound;
		double stored_most_n = 0.0;
		double felt_most_n = 0.0;

		begin(10.0, 3.0);
		closed_loop_run(&loop, LANDS_S);
		friction = &loop.sim.heads[FIRST].actuator.cylinder.friction;
		sound = *friction;
		friction->slide_n = JAMMED_N;
		wish_all(2.5 * PRESSED_N);
		for (int t = 0; t < (int)((blocked_s[k] + 2.0) / loop.dt_s); t++) {
			if (t * loop.dt_s >= blocked_s[k]) {
				*friction = sound;
			}
			closed_loop_tick(&loop);
			stored_most_n = fmax(stored_most_n, stored_n(FIRST));
			felt_most_n = fmax(felt_most_n, loop.heads[FIRST].tissue_n);
		}
		print_message("blocked %.2f s: %.1f N stored, %.1f N felt, then %s\n", blocked_s[k],
			      stored_most_n, felt_most_n, state_name(loop.shown.state));
		assert_at_most(stored_most_n, STORED_PUSH_N);
		assert_at_most(felt_most_n, 2.5 * PRESSED_N + MOST_N);
		if (blocked_s[k] >= 0.3) {
			assert_at_least(stored_most_n, 8.0); /* it was blocked */
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_a_head_lands_on__it_stays_within_10_n_of_its_target),
		cmocka_unit_test(a_blocked_head__stores_at_most_15_n_and_hits_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
