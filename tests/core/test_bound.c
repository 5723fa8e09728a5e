/* test_bound.c - shares and lesser ones: inside for numbers, nothing for what is none. */
#include "core/safety/bound.h"

#include "core/bench_rig.h"

static void a_sum__is_brought_inside_its_limit(void **state)
{
	(void)state;
	assert_near(share_of(200.0, 0.0), 1.0, 0.0);
	assert_near(share_of(200.0, 200.0), 1.0, 0.0);
	assert_near(share_of(200.0, 400.0), 0.5, 0.0);
	assert_near(share_of(200.0, -5.0), 1.0, 0.0);
	assert_zero(share_of(200.0, ENDLESS));
}

static void a_sum_that_is_no_number__leaves_nothing(void **state)
{
	(void)state;
	assert_zero(share_of(200.0, NOT_A_N));
	assert_zero(share_of(NOT_A_N, 100.0));
}

static void the_lesser_of_two__is_one_of_them(void **state)
{
	(void)state;
	assert_near(lowest(1.0, 2.0), 1.0, 0.0);
	assert_near(lowest(2.0, 1.0), 1.0, 0.0);
	assert_near(lowest(3.0, 3.0), 3.0, 0.0);
	assert_near(lowest(-1.0, 0.0), -1.0, 0.0);
	assert_near(lowest(ENDLESS, 4.0), 4.0, 0.0);
}

static void the_lesser_of_a_number_and_none__is_nothing(void **state)
{
	(void)state;
	assert_zero(lowest(NOT_A_N, 80.0));
	assert_zero(lowest(80.0, NOT_A_N));
	assert_zero(lowest(NOT_A_N, NOT_A_N));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sum__is_brought_inside_its_limit),
		cmocka_unit_test(a_sum_that_is_no_number__leaves_nothing),
		cmocka_unit_test(the_lesser_of_two__is_one_of_them),
		cmocka_unit_test(the_lesser_of_a_number_and_none__is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
