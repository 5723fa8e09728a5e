/* test_release.c - when a tight place is said to have let go, and what is no such thing. */
#include "core/technique/release.h"

#include "core/bench_rig.h"

#define K_N_M2   156000.0
#define BREATH_S 4.0

/* A press on tissue that breathes. */
struct press {
	struct release release;
	double t_s;
	double force_n;
	double stiffer;
	double at_m; /* of the tick before */
	double seen_s;
};

static struct press press;

static double breath_m(double t_s, double depth_m)
{
	return 0.5 * depth_m * (1.0 - cos(6.283185307179586 * t_s / BREATH_S));
}

/* One tick with the skin that high. */
static void tick(double skin_m)
{
	double at_m = sqrt(press.force_n / (K_N_M2 * press.stiffer)) - skin_m;
	double speed_m_s = press.t_s > 0.0 ? (at_m - press.at_m) / TICK_S : 0.0;

	release_step(&press.release, at_m, press.force_n, speed_m_s, TICK_S);
	press.at_m = at_m;
	press.t_s += TICK_S;
	if (release_seen(&press.release) && !(press.seen_s > 0.0)) {
		press.seen_s = press.t_s;
	}
}

static void begin(double force_n)
{
	press = (struct press){.force_n = force_n, .stiffer = 1.3};
}

/* Breathing quietly, each breath of another depth. */
static double quiet_m(void)
{
	int breath = (int)(press.t_s / BREATH_S);

	return breath_m(press.t_s, 0.003 * (0.6 + 0.2 * (breath * 7 % 5)));
}

static void breathe(double until_s)
{
	while (press.t_s < until_s) {
		tick(quiet_m());
	}
}

/* From the stiffness it has to that much, as abruptly as seen in holds. */
static void let_go(double to, double until_s)
{
	while (press.t_s < until_s) {
		press.stiffer += (to - press.stiffer) * TICK_S / 2.0;
		tick(quiet_m());
	}
}

static void a_place_that_softens_at_once__is_seen_within_two_breaths(void **state)
{
	static const double to[] = {1.15, 1.0};

	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(40.0);
		breathe(45.0);
		assert_false(release_seen(&press.release));
		let_go(to[k], 60.0);
		assert_at_least(press.seen_s, 45.0);
		assert_at_most(press.seen_s, 45.0 + 2.0 * BREATH_S);
	}
}

static void breath__is_no_release(void **state)
{
	(void)state;
	begin(40.0);
	breathe(30.0);
	for (double from_s = press.t_s; press.t_s < from_s + 6.0;) { /* a deep one */
		tick(breath_m((press.t_s - from_s) / 1.5, 0.009));
	}
	breathe(88.0);
	assert_near(press.seen_s, 0.0, 0.0);
}

/* It gives by a fifth in all, and gets a little softer all the time. */
static void slow_creep__is_no_release(void **state)
{
	(void)state;
	begin(40.0);
	while (press.t_s < 88.0) {
		press.stiffer = 1.0 + 0.5 * exp(-press.t_s / 8.0) - 0.001 * press.t_s;
		tick(quiet_m());
	}
	assert_near(press.seen_s, 0.0, 0.0);
}

static void a_press_that_changes__is_no_release(void **state)
{
	(void)state;
	begin(40.0);
	breathe(35.0);
	while (press.force_n < 55.0) {
		press.force_n += 5.0 * TICK_S;
		tick(quiet_m());
	}
	breathe(60.0);
	press.force_n = 41.0; /* eased */
	breathe(88.0);
	assert_near(press.seen_s, 0.0, 0.0);
}

static void a_third_of_a_millimetre__says_nothing(void **state)
{
	(void)state;
	begin(6.0);
	breathe(45.0);
	let_go(1.15, 88.0);
	assert_near(press.seen_s, 0.0, 0.0);
}

/* The skin is 4 mm lower where the person lies now. */
static void a_person_who_moves__has_released_nothing(void **state)
{
	(void)state;
	begin(40.0);
	breathe(40.0);
	for (double from_s = press.t_s; press.t_s < from_s + 0.25;) {
		tick(-0.004 * (press.t_s - from_s) / 0.25);
	}
	while (press.t_s < 88.0) {
		tick(quiet_m() - 0.004);
	}
	assert_near(press.seen_s, 0.0, 0.0);
}

static void nothing__lets_go_in_the_first_26_s(void **state)
{
	(void)state;
	begin(40.0);
	breathe(5.0);
	let_go(1.0, 26.0);
	assert_near(press.seen_s, 0.0, 0.0);
}

static void what_is_not_known__is_no_release(void **state)
{
	(void)state;
	begin(40.0);
	breathe(40.0);
	for (int k = 0; k < 10000; k++) {
		release_step(&press.release, NAN, 40.0, NAN, TICK_S);
		assert_false(release_seen(&press.release));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_place_that_softens_at_once__is_seen_within_two_breaths),
		cmocka_unit_test(breath__is_no_release),
		cmocka_unit_test(slow_creep__is_no_release),
		cmocka_unit_test(a_press_that_changes__is_no_release),
		cmocka_unit_test(a_third_of_a_millimetre__says_nothing),
		cmocka_unit_test(a_person_who_moves__has_released_nothing),
		cmocka_unit_test(nothing__lets_go_in_the_first_26_s),
		cmocka_unit_test(what_is_not_known__is_no_release),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
