/*
 * What a service manager hears: the few datagrams of its protocol, on a socket that this test reads as
 * the manager would.
 */
#include "io/service.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cmocka.h>

struct fixture {
	int manager;
	char name[64]; /* as in NOTIFY_SOCKET */
	struct service service;
};

/* Outside of the file system, so that nothing is left behind. */
static int set_up(void **state)
{
	static struct fixture fixture;
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int n;

	fixture = (struct fixture){.service = {.fd = -1}};
	n = snprintf(fixture.name, sizeof(fixture.name), "@knead-test-service-%d", (int)getpid());
	memcpy(at.sun_path + 1, fixture.name + 1, (size_t)n - 1);
	fixture.manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	if (bind(fixture.manager, (struct sockaddr *)&at,
		 (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)n)) != 0) {
		return -1;
	}
	setenv("NOTIFY_SOCKET", fixture.name, 1);
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	service_close(&fixture->service);
	close(fixture->manager);
	unsetenv("NOTIFY_SOCKET");
	return 0;
}

/* The next datagram, "" when there is none. */
static const char *heard(const struct fixture *fixture)
{
	static char words[512];
	ssize_t n = recv(fixture->manager, words, sizeof(words) - 1, 0);

	words[n < 0 ? 0 : n] = '\0';
	return words;
}

static void turn(struct fixture *fixture, uint64_t loop, uint64_t network)
{
	const uint64_t turns[LIVENESS_THREADS] = {loop, network};

	service_turn(&fixture->service, turns);
}

static void ready_and_end__are_said_as_they_are(void **state)
{
	struct fixture *fixture = *state;

	service_open(&fixture->service);
	service_ready(&fixture->service, "rig sim-16: locked");
	service_status(&fixture->service, "rig sim-16");
	service_stopping(&fixture->service);

	assert_string_equal(heard(fixture), "READY=1\nSTATUS=rig sim-16: locked");
	assert_string_equal(heard(fixture), "STATUS=rig sim-16");
	assert_string_equal(heard(fixture), "STOPPING=1");
	assert_string_equal(heard(fixture), "");
}

static void threads_that_all_go_on__are_said_to_live(void **state)
{
	struct fixture *fixture = *state;

	service_open(&fixture->service);
	for (uint64_t i = 1; i < 4; i++) {
		turn(fixture, i * 250, i * 12);
		assert_string_equal(heard(fixture), "WATCHDOG=1");
	}
}

static void one_thread_that_stands_still__is_kept_from_the_manager(void **state)
{
	struct fixture *fixture = *state;

	service_open(&fixture->service);
	turn(fixture, 250, 12);
	assert_string_equal(heard(fixture), "WATCHDOG=1");

	turn(fixture, 500, 12);
	turn(fixture, 750, 12);
	assert_string_equal(heard(fixture), "");

	turn(fixture, 750, 24); /* against what both had when last told of */
	assert_string_equal(heard(fixture), "WATCHDOG=1");
	turn(fixture, 750, 36);
	assert_string_equal(heard(fixture), "");
}

static void four_words__come_within_what_the_watchdog_waits(void **state)
{
	struct fixture *fixture = *state;

	setenv("WATCHDOG_USEC", "2000000", 1);
	service_open(&fixture->service);

	assert_int_equal(fixture->service.every_ns, 500000000);
}

static void the_watchdog_of_another_process__is_left_alone(void **state)
{
	struct fixture *fixture = *state;
	char pid[32];

	setenv("WATCHDOG_USEC", "2000000", 1);
	setenv("WATCHDOG_PID", "1", 1);
	service_open(&fixture->service);
	assert_int_equal(fixture->service.every_ns, 0);
	service_close(&fixture->service);

	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("NOTIFY_SOCKET", fixture->name, 1);
	setenv("WATCHDOG_USEC", "2000000", 1);
	setenv("WATCHDOG_PID", pid, 1);
	service_open(&fixture->service);
	assert_int_equal(fixture->service.every_ns, 500000000);
}

static void nonsense_in_the_environment__is_no_watchdog(void **state)
{
	static const char *const nonsense[] = {
		"", "0", "-1", "2 s", "1e6", "99999999999999999999", "3600000001"};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(nonsense) / sizeof(nonsense[0]); i++) {
		setenv("NOTIFY_SOCKET", fixture->name, 1);
		setenv("WATCHDOG_USEC", nonsense[i], 1);
		service_open(&fixture->service);
		assert_int_equal(fixture->service.every_ns, 0);
		service_close(&fixture->service);
	}
}

static void without_a_manager__nobody_is_told_and_nothing_fails(void **state)
{
	static const char *const nobody[] = {"", "@", "relative", "/nonexistent/socket",
					     "@knead-test-nobody-is-here"};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++) {
		setenv("NOTIFY_SOCKET", nobody[i], 1);
		service_open(&fixture->service);
		assert_int_equal(fixture->service.fd, -1);
		service_ready(&fixture->service, "x");
		service_status(&fixture->service, "x");
		turn(fixture, 1, 1);
		service_stopping(&fixture->service);
	}
	assert_string_equal(heard(fixture), "");
}

static void a_manager_that_does_not_read__is_not_waited_for(void **state)
{
	struct fixture *fixture = *state;

	service_open(&fixture->service);
	for (uint64_t i = 1; i < 5000; i++) {
		turn(fixture, i, i);
	}
	assert_string_equal(heard(fixture), "WATCHDOG=1");
}

static void what_it_was_told_by__is_not_passed_on(void **state)
{
	struct fixture *fixture = *state;

	setenv("WATCHDOG_USEC", "2000000", 1);
	service_open(&fixture->service);

	assert_null(getenv("NOTIFY_SOCKET"));
	assert_null(getenv("WATCHDOG_USEC"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(ready_and_end__are_said_as_they_are),
		TEST(threads_that_all_go_on__are_said_to_live),
		TEST(one_thread_that_stands_still__is_kept_from_the_manager),
		TEST(four_words__come_within_what_the_watchdog_waits),
		TEST(the_watchdog_of_another_process__is_left_alone),
		TEST(nonsense_in_the_environment__is_no_watchdog),
		TEST(without_a_manager__nobody_is_told_and_nothing_fails),
		TEST(a_manager_that_does_not_read__is_not_waited_for),
		TEST(what_it_was_told_by__is_not_passed_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
