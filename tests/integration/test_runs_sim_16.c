/* test_runs_sim_16.c - whole sessions of every technique on sim-16, judged on what the tissue feels. */
#include "integration/technique_runs.h"

static void every_technique_on_sim_16__keeps_its_forces_shares_and_every_limit(void **state)
{
	(void)state;
	run_rig("sim-16", 0);
	assert_int_equal(complaints, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_technique_on_sim_16__keeps_its_forces_shares_and_every_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
