/* test_marks_warm.c - hot stones: how warm the faces truly are, still at first, gliding then, never forgotten. */
#include "integration/marks.h"

static bool is_heated(int i)
{
	return loop.rig.heads[i].heater.driver != DRIVER_NONE;
}

/* Power to any heater in this tick. */
static bool is_powered(void)
{
	for (int i = 0; i < loop.rig.head_count; i++) {
		if (is_heated(i) && loop.actuation.heads[i].heater_share > 0.0) {
			return true;
		}
	}
	return false;
}

struct warmth {
	double warm_s;     /* some face has been at its temperature since */
	double off_most_k; /* from 40 degC, of any face that has been there, while it is wanted */
	double most_c;     /* of any face */
	double skin_c;
	int heated;
	int cold; /* times that a heated face was not warm and pressed */
	bool reached[HEADS_MAX];
};

static void judge_warmth(struct warmth *warmth)
{
	for (int i = 0; i < loop.rig.head_count; i++) {
		double face_c = sim_surface_c(&loop.sim, i);
		double off_k = fabs(face_c - SURFACE_DEFAULT_C);

		if (!is_heated(i)) {
			continue;
		}
		warmth->cold += loop.heads[i].tissue_n > DWELL_N &&
				face_c < SURFACE_DEFAULT_C - 4.0; /* read late, and noisy */
		warmth->most_c = face_c > warmth->most_c ? face_c : warmth->most_c;
		warmth->skin_c = sim_skin_c(&loop.sim, i) > warmth->skin_c
					 ? sim_skin_c(&loop.sim, i)
					 : warmth->skin_c;
		warmth->heated += !warmth->reached[i] && off_k < 0.5;
		warmth->reached[i] |= off_k < 0.5;
		if (warmth->reached[i] && loop.shown.heads[i].surface_target_c > 0.0 &&
		    off_k > warmth->off_most_k) {
			warmth->off_most_k = off_k;
		}
	}
	warmth->warm_s += warmth->heated > 0 ? loop.dt_s : 0.0;
}

static void check_warmth(const struct warmth *warmth, const char *rig, int heads)
{
	print_message(
		"%s: %d faces warm, for %.0f s, at most %.2f K off, face %.2f, skin %.2f degC\n",
		rig, warmth->heated, warmth->warm_s, warmth->off_most_k, warmth->most_c,
		warmth->skin_c);
	assert_int_equal(warmth->heated, heads);
	assert_int_equal(warmth->cold, 0);
	assert_at_most(warmth->off_most_k, 1.0);
	assert_at_most(warmth->most_c, SURFACE_DEFAULT_C + 1.0);
	assert_at_most(warmth->skin_c, SURFACE_MAX_C);
	assert_at_least(warmth->skin_c, 36.0); /* it is felt */
	assert_at_least(warmth->warm_s, SLOW_BUILD ? 100.0 : 1000.0);
}

/* Still contact first, the hands on heated places and unmoved under pressure; then glides. */
static void check_order(const char *rig)
{
	int first_glide = marks_count;
	int last_still = 0;
	int moved = 0;
	int cold = 0;
	int cold_glide = 0;

	for (int k = 1; k < marks_count; k++) {
		bool still = mark_is(k, STROKE_STILL_HEAT);
		bool near = false;

		first_glide = mark_is(k, STROKE_WARM_GLIDE) && k < first_glide ? k : first_glide;
		last_still = still ? k : last_still;
		cold_glide += mark_is(k, STROKE_WARM_GLIDE) &&
			      !is_warm_in(&loop, (enum region)marks[k].region);
		if (!still || marks[k].force_n[0] < 0.5F || marks[k - 1].force_n[0] < 0.5F) {
			continue;
		}
		moved += fabs(marks[k].x_m[0] - marks[k - 1].x_m[0]) > 1e-6;
		for (int i = 0; i < loop.rig.head_count; i++) {
			near |= is_heated(i) &&
				fabs(loop.rig.heads[i].x_m - marks[k].x_m[0]) < 0.01;
		}
		cold += !near;
	}
	if (!(first_glide < marks_count) || last_still == 0 || last_still > first_glide ||
	    moved > 0 || cold > 0 || cold_glide > 0) {
		complain("%s: still until %.1f s, gliding from %.1f s, moved in %d, cold in %d "
			 "and %d marks",
			 rig, last_still * MARK_S, first_glide * MARK_S, moved, cold, cold_glide);
	}
}

static void stones__are_warm_still_and_then_glide(void **state)
{
	static const char *const rigs[] = {"sim-16", "sim-8", "sim-4"};
	static const int heads[] = {4, 8, 4};

	(void)state;
	complaints = 0;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 3); k++) {
		struct warmth warmth = {0};

		marks_open(rigs[k], "nominal", "hot_stone");
		loop.command.intensity = 0.5;
		loop.command.duration_s = SLOW_BUILD ? 240.0 : SESSION_DEFAULT_S;
		closed_loop_start(&loop);
		while (marks_tick() == STATE_RUNNING) {
			if (loop.shown.tick % 10 == 0) {
				judge_warmth(&warmth);
			}
		}
		warmth.warm_s *= 10.0;
		check_warmth(&warmth, rigs[k], heads[k]);
		check_order(rigs[k]);
		assert_false(is_powered());
		for (int t = 0; t < 20000; t++) { /* and it stays off at the end */
			closed_loop_tick(&loop);
			assert_false(is_powered());
		}
	}
	assert_int_equal(complaints, 0);
}

static void a_pause__switches_heat_off(void **state)
{
	bool powered = false;

	(void)state;
	marks_open("sim-8", "nominal", "hot_stone");
	closed_loop_start(&loop);
	for (int k = 0; k < 30000; k++) {
		marks_tick();
		powered |= is_powered();
	}
	assert_true(powered);
	loop.command.presses.pause++;
	assert_int_equal(marks_tick(), STATE_PAUSED);
	for (int k = 0; k < 20000; k++) {
		assert_int_equal(marks_tick(), STATE_PAUSED);
		assert_false(is_powered());
	}
	loop.command.presses.resume++;
	powered = false;
	for (int k = 0; k < 10000; k++) {
		marks_tick();
		powered |= is_powered();
	}
	assert_true(powered);
}

/* Idle, asked to arm: whether it did, and if not, that it says why. */
static bool arms(void)
{
	closed_loop_until(&loop, STATE_IDLE, 3.0);
	closed_loop_run(&loop, 0.1);
	loop.command.presses.arm++;
	return closed_loop_tick(&loop) == STATE_ARMED;
}

static void what_cannot_be_warm__is_refused_with_the_reason(void **state)
{
	int technique;

	(void)state;
	marks_open("sim-4-velocity", "nominal", "hot_stone");
	technique = loop.command.technique;
	assert_false(arms());
	assert_int_equal(loop.shown.unfit[technique], UNFIT_HEATER);
	assert_int_equal(loop.shown.arm_refusal, ARM_TECHNIQUE);

	marks_open("sim-16", "nominal", "hot_stone");
	assert_true(arms());
	marks_open("sim-16", "nominal", "hot_stone");
	loop.command.screening[SCREEN_NUMB_SKIN] = ANSWER_YES;
	loop.command.screening_answers[SCREEN_NUMB_SKIN]++;
	assert_false(arms());
	assert_int_equal(loop.shown.unfit[technique], UNFIT_HEATER);
	assert_false(loop.shown.heat_allowed);
}

static void numb_skin_told_on_the_way__ends_the_heat_at_once(void **state)
{
	(void)state;
	marks_open("sim-8", "nominal", "hot_stone");
	closed_loop_start(&loop);
	for (int k = 0; k < 60000; k++) {
		marks_tick();
	}
	loop.command.screening[SCREEN_NUMB_SKIN] = ANSWER_YES;
	loop.command.screening_answers[SCREEN_NUMB_SKIN]++;
	for (int k = 0; k < 100; k++) {
		closed_loop_tick(&loop);
	}
	for (int k = 0; k < 10000; k++) {
		closed_loop_tick(&loop);
		assert_false(is_powered());
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stones__are_warm_still_and_then_glide),
		cmocka_unit_test(a_pause__switches_heat_off),
		cmocka_unit_test(what_cannot_be_warm__is_refused_with_the_reason),
		cmocka_unit_test(numb_skin_told_on_the_way__ends_the_heat_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
