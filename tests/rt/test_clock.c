/*
 * Somebody sets the time of day by a year while a session runs: nothing that the loop reads or sleeps by
 * may move. The C library's two calls are stood in for here, so that it really is set.
 */
#include "rt/clock.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define YEAR_S 31557600

static time_t wall_off_s;
static time_t slept_s;
static clockid_t slept_by;
static int sleeps;

int clock_gettime(clockid_t id, struct timespec *now)
{
	const long error = syscall(SYS_clock_gettime, id, now);

	now->tv_sec += id == CLOCK_REALTIME ? wall_off_s : id == CLOCK_BOOTTIME ? slept_s : 0;
	return (int)error;
}

int clock_nanosleep(clockid_t id, int flags, const struct timespec *until, struct timespec *left)
{
	(void)until;
	(void)left;
	assert_int_equal(flags, TIMER_ABSTIME);
	slept_by = id;
	sleeps++;
	return 0;
}

static void the_clock_on_the_wall__moves_nothing(void **state)
{
	const time_t sets[] = {YEAR_S, -YEAR_S, 0};
	struct timespec before;
	struct timespec after;

	(void)state;
	for (size_t k = 0; k < sizeof(sets) / sizeof(sets[0]); k++) {
		const int64_t then_ns = clock_now_ns();

		clock_gettime(CLOCK_REALTIME, &before);
		wall_off_s = sets[k];
		clock_gettime(CLOCK_REALTIME, &after);
		assert_true(labs(after.tv_sec - before.tv_sec) > YEAR_S - 3600); /* it was set */
		assert_in_range(clock_now_ns() - then_ns, 0, 3600 * NS_PER_S);
	}
}

static void a_machine_that_slept__is_told_of_by_the_clock_that_went_on(void **state)
{
	const int64_t before_ns = clock_asleep_ns();
	const int64_t then_ns = clock_now_ns();

	(void)state;
	slept_s = 7200;
	assert_in_range(clock_asleep_ns() - before_ns, 3600 * NS_PER_S, 10800 * NS_PER_S);
	assert_in_range(clock_now_ns() - then_ns, 0, 3600 * NS_PER_S);
	slept_s = 0;
}

static void sleep__is_by_the_same_clock(void **state)
{
	(void)state;
	clock_sleep_until(clock_now_ns() + NS_PER_S);
	assert_int_equal(sleeps, 1);
	assert_int_equal(slept_by, CLOCK_MONOTONIC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_clock_on_the_wall__moves_nothing),
		cmocka_unit_test(a_machine_that_slept__is_told_of_by_the_clock_that_went_on),
		cmocka_unit_test(sleep__is_by_the_same_clock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
