/* test_sim_options.c - what may be typed behind knead sim, and what is refused. */
#include "tool/sim_options.h"
#include "tool/tools.h"

#include <knead/command.h>

#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGS_MAX 16

static struct sim_options options;

/* Reads what is typed, separated by single spaces; complaints are read away. */
static int read_typed(const char *typed)
{
	char words[512];
	char *argv[ARGS_MAX + 1];
	char *rest = words;
	int argc = 0;
	int kept = dup(STDERR_FILENO);
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int result;

	snprintf(words, sizeof(words), "%s", typed);
	while (argc < ARGS_MAX && (argv[argc] = strsep(&rest, " ")) != NULL) {
		argc++;
	}
	argv[argc] = NULL;
	fflush(stderr);
	dup2(nowhere, STDERR_FILENO);
	result = sim_options_read(&options, argc, argv);
	fflush(stderr);
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(nowhere);
	return result;
}

static void nothing_typed__is_a_gentle_swedish_session(void **state)
{
	(void)state;
	assert_int_equal(read_typed("sim"), OPTIONS_RUN);
	assert_string_equal(options.technique, "swedish");
	assert_true(fabs(options.intensity - INTENSITY_START) < 1e-12);
	assert_true(fabs(options.duration_s - SESSION_DEFAULT_S) < 1e-9);
	assert_true(options.stop_at_s < 0.0);
	assert_int_equal(options.fault_count, 0);
	assert_null(options.rig_path);
	assert_true(fabs(options.focus[REGION_LEGS] - FOCUS_START) < 1e-12);
}

static void everything_typed__is_taken(void **state)
{
	(void)state;
	assert_int_equal(read_typed("sim --technique a.conf --intensity 1 --minutes=1.5 --rig r "
				    "--seed 18446744073709551615 --stop-at 3.5 --json -"),
			 OPTIONS_RUN);
	assert_string_equal(options.technique, "a.conf");
	assert_true(fabs(options.intensity - 1.0) < 1e-12);
	assert_true(fabs(options.duration_s - 90.0) < 1e-9);
	assert_string_equal(options.rig_path, "r");
	assert_true(options.seed == UINT64_MAX);
	assert_true(fabs(options.stop_at_s - 3.5) < 1e-12);
	assert_string_equal(options.json_path, "-");
	assert_int_equal(read_typed("sim --patient p --csv c --plot x.svg"), OPTIONS_RUN);
	assert_string_equal(options.patient, "p");
	assert_string_equal(options.csv_path, "c");
	assert_string_equal(options.plot_path, "x.svg");
}

static void focus__is_taken_a_region_at_a_time(void **state)
{
	(void)state;
	assert_int_equal(read_typed("sim --focus legs=0 --focus lower_back=0.75"), OPTIONS_RUN);
	assert_true(fabs(options.focus[REGION_LEGS]) < 1e-12);
	assert_true(fabs(options.focus[REGION_LOWER_BACK] - 0.75) < 1e-12);
	assert_true(fabs(options.focus[REGION_HIPS] - FOCUS_START) < 1e-12);
}

static void faults__are_taken_in_the_order_typed(void **state)
{
	(void)state;
	assert_int_equal(read_typed("sim --fault t=12,head=3,kind=stuck "
				    "--fault kind=wrong,magnitude=-1,t=0.5"),
			 OPTIONS_RUN);
	assert_int_equal(options.fault_count, 2);
	assert_int_equal(options.faults[0].kind, FAULT_STUCK);
	assert_int_equal(options.faults[0].head, 3);
	assert_true(fabs(options.faults[0].t_s - 12.0) < 1e-12);
	assert_int_equal(options.faults[1].kind, FAULT_WRONG);
	assert_int_equal(options.faults[1].head, 0);
	assert_true(fabs(options.faults[1].magnitude + 1.0) < 1e-12);
}

static void a_fault_of_a_sensor__is_named_by_kind_and_sensor_or_in_one(void **state)
{
	(void)state;
	assert_int_equal(read_typed("sim --fault t=1,kind=stuck,sensor=pressure "
				    "--fault t=1,sensor=position,kind=slow "
				    "--fault t=1,kind=wrong,sensor=force "
				    "--fault t=1,kind=surface_off"),
			 OPTIONS_RUN);
	assert_int_equal(options.faults[0].kind, FAULT_PRESSURE_STUCK);
	assert_int_equal(options.faults[1].kind, FAULT_POSITION_SLOW);
	assert_int_equal(options.faults[2].kind, FAULT_WRONG);
	assert_int_equal(options.faults[3].kind, FAULT_SURFACE_OFF);
}

static void what_bends_a_session_to_a_person__is_taken(void **state)
{
	(void)state;
	assert_int_equal(read_typed("sim --speed 1.5 --balance -0.5 --ceiling 40 --leave-out legs "
				    "--height 1.9 "
				    "--leave-out neck --client-answers no"),
			 OPTIONS_RUN);
	assert_true(fabs(options.speed - 1.5) < 1e-12);
	assert_true(fabs(options.balance + 0.5) < 1e-12);
	assert_true(fabs(options.ceiling_n - 40.0) < 1e-12);
	assert_true(fabs(options.height_m - 1.9) < 1e-12);
	assert_true(options.left_out[REGION_LEGS] && options.left_out[REGION_NECK]);
	assert_false(options.left_out[REGION_HIPS]);
	assert_int_equal(options.answers, SIM_IS_SILENT);
	assert_int_equal(read_typed("sim --press ease@120 --press let_go@0"), OPTIONS_RUN);
	assert_int_equal(options.press_count, 2);
	assert_int_equal(options.presses[0].button, SIM_EASE);
	assert_true(fabs(options.presses[0].t_s - 120.0) < 1e-12);
	assert_int_equal(options.presses[1].button, SIM_LET_GO);
	assert_int_equal(options.answers, SIM_FEELS);
	assert_false(options.left_out[REGION_LEGS]);
	assert_int_equal(read_typed("sim --client-answers 7 --screening pregnancy=consent"),
			 OPTIONS_RUN);
	assert_int_equal(options.answers, SIM_SAYS);
	assert_int_equal(options.says, 7);
	assert_int_equal(options.screening[SCREEN_PREGNANCY], ANSWER_CONSENT);
	assert_int_equal(options.screening[SCREEN_FEVER], ANSWER_NO);
}

static void what_makes_no_sense__is_refused(void **state)
{
	static const char *const typed[] = {
		"sim --intensity 1.01",
		"sim --intensity -0.1",
		"sim --intensity nan",
		"sim --intensity 0.5x",
		"sim --intensity ",
		"sim --intensity",
		"sim --minutes 0.9",
		"sim --minutes 61",
		"sim --minutes inf",
		"sim --seed -1",
		"sim --seed 1.5",
		"sim --seed 18446744073709551616",
		"sim --stop-at -1",
		"sim --focus legs",
		"sim --focus leg=1",
		"sim --focus none=1",
		"sim --focus legs=1.1",
		"sim --focus legs=",
		"sim --speed 0.49",
		"sim --speed 2.01",
		"sim --speed nan",
		"sim --balance 1.1",
		"sim --ceiling 81",
		"sim --ceiling -1",
		"sim --height 1.39",
		"sim --height 2.11",
		"sim --height tall",
		"sim --leave-out leg",
		"sim --leave-out none",
		"sim --client-answers maybe",
		"sim --client-answers 11",
		"sim --client-answers 1.5",
		"sim --screening fever",
		"sim --screening fever=none",
		"sim --screening fever=",
		"sim --screening fewer=no",
		"sim --press ease",
		"sim --press ease@",
		"sim --press ease@-1",
		"sim --press sneeze@3",
		"sim --press averyveryverylongname@3",
		"sim --cohorts x",
		"sim leftover",
		"sim --json - --csv -",
		"sim --json - --plot -",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		if (read_typed(typed[i]) != EXIT_WRONG) {
			fail_msg("\"%s\" was taken", typed[i]);
		}
	}
}

static void too_many_faults__are_refused(void **state)
{
	char *argv[2 * (SIM_FAULTS_MAX + 1) + 2];
	char name[] = "sim";
	char flag[] = "--fault";
	char fault[] = "t=1,kind=off";
	int argc = 1;
	int kept = dup(STDERR_FILENO);
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	(void)state;
	argv[0] = name;
	for (int i = 0; i < SIM_FAULTS_MAX + 1; i++) {
		argv[argc++] = flag;
		argv[argc++] = fault;
	}
	argv[argc] = NULL;
	assert_int_equal(sim_options_read(&options, argc - 2, argv), OPTIONS_RUN);
	dup2(nowhere, STDERR_FILENO);
	argc = sim_options_read(&options, argc, argv);
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(nowhere);
	assert_int_equal(argc, EXIT_WRONG);
}

static void controllers_and_cohorts__are_taken(void **state)
{
	(void)state;
	assert_int_equal(read_typed("sim"), OPTIONS_RUN);
	assert_int_equal(options.controller, CONTROLLER_SHIPPED);
	assert_null(options.cohort);
	assert_int_equal(read_typed("sim --controller admittance --cohort here"), OPTIONS_RUN);
	assert_int_equal(options.controller, CONTROLLER_ADMITTANCE);
	assert_non_null(options.cohort);
	assert_int_equal(read_typed("sim --controller oracle"), EXIT_WRONG);
	assert_int_equal(read_typed("sim --cohort here --plot a.svg"), EXIT_WRONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(controllers_and_cohorts__are_taken),
		cmocka_unit_test(nothing_typed__is_a_gentle_swedish_session),
		cmocka_unit_test(everything_typed__is_taken),
		cmocka_unit_test(focus__is_taken_a_region_at_a_time),
		cmocka_unit_test(faults__are_taken_in_the_order_typed),
		cmocka_unit_test(a_fault_of_a_sensor__is_named_by_kind_and_sensor_or_in_one),
		cmocka_unit_test(what_bends_a_session_to_a_person__is_taken),
		cmocka_unit_test(what_makes_no_sense__is_refused),
		cmocka_unit_test(too_many_faults__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
