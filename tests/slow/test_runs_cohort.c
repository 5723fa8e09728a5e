/*
 * test_runs_cohort.c - the techniques that press hardest and longest, at full intensity, on everybody: whole
 * sessions of 20 minutes, judged on what the tissue feels.
 */
#include "integration/technique_runs.h"

static void run_everybody(const char *rig, const char *name, uint64_t seed)
{
	for (int t = 0; t < TECHNIQUES; t++) {
		for (int p = 0; p < PATIENTS && strcmp(expected[t].technique, name) == 0; p++) {
			run(rig, &expected[t], cohort[p], 1.0, 1.0, seed);
		}
	}
}

/* Coughs under ten heads at once, and under eight; bone close below some of them. */
static void deep_tissue__trips_on_nobody_and_keeps_every_limit(void **state)
{
	(void)state;
	complaints = 0;
	run_everybody("sim-16", "deep_tissue", 5);
	run_everybody("sim-16", "deep_tissue", 21);
	run_everybody("sim-8", "deep_tissue", 21);
	assert_int_equal(complaints, 0);
}

static void shiatsu__trips_on_nobody_and_keeps_every_limit(void **state)
{
	(void)state;
	complaints = 0;
	run_everybody("sim-16", "shiatsu", 5);
	run_everybody("sim-8", "shiatsu", 21);
	assert_int_equal(complaints, 0);
}

static void myofascial__trips_on_nobody_and_keeps_every_limit(void **state)
{
	(void)state;
	complaints = 0;
	run_everybody("sim-16", "myofascial", 5);
	run_everybody("sim-8", "myofascial", 21);
	assert_int_equal(complaints, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deep_tissue__trips_on_nobody_and_keeps_every_limit),
		cmocka_unit_test(shiatsu__trips_on_nobody_and_keeps_every_limit),
		cmocka_unit_test(myofascial__trips_on_nobody_and_keeps_every_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
