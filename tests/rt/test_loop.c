/*
 * What the loop promises: an absolute cadence, whole periods skipped with the phase kept, late
 * wake-ups counted. Times are made up here; only the last two tests run a real loop, and they judge no time.
 */
#include "rt/loop.h"

#include "rt/clock.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#define PERIOD INT64_C(1000000)
#define LATE   INT64_C(5000000)
#define START  INT64_C(123456789)

static struct cadence cadence;

static int fresh(void **state)
{
	(void)state;
	cadence_init(&cadence, PERIOD, LATE, START);
	return 0;
}

static void the_first_tick__is_due_one_period_from_now(void **state)
{
	(void)state;
	assert_int_equal(cadence.due_ns, START + PERIOD);
}

static void jitter__does_not_move_the_deadlines(void **state)
{
	(void)state;
	for (int64_t n = 1; n <= 1000; n++) {
		int64_t late_ns = (n * 7919) % PERIOD;

		assert_int_equal(cadence_woke(&cadence, START + n * PERIOD + late_ns), late_ns);
		assert_int_equal(cadence.due_ns, START + (n + 1) * PERIOD);
	}
	assert_int_equal(cadence.skipped, 0);
	assert_int_equal(cadence.overruns, 0);
}

static void waking_periods_late__skips_them_and_keeps_the_phase(void **state)
{
	(void)state;
	assert_int_equal(cadence_woke(&cadence, START + 4 * PERIOD + 10), 3 * PERIOD + 10);
	assert_int_equal(cadence.skipped, 3);
	assert_int_equal(cadence.due_ns, START + 5 * PERIOD);
	assert_int_equal(cadence.overruns, 0);
}

static void waking_exactly_one_period_late__skips_one(void **state)
{
	(void)state;
	cadence_woke(&cadence, START + 2 * PERIOD);
	assert_int_equal(cadence.skipped, 1);
	assert_int_equal(cadence.due_ns, START + 3 * PERIOD);
}

static void one_long_lateness__is_one_overrun_however_many_periods_it_skips(void **state)
{
	(void)state;
	cadence_woke(&cadence, START + 801 * PERIOD);
	assert_int_equal(cadence.overruns, 1);
	assert_int_equal(cadence.skipped, 800);
	assert_int_equal(cadence.due_ns, START + 802 * PERIOD);
}

static void exactly_the_limit__is_no_overrun_and_1_ns_more_is(void **state)
{
	(void)state;
	cadence_woke(&cadence, cadence.due_ns + LATE);
	assert_int_equal(cadence.overruns, 0);
	cadence_woke(&cadence, cadence.due_ns + LATE + 1);
	assert_int_equal(cadence.overruns, 1);
}

static void waking_early__counts_nothing(void **state)
{
	(void)state;
	assert_int_equal(cadence_woke(&cadence, START - 2 * PERIOD), -3 * PERIOD);
	assert_int_equal(cadence.skipped, 0);
	assert_int_equal(cadence.due_ns, START + 2 * PERIOD);
}

struct run {
	struct loop loop;
	int64_t started_ns;
	int64_t last_ns;
	int ticks_wanted;
	int ticks;
	int stall_at;
};

static bool tick(void *context, int64_t t_ns)
{
	struct run *run = context;

	assert_true(t_ns > run->last_ns);
	assert_true(t_ns >= run->started_ns + (run->ticks + 1) * PERIOD);
	run->last_ns = t_ns;
	run->ticks++;
	if (run->ticks == run->stall_at) {
		clock_sleep_until(t_ns + 2 * LATE);
	}
	return run->ticks < run->ticks_wanted;
}

static void the_loop__ticks_until_told_and_measures_each_wake_up(void **state)
{
	static struct run run = {.ticks_wanted = 50};

	(void)state;
	run.started_ns = clock_now_ns();
	loop_run(&run.loop, PERIOD, LATE, tick, &run);
	assert_int_equal(run.ticks, 50);
	assert_int_equal(run.loop.ticks, 50);
	assert_int_equal(run.loop.wake.count, 50);
	assert_true(run.loop.wake.max_ns > 0);
}

static void a_tick_that_stalls__is_an_overrun_and_skipped_periods(void **state)
{
	static struct run run = {.ticks_wanted = 20, .stall_at = 10};

	(void)state;
	run.started_ns = clock_now_ns();
	loop_run(&run.loop, PERIOD, LATE, tick, &run);
	assert_int_equal(run.loop.ticks, 20);
	assert_true(run.loop.cadence.overruns >= 1);
	assert_true(run.loop.cadence.skipped >= 2 * LATE / PERIOD - 1);
	assert_true(run.loop.wake.max_ns > LATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_first_tick__is_due_one_period_from_now, fresh),
		cmocka_unit_test_setup(jitter__does_not_move_the_deadlines, fresh),
		cmocka_unit_test_setup(waking_periods_late__skips_them_and_keeps_the_phase, fresh),
		cmocka_unit_test_setup(waking_exactly_one_period_late__skips_one, fresh),
		cmocka_unit_test_setup(
			one_long_lateness__is_one_overrun_however_many_periods_it_skips, fresh),
		cmocka_unit_test_setup(exactly_the_limit__is_no_overrun_and_1_ns_more_is, fresh),
		cmocka_unit_test_setup(waking_early__counts_nothing, fresh),
		cmocka_unit_test(the_loop__ticks_until_told_and_measures_each_wake_up),
		cmocka_unit_test(a_tick_that_stalls__is_an_overrun_and_skipped_periods),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
