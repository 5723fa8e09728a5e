/* test_sim_command.c - knead sim as it is typed: files, exit codes, what they hold. */
#include "tool/tools.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGS_MAX  20
#define BASIC     "sim --rig config/rigs/sim-4.conf --minutes 1 --intensity 0.5 "
#define TEXT_MAX  (4 * 1024 * 1024)
#define JSON_PATH 0
#define CSV_PATH  1
#define PLOT_PATH 2
#define OUT_PATH  3
#define ERR_PATH  4
#define PATHS     5

static char folder[64];
static char paths[PATHS][96];
static char text[TEXT_MAX];

static int make_folder(void **state)
{
	static const char *const names[PATHS] = {"run.json", "run.csv", "run.svg", "out", "err"};
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(folder, sizeof(folder), "%s/knead-sim.XXXXXX",
		 base != NULL && strlen(base) < 40 ? base : "/tmp");
	if (mkdtemp(folder) == NULL) {
		return -1;
	}
	for (int i = 0; i < PATHS; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%s/%s", folder, names[i]);
	}
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	for (int i = 0; i < PATHS; i++) {
		unlink(paths[i]);
	}
	return rmdir(folder);
}

static int send_to(int descriptor, const char *path)
{
	int kept = dup(descriptor);
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	dup2(file, descriptor);
	close(file);
	return kept;
}

static void bring_back(int descriptor, int kept)
{
	dup2(kept, descriptor);
	close(kept);
}

/* Runs what is typed; its output and errors land in files. Returns the exit code. */
static int type(const char *typed, const char *out_path)
{
	char words[1024];
	char *argv[ARGS_MAX + 1];
	char *rest = words;
	int argc = 0;
	int out;
	int err;
	int result;

	snprintf(words, sizeof(words), "%s", typed);
	while (argc < ARGS_MAX && (argv[argc] = strsep(&rest, " ")) != NULL) {
		argc += argv[argc][0] != '\0';
	}
	argv[argc] = NULL;
	fflush(stdout);
	fflush(stderr);
	out = send_to(STDOUT_FILENO, out_path);
	err = send_to(STDERR_FILENO, paths[ERR_PATH]);
	result = tool_sim(argc, argv);
	fflush(stdout);
	clearerr(stdout);
	fflush(stderr);
	bring_back(STDOUT_FILENO, out);
	bring_back(STDERR_FILENO, err);
	return result;
}

static const char *content(const char *path)
{
	FILE *file = fopen(path, "re");
	size_t size;

	assert_non_null(file);
	size = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[size] = '\0';
	return text;
}

static bool holds(const char *path, const char *part)
{
	return strstr(content(path), part) != NULL;
}

static void a_run__writes_the_three_files_and_a_summary(void **state)
{
	char typed[512];
	int rows = 0;

	(void)state;
	snprintf(typed, sizeof(typed), BASIC "--json %s --csv %s --plot %s", paths[JSON_PATH],
		 paths[CSV_PATH], paths[PLOT_PATH]);
	assert_int_equal(type(typed, paths[OUT_PATH]), EXIT_DONE);
	assert_true(holds(paths[OUT_PATH], "Swedish massage at 0.50 on nominal"));
	assert_true(holds(paths[OUT_PATH], "worst head: "));
	assert_true(holds(paths[OUT_PATH], "\ndose "));
	assert_true(holds(paths[OUT_PATH], "\nlower back"
					   "             50.0 "));
	assert_string_equal(content(paths[ERR_PATH]), "");
	assert_true(strncmp(content(paths[CSV_PATH]),
			    "t_s,state,force_1_n,target_1_n,true_1_n,force_2_n", 49) == 0);
	for (const char *c = content(paths[CSV_PATH]); *c != '\0'; c++) {
		rows += *c == '\n';
	}
	assert_in_range(rows, 6001, 6501);
	assert_true(strncmp(content(paths[PLOT_PATH]), "<svg ", 5) == 0);
	assert_true(holds(paths[PLOT_PATH], "</svg>\n"));
	assert_true(holds(paths[PLOT_PATH], "upper back left"));
	assert_true(holds(paths[PLOT_PATH], ">Dose</text>"));
	assert_true(holds(paths[PLOT_PATH], ">Path of the hands</text>"));
	assert_true(holds(paths[PLOT_PATH], ">The hands along the spine</text>"));
	assert_true(holds(paths[PLOT_PATH], ">effleurage</text>"));
	assert_false(holds(paths[PLOT_PATH], "nan"));
	assert_false(holds(paths[PLOT_PATH], "inf"));
}

static void json__has_the_names_of_the_contract(void **state)
{
	static const char *const parts[] = {
		"\"state\": \"idle\"",
		"\"technique\": \"swedish\"",
		"\"seed\": 1",
		"\"ticks\": ",
		"\"detect_ms\": null",
		"\"release_ms\": null",
		"\"faults\": []",
		"\"trigger_points\": {",
		"\"found\": null",
		"\"missed\": null",
		"\"false\": null",
		"\"heads\": [",
		"{\"n\": 1, ",
		"\"region\": \"upper_back\"",
		"\"rmse_n\": ",
		"\"mae_n\": ",
		"\"r2\": ",
		"\"peak_n\": ",
		"\"over_ceiling_n\": 0",
		"\"contact_overshoot_n\": ",
		"\"settle_s\": ",
		"\"released\": null",
		"\"given_up\": null",
		"\"points\": []",
		"\"dose_kpa_s\": ",
		"\"dose_target_kpa_s\": ",
		"\"mean_n\": ",
		"\"regions\": [",
		"{\"name\": \"upper_back\", \"share\": 0.5, \"time_share\": ",
		"\"phases\": {\"warm_up_s\": ",
		"\"comfort\": [",
		"\"held_back\": [",
	};

	(void)state;
	assert_int_equal(type(BASIC "--json -", paths[OUT_PATH]), EXIT_DONE);
	content(paths[OUT_PATH]);
	assert_int_equal(text[0], '{');
	assert_null(strstr(text, "worst head")); /* nothing but JSON */
	assert_null(strstr(text, "nan"));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strstr(text, parts[i]) == NULL) {
			fail_msg("no %s", parts[i]);
		}
	}
}

static void a_run_that_tripped__is_a_run_that_was_done(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--json - --fault t=20,head=3,kind=off", paths[OUT_PATH]),
			 EXIT_DONE);
	assert_true(holds(paths[OUT_PATH], "\"state\": \"fault\""));
	assert_true(
		holds(paths[OUT_PATH],
		      "\"faults\": [{\"kind\": \"off\", \"head\": 3, \"code\": \"sensor_lost\""));
	assert_false(holds(paths[OUT_PATH], "\"detect_ms\": null"));
	assert_false(holds(paths[OUT_PATH], "\"release_ms\": null"));
}

static void the_seed__is_all_that_a_run_depends_on(void **state)
{
	char *first;

	(void)state;
	assert_int_equal(type(BASIC "--seed 3 --json -", paths[OUT_PATH]), EXIT_DONE);
	first = strdup(content(paths[OUT_PATH]));
	assert_non_null(first);
	assert_int_equal(type(BASIC "--seed 3 --json -", paths[OUT_PATH]), EXIT_DONE);
	assert_string_equal(first, content(paths[OUT_PATH]));
	free(first);
}

static void a_full_disk__is_told(void **state)
{
	static const char *const typed[] = {
		BASIC "--json /dev/full",
		BASIC "--csv /dev/full",
		BASIC "--plot /dev/full",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		assert_int_equal(type(typed[i], paths[OUT_PATH]), EXIT_FAILED);
		assert_true(holds(paths[ERR_PATH], "cannot write /dev/full: "));
	}
	assert_int_equal(type(BASIC, "/dev/full"), EXIT_FAILED);
	assert_true(holds(paths[ERR_PATH], "cannot write standard output: "));
	assert_int_equal(type(BASIC "--json /nowhere/run.json", paths[OUT_PATH]), EXIT_FAILED);
	assert_true(holds(paths[ERR_PATH], "cannot write /nowhere/run.json: "));
}

static void what_is_not_there__is_named(void **state)
{
	(void)state;
	assert_int_equal(type("sim --technique reiki", paths[OUT_PATH]), EXIT_WRONG);
	assert_true(holds(paths[ERR_PATH], "there is no technique \"reiki\"; there is "));
	assert_int_equal(type("sim --patient nobody", paths[OUT_PATH]), EXIT_WRONG);
	assert_true(holds(paths[ERR_PATH], "there is no patient \"nobody\"; there is nominal"));
	assert_int_equal(type("sim --rig /nowhere/rig.conf", paths[OUT_PATH]), EXIT_WRONG);
	assert_true(holds(paths[ERR_PATH], "/nowhere/rig.conf"));
	assert_int_equal(type(BASIC "--fault t=1,head=5,kind=off", paths[OUT_PATH]), EXIT_WRONG);
	assert_true(holds(paths[ERR_PATH], "has heads 1 to 4"));
}

static void what_is_refused__is_wrong_and_told_in_one_sentence(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--screening dvt=yes --json -", paths[OUT_PATH]), EXIT_WRONG);
	assert_true(
		holds(paths[ERR_PATH], "knead sim: arming is refused, dvt: no massage with this"));
	assert_null(strchr(strchr(content(paths[ERR_PATH]), '\n') + 1, '\n'));
	assert_string_equal(content(paths[OUT_PATH]), "");
}

static void files_of_ones_own__are_taken(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--technique config/techniques/swedish.conf "
				    "--patient config/patients/stiff.conf",
			      paths[OUT_PATH]),
			 EXIT_DONE);
	assert_true(holds(paths[OUT_PATH], "on stiff, rig sim-4"));
}

static void help__is_given(void **state)
{
	(void)state;
	assert_int_equal(type("sim --help", paths[OUT_PATH]), EXIT_DONE);
	assert_true(holds(paths[OUT_PATH], "usage: knead sim "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run__writes_the_three_files_and_a_summary),
		cmocka_unit_test(json__has_the_names_of_the_contract),
		cmocka_unit_test(a_run_that_tripped__is_a_run_that_was_done),
		cmocka_unit_test(the_seed__is_all_that_a_run_depends_on),
		cmocka_unit_test(a_full_disk__is_told),
		cmocka_unit_test(what_is_not_there__is_named),
		cmocka_unit_test(what_is_refused__is_wrong_and_told_in_one_sentence),
		cmocka_unit_test(files_of_ones_own__are_taken),
		cmocka_unit_test(help__is_given),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
