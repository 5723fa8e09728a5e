/* test_moving.c - a person moves by 50 mm under a head that presses: it gives way, and the session pauses. */
#include "integration/closed_loop.h"

#define STEP_M      0.050
#define CLEARANCE_M 0.060 /* a head that is retracted is clear of the person, however they lie */

static struct closed_loop loop;

/* The head that presses hardest, once that is 20 N. */
static int press(uint64_t seed)
{
	closed_loop_open(&loop, "sim-16", "nominal", seed);
	patient_calm(&loop.patient);
	loop.patient.clearance_m = CLEARANCE_M;
	sim_init(&loop.sim, &loop.rig, &loop.patient, seed, S_NS);
	loop.command.intensity = 1.0;
	closed_loop_start(&loop);
	closed_loop_run(&loop, 12.0);
	for (int k = 0; k < 60000; k++) {
		for (int i = 0; i < loop.rig.head_count; i++) {
			if (loop.heads[i].tissue_n > 20.0) {
				return i;
			}
		}
		closed_loop_tick(&loop);
	}
	fail_msg("no head presses 20 N");
	return 0;
}

/* The skin under every head comes up (or, below 0, sinks) within that time. */
static void move(double way_m, double within_s)
{
	const int ticks = (int)(within_s / loop.dt_s);

	for (int k = 0; k < ticks; k++) {
		for (int i = 0; i < loop.rig.head_count; i++) {
			loop.sim.heads[i].tissue.clearance_m -= way_m / ticks;
		}
		closed_loop_tick(&loop);
	}
}

static void check_given_way(int head, double bound_n)
{
	double gone_s = 0.0;

	while (loop.shown.state == STATE_RUNNING && gone_s < 3.0) {
		closed_loop_tick(&loop);
		gone_s += loop.dt_s;
	}
	/* a harder push than the head may give is a trip, and lets go as well */
	assert_true(loop.shown.state == STATE_PAUSED || loop.shown.state == STATE_FAULT);
	assert_int_equal(loop.shown.reason,
			 loop.shown.state == STATE_PAUSED ? COND_MOVED : COND_FORCE_HIGH);
	for (int k = 0; k < (int)(1.2 / loop.dt_s); k++) {
		closed_loop_tick(&loop);
	}
	assert_at_most(closed_loop_most_n(&loop), RELEASED_N);
	assert_at_most(loop.heads[head].most_n, bound_n);
}

static void a_step_of_50_mm_toward_the_heads__pauses_or_trips(void **state)
{
	int paused = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= (SLOW_BUILD ? 1 : 4); seed++) {
		const int head = press(seed);

		move(STEP_M, seed % 2 == 0 ? 0.2 : 0.6);
		check_given_way(head, 120.0);
		paused += loop.shown.state == STATE_PAUSED;
	}
	assert_true(paused > 0);
}

static void a_step_of_50_mm_away__pauses(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= (SLOW_BUILD ? 1 : 4); seed++) {
		const int head = press(seed);

		move(-STEP_M, seed % 2 == 0 ? 0.1 : 0.5);
		check_given_way(head, loop.rig.heads[head].ceiling_n);
		assert_int_equal(loop.shown.state, STATE_PAUSED);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_step_of_50_mm_toward_the_heads__pauses_or_trips),
		cmocka_unit_test(a_step_of_50_mm_away__pauses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
