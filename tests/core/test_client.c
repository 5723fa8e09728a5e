/* test_client.c - what the client's answers mean to the state: nothing pressed without them, and let go. */
#include "core/safety/client.h"

#include "core/safety/supervisor.h"

#include "core/judging.h"

static struct judging on;

static void begin(enum control_mode control)
{
	judging_begin(&on, 4);
	on.rig.control = control;
	judging_begin_on_rig(&on);
	on.situation.state = STATE_IDLE;
	on.situation.since_ns = on.frame.t_ns;
}

static int set_up(void **state)
{
	(void)state;
	begin(CONTROL_RIG);
	return 0;
}

static void say_no_to_all(void)
{
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		on.command.screening[item] = ANSWER_NO;
		on.command.screening_answers[item]++;
	}
}

static void enter(enum state state)
{
	on.situation.state = state;
	on.situation.since_ns = on.frame.t_ns;
}

/* The client presses the hand button and lets go of it. */
static void try_hand(void)
{
	judging_tick(&on); /* nobody holds the loop */
	on.frame.hand_pressed = true;
	on.frame.stop_pressed = true;
	on.frame.stop_loop_closed = false;
	judging_tick(&on);
	on.frame.hand_pressed = false;
	on.frame.stop_pressed = false;
	on.frame.stop_loop_closed = true;
	judging_tick(&on);
}

static void clear(void)
{
	try_hand();
	say_no_to_all();
	on.command.placed = true;
	on.command.placings++;
	on.command.heights++;
	assert_raised(judging_tick(&on), COND_CLEARED);
}

static void answer(int value)
{
	on.command.comfort = value;
	on.command.comfort_answers++;
}

/* Everything there is to bring, each kept away in turn with everything else there, and all together. */
static void arming_on_a_rig__takes_all_that_is_asked_for(void **state)
{
	static const enum arm_refusal order[] = {ARM_CLEAR,     ARM_SCREENING, ARM_UNSIZED,
						 ARM_UNPLACED,  ARM_HAND,      ARM_CALIBRATION,
						 ARM_TECHNIQUE, ARM_ZERO,      ARM_STILL};

	(void)state;
	for (size_t k = 0; k < sizeof(order) / sizeof(order[0]); k++) {
		const enum arm_refusal missing = order[k];

		begin(CONTROL_RIG);
		if (missing != ARM_SCREENING) {
			say_no_to_all();
		}
		on.command.heights += missing != ARM_UNSIZED;
		on.command.placings++;
		on.command.placed = missing != ARM_UNPLACED;
		if (missing != ARM_HAND) {
			try_hand();
		}
		on.situation.off = missing == ARM_CALIBRATION;
		on.situation.zero_far = missing == ARM_ZERO;
		on.situation.still = missing == ARM_STILL;
		on.situation.technique_fits = missing != ARM_TECHNIQUE;
		if (missing == ARM_CLEAR) {
			assert_raised(judging_tick(&on), COND_CLEARED);
		} else {
			assert_not_raised(judging_tick(&on), COND_CLEARED);
		}
		assert_int_equal(on.client.refusal, missing);
	}
}

/* A sensor that is not to be trusted is nothing to play with on a bench either. */
static void a_zero_too_far__is_refused_on_a_bench_too(void **state)
{
	(void)state;
	begin(CONTROL_BENCH);
	clear();
	assert_raised(judging_tick(&on), COND_CLEARED);
	on.situation.zero_far = true;
	assert_not_raised(judging_tick(&on), COND_CLEARED);
	assert_int_equal(on.client.refusal, ARM_ZERO);
}

/* Nor one that is stuck, whatever else is why: where it stuck need not be its zero. */
static void a_sensor_that_is_still_at_rest__is_refused_first_and_on_a_bench_too(void **state)
{
	(void)state;
	begin(CONTROL_BENCH);
	clear();
	on.situation.still = true;
	on.situation.zero_far = true;
	assert_not_raised(judging_tick(&on), COND_CLEARED);
	assert_int_equal(on.client.refusal, ARM_STILL);
	on.situation.still = false;
	on.situation.zero_far = false;
	assert_raised(judging_tick(&on), COND_CLEARED);
}

/* Bench or rig: whoever has a recorder arms nothing that it would not keep. */
static void what_would_not_be_recorded__is_not_armed(void **state)
{
	(void)state;
	for (int k = 0; k < 2; k++) {
		begin(k == 0 ? CONTROL_BENCH : CONTROL_RIG);
		clear();
		on.client.recorded = true;
		for (int now = 0; now <= RECORDINGS; now++) {
			on.frame.recording = (enum recording)now;
			if (now == RECORDING_FINE) {
				assert_raised(judging_tick(&on), COND_CLEARED);
				continue;
			}
			assert_not_raised(judging_tick(&on), COND_CLEARED);
			assert_int_equal(on.client.refusal, ARM_RECORDING);
		}
	}
}

/* It is no reason to end what goes on. */
static void a_session_under_way__goes_on_unrecorded(void **state)
{
	(void)state;
	begin(CONTROL_RIG);
	clear();
	on.client.recorded = true;
	on.situation.state = STATE_RUNNING;
	on.frame.recording = RECORDING_FAILING;
	assert_int_equal(judging_tick(&on) & (COND_TRIP_BITS | COND_BIT(COND_UNCLEARED)), 0);
}

static void a_hand_button_that_does_not_open_the_loop__is_not_tried(void **state)
{
	(void)state;
	clear();
	registration_forget(&on.client.registration);
	on.command.heights++;
	on.command.placings++;
	on.frame.hand_pressed = true;
	judging_tick(&on);
	on.frame.hand_pressed = false;
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_HAND);
	on.frame.stop_loop_closed = false; /* somebody else's stop is not this client's */
	on.frame.stop_pressed = true;
	judging_tick(&on);
	on.frame.stop_loop_closed = true;
	on.frame.stop_pressed = false;
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_HAND);
	on.frame.hand_pressed = true; /* held: it must come back */
	on.frame.stop_loop_closed = false;
	judging_wait(&on, 100);
	assert_int_equal(on.client.refusal, ARM_HAND);
	on.frame.hand_pressed = false;
	on.frame.stop_loop_closed = true;
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_CLEAR);
}

static void hold_stop(bool held)
{
	on.frame.stop_loop_closed = !held;
	on.frame.stop_pressed = held;
}

/* Its contact in the loop may be stuck shut: then it is somebody else who opened the loop. */
static void a_hand_button_beside_another_stop__is_not_tried(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++) {
		clear();
		registration_forget(&on.client.registration);
		on.command.heights++;
		on.command.placings++;
		judging_tick(&on);
		on.frame.hand_pressed = first; /* the one or the other comes first, ... */
		hold_stop(!first);
		judging_wait(&on, 21);
		on.frame.hand_pressed = true;
		hold_stop(true);
		judging_wait(&on, 100);
		on.frame.hand_pressed = !first; /* ... and goes first */
		hold_stop(first);
		judging_wait(&on, 100);
		on.frame.hand_pressed = false;
		hold_stop(false);
		judging_wait(&on, 100);
		assert_int_equal(on.client.refusal, ARM_HAND);
		on.frame.hand_pressed = first; /* no two contacts open in the same instant */
		hold_stop(!first);
		judging_wait(&on, 19);
		on.frame.hand_pressed = true;
		hold_stop(true);
		judging_wait(&on, 500);
		assert_int_equal(on.client.refusal, ARM_HAND);
		on.frame.hand_pressed = false;
		hold_stop(false);
		judging_tick(&on);
		assert_int_equal(on.client.refusal, ARM_CLEAR);
	}
	/* a clock that went back: nothing is known of what was before */
	clear();
	registration_forget(&on.client.registration);
	on.command.heights++;
	on.command.placings++;
	on.client.registration.free_t_ns = on.frame.t_ns + S_NS;
	on.frame.hand_pressed = true;
	hold_stop(true);
	judging_tick(&on);
	on.frame.hand_pressed = false;
	hold_stop(false);
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_HAND);
}

/* In whatever state and tick it was told: what was said of the one before is nothing about the next. */
static void what_was_told_in_the_session_of_the_one_before__is_not_this_client_s(void **state)
{
	static const enum state told_in[] = {STATE_RUNNING, STATE_PAUSED};

	(void)state;
	for (int s = 0; s < 2; s++) {
		for (int ticks = 0; ticks < 20; ticks++) { /* before the end */
			begin(CONTROL_RIG);
			clear();
			enter(told_in[s]);
			judging_wait(&on, 30);
			on.command.heights++;
			on.command.placings++;
			say_no_to_all();
			judging_wait(&on, ticks);
			on.situation.session_over = true;
			judging_tick(&on);
			enter(STATE_RELEASING);
			on.situation.session_over = false;
			judging_wait(&on, 10);
			enter(STATE_IDLE);
			judging_wait(&on, 10);
			assert_int_equal(on.client.refusal, ARM_SCREENING);
			say_no_to_all();
			judging_tick(&on);
			assert_int_equal(on.client.refusal, ARM_UNSIZED);
			on.command.heights++;
			judging_tick(&on);
			assert_int_equal(on.client.refusal, ARM_UNPLACED);
			on.command.placings++;
			judging_tick(&on);
			assert_int_equal(on.client.refusal, ARM_HAND);
		}
	}
}

/* It ends nothing, but nobody goes on from a pause with a map that lies wrong. */
static void a_place_taken_back_in_a_session__is_not_resumed(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	judging_wait(&on, 10);
	on.command.placed = false;
	assert_not_raised(judging_wait(&on, 100), COND_UNCLEARED);
	enter(STATE_PAUSED);
	assert_not_raised(judging_wait(&on, 100), COND_CLEARED);
	assert_int_equal(on.client.refusal, ARM_UNPLACED);
	on.command.placed = true;
	on.command.placings++;
	judging_wait(&on, 10);
	assert_raised(judging_tick(&on), COND_CLEARED);
}

static void height_and_place_of_the_one_before__are_not_this_client_s(void **state)
{
	(void)state;
	clear();
	on.situation.session_over = true;
	judging_tick(&on);
	on.situation.session_over = false;
	say_no_to_all();
	judging_wait(&on, 10);
	assert_int_equal(on.client.refusal, ARM_UNSIZED);
	on.command.heights++;
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_UNPLACED);
	on.command.placings++;
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_HAND);
	try_hand();
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_CLEAR);
	on.command.placed = false; /* taken back */
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_UNPLACED);
}

static void on_the_bench__only_a_refusing_answer_or_technique_counts(void **state)
{
	(void)state;
	begin(CONTROL_BENCH);
	assert_raised(judging_tick(&on), COND_CLEARED);
	on.command.screening[SCREEN_FEVER] = ANSWER_YES;
	on.command.screening_answers[SCREEN_FEVER]++;
	assert_not_raised(judging_tick(&on), COND_CLEARED);
	assert_int_equal(on.client.refusing_item, SCREEN_FEVER);
	begin(CONTROL_BENCH);
	on.situation.technique_fits = false;
	assert_not_raised(judging_tick(&on), COND_CLEARED);
}

static void all_zero_memory__clears_nobody(void **state)
{
	static const struct client nobody;

	(void)state;
	assert_false(client_is_cleared(&nobody));
}

static void an_answer_of_too_much__is_raised_once(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	answer(6);
	assert_raised(judging_tick(&on), COND_COMFORT);
	assert_not_raised(judging_tick(&on), COND_COMFORT);
}

static void an_answer_that_refuses__pauses_a_session_under_way(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	assert_not_raised(judging_tick(&on), COND_UNCLEARED);
	on.command.screening[SCREEN_DVT] = ANSWER_YES;
	on.command.screening_answers[SCREEN_DVT]++;
	for (int k = 1; k < 8; k++) { /* looked at so often while somebody is pressed */
		judging_tick(&on);
	}
	assert_raised(judging_tick(&on), COND_UNCLEARED);
	assert_not_raised(on.conditions.bits, COND_PAUSE); /* no person paused it */
	enter(STATE_PAUSED);
	assert_not_raised(judging_tick(&on), COND_CLEARED); /* and nobody resumes it */
}

/* The technique or the place alone stops nobody who is being worked on. */
static void a_technique_that_fits_no_more__does_not_pause(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	on.situation.technique_fits = false;
	assert_not_raised(judging_tick(&on), COND_UNCLEARED);
}

static void the_end_of_a_session__leaves_every_question_to_be_asked(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	answer(1);
	judging_tick(&on);
	on.situation.session_over = true;
	assert_not_raised(judging_tick(&on), COND_CLEARED);
	assert_int_equal(on.client.comfort.first, COMFORT_NONE);
	enter(STATE_IDLE);
	judging_wait(&on, 10);
	assert_int_equal(on.client.refusal, ARM_SCREENING);
	clear(); /* and once they are answered nothing takes them away again */
	judging_wait(&on, 10);
	assert_int_equal(on.client.refusal, ARM_CLEAR);
}

static void a_release_for_comfort__asks_the_questions_anew(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	answer(7);
	judging_tick(&on);
	assert_int_equal(on.client.refusal, ARM_SCREENING);
	assert_int_equal(on.client.comfort.first, 7); /* of this session, which may go on */
}

static void a_stop__keeps_what_was_answered(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	judging_wait(&on, 10);
	enter(STATE_RELEASING);
	judging_wait(&on, 10);
	enter(STATE_IDLE);
	judging_wait(&on, 10);
	assert_int_equal(on.client.refusal, ARM_CLEAR);
}

/* Judge and supervisor together, a minute and a half of silence in rig mode. */
static void silence__pauses_and_releases(void **state)
{
	struct supervisor supervisor = {.state = STATE_RUNNING};
	int64_t paused_ns = 0;
	int64_t began_ns = on.frame.t_ns;

	(void)state;
	clear();
	supervisor.since_ns = began_ns;
	on.situation.intensity = 0.5;
	for (int k = 0; k < 95000 && supervisor.state != STATE_RELEASING; k++) {
		on.situation.state = supervisor.state;
		on.situation.since_ns = supervisor.since_ns;
		judging_tick(&on);
		supervisor_step(&supervisor, &on.conditions, on.frame.t_ns);
		if (supervisor.state == STATE_PAUSED && paused_ns == 0) {
			paused_ns = on.frame.t_ns;
			assert_int_equal(supervisor.reason, COND_COMFORT_SILENT);
		}
	}
	assert_int_equal(supervisor.state, STATE_RELEASING);
	assert_int_equal(supervisor.reason, COND_COMFORT_SILENT);
	assert_near((double)(paused_ns - began_ns) / 1e9, COMFORT_STEP_S + COMFORT_ANSWER_S, 0.01);
	assert_near((double)(on.frame.t_ns - paused_ns) / 1e9, COMFORT_PAUSE_S, 0.01);
	assert_int_equal(on.client.refusal, ARM_SCREENING);
}

static void hold_button(double seconds)
{
	on.frame.reset_button = true;
	judging_wait(&on, (int)(seconds / TICK_S + 0.5));
	on.frame.reset_button = false;
	judging_tick(&on);
}

static void the_button_held_in_idle__means_a_new_client(void **state)
{
	(void)state;
	clear();
	hold_button(NEWCOMER_HOLD_S - 0.01);
	assert_int_equal(on.client.refusal, ARM_CLEAR);
	hold_button(NEWCOMER_HOLD_S - 0.01); /* twice is not longer */
	assert_int_equal(on.client.refusal, ARM_CLEAR);
	hold_button(NEWCOMER_HOLD_S + 0.01);
	assert_int_equal(on.client.refusal, ARM_SCREENING);
}

static void a_button_that_sticks__means_nothing(void **state)
{
	(void)state;
	on.frame.reset_button = true; /* since before */
	clear();
	judging_wait(&on, 10000);
	assert_int_equal(on.client.refusal, ARM_CLEAR);
	on.frame.reset_button = false;
	enter(STATE_RELEASING);
	judging_tick(&on);
	on.frame.reset_button = true;
	judging_tick(&on);
	enter(STATE_IDLE); /* pressed before it was idle */
	judging_wait(&on, 10000);
	assert_int_equal(on.client.refusal, ARM_CLEAR);
}

static void outside_of_idle__the_button_forgets_nobody(void **state)
{
	(void)state;
	for (int s = 0; s < STATE_COUNT; s++) {
		begin(CONTROL_RIG);
		clear();
		if (s == STATE_IDLE) {
			continue;
		}
		enter((enum state)s);
		judging_tick(&on);
		hold_button(4.0);
		assert_int_equal(on.client.refusal, ARM_CLEAR);
	}
}

static void a_press_that_outlasts_idle__forgets_nobody(void **state)
{
	(void)state;
	clear();
	on.frame.reset_button = true;
	judging_wait(&on, 1000);
	enter(STATE_ARMED);
	judging_wait(&on, 5000);
	enter(STATE_IDLE);
	judging_wait(&on, 5000);
	assert_int_equal(on.client.refusal, ARM_CLEAR);
}

/* What was eased is forgotten with the client; a held button does it once, and never dwell. */
static void a_new_client__is_not_eased(void **state)
{
	(void)state;
	clear();
	on.force_n[0] = 40.0;
	judging_wait(&on, 10);
	on.command.presses.ease++;
	judging_tick(&on);
	assert_near(on.ceilings.heads[0].now_n, 32.0, 1e-9);
	on.force_n[0] = 0.0;
	hold_button(3.1);
	assert_near(on.ceilings.heads[0].now_n, 80.0, 1e-9);
	assert_int_equal(on.ceilings.heads[0].reason, LIMIT_CEILING);
	assert_false(on.ceilings.eased);
}

static void an_answer_of_4__takes_three_tenths_off(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	on.force_n[0] = 40.0;
	on.force_n[1] = 7.0;
	on.force_n[2] = 1.9;
	judging_wait(&on, 10);
	answer(4);
	judging_tick(&on);
	assert_near(on.ceilings.heads[0].now_n, 28.0, 1e-9);
	assert_int_equal(on.ceilings.heads[0].reason, LIMIT_EASE);
	assert_zero(on.ceilings.heads[1].now_n); /* 4.9 N: left out */
	assert_near(on.ceilings.heads[2].now_n, 80.0, 1e-9);
	answer(5); /* within a second */
	judging_tick(&on);
	assert_near(on.ceilings.heads[0].now_n, 28.0, 1e-9);
}

static void ease__lasts_12_hours_from_the_first_and_ends_at_rest(void **state)
{
	(void)state;
	clear();
	enter(STATE_RUNNING);
	on.force_n[0] = 40.0;
	judging_wait(&on, 10);
	on.command.presses.ease++;
	judging_tick(&on);
	on.frame.t_ns += (int64_t)ANSWERS_LAST_S * S_NS - 10 * S_NS;
	on.force_n[0] = 30.0;
	judging_wait(&on, 100);
	on.command.presses.ease++;
	judging_tick(&on);
	assert_near(on.ceilings.heads[0].now_n, 24.0, 1e-9);
	on.frame.t_ns += 11 * S_NS;
	judging_wait(&on, 100);
	assert_near(on.ceilings.heads[0].now_n, 24.0, 1e-9); /* not under the client's skin */
	on.force_n[0] = 0.0;
	enter(STATE_IDLE);
	judging_wait(&on, 100);
	assert_near(on.ceilings.heads[0].now_n, 80.0, 1e-9);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(arming_on_a_rig__takes_all_that_is_asked_for),
		TEST(a_hand_button_that_does_not_open_the_loop__is_not_tried),
		TEST(a_hand_button_beside_another_stop__is_not_tried),
		TEST(what_was_told_in_the_session_of_the_one_before__is_not_this_client_s),
		TEST(a_place_taken_back_in_a_session__is_not_resumed),
		TEST(height_and_place_of_the_one_before__are_not_this_client_s),
		TEST(a_zero_too_far__is_refused_on_a_bench_too),
		TEST(a_sensor_that_is_still_at_rest__is_refused_first_and_on_a_bench_too),
		TEST(what_would_not_be_recorded__is_not_armed),
		TEST(a_session_under_way__goes_on_unrecorded),
		TEST(on_the_bench__only_a_refusing_answer_or_technique_counts),
		TEST(all_zero_memory__clears_nobody),
		TEST(an_answer_of_too_much__is_raised_once),
		TEST(an_answer_that_refuses__pauses_a_session_under_way),
		TEST(a_technique_that_fits_no_more__does_not_pause),
		TEST(the_end_of_a_session__leaves_every_question_to_be_asked),
		TEST(a_release_for_comfort__asks_the_questions_anew),
		TEST(a_stop__keeps_what_was_answered),
		TEST(silence__pauses_and_releases),
		TEST(the_button_held_in_idle__means_a_new_client),
		TEST(a_button_that_sticks__means_nothing),
		TEST(outside_of_idle__the_button_forgets_nobody),
		TEST(a_press_that_outlasts_idle__forgets_nobody),
		TEST(a_new_client__is_not_eased),
		TEST(an_answer_of_4__takes_three_tenths_off),
		TEST(ease__lasts_12_hours_from_the_first_and_ends_at_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
