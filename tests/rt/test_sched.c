/*
 * What a thread is told when Linux grants it nothing. In children, so that the tests stay as they are,
 * and without any privilege, whoever runs them.
 */
#include "rt/sched.h"

#include <sched.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#define NOBODY 65534

/* The sanitizers answer mlockall themselves and lock nothing. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MLOCKALL_IS_REAL false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MLOCKALL_IS_REAL false
#endif
#endif
#ifndef MLOCKALL_IS_REAL
#define MLOCKALL_IS_REAL true
#endif

static bool give_up_privilege(void)
{
	const struct rlimit nothing = {0, 0};

	return setrlimit(RLIMIT_MEMLOCK, &nothing) == 0 &&
	       setrlimit(RLIMIT_RTPRIO, &nothing) == 0 &&
	       (geteuid() != 0 || setresuid(NOBODY, NOBODY, NOBODY) == 0);
}

static int in_some_child(int (*body)(void), bool privileged)
{
	int status = 0;
	pid_t child = 0;

	fflush(NULL);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		_exit(privileged || give_up_privilege() ? body() : 100);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* What body returns in a child without privilege, 0 for as it should be. */
static int in_a_child(int (*body)(void))
{
	return in_some_child(body, false);
}

static int ask_for_everything(void)
{
	struct sched_refusals refusals = {0};

	if (sched_hold_awake(&refusals) != -1 ||
	    strstr(refusals.list, "/dev/cpu_dma_latency (") != refusals.list) {
		return 1;
	}
	sched_become_realtime(80, SCHED_ANY_CPU, &refusals);
	if (MLOCKALL_IS_REAL && strstr(refusals.list, "), locked memory (") == NULL) {
		return 2;
	}
	if (strstr(refusals.list, "), real-time priority (") == NULL) {
		return 3;
	}
	return sched_getscheduler(0) == SCHED_OTHER ? 0 : 4;
}

static int ask_for_a_processor_that_is_not_there(void)
{
	struct sched_refusals refusals = {0};

	sched_become_realtime(80, CPU_SETSIZE - 1, &refusals);
	return strstr(refusals.list, "its own processor (") == refusals.list ? 0 : 1;
}

static int ask_with_a_full_list(void)
{
	struct sched_refusals refusals;

	memset(refusals.list, 'x', sizeof(refusals.list));
	refusals.list[sizeof(refusals.list) - 2] = '\0';
	sched_become_realtime(80, CPU_SETSIZE - 1, &refusals);
	return strlen(refusals.list) == sizeof(refusals.list) - 1 ? 0 : 1;
}

/* How much nicer it is then. */
static int prepare(void)
{
	const int before = getpriority(PRIO_PROCESS, 0);

	sched_prepare_process();
	return before - getpriority(PRIO_PROCESS, 0);
}

static int prepare_as_far_as_allowed(void)
{
	const int nice = getpriority(PRIO_PROCESS, 0);

	if (setpriority(PRIO_PROCESS, 0, nice - 1) != 0) {
		return 0; /* nobody's to ask for */
	}
	return prepare() > 1 ? 0 : 1;
}

static void process__gets_more_of_the_processor_where_it_may(void **state)
{
	(void)state;
	assert_int_equal(in_a_child(prepare), 0);
	assert_int_equal(in_some_child(prepare_as_far_as_allowed, true), 0);
}

static void without_privilege__each_refusal_is_listed(void **state)
{
	(void)state;
	assert_int_equal(in_a_child(ask_for_everything), 0);
}

static void a_processor_that_is_not_there__is_listed(void **state)
{
	(void)state;
	assert_int_equal(in_a_child(ask_for_a_processor_that_is_not_there), 0);
}

static void many_refusals__do_not_run_over(void **state)
{
	(void)state;
	assert_int_equal(in_a_child(ask_with_a_full_list), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(process__gets_more_of_the_processor_where_it_may),
		cmocka_unit_test(without_privilege__each_refusal_is_listed),
		cmocka_unit_test(a_processor_that_is_not_there__is_listed),
		cmocka_unit_test(many_refusals__do_not_run_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
