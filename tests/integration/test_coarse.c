/*
 * test_coarse.c - sensors that are stuck, where their steps are as coarse as their noise: found under load as
 * everywhere.
 */
#include "integration/coarse.h"

#define CAUSES                                                         \
	(COND_BIT(COND_SENSOR_STUCK) | COND_BIT(COND_SENSORS_APART) |  \
	 COND_BIT(COND_ACTUATOR_RUNS) | COND_BIT(COND_ACTUATOR_LAGS) | \
	 COND_BIT(COND_ACTUATOR_FULL) | COND_BIT(COND_ACTUATOR_LEAK))
#define BOUND_S 1.2  /* of movement: a second, and a look either side */
#define MOVES_N 0.52 /* in two looks: this air's noise is more than the plain 0.3 N */

static struct closed_loop loop;
static struct wish wish;

/* One head goes up and down between 10 and 40 N, slowly enough for no two sensors to be apart at once. */
static enum state tick(int head)
{
	const double t_s = (double)loop.frame.t_ns * 1e-9;

	wish = (struct wish){0};
	wish.force_n[head] = 25.0 + 15.0 * sin(2.0 * t_s);
	wish.peak_n[head] = 40.0;
	loop.pipeline.given = &wish;
	return closed_loop_tick(&loop);
}

static void begin(int head, double noise, uint64_t seed)
{
	coarse_open(&loop, "nominal", noise, seed);
	sim_set_answers(&loop.sim, false);
	closed_loop_start(&loop);
	for (int k = 0; k < 4000 || loop.heads[head].tissue_n < 20.0; k++) {
		assert_int_equal(tick(head), STATE_RUNNING);
	}
}

static void a_stuck_sensor_under_load__is_found_in_a_second_of_movement(void **state)
{
	static const enum fault_kind kinds[] = {FAULT_STUCK, FAULT_PRESSURE_STUCK};

	(void)state;
	for (int n = 0; n < 12; n++) {
		const int head = n % 8;
		double before_pa;
		double moving_s = 0.0;

		begin(head, n % 3 == 0 ? 0.51 : 0.0, (uint64_t)n + 1);
		closed_loop_forget(&loop);
		closed_loop_order(&loop, kinds[n % 2], head + 1);
		before_pa = sim_pressure_pa(&loop.sim, head);
		for (int k = 0; k < 10000 && tick(head) != STATE_FAULT; k++) {
			const double pa = sim_pressure_pa(&loop.sim, head);
			const double way_n = fabs(pa - before_pa) * 4.91e-4;

			moving_s += way_n > MOVES_N * loop.dt_s / 0.066 ? loop.dt_s : 0.0;
			before_pa = pa;
		}
		assert_int_equal(loop.shown.state, STATE_FAULT);
		assert_true(COND_BIT(loop.shown.cause) & CAUSES);
		assert_int_equal(loop.shown.cause_head, head);
		assert_at_most(moving_s, BOUND_S);
		assert_at_most(loop.heads[head].over_n, FORCE_OVER_CEILING_N);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stuck_sensor_under_load__is_found_in_a_second_of_movement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
