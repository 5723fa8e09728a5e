/*
 * What the loop tells of itself, and threads that end or do not.
 */
#include "rt/loop_report.h"

#include "rt/clock.h"
#include "rt/thread.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

static void fill(struct loop *loop)
{
	memset(loop, 0, sizeof(*loop));
	loop->ticks = 3;
	loop->cadence.skipped = 2;
	loop->cadence.overruns = 1;
	loop->minor_faults = 7;
	histogram_add(&loop->wake, 1000);
	histogram_add(&loop->wake, 1000);
	histogram_add(&loop->wake, 6000000);
}

static void the_json__has_every_figure(void **state)
{
	static struct loop loop;
	static const char *const parts[] = {
		"{\"ticks\": 3, ",       "\"skipped\": 2, ",  "\"overruns\": 1, ",
		"\"wake_p50_us\": 1.0",  "\"wake_p99_us\": ", "\"wake_max_us\": 6000.00, ",
		"\"minflt\": 7, ",       "\"majflt\": 0, ",   "\"rss_kib\": ",
		"\"ready_ms\": 12.5}\n",
	};
	char path[] = "/tmp/knead-loop-XXXXXX";
	char text[1024] = "";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	fill(&loop);
	assert_int_equal(loop_report_json(&loop, 12.5, path), 0);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		assert_non_null(strstr(text, parts[i]));
	}
	assert_true(atol(strstr(text, "\"rss_kib\": ") + strlen("\"rss_kib\": ")) > 100);
	assert_int_equal(loop_report_json(&loop, -1.0, path), 0);
	assert_true(pread(fd, text, sizeof(text) - 1, 0) > 0);
	assert_non_null(strstr(text, "\"ready_ms\": null}"));
	close(fd);
	unlink(path);
}

static void a_place_that_takes_no_json__is_told(void **state)
{
	static struct loop loop;

	(void)state;
	fill(&loop);
	assert_int_equal(loop_report_json(&loop, 1.0, "/dev/null/x"), -ENOTDIR);
	assert_int_equal(loop_report_json(&loop, 1.0, "/dev/full"), -ENOSPC);
}

static void *wait_for_flag(void *flag)
{
	while (!atomic_load((atomic_bool *)flag)) {
		clock_sleep_until(clock_now_ns() + 1000000);
	}
	return NULL;
}

static void a_thread_that_goes_on__is_not_waited_for_for_ever(void **state)
{
	atomic_bool flag = false;
	pthread_t thread;

	(void)state;
	assert_int_equal(thread_start(&thread, "waiter", wait_for_flag, &flag), 0);
	assert_false(thread_join(thread, 10000000));
	atomic_store(&flag, true);
	assert_true(thread_join(thread, INT64_C(60000000000)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_json__has_every_figure),
		cmocka_unit_test(a_place_that_takes_no_json__is_told),
		cmocka_unit_test(a_thread_that_goes_on__is_not_waited_for_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
