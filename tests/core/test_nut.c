/* test_nut.c - what is thought of a screw from tick to tick, and what a look makes of it. */
#include "core/safety/nut.h"

#include "core/bench_rig.h"

#define LOOK_S  0.033
#define TICKS   33
#define SPEED   0.03 /* m/s */
#define STALL_N 200.0
#define SWIFT   1e3 /* m/s2: at once */

static struct actuator_spec actuator;
static struct nut nut;
static struct head_belief belief;

static void begin(double accel_m_s2)
{
	memset(&nut, 0xff, sizeof(nut)); /* as memory may be before */
	actuator = bench_head.actuator;
	actuator.travel_m = 10.0;
	actuator.screw.speed_max_m_s = SPEED;
	actuator.screw.stall_n = STALL_N;
	actuator.screw.accel_m_s2 = accel_m_s2;
	nut_init(&nut, &actuator, TICK_S, LOOK_S);
	belief = (struct head_belief){.position_known = true, .position_m = 0.05};
	nut_begin(&nut, belief.position_m);
}

static int set_up(void **state)
{
	(void)state;
	begin(SWIFT);
	return 0;
}

/* One look: so much was ordered at all its ticks, and so far it went. */
static enum condition look(double ordered_m_s, double did_m)
{
	const double from_m = belief.position_m;

	for (int k = 0; k < TICKS; k++) {
		nut_tick(&nut, ordered_m_s, belief.force_n);
	}
	belief.position_m += did_m;
	return nut_look(&nut, &belief, from_m);
}

/* Looks until it is named so, ordered that much and doing this share of it; most + 1 where it never is. */
static int looks_until(enum condition named, double ordered_m_s, double share, int most)
{
	const bool contact = belief.contact;

	begin(SWIFT);
	belief.contact = contact;
	for (int n = 1; n <= most; n++) {
		const enum condition found = look(ordered_m_s, share * ordered_m_s * LOOK_S);

		if (found != COND_COUNT) {
			assert_int_equal(found, named);
			return n;
		}
	}
	return most + 1;
}

/* ---- from tick to tick ---- */

/* It takes its time to come to speed, and to turn: 20 ticks to 10 mm/s, and 40 back. */
static void a_nut__speeds_up_no_faster_than_its_motor(void **state)
{
	(void)state;
	begin(0.5);
	for (int k = 0; k < 25; k++) {
		nut_tick(&nut, 0.010, 0.0);
		assert_near(nut.asked_m_s, k < 20 ? 0.0005 * (k + 1) : 0.010, 1e-12);
		assert_near(nut.due_m_s, nut.asked_m_s, 1e-12);
	}
	for (int k = 0; k < 45; k++) {
		nut_tick(&nut, -0.010, 0.0);
		assert_near(nut.asked_m_s, k < 40 ? 0.010 - 0.0005 * (k + 1) : -0.010, 1e-12);
		assert_near(nut.due_m_s, nut.asked_m_s, 1e-12);
	}
}

/* Both ways of a look are what was made at its ticks. */
static void its_way__is_counted_at_every_tick(void **state)
{
	(void)state;
	for (int k = 0; k < 10; k++) {
		nut_tick(&nut, k < 5 ? 0.010 : -0.004, 0.0);
	}
	assert_near(nut.asked_m, 5.0 * 0.006 * TICK_S, 1e-12);
	assert_near(nut.due_m, 5.0 * 0.006 * TICK_S, 1e-12);
	nut_look(&nut, &belief, belief.position_m);
	assert_zero(nut.asked_m);
	assert_zero(nut.due_m);
}

/* A loaded one is to make 0.7 of what its load leaves of its speed, and one that is pulled no more than all. */
static void a_loaded_screw__is_to_make_less(void **state)
{
	static const struct {
		double force_n;
		double ordered_m_s;
		double due_m_s;
	} cases[] = {
		{0.0, 0.02, 0.02},  {100.0, 0.02, 0.7 * 0.5 * SPEED}, {100.0, -0.02, -0.02},
		{300.0, 0.02, 0.0}, {-50.0, 0.03, 0.7 * SPEED},
	};

	(void)state;
	for (int k = 0; k < 5; k++) {
		nut_tick(&nut, cases[k].ordered_m_s, cases[k].force_n);
		assert_near(nut.due_m_s, cases[k].due_m_s, 1e-12);
		assert_near(nut.asked_m_s, cases[k].ordered_m_s, 1e-12); /* it may, all the same */
	}
}

static void no_number__orders_nothing(void **state)
{
	(void)state;
	begin(0.5);
	nut_tick(&nut, (double)NAN, (double)NAN);
	assert_true(isfinite(nut.asked_m) && isfinite(nut.due_m));
}

/* ---- what is forgotten ---- */

static void a_gap_and_its_way__are_forgotten_in_half_a_second(void **state)
{
	const double due_m = 0.006 * LOOK_S;
	const double keeps = 1.0 - LOOK_S / 0.5;
	const double stays = 1.0 - LOOK_S / 4.0;

	(void)state;
	look(0.006, 0.0);
	look(0.006, 0.0);
	assert_near(nut.gap_m, due_m * (1.0 + keeps), 1e-12);
	assert_near(nut.way_m, due_m * (1.0 + keeps), 1e-12);
	look(-0.006, 0.0); /* its way is what was ordered to and fro */
	assert_near(nut.gap_m, due_m * ((1.0 + keeps) * keeps - 1.0), 1e-12);
	assert_near(nut.way_m, due_m * ((1.0 + keeps) * keeps + 1.0), 1e-12);
	assert_near(nut.stand_m, due_m * ((1.0 + stays) * stays - 1.0), 1e-12);
	begin(SWIFT);
	look(0.0, 0.001);
	look(0.0, 0.0);
	assert_near(nut.over_m, 0.001 * keeps, 1e-12);
}

static void who_begins_anew__has_nothing_to_make_up_for(void **state)
{
	(void)state;
	for (int n = 0; n < 3; n++) {
		look(0.02, n < 2 ? 0.001 : 0.0);
		nut_tick(&nut, 0.02, 0.0);
	}
	assert_true(nut.stand_m > 0.0);
	nut.lags_looks = 3;
	nut.runs_looks = 3;
	nut_begin(&nut, 0.07);
	assert_zero(nut.asked_m_s);
	assert_zero(nut.due_m_s);
	assert_zero(nut.asked_m);
	assert_zero(nut.due_m);
	assert_zero(nut.gap_m);
	assert_zero(nut.way_m);
	assert_zero(nut.over_m);
	assert_zero(nut.stand_m);
	assert_near(nut.stood_m, 0.07, 0.0);
	assert_int_equal(nut.lags_looks, 0);
	assert_int_equal(nut.runs_looks, 0);
}

/* An open latch's spring is faster than any order: only as much counts as was ordered the other way. */
static void a_carriage_taken_back_at_once__counts_no_more_than_its_order(void **state)
{
	(void)state;
	look(0.006, -0.020);
	assert_near(nut.gap_m, 2.0 * 0.006 * LOOK_S, 1e-12);
}

/* ---- where nothing can be told ---- */

/* At a stop it cannot do what it is ordered; what it does unasked counts there as well. */
static void a_screw_at_its_stop__is_watched_while_it_is_ordered_nothing(void **state)
{
	(void)state;
	for (int end = 0; end < 2; end++) {
		for (int ordered = 0; ordered < 2; ordered++) {
			const double speed_m_s = ordered ? (end ? SPEED : -SPEED) : 0.0;

			begin(SWIFT);
			nut.travel_m = 0.10;
			belief.position_m = end ? 0.0985 : 0.0;
			look(speed_m_s, 0.0015);
			assert_near(nut.over_m, ordered ? 0.0 : 0.0015, 1e-12);
			assert_near(nut.stood_m, belief.position_m, 1e-12);
			assert_zero(ordered ? nut.asked_m_s : 0.0);
		}
	}
}

static void a_place_behind_its_stop__tells_nothing(void **state)
{
	static const double places_m[] = {-0.0004, -0.0005};

	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(SWIFT);
		belief.position_m = places_m[k];
		look(0.006, 0.0);
		assert_near(nut.gap_m, k == 0 ? 0.006 * LOOK_S : 0.0, 1e-12);
		assert_near(nut.way_m, k == 0 ? 0.006 * LOOK_S : 0.0, 1e-12);
	}
}

/* The nut comes back for its carriage: as far as that is out, and four looks more. */
static void until_it_came_back__nothing_is_told(void **state)
{
	(void)state;
	nut_let_go(&nut, 0.02);
	assert_int_equal(nut.catch_looks, 20 + 4);
	nut_comes(&nut);
	assert_int_equal(nut.catch_looks, 23);
	nut.catch_looks = 2;
	for (int n = 0; n < 3; n++) {
		look(0.006, 0.0);
		assert_near(nut.gap_m, n < 2 ? 0.0 : 0.006 * LOOK_S, 1e-12);
	}
	assert_int_equal(nut.catch_looks, 0);
}

/* ---- what is named ---- */

/* Far short of its way: however slowly it was to go, as it does where nobody was felt yet. */
static void a_screw_that_stands_in_the_air__is_named_by_a_share_of_its_way(void **state)
{
	(void)state;
	assert_in_range(looks_until(COND_ACTUATOR_LAGS, 0.0045, 0.0, 60), 16,
			22); /* 1.2 mm, 230 ms */
	assert_in_range(looks_until(COND_ACTUATOR_LAGS, 0.0045, 0.38, 200), 30, 60);
}

/* A little short is what answer_watch.h tells of; up to 4 mm. */
static void a_screw_that_goes_half_its_way__is_named_once_that_is_4_mm(void **state)
{
	(void)state;
	assert_int_equal(looks_until(COND_ACTUATOR_LAGS, 0.0045, 0.42, 200), 201);
	assert_int_equal(looks_until(COND_ACTUATOR_LAGS, 0.0130, 0.42, 200),
			 201); /* 3.8 mm at most */
	assert_in_range(looks_until(COND_ACTUATOR_LAGS, 0.0150, 0.42, 200), 30, 60);
	assert_int_equal(looks_until(COND_ACTUATOR_LAGS, 0.020, 0.62, 200), 201);
	assert_in_range(looks_until(COND_ACTUATOR_LAGS, 0.020, 0.58, 200), 30, 60);
}

static void a_screw_that_goes_half_its_way_on_somebody__is_named_once_that_is_2_5_mm(void **state)
{
	(void)state;
	belief.contact = true;
	assert_int_equal(looks_until(COND_ACTUATOR_LAGS, 0.0098, 0.5, 200),
			 201); /* 2.45 mm at most */
	belief.contact = true;
	assert_in_range(looks_until(COND_ACTUATOR_LAGS, 0.0120, 0.5, 200), 30, 60);
}

/* 4 mm due, and none of it done: to or fro, on somebody or not, down to 1 mm a second. */
static void a_screw_that_stands__is_named_however_slow_its_order(void **state)
{
	static const double orders_m_s[] = {0.00105, 0.0015, 0.004, -0.00105, -0.004};

	(void)state;
	for (int k = 0; k < 5; k++) {
		belief.contact = true;
		assert_in_range(looks_until(COND_ACTUATOR_LAGS, orders_m_s[k], 0.0, 2000), 20, 400);
	}
	belief.contact = true;
	assert_in_range(looks_until(COND_ACTUATOR_LAGS, 0.004, 0.0, 200), 30, 40);
	belief.contact = true;
	assert_int_equal(looks_until(COND_ACTUATOR_LAGS, 0.00095, 0.0, 2000), 2001);
	/* one that goes, if a tenth as fast, does not stand */
	belief.contact = true;
	assert_int_equal(looks_until(COND_ACTUATOR_LAGS, 0.004, 0.1, 2000), 2001);
}

/* Within 0.3 mm it stands; what was due before is forgotten as soon as it goes further. */
static void who_moves__stood_until_then(void **state)
{
	(void)state;
	for (int n = 0; n < 10; n++) {
		look(0.004, n == 5 ? 0.00029 : 0.0);
	}
	assert_near(nut.stood_m, 0.05, 1e-12);
	assert_true(nut.stand_m > 0.00125);
	look(0.004, 0.00002);
	assert_near(nut.stood_m, belief.position_m, 0.0);
	assert_zero(nut.stand_m);
	look(0.004, -0.00031);
	assert_near(nut.stood_m, belief.position_m, 0.0);
}

/* 3 mm beyond what it was asked for, in two looks: within a quarter of a second from 0 to full speed. */
static void a_screw_that_runs_away__is_named_by_3_mm(void **state)
{
	(void)state;
	for (int n = 1; n <= 8; n++) {
		const enum condition found = look(0.0, SPEED * LOOK_S);

		assert_int_equal(found, n < 5 ? COND_COUNT : COND_ACTUATOR_RUNS);
	}
	begin(SWIFT);
	for (int n = 0; n < 200; n++) { /* 2.9 mm at most */
		assert_int_equal(look(0.0, 0.0058 * LOOK_S), COND_COUNT);
	}
	begin(SWIFT);
	assert_int_equal(look(0.0, 0.0031), COND_COUNT); /* and once is none */
	assert_int_equal(look(0.0, 0.0), COND_COUNT);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_nut__speeds_up_no_faster_than_its_motor),
		TEST(its_way__is_counted_at_every_tick),
		TEST(a_loaded_screw__is_to_make_less),
		TEST(no_number__orders_nothing),
		TEST(a_gap_and_its_way__are_forgotten_in_half_a_second),
		TEST(who_begins_anew__has_nothing_to_make_up_for),
		TEST(a_carriage_taken_back_at_once__counts_no_more_than_its_order),
		TEST(a_screw_at_its_stop__is_watched_while_it_is_ordered_nothing),
		TEST(a_place_behind_its_stop__tells_nothing),
		TEST(until_it_came_back__nothing_is_told),
		TEST(a_screw_that_stands_in_the_air__is_named_by_a_share_of_its_way),
		TEST(a_screw_that_goes_half_its_way__is_named_once_that_is_4_mm),
		TEST(a_screw_that_goes_half_its_way_on_somebody__is_named_once_that_is_2_5_mm),
		TEST(a_screw_that_stands__is_named_however_slow_its_order),
		TEST(who_moves__stood_until_then),
		TEST(a_screw_that_runs_away__is_named_by_3_mm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
