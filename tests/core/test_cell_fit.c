/* test_cell_fit.c - the scale that known weights tell, and whether they agree. */
#include "core/learn/cell_fit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct cell_fit fit;

static void honest_weights__tell_the_scale(void **state)
{
	const struct cell_point points[] = {{10.0, 9.0}, {20.0, 18.0}, {50.0, 45.0}};

	(void)state;
	cell_fit(&fit, points, 3);
	assert_int_equal(fit.fault, CELL_FINE);
	assert_true(fabs(fit.gain - 1.0 / 0.9) < 1e-9);
	assert_true(fit.line_share < 1e-9);
	assert_true(fabs(fit.heaviest_n - 50.0) < 1e-9);
}

/* The heaviest is the one that is off: all the same it is the one that is named. */
static void weight_that_is_not_what_was_said__is_named_wherever_it_is(void **state)
{
	(void)state;
	for (int which = 0; which < 4; which++) {
		struct cell_point points[] = {
			{10.0, 10.0}, {20.0, 20.0}, {35.0, 35.0}, {50.0, 50.0}};

		points[which].read_n *= 0.8;
		cell_fit(&fit, points, 4);
		assert_int_equal(fit.fault, CELL_UNEVEN);
		assert_int_equal(fit.which, which);
		assert_true(fabs(fit.off_n + 0.2 * points[which].weight_n) < 1e-6);
	}
}

static void line__may_be_missed_by_two_percent(void **state)
{
	struct cell_point points[] = {{25.0, 25.0}, {50.0, 50.0}};

	(void)state;
	points[0].read_n = 25.9;
	cell_fit(&fit, points, 2);
	assert_int_equal(fit.fault, CELL_FINE);
	assert_true(fit.line_share > 0.01);
	points[0].read_n = 27.0;
	cell_fit(&fit, points, 2);
	assert_int_equal(fit.fault, CELL_UNEVEN);
}

static void cell_that_stands_or_goes_the_wrong_way__is_told(void **state)
{
	struct cell_point points[] = {{25.0, 25.0}, {50.0, 4.0}};

	(void)state;
	cell_fit(&fit, points, 2);
	assert_int_equal(fit.fault, CELL_STANDS);
	assert_int_equal(fit.which, 1);
	points[1].read_n = (double)NAN;
	cell_fit(&fit, points, 2);
	assert_int_equal(fit.fault, CELL_STANDS);
	points[0].read_n = -25.0;
	cell_fit(&fit, points, 2);
	assert_int_equal(fit.fault, CELL_AWRY);
	assert_int_equal(fit.which, 0);
}

static void weights_that_are_alike_or_one__are_too_few(void **state)
{
	const struct cell_point points[] = {{50.0, 50.0}, {41.0, 41.0}, {39.0, 39.0}};

	(void)state;
	cell_fit(&fit, points, 1);
	assert_int_equal(fit.fault, CELL_TOO_FEW);
	cell_fit(&fit, points, 2);
	assert_int_equal(fit.fault, CELL_TOO_FEW);
	cell_fit(&fit, points, 3);
	assert_int_equal(fit.fault, CELL_FINE);
	cell_fit(&fit, points, 0);
	assert_int_equal(fit.fault, CELL_TOO_FEW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(honest_weights__tell_the_scale),
		cmocka_unit_test(weight_that_is_not_what_was_said__is_named_wherever_it_is),
		cmocka_unit_test(line__may_be_missed_by_two_percent),
		cmocka_unit_test(cell_that_stands_or_goes_the_wrong_way__is_told),
		cmocka_unit_test(weights_that_are_alike_or_one__are_too_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
