/*
 * test_fault_matrix.c - every kind of fault, in every state, with everybody of the cohort. Prints the worst
 * of each.
 */
#include "integration/fault_case.h"
#include "integration/heat_case.h"

static const char *const patients[] = {"nominal", "soft",    "stiff", "bony",     "knotty",
				       "cougher", "guarder", "mover", "thin_old", "deep_breather"};

#define PATIENTS ((int)(sizeof(patients) / sizeof(patients[0])))

static struct fault_run run;
static struct heat_run warm;
static struct heat_run warm_before; /* the fault */

static void add(struct fault_found *worst, const struct fault_found *found)
{
	worst->detect_ms =
		found->detect_ms > worst->detect_ms ? found->detect_ms : worst->detect_ms;
	worst->release_ms =
		found->release_ms > worst->release_ms ? found->release_ms : worst->release_ms;
	worst->felt_n = fmax(worst->felt_n, found->felt_n);
	worst->over_n = found->over_n > worst->over_n ? found->over_n : worst->over_n;
	worst->event_over_n = found->event_over_n > worst->event_over_n ? found->event_over_n
									: worst->event_over_n;
}

static void print_row(const struct fault_case *is, const struct fault_found worst[FAULT_STATES])
{
	struct fault_found all = {0};

	print_message("%-21s %5g %-14s", fault_kind_name(is->kind), is->magnitude, is->rig);
	for (int s = 0; s < FAULT_STATES; s++) {
		if (worst[s].refused || worst[s].never) {
			print_message("  %7s", worst[s].refused ? "refused" : "never");
		} else {
			print_message("  %7.0f", worst[s].detect_ms);
		}
		add(&all, &worst[s]);
	}
	print_message("  %7.0f %7.0f %6.1f %6.1f %6.1f  %s\n", is->bound_ms, all.release_ms,
		      all.felt_n, all.over_n, all.event_over_n, is->why != NULL ? is->why : "");
}

static void print_head(double asked_n)
{
	print_message(
		"worst of %d people, asked for %g N: detect_ms by the state it came in; its "
		"bound; release_ms; N felt until the trip, and N over the ceiling without and "
		"with a cough or the like\n%-42s",
		PATIENTS, asked_n, "fault, magnitude, rig");
	for (int s = 0; s < FAULT_STATES; s++) {
		print_message("  %7.7s", state_name(fault_states[s]));
	}
	print_message("  %7s %7s %6s %6s %6s\n", "bound", "release", "felt", "over", "event");
}

static void run_all(double asked_n)
{
	print_head(asked_n);
	for (int k = 0; k < FAULT_CASES; k += SLOW_BUILD ? 9 : 1) {
		struct fault_found worst[FAULT_STATES] = {0};

		for (int s = 0; s < FAULT_STATES; s++) {
			for (int p = 0; p < PATIENTS; p++) {
				struct fault_found found;

				fault_case_run(&run, &found, &fault_cases[k], asked_n, patients[p],
					       fault_states[s], (uint64_t)(100 * k + p));
				worst[s].refused = found.refused;
				worst[s].never |= found.never;
				add(&worst[s], &found);
			}
		}
		print_row(&fault_cases[k], worst);
	}
}

static void every_fault_in_every_state_over_the_cohort__is_named_kept_and_let_go(void **state)
{
	(void)state;
	run_all(ASKED_N);
	run_all(ASKED_HARD_N);
}

static void add_heat(struct heat_found *worst, const struct heat_found *found)
{
	worst->never |= found->never;
	worst->detect_ms = fmax(worst->detect_ms, found->detect_ms);
	worst->release_ms = fmax(worst->release_ms, found->release_ms);
	worst->face_c = fmax(worst->face_c, found->face_c);
	worst->skin_c = fmax(worst->skin_c, found->skin_c);
}

static void print_heat_row(const struct heat_case *is, const struct heat_found worst[FAULT_STATES])
{
	struct heat_found all = {0};

	print_message("%-21s %5g %-14s", fault_kind_name(is->kind), is->magnitude, HEAT_RIG);
	for (int s = 0; s < FAULT_STATES; s++) {
		if (worst[s].never) {
			print_message("  %7s", "never");
		} else {
			print_message("  %7.0f", worst[s].detect_ms);
		}
		add_heat(&all, &worst[s]);
	}
	print_message("  %7.0f %7.0f %7.0f %6.1f %6.1f  %s\n", is->warm_ms, is->cold_ms,
		      all.release_ms, all.face_c, all.skin_c, is->why != NULL ? is->why : "");
}

static void every_fault_of_warmth_over_the_cohort__is_named_and_burns_nobody(void **state)
{
	static struct heat_found worst[HEAT_CASES][FAULT_STATES];

	(void)state;
	for (int p = 0; p < PATIENTS; p += SLOW_BUILD ? 5 : 1) {
		for (int s = 0; s < FAULT_STATES; s++) {
			heat_run_open(&warm, patients[p], fault_states[s], (uint64_t)(7 + p));
			warm_before = warm;
			for (int k = 0; k < HEAT_CASES; k++) {
				struct heat_found found;

				warm = warm_before;
				heat_case_run(&warm, &found, &heat_cases[k], fault_states[s]);
				add_heat(&worst[k][s], &found);
			}
		}
	}
	print_message("worst of %d people: detect_ms by the state it came in; its bounds while "
		      "heated and "
		      "not; release_ms; degC of face and skin\n",
		      PATIENTS);
	for (int k = 0; k < HEAT_CASES; k++) {
		print_heat_row(&heat_cases[k], worst[k]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			every_fault_in_every_state_over_the_cohort__is_named_kept_and_let_go),
		cmocka_unit_test(every_fault_of_warmth_over_the_cohort__is_named_and_burns_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
