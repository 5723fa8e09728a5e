/*
 * knead panel's arguments: where the controller is.
 */
#include "tool/panel_options.h"
#include "tool/tools.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static struct panel_options options;

static int read_options(const char *a, const char *b, const char *c)
{
	char texts[4][300];
	char *argv[5] = {texts[0]};
	const char *const given[] = {a, b, c};
	int argc = 1;

	snprintf(texts[0], sizeof(texts[0]), "panel");
	for (; argc < 4 && given[argc - 1] != NULL; argc++) {
		snprintf(texts[argc], sizeof(texts[argc]), "%s", given[argc - 1]);
		argv[argc] = texts[argc];
	}
	return panel_options_read(&options, argc, argv);
}

static void is_at(const char *host, int port, const char *where)
{
	assert_string_equal(options.host, host);
	assert_int_equal(options.port, port);
	assert_string_equal(options.where, where);
}

static void no_argument__is_this_machine(void **state)
{
	(void)state;
	assert_int_equal(read_options(NULL, NULL, NULL), OPTIONS_RUN);
	is_at("127.0.0.1", 9000, "127.0.0.1:9000");
}

static void pin__is_six_digits(void **state)
{
	(void)state;
	assert_int_equal(read_options(NULL, NULL, NULL), OPTIONS_RUN);
	assert_string_equal(options.pin, "");
	assert_int_equal(read_options("--pin", "012345", "rig"), OPTIONS_RUN);
	assert_string_equal(options.pin, "012345");
	assert_int_equal(read_options("--pin=12345", NULL, NULL), EXIT_WRONG);
	assert_int_equal(read_options("--pin=1234567", NULL, NULL), EXIT_WRONG);
	assert_int_equal(read_options("--pin=12345a", NULL, NULL), EXIT_WRONG);
	assert_int_equal(read_options("--pin", NULL, NULL), EXIT_WRONG);
}

static void hosts_and_ports__are_told_apart(void **state)
{
	(void)state;
	assert_int_equal(read_options("rig.local", NULL, NULL), OPTIONS_RUN);
	is_at("rig.local", 9000, "rig.local:9000");
	assert_int_equal(read_options("rig.local:9100", NULL, NULL), OPTIONS_RUN);
	is_at("rig.local", 9100, "rig.local:9100");
	assert_int_equal(read_options("--port", "1", "10.0.0.2"), OPTIONS_RUN);
	is_at("10.0.0.2", 1, "10.0.0.2:1");
	assert_int_equal(read_options("::1", "--port=65535", NULL), OPTIONS_RUN);
	is_at("::1", 65535, "[::1]:65535");
	assert_int_equal(read_options("[::1]:9100", NULL, NULL), OPTIONS_RUN);
	is_at("::1", 9100, "[::1]:9100");
	assert_int_equal(read_options("[fe80::1%eth0]", NULL, NULL), OPTIONS_RUN);
	is_at("fe80::1%eth0", 9000, "[fe80::1%eth0]:9000");
}

static void owner__is_only_who_says_so(void **state)
{
	(void)state;
	assert_int_equal(read_options("rig.local", NULL, NULL), OPTIONS_RUN);
	assert_false(options.owner);
	assert_int_equal(read_options("--owner", "rig.local", NULL), OPTIONS_RUN);
	assert_true(options.owner);
	is_at("rig.local", 9000, "rig.local:9000");
}

static void wrong_arguments__are_wrong_usage(void **state)
{
	static const char *const alone[] = {"",       ":9000",   "rig:",   "rig:0",   "rig:65536",
					    "rig:9x", "rig:-1",  "rig:+1", "[::1",    "[::1]9000",
					    "[]",     "--bogus", "--port", "--port=", "--port=x"};

	(void)state;
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++) {
		assert_int_equal(read_options(alone[i], NULL, NULL), EXIT_WRONG);
	}
	assert_int_equal(read_options("a", "b", NULL), EXIT_WRONG);
	assert_int_equal(read_options("--port=9000", "rig:9000", NULL), EXIT_WRONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_argument__is_this_machine),
		cmocka_unit_test(hosts_and_ports__are_told_apart),
		cmocka_unit_test(pin__is_six_digits),
		cmocka_unit_test(owner__is_only_who_says_so),
		cmocka_unit_test(wrong_arguments__are_wrong_usage),
	};

	return cmocka_run_group_tests_name("panel_options", tests, NULL, NULL);
}
