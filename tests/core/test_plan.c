/* test_plan.c - where the player works and for how long: shares, neighbours, skips, changes. */
#include "core/technique/technique.h"

#include "core/strokes.h"

static struct rig rig;
static struct technique techniques[2];
static struct player player;
static struct command command;
static struct hands hands;
static double worked_s[REGION_COUNT];
static double steepest_n_s; /* of any hand's force */

static void begin(int heads)
{
	bench_rig(&rig, heads);
	bench_technique(&techniques[0]);
	bench_technique(&techniques[1]);
	techniques[1].stroke_count = 1;
	player_init(&player, &rig, techniques, 2);
	command_init(&command);
	command.duration_s = 1800.0;
	memset(&hands, 0, sizeof(hands));
	memset(worked_s, 0, sizeof(worked_s));
	steepest_n_s = 0.0;
}

static int set_up(void **state)
{
	(void)state;
	begin(12); /* upper and lower back, shoulders, hips, legs */
	return 0;
}

static void play(double seconds)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		double before_n = hands.count > 0 ? hands.hands[0].force_n : 0.0;
		double after_n;

		player_step(&player, &hands, STATE_RUNNING, &command, TICK_S);
		worked_s[hands.region] += TICK_S;
		after_n = hands.count > 0 ? hands.hands[0].force_n : 0.0;
		if ((after_n - before_n) / TICK_S > steepest_n_s) {
			steepest_n_s = (after_n - before_n) / TICK_S;
		}
	}
}

static void rest(enum state state, int ticks)
{
	for (int k = 0; k < ticks; k++) {
		player_step(&player, &hands, state, &command, TICK_S);
	}
}

static double all_s(void)
{
	double sum = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum += worked_s[r];
	}
	return sum;
}

static void time__is_shared_by_focus(void **state)
{
	double sum = 0.0;

	(void)state;
	command.focus[REGION_LOWER_BACK] = 1.0;
	command.focus[REGION_LEGS] = 0.25;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum += player.body.regions[r].has_heads ? command.focus[r] : 0.0;
	}
	play(1800.0);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		double share = player.body.regions[r].has_heads ? command.focus[r] / sum : 0.0;

		assert_near(worked_s[r] / all_s(), share, 0.03);
	}
	assert_at_least(all_s(), 1650.0); /* and little of it is spent in the air */
}

static void a_region_without_weight__is_never_visited(void **state)
{
	(void)state;
	command.focus[REGION_HIPS] = 0.0;
	command.enabled[REGION_LEGS] = false;
	command.focus[REGION_SHOULDERS] = NOT_A_N;
	play(1800.0);
	assert_zero(worked_s[REGION_HIPS]);
	assert_zero(worked_s[REGION_LEGS]);
	assert_zero(worked_s[REGION_SHOULDERS]);
	assert_near(worked_s[REGION_UPPER_BACK] / all_s(), 0.5, 0.05);
}

/* Legs are never worked by circles, and the neck by nothing: the others still make one long way. */
static void a_glide__runs_over_neighbours_all_session_long(void **state)
{
	int long_runs = 0;
	int bouts = 0;

	(void)state;
	begin(16);
	techniques[0].stroke_count = 1;
	for (int k = 0; k < 1800; k++) {
		enum bout_phase before = player.phase;

		play(1.0);
		if (before == BOUT_NONE || before == BOUT_LIFTING) {
			bouts++;
			long_runs += player.motion.span.x_to_m - player.motion.span.x_from_m > 0.3;
		}
	}
	assert_zero(worked_s[REGION_NECK]);
	assert_at_least(bouts, 20.0);
	assert_at_least(long_runs, 0.3 * bouts);
}

static void a_glide_in_one_region__comes_back_before_it_lifts(void **state)
{
	int lifts = 0;
	enum bout_phase before = BOUT_NONE;

	(void)state;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_LOWER_BACK;
	}
	techniques[0].stroke_count = 1;
	for (int k = 0; k < 300000; k++) {
		play(TICK_S);
		lifts += player.phase == BOUT_LIFTING && before != BOUT_LIFTING;
		before = player.phase;
	}
	assert_at_least(lifts, 5.0);
	assert_at_most(lifts, 300.0 / 15.0); /* a bout lasts 15 s at least */
}

static void a_region_taken_out__is_left_within_the_lift(void **state)
{
	enum region at;

	(void)state;
	play(10.0);
	at = hands.region;
	assert_int_not_equal(at, REGION_NONE);
	command.enabled[at] = false;
	play(LAND_S + 0.01);
	assert_int_not_equal(hands.region, at);
}

static void nothing_wanted__waits_and_loses_no_stroke(void **state)
{
	(void)state;
	play(10.0);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = false;
	}
	play(30.0);
	assert_int_equal(hands.count, 0);
	assert_int_equal(player.session.stroke, 0);
	command_init(&command);
	play(3.0);
	assert_int_equal(hands.stroke, 0);
}

static void a_stroke_with_nowhere_to_work__passes_its_time_on(void **state)
{
	(void)state;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_UPPER_BACK;
	}
	techniques[0].strokes[0].from = REGION_LEGS;
	techniques[0].strokes[0].to = REGION_LEGS;
	play(1.0);
	assert_int_equal(hands.stroke, 1);
}

static void another_technique__begins_after_a_lift(void **state)
{
	(void)state;
	play(10.0);
	command.technique = 1;
	play(0.5);
	assert_int_equal(player.current, 0);
	play(LAND_S);
	assert_int_equal(player.current, 1);
	assert_near(player.session.elapsed_s, 10.0 + 0.5 + LAND_S, 0.01);
	command.technique = 2; /* there is none */
	play(5.0);
	assert_int_equal(player.current, 1);
	command.technique = -1;
	play(5.0);
	assert_int_equal(player.current, 1);
}

/* In the third stroke, stopped; the other technique has one stroke only. */
static void another_technique_while_stopped__begins_with_its_first_stroke(void **state)
{
	(void)state;
	play(1500.0);
	assert_int_equal(player.session.stroke, 2);
	rest(STATE_IDLE, 10);
	command.technique = 1;
	rest(STATE_IDLE, 10);
	rest(STATE_ARMED, 10);
	play(5.0);
	assert_int_equal(player.session.stroke, 0);
	assert_int_equal(hands.stroke, 0);
	assert_true(hands.count == 2);
	assert_near(player.session.elapsed_s, 1505.0, 0.01);
}

static void a_stop__keeps_the_clock_and_starts_gently(void **state)
{
	(void)state;
	command.intensity = 1.0;
	play(100.0);
	rest(STATE_RELEASING, 100);
	assert_int_equal(hands.count, 0);
	rest(STATE_IDLE, 1000);
	rest(STATE_ARMED, 1000);
	play(TICK_S);
	assert_near(player.session.elapsed_s, 100.0 + TICK_S, 1e-6);
	assert_at_most(player.session.intensity, 0.001);
}

static void a_pause__stops_the_clock_and_keeps_the_hands(void **state)
{
	struct hands before;

	(void)state;
	play(20.0);
	before = hands;
	rest(STATE_PAUSED, 5000);
	assert_memory_equal(&before, &hands, sizeof(hands));
	assert_near(player.session.elapsed_s, 20.0, 1e-6);
	play(TICK_S);
	assert_at_most(player.level, 0.01); /* and lands anew */
}

static void hands__land_and_lift_within_the_slew(void **state)
{
	(void)state;
	command.intensity = 1.0;
	play(1800.0);
	assert_at_most(steepest_n_s, SLEW_RISE_N_S);
	assert_at_least(steepest_n_s, 0.3 * SLEW_RISE_N_S);
}

static void balance__lightens_the_other_side(void **state)
{
	(void)state;
	command.balance = -1.0; /* left only */
	play(10.0);
	assert_true(hands.hands[0].force_n > 1.0);
	assert_zero(hands.hands[1].force_n);
	command.balance = 0.5;
	play(TICK_S);
	assert_near(hands.hands[0].force_n / hands.hands[1].force_n, 0.5, 1e-6);
	assert_near(hands.hands[0].peak_n / hands.hands[1].peak_n, 0.5, 1e-6);
	command.balance = NOT_A_N;
	play(TICK_S);
	assert_near(hands.hands[0].force_n, hands.hands[1].force_n, 1e-6);
}

static void the_last_moments__are_lifted_off(void **state)
{
	(void)state;
	command.duration_s = 60.0;
	play(59.995);
	assert_true(hands.count == 0 || hands.hands[0].force_n < 0.5);
	assert_false(player.session.over);
	play(0.01);
	assert_true(player.session.over);
	assert_int_equal(hands.count, 0);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(time__is_shared_by_focus),
		TEST(a_region_without_weight__is_never_visited),
		TEST(a_glide__runs_over_neighbours_all_session_long),
		TEST(a_glide_in_one_region__comes_back_before_it_lifts),
		TEST(a_region_taken_out__is_left_within_the_lift),
		TEST(nothing_wanted__waits_and_loses_no_stroke),
		TEST(a_stroke_with_nowhere_to_work__passes_its_time_on),
		TEST(another_technique__begins_after_a_lift),
		TEST(another_technique_while_stopped__begins_with_its_first_stroke),
		TEST(a_stop__keeps_the_clock_and_starts_gently),
		TEST(a_pause__stops_the_clock_and_keeps_the_hands),
		TEST(hands__land_and_lift_within_the_slew),
		TEST(balance__lightens_the_other_side),
		TEST(the_last_moments__are_lifted_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
