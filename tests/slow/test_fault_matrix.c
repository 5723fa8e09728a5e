/*
 * test_fault_matrix.c - every kind of fault, in every state, with everybody of the cohort. Prints the worst
 * of each.
 */
#include "integration/fault_case.h"
#include "integration/heat_case.h"

static const char *const patients[] = {"nominal", "soft",    "stiff", "bony",     "knotty",
				       "cougher", "guarder", "mover", "thin_old", "deep_breather"};

#define PATIENTS ((int)(sizeof(patients) / sizeof(patients[0])))

#define SEEDS 3 /* of each person's sessions */

static struct fault_run run;
static struct fault_run before; /* the fault */
static struct heat_run warm;
static struct heat_run warm_before; /* the fault */

static void print_row(int k, struct fault_found worst[FAULT_STATES][FAULT_CASES])
{
	const struct fault_case *is = &fault_cases[k];
	struct fault_found all = {0};

	print_message("%-21s %5g %-14s", fault_kind_name(is->kind), is->magnitude, is->rig);
	for (int s = 0; s < FAULT_STATES; s++) {
		if (worst[s][k].refused || worst[s][k].never) {
			print_message("  %7s", worst[s][k].refused ? "refused" : "never");
		} else {
			print_message("  %7.0f", worst[s][k].detect_ms);
		}
		fault_found_add(&all, &worst[s][k]);
	}
	print_message("  %7.0f %7.0f %6.1f %6.1f %6.1f  %s\n", is->bound_ms, all.release_ms,
		      all.felt_n, all.over_n, all.event_over_n, is->why != NULL ? is->why : "");
}

static void print_head(double asked_n)
{
	print_message(
		"worst of %d people by %d seeds, asked for %g N: detect_ms by the state it came "
		"in; its bound; release_ms; N felt until the trip, and N over the ceiling without "
		"and with a cough or the like\n%-42s",
		PATIENTS, SEEDS, asked_n, "fault, magnitude, rig");
	for (int s = 0; s < FAULT_STATES; s++) {
		print_message("  %7.7s", state_name(fault_states[s]));
	}
	print_message("  %7s %7s %6s %6s %6s\n", "bound", "release", "felt", "over", "event");
}

static void run_people(struct fault_session session, struct fault_found *worst)
{
	for (int p = 0; p < PATIENTS; p++) {
		session.patient = patients[p];
		for (int seed = 0; seed < (SLOW_BUILD ? 1 : SEEDS); seed++) {
			session.seed = (uint64_t)(100 * seed + p);
			session.holds = false;
			fault_cases_run(&run, &before, &session, worst);
			session.holds = true;
			fault_cases_run(&run, &before, &session, worst);
		}
	}
}

static void run_all(double asked_n)
{
	static struct fault_found worst[FAULT_STATES][FAULT_CASES];

	memset(worst, 0, sizeof(worst));
	for (int r = 0; r < FAULT_RIGS; r++) {
		for (int s = 0; s < FAULT_STATES; s++) {
			run_people((struct fault_session){.rig = fault_rigs[r],
							  .asked_n = asked_n,
							  .state = fault_states[s]},
				   worst[s]);
		}
	}
	print_head(asked_n);
	for (int k = 0; k < FAULT_CASES; k += SLOW_BUILD ? 9 : 1) {
		print_row(k, worst);
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
	print_message("  %7.0f %7.0f %7.0f %7.0f %6.1f %6.1f  %s\n", is->warm_ms, is->let_ms,
		      is->cold_ms, all.release_ms, all.face_c, all.skin_c,
		      is->why != NULL ? is->why : "");
}

static void run_warm(struct heat_found worst[HEAT_CASES][FAULT_STATES], const char *patient, int s,
		     uint64_t seed)
{
	heat_run_open(&warm, patient, fault_states[s], seed);
	warm_before = warm;
	for (int k = 0; k < HEAT_CASES; k++) {
		struct heat_found found;

		warm = warm_before;
		heat_case_run(&warm, &found, &heat_cases[k], fault_states[s]);
		add_heat(&worst[k][s], &found);
	}
}

static void every_fault_of_warmth_over_the_cohort__is_named_and_burns_nobody(void **state)
{
	static struct heat_found worst[HEAT_CASES][FAULT_STATES];

	(void)state;
	for (int p = 0; p < PATIENTS; p += SLOW_BUILD ? 5 : 1) {
		for (int k = 0; k < FAULT_STATES * (SLOW_BUILD ? 1 : SEEDS); k++) {
			run_warm(worst, patients[p], k % FAULT_STATES,
				 (uint64_t)(7 + p + 100 * (k / FAULT_STATES)));
		}
	}
	print_message(
		"worst of %d people by %d seeds: detect_ms by the state it came in; its bounds "
		"while heated, let go and cold; release_ms; degC of face and skin\n",
		PATIENTS, SEEDS);
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
