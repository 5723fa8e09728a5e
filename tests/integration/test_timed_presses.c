/* test_timed_presses.c - whole runs with presses timed to the breath and without, in closed loop with a
 * person who breathes. */
#include "integration/closed_loop.h"

#define RUN_S  240.0
#define FELT_S 0.3 /* into a ramp of 1 s: a fifth of the force is there */

static struct closed_loop loop;

struct presses_seen {
	int begun;
	int begun_out; /* felt as the person truly breathed out */
	bool is_felt;
	double longest_wait_s;
	double pressed_s; /* of all heads, above 4 N */
};

static void see(struct presses_seen *seen)
{
	const struct hold *hold = &loop.pipeline.player.motion.hold;

	if (hold->waited_s > seen->longest_wait_s) {
		seen->longest_wait_s = hold->waited_s;
	}
	if (hold->stage == HOLD_RISE && hold->stage_s >= FELT_S && !seen->is_felt) {
		seen->begun++;
		seen->begun_out += loop.sim.person.breath.phase >= 0.5;
	}
	seen->is_felt = hold->stage == HOLD_RISE && hold->stage_s >= FELT_S;
}

static struct presses_seen presses_of(const char *technique, const char *patient,
				      enum timing timing, uint64_t seed)
{
	struct presses_seen seen = {0};

	closed_loop_open(&loop, "sim-16", patient, seed);
	closed_loop_choose(&loop, technique);
	loop.techniques[loop.command.technique].strokes[0].timed_to = timing;
	loop.command.intensity = 0.3;
	loop.command.duration_s = 600.0;
	closed_loop_start(&loop);
	for (int k = 0; k < (int)(RUN_S / loop.dt_s); k++) {
		if (closed_loop_tick(&loop) != STATE_RUNNING) {
			break;
		}
		see(&seen);
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		seen.pressed_s += loop.heads[i].worked_s;
	}
	return seen;
}

static double share_out(const struct presses_seen *seen)
{
	return (double)seen->begun_out / seen->begun;
}

static void timed_presses__begin_as_the_breath_goes_out(void **state)
{
	static const char *const people[] = {"nominal", "deep_breather", "cougher"};
	int begun = 0;
	int out = 0;

	(void)state;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 3); k++) {
		const struct presses_seen plain = presses_of("shiatsu", people[k], TIMED_NOT, 5);
		const struct presses_seen seen =
			presses_of("shiatsu", people[k], TIMED_TO_BREATH, 5);

		print_message("%-14s %d presses, %.2f come as the breath goes out; timed %d, "
			      "%.2f, waited %.1f s at most\n",
			      people[k], plain.begun, share_out(&plain), seen.begun,
			      share_out(&seen), seen.longest_wait_s);
		assert_at_most(plain.longest_wait_s, 2.0 * loop.dt_s);
		assert_at_most(share_out(&plain), 0.7);
		assert_at_least(share_out(&seen), share_out(&plain) + 0.1);
		assert_at_least(seen.longest_wait_s, 1.0);
		assert_at_most(seen.longest_wait_s, 10.0); /* a breath at 0.1 Hz */
		assert_at_least(seen.begun, 0.75 * plain.begun);
		assert_at_least(seen.pressed_s, 0.7 * plain.pressed_s);
		begun += seen.begun;
		out += seen.begun_out;
	}
	assert_true(begun >= (SLOW_BUILD ? 15 : 60));
	assert_at_least((double)out / begun, 0.75);
}

static void person_who_holds_the_breath__is_pressed_as_ever(void **state)
{
	struct presses_seen seen = {0};

	(void)state;
	closed_loop_open(&loop, "sim-16", "nominal", 5);
	patient_hold_breath(&loop.patient);
	patient_calm(&loop.patient);
	sim_init(&loop.sim, &loop.rig, &loop.patient, 5, S_NS);
	closed_loop_choose(&loop, "shiatsu");
	loop.techniques[loop.command.technique].strokes[0].timed_to = TIMED_TO_BREATH;
	closed_loop_start(&loop);
	for (int k = 0; k < 60000; k++) {
		closed_loop_tick(&loop);
		see(&seen);
	}
	assert_true(seen.begun >= 5);
	assert_at_most(seen.longest_wait_s, 2.0 * loop.dt_s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(timed_presses__begin_as_the_breath_goes_out),
		cmocka_unit_test(person_who_holds_the_breath__is_pressed_as_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
