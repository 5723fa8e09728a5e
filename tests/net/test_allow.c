/*
 * test_allow.c - networks by prefix, IPv4 and IPv6.
 */
#include "net/allow.h"

#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct osc_spec osc;

static int set_up(void **state)
{
	(void)state;
	osc = (struct osc_spec){.port = 9000};
	return 0;
}

static void add(const char *address, int prefix)
{
	struct osc_network *network = &osc.allow[osc.allow_count++];

	network->v6 = strchr(address, ':') != NULL;
	network->prefix = prefix;
	assert_int_equal(inet_pton(network->v6 ? AF_INET6 : AF_INET, address, network->address), 1);
}

static bool has(const char *address)
{
	struct endpoint from;

	assert_true(endpoint_parse(address, 1234, &from));
	return allow_has(&osc, &from);
}

static void all_zero__allows_nobody(void **state)
{
	(void)state;
	assert_false(has("127.0.0.1"));
	assert_false(has("0.0.0.0"));
	assert_false(has("::1"));
}

static void no_list__allows_everybody(void **state)
{
	(void)state;
	osc.allow_all = true;
	assert_true(has("127.0.0.1"));
	assert_true(has("2001:db8::1"));
}

static void network__is_its_prefix(void **state)
{
	(void)state;
	add("192.168.6.0", 23);
	assert_true(has("192.168.6.0"));
	assert_true(has("192.168.7.255"));
	assert_false(has("192.168.5.255"));
	assert_false(has("192.168.8.0"));
	assert_false(has("127.0.0.1"));
	assert_false(has("::1"));
	add("fd00::", 8);
	assert_true(has("fd12:3456::1"));
	assert_false(has("fe00::1"));
	assert_true(has("192.168.7.7"));
}

static void whole_address_and_none_of_it__are_prefixes_too(void **state)
{
	(void)state;
	add("10.1.2.3", 32);
	add("::1", 128);
	assert_true(has("10.1.2.3"));
	assert_false(has("10.1.2.2"));
	assert_true(has("::1"));
	assert_false(has("::2"));
	add("0.0.0.0", 0);
	assert_true(has("10.1.2.2"));
	assert_false(has("::2"));
}

static void v4_over_a_v6_socket__is_v4(void **state)
{
	(void)state;
	add("10.0.0.0", 8);
	assert_true(has("::ffff:10.1.2.3"));
	assert_false(has("::ffff:11.1.2.3"));
	add("::", 0);
	assert_false(has("::ffff:11.1.2.3"));
	assert_true(has("::fffe:11.1.2.3"));
}

static void prefix_beyond_its_address__allows_nobody(void **state)
{
	(void)state;
	add("10.0.0.1", 33);
	add("10.0.0.1", -1);
	assert_false(has("10.0.0.1"));
}

#define TEST(name) cmocka_unit_test_setup(name, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_zero__allows_nobody),
		TEST(no_list__allows_everybody),
		TEST(network__is_its_prefix),
		TEST(whole_address_and_none_of_it__are_prefixes_too),
		TEST(v4_over_a_v6_socket__is_v4),
		TEST(prefix_beyond_its_address__allows_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
