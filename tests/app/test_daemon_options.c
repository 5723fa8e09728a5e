/*
 * What is typed behind kneadd, and where its state goes.
 */
#include "app/daemon_options.h"
#include "app/state_dir.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define ARGS_MAX 16

static struct daemon_options options;
static char out_text[4096];
static char error_text[1024];

/* Reads the words of line, divided by single spaces; returns what the reader returned. */
static int typed(const char *line)
{
	static char words[256];
	char name[] = "kneadd";
	char *argv[ARGS_MAX] = {name};
	int argc = 1;
	FILE *out = fmemopen(out_text, sizeof(out_text), "w");
	FILE *errors = fmemopen(error_text, sizeof(error_text), "w");
	char *rest = NULL;
	int code = 0;

	strcpy(words, line);
	for (char *word = strtok_r(words, " ", &rest); word != NULL;
	     word = strtok_r(NULL, " ", &rest)) {
		argv[argc++] = word;
	}
	code = daemon_options_read(&options, argc, argv, out, errors);
	fclose(out);
	fclose(errors);
	return code;
}

static void everything_typed__arrives(void **state)
{
	(void)state;
	assert_int_equal(typed("--rig a.conf --osc-port 0 --bind ::1 --state-dir=d --stats s.json"),
			 OPTIONS_RUN);
	assert_string_equal(options.rig_path, "a.conf");
	assert_int_equal(options.osc_port, 0);
	assert_string_equal(options.bind, "::1");
	assert_string_equal(options.state_dir, "d");
	assert_string_equal(options.stats_path, "s.json");
	assert_string_equal(error_text, "");
}

static void only_a_rig__leaves_the_rest_to_its_file(void **state)
{
	(void)state;
	assert_int_equal(typed("--rig a.conf"), OPTIONS_RUN);
	assert_int_equal(options.osc_port, OSC_PORT_OF_RIG);
	assert_null(options.bind);
	assert_null(options.state_dir);
	assert_null(options.stats_path);
	assert_false(options.late_is_fine);
	assert_int_equal(typed("--rig a.conf --without-realtime"), OPTIONS_RUN);
	assert_true(options.late_is_fine);
}

static void help_and_version__go_to_out_and_exit_0(void **state)
{
	(void)state;
	assert_int_equal(typed("--help"), 0);
	assert_non_null(strstr(out_text, "--osc-port"));
	assert_int_equal(typed("--version"), 0);
	assert_string_equal(out_text, "kneadd " KNEAD_VERSION "\n");
	assert_string_equal(error_text, "");
}

static void help_that_nobody_got__is_a_failure(void **state)
{
	char name[] = "kneadd";
	char help[] = "--help";
	char version[] = "--version";
	char *asked[] = {help, version};
	FILE *full = fopen("/dev/full", "w");
	FILE *errors = fmemopen(error_text, sizeof(error_text), "w");

	(void)state;
	for (int i = 0; i < 2; i++) {
		char *argv[] = {name, asked[i], NULL};

		assert_int_equal(daemon_options_read(&options, 2, argv, full, errors), 1);
	}
	fclose(full);
	fclose(errors);
	assert_non_null(strstr(error_text, "standard output takes no more"));
}

static void what_is_no_use__is_refused_with_one_sentence(void **state)
{
	static const char *const lines[][2] = {
		{"", "--rig"},
		{"--rig", "needs a value"},
		{"--rug a.conf", "--rug"},
		{"-x", "-x"},
		{"a.conf", "a.conf"},
		{"--rig a.conf b.conf", "b.conf"},
		{"--rig a.conf --osc-port x", "0 to 65534"},
		{"--rig a.conf --osc-port \t5", "0 to 65534"},
		{"--rig a.conf --osc-port +5", "0 to 65534"},
		{"--rig a.conf --osc-port 1x", "0 to 65534"},
		{"--rig a.conf --osc-port -1", "0 to 65534"},
		{"--rig a.conf --osc-port 65535", "0 to 65534"},
		{"--rig a.conf --osc-port 99999999999999999999", "0 to 65534"},
		{"--rig a.conf --bind localhost", "numeric"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(typed(lines[i][0]), 2);
		assert_non_null(strstr(error_text, lines[i][1]));
		assert_ptr_equal(strchr(error_text, '\n') + 1, strchr(error_text, '\0'));
	}
}

static void assert_private_folder(const char *path)
{
	struct stat facts;

	assert_int_equal(stat(path, &facts), 0);
	assert_true(S_ISDIR(facts.st_mode));
	assert_int_equal(facts.st_mode & 0777, 0700);
}

static void the_state_folder__is_made_with_its_parents_and_private(void **state)
{
	char folder[] = "/tmp/knead-state-XXXXXX";
	char asked[128];
	char path[128];

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(asked, sizeof(asked), "%s/a/b", folder);
	for (int round = 0; round < 2; round++) {
		assert_int_equal(state_dir_make(path, sizeof(path), asked), 0);
		assert_string_equal(path, asked);
	}
	assert_private_folder(path);
	rmdir(path);
	setenv("XDG_STATE_HOME", folder, 1);
	assert_int_equal(state_dir_make(path, sizeof(path), NULL), 0);
	assert_private_folder(path);
	assert_string_equal(path + strlen(folder), "/knead");
	rmdir(path);
	unsetenv("XDG_STATE_HOME");
	setenv("HOME", folder, 1);
	assert_int_equal(state_dir_make(path, sizeof(path), NULL), 0);
	assert_string_equal(path + strlen(folder), "/.local/state/knead");
	for (int level = 0; level < 3; level++) {
		rmdir(path);
		*strrchr(path, '/') = '\0';
	}
	snprintf(asked, sizeof(asked), "%s/a", folder);
	rmdir(asked);
	assert_int_equal(rmdir(folder), 0);
}

static void a_state_folder_that_cannot_be__is_refused(void **state)
{
	char path[32];

	(void)state;
	assert_int_equal(state_dir_make(path, sizeof(path), "/dev/null/x"), -ENOTDIR);
	assert_int_equal(state_dir_make(path, sizeof(path), "/dev/null"), -ENOTDIR);
	assert_int_equal(state_dir_make(path, sizeof(path), ""), -EINVAL);
	assert_int_equal(
		state_dir_make(path, sizeof(path), "/tmp/a-name-longer-than-32-characters"),
		-ENAMETOOLONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_typed__arrives),
		cmocka_unit_test(only_a_rig__leaves_the_rest_to_its_file),
		cmocka_unit_test(help_and_version__go_to_out_and_exit_0),
		cmocka_unit_test(help_that_nobody_got__is_a_failure),
		cmocka_unit_test(what_is_no_use__is_refused_with_one_sentence),
		cmocka_unit_test(the_state_folder__is_made_with_its_parents_and_private),
		cmocka_unit_test(a_state_folder_that_cannot_be__is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
