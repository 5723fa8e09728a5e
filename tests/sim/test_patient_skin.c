/* test_patient_skin.c - breath, coughs, shifts, getting up: where the skin is, and that it never jumps. */
#include "sim/one_person.h"

#include <string.h>

static struct one_person one;

static void open_breathing(void)
{
	one_person_describe(&one);
	one.patient.breathing = (struct breathing){
		.rate_hz = 0.25,
		.length_spread = 0.15,
		.depth_spread = 0.43,
		.amplitude_m = {[REGION_UPPER_BACK] = 0.003, [REGION_LOWER_BACK] = 0.0015},
	};
}

static double rise_m(int place)
{
	return person_rise_m(&one.person, &one.tissues[place]);
}

struct breath_tally {
	int count;
	double last_s; /* when the last one ended */
	double sum_s;
	double short_s;
	double long_s;
	double sum_m;
	double shallow_m;
	double deep_m;
};

/* Breaths of one place, from one exhalation to the next, until there are count of them. */
static struct breath_tally tally_breaths(int place, int count)
{
	struct breath_tally tally = {.count = -1, .short_s = 1e9, .shallow_m = 1e9};
	double peak_m = 0.0;
	double t_s = 0.0;
	double before = 1.0;
	double before_that = 1.0;

	while (tally.count < count) {
		one_person_wait_step(&one);
		t_s += one.step_s;
		peak_m = rise_m(place) > peak_m ? rise_m(place) : peak_m;
		if (before < 1e-5 && before <= before_that && rise_m(place) > before) {
			double length_s = t_s - tally.last_s;

			if (tally.count++ >= 0) {
				tally.sum_s += length_s;
				tally.sum_m += peak_m;
				tally.short_s = length_s < tally.short_s ? length_s : tally.short_s;
				tally.long_s = length_s > tally.long_s ? length_s : tally.long_s;
				tally.shallow_m =
					peak_m < tally.shallow_m ? peak_m : tally.shallow_m;
				tally.deep_m = peak_m > tally.deep_m ? peak_m : tally.deep_m;
			}
			tally.last_s = t_s;
			peak_m = 0.0;
		}
		before_that = before;
		before = rise_m(place);
	}
	return tally;
}

static void a_thousand_breaths__vary_as_asked_around_their_means(void **state)
{
	struct breath_tally tally;

	(void)state;
	open_breathing();
	one_person_lie_down(&one, 4);
	tally = tally_breaths(0, 1000);
	assert_near(tally.sum_s / 1000.0, 4.0, 0.04);
	assert_near(tally.sum_m / 1000.0, 0.003, 0.0001);
	assert_near(tally.short_s, 4.0 * 0.85, 0.02);
	assert_near(tally.long_s, 4.0 * 1.15, 0.02);
	assert_near(tally.deep_m / tally.shallow_m, 2.5, 0.05);
}

static void the_lumbar_region__rises_by_its_own_amplitude(void **state)
{
	(void)state;
	open_breathing();
	one_person_lie_down(&one, 4);
	assert_near(tally_breaths(1, 100).sum_m / 100.0, 0.0015, 0.0001);
}

static void a_deep_breath__is_three_times_as_deep_and_slower(void **state)
{
	struct breath_tally tally;

	(void)state;
	open_breathing();
	one.patient.breathing.length_spread = 0.0;
	one.patient.breathing.depth_spread = 0.0;
	one.patient.happenings.deep_breaths_per_min = 1.0;
	one_person_lie_down(&one, 4);
	tally = tally_breaths(0, 200);
	assert_near(tally.deep_m, 0.009, 1e-5);
	assert_near(tally.shallow_m, 0.003, 1e-5);
	assert_near(tally.long_s, 6.0, 0.01);
	assert_near(tally.short_s, 4.0, 0.01);
	/* one a minute: each lasts two seconds more, and adds 6 mm */
	assert_near(tally.sum_m - 200 * 0.003, tally.sum_s / 60.0 * 0.006, 2.0 * 0.006);
}

static void a_cough__throws_the_skin_out_and_back_in_0_3_s(void **state)
{
	double most_m = 0.0;
	int longest_ms = 0;
	int ms = 0;

	(void)state;
	one_person_describe(&one);
	one.patient.happenings.coughs_per_min = 4.0;
	one.patient.happenings.cough_m = 0.010;
	one_person_lie_down(&one, 5);
	for (int i = 0; i < 1200000; i++) {
		one_person_wait_step(&one);
		most_m = rise_m(0) > most_m ? rise_m(0) : most_m;
		ms = rise_m(0) > 0.0 ? ms + 1 : 0;
		longest_ms = ms > longest_ms ? ms : longest_ms;
		assert_true(rise_m(0) >= 0.0 && rise_m(1) <= rise_m(0));
	}
	assert_near(most_m, 0.013, 0.0005); /* the strongest of them: 30 % more */
	assert_in_range(longest_ms, 299, 300);
	assert_near(one.person.event_count, 80.0, 8.0);
}

/* The places of a shift: 20 to 50 mm away each time, and within 50 mm of the first. */
static void shifts__go_20_to_50_mm_and_stay_near(void **state)
{
	double before_m[2] = {0.0, 0.0};
	double least_m = 1.0;
	double most_m = 0.0;
	double level_m = 0.0;
	int shifts = 0;

	(void)state;
	one_person_describe(&one);
	one.patient.happenings.shifts_per_min = 6.0;
	one_person_lie_down(&one, 6);
	for (int i = 0; i < 3600000; i++) {
		const struct shift *shift = &one.person.shift;
		int count = one.person.event_count;

		one_person_wait_step(&one);
		if (one.person.event_count != count) {
			double by_m = hypot(shift->by_x_m, shift->by_y_m);
			double off_m = hypot(shift->from_x_m + shift->by_x_m,
					     shift->from_y_m + shift->by_y_m);

			assert_near(shift->from_x_m, before_m[0], 1e-12);
			assert_near(shift->from_y_m, before_m[1], 1e-12);
			before_m[0] = shift->from_x_m + shift->by_x_m;
			before_m[1] = shift->from_y_m + shift->by_y_m;
			least_m = by_m < least_m ? by_m : least_m;
			most_m = by_m > most_m ? by_m : most_m;
			assert_true(off_m <= 0.050 + 1e-12);
			shifts++;
		}
		level_m = fabs(rise_m(0)) > level_m ? fabs(rise_m(0)) : level_m;
	}
	assert_near(shifts, 360.0, 20.0);
	assert_near(least_m, 0.020, 0.001);
	assert_near(most_m, 0.050, 0.001);
	assert_true(level_m > 0.009 && level_m <= 0.010 + 1e-12);
}

static void getting_up__takes_the_skin_out_of_reach_within_1_s(void **state)
{
	(void)state;
	one_person_describe(&one);
	one.patient.happenings.gets_up_at_s = 5.0;
	one_person_lie_down(&one, 6);
	assert_near(one_person_hold(&one, 0, 0.010, 4.999), 15.6 * 0.6, 2.0);
	one_person_hold(&one, 0, 0.010, 1.002);
	assert_true(rise_m(0) <= -0.100);
	assert_near(one.forces_n[0], 0.0, 0.0);
	one_person_hold(&one, 0, 0.010, 600.0);
	assert_true(rise_m(0) <= -0.100);
}

/* Place, speed and slope of the speed of the skin over an hour in which everything happens. */
static void the_skin__never_jumps_within_an_hour(void **state)
{
	double before_m = 0.0;
	double before_m_s = 0.0;
	double error_m = 0.0;

	(void)state;
	open_breathing();
	one.patient.happenings = (struct happenings){2.0, 4.0, 0.010, 2.0, 2.0, 3500.0};
	one_person_lie_down(&one, 8);
	before_m = rise_m(0);
	before_m_s = person_rise_m_s(&one.person, &one.tissues[0]);
	for (int i = 0; i < 3600000; i++) {
		double speed_m_s;

		one_person_wait_step(&one);
		speed_m_s = person_rise_m_s(&one.person, &one.tissues[0]);
		/* the place follows from the speeds, and no speed changes faster than in a cough: what
		 * is left is a step in which one begins */
		error_m = rise_m(0) - before_m - 0.5 * (speed_m_s + before_m_s) * STEP_S;
		assert_true(fabs(error_m) < 1e-6);
		assert_true(fabs(speed_m_s - before_m_s) < 4.0 * STEP_S);
		assert_true(fabs(speed_m_s) < 0.40); /* a cough while getting up */
		before_m = rise_m(0);
		before_m_s = speed_m_s;
	}
	assert_true(one.person.event_count > 400);
}

static uint64_t fingerprint(uint64_t seed)
{
	uint64_t print = 14695981039346656037u;

	open_breathing();
	one.patient.happenings = (struct happenings){2.0, 4.0, 0.010, 2.0, 2.0, 0.0};
	one.patient.guarding = (struct guarding){0.5, 0.3, 5.0};
	one_person_lie_down(&one, seed);
	for (int i = 0; i < 60000; i++) {
		double force_n = one_person_press(&one, 0, 0.010, 0.0);
		unsigned char bytes[sizeof(force_n)];

		memcpy(bytes, &force_n, sizeof(bytes));
		for (size_t b = 0; b < sizeof(bytes); b++) {
			print = (print ^ bytes[b]) * 1099511628211u;
		}
	}
	return print;
}

static void one_seed__is_one_person_bit_for_bit_and_another_is_not(void **state)
{
	uint64_t first = fingerprint(11);

	(void)state;
	assert_true(fingerprint(11) == first);
	assert_true(fingerprint(12) != first);
}

/* What is scripted can be known beforehand, and does not depend on what the heads do. */
static void the_script__is_what_happens(void **state)
{
	static struct event script[256];
	int count;

	(void)state;
	open_breathing();
	one.patient.happenings = (struct happenings){1.0, 2.0, 0.010, 1.0, 1.0, 250.0};
	count = person_events(script, 256, &one.patient, 21, 300.0);
	assert_in_range(count, 15, EVENTS_KEPT);
	for (int pressed = 0; pressed < 2; pressed++) {
		one_person_lie_down(&one, 21);
		one_person_hold(&one, 0, pressed ? 0.018 : -0.050, 300.0);
		assert_int_equal(one.person.event_count, count);
		for (int i = 0; i < count; i++) {
			assert_int_equal(one.person.events[i].kind, script[i].kind);
			assert_near(one.person.events[i].t_s, script[i].t_s, 0.0);
			assert_near(one.person.events[i].size, script[i].size, 0.0);
		}
	}
	assert_int_equal(person_events(script, 3, &one.patient, 21, 300.0), count);
}

/* One rate more or less leaves everything else where it was. */
static void each_kind__has_times_of_its_own(void **state)
{
	static struct event with[256];
	static struct event without[256];
	int count;
	int kept = 0;

	(void)state;
	open_breathing();
	one.patient.happenings = (struct happenings){1.0, 2.0, 0.010, 1.0, 1.0, 0.0};
	count = person_events(with, 256, &one.patient, 21, 300.0);
	one.patient.happenings.shifts_per_min = 0.0;
	person_events(without, 256, &one.patient, 21, 300.0);
	for (int i = 0; i < count; i++) {
		if (with[i].kind != EVENT_SHIFT) {
			assert_near(with[i].t_s, without[kept].t_s, 0.0);
			assert_int_equal(with[i].kind, without[kept].kind);
			kept++;
		}
	}
	assert_true(kept > 10 && kept < count);
}

static void a_window__is_open_for_2_s_after_a_cough_and_not_after_a_breath(void **state)
{
	int open_ms = 0;

	(void)state;
	open_breathing();
	one.patient.happenings.coughs_per_min = 1.0;
	one.patient.happenings.cough_m = 0.010;
	one.patient.happenings.deep_breaths_per_min = 3.0;
	one_person_lie_down(&one, 2);
	for (int i = 0; i < 600000; i++) {
		one_person_wait_step(&one);
		open_ms += person_is_in_window(&one.person);
	}
	assert_true(open_ms >= 8 * 2000 && open_ms <= 12 * 2000);
	assert_near(fmod(open_ms + 20.0, 2000.0), 20.0, 20.0);
}

static void a_calm_day__has_the_same_breath_and_no_events(void **state)
{
	static double rises_m[20000];

	(void)state;
	open_breathing();
	one.patient.happenings = (struct happenings){0.0, 6.0, 0.010, 6.0, 6.0, 15.0};
	one.patient.guarding = (struct guarding){0.5, 0.3, 5.0};
	for (int calm = 0; calm < 2; calm++) {
		double furthest_m = 0.0;

		if (calm) {
			patient_calm(&one.patient);
		}
		one_person_lie_down(&one, 13);
		for (int i = 0; i < 20000; i++) {
			one_person_wait_step(&one);
			if (!calm) {
				rises_m[i] = one.person.breath.share;
			} else {
				assert_near(one.person.breath.share, rises_m[i], 0.0);
				furthest_m =
					fabs(rise_m(0)) > furthest_m ? fabs(rise_m(0)) : furthest_m;
			}
		}
		assert_true(calm ? one.person.event_count == 0 : one.person.event_count > 3);
		assert_true(!calm || (furthest_m > 0.001 && furthest_m < 0.0045));
	}
	patient_hold_breath(&one.patient);
	one_person_lie_down(&one, 13);
	for (int i = 0; i < 20000; i++) {
		one_person_wait_step(&one);
		assert_near(rise_m(0), 0.0, 0.0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_thousand_breaths__vary_as_asked_around_their_means),
		cmocka_unit_test(the_lumbar_region__rises_by_its_own_amplitude),
		cmocka_unit_test(a_deep_breath__is_three_times_as_deep_and_slower),
		cmocka_unit_test(a_cough__throws_the_skin_out_and_back_in_0_3_s),
		cmocka_unit_test(shifts__go_20_to_50_mm_and_stay_near),
		cmocka_unit_test(getting_up__takes_the_skin_out_of_reach_within_1_s),
		cmocka_unit_test(the_skin__never_jumps_within_an_hour),
		cmocka_unit_test(one_seed__is_one_person_bit_for_bit_and_another_is_not),
		cmocka_unit_test(the_script__is_what_happens),
		cmocka_unit_test(each_kind__has_times_of_its_own),
		cmocka_unit_test(a_window__is_open_for_2_s_after_a_cough_and_not_after_a_breath),
		cmocka_unit_test(a_calm_day__has_the_same_breath_and_no_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
