/* test_dwell.c - how long a place may be pressed, and that nothing but a rest gives it back. */
#include "core/safety/dwell.h"

#include "core/bench_rig.h"

#define HEADS 4

static struct rig rig;
static struct client client;
static struct ceilings ceilings;
static struct dwell dwell;
static struct belief belief;
static struct setpoint setpoint;
static struct wish wish;
static struct command command;
static enum state now;
static int64_t t_ns;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	client_init(&client, &rig);
	ceilings_init(&ceilings, &rig);
	dwell_init(&dwell, &rig);
	command_init(&command);
	memset(&belief, 0, sizeof(belief));
	memset(&setpoint, 0, sizeof(setpoint));
	memset(&wish, 0, sizeof(wish));
	now = STATE_RUNNING;
	t_ns = 1000 * S_NS;
	ceilings_step(&ceilings, &belief, &command, &client, now, t_ns, TICK_S);
	return 0;
}

static void tick(void)
{
	t_ns += MS_NS;
	for (int i = 0; i < HEADS; i++) {
		wish.peak_n[i] = setpoint.heads[i].now_n;
	}
	ceilings_step(&ceilings, &belief, &command, &client, now, t_ns, TICK_S);
	dwell_step(&dwell, &ceilings, &belief, &setpoint, &wish, t_ns, TICK_S);
}

static void press(int head, double force_n)
{
	belief.heads[head].force_n = force_n;
	setpoint.heads[head].now_n = force_n;
}

static void wait(double seconds)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		tick();
	}
}

/* Seconds until the head is sent to rest. */
static double rests_after_s(int head, double most_s)
{
	int64_t from_ns = t_ns;

	while (!dwell.heads[head].resting && (double)(t_ns - from_ns) < most_s * 1e9) {
		tick();
	}
	return (double)(t_ns - from_ns) / 1e9;
}

static void a_light_press__may_last_300_s(void **state)
{
	const double force_n[] = {4.1, 20.0, 39.9};

	for (int k = 0; k < 3; k++) {
		set_up(state);
		press(0, force_n[k]);
		assert_near(rests_after_s(0, 400.0), DWELL_S - DWELL_EARLY_S, 0.02);
		assert_int_equal(dwell.heads[1].resting, false);
	}
}

static void a_hard_press__may_last_60_s(void **state)
{
	const double force_n[] = {40.1, 60.0, 120.0};

	for (int k = 0; k < 3; k++) {
		set_up(state);
		press(0, force_n[k]);
		assert_near(rests_after_s(0, 400.0), DWELL_HARD_S - DWELL_EARLY_S, 0.02);
	}
}

static void a_small_head__presses_hard_sooner(void **state)
{
	(void)state;
	rig.heads[0].area_m2 = 3e-4; /* x 57 kPa: 17.1 N */
	dwell_init(&dwell, &rig);
	press(0, 17.2);
	assert_near(rests_after_s(0, 400.0), DWELL_HARD_S - DWELL_EARLY_S, 0.02);
}

static void a_trigger_point__may_be_pressed_hard_for_90_s(void **state)
{
	(void)state;
	press(0, 50.0);
	wish.trigger[0] = true;
	assert_near(rests_after_s(0, 400.0), DWELL_TRIGGER_S - DWELL_EARLY_S, 0.02);
	set_up(state);
	press(0, 50.0);
	wish.trigger[0] = true;
	wait(70.0);
	wish.trigger[0] = false; /* no longer: it was long enough for any other place */
	assert_at_most(rests_after_s(0, 400.0), 0.01);
}

static void light_and_hard__add_up(void **state)
{
	(void)state;
	press(0, 50.0);
	wait(50.0);
	press(0, 10.0);
	assert_near(rests_after_s(0, 400.0), DWELL_S - 50.0 - DWELL_EARLY_S, 0.05);
}

static void below_4_n__nothing_counts(void **state)
{
	(void)state;
	press(0, 4.0);
	wait(400.0);
	assert_false(dwell.heads[0].resting);
	assert_near(dwell_left_s(&dwell, 0), DWELL_S, 1e-9);
}

static void what_is_measured_or_asked_for__counts_whichever_is_more(void **state)
{
	(void)state;
	belief.heads[0].force_n = 45.0;
	assert_near(rests_after_s(0, 400.0), DWELL_HARD_S - DWELL_EARLY_S, 0.02);
	set_up(state);
	setpoint.heads[0].now_n = 45.0;
	assert_near(rests_after_s(0, 400.0), DWELL_HARD_S - DWELL_EARLY_S, 0.02);
	set_up(state);
	belief.heads[0].force_n = NOT_A_N;
	assert_near(rests_after_s(0, 400.0), DWELL_HARD_S - DWELL_EARLY_S, 0.02);
}

/* Presses of 30 s with pauses just too short, at just too much, or both, for long. */
static void only_5_s_under_2_n__give_it_back(void **state)
{
	const struct {
		double rest_n;
		double rest_s;
		bool refills;
	} rests[] = {{0.0, 4.9, false}, {1.7, 30.0, false}, {3.9, 30.0, false}, {1.5, 5.1, true}};

	for (size_t k = 0; k < sizeof(rests) / sizeof(rests[0]); k++) {
		set_up(state);
		for (int round = 0; round < 10; round++) {
			press(0, 20.0);
			wait(20.0);
			press(0, rests[k].rest_n);
			wait(rests[k].rest_s);
		}
		assert_near(dwell.heads[0].soft_s, rests[k].refills ? 0.0 : 200.0, 0.1);
	}
}

static void one_touch__begins_the_5_s_anew(void **state)
{
	(void)state;
	press(0, 20.0);
	wait(10.0);
	press(0, 1.0);
	wait(4.9);
	press(0, 2.5);
	wait(0.01);
	press(0, 1.0);
	wait(4.9);
	assert_near(dwell.heads[0].soft_s, 10.0, 0.02);
	wait(0.2);
	assert_zero(dwell.heads[0].soft_s);
}

/* Every state, height, ceiling, ease and new session in turn: the count goes on. */
static void nothing_asked_for__gives_it_back(void **state)
{
	struct dice dice = {5};

	(void)state;
	press(0, 20.0);
	for (int k = 0; k < 250; k++) {
		now = (enum state)dice_below(&dice, STATE_COUNT);
		command.height_m = dice_between(&dice, 1.4, 2.1);
		command.ceiling_n = dice_between(&dice, 0.0, 80.0);
		command.presses.ease++;
		command.presses.stop++;
		command.enabled[REGION_UPPER_BACK] = dice_below(&dice, 2) == 0;
		client.is_new = dice_below(&dice, 2) == 0;
		wait(1.0);
	}
	assert_near(dwell.heads[0].soft_s, 250.0, 0.1);
	assert_near(rests_after_s(0, 400.0), DWELL_S - DWELL_EARLY_S - 250.0, 0.1);
}

/* As a head obeys: down with the ceiling, rested, and up again. */
static void a_spent_place__rests_without_a_step_and_comes_back(void **state)
{
	double before_n;
	double least_n = 1e3;

	(void)state;
	press(0, 60.0);
	rests_after_s(0, 400.0);
	assert_zero(dwell_left_s(&dwell, 0));
	before_n = 60.0;
	for (int k = 0; k < 20000; k++) {
		double ceiling_n;

		tick();
		ceiling_n = ceilings.heads[0].now_n;
		assert_at_least(ceiling_n, before_n - SLEW_FALL_N_S * TICK_S - 1e-9);
		assert_at_most(ceiling_n, before_n + SLEW_RISE_N_S * TICK_S + 1e-9 +
						  (before_n >= 60.0 ? 100.0 : 0.0));
		least_n = ceiling_n < least_n ? ceiling_n : least_n;
		if (ceiling_n < 60.0) {
			assert_int_equal(ceilings.heads[0].reason, LIMIT_DWELL);
			press(0, ceiling_n);
		} else {
			press(0, 60.0);
		}
		before_n = ceiling_n < 60.0 ? ceiling_n : 60.0;
	}
	assert_near(least_n, REST_N, 1e-9);
	assert_false(dwell.heads[0].resting);
	assert_near(ceilings.heads[0].now_n, 80.0, 1e-9);
	assert_int_equal(ceilings.heads[0].reason, LIMIT_CEILING);
	assert_true(dwell.heads[0].hard_s > 5.0 && dwell.heads[0].hard_s < 20.0);
}

static void a_rest_that_breath_disturbs__lifts_off(void **state)
{
	(void)state;
	press(0, 20.0);
	rests_after_s(0, 400.0);
	press(0, 2.5); /* at a ceiling of REST_N, breathed against it */
	wait(DWELL_LIFT_S - 0.5);
	assert_near(ceilings.heads[0].now_n, REST_N, 1e-9);
	wait(2.0);
	assert_zero(ceilings.heads[0].now_n);
	press(0, 0.0);
	wait(5.1);
	assert_false(dwell.heads[0].resting);
	wait(1.0);
	assert_near(ceilings.heads[0].now_n, 80.0, 1e-9);
}

static void what_was_spent_before_a_restart__still_is(void **state)
{
	const double wild[] = {-1.0, 1e9, NOT_A_N, ENDLESS};

	(void)state;
	dwell_recall(&dwell, 0, 200.0, 50.0);
	press(0, 50.0);
	assert_near(rests_after_s(0, 400.0), DWELL_HARD_S - DWELL_EARLY_S - 50.0, 0.05);
	for (int k = 0; k < 4; k++) {
		set_up(state);
		dwell_recall(&dwell, 0, wild[k], 0.0);
		assert_at_most(rests_after_s(0, 400.0), 0.01);
		set_up(state);
		dwell_recall(&dwell, 0, 0.0, wild[k]);
		assert_at_most(rests_after_s(0, 400.0), 0.01);
	}
}

/* A loop that stood still: what was pressed counts for all of it, a rest for none. */
static void a_gap__counts_as_pressed_and_not_as_rested(void **state)
{
	(void)state;
	press(0, 20.0);
	wait(10.0);
	t_ns += 100 * S_NS;
	wait(0.01);
	assert_near(dwell.heads[0].soft_s, 110.0, 0.05);
	press(0, 0.0);
	wait(0.1);
	t_ns += 100 * S_NS;
	wait(0.1);
	assert_near(dwell.heads[0].soft_s, 110.0, 0.05);
}

static void what_is_left__is_told_as_it_is_pressed_now(void **state)
{
	(void)state;
	assert_near(dwell_left_s(&dwell, 0), DWELL_S, 1e-9);
	press(0, 50.0);
	wait(10.0);
	assert_near(dwell_left_s(&dwell, 0), DWELL_HARD_S - 10.0, 0.05);
	press(0, 10.0);
	wait(1.0);
	assert_near(dwell_left_s(&dwell, 0), DWELL_S - 11.0, 0.05);
}

/* What counts is the greater of what is felt and what is asked for, and no more. */
static void felt_more_or_less_than_asked__is_a_light_press_still(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		set_up(state);
		belief.heads[0].force_n = more ? 20.0 : 15.0;
		setpoint.heads[0].now_n = more ? 15.0 : 20.0;
		wait(50.0);
		assert_near(dwell.heads[0].soft_s, 50.0, 0.1);
		assert_zero(dwell.heads[0].hard_s);
	}
}

static void just_40_n__is_not_hard_yet(void **state)
{
	(void)state;
	press(0, DWELL_HARD_N);
	wait(30.0);
	assert_zero(dwell.heads[0].hard_s);
	assert_near(dwell.heads[0].soft_s, 30.0, 0.1);
}

static void a_rest__gives_all_of_it_back(void **state)
{
	(void)state;
	press(0, 60.0);
	wait(30.0);
	press(0, 20.0);
	wait(30.0);
	press(0, 0.0);
	wait(DWELL_REFILL_S + 1.0);
	assert_zero(dwell.heads[0].hard_s);
	assert_zero(dwell.heads[0].soft_s);
}

/* Whom breath keeps from resting is let alone, and the second time as well. */
static void a_place_spent_again__is_lifted_off_again(void **state)
{
	(void)state;
	for (int k = 0; k < 2; k++) {
		press(0, 60.0);
		rests_after_s(0, 100.0);
		press(0, 5.0);
		wait(DWELL_LIFT_S - 1.0);
		assert_near(ceilings.heads[0].yields[YIELD_DWELL].goal_n, REST_N, 0.0);
		wait(2.0);
		assert_zero(ceilings.heads[0].yields[YIELD_DWELL].goal_n);
		assert_true(dwell.heads[0].lifted);
		press(0, 0.0);
		wait(DWELL_REFILL_S + 3.0);
		assert_false(dwell.heads[0].resting);
	}
}

static void every_head__has_its_turn(void **state)
{
	(void)state;
	for (int k = 1; k < 5 * HEADS; k++) {
		tick();
		assert_int_equal(dwell.turn, k % HEADS);
	}
}

static void a_hard_press__is_one_from_its_first_look_on(void **state)
{
	(void)state;
	press(0, 60.0);
	tick();
	assert_near(dwell_left_s(&dwell, 0), DWELL_HARD_S, 1e-9);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_light_press__may_last_300_s),
		TEST(a_hard_press__may_last_60_s),
		TEST(a_small_head__presses_hard_sooner),
		TEST(a_trigger_point__may_be_pressed_hard_for_90_s),
		TEST(light_and_hard__add_up),
		TEST(below_4_n__nothing_counts),
		TEST(what_is_measured_or_asked_for__counts_whichever_is_more),
		TEST(only_5_s_under_2_n__give_it_back),
		TEST(one_touch__begins_the_5_s_anew),
		TEST(nothing_asked_for__gives_it_back),
		TEST(a_spent_place__rests_without_a_step_and_comes_back),
		TEST(a_rest_that_breath_disturbs__lifts_off),
		TEST(what_was_spent_before_a_restart__still_is),
		TEST(a_gap__counts_as_pressed_and_not_as_rested),
		TEST(what_is_left__is_told_as_it_is_pressed_now),
		TEST(felt_more_or_less_than_asked__is_a_light_press_still),
		TEST(just_40_n__is_not_hard_yet),
		TEST(a_rest__gives_all_of_it_back),
		TEST(a_place_spent_again__is_lifted_off_again),
		TEST(every_head__has_its_turn),
		TEST(a_hard_press__is_one_from_its_first_look_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
