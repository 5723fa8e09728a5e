/*
 * What the histogram promises: percentiles within 1/64 over the whole range, the maximum exactly.
 */
#include "rt/histogram.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static struct histogram histogram;

static int empty(void **state)
{
	(void)state;
	memset(&histogram, 0, sizeof(histogram));
	return 0;
}

static void assert_within_1_in_64(int64_t found, int64_t truth)
{
	int64_t margin = truth / 64 + 1;

	assert_true(found >= truth - margin && found <= truth + margin);
}

static void an_empty_histogram__says_0(void **state)
{
	(void)state;
	assert_int_equal(histogram_percentile_ns(&histogram, 0.5), 0);
	assert_int_equal(histogram_percentile_ns(&histogram, 1.0), 0);
}

static void percentiles_of_an_even_spread__are_where_they_should_be(void **state)
{
	(void)state;
	for (int64_t ns = 1; ns <= 100000; ns++) {
		histogram_add(&histogram, ns);
	}
	assert_within_1_in_64(histogram_percentile_ns(&histogram, 0.5), 50000);
	assert_within_1_in_64(histogram_percentile_ns(&histogram, 0.99), 99000);
	assert_int_equal(histogram_percentile_ns(&histogram, 1.0), 100000);
}

static void every_size_from_0_to_a_second__is_told_within_1_in_64(void **state)
{
	(void)state;
	for (int64_t ns = 0; ns < INT64_C(1000000000); ns += ns / 50 + 1) {
		empty(NULL);
		histogram_add(&histogram, ns);
		histogram_add(&histogram, INT64_C(2000000000));
		assert_within_1_in_64(histogram_percentile_ns(&histogram, 0.5), ns);
	}
}

static void one_outlier__moves_the_maximum_only(void **state)
{
	(void)state;
	for (int i = 0; i < 999; i++) {
		histogram_add(&histogram, 5000);
	}
	histogram_add(&histogram, 8000000);
	assert_within_1_in_64(histogram_percentile_ns(&histogram, 0.99), 5000);
	assert_int_equal(histogram_percentile_ns(&histogram, 1.0), 8000000);
}

static void less_than_nothing_and_more_than_the_range__are_counted_at_the_ends(void **state)
{
	(void)state;
	histogram_add(&histogram, -1);
	histogram_add(&histogram, INT64_MIN);
	histogram_add(&histogram, INT64_MAX);
	assert_int_equal(histogram.count, 3);
	assert_int_equal(histogram.buckets[0], 2);
	assert_int_equal(histogram.buckets[HISTOGRAM_BUCKETS - 1], 1);
	assert_int_equal(histogram_percentile_ns(&histogram, 0.5), 0);
	assert_true(histogram.max_ns == INT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(an_empty_histogram__says_0, empty),
		cmocka_unit_test_setup(percentiles_of_an_even_spread__are_where_they_should_be,
				       empty),
		cmocka_unit_test_setup(every_size_from_0_to_a_second__is_told_within_1_in_64,
				       empty),
		cmocka_unit_test_setup(one_outlier__moves_the_maximum_only, empty),
		cmocka_unit_test_setup(
			less_than_nothing_and_more_than_the_range__are_counted_at_the_ends, empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
