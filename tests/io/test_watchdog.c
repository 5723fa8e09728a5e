/*
 * The board's watchdog behind a fake: who has it, what it can, when it is fed and how it is left.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/watchdog.h"

#include <errno.h>
#include <string.h>

static struct fake {
	int open_error;
	int support_error;
	unsigned options;
	int timeout_s; /* what it has */
	bool fixed;    /* it cannot be chosen */
	char put[64];
	int puts;
	int opened;
	int closed;
} fake;

static struct watchdog watchdog;
static struct device_error error;
static const struct watchdog_spec spec = {"/dev/watchdog", 9.5};

static int fake_open(const char *path)
{
	assert_string_equal(path, "/dev/watchdog");
	fake.opened += fake.open_error == 0;
	return fake.open_error != 0 ? fake.open_error : 7;
}

static int fake_support(int fd, struct watchdog_info *info)
{
	assert_int_equal(fd, 7);
	*info = (struct watchdog_info){.options = fake.options, .identity = "Fake"};
	return fake.support_error;
}

static int fake_set_timeout(int fd, int *timeout_s)
{
	(void)fd;
	if (fake.fixed) {
		return -EOPNOTSUPP;
	}
	*timeout_s = fake.timeout_s != 0 ? fake.timeout_s : *timeout_s;
	return 0;
}

static int fake_get_timeout(int fd, int *timeout_s)
{
	(void)fd;
	*timeout_s = fake.timeout_s;
	return 0;
}

static int fake_put(int fd, char byte)
{
	assert_int_equal(fd, 7);
	fake.put[fake.puts++] = byte;
	return 0;
}

static void fake_close(int fd)
{
	assert_int_equal(fd, 7);
	fake.closed++;
}

static const struct watchdog_ops ops = {
	fake_open, fake_support, fake_set_timeout, fake_get_timeout, fake_put, fake_close,
};

static int begin(void **state)
{
	(void)state;
	memset(&fake, 0, sizeof(fake));
	memset(&watchdog, 0, sizeof(watchdog));
	memset(&error, 0, sizeof(error));
	fake.options = WDIOF_MAGICCLOSE | WDIOF_SETTIMEOUT;
	return 0;
}

static int open_it(void)
{
	return watchdog_open(&watchdog, &ops, &spec, &error);
}

static void turn(uint64_t loop, uint64_t network)
{
	const uint64_t turns[LIVENESS_THREADS] = {loop, network};

	watchdog_turn(&watchdog, turns);
}

static void none__does_nothing(void **state)
{
	(void)state;
	turn(1, 1);
	watchdog_close(&watchdog, false);
	assert_int_equal(fake.puts + fake.closed, 0);
}

static void watchdog__resets_within_what_was_asked_for_and_is_fed_in_time(void **state)
{
	(void)state;
	assert_int_equal(open_it(), 0);
	assert_int_equal(watchdog.timeout_s, 10);
	assert_true(watchdog.every_ns > 0 && watchdog.every_ns * 3 < INT64_C(10000000000));
	watchdog_close(&watchdog, true);
	fake.fixed = true;
	fake.timeout_s = 8;
	assert_int_equal(open_it(), 0);
	assert_int_equal(watchdog.timeout_s, 8);
	assert_true(watchdog.every_ns * 3 < INT64_C(8000000000));
	watchdog_close(&watchdog, true);
}

static void watchdog__is_fed_only_while_every_thread_goes_on(void **state)
{
	(void)state;
	assert_int_equal(open_it(), 0);
	turn(1000, 50);
	turn(2000, 100);
	assert_int_equal(fake.puts, 2);
	turn(3000, 100); /* the network stands */
	turn(4000, 100);
	assert_int_equal(fake.puts, 2);
	turn(4000, 150); /* against what both had when it was fed */
	assert_int_equal(fake.puts, 3);
	turn(4000, 200); /* the loop stands */
	turn(4000, 250);
	assert_int_equal(fake.puts, 3);
	assert_int_equal(memchr(fake.put, 'V', 3) == NULL, true);
	watchdog_close(&watchdog, false);
}

static void only_a_clean_release__stops_it(void **state)
{
	(void)state;
	assert_int_equal(open_it(), 0);
	watchdog_close(&watchdog, false);
	assert_int_equal(fake.puts, 0);
	assert_int_equal(fake.closed, 1);
	assert_int_equal(open_it(), 0);
	watchdog_close(&watchdog, true);
	assert_int_equal(fake.puts, 1);
	assert_int_equal(fake.put[0], 'V');
	assert_int_equal(fake.closed, 2);
	turn(1, 1); /* there is none any more */
	assert_int_equal(fake.puts, 1);
}

static void watchdog_of_somebody_else__is_told(void **state)
{
	(void)state;
	fake.open_error = -EBUSY;
	assert_int_equal(open_it(), -EBUSY);
	assert_non_null(strstr(error.text, "the watchdog /dev/watchdog cannot be had"));
	watchdog_close(&watchdog, true);
	assert_int_equal(fake.closed, 0);
}

/* Such a one would look as if it guarded the board. */
static void watchdog_that_guards_nothing__is_refused_and_left_stopped(void **state)
{
	(void)state;
	fake.options = WDIOF_SETTIMEOUT;
	assert_int_equal(open_it(), -EINVAL);
	assert_string_equal(
		error.text,
		"/dev/watchdog (Fake) stops when a program that crashed leaves it, and so "
		"guards nothing; remove the rig's watchdog");
	error = (struct device_error){0};
	fake.options |= WDIOF_MAGICCLOSE;
	fake.timeout_s = 60;
	assert_int_equal(open_it(), -EINVAL);
	assert_string_equal(error.text,
			    "/dev/watchdog (Fake) cannot reset this machine within 10 s; make the "
			    "rig's timeout_s one that it has, such as 60");
	error = (struct device_error){0};
	fake.support_error = -ENOTTY;
	assert_int_equal(open_it(), -ENOTTY);
	assert_non_null(strstr(error.text, "/dev/watchdog is no watchdog"));
	assert_int_equal(fake.puts, 2); /* nothing goes to what is none */
	assert_true(fake.put[0] == 'V' && fake.put[1] == 'V');
	assert_int_equal(fake.closed, fake.opened);
}

#define TEST(f) cmocka_unit_test_setup(f, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(none__does_nothing),
		TEST(watchdog__resets_within_what_was_asked_for_and_is_fed_in_time),
		TEST(watchdog__is_fed_only_while_every_thread_goes_on),
		TEST(only_a_clean_release__stops_it),
		TEST(watchdog_of_somebody_else__is_told),
		TEST(watchdog_that_guards_nothing__is_refused_and_left_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
