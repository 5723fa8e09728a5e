/* test_changing_limits.c - what takes something from a session under way: a ceiling lowered, heat used up
 * or ruled out, a way on which nobody is pressed. It bends, says why, and never breaks off. */
#include "integration/closed_loop.h"

static struct closed_loop loop;

static void begin(const char *technique)
{
	closed_loop_open(&loop, "sim-16", "nominal", 1);
	closed_loop_choose(&loop, technique);
	loop.command.intensity = 0.6;
	loop.command.duration_s = 600.0;
}

static enum stroke_kind stroke_now(void)
{
	const struct technique *technique = &loop.techniques[loop.shown.technique];

	return loop.shown.hands.count > 0 ? technique->strokes[loop.shown.hands.stroke].kind
					  : STROKE_NONE;
}

/* Ticks a running session on; no target may leap, whatever happens to it. */
static void run(double seconds)
{
	for (int k = 0; k < (int)(seconds / loop.dt_s + 0.5); k++) {
		assert_int_equal(closed_loop_tick(&loop), STATE_RUNNING);
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		assert_at_most(loop.heads[i].rise_n, SLEW_RISE_N_S * loop.dt_s * 1.001);
	}
}

static void go(const char *technique)
{
	begin(technique);
	closed_loop_start(&loop);
}

static enum unfit unfit_now(void)
{
	return loop.shown.unfit[loop.shown.technique];
}

/* ---- heat ---- */

/* Until a stone lies still and presses; the heads of its place, a bit each. */
static uint64_t wait_for_a_stone(void)
{
	for (int k = 0; k < 120000; k++) {
		uint64_t under = 0;

		run(loop.dt_s);
		for (int i = 0; i < loop.rig.head_count; i++) {
			bool pressed = loop.shown.heads[i].target_n > RELEASED_N;

			under |= pressed ? UINT64_C(1) << i : 0;
		}
		if (stroke_now() == STROKE_STILL_HEAT && under != 0) {
			return under;
		}
	}
	fail_msg("no stone in two minutes");
	return 0;
}

static uint64_t heated_heads(void)
{
	uint64_t heated = 0;

	for (int i = 0; i < loop.rig.head_count; i++) {
		heated |= loop.rig.heads[i].heater.driver != DRIVER_NONE ? UINT64_C(1) << i : 0;
	}
	return heated;
}

static void spend(uint64_t heads)
{
	for (int i = 0; i < loop.rig.head_count; i++) {
		if (heads >> i & 1u) {
			loop.pipeline.heat.heads[i].account_min = HEAT_ACCOUNT_MIN;
		}
	}
}

static void a_place_that_had_all_its_heat__is_left_for_another(void **state)
{
	uint64_t spent;
	double elsewhere_s = 0.0;

	(void)state;
	go("hot_stone");
	spent = wait_for_a_stone();
	run(5.0);
	assert_true((spent & ~heated_heads()) == 0 && spent != heated_heads());
	spend(spent);
	run(4.0); /* off as gently as it came, in two seconds */
	for (int k = 0; k < 150000; k++) {
		run(loop.dt_s);
		for (int i = 0; i < loop.rig.head_count; i++) {
			bool still = stroke_now() == STROKE_STILL_HEAT &&
				     loop.shown.heads[i].target_n > RELEASED_N;

			assert_false(still && (spent >> i & 1u));
			elsewhere_s += still ? loop.dt_s : 0.0;
		}
	}
	assert_at_least(elsewhere_s, 60.0);
	assert_int_equal(unfit_now(), FIT);
}

static void heat_that_is_used_up_everywhere__ends_the_stones_and_says_so(void **state)
{
	double glided_s = 0.0;

	(void)state;
	go("hot_stone");
	wait_for_a_stone();
	run(5.0);
	spend(heated_heads());
	run(6.0);
	for (int k = 0; k < 60000; k++) {
		run(loop.dt_s);
		assert_int_not_equal(stroke_now(), STROKE_STILL_HEAT);
		assert_int_equal(unfit_now(), UNFIT_HEATER);
		glided_s += stroke_now() == STROKE_WARM_GLIDE ? loop.dt_s : 0.0;
	}
	assert_at_least(glided_s, 50.0);
}

static void an_answer_that_rules_heat_out__ends_the_stones(void **state)
{
	(void)state;
	go("hot_stone");
	wait_for_a_stone();
	run(5.0);
	loop.command.screening[SCREEN_NUMB_SKIN] = ANSWER_YES;
	loop.command.screening_answers[SCREEN_NUMB_SKIN]++;
	run(6.0);
	for (int k = 0; k < 30000; k++) {
		run(loop.dt_s);
		assert_int_not_equal(stroke_now(), STROKE_STILL_HEAT);
		assert_int_equal(unfit_now(), UNFIT_HEATER);
	}
}

static void stones_and_nothing_else__end_the_session_when_heat_is_used_up(void **state)
{
	(void)state;
	begin("hot_stone");
	loop.techniques[loop.command.technique].stroke_count = 1;
	closed_loop_start(&loop);
	wait_for_a_stone();
	run(5.0);
	spend(heated_heads());
	assert_at_most(closed_loop_until(&loop, STATE_RELEASING, 20.0), 10.0);
	assert_int_equal(loop.shown.reason, COND_SESSION_OVER);
}

/* ---- a ceiling ---- */

static void a_ceiling_below_what_it_needs__makes_it_lighter_and_says_so(void **state)
{
	double most_n = 0.0;

	(void)state;
	go("deep_tissue");
	run(120.0);
	assert_int_equal(unfit_now(), FIT);
	loop.command.ceiling_n = 25.0;
	run(1.0);
	for (int k = 0; k < 60000; k++) {
		run(loop.dt_s);
		assert_int_equal(unfit_now(), UNFIT_CEILING);
		assert_near(loop.shown.fit_ceiling_n[loop.shown.technique], 25.0, 1e-9);
		for (int i = 0; i < loop.rig.head_count; i++) {
			double target_n = loop.shown.heads[i].target_n;

			assert_at_most(target_n, 25.0);
			most_n = target_n > most_n ? target_n : most_n;
		}
	}
	assert_at_least(most_n, 20.0);
	loop.command.ceiling_n = CEILING_MAX_N;
	run(1.0);
	assert_int_equal(unfit_now(), FIT);
}

/* ---- between heads ---- */

/* On the legs two rows lie 0.33 m apart: hands that glide past the knees press nobody. */
static void the_way_past_the_knees__is_no_time_worked(void **state)
{
	double over_s = 0.0;
	double there_s = 0.0;

	(void)state;
	begin("swedish");
	loop.techniques[loop.command.technique].stroke_count = 1; /* the long glide */
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		loop.command.enabled[r] = r == REGION_LEGS;
	}
	closed_loop_start(&loop);
	for (int k = 0; k < 180000; k++) {
		const struct hand *hand = &loop.shown.hands.hands[0];
		bool over = false;

		run(loop.dt_s);
		for (int i = 0; i < loop.rig.head_count && loop.shown.hands.count > 0; i++) {
			double away_m = fabs(loop.rig.heads[i].x_m - hand->x_m);
			bool pressed = loop.pipeline.wish.force_n[i] > REST_N * 1.001;

			over |= away_m < hand->footprint_m;
			assert_false(pressed && !(away_m < hand->footprint_m));
		}
		there_s += loop.shown.hands.region == REGION_LEGS ? loop.dt_s : 0.0;
		over_s += over ? loop.dt_s : 0.0;
	}
	assert_at_most(over_s, 0.9 * there_s);
	assert_at_least(over_s, 0.5 * there_s);
	assert_near(loop.shown.region_s[REGION_LEGS], over_s, 0.005 * over_s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_place_that_had_all_its_heat__is_left_for_another),
		cmocka_unit_test(heat_that_is_used_up_everywhere__ends_the_stones_and_says_so),
		cmocka_unit_test(an_answer_that_rules_heat_out__ends_the_stones),
		cmocka_unit_test(stones_and_nothing_else__end_the_session_when_heat_is_used_up),
		cmocka_unit_test(a_ceiling_below_what_it_needs__makes_it_lighter_and_says_so),
		cmocka_unit_test(the_way_past_the_knees__is_no_time_worked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
