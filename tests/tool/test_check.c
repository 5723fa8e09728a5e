/*
 * knead check, and the dispatch of knead itself: what they print where, and their exit codes. Runs the
 * real binary, which lies two folders above this program.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <libgen.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

struct run {
	char dir[256];
	char out_path[320];
	char err_path[320];
	char conf[320];
	char knead[512];
	char out[8192];
	char err[8192];
};

static int set_up(void **state)
{
	struct run *run = calloc(1, sizeof *run);
	char self[400] = {0};

	assert_non_null(run);
	snprintf(run->dir, sizeof run->dir, "%s/knead-check-XXXXXX",
		 getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(run->dir));
	snprintf(run->out_path, sizeof run->out_path, "%s/out", run->dir);
	snprintf(run->err_path, sizeof run->err_path, "%s/err", run->dir);
	snprintf(run->conf, sizeof run->conf, "%s/bad.conf", run->dir);
	assert_true(readlink("/proc/self/exe", self, sizeof self - 1) > 0);
	snprintf(run->knead, sizeof run->knead, "%s/../../knead", dirname(self));
	*state = run;
	return 0;
}

static int tear_down(void **state)
{
	struct run *run = *state;

	unlink(run->out_path);
	unlink(run->err_path);
	unlink(run->conf);
	assert_int_equal(rmdir(run->dir), 0);
	free(run);
	return 0;
}

static void load(char *text, size_t size, const char *path)
{
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	text[fread(text, 1, size - 1, file)] = '\0';
	fclose(file);
}

/* Runs knead with up to four arguments; its exit code. */
static int knead(struct run *run, const char *a, const char *b, const char *c, const char *d)
{
	const char *const arguments[] = {"knead", a, b, c, d, NULL};
	char *argv[6] = {0};
	posix_spawn_file_actions_t actions;
	pid_t pid;
	int status;

	for (int i = 0; arguments[i] != NULL; i++) {
		argv[i] = strdup(arguments[i]);
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, run->out_path, O_WRONLY | O_CREAT | O_TRUNC,
					 0600);
	posix_spawn_file_actions_addopen(&actions, 2, run->err_path, O_WRONLY | O_CREAT | O_TRUNC,
					 0600);
	assert_int_equal(posix_spawn(&pid, run->knead, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	for (int i = 0; argv[i] != NULL; i++) {
		free(argv[i]);
	}
	load(run->out, sizeof run->out, run->out_path);
	load(run->err, sizeof run->err, run->err_path);
	return WEXITSTATUS(status);
}

static void sound_files__are_described(void **state)
{
	struct run *run = *state;

	assert_int_equal(knead(run, "check", "config/rigs/sim-16.conf",
			       "config/techniques/swedish.conf", "config/patients/nominal.conf"),
			 0);
	assert_string_equal(
		run->out,
		"config/rigs/sim-16.conf: ok, rig sim-16, 16 heads, 1000 Hz, release 0.22 s\n"
		"config/techniques/swedish.conf: ok, technique swedish, 4 strokes, 10 to 40 N, "
		"needs a ceiling of 10 N\n"
		"config/patients/nominal.conf: ok, patient nominal, 8.0 mm deep at 10 N\n");
	assert_string_equal(run->err, "");
}

static void a_stroke_that_cannot_press_all_it_says__is_told(void **state)
{
	struct run *run = *state;
	char expected[1024];
	FILE *file = fopen(run->conf, "w");

	assert_non_null(file);
	fputs("technique : { name = \"x\"; title = \"X\"; needs = ( ); needs_ceiling_n = 15.0;\n"
	      "strokes = ( { stroke = \"friction\"; share = 1.0; hands = 2; from = \"hips\";\n"
	      "to = \"shoulders\"; force_min_n = 10.0; force_max_n = 40.0; footprint_m = 0.05;\n"
	      "speed_m_s = 0.005; speed_min_m_s = 0.002; speed_max_m_s = 0.01; rate_hz = 0.8;\n"
	      "rate_min_hz = 0.5; rate_max_hz = 2.0; radius_m = 0.02; } ); };\n",
	      file);
	fclose(file);
	assert_int_equal(knead(run, "check", run->conf, NULL, NULL), 0);
	snprintf(expected, sizeof expected,
		 "%s: ok, technique x, 1 strokes, 10 to 40 N, needs a ceiling of 15 N\n"
		 "%s: stroke 1, friction, presses 31 of its 40 N at most: at its pace more would "
		 "rise faster than 120 N/s\n",
		 run->conf, run->conf);
	assert_string_equal(run->out, expected);
}

static void a_technique_named_as_another_beside_it__is_refused(void **state)
{
	struct run *run = *state;
	static char text[8192];
	char twin[320];
	char expected[512];
	FILE *file;

	load(text, sizeof text, "config/techniques/shiatsu.conf");
	snprintf(twin, sizeof twin, "%s/a.conf", run->dir);
	for (int k = 0; k < 2; k++) {
		file = fopen(k == 0 ? run->conf : twin, "w");
		assert_non_null(file);
		fputs(text, file);
		fclose(file);
		assert_int_equal(knead(run, "check", run->conf, NULL, NULL), k == 0 ? 0 : 2);
	}
	unlink(twin);
	assert_string_equal(run->out, "");
	snprintf(expected, sizeof expected,
		 "%s: its name \"shiatsu\" is that of a.conf beside it, too; rename one of them\n",
		 run->conf);
	assert_string_equal(run->err, expected);
}

static void unsound_file__is_complained_about_once(void **state)
{
	struct run *run = *state;
	char expected[512];
	FILE *file = fopen(run->conf, "w");

	assert_non_null(file);
	fputs("rig : {\n  name = \"x\"\n  loop_hz = ;\n};\n", file);
	fclose(file);
	assert_int_equal(knead(run, "check", run->conf, "config/rigs/sim-4.conf", NULL), 2);
	assert_string_equal(
		run->out,
		"config/rigs/sim-4.conf: ok, rig sim-4, 4 heads, 1000 Hz, release 0.22 s\n");
	snprintf(expected, sizeof expected, "%s:3: cannot be understood here; ", run->conf);
	assert_int_equal(strncmp(run->err, expected, strlen(expected)), 0);
	assert_ptr_equal(strchr(run->err, '\n'), run->err + strlen(run->err) - 1);
}

static void missing_file__is_wrong_configuration(void **state)
{
	struct run *run = *state;

	assert_int_equal(knead(run, "check", "/nowhere/rig.conf", NULL, NULL), 2);
	assert_string_equal(run->out, "");
	assert_string_equal(run->err, "/nowhere/rig.conf: there is no such file; check the path\n");
}

static void check_without_files__is_wrong_usage(void **state)
{
	struct run *run = *state;

	assert_int_equal(knead(run, "check", NULL, NULL, NULL), 2);
	assert_string_equal(run->out, "");
	assert_non_null(strstr(run->err, "name at least one file"));
}

static void check_option_unknown__is_wrong_usage(void **state)
{
	struct run *run = *state;

	assert_int_equal(knead(run, "check", "--frobnicate", NULL, NULL), 2);
	assert_string_equal(
		run->err, "knead check: --frobnicate is no option here; see knead check --help\n");
}

static void file_named_like_an_option__is_a_file(void **state)
{
	struct run *run = *state;

	assert_int_equal(knead(run, "check", "--", "--help", NULL), 2);
	assert_string_equal(run->err, "--help: there is no such file; check the path\n");
}

static void help_and_version__go_to_standard_output(void **state)
{
	struct run *run = *state;

	assert_int_equal(knead(run, "check", "--help", NULL, NULL), 0);
	assert_int_equal(strncmp(run->out, "usage: knead check FILE...\n", 27), 0);
	assert_string_equal(run->err, "");
	assert_int_equal(knead(run, "--help", NULL, NULL, NULL), 0);
	assert_non_null(strstr(run->out, "\n  check "));
	assert_non_null(strstr(run->out, "\n  osc "));
	assert_non_null(strstr(run->out, "\n  panel "));
	assert_non_null(strstr(run->out, "\n  sim "));
	assert_string_equal(run->err, "");
	assert_int_equal(knead(run, "--version", NULL, NULL, NULL), 0);
	assert_string_equal(run->out, "knead " KNEAD_VERSION "\n");
	assert_int_equal(knead(run, "check", "--version", NULL, NULL), 0);
	assert_string_equal(run->out, "knead " KNEAD_VERSION "\n");
}

static void unknown_subcommand__is_one_sentence(void **state)
{
	struct run *run = *state;

	assert_int_equal(knead(run, "chek", NULL, NULL, NULL), 2);
	assert_string_equal(run->out, "");
	assert_string_equal(run->err, "knead: there is no subcommand \"chek\"; see knead --help\n");
	assert_int_equal(knead(run, NULL, NULL, NULL, NULL), 2);
	assert_string_equal(run->out, "");
	assert_string_equal(run->err, "knead: name a subcommand; see knead --help\n");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(sound_files__are_described),
		TEST(a_stroke_that_cannot_press_all_it_says__is_told),
		TEST(a_technique_named_as_another_beside_it__is_refused),
		TEST(unsound_file__is_complained_about_once),
		TEST(missing_file__is_wrong_configuration),
		TEST(check_without_files__is_wrong_usage),
		TEST(check_option_unknown__is_wrong_usage),
		TEST(file_named_like_an_option__is_a_file),
		TEST(help_and_version__go_to_standard_output),
		TEST(unknown_subcommand__is_one_sentence),
	};

	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
