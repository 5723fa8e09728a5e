/* test_guard.c - a head backs off when the person pushes, and for nothing else. */
#include "core/guarding.h"

#define HEADS 2

static void begin(enum actuator_kind kind, double breakaway_n)
{
	guarding_begin(HEADS, kind, breakaway_n);
}

static int set_up(void **state)
{
	(void)state;
	begin(ACTUATOR_PRESSURE, 3.0);
	return 0;
}

/* A muscle tenses in 0.3 s under a head that asks for no more. */
static void tense(double wanted_n, double by_n)
{
	for (int k = 0; k < 300; k++) {
		guarding_tick(wanted_n, wanted_n + by_n * k / 300.0);
	}
}

static void a_push__makes_the_head_back_off_smoothly(void **state)
{
	(void)state;
	fastest_n = 0.0;
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 8.0);
	assert_int_equal(guard.times, 1);
	guarding_hold(22.5, 22.5, 0.4);
	assert_true(fastest_n > 0.05 && fastest_n < 0.07);
	assert_near(ceilings.heads[0].now_n, GUARD_SHARE * 30.0, 1e-9);
	assert_int_equal(ceilings.heads[0].reason, LIMIT_GUARD);
	assert_near(ceilings.heads[1].now_n, 80.0, 1e-9); /* the other head goes on */
}

/* Pressed with less than was wished, for the sums to hold: backing off from the wish would be none. */
static void a_push_while_sums_are_held__backs_off_from_what_is_pressed(void **state)
{
	(void)state;
	setpoint.share = 0.7;
	guarding_hold(21.0, 21.0, 1.0);
	tense(21.0, 8.0);
	assert_int_equal(guard.times, 1);
	guarding_hold(15.75, 15.75, 0.4);
	assert_near(ceilings.heads[0].now_n, GUARD_SHARE * 21.0, 1e-9);
}

/* The head yields as it should, and feels hardly more than before, pressed that far back. */
static void press_back(double wanted_n, double swing_n, double back_m, double seconds)
{
	const double from_m = belief.heads[0].position_m;
	const int ticks = (int)(seconds / TICK_S + 0.5);

	for (int k = 0; k < ticks; k++) {
		double now_n = wanted_n + swing_n * sin(0.02 * k);
		double part = (double)k / ticks;

		belief.heads[0].position_m = from_m - back_m * part * part * (3.0 - 2.0 * part);
		guarding_tick(now_n, now_n + 500.0 * back_m * part);
	}
}

static void lie(double stiffness_n_m)
{
	begin(ACTUATOR_PRESSURE, 3.0);
	guarding_lie(stiffness_n_m);
}

static void a_head_pressed_back_at_the_same_force__backs_off_too(void **state)
{
	(void)state;
	lie(2400.0); /* 40 N at 17 mm */
	guarding_hold(40.0, 40.0, 1.0);
	press_back(40.0, 0.0, 0.0030, 0.3); /* half as stiff again [M] */
	assert_int_equal(guard.times, 1);
}

static void breath_a_stroke_and_a_light_touch__press_nobody_back(void **state)
{
	(void)state;
	lie(2400.0);
	guarding_hold(40.0, 40.0, 1.0);
	press_back(40.0, 0.0, 0.0067, 1.5); /* half of the deepest breath */
	assert_int_equal(guard.times, 0);
	lie(2400.0);
	guarding_hold(40.0, 40.0, 1.0);
	press_back(40.0, 6.0, 0.0030, 0.3); /* it goes to and fro itself */
	assert_int_equal(guard.times, 0);
	lie(1100.0);
	guarding_hold(8.0, 8.0, 1.0);
	press_back(8.0, 0.0, 0.0060, 0.3);
	assert_int_equal(guard.times, 0);
	lie(2400.0);
	guarding_hold(40.0, 40.0, 1.0);
	belief.heads[0].position_known = false;
	press_back(40.0, 0.0, 0.0060, 0.3); /* nobody knows */
	assert_int_equal(guard.times, 0);
}

/* Pressed back as far as a muscle does, while it kneads a little itself: whose doing it is nobody knows. */
static void a_head_pressed_back_while_it_kneads__does_not_back_off(void **state)
{
	(void)state;
	for (int kneads = 0; kneads < 2; kneads++) {
		lie(2400.0);
		guarding_hold(40.0, 40.0, 1.0);
		press_back(40.0, kneads ? 1.2 : 0.0, 0.0040, 0.3);
		assert_int_equal(guard.times, !kneads);
	}
}

/* Where it was before is not known: what it feels is all there is. */
static void a_push_on_a_place_that_was_just_found__is_a_push(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	for (int k = 0; k < 300; k++) {
		belief.heads[0].position_m = 0.03;
		belief.heads[0].position_known = k > 100;
		guarding_tick(30.0, 30.0 + 8.0 * k / 300.0);
	}
	assert_int_equal(guard.times, 1);
}

/* More and more is asked for, and what comes on top of that is still the person's. */
static void a_push_into_a_rise__is_a_push(void **state)
{
	(void)state;
	guarding_hold(20.0, 20.0, 1.0);
	for (int k = 0; k < 300; k++) {
		const double wanted_n = 20.0 + 0.1 * k;

		guarding_tick(wanted_n, wanted_n + 0.15 * k);
	}
	assert_int_equal(guard.times, 1);
}

static void it_stays_for_5_s_and_comes_back_slowly(void **state)
{
	double before_n;

	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 8.0);
	guarding_hold(22.0, 22.0, GUARD_HOLD_S - 0.3);
	assert_near(ceilings.heads[0].now_n, 22.5, 1e-9);
	before_n = 22.5;
	for (int k = 0; k < 2000; k++) {
		guarding_tick(22.0, 22.0);
		assert_at_most(ceilings.heads[0].now_n, before_n + 0.005);
		before_n = ceilings.heads[0].now_n;
	}
	assert_true(before_n > 25.0 && before_n < 30.0);
	guarding_hold(22.0, 22.0, 20.0);
	assert_near(ceilings.heads[0].now_n, 80.0, 1e-9);
	assert_int_equal(guard.times, 1);
}

static void a_push_again__goes_further_down(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 8.0);
	guarding_hold(22.5, 22.5, 2.0);
	tense(22.5, 8.0);
	guarding_hold(20.0, 20.0, 1.0);
	assert_int_equal(guard.times, 2);
	assert_near(ceilings.heads[0].now_n, GUARD_SHARE * GUARD_SHARE * 30.0, 1e-9);
}

/* The trip goes by what it went by before: a cough under a head that yields is none. */
static void backing_off__does_not_bring_the_trip_nearer(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 8.0);
	guarding_hold(22.0, 22.0, 2.0);
	assert_near(ceilings.heads[0].follow_n, 80.0, 1e-9);
}

static void what_obeys__never_backs_off(void **state)
{
	(void)state;
	for (int k = 0; k < 60000; k++) { /* kneading and strokes at the slew's end, a tick late */
		double rate_hz = k < 30000 ? 1.5 : 0.7;
		double wanted_n = 20.0 + 12.0 * sin(6.283185307179586 * rate_hz * k * TICK_S);
		double then_n = 20.0 + 12.0 * sin(6.283185307179586 * rate_hz * (k - 1) * TICK_S);

		guarding_tick(wanted_n, then_n);
	}
	for (int k = 0; k < 20; k++) {
		for (double n = 0.0; n < 60.0; n += SLEW_RISE_N_S * TICK_S) {
			guarding_tick(n, n);
		}
		for (double n = 60.0; n > 0.0; n -= SLEW_FALL_N_S * TICK_S) {
			guarding_tick(n, n);
		}
	}
	assert_int_equal(guard.times, 0);
}

static void an_error_that_does_not_rise__is_no_push(void **state)
{
	(void)state;
	guarding_hold(10.0, 20.0, 1.0); /* as it finds the person */
	assert_int_equal(guard.times, 0);
	begin(ACTUATOR_PRESSURE, 3.0);
	guarding_hold(30.0, 20.0, 1.0); /* a rise that only catches up */
	tense(30.0, 0.0);
	assert_int_equal(guard.times, 0);
}

static void a_force_that_stays_while_the_wish_falls__is_no_push(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	for (double n = 30.0; n > 10.0; n -= SLEW_FALL_N_S * TICK_S) {
		guarding_tick(n, 30.0);
	}
	guarding_hold(10.0, 30.0, 0.5);
	assert_int_equal(guard.times, 0);
}

static void one_wild_sample__is_no_push(void **state)
{
	(void)state;
	for (int k = 0; k < 200; k++) {
		guarding_hold(30.0, 30.0, 0.02);
		guarding_tick(30.0, 60.0);
		guarding_tick(30.0, 60.0); /* both heads had their turn */
	}
	assert_int_equal(guard.times, 0);
}

static void the_margin__grows_with_friction_and_force(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 4.6);                 /* half of it within the time looked back at */
	assert_int_equal(guard.times, 0); /* 0.6 + 0.48 x 3 + 0.02 x 30 = 2.64 */
	begin(ACTUATOR_PRESSURE, 0.75);
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 4.6);
	assert_int_equal(guard.times, 1);
	begin(ACTUATOR_VELOCITY, 3.0);
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 4.0);
	assert_int_equal(guard.times, 1);
}

static void a_head_that_goes_in_on_its_own__meets_its_own_doing(void **state)
{
	(void)state;
	belief.heads[0].position_known = true;
	guarding_hold(30.0, 30.0, 1.0);
	for (int k = 0; k < 300; k++) {
		belief.heads[0].position_m += 0.005 * TICK_S;
		guarding_tick(30.0, 30.0 + 8.0 * k / 300.0);
	}
	assert_int_equal(guard.times, 0);
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 8.0); /* the same in one place */
	assert_int_equal(guard.times, 1);
}

/* Loaded at 120 N/s: 2.5 N/mm of muscle or 35 N/mm of bone. */
static void on_bone__a_push_must_be_greater(void **state)
{
	(void)state;
	for (int bone = 0; bone < 2; bone++) {
		begin(ACTUATOR_PRESSURE, 3.0);
		belief.heads[0].position_known = true;
		for (double n = 5.0; n < 25.0; n += SLEW_RISE_N_S * TICK_S) {
			belief.heads[0].position_m = n / (bone ? 35000.0 : 2500.0);
			guarding_tick(n, n);
		}
		guarding_hold(25.0, 25.0, 1.0);
		tense(25.0, 8.0);
		assert_int_equal(guard.times, bone ? 0 : 1);
		guarding_hold(25.0, 25.0, 1.0);
		tense(25.0, 24.0);
		assert_int_equal(guard.times, bone ? 1 : 2);
	}
}

/* Breath under a head that sticks: what rises by itself falls as well. */
static void what_fell_as_far_by_itself__is_no_push(void **state)
{
	(void)state;
	for (int swayed = 0; swayed < 2; swayed++) {
		begin(ACTUATOR_PRESSURE, 3.0);
		guarding_hold(12.0, 12.0, 1.0);
		tense(12.0, swayed ? -12.0 : 0.0);
		guarding_hold(12.0, 12.0, 1.0);
		tense(12.0, 6.0);
		assert_int_equal(guard.times, swayed ? 0 : 1);
	}
	guarding_hold(12.0, 12.0, 1.0);
	tense(12.0, 14.0); /* but never deaf */
	assert_int_equal(guard.times, 1);
}

/* Out by up_n and back in 0.3 s, and then stays_n more than was asked for. */
static void cough(double up_n, double stays_n)
{
	for (int k = 0; k < 300; k++) {
		double part = k / 300.0;

		guarding_tick(30.0, 30.0 + 0.5 * up_n * (1.0 - cos(6.283185307179586 * part)) +
					    stays_n * part);
	}
	guarding_hold(30.0, 30.0 + stays_n, 0.5);
}

static void a_cough__is_no_push_but_who_tensed_meanwhile_is_heard(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	cough(40.0, 0.0);
	assert_int_equal(guard.times, 0);
	guarding_hold(30.0, 30.0, 1.0);
	cough(40.0, 8.0);
	assert_int_equal(guard.times, 1);
	begin(ACTUATOR_PRESSURE, 3.0);
	guarding_hold(30.0, 30.0, 1.0);
	cough(80.0, 60.0); /* no muscle, but a body that lies elsewhere */
	assert_int_equal(guard.times, 0);
	guarding_hold(30.0, 30.0, 1.0);
	tense(30.0, 8.0); /* and who lies there is heard */
	assert_int_equal(guard.times, 1);
}

static void a_breath_that_is_known__presses_nobody_back(void **state)
{
	(void)state;
	for (int known = 0; known < 2; known++) {
		lie(2400.0);
		belief.breath.share[0] = known ? 1.0 : 0.0;
		belief.breath.rise_m_s = 0.010;
		guarding_hold(40.0, 40.0, 1.0);
		press_back(40.0, 0.0, 0.0030, 0.3);
		assert_int_equal(guard.times, known ? 0 : 1);
	}
	guarding_hold(40.0, 40.0, 1.0);
	press_back(40.0, 0.0, 0.0045, 0.3); /* half as far again as that breath, and it stays */
	guarding_hold(40.0, 43.0, 0.6);
	assert_int_equal(guard.times, 1);
}

static void below_4_n__nobody_is_pushed_back(void **state)
{
	(void)state;
	guarding_hold(4.0, 4.0, 1.0);
	tense(4.0, 20.0);
	assert_int_equal(guard.times, 0);
}

static void what_is_no_number__is_no_push(void **state)
{
	(void)state;
	guarding_hold(30.0, 30.0, 1.0);
	guarding_hold(30.0, NOT_A_N, 1.0);
	guarding_hold(NOT_A_N, 30.0, 1.0);
	assert_int_equal(guard.times, 0);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_push__makes_the_head_back_off_smoothly),
		TEST(a_push_while_sums_are_held__backs_off_from_what_is_pressed),
		TEST(a_head_pressed_back_at_the_same_force__backs_off_too),
		TEST(breath_a_stroke_and_a_light_touch__press_nobody_back),
		TEST(a_head_pressed_back_while_it_kneads__does_not_back_off),
		TEST(a_push_on_a_place_that_was_just_found__is_a_push),
		TEST(a_push_into_a_rise__is_a_push),
		TEST(it_stays_for_5_s_and_comes_back_slowly),
		TEST(a_push_again__goes_further_down),
		TEST(backing_off__does_not_bring_the_trip_nearer),
		TEST(what_obeys__never_backs_off),
		TEST(an_error_that_does_not_rise__is_no_push),
		TEST(a_force_that_stays_while_the_wish_falls__is_no_push),
		TEST(one_wild_sample__is_no_push),
		TEST(the_margin__grows_with_friction_and_force),
		TEST(a_head_that_goes_in_on_its_own__meets_its_own_doing),
		TEST(on_bone__a_push_must_be_greater),
		TEST(what_fell_as_far_by_itself__is_no_push),
		TEST(a_cough__is_no_push_but_who_tensed_meanwhile_is_heard),
		TEST(a_breath_that_is_known__presses_nobody_back),
		TEST(below_4_n__nobody_is_pushed_back),
		TEST(what_is_no_number__is_no_push),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
