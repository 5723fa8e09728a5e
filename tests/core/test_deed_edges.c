/* test_deed_edges.c - what is thought of an actuator look by look, and openings that begin anew. */
#include "core/safety/deed.h"

#include "core/bench_rig.h"

#define LOOK_S  (1.0 / 30.0)
#define ASKED   1e5  /* Pa */
#define OPEN_PA 1e4  /* what a head that let go has left: more than nothing, and no dead dump's */
#define SPEED   0.03 /* m/s, of a screw */
#define STALL_N 200.0

static struct head head;
static struct deed deed;
static struct head_belief belief;

static int set_up(void **state)
{
	(void)state;
	head = bench_head;
	head.sensor.air.rate_hz = 1000.0;
	head.actuator.screw.speed_max_m_s = SPEED;
	head.actuator.screw.stall_n = STALL_N;
	deed_init(&deed, &head, LOOK_S);
	belief = (struct head_belief){
		.input = INPUT_LIVE, .pressure_known = true, .position_known = true};
	return 0;
}

static int set_up_screw(void **state)
{
	set_up(state);
	head.actuator.kind = ACTUATOR_VELOCITY;
	deed_init(&deed, &head, LOOK_S);
	belief.position_m = 0.05;
	return 0;
}

/* One look, with this ordered; a screw stays where it is. */
static enum condition look(bool shut, double pressure_pa, double speed_m_s)
{
	const struct head_actuation order = {
		.dump_shut = shut, .pressure_pa = pressure_pa, .speed_m_s = speed_m_s};
	const struct head_setpoint to = {0};

	return deed_look(&deed, &belief, &order, &to, 80.0, true, belief.position_m);
}

/* Shut and filled as ordered, and that for long. */
static void fill(void)
{
	belief.pressure_pa = ASKED;
	for (int k = 0; k < 60; k++) {
		look(true, ASKED, 0.0);
	}
}

/* ---- what is thought of its air ---- */

static void air__is_thought_to_fill_and_vent_by_its_own_lags(void **state)
{
	const double fills = 1.0 - exp(-LOOK_S / head.actuator.lag_s);
	const double vents = 1.0 - exp(-LOOK_S / head.actuator.vent_lag_s);
	double full_pa;

	(void)state;
	look(true, 0.0, 0.0);
	look(true, ASKED, 0.0);
	look(true, ASKED, 0.0);
	assert_near(deed.model_pa, fills * ASKED, 1e-6);
	look(true, 0.0, 0.0);
	full_pa = deed.model_pa;
	look(true, 0.0, 0.0);
	assert_near(deed.model_pa, (1.0 - vents) * full_pa, 1e-6);
}

/* Of 122 N that are ordered 10 N may lack: 15 percent. */
static void a_strong_head__may_lack_more(void **state)
{
	const double ordered_pa = 250000.0;

	(void)state;
	belief.force_n = 100.0;
	belief.pressure_pa = ordered_pa;
	look(true, ordered_pa, 0.0);
	for (int k = 0; k < 60; k++) {
		look(true, ordered_pa, 0.0);
	}
	belief.pressure_pa = ordered_pa - 10.0 / BORE_M2;
	for (int k = 0; k < 300; k++) {
		assert_int_equal(look(true, ordered_pa, 0.0), COND_COUNT);
	}
}

/* ---- what is forgotten, and what begins anew ---- */

static void what_was_followed_before__is_forgotten_once_it_shuts_again(void **state)
{
	(void)state;
	look(false, 0.0, 0.0);
	deed.ordered = 5.0;
	deed.regulated_pa = 5.0;
	deed.before_pa = 5.0;
	deed.model_pa = 5.0;
	deed.slow_n = 5.0;
	deed.gap_m = 5.0;
	deed.over_m = 5.0;
	deed.lags_looks = 5;
	deed.runs_looks = 5;
	deed.leak_looks = 5;
	deed.full_looks = 5;
	belief.pressure_pa = 7.0;
	look(true, ASKED, 0.0);
	assert_zero(deed.ordered);
	assert_near(deed.regulated_pa, 7.0, 0.0);
	assert_near(deed.before_pa, 7.0, 0.0);
	assert_near(deed.model_pa, 7.0, 0.0);
	assert_zero(deed.slow_n);
	assert_zero(deed.gap_m);
	assert_zero(deed.over_m);
	assert_int_equal(deed.lags_looks, 0);
	assert_int_equal(deed.runs_looks, 0);
	assert_int_equal(deed.leak_looks, 0);
	assert_int_equal(deed.full_looks, 0);
}

/* Each time as the first time: at its very look. */
static void a_dead_dump__is_named_at_every_opening(void **state)
{
	(void)state;
	assert_int_equal(deed.dump_looks, 7);
	for (int k = 0; k < 3; k++) {
		fill();
		for (int n = 0; n <= 7; n++) {
			assert_int_equal(look(false, 0.0, 0.0),
					 n == 7 ? COND_DUMP_DEAD : COND_COUNT);
		}
		belief.pressure_pa = 0.0;
		look(false, 0.0, 0.0);
	}
}

/* What is left after the dump was asked must go: three looks of it are a regulator that goes on. */
static void air_that_stays_in_an_open_head__is_named_after_a_tenth_of_a_second(void **state)
{
	(void)state;
	fill();
	look(false, 0.0, 0.0);
	belief.pressure_pa = OPEN_PA;
	for (int n = 1; n < 20; n++) {
		assert_int_equal(look(false, 0.0, 0.0), n < 10 ? COND_COUNT : COND_ACTUATOR_RUNS);
	}
}

/* The self-test's own opening: of what is left afterwards nothing can be told for as long. */
static void an_opening_against_a_regulator__tells_nothing(void **state)
{
	(void)state;
	fill();
	look(false, 0.0, 0.0); /* a sound opening before it */
	belief.pressure_pa = 0.0;
	for (int n = 0; n < 20; n++) {
		look(false, 0.0, 0.0);
	}
	fill();
	for (int n = 0; n < 3; n++) {
		assert_int_equal(look(false, ASKED, 0.0), COND_COUNT);
	}
	for (int n = 1; n <= 2; n++) {
		assert_int_equal(look(false, 0.0, 0.0), COND_COUNT);
	}
	assert_int_equal(look(false, ASKED, 0.0), COND_COUNT); /* it begins anew with each */
	for (int n = 1; n <= 3; n++) {
		assert_int_equal(look(false, 0.0, 0.0), n < 3 ? COND_COUNT : COND_ACTUATOR_RUNS);
	}
}

/* Nor of what had begun to be watched when the regulator was asked. */
static void an_opening_that_is_interrupted__is_no_dead_dump(void **state)
{
	(void)state;
	fill();
	for (int n = 0; n < 3; n++) {
		look(false, 0.0, 0.0);
	}
	look(false, ASKED, 0.0);
	for (int n = 1; n <= 3; n++) {
		assert_int_equal(look(false, 0.0, 0.0), n < 3 ? COND_COUNT : COND_ACTUATOR_RUNS);
	}
}

/* ---- screws ---- */

/* At a stop it cannot do what it is ordered; what it does unasked counts there as well. */
static void a_screw_at_its_stop__is_watched_while_it_is_ordered_nothing(void **state)
{
	const struct head_setpoint to = {0};

	(void)state;
	for (int end = 0; end < 2; end++) {
		for (int ordered = 0; ordered < 2; ordered++) {
			const double from_m = end ? head.actuator.travel_m - 0.0015 : 0.0;
			const double speed_m_s = ordered ? (end ? SPEED : -SPEED) : 0.0;
			const struct head_actuation order = {.dump_shut = true,
							     .speed_m_s = speed_m_s};

			set_up_screw(NULL);
			belief.position_m = from_m;
			look(true, 0.0, speed_m_s);
			look(true, 0.0, speed_m_s);
			belief.position_m += 0.0015;
			deed_look(&deed, &belief, &order, &to, 80.0, true, from_m);
			assert_near(deed.over_m, ordered ? 0.0 : 0.0015, 1e-12);
		}
	}
}

/* The nut comes back for it: as far as it is out, and four looks more. */
static void a_screw_that_let_go__is_waited_for(void **state)
{
	(void)state;
	belief.position_m = 0.020;
	look(true, 0.0, 0.0);
	look(false, 0.0, 0.0);
	assert_int_equal(deed.catch_looks, 20 + 4);
	for (int n = 0; n < 40; n++) {
		look(false, 0.0, 0.0);
	}
	assert_int_equal(deed.catch_looks, 0);
	look(true, 0.0, 0.0);
	deed.catch_looks = 2;
	for (int n = 0; n < 3; n++) {
		look(true, 0.0, 0.0);
	}
	assert_int_equal(deed.catch_looks, 0);
}

/* What it should have gone by now and has not, with this force on it and that ordered. */
static double gap_m(double force_n, double speed_m_s, int looks)
{
	set_up_screw(NULL);
	belief.force_n = force_n;
	look(true, 0.0, speed_m_s);
	look(true, 0.0, speed_m_s);
	for (int n = 0; n < looks; n++) {
		look(true, 0.0, speed_m_s);
	}
	return deed.gap_m;
}

/* A loaded one is to make 0.7 of what its load leaves of its speed, and one that is pulled no more than all. */
static void a_loaded_screw__is_to_make_less(void **state)
{
	(void)state;
	assert_near(gap_m(0.0, 0.02, 1), 0.02 * LOOK_S, 1e-12);
	assert_near(gap_m(100.0, 0.02, 1), 0.7 * 0.5 * SPEED * LOOK_S, 1e-12);
	assert_near(gap_m(100.0, -0.02, 1), -0.02 * LOOK_S, 1e-12);
	assert_near(gap_m(300.0, 0.02, 1), 0.0, 1e-12);
	assert_near(gap_m(-50.0, 0.03, 1), 0.7 * SPEED * LOOK_S, 1e-12);
	assert_near(gap_m(0.0, 0.02, 2), 0.02 * LOOK_S * (2.0 - LOOK_S / 0.5), 1e-12);
}

static bool in_contact;

/* Looks until it is named, ordered that much and going this share of it; most + 1 where it never is. */
static int looks_until_it_lags(double speed_m_s, double share, int most)
{
	const struct head_actuation order = {.dump_shut = true, .speed_m_s = speed_m_s};
	const struct head_setpoint to = {0};

	set_up_screw(NULL);
	belief.position_m = 0.010;
	belief.contact = in_contact;
	head.actuator.travel_m = 10.0;
	deed_init(&deed, &head, LOOK_S);
	look(true, 0.0, speed_m_s);
	for (int n = 1; n <= most; n++) {
		const double from_m = belief.position_m;

		belief.position_m += share * speed_m_s * LOOK_S;
		if (deed_look(&deed, &belief, &order, &to, 80.0, true, from_m) ==
		    COND_ACTUATOR_LAGS) {
			return n;
		}
	}
	return most + 1;
}

/* Far short of its way: however slowly it was to go, as it does where nobody was felt yet. */
static void a_screw_that_stands__is_named_in_a_slow_approach_too(void **state)
{
	(void)state;
	assert_in_range(looks_until_it_lags(0.0045, 0.0, 60), 16, 22); /* 1.2 mm, and 230 ms */
	assert_in_range(looks_until_it_lags(SPEED, 0.0, 60), 8, 13);
	assert_in_range(looks_until_it_lags(0.0045, 0.38, 200), 30, 60);
	assert_int_equal(looks_until_it_lags(0.0020, 0.0, 200),
			 201); /* 1 mm at most: breath and play */
}

/* A little short is what answer_watch.h tells of; up to 4 mm. */
static void a_screw_that_goes_half_its_way__is_named_once_that_is_4_mm(void **state)
{
	(void)state;
	assert_int_equal(looks_until_it_lags(0.0045, 0.42, 200), 201);
	assert_int_equal(looks_until_it_lags(0.0130, 0.42, 200), 201); /* 3.8 mm at most */
	assert_in_range(looks_until_it_lags(0.0150, 0.42, 200), 30, 60);
	assert_int_equal(looks_until_it_lags(0.020, 0.62, 200), 201);
	assert_in_range(looks_until_it_lags(0.020, 0.58, 200), 30, 60);
}

/* On somebody it goes to and fro, and a look does not see all of that: there 4 mm tell, and nothing else. */
static void a_screw_on_somebody__is_named_by_4_mm_alone(void **state)
{
	(void)state;
	in_contact = true;
	assert_int_equal(looks_until_it_lags(0.0075, 0.0, 200), 201); /* 3.75 mm at most */
	assert_in_range(looks_until_it_lags(0.0090, 0.0, 200), 30, 60);
	in_contact = false;
}

/* An open latch's spring is faster than any order: only as much counts as was ordered the other way. */
static void a_carriage_taken_back_at_once__counts_no_more_than_its_order(void **state)
{
	const double due_m = 0.006 * LOOK_S;

	(void)state;
	look(true, 0.0, 0.006);
	look(true, 0.0, 0.006);
	belief.position_m -= 0.020;
	deed_look(&deed, &belief, &(struct head_actuation){.dump_shut = true, .speed_m_s = 0.006},
		  &(struct head_setpoint){0}, 80.0, true, belief.position_m + 0.020);
	assert_near(deed.gap_m, 2.0 * due_m, 1e-12);
	assert_near(deed.way_m, due_m, 1e-12);
}

/* Its way is forgotten like the gap, whichever way it went, and with it. */
static void a_way__is_what_was_ordered_to_and_fro(void **state)
{
	const double due_m = 0.006 * LOOK_S;

	(void)state;
	look(true, 0.0, 0.006);
	look(true, 0.0, 0.006);
	look(true, 0.0, -0.006);
	assert_near(deed.way_m, due_m, 1e-12);
	look(true, 0.0, 0.0);
	assert_near(deed.way_m, due_m * (2.0 - LOOK_S / 0.5), 1e-12);
	look(false, 0.0, 0.0);
	look(true, 0.0, 0.0);
	assert_near(deed.way_m, 0.0, 1e-12);
}

static void a_place_behind_its_stop__tells_nothing_of_a_screw(void **state)
{
	static const double places_m[] = {-0.0004, -0.0005};

	(void)state;
	for (int k = 0; k < 2; k++) {
		set_up_screw(NULL);
		belief.position_m = places_m[k];
		look(true, 0.0, 0.006);
		look(true, 0.0, 0.006);
		look(true, 0.0, 0.006);
		assert_near(deed.gap_m, k == 0 ? 0.006 * LOOK_S : 0.0, 1e-12);
		assert_near(deed.way_m, k == 0 ? 0.006 * LOOK_S : 0.0, 1e-12);
	}
}

#define TEST(f)  cmocka_unit_test_setup(f, set_up)
#define SCREW(f) cmocka_unit_test_setup(f, set_up_screw)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(air__is_thought_to_fill_and_vent_by_its_own_lags),
		TEST(a_strong_head__may_lack_more),
		TEST(what_was_followed_before__is_forgotten_once_it_shuts_again),
		TEST(a_dead_dump__is_named_at_every_opening),
		TEST(air_that_stays_in_an_open_head__is_named_after_a_tenth_of_a_second),
		TEST(an_opening_against_a_regulator__tells_nothing),
		TEST(an_opening_that_is_interrupted__is_no_dead_dump),
		SCREW(a_screw_at_its_stop__is_watched_while_it_is_ordered_nothing),
		SCREW(a_screw_that_let_go__is_waited_for),
		SCREW(a_loaded_screw__is_to_make_less),
		SCREW(a_screw_that_stands__is_named_in_a_slow_approach_too),
		SCREW(a_screw_that_goes_half_its_way__is_named_once_that_is_4_mm),
		SCREW(a_screw_on_somebody__is_named_by_4_mm_alone),
		SCREW(a_carriage_taken_back_at_once__counts_no_more_than_its_order),
		SCREW(a_way__is_what_was_ordered_to_and_fro),
		SCREW(a_place_behind_its_stop__tells_nothing_of_a_screw),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
