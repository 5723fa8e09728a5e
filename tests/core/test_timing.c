/* test_timing.c - when a press that is timed to the breath begins, and how a compression deepens. */
#include "core/bench_rig.h"
#include "core/technique/timing.h"

static const struct stroke timed = {.kind = STROKE_POINT_PRESS, .timed_to = TIMED_TO_BREATH};
static const struct stroke untimed = {.kind = STROKE_POINT_PRESS};

static struct breath_belief breath_at(double phase)
{
	return (struct breath_belief){.confidence = 0.8, .phase = phase, .rate_hz = 0.25};
}

static void press__begins_as_the_breath_goes_out(void **state)
{
	int begun = 0;

	(void)state;
	for (int k = 0; k < 1000; k++) {
		const struct breath_belief breath = breath_at(k / 1000.0);

		if (timing_begins(&timed, &breath, 1.0)) {
			/* what is asked for now is felt a little later */
			assert_near(breath.phase + 0.025, 0.625, 0.126);
			begun++;
		}
		assert_true(timing_begins(&untimed, &breath, 0.0));
	}
	assert_near(begun, 250.0, 2.0);
}

static void no_press__waits_for_longer_than_a_breath(void **state)
{
	const struct breath_belief breath = breath_at(0.1);

	(void)state;
	assert_false(timing_begins(&timed, &breath, 0.0));
	assert_false(timing_begins(&timed, &breath, 3.9));
	assert_true(timing_begins(&timed, &breath, 4.0));
}

static void unsure_breath__is_not_waited_for(void **state)
{
	struct breath_belief breath = breath_at(0.1);

	(void)state;
	breath.confidence = 0.49;
	assert_true(timing_begins(&timed, &breath, 0.0));
	assert_near(timing_deepens(&timed, &breath), 1.0, 0.0);
	breath = (struct breath_belief){0};
	assert_true(timing_begins(&timed, &breath, 0.0));
	breath = breath_at(0.1);
	breath.confidence = NOT_A_N;
	assert_true(timing_begins(&timed, &breath, 0.0));
	breath = breath_at(0.1);
	breath.rate_hz = NOT_A_N;
	assert_true(timing_begins(&timed, &breath, 0.0));
	breath.rate_hz = 0.0;
	assert_true(timing_begins(&timed, &breath, 0.0));
}

static void compression__deepens_as_the_breath_goes_out_at_its_own_pace_on_average(void **state)
{
	double sum = 0.0;

	(void)state;
	for (int k = 0; k < 1000; k++) {
		const struct breath_belief breath = breath_at(k / 1000.0);
		double pace = timing_deepens(&timed, &breath);

		if (breath.phase < 0.45) {
			assert_zero(pace);
		}
		assert_near(timing_deepens(&untimed, &breath), 1.0, 0.0);
		sum += pace;
	}
	assert_near(sum / 1000.0, 1.0, 0.01);
}

static void plans__reckon_with_the_wait(void **state)
{
	(void)state;
	assert_zero(timing_wait_s(&untimed));
	assert_near(timing_wait_s(&timed), 1.1, 0.1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(press__begins_as_the_breath_goes_out),
		cmocka_unit_test(no_press__waits_for_longer_than_a_breath),
		cmocka_unit_test(unsure_breath__is_not_waited_for),
		cmocka_unit_test(
			compression__deepens_as_the_breath_goes_out_at_its_own_pace_on_average),
		cmocka_unit_test(plans__reckon_with_the_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
