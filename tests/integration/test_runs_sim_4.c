/* test_runs_sim_4.c - whole sessions of every technique on sim-4, judged on what the tissue feels. */
#include "integration/technique_runs.h"

static void every_technique_on_sim_4__keeps_its_forces_shares_and_every_limit(void **state)
{
	(void)state;
	run_rig("sim-4", 6);
	assert_int_equal(complaints, 0);
}

/* Sore here, nearly nothing there, and the neck, which some of them never reach, as it is by default. */
static void unequal_focus__is_kept_by_every_technique(void **state)
{
	char what[64];

	(void)state;
	complaints = 0;
	for (int t = 0; t < TECHNIQUES && !SLOW_BUILD; t++) {
		snprintf(what, sizeof(what), "%s, unequal focus", expected[t].technique);
		judged_open(&loop, "sim-16", "nominal", expected[t].technique, 7);
		loop.command.intensity = 0.2;
		loop.command.duration_s = SESSION_S;
		loop.command.focus[REGION_LOWER_BACK] = 1.0;
		loop.command.focus[REGION_LEGS] = 0.1;
		judged_session(&judge, &loop, what);
		judged_limits(&judge, &loop, what);
		judged_shares(&judge, &loop, 0.03, what);
	}
	assert_int_equal(complaints, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_technique_on_sim_4__keeps_its_forces_shares_and_every_limit),
		cmocka_unit_test(unequal_focus__is_kept_by_every_technique),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
