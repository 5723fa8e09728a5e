/*
 * test_lines.c - which words of a tablet come by one line, and what a gap on one of them does.
 */
#include "net/lines.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define S  1000000000LL
#define MS 1000000LL

static struct lines lines;

static int set_up(void **state)
{
	(void)state;
	memset(&lines, 0, sizeof(lines));
	return 0;
}

static struct endpoint at(const char *host, uint16_t port, uint32_t connection)
{
	struct endpoint endpoint;

	assert_true(endpoint_parse(host, port, &endpoint));
	endpoint.connection = connection;
	return endpoint;
}

static void line__is_held_until_a_second_after_its_first_word(void **state)
{
	const struct endpoint there = at("192.0.2.1", 4000, 0);

	(void)state;
	assert_true(lines_hold(&lines, 1, &there, S));
	assert_true(lines_hear(&lines, 1, &there, S));
	assert_false(lines_hear(&lines, 1, &there, S + 500 * MS));
	assert_true(lines_hold(&lines, 1, &there, 2 * S - 1));
	assert_false(lines_hold(&lines, 1, &there, 2 * S));
	assert_true(lines_hold(&lines, 2, &there, 2 * S)); /* somebody else's */
	assert_true(lines_hold(&lines, 0, &there, 2 * S));
}

static void gap_on_one_line__is_none_on_the_others(void **state)
{
	const struct endpoint udp = at("192.0.2.1", 4000, 0);
	const struct endpoint tcp = at("192.0.2.1", 4000, 1);

	(void)state;
	for (int64_t t_ns = S; t_ns <= 6 * S; t_ns += 250 * MS) {
		assert_true(lines_hear(&lines, 1, &udp, t_ns) == (t_ns == S));
		if (t_ns <= 4 * S) {
			assert_true(lines_hear(&lines, 1, &tcp, t_ns) == (t_ns == S));
		}
	}
	assert_false(lines_hold(&lines, 1, &udp, 6 * S));
	assert_true(lines_hear(&lines, 1, &tcp, 6 * S));
	assert_true(lines_hold(&lines, 1, &tcp, 7 * S - 1));
	assert_false(lines_hold(&lines, 1, &udp, 7 * S - 1));
	assert_false(lines_hold(&lines, 1, &tcp, 7 * S));
}

static void datagrams_of_one_host__are_one_line_and_connections_each_their_own(void **state)
{
	const struct endpoint one = at("192.0.2.1", 4000, 0);
	const struct endpoint port = at("192.0.2.1", 4001, 0);
	const struct endpoint host = at("192.0.2.2", 4000, 0);
	const struct endpoint six = at("2001:db8::1", 4000, 0);
	const struct endpoint six_port = at("2001:db8::1", 4001, 0);
	const struct endpoint other_six = at("2001:db8::2", 4000, 0);
	const struct endpoint first = at("192.0.2.1", 4000, 1);
	const struct endpoint second = at("192.0.2.1", 4000, 2);

	(void)state;
	assert_true(endpoint_on_one_line(&one, &port));
	assert_true(endpoint_on_one_line(&six, &six_port));
	assert_true(endpoint_on_one_line(&first, &first));
	assert_false(endpoint_on_one_line(&one, &host));
	assert_false(endpoint_on_one_line(&one, &six));
	assert_false(endpoint_on_one_line(&six, &other_six));
	assert_false(endpoint_on_one_line(&one, &first));
	assert_false(endpoint_on_one_line(&first, &second));
}

static void line_too_many__makes_the_one_heard_longest_ago_new(void **state)
{
	struct endpoint there;

	(void)state;
	for (uint32_t i = 0; i <= LINES_MAX; i++) {
		there = at("192.0.2.1", 4000, i + 1);
		assert_true(lines_hear(&lines, 1, &there, S + i * MS));
	}
	for (uint32_t i = LINES_MAX; i > 0; i--) {
		there = at("192.0.2.1", 4000, i + 1);
		assert_false(lines_hear(&lines, 1, &there, S + 500 * MS));
	}
	there = at("192.0.2.1", 4000, 1);
	assert_true(lines_hold(&lines, 1, &there, 9 * S));
	assert_true(lines_hear(&lines, 1, &there, S + 500 * MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(line__is_held_until_a_second_after_its_first_word, set_up),
		cmocka_unit_test_setup(gap_on_one_line__is_none_on_the_others, set_up),
		cmocka_unit_test(
			datagrams_of_one_host__are_one_line_and_connections_each_their_own),
		cmocka_unit_test_setup(line_too_many__makes_the_one_heard_longest_ago_new, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
