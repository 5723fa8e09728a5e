/* How often somebody is told that the controller lives, and who hears it from when on. */
#include "io/life.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static int fed;

static int put(int fd, char byte)
{
	(void)fd;
	(void)byte;
	fed++;
	return 1;
}

static const struct watchdog_ops counting = {.put = put};

static int busy(const char *path)
{
	(void)path;
	return -EBUSY;
}

static int forbidden(const char *path)
{
	(void)path;
	return -EACCES;
}

static const struct watchdog_ops had_by_others = {.open = busy};
static const struct watchdog_ops not_ours = {.open = forbidden};

static void a_watchdog_that_others_have__is_left_to_them_and_said(void **state)
{
	struct life life = {0};
	struct watchdog_spec spec = {.device = "", .timeout_s = 15};
	struct device_error error = {0};
	char notice[128] = "-";

	(void)state;
	assert_int_equal(life_watch(&life, &had_by_others, &spec, notice, sizeof(notice), &error),
			 0);
	assert_string_equal(notice, ""); /* the rig names none */
	strcpy(spec.device, "/dev/watchdog7");
	assert_int_equal(life_watch(&life, &had_by_others, &spec, notice, sizeof(notice), &error),
			 0);
	assert_string_equal(notice, "watchdog: /dev/watchdog7 is left to who has it");
	assert_int_equal(life_every_ns(&life), 0);
	assert_int_equal(life_watch(&life, &not_ours, &spec, notice, sizeof(notice), &error),
			 -EACCES);
	assert_string_equal(notice, "");
	assert_non_null(strstr(error.text, "/dev/watchdog7"));
}

static void whoever_waits_for_less__says_how_often(void **state)
{
	static const int64_t cases[][3] = {
		{0, 0, 0}, {5, 0, 5}, {0, 7, 7}, {5, 7, 5}, {7, 5, 5}, {5, 5, 5},
	};

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		struct life life = {0};

		life.service.every_ns = cases[k][0];
		life.watchdog.every_ns = cases[k][1];
		assert_int_equal(life_every_ns(&life), cases[k][2]);
	}
}

static void the_board__is_told_before_the_start_is_over_and_only_while_all_go_on(void **state)
{
	struct life life = {.service = {.fd = -1}, .watchdog = {.ops = &counting, .every_ns = 1}};

	(void)state;
	fed = 0;
	life_turn(&life, (const uint64_t[LIVENESS_THREADS]){1, 1});
	assert_int_equal(fed, 1);
	life_turn(&life, (const uint64_t[LIVENESS_THREADS]){2, 1}); /* the network's stands still */
	assert_int_equal(fed, 1);
	life_turn(&life, (const uint64_t[LIVENESS_THREADS]){3, 2});
	assert_int_equal(fed, 2);
	assert_false(life.is_up);
	life_is_up(&life, "rig a");
	assert_true(life.is_up);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_watchdog_that_others_have__is_left_to_them_and_said),
		cmocka_unit_test(whoever_waits_for_less__says_how_often),
		cmocka_unit_test(
			the_board__is_told_before_the_start_is_over_and_only_while_all_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
