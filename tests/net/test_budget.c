/*
 * test_budget.c - what may be spent at once, and what comes back.
 */
#include "net/budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define S 1000000000LL

static void new_budget__has_all_of_it_whatever_the_clock_says(void **state)
{
	static const int64_t times[] = {-S, 0, 1, 1000 * S};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct budget budget = {0};

		assert_true(budget_has(&budget, 10.0, 1.0, times[i]));
		budget_spend(&budget, 9.5);
		assert_true(budget_has(&budget, 10.0, 1.0, times[i]));
		budget_spend(&budget, 0.5);
		assert_false(budget_has(&budget, 10.0, 1.0, times[i]));
	}
}

static void what_was_spent__comes_back_with_time(void **state)
{
	struct budget budget = {0};

	(void)state;
	assert_true(budget_has(&budget, 10.0, 2.0, S));
	budget_spend(&budget, 20.0); /* over it: all wait longer */
	assert_false(budget_has(&budget, 10.0, 2.0, 6 * S));
	assert_true(budget_has(&budget, 10.0, 2.0, 6 * S + 1000));
	budget_spend(&budget, 1.0);
	assert_false(budget_has(&budget, 10.0, 2.0, 6 * S + 1000));
	assert_false(
		budget_has(&budget, 10.0, 2.0, 3 * S)); /* a clock that goes back gives nothing */
	assert_true(budget_has(&budget, 10.0, 2.0, 7 * S));
}

static void long_rest__brings_no_more_than_all_of_it(void **state)
{
	struct budget budget = {0};

	(void)state;
	budget_spend(&budget, 3.0);
	assert_true(budget_has(&budget, 10.0, 2.0, 1000 * S));
	budget_spend(&budget, 10.0);
	assert_false(budget_has(&budget, 10.0, 2.0, 1000 * S));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(new_budget__has_all_of_it_whatever_the_clock_says),
		cmocka_unit_test(what_was_spent__comes_back_with_time),
		cmocka_unit_test(long_rest__brings_no_more_than_all_of_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
