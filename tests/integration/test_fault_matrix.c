/*
 * test_fault_matrix.c - every kind of fault in every state, with one person: found in its time, named with
 * its head, kept, and let go. The whole cohort is in tests/slow.
 */
#include "integration/fault_case.h"

static struct fault_run run;

static void run_all(double asked_n)
{
	struct fault_found worst = {0};

	for (int k = 0; k < FAULT_CASES; k += SLOW_BUILD ? 9 : 1) {
		for (int s = 0; s < FAULT_STATES; s++) {
			struct fault_found found;

			fault_case_run(&run, &found, &fault_cases[k], asked_n, "nominal",
				       fault_states[s], (uint64_t)(7 + k));
			if (found.release_ms > worst.release_ms) {
				worst.release_ms = found.release_ms;
			}
			if (found.over_n > worst.over_n) {
				worst.over_n = found.over_n;
			}
			if (found.event_over_n > worst.event_over_n) {
				worst.event_over_n = found.event_over_n;
			}
		}
	}
	print_message(
		"asked for %g N: %.0f ms to let go at most, %.1f N over the ceiling, %.1f N in an "
		"event\n",
		asked_n, worst.release_ms, worst.over_n, worst.event_over_n);
}

static void every_fault_in_every_state__is_named_kept_and_let_go(void **state)
{
	(void)state;
	run_all(ASKED_N);
	run_all(ASKED_HARD_N);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fault_in_every_state__is_named_kept_and_let_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
