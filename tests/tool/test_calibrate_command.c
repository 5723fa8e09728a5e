/* test_calibrate_command.c - knead calibrate as it is typed: what it keeps, refuses and tells. */
#include "tool/tools.h"

#include "app/config.h"
#include "app/learned_store.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGS_MAX 20
#define RIG      "--rig config/rigs/sim-4.conf "

static char folder[64];
static char out[65536];
static char err[65536];

static const char *const left_behind[] = {
	"out",      "err",      "sim-4.learned", "sim-4.learned.old",
	"rig.conf", "run.json", "sim-4.cells",   "sim-4.cells.old"};

static const char *in_folder(const char *name)
{
	static char paths[4][128];
	static unsigned next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return path;
}

static int make_folder(void **state)
{
	(void)state;
	strcpy(folder, "/tmp/knead-calibrate.XXXXXX");
	return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(left_behind) / sizeof(left_behind[0]); i++) {
		unlink(in_folder(left_behind[i]));
	}
	return rmdir(folder);
}

static void read_text(char *text, size_t size, const char *name)
{
	FILE *file = fopen(in_folder(name), "r");
	size_t length = file != NULL ? fread(text, 1, size - 1, file) : 0;

	assert_non_null(file);
	text[length] = '\0';
	fclose(file);
}

static int turn(int descriptor, const char *name)
{
	int kept = dup(descriptor);
	int file = open(in_folder(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	dup2(file, descriptor);
	close(file);
	return kept;
}

static void turn_back(int descriptor, int kept)
{
	dup2(kept, descriptor);
	close(kept);
}

static void put_folder(char *words, size_t size, const char *typed)
{
	const char *mark;
	size_t used = 0;

	for (; (mark = strstr(typed, "%s")) != NULL; typed = mark + 2) {
		used += (size_t)snprintf(words + used, size - used, "%.*s%s", (int)(mark - typed),
					 typed, folder);
	}
	snprintf(words + used, size - used, "%s", typed);
}

/* %s in what is typed is the folder. Returns the exit code; out and err hold what was said. */
static int type(int (*tool)(int, char **), const char *typed)
{
	char words[1024];
	char *argv[ARGS_MAX + 1];
	char *rest = words;
	int argc = 0;
	int code;
	int kept_out;
	int kept_err;

	put_folder(words, sizeof(words), typed);
	for (char *word = strtok_r(words, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		assert_true(argc < ARGS_MAX);
		argv[argc++] = word;
	}
	argv[argc] = NULL;
	fflush(stdout);
	kept_out = turn(STDOUT_FILENO, "out");
	kept_err = turn(STDERR_FILENO, "err");
	code = tool(argc, argv);
	fflush(stdout);
	turn_back(STDOUT_FILENO, kept_out);
	turn_back(STDERR_FILENO, kept_err);
	read_text(out, sizeof(out), "out");
	read_text(err, sizeof(err), "err");
	return code;
}

static enum learned_verdict kept(struct learned *learned)
{
	static struct rig rig;

	assert_int_equal(config_read_rig(&rig, "config/rigs/sim-4.conf", stderr), 0);
	return learned_read(learned, folder, &rig, "test", NULL);
}

static void all_heads_of_a_rig_that_is_as_its_file_says__are_kept(void **state)
{
	static struct learned learned;

	(void)state;
	assert_int_equal(type(tool_calibrate, "calibrate " RIG "--state-dir %s"), EXIT_DONE);
	assert_string_equal(err, "");
	assert_non_null(strstr(out, "lag, filling, ms"));
	assert_non_null(strstr(out, "4 of 4 heads kept"));
	assert_int_equal(kept(&learned), LEARNED_FINE);
	assert_int_equal(learned_heads(&learned), 4);
	assert_int_equal(type(tool_check, "check --state-dir %s config/rigs/sim-4.conf"),
			 EXIT_DONE);
	assert_non_null(strstr(out, "sim-4.learned: ok, 4 of 4 heads"));
	assert_int_equal(type(tool_sim, "sim " RIG "--minutes 1 --state-dir %s --json %s/run.json"),
			 EXIT_DONE);
	assert_non_null(strstr(err, "control uses what knead calibrate learned of 4 of 4 heads"));
}

static void one_head__leaves_what_is_known_of_the_others(void **state)
{
	static struct learned before;
	static struct learned after;

	(void)state;
	assert_int_equal(type(tool_calibrate, "calibrate " RIG "--state-dir %s 2"), EXIT_DONE);
	assert_int_equal(kept(&before), LEARNED_FINE);
	assert_int_equal(learned_heads(&before), 1);
	assert_true(before.heads[1].of[LEARNED_LAG].known);
	assert_int_equal(type(tool_calibrate, "calibrate " RIG "--state-dir %s --seed 9 3"),
			 EXIT_DONE);
	assert_int_equal(kept(&after), LEARNED_FINE);
	assert_int_equal(learned_heads(&after), 2);
	assert_memory_equal(&before.heads[1], &after.heads[1], sizeof(after.heads[1]));
}

static void a_rig_that_differs__is_shown_and_nothing_kept(void **state)
{
	static struct learned learned;

	(void)state;
	assert_int_equal(
		type(tool_calibrate, "calibrate " RIG "--state-dir %s --vary 12 --json - 3"),
		EXIT_DONE);
	assert_non_null(strstr(out, "\"written\": false"));
	assert_non_null(strstr(out, "\"n\": 3, \"outcome\": \"fits\""));
	assert_non_null(strstr(out, "\"spring_n\": {\"found\": 12."));
	assert_int_equal(kept(&learned), LEARNED_NONE);
}

/* The draw of this seed puts a head of sim-16 more than 30 % off as measured. */
static void what_is_far_from_the_file__is_told_and_kept_only_by_force(void **state)
{
	(void)state;
	assert_int_equal(type(tool_calibrate, "calibrate --rig config/rigs/sim-16.conf --state-dir "
					      "%s --vary 5 15"),
			 EXIT_FAILED);
	assert_non_null(strstr(err, "head 15 is not as the rig file says and is not kept"));
	assert_non_null(strstr(err, "--force"));
	assert_non_null(strstr(out, "  off\n"));
	assert_non_null(strstr(out, "0 of 16 heads"));
	assert_int_equal(type(tool_calibrate, "calibrate --rig config/rigs/sim-16.conf --state-dir "
					      "%s --vary 5 --force 15"),
			 EXIT_DONE);
	assert_non_null(strstr(out, "1 of 16 heads"));
}

static void what_is_typed_wrong__is_refused_with_the_remedy(void **state)
{
	static const struct {
		const char *typed;
		int code;
		const char *says;
	} cases[] = {
		{"calibrate " RIG "5", EXIT_WRONG, "rig sim-4 has heads 1 to 4"},
		{"calibrate " RIG "0", EXIT_WRONG, "no one head"},
		{"calibrate " RIG "1.5", EXIT_WRONG, "no one head"},
		{"calibrate " RIG "1 2", EXIT_WRONG, "no one head"},
		{"calibrate " RIG "--vary 0", EXIT_WRONG, "--vary"},
		{"calibrate --rig /nowhere.conf", EXIT_WRONG, "nowhere"},
		{"calibrate --rig config/rigs/sim-4-velocity.conf", EXIT_WRONG, "screws only"},
		{"calibrate --rig config/rigs/sim-4-velocity.conf 1", EXIT_FAILED, "has a screw"},
		{"sim " RIG "--minutes 1 --state-dir %s", EXIT_WRONG, "nothing was learned"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool sim = strncmp(cases[i].typed, "sim", 3) == 0;

		assert_int_equal(type(sim ? tool_sim : tool_calibrate, cases[i].typed),
				 cases[i].code);
		if (strstr(err, cases[i].says) == NULL) {
			fail_msg("%s says \"%s\" and not \"%s\"", cases[i].typed, err,
				 cases[i].says);
		}
	}
}

static void a_folder_that_cannot_be_used__fails_with_the_remedy(void **state)
{
	(void)state;
	assert_int_equal(type(tool_calibrate, "calibrate " RIG "--state-dir %s/out 1"),
			 EXIT_FAILED);
	assert_non_null(strstr(err, "name another folder with --state-dir"));
}

static void weights_on_a_simulated_rig__are_kept_and_checked(void **state)
{
	FILE *desk = fopen(in_folder("rig.conf"), "w"); /* what is typed */
	int kept_in = dup(STDIN_FILENO);

	(void)state;
	fputs("\n2kg\n5kg\n\n\n\n", desk);
	fclose(desk);
	desk = fopen(in_folder("rig.conf"), "r");
	dup2(fileno(desk), STDIN_FILENO);
	assert_int_equal(
		type(tool_calibrate, "calibrate " RIG "--state-dir %s --weights-only --wait 2 2"),
		EXIT_DONE);
	dup2(kept_in, STDIN_FILENO);
	close(kept_in);
	fclose(desk);
	assert_non_null(strstr(out, "head 2: zero +0.00 N since it was new"));
	assert_int_equal(type(tool_check, "check --state-dir %s config/rigs/sim-4.conf"),
			 EXIT_DONE);
	assert_non_null(strstr(out, "sim-4.cells: ok, 1 of 4 heads"));
	assert_non_null(strstr(out, "force of head 2: zero +0.00 N"));
	assert_null(strstr(out, "force of head 1"));
}

static void damage__is_refused_by_check_and_sim_and_mended_by_another_calibration(void **state)
{
	static struct learned learned;
	FILE *file;

	(void)state;
	file = fopen(in_folder("sim-4.learned"), "w");
	assert_non_null(file);
	fputs("half", file);
	fclose(file);
	assert_int_equal(type(tool_check, "check --state-dir %s config/rigs/sim-4.conf"),
			 EXIT_WRONG);
	assert_non_null(strstr(err, "is damaged"));
	assert_int_equal(type(tool_sim, "sim " RIG "--minutes 1 --state-dir %s"), EXIT_WRONG);
	assert_non_null(strstr(err, "is damaged"));
	assert_int_equal(type(tool_calibrate, "calibrate " RIG "--state-dir %s 1"), EXIT_DONE);
	assert_int_equal(kept(&learned), LEARNED_FINE);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(all_heads_of_a_rig_that_is_as_its_file_says__are_kept),
		IN_A_FOLDER(one_head__leaves_what_is_known_of_the_others),
		IN_A_FOLDER(a_rig_that_differs__is_shown_and_nothing_kept),
		IN_A_FOLDER(what_is_far_from_the_file__is_told_and_kept_only_by_force),
		IN_A_FOLDER(what_is_typed_wrong__is_refused_with_the_remedy),
		IN_A_FOLDER(a_folder_that_cannot_be_used__fails_with_the_remedy),
		IN_A_FOLDER(weights_on_a_simulated_rig__are_kept_and_checked),
		IN_A_FOLDER(damage__is_refused_by_check_and_sim_and_mended_by_another_calibration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
