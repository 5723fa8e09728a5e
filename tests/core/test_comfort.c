/* test_comfort.c - when the client is asked, and what each answer, or none, leads to. */
#include "core/safety/comfort.h"

#include "core/bench_rig.h"

#define STEP_S 0.01 /* of these tests' ticks */

static struct comfort comfort;
static struct command command;
static struct frame frame;
static enum state now;
static double in_state_s;
static double intensity;

static void begin(bool required)
{
	comfort_init(&comfort, required);
	command_init(&command);
	memset(&frame, 0, sizeof(frame));
	now = STATE_RUNNING;
	in_state_s = 0.0;
	intensity = 0.5;
}

static int set_up(void **state)
{
	(void)state;
	begin(true);
	return 0;
}

static void tick(void)
{
	in_state_s += STEP_S;
	comfort_step(&comfort, &frame, &command, now, in_state_s, intensity, STEP_S);
}

static void wait(double seconds)
{
	for (int k = 0; k < (int)(seconds / STEP_S + 0.5); k++) {
		tick();
	}
}

static void enter(enum state state)
{
	now = state;
	in_state_s = 0.0;
}

static void answer(int value)
{
	command.comfort = value;
	command.comfort_answers++;
	tick();
}

/* Seconds until the client is asked. */
static double asked_after_s(double most_s)
{
	double gone_s = 0.0;

	while (!comfort.due && gone_s < most_s) {
		tick();
		gone_s += STEP_S;
	}
	return gone_s;
}

static void the_first_question__comes_after_a_minute_and_then_every_five(void **state)
{
	(void)state;
	assert_near(asked_after_s(1e3), COMFORT_STEP_S, 2.0 * STEP_S);
	for (int k = 0; k < 4; k++) {
		wait(7.0);
		answer(1);
		assert_false(comfort.due);
		assert_near(asked_after_s(1e3), COMFORT_EVERY_S, 2.0 * STEP_S);
	}
}

static void a_rise_of_intensity__is_asked_about_once_a_minute(void **state)
{
	(void)state;
	asked_after_s(1e3);
	answer(0);
	wait(10.0);
	intensity = 0.59;
	assert_near(asked_after_s(100.0), 100.0, STEP_S); /* not yet a step */
	intensity = 0.6;
	assert_near(asked_after_s(100.0), STEP_S, 1e-6);
	answer(0);
	wait(10.0);
	intensity = 0.9; /* three steps are one question */
	assert_near(asked_after_s(100.0), COMFORT_STEP_S - 10.0, 2.0 * STEP_S);
	answer(0);
	assert_near(asked_after_s(200.0), 200.0, STEP_S);
}

static void a_rise_from_where_it_fell_to__counts(void **state)
{
	(void)state;
	asked_after_s(1e3);
	answer(0);
	wait(70.0);
	intensity = 0.2;
	wait(1.0);
	assert_false(comfort.due);
	intensity = 0.3;
	tick();
	assert_true(comfort.due);
}

/* Each answer after a first one of each kind. */
static void each_answer__eases_releases_or_does_neither(void **state)
{
	int released = 0;
	int eased = 0;

	(void)state;
	for (int first = 0; first <= COMFORT_MAX; first++) {
		for (int second = 0; second <= COMFORT_MAX; second++) {
			begin(true);
			answer(first);
			assert_int_equal(comfort.too_much, first >= 6);
			assert_int_equal(comfort.eases, first >= 4);
			answer(second);
			assert_int_equal(comfort.too_much, second >= 6 || second >= first + 2);
			assert_int_equal(comfort.eases, second >= 4);
			assert_int_equal(comfort.last, second);
			released += comfort.too_much;
			eased += comfort.eases;
			tick();
			assert_false(comfort.too_much || comfort.eases); /* once */
		}
	}
	assert_true(released > 20 && eased > 20);
}

static void the_handset__counts_as_the_tablet_does(void **state)
{
	(void)state;
	frame.comfort = 5;
	frame.comfort_answers++;
	tick();
	assert_true(comfort.eases);
	assert_int_equal(comfort.last, 5);
	frame.comfort = 7;
	frame.comfort_answers++;
	answer(0); /* of both in one tick neither is lost */
	assert_true(comfort.too_much);
}

static void an_answer_that_is_none__counts_as_the_worst(void **state)
{
	const int wild[] = {-1, 11, 1000000, -2147483647};

	(void)state;
	for (size_t k = 0; k < 4; k++) {
		begin(true);
		answer(wild[k]);
		assert_true(comfort.too_much);
		assert_int_equal(comfort.last, COMFORT_MAX);
	}
}

static void outside_of_a_session__answers_are_forgotten(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		bool counts = s == STATE_ARMED || s == STATE_RUNNING || s == STATE_PAUSED;

		begin(true);
		enter((enum state)s);
		answer(9);
		assert_int_equal(comfort.too_much, counts);
		assert_int_equal(comfort.last, counts ? 9 : COMFORT_NONE);
		enter(STATE_RUNNING);
		tick();
		assert_false(comfort.too_much);
	}
}

static void silence__pauses_after_30_s_and_then_releases(void **state)
{
	(void)state;
	asked_after_s(1e3);
	wait(COMFORT_ANSWER_S - 2.0 * STEP_S);
	assert_false(comfort.silent);
	assert_true(comfort.left_s > 0.0);
	wait(3.0 * STEP_S);
	assert_true(comfort.silent);
	enter(STATE_PAUSED);
	tick();
	assert_false(comfort.silent); /* until pressure is ramped out */
	wait(COMFORT_PAUSE_S - 3.0 * STEP_S);
	assert_false(comfort.silent);
	wait(4.0 * STEP_S);
	assert_true(comfort.silent);
}

static void an_answer_while_paused_for_silence__ends_it(void **state)
{
	(void)state;
	asked_after_s(1e3);
	wait(COMFORT_ANSWER_S + STEP_S);
	assert_true(comfort.silent);
	enter(STATE_PAUSED);
	wait(0.5);
	answer(1);
	wait(5.0);
	assert_false(comfort.silent);
}

static void where_nobody_must_answer__silence_changes_nothing(void **state)
{
	(void)state;
	begin(false);
	asked_after_s(1e3);
	wait(COMFORT_ANSWER_S + 1.0);
	assert_false(comfort.silent);
	assert_false(comfort.due);
	assert_near(asked_after_s(1e3), COMFORT_EVERY_S - COMFORT_ANSWER_S - 1.0, 3.0 * STEP_S);
	answer(6); /* an answer counts all the same */
	assert_true(comfort.too_much);
}

/* Paused, stopped and started in the middle of each wait: only running time counts. */
static void pause_stop_and_start__reset_no_clock(void **state)
{
	(void)state;
	wait(40.0);
	for (int s = 0; s < STATE_COUNT; s++) {
		if (s != STATE_RUNNING) {
			enter((enum state)s);
			wait(100.0);
			assert_false(comfort.due);
		}
	}
	enter(STATE_RUNNING);
	assert_near(asked_after_s(1e3), COMFORT_STEP_S - 40.0, 2.0 * STEP_S);
	wait(20.0);
	enter(STATE_PAUSED);
	wait(50.0);
	assert_true(comfort.due);
	assert_false(comfort.silent);
	assert_near(comfort.left_s, 10.0, 2.0 * STEP_S);
}

static void a_question_left_open_by_a_stop__is_asked_again_after_it(void **state)
{
	(void)state;
	asked_after_s(1e3);
	wait(COMFORT_ANSWER_S + STEP_S);
	enter(STATE_IDLE);
	wait(10.0);
	assert_false(comfort.silent);
	enter(STATE_RUNNING);
	tick();
	assert_true(comfort.due);
	assert_false(comfort.silent);
	wait(COMFORT_ANSWER_S);
	assert_true(comfort.silent);
}

static void another_session__has_another_first_answer(void **state)
{
	(void)state;
	answer(0);
	comfort_forget(&comfort);
	assert_int_equal(comfort.last, COMFORT_NONE);
	answer(3);
	assert_false(comfort.too_much);
	answer(5);
	assert_true(comfort.too_much);
}

static void an_intensity_that_is_no_number__is_asked_about(void **state)
{
	(void)state;
	asked_after_s(1e3);
	answer(0);
	intensity = NOT_A_N;
	assert_near(asked_after_s(1e3), COMFORT_STEP_S, 2.0 * STEP_S);
}

/* Whatever was asked and answered before. */
static void another_client__begins_with_no_question(void **state)
{
	(void)state;
	comfort = (struct comfort){.due = true,
				   .silent = true,
				   .left_s = 5.0,
				   .last = 3,
				   .first = 3,
				   .since_asked_s = 50.0,
				   .intensity = 0.5};
	comfort_forget(&comfort);
	assert_false(comfort.due);
	assert_false(comfort.silent);
	assert_zero(comfort.left_s);
	assert_int_equal(comfort.last, COMFORT_NONE);
	assert_int_equal(comfort.first, COMFORT_NONE);
	assert_zero(comfort.since_asked_s);
	assert_zero(comfort.intensity);
}

/* One says it hurts, the other one, in the same tick, that all is well: it hurts. */
static void two_answers_at_once__count_both(void **state)
{
	(void)state;
	frame.comfort = 0;
	frame.comfort_answers++;
	answer(COMFORT_EASES);
	assert_true(comfort.eases);
	frame.comfort_answers++;
	answer(COMFORT_RELEASES);
	assert_true(comfort.too_much);
}

static void an_answer_from_the_handset__counts_once(void **state)
{
	(void)state;
	frame.comfort = COMFORT_EASES;
	frame.comfort_answers++;
	tick();
	assert_true(comfort.eases);
	tick();
	assert_false(comfort.eases);
}

static void the_time_left__is_never_below_nothing_and_none_after_an_answer(void **state)
{
	(void)state;
	asked_after_s(1e3);
	wait(COMFORT_ANSWER_S + 5.0);
	assert_zero(comfort.left_s);
	assert_true(comfort.silent);
	answer(1);
	asked_after_s(1e3);
	assert_true(comfort.left_s > 1.0);
	answer(1);
	assert_zero(comfort.left_s);
}

static void silence_in_a_pause__is_one_until_it_is_a_second_old(void **state)
{
	(void)state;
	asked_after_s(1e3);
	wait(COMFORT_ANSWER_S + 5.0);
	comfort_step(&comfort, &frame, &command, STATE_PAUSED, COMFORT_PAUSE_S - 0.001, intensity,
		     STEP_S);
	assert_false(comfort.silent);
	comfort_step(&comfort, &frame, &command, STATE_PAUSED, COMFORT_PAUSE_S, intensity, STEP_S);
	assert_true(comfort.silent);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_question__comes_after_a_minute_and_then_every_five),
		TEST(a_rise_of_intensity__is_asked_about_once_a_minute),
		TEST(a_rise_from_where_it_fell_to__counts),
		TEST(each_answer__eases_releases_or_does_neither),
		TEST(the_handset__counts_as_the_tablet_does),
		TEST(an_answer_that_is_none__counts_as_the_worst),
		TEST(outside_of_a_session__answers_are_forgotten),
		TEST(silence__pauses_after_30_s_and_then_releases),
		TEST(an_answer_while_paused_for_silence__ends_it),
		TEST(where_nobody_must_answer__silence_changes_nothing),
		TEST(pause_stop_and_start__reset_no_clock),
		TEST(a_question_left_open_by_a_stop__is_asked_again_after_it),
		TEST(another_session__has_another_first_answer),
		TEST(an_intensity_that_is_no_number__is_asked_about),
		TEST(another_client__begins_with_no_question),
		TEST(two_answers_at_once__count_both),
		TEST(an_answer_from_the_handset__counts_once),
		TEST(the_time_left__is_never_below_nothing_and_none_after_an_answer),
		TEST(silence_in_a_pause__is_one_until_it_is_a_second_old),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
