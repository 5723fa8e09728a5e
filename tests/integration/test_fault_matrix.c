/*
 * test_fault_matrix.c - every kind of fault in every state, with one person: found in its time, named with
 * its head, kept, and let go. The whole cohort is in tests/slow.
 */
#include "integration/fault_case.h"
#include "integration/heat_case.h"

static struct fault_run run;
static struct fault_run before; /* the fault */
static struct heat_run warm;
static struct heat_run warm_before; /* the fault */

/* What is no sensor's and no actuator's: tests/tool/test_sim_run.c, and test_selftest.c about the pump. */
static const enum fault_kind of_the_controller[] = {
	FAULT_LOOP_STALL, FAULT_LOOP_LATE, FAULT_NET_STALL, FAULT_POWER_LOST, FAULT_PUMP_STUCK};

static void run_all(double asked_n)
{
	static struct fault_found worst[FAULT_CASES];
	struct fault_found all = {0};

	memset(worst, 0, sizeof(worst));
	for (int r = 0; r < FAULT_RIGS; r++) {
		for (int s = 0; s < FAULT_STATES; s++) {
			struct fault_session session = {.rig = fault_rigs[r],
							.patient = "nominal",
							.asked_n = asked_n,
							.state = fault_states[s],
							.seed = (uint64_t)(7 + s)};

			fault_cases_run(&run, &before, &session, worst);
			session.holds = true;
			fault_cases_run(&run, &before, &session, worst);
		}
	}
	for (int k = 0; k < FAULT_CASES; k++) {
		fault_found_add(&all, &worst[k]);
	}
	print_message(
		"asked for %g N: %.0f ms to let go at most, %.1f N over the ceiling, %.1f N in an "
		"event\n",
		asked_n, all.release_ms, all.over_n, all.event_over_n);
}

static void every_fault_in_every_state__is_named_kept_and_let_go(void **state)
{
	(void)state;
	run_all(ASKED_N);
	run_all(ASKED_HARD_N);
}

static void every_fault_of_warmth_in_every_state__is_named_and_burns_nobody(void **state)
{
	(void)state;
	for (int s = 0; s < FAULT_STATES; s++) {
		heat_run_open(&warm, "nominal", fault_states[s], 7);
		warm_before = warm;
		for (int k = 0; k < HEAT_CASES; k += SLOW_BUILD ? 4 : 1) {
			struct heat_found found;

			warm = warm_before;
			heat_case_run(&warm, &found, &heat_cases[k], fault_states[s]);
		}
	}
}

static bool is_of_the_controller(enum fault_kind kind)
{
	for (size_t k = 0; k < sizeof(of_the_controller) / sizeof(of_the_controller[0]); k++) {
		if (of_the_controller[k] == kind) {
			return true;
		}
	}
	return false;
}

static bool is_of_warmth(enum fault_kind kind)
{
	for (int k = 0; k < HEAT_CASES; k++) {
		if (heat_cases[k].kind == kind) {
			return true;
		}
	}
	return false;
}

/* Of a pad one rig is enough: nothing is decided by it. */
static bool has_row(enum fault_kind kind, const char *rig)
{
	const bool any_rig = kind >= FAULT_CONTACT_OFF && kind <= FAULT_CONTACT_INTERMITTENT;

	for (int k = 0; k < FAULT_CASES; k++) {
		if (fault_cases[k].kind == kind &&
		    (any_rig || strcmp(fault_cases[k].rig, rig) == 0)) {
			return true;
		}
	}
	return false;
}

static void no_fault_that_can_be_ordered__stands_outside(void **state)
{
	int orderable = 0;

	(void)state;
	for (int r = 0; r < FAULT_RIGS; r++) {
		const struct head *head = fault_run_head(&run, fault_rigs[r]);

		for (enum fault_kind kind = FAULT_NONE + 1; kind < FAULT_KINDS; kind++) {
			if (is_of_the_controller(kind) || fault_misfit(kind, head) != NULL) {
				continue;
			}
			orderable++;
			if (!has_row(kind, fault_rigs[r]) && !is_of_warmth(kind)) {
				fail_msg("%s on %s stands in no row", fault_kind_name(kind),
					 fault_rigs[r]);
			}
		}
	}
	assert_true(orderable > 3 * FAULT_MANNERS * 3);
	for (enum fault_kind kind = FAULT_SURFACE_OFF; kind < FAULT_CONTACT_OFF; kind++) {
		assert_true(is_of_warmth(kind));
	}
	assert_true(is_of_warmth(FAULT_SURFACE_LOOSE) && is_of_warmth(FAULT_HEATER_ON));
}

static void what_need_not_be_named__says_why(void **state)
{
	int unnamed = 0;

	(void)state;
	for (int k = 0; k < FAULT_CASES; k++) {
		const struct fault_case *is = &fault_cases[k];
		const bool named = is->bound_ms > HARMLESS_MS && is->bound_ms < NEVER_MS;

		assert_int_equal(named, is->why == NULL);
		unnamed += !named;
	}
	for (int k = 0; k < HEAT_CASES; k++) {
		const struct heat_case *is = &heat_cases[k];
		const bool named = is->warm_ms < HEAT_NEVER_MS && is->let_ms < HEAT_NEVER_MS &&
				   is->cold_ms < HEAT_NEVER_MS;

		assert_int_equal(named, is->why == NULL);
		unnamed += !named;
	}
	assert_true(unnamed > FAULT_MANNERS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fault_in_every_state__is_named_kept_and_let_go),
		cmocka_unit_test(every_fault_of_warmth_in_every_state__is_named_and_burns_nobody),
		cmocka_unit_test(no_fault_that_can_be_ordered__stands_outside),
		cmocka_unit_test(what_need_not_be_named__says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
