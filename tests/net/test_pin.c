/*
 * test_pin.c - what the rig shows, how long, and how often it may be guessed; in time that we turn.
 */
#include "net/pin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define S 1000000000LL

static void nothing_shown__nothing_is_right(void **state)
{
	struct pin pin = {0};

	(void)state;
	assert_int_equal(pin_try(&pin, "", S), PIN_NONE);
	assert_int_equal(pin_try(&pin, "000000", S), PIN_NONE);
}

static void pin__is_six_digits_and_right_once(void **state)
{
	struct pin pin = {0};

	(void)state;
	assert_true(pin_show(&pin, 4711, S));
	assert_string_equal(pin.digits, "004711");
	assert_int_equal(pin_try(&pin, "4711", S), PIN_WRONG);
	assert_int_equal(pin_try(&pin, "004711", S), PIN_RIGHT);
	assert_int_equal(pin_try(&pin, "004711", S), PIN_NONE);
	assert_true(pin_show(&pin, 999999, S));
	assert_string_equal(pin.digits, "999999");
	assert_int_equal(pin.shows, 2);
}

static void pin__counts_for_120_s_however_often_it_is_asked_for(void **state)
{
	struct pin pin = {0};

	(void)state;
	assert_true(pin_show(&pin, 123456, S));
	for (int64_t t_ns = S; t_ns < 121 * S; t_ns += S / 4) {
		pin_turn(&pin, t_ns);
		assert_true(pin_show(&pin, 654321, t_ns));
		assert_string_equal(pin.digits, "123456");
	}
	pin_turn(&pin, 121 * S - 1);
	assert_string_equal(pin.digits, "123456");
	pin_turn(&pin, 121 * S);
	assert_string_equal(pin.digits, "");
	assert_int_equal(pin_try(&pin, "123456", 121 * S), PIN_NONE);
}

static void five_wrong_ones__shut_it_for_60_s(void **state)
{
	struct pin pin = {0};

	(void)state;
	assert_true(pin_show(&pin, 123456, S));
	for (int i = 0; i < 5; i++) {
		pin_turn(&pin, S);
		assert_int_equal(pin_try(&pin, "123457", S), PIN_WRONG);
	}
	assert_string_equal(pin.digits, "");
	assert_int_equal(pin_try(&pin, "123456", S), PIN_SHUT);
	assert_false(pin_show(&pin, 1, S));
	pin_turn(&pin, 61 * S - 1);
	assert_false(pin_show(&pin, 1, 61 * S - 1));
	assert_int_equal(pin_try(&pin, "123456", 61 * S - 1), PIN_SHUT);
	pin_turn(&pin, 61 * S);
	assert_int_equal(pin_try(&pin, "123456", 61 * S), PIN_NONE);
	assert_true(pin_show(&pin, 7, 61 * S));
	assert_int_equal(pin_try(&pin, "000007", 61 * S), PIN_RIGHT);
}

static void the_fifth_try__may_be_the_right_one(void **state)
{
	struct pin pin = {0};

	(void)state;
	assert_true(pin_show(&pin, 123456, S));
	for (int i = 0; i < 4; i++) {
		assert_int_equal(pin_try(&pin, "x", S), PIN_WRONG);
	}
	assert_int_equal(pin_try(&pin, "123456", S), PIN_RIGHT);
	assert_true(pin_show(&pin, 1, S));
}

/* Somebody who guesses for an hour, and asks for another one whenever there is none. */
static void guessing_for_an_hour__gets_a_few_hundred_tries(void **state)
{
	struct pin pin = {0};
	int tries = 0;

	(void)state;
	for (int64_t t_ns = S; t_ns < 3601 * S; t_ns += S / 10) {
		pin_turn(&pin, t_ns);
		(void)pin_show(&pin, 123456, t_ns);
		tries += pin_try(&pin, "000000", t_ns) == PIN_WRONG ? 1 : 0;
	}
	assert_true(tries >= 290 && tries <= 300);
}

static void what_is_left__is_told(void **state)
{
	struct pin pin = {0};

	(void)state;
	assert_int_equal((int)pin_left_s(&pin, S), 0);
	assert_true(pin_show(&pin, 1, S));
	assert_int_equal((int)pin_left_s(&pin, 11 * S), 110);
	for (int i = 0; i < 5; i++) {
		(void)pin_try(&pin, "x", 11 * S);
	}
	assert_int_equal((int)pin_left_s(&pin, 21 * S), 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_shown__nothing_is_right),
		cmocka_unit_test(pin__is_six_digits_and_right_once),
		cmocka_unit_test(pin__counts_for_120_s_however_often_it_is_asked_for),
		cmocka_unit_test(five_wrong_ones__shut_it_for_60_s),
		cmocka_unit_test(the_fifth_try__may_be_the_right_one),
		cmocka_unit_test(guessing_for_an_hour__gets_a_few_hundred_tries),
		cmocka_unit_test(what_is_left__is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
