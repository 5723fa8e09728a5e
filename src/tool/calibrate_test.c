/* calibrate_test.c - see calibrate_test.h. */
#include "tool/calibrate_test.h"

#include <stdio.h>

/* ---- tick ---- */

static bool step(void *context, const struct frame *frame, const struct stand_asked *asked,
		 struct actuation *actuation, struct stand_shown *shown)
{
	const struct calibrate_test *test = context;
	struct calibrate_bench *bench = test->bench;
	struct calibration *calibration = &bench->calibration;
	bool goes_on;

	if (asked->ends) {
		calibrate_bench_interrupt(bench);
	}
	if (calibration->thinks && asked->thought > (unsigned)calibration->round) {
		calibration_go_on(calibration);
	}
	goes_on = calibrate_bench_step(bench, frame);
	*actuation = bench->actuation;
	shown->phase = (int)bench->phase;
	shown->state = bench->snapshot.state;
	shown->wants_hand_button = calibrate_bench_wants_button(bench);
	shown->share = calibration_share(calibration);
	shown->thinks = (unsigned)calibration->round + (calibration->thinks ? 1u : 0u);
	return goes_on;
}

/* ---- caller ---- */

static void say_progress(struct calibrate_test *test, const struct stand_shown *shown)
{
	const int percent = shown->phase == BENCH_TESTS ? (int)(100.0 * shown->share) : -1;

	if (percent >= 0 && percent != test->percent) {
		fprintf(stderr, "\r\033[Khead %d of %d: %3d %% ", test->bench->head + 1,
			test->bench->rig->head_count, percent);
	}
	test->percent = percent;
}

/* What somebody has to do, whether they look at a terminal or at a log. */
static void say_what_to_do(struct calibrate_test *test, const struct stand_shown *shown)
{
	const char *words = !shown->wants_hand_button ? NULL
			    : test->stand->setup.wiring->wired
				    ? "press the hand button once, which must stop the rig, let go "
				      "of it, and then press "
				      "confirm at the rig"
				    : NULL;

	if (words != NULL && words != test->said) {
		fprintf(stderr, "%s\n", words);
		test->said = words;
	}
}

static struct stand_asked look(void *context, const struct stand_shown *shown)
{
	struct calibrate_test *test = context;

	test->ends |= keyboard_key(test->keyboard) == KEYBOARD_SIGNAL;
	if (shown->thinks > test->thought) {
		calibration_think(&test->bench->calibration);
		test->thought = shown->thinks;
	}
	say_what_to_do(test, shown);
	if (test->shows) {
		say_progress(test, shown);
	}
	return (struct stand_asked){.ends = test->ends, .thought = test->thought};
}

bool calibrate_test_run(struct calibrate_test *test)
{
	const struct stand_job job = {.context = test, .step = step, .look = look};
	bool fine;

	test->bench->thinks_elsewhere = true;
	test->thought = 0;
	test->percent = -1;
	test->said = NULL;
	fine = stand_run(test->stand, &job);
	if (test->shows) {
		fputs("\r\033[K", stderr);
	}
	return fine;
}
