/* What each place was given: pressure over time, felt and wanted. */
#include "core/dose.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define HEADS   3
#define AREA_M2 1e-3
#define TICK_NS 1000000

struct fixture {
	struct dose dose;
	struct belief belief;
	struct setpoint setpoint;
	uint32_t session;
	int64_t t_ns;
};

static struct fixture fixture(void)
{
	static struct rig rig;
	struct fixture made = {.t_ns = TICK_NS};

	memset(&rig, 0, sizeof(rig));
	rig.head_count = HEADS;
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].area_m2 = AREA_M2;
	}
	dose_init(&made.dose, &rig);
	return made;
}

static void run(struct fixture *at, int ticks, double felt_n, double wanted_n, bool working)
{
	for (int k = 0; k < ticks; k++) {
		for (int i = 0; i < HEADS; i++) {
			at->belief.heads[i].force_n = felt_n * (i + 1);
			at->setpoint.heads[i].now_n = wanted_n * (i + 1);
		}
		dose_step(&at->dose, &at->belief, &at->setpoint, working, at->session, at->t_ns);
		at->t_ns += TICK_NS;
	}
}

static bool near(double a, double b, double off)
{
	return fabs(a - b) <= off;
}

static void ten_seconds_of_ten_newtons__are_a_dose_of_100_kpa_s(void **state)
{
	struct fixture at = fixture();

	(void)state;
	run(&at, 10000, 10.0, 12.0, true);

	for (int i = 0; i < HEADS; i++) {
		assert_true(near(at.dose.heads[i].felt_pa_s, 1e5 * (i + 1), 1e2 * (i + 1)));
		assert_true(near(at.dose.heads[i].wanted_pa_s, 1.2e5 * (i + 1), 1e2 * (i + 1)));
	}
}

static void nothing_counts_while_not_working__and_a_pause_is_no_dose(void **state)
{
	struct fixture at = fixture();

	(void)state;
	run(&at, 1000, 10.0, 10.0, true);
	run(&at, 60000, 10.0, 10.0, false);
	run(&at, 1000, 10.0, 10.0, true);

	assert_true(near(at.dose.heads[0].felt_pa_s, 2e4, 2e2));
}

static void a_loop_that_stood_still__gave_no_dose_meanwhile(void **state)
{
	struct fixture at = fixture();

	(void)state;
	run(&at, 1000, 10.0, 10.0, true);
	at.t_ns += INT64_C(5000000000);
	run(&at, 1000, 10.0, 10.0, true);

	assert_true(near(at.dose.heads[0].felt_pa_s, 2e4, 2e2));
}

static void a_pulling_or_nan_reading__takes_nothing_back(void **state)
{
	struct fixture at = fixture();

	(void)state;
	run(&at, 1000, 10.0, 10.0, true);
	run(&at, 1000, -10.0, -10.0, true);
	run(&at, 1000, (double)NAN, (double)NAN, true);

	assert_true(near(at.dose.heads[0].felt_pa_s, 1e4, 2e2));
	assert_true(near(at.dose.heads[0].wanted_pa_s, 1e4, 2e2));
}

static void a_new_session__starts_from_nothing(void **state)
{
	struct fixture at = fixture();

	(void)state;
	run(&at, 1000, 10.0, 10.0, true);
	at.session++;
	run(&at, 1, 0.0, 0.0, true);

	assert_true(near(at.dose.heads[2].felt_pa_s, 0.0, 0.0));
	assert_true(near(at.dose.heads[2].wanted_pa_s, 0.0, 0.0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_seconds_of_ten_newtons__are_a_dose_of_100_kpa_s),
		cmocka_unit_test(nothing_counts_while_not_working__and_a_pause_is_no_dose),
		cmocka_unit_test(a_loop_that_stood_still__gave_no_dose_meanwhile),
		cmocka_unit_test(a_pulling_or_nan_reading__takes_nothing_back),
		cmocka_unit_test(a_new_session__starts_from_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
