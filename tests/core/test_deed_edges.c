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
	deed_init(&deed, &head, TICK_S, LOOK_S);
	belief = (struct head_belief){
		.input = INPUT_LIVE, .pressure_known = true, .position_known = true};
	return 0;
}

static int set_up_screw(void **state)
{
	set_up(state);
	head.actuator.kind = ACTUATOR_VELOCITY;
	head.actuator.release.dead_s = 0.05;
	deed_init(&deed, &head, TICK_S, LOOK_S);
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

/* ---- the latch of a screw ---- */

/* How many looks after it opened it is found dead, if it came back that far at each; 0: never. */
static int dead_after(double opened_m, double back_m)
{
	set_up_screw(NULL);
	belief.position_m = opened_m;
	look(true, 0.0, 0.0);
	look(false, 0.0, 0.0);
	for (int n = 1; n < 40; n++) {
		belief.position_m = opened_m - n * back_m;
		if (look(false, 0.0, 0.0) == COND_DUMP_DEAD) {
			return n;
		}
	}
	return 0;
}

/* Its nut goes 1 mm a look. It is asked when a sound one came 1.15 times as far, within 0.72 of its way, at 300 ms. */
static void a_latch__is_asked_the_sooner_the_less_it_is_out(void **state)
{
	(void)state;
	assert_int_equal(dead_after(0.050, 0.001), 9);
	assert_int_equal(dead_after(0.0145, 0.001), 9);
	assert_int_equal(dead_after(0.0143, 0.001), 8);
	assert_int_equal(dead_after(0.0096, 0.001), 6);
	assert_int_equal(dead_after(0.0081, 0.001), 5);
	assert_int_equal(dead_after(0.0079, 0.001), 0); /* three dead times are five looks */
	assert_int_equal(dead_after(0.0, 0.0), 0);
	for (int n = 0; n < 2; n++) {
		const double opened_m = n == 0 ? 0.050 : 0.0096;

		assert_int_equal(dead_after(opened_m, 0.00116), 0);
		assert_true(dead_after(opened_m, 0.00114) > 0);
	}
}

static void a_latch_that_was_never_open_yet__is_not_dead(void **state)
{
	(void)state;
	for (int n = 0; n < 40; n++) {
		assert_int_equal(look(false, 0.0, 0.0), COND_COUNT);
	}
}

/* The nut comes back for it: as far as it is out, and four looks more. */
static void a_screw_that_let_go__is_waited_for(void **state)
{
	(void)state;
	belief.position_m = 0.020;
	look(true, 0.0, 0.0);
	look(false, 0.0, 0.0);
	assert_int_equal(deed.nut.catch_looks, 20 + 4);
	look(false, 0.0, 0.0);
	assert_int_equal(deed.nut.catch_looks, 23);
}

/* What was ordered while it was open is nothing to be made up for. */
static void a_screw_that_shuts_again__begins_anew(void **state)
{
	(void)state;
	look(true, 0.0, 0.0);
	look(true, 0.0, 0.0);
	deed.nut.lags_looks = 5;
	nut_tick(&deed.nut, SPEED, 0.0);
	look(false, 0.0, 0.0);
	look(true, 0.0, 0.0);
	assert_zero(deed.nut.due_m);
	assert_int_equal(deed.nut.lags_looks, 0);
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
		SCREW(a_latch__is_asked_the_sooner_the_less_it_is_out),
		SCREW(a_latch_that_was_never_open_yet__is_not_dead),
		SCREW(a_screw_that_let_go__is_waited_for),
		SCREW(a_screw_that_shuts_again__begins_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
