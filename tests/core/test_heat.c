/* test_heat.c - where heat may go, what each place had of it, and faces that do not do as they are told. */
#include "core/safety/heat.h"

#include "core/bench_rig.h"
#include "stone.h"

#include <knead/condition.h>

#define HEADS 4
#define HOT   1 /* the head looked at; HEADS - 1 is heated as well */
#define TURN  50

static struct rig rig;
static struct heat heat;
static struct belief belief;
static struct setpoint setpoint;
static struct actuation last;
static struct wish wish;
static bool allowed;
static enum state running;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	rig.heads[HOT].heater = stone;
	rig.heads[HEADS - 1].heater = stone;
	heat_init(&heat, &rig);
	memset(&belief, 0, sizeof(belief));
	memset(&setpoint, 0, sizeof(setpoint));
	memset(&last, 0, sizeof(last));
	memset(&wish, 0, sizeof(wish));
	allowed = true;
	running = STATE_RUNNING;
	for (int i = 0; i < HEADS; i++) {
		belief.heads[i].surface_known = true;
		belief.heads[i].surface_c = 30.0;
	}
	return 0;
}

static void step(void)
{
	heat_step(&heat, &belief, &setpoint, &last, allowed);
	heat_limit(&heat, &setpoint, running, &wish);
}

static void wait_s(double seconds)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		step();
	}
}

/* As soon as something fails, or the time is over. */
static double fails_after_s(double most_s)
{
	int ticks = 0;

	while (!heat.failed && ticks < most_s / TICK_S) {
		step();
		ticks++;
	}
	assert_int_equal(heat.failed_head, heat.failed ? HOT : HEAD_NONE);
	return ticks * TICK_S;
}

static void all_zero__is_no_heat(void **state)
{
	static const struct heat zero;

	(void)state;
	for (int i = 0; i < HEADS_MAX; i++) {
		assert_false(heat_may(&zero, i));
	}
	assert_false(zero.failed);
}

static void minutes__count_as_at_forty_three(void **state)
{
	static const double surfaces_c[] = {36.0, 38.0, 40.0, 41.0, 42.0, 42.5, 43.0, 43.5, 44.0};
	static const double minutes[] = {1.0, 11.0, 60.0};
	int spent = 0;

	for (size_t k = 0; k < sizeof(surfaces_c) / sizeof(surfaces_c[0]); k++) {
		double above_k = surfaces_c[k] - 43.0;
		double pace = above_k > 0.0 ? pow(0.5, -above_k) : pow(0.25, -above_k);

		for (size_t m = 0; m < sizeof(minutes) / sizeof(minutes[0]); m++) {
			double wanted_min = minutes[m] * pace;

			set_up(state);
			belief.heads[HOT].contact = true;
			belief.heads[HOT].surface_c = surfaces_c[k];
			wait_s(60.0 * minutes[m]);
			assert_near(heat.heads[HOT].account_min, wanted_min, 0.001 * wanted_min);
			assert_int_equal(heat_may(&heat, HOT), wanted_min < HEAT_ACCOUNT_MIN);
			assert_true(heat_may(&heat, HEADS - 1));
			spent += wanted_min >= HEAT_ACCOUNT_MIN;
		}
	}
	assert_in_range(spent, 3, 20);
}

static void a_face_that_does_not_touch__counts_nothing(void **state)
{
	(void)state;
	belief.heads[HOT].surface_c = 43.0;
	wait_s(60.0);
	assert_zero(heat.heads[HOT].account_min);
	belief.heads[HOT].contact = true;
	belief.heads[HOT].surface_c = 34.9; /* no warmer than skin */
	wait_s(60.0);
	assert_zero(heat.heads[HOT].account_min);
}

static void an_account__is_kept_from_start_to_start(void **state)
{
	struct memory memory;

	(void)state;
	belief.heads[HOT].contact = true;
	belief.heads[HOT].surface_c = 43.0;
	wait_s(120.0);
	belief.heads[HOT].contact = false;
	wait_s(10.0);
	memory_init(&memory, HEADS);
	heat_remember(&heat, &memory);
	assert_near(memory.heads[HOT].heat_min, 2.0, 0.01);
	assert_near(memory.heat_age_s, 10.0, 0.1);
	heat_init(&heat, &rig);
	heat_recall(&heat, &memory);
	wait_s(1.0);
	assert_near(heat.heads[HOT].account_min, 2.0, 0.01);
	assert_zero(heat.heads[HEADS - 1].account_min);

	memory.heat_age_s = HEAT_FORGOTTEN_S - 60.0;
	heat_recall(&heat, &memory);
	wait_s(59.0);
	assert_near(heat.heads[HOT].account_min, 2.0, 0.01);
	wait_s(2.0);
	assert_zero(heat.heads[HOT].account_min);
}

static void a_memory_that_makes_no_sense__counts_as_spent(void **state)
{
	static const double wild[] = {NOT_A_N, -1.0, 1e300, ENDLESS, HEAT_ACCOUNT_MIN};
	struct memory memory;

	(void)state;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		memory_init(&memory, HEADS);
		memory.heads[HOT].heat_min = wild[k];
		memory.heat_age_s = NOT_A_N;
		heat_recall(&heat, &memory);
		wait_s(0.1);
		assert_false(heat_may(&heat, HOT));
		assert_true(heat_may(&heat, HEADS - 1));
	}
}

static void only_while_running__is_a_face_to_be_warm(void **state)
{
	(void)state;
	wish.surface_c[HOT] = 40.0;
	wish.surface_c[0] = 40.0; /* has no heater */
	wait_s(0.1);
	assert_near(setpoint.heads[HOT].surface_c, 40.0, 0.0);
	assert_zero(setpoint.heads[0].surface_c);
	for (enum state s = STATE_BOOT; s < STATE_COUNT; s++) {
		running = STATE_RUNNING;
		wait_s(0.1);
		running = s;
		step();
		assert_int_equal(setpoint.heads[HOT].surface_c > 0.0, s == STATE_RUNNING);
	}
}

static void a_wish__is_inside_or_nothing(void **state)
{
	static const struct {
		double wish_c;
		double wanted_c;
	} cases[] = {{40.0, 40.0},    {43.0, 43.0}, {43.1, 43.0}, {1e300, 43.0},
		     {ENDLESS, 43.0}, {0.0, 0.0},   {-40.0, 0.0}, {NOT_A_N, 0.0}};

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		wish.surface_c[HOT] = cases[k].wish_c;
		wait_s(0.1);
		assert_near(setpoint.heads[HOT].surface_c, cases[k].wanted_c, 0.0);
	}
	wish.surface_c[HOT] = 40.0;
	allowed = false;
	wait_s(0.1);
	assert_zero(setpoint.heads[HOT].surface_c);
	assert_false(heat_may(&heat, HOT));
}

static void too_warm__fails_from_the_trip_on(void **state)
{
	(void)state;
	belief.heads[HOT].surface_c = SURFACE_TRIP_C;
	last.heads[HOT].heater_share = 0.1;
	assert_near(fails_after_s(3.0), 3.0, 0.01);
	belief.heads[HOT].surface_c = SURFACE_TRIP_C + 0.1;
	assert_at_most(fails_after_s(1.0), 0.06);
	assert_true(heat.failed);
	belief.heads[HOT].surface_c = SURFACE_TRIP_C;
	wait_s(0.1);
	assert_false(heat.failed); /* it is what it is now; the latch remembers */
}

static void full_power_without_gain__fails(void **state)
{
	(void)state;
	wish.surface_c[HOT] = 40.0;
	last.heads[HOT].heater_share = 1.0;
	assert_near(fails_after_s(40.0), HEATER_GAIN_S, 0.2);
	assert_true(heat.failed);

	set_up(state);
	wish.surface_c[HOT] = 40.0;
	last.heads[HOT].heater_share = 1.0;
	for (int k = 0; k < 100; k++) { /* 2.5 K in 20 s is enough */
		wait_s(0.5);
		belief.heads[HOT].surface_c += 0.5 * 2.5 / HEATER_GAIN_S;
		assert_false(heat.failed);
	}

	set_up(state);
	last.heads[HOT].heater_share = 0.8; /* not all it can */
	wait_s(60.0);
	assert_false(heat.failed);
}

static void warmer_without_power__fails(void **state)
{
	(void)state;
	for (int k = 0; k < 70; k++) { /* 30 to 37 degC: a person does that */
		belief.heads[HOT].surface_c += 0.1;
		wait_s(0.5);
		assert_false(heat.failed);
	}
	belief.heads[HOT].surface_c = 38.1;
	assert_at_most(fails_after_s(1.0), 0.06);
	assert_true(heat.failed);
}

static void a_face_that_cools_after_heat__is_well(void **state)
{
	(void)state;
	belief.heads[HOT].surface_c = 42.0;
	last.heads[HOT].heater_share = 0.3;
	wait_s(10.0);
	last.heads[HOT].heater_share = 0.0;
	belief.heads[HOT].surface_c = 42.9; /* its sensor lags behind */
	for (int k = 0; k < 120; k++) {
		wait_s(1.0);
		belief.heads[HOT].surface_c -= 0.05;
		assert_false(heat.failed);
	}
	belief.heads[HOT].surface_c = 38.5; /* and up again, by itself */
	assert_at_most(fails_after_s(1.0), 0.06);
}

static void a_reading_that_drops__fails_while_heat_is_wanted(void **state)
{
	(void)state;
	belief.heads[HOT].surface_c = 40.0;
	wish.surface_c[HOT] = 40.0;
	last.heads[HOT].heater_share = 0.2;
	wait_s(1.0);
	for (int k = 0; k < 20; k++) { /* onto cold skin */
		belief.heads[HOT].surface_c -= 0.4;
		wait_s(1.0);
		assert_false(heat.failed);
	}
	belief.heads[HOT].surface_c -= 3.2;
	assert_at_most(fails_after_s(1.0), 0.06);
	assert_true(heat.failed);
}

/* Fine enough to have noise: one that shows none for a hundred readings is stuck, and nobody knows how warm. */
static void a_reading_that_stands_still__fails_while_heat_goes_in(void **state)
{
	static const struct {
		double noise_k;
		double quantum_k;
		bool tells;
	} sensors[] = {
		{0.05, 0.01, true}, {0.05, 0.1, true}, {0.04, 0.1, false}, {0.0, 0.0, false}};

	for (int k = 0; k < 4; k++) {
		set_up(state);
		rig.heads[HOT].heater.surface.noise_k = sensors[k].noise_k;
		rig.heads[HOT].heater.surface.quantum_k = sensors[k].quantum_k;
		heat_init(&heat, &rig);
		belief.heads[HOT].surface_c = 40.0;
		wait_s(30.0);
		assert_false(heat.failed); /* nothing goes in: it may stand still */
		last.heads[HOT].heater_share = 0.2;
		for (int n = 0; n < 300; n++) { /* it lives by what its noise is at least */
			belief.heads[HOT].surface_c =
				40.0 + (n % 2 ? 0.21 : 0.0) * sensors[k].noise_k;
			wait_s(0.1);
			assert_false(heat.failed);
		}
		if (sensors[k].tells) {
			assert_near(fails_after_s(30.0), 10.0, 0.2);
			assert_true(heat.failed);
		} else {
			assert_near(fails_after_s(30.0), 30.0, 0.01);
		}
	}
}

static void a_face_nobody_measures__fails_while_heat_is_wanted(void **state)
{
	(void)state;
	belief.heads[HOT].surface_known = false;
	wait_s(10.0);
	assert_false(heat.failed); /* nobody asked it for anything */
	wish.surface_c[HOT] = 40.0;
	assert_near(fails_after_s(5.0), 1.0, 0.2);
	assert_true(heat.failed);
	belief.heads[HOT].surface_known = true;
	wait_s(0.3);
	assert_false(heat.failed);
}

/* Readings of 100 ms, of which every so manieth is one; when it fails, or seconds. */
static double comes_and_goes_s(int every, double seconds)
{
	wish.surface_c[HOT] = 40.0;
	for (int k = 0; k < (int)(10.0 * seconds); k++) {
		belief.heads[HOT].surface_known = k % every == 0;
		wait_s(0.1);
		if (heat.failed) {
			return 0.1 * k;
		}
	}
	return seconds;
}

static void nonsense_with_a_reading_now_and_then__fails_all_the_same(void **state)
{
	(void)state;
	assert_in_range((int)(1e3 * comes_and_goes_s(6, 60.0)), 1100, 1500);
}

static void a_sixth_of_the_readings_lost__stops_no_heat(void **state)
{
	(void)state;
	belief.heads[HOT].surface_c = 39.0;
	wish.surface_c[HOT] = 40.0;
	for (int k = 0; k < 600; k++) {
		belief.heads[HOT].surface_known = k % 6 != 0;
		wait_s(0.1);
		assert_false(heat.failed);
	}
}

static void what_nobody_knew__is_forgotten_where_no_heat_is_wanted(void **state)
{
	(void)state;
	for (int k = 0; k < 10; k++) {
		belief.heads[HOT].surface_known = false;
		wish.surface_c[HOT] = 40.0;
		wait_s(0.8);
		assert_false(heat.failed);
		wish.surface_c[HOT] = 0.0;
		wait_s(0.2);
	}
}

static void what_was_known_for_long__makes_up_for_nothing_to_come(void **state)
{
	(void)state;
	wish.surface_c[HOT] = 40.0;
	wait_s(30.0);
	belief.heads[HOT].surface_known = false;
	assert_near(fails_after_s(5.0), 1.0, 0.2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(all_zero__is_no_heat, set_up),
		cmocka_unit_test_setup(minutes__count_as_at_forty_three, set_up),
		cmocka_unit_test_setup(a_face_that_does_not_touch__counts_nothing, set_up),
		cmocka_unit_test_setup(an_account__is_kept_from_start_to_start, set_up),
		cmocka_unit_test_setup(a_memory_that_makes_no_sense__counts_as_spent, set_up),
		cmocka_unit_test_setup(only_while_running__is_a_face_to_be_warm, set_up),
		cmocka_unit_test_setup(a_wish__is_inside_or_nothing, set_up),
		cmocka_unit_test_setup(too_warm__fails_from_the_trip_on, set_up),
		cmocka_unit_test_setup(full_power_without_gain__fails, set_up),
		cmocka_unit_test_setup(warmer_without_power__fails, set_up),
		cmocka_unit_test_setup(a_face_that_cools_after_heat__is_well, set_up),
		cmocka_unit_test_setup(a_reading_that_drops__fails_while_heat_is_wanted, set_up),
		cmocka_unit_test_setup(a_reading_that_stands_still__fails_while_heat_goes_in,
				       set_up),
		cmocka_unit_test_setup(a_face_nobody_measures__fails_while_heat_is_wanted, set_up),
		cmocka_unit_test_setup(nonsense_with_a_reading_now_and_then__fails_all_the_same,
				       set_up),
		cmocka_unit_test_setup(a_sixth_of_the_readings_lost__stops_no_heat, set_up),
		cmocka_unit_test_setup(what_nobody_knew__is_forgotten_where_no_heat_is_wanted,
				       set_up),
		cmocka_unit_test_setup(what_was_known_for_long__makes_up_for_nothing_to_come,
				       set_up),
	};

	return cmocka_run_group_tests_name("heat", tests, NULL, NULL);
}
