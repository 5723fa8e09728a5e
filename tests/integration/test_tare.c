/* test_tare.c - a rig that idles for long, on sensors whose zeros wander with it. */
#include "integration/closed_loop.h"

static struct closed_loop loop;

/* Sensors a hundred times worse than plain ones. */
static void begin(double drift_n_h)
{
	closed_loop_open(&loop, "sim-4", "nominal", 9);
	for (int i = 0; i < loop.rig.head_count; i++) {
		loop.rig.heads[i].sensor.drift_n_h = drift_n_h;
	}
	pipeline_init(&loop.pipeline, &loop.rig, loop.techniques, loop.technique_count);
	loop.pipeline.proves_nothing = true;
	sim_init(&loop.sim, &loop.rig, &loop.patient, 9, S_NS);
	closed_loop_until(&loop, STATE_IDLE, 3.0);
}

static double furthest_zero_n(void)
{
	double most_n = 0.0;

	for (int i = 0; i < loop.rig.head_count; i++) {
		const double zero_n = fabs(loop.pipeline.belief.heads[i].zero_n);

		most_n = zero_n > most_n ? zero_n : most_n;
	}
	return most_n;
}

static void zeros_that_wander_while_it_idles__are_followed_up_to_5_n_and_then_refused(void **state)
{
	(void)state;
	begin(10.0);
	closed_loop_run(&loop, 28.0 * 60.0);
	assert_int_equal(loop.shown.arm_refusal, ARM_CLEAR);
	assert_true(furthest_zero_n() > 4.6);
	for (int i = 0; i < loop.rig.head_count; i++) {
		assert_at_most(fabs(loop.shown.heads[i].force_n), 0.3);
		assert_false(loop.shown.heads[i].contact);
	}
	/* it presses and lets go as ever, which nobody could with 4 N at rest */
	closed_loop_start(&loop);
	closed_loop_run(&loop, 20.0);
	assert_int_equal(loop.shown.state, STATE_RUNNING);
	loop.command.presses.stop++;
	closed_loop_until(&loop, STATE_IDLE, 1.0);
	closed_loop_run(&loop, 180.0);
	assert_int_equal(loop.shown.arm_refusal, ARM_ZERO);
	assert_at_most(furthest_zero_n(), 5.0);
	loop.command.presses.arm++;
	closed_loop_run(&loop, 0.1);
	assert_int_equal(loop.shown.state, STATE_IDLE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			zeros_that_wander_while_it_idles__are_followed_up_to_5_n_and_then_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
