/* test_session.c - the clocks of a session: it ends on time, whatever is asked meanwhile. */
#include "core/technique/session.h"

#include "core/strokes.h"

static struct technique technique;
static struct session session;
static struct command command;
static double lasted_s[STROKES_MAX];

static int set_up(void **state)
{
	(void)state;
	bench_technique(&technique);
	session = (struct session){0};
	command_init(&command);
	command.duration_s = 100.0;
	memset(lasted_s, 0, sizeof(lasted_s));
	session_begin(&session, &technique);
	return 0;
}

/* Works until the session is over or `seconds` have gone; returns those worked. */
static double work(double seconds)
{
	double worked_s = 0.0;

	while (!session.over && worked_s < seconds - 0.5 * TICK_S) {
		lasted_s[session.stroke] += TICK_S;
		session_step(&session, &technique, &command, TICK_S);
		worked_s += TICK_S;
	}
	return worked_s;
}

static void a_session__ends_on_time_and_keeps_its_shares(void **state)
{
	(void)state;
	assert_near(work(1000.0), 100.0, 1.5 * TICK_S);
	assert_near(lasted_s[0], 40.0, 0.1);
	assert_near(lasted_s[1], 40.0, 0.1);
	assert_near(lasted_s[2], 20.0, 0.1);
	assert_near(session.remaining_s, 0.0, 0.0);
}

static void a_skip__gives_its_time_to_the_others(void **state)
{
	(void)state;
	work(10.0);
	session_skip(&session, &technique);
	work(2.0 * TICK_S);
	assert_int_equal(session.stroke, 1);
	assert_near(10.0 + work(1000.0), 100.0, 3.5 * TICK_S);
	assert_near(lasted_s[1], 60.0, 0.1); /* 90 s are shared 2 to 1 */
	assert_near(lasted_s[2], 30.0, 0.1);
}

static void a_skip_of_the_last_stroke__begins_the_list_again(void **state)
{
	(void)state;
	work(10.0);
	for (int k = 0; k < 3; k++) {
		session_skip(&session, &technique);
		assert_int_equal(session.stroke, (k + 1) % 3);
	}
	memset(lasted_s, 0, sizeof(lasted_s));
	assert_near(10.0 + work(1000.0), 100.0, 1.5 * TICK_S);
	assert_near(lasted_s[0], 36.0, 0.1);
	assert_near(lasted_s[1], 36.0, 0.1);
	assert_near(lasted_s[2], 18.0, 0.1);
}

/* Hands do not begin anew when the time has come to leave. */
static void a_skip_in_closing__stays_with_the_last_stroke(void **state)
{
	(void)state;
	work(97.0);
	assert_int_equal(session.phase, PHASE_CLOSING);
	for (int k = 0; k < 5; k++) {
		session_skip(&session, &technique);
		assert_int_equal(session.stroke, 2);
	}
	assert_near(97.0 + work(1000.0), 100.0, 1.5 * TICK_S);
}

static void a_linger__stays_20_s_longer_and_still_ends_on_time(void **state)
{
	(void)state;
	work(35.0);
	command.presses.linger++;
	assert_near(35.0 + work(1000.0), 100.0, 1.5 * TICK_S);
	assert_near(lasted_s[0], 40.0 + 20.0 - 20.0 * 5.0 / 65.0, 0.1);
	assert_near(lasted_s[1] / lasted_s[2], 2.0, 0.02);
}

static void a_new_duration__is_spread_over_what_is_left(void **state)
{
	(void)state;
	work(50.0);
	command.duration_s = 150.0;
	assert_near(50.0 + work(1000.0), 150.0, 1.5 * TICK_S);
	assert_near(lasted_s[1] / lasted_s[2], (10.0 + 30.0 * 100.0 / 50.0) / 40.0, 0.02);
}

static void a_duration_already_over__ends_at_once(void **state)
{
	(void)state;
	work(80.0);
	command.duration_s = 60.0;
	assert_near(work(1000.0), TICK_S, 1e-9);
	assert_true(session.over);
}

static void a_duration_that_is_none__is_the_nearest_that_is(void **state)
{
	const struct {
		double asked_s;
		double lasts_s;
	} cases[] = {{NOT_A_N, SESSION_MIN_S}, {0.0, SESSION_MIN_S},     {-1.0, SESSION_MIN_S},
		     {59.9, SESSION_MIN_S},    {3600.1, SESSION_MAX_S},  {ENDLESS, SESSION_MAX_S},
		     {3600.0, SESSION_MAX_S},  {-ENDLESS, SESSION_MIN_S}};

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		set_up(state);
		command.duration_s = cases[k].asked_s;
		work(TICK_S);
		assert_near(session.remaining_s, cases[k].lasts_s - TICK_S, 1e-6);
	}
}

static void stop_and_start_again__goes_on_with_the_clock(void **state)
{
	(void)state;
	work(70.0);
	for (int k = 0; k < 5000; k++) {
		session_idle(&session, &command);
	}
	assert_false(session_begin(&session, &technique));
	assert_near(session.elapsed_s, 70.0, 1e-6);
	assert_int_equal(session.stroke, 1);
	assert_near(70.0 + work(1000.0), 100.0, 1.5 * TICK_S);
}

static void a_session_that_is_over__begins_anew(void **state)
{
	(void)state;
	work(1000.0);
	assert_true(session_begin(&session, &technique));
	assert_false(session.over);
	assert_near(work(1000.0), 100.0, 1.5 * TICK_S);
}

static void presses_while_idle__are_seen_and_forgotten(void **state)
{
	(void)state;
	work(10.0);
	command.presses.skip += 3;
	command.presses.linger += 3;
	session_idle(&session, &command);
	work(1.0);
	assert_int_equal(session.stroke, 0);
	assert_at_most(session.linger_s, 0.0);
}

static void intensity__rises_a_tenth_a_second_and_falls_at_once(void **state)
{
	double before = 0.0;

	(void)state;
	command.intensity = 0.0;
	work(25.0);
	assert_zero(session.intensity);
	command.intensity = 1.0;
	for (int k = 0; k < 9990; k++) {
		work(TICK_S);
		assert_at_most(session.intensity - before, INTENSITY_RISE_PER_S * TICK_S + 1e-12);
		before = session.intensity;
	}
	assert_near(session.intensity, 0.999, 1e-9);
	command.intensity = 0.2;
	work(TICK_S);
	assert_near(session.intensity, 0.2, 0.0);
}

static void an_intensity_that_is_none__counts_as_the_least(void **state)
{
	const double wild[] = {NOT_A_N, -0.1, 1.1, ENDLESS, -ENDLESS};

	(void)state;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		command.intensity = 0.5;
		work(2.0);
		assert_true(session.intensity > 0.0);
		command.intensity = wild[k];
		work(TICK_S);
		assert_zero(session.intensity);
	}
}

static void another_technique__takes_the_time_that_is_left(void **state)
{
	(void)state;
	work(50.0);
	technique.stroke_count = 2;
	session_change(&session, &technique);
	assert_int_equal(session.stroke, 0);
	memset(lasted_s, 0, sizeof(lasted_s));
	assert_near(50.0 + work(1000.0), 100.0, 1.5 * TICK_S);
	assert_near(lasted_s[0], 25.0, 0.1);
}

/* Of 100 s: 15 s of warm-up, 10 s of closing, both at half of what is asked for. */
static void warm_up_and_closing__are_light(void **state)
{
	(void)state;
	command.intensity = 0.8;
	work(14.0);
	assert_int_equal(session.phase, PHASE_WARM_UP);
	assert_near(session.intensity, LIGHT_SHARE * 0.8, 1e-9);
	work(2.0);
	assert_int_equal(session.phase, PHASE_WORK);
	work(PHASE_BLEND_S);
	assert_near(session.intensity, 0.8, 1e-9);
	work(67.0);
	assert_int_equal(session.phase, PHASE_WORK);
	work(2.0);
	assert_int_equal(session.phase, PHASE_CLOSING);
	work(PHASE_BLEND_S);
	assert_near(session.intensity, LIGHT_SHARE * 0.8, 1e-9);
	work(100.0);
	assert_int_equal(session.phase, PHASE_NONE);
}

/* At full intensity half of it comes and goes, no faster than PHASE_BLEND_S says. */
static void phases__blend_without_a_step(void **state)
{
	const double most = (1.0 - LIGHT_SHARE) / PHASE_BLEND_S * TICK_S;
	double fell = 0.0;
	double rose = 0.0;

	(void)state;
	command.intensity = 1.0;
	work(10.0);
	while (!session.over) {
		double before = session.intensity;

		work(TICK_S);
		if (session.over) {
			break; /* and its hands have lifted */
		}
		assert_at_most(session.intensity - before, most + 1e-12);
		assert_at_least(session.intensity - before, -most - 1e-12);
		rose += session.intensity > before;
		fell += session.intensity < before;
	}
	assert_near(rose * TICK_S, PHASE_BLEND_S, 0.01);
	assert_near(fell * TICK_S, PHASE_BLEND_S, 0.01);
}

static void a_longer_duration__does_not_warm_up_again(void **state)
{
	(void)state;
	command.intensity = 0.5;
	work(92.0);
	assert_int_equal(session.phase, PHASE_CLOSING);
	command.duration_s = 3600.0; /* of which 92 s are less than the warm-up */
	work(PHASE_BLEND_S);
	assert_int_equal(session.phase, PHASE_WORK);
	assert_near(session.intensity, 0.5, 1e-9);
	work(4000.0);
	assert_true(session_begin(&session, &technique));
	work(1.0);
	assert_int_equal(session.phase, PHASE_WARM_UP); /* but a new session does */
}

static void a_turn__is_as_long_as_it_says(void **state)
{
	(void)state;
	for (int k = 0; k < 3; k++) {
		double said_s;
		double from_s;

		work(1.0);
		if (k == 1) {
			command.presses.linger++;
			work(TICK_S);
		}
		said_s = session_turn_left_s(&session, &technique);
		from_s = session.elapsed_s;
		while (session.stroke == k && !session.over) {
			work(TICK_S);
		}
		assert_near(session.elapsed_s - from_s, said_s, 0.01);
		assert_at_least(said_s, 10.0);
	}
	assert_true(session.over);
	assert_zero(session_turn_left_s(&session, &technique));
}

/* A hundred changes a second, for an hour: the clock runs, the intensity keeps its bounds. */
static void wild_commands__leave_the_clock_and_the_intensity_inside(void **state)
{
	struct dice dice = {11};
	int overs = 0;
	int lightest = 0;

	(void)state;
	for (int k = 0; k < 3600000; k++) {
		double before = session.intensity;
		double elapsed_s = session.elapsed_s;

		if (k % 10 == 0) {
			command.intensity = dice_wild(&dice, 0.0, 1.0);
			command.duration_s = dice_wild(&dice, 0.0, 4000.0);
			command.presses.linger += dice_below(&dice, 100) == 0;
			command.presses.skip += dice_below(&dice, 20000) == 0;
		}
		session_step(&session, &technique, &command, TICK_S);
		assert_at_least(session.intensity, 0.0);
		assert_at_most(session.intensity - before, INTENSITY_RISE_PER_S * TICK_S + 1e-12);
		assert_at_most(session.intensity, command.intensity >= 0.0 ? 1.0 : 0.0);
		assert_at_least(session.light, LIGHT_SHARE);
		assert_at_most(session.light, 1.0);
		assert_near(session.elapsed_s - elapsed_s, TICK_S, 1e-9);
		assert_at_least(session.remaining_s, 0.0);
		assert_at_most(session.remaining_s, SESSION_MAX_S);
		assert_at_least(session_turn_left_s(&session, &technique), 0.0);
		assert_at_most(session_turn_left_s(&session, &technique), session.remaining_s);
		assert_true(session.stroke >= 0 && session.stroke < technique.stroke_count);
		lightest += session.phase != PHASE_WORK;
		if (session.over) {
			overs++;
			assert_true(session_begin(&session, &technique));
		}
	}
	assert_true(overs > 40);
	assert_true(lightest > 1000);
}

/* Half an hour of pushing every knob a hundred times a second, and what is asked last is what is got. */
static void wild_commands__then_a_wish__is_kept_to_the_tick(void **state)
{
	struct dice dice = {13};
	int lingered = 0;

	(void)state;
	for (int k = 0; k < 1700000; k++) {
		if (k % 10 == 0) {
			command.duration_s = dice_between(&dice, 1750.0, SESSION_MAX_S);
			command.intensity = dice_wild(&dice, 0.0, 1.0);
			command.presses.linger += dice_below(&dice, 1000) == 0;
			lingered += session.linger_s > 0.0;
		}
		if (k == 900000 || k == 1200000) {
			session_skip(&session, &technique);
		}
		session_step(&session, &technique, &command, TICK_S);
	}
	assert_false(session.over);
	assert_int_equal(session.stroke, 2);
	assert_true(lingered > 1000);
	command.duration_s = 1800.0;
	assert_near(1700.0 + work(1000.0), 1800.0, 0.01);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_session__ends_on_time_and_keeps_its_shares),
		TEST(a_skip__gives_its_time_to_the_others),
		TEST(a_skip_of_the_last_stroke__begins_the_list_again),
		TEST(a_skip_in_closing__stays_with_the_last_stroke),
		TEST(a_linger__stays_20_s_longer_and_still_ends_on_time),
		TEST(a_new_duration__is_spread_over_what_is_left),
		TEST(a_duration_already_over__ends_at_once),
		TEST(a_duration_that_is_none__is_the_nearest_that_is),
		TEST(stop_and_start_again__goes_on_with_the_clock),
		TEST(a_session_that_is_over__begins_anew),
		TEST(presses_while_idle__are_seen_and_forgotten),
		TEST(intensity__rises_a_tenth_a_second_and_falls_at_once),
		TEST(an_intensity_that_is_none__counts_as_the_least),
		TEST(another_technique__takes_the_time_that_is_left),
		TEST(warm_up_and_closing__are_light),
		TEST(phases__blend_without_a_step),
		TEST(a_longer_duration__does_not_warm_up_again),
		TEST(a_turn__is_as_long_as_it_says),
		TEST(wild_commands__leave_the_clock_and_the_intensity_inside),
		TEST(wild_commands__then_a_wish__is_kept_to_the_tick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
