/*
 * The techniques and patients that lie beside a rig, found from the rig's path.
 */
#include "config_text.h"

#include <errno.h>
#include <sys/stat.h>

#define PATIENTS 12

/* A folder with rigs/, techniques/ and patients/ in it. */
struct shelf {
	char dir[256];
	char rig[320];
	char *said;
	size_t said_bytes;
	struct technique techniques[TECHNIQUES_MAX];
	struct patient patients[PATIENTS];
};

static const char *const folders[] = {"rigs", "techniques", "patients"};

static int set_up(void **state)
{
	struct shelf *shelf = calloc(1, sizeof *shelf);
	char path[320];

	assert_non_null(shelf);
	snprintf(shelf->dir, sizeof shelf->dir, "%s/knead-shelf-XXXXXX",
		 getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(shelf->dir));
	for (int i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", shelf->dir, folders[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	snprintf(shelf->rig, sizeof shelf->rig, "%s/rigs/mine.conf", shelf->dir);
	*state = shelf;
	return 0;
}

static int tear_down(void **state)
{
	struct shelf *shelf = *state;
	char command[320];

	snprintf(command, sizeof command, "rm -r %s", shelf->dir);
	assert_int_equal(system(command), 0);
	free(shelf->said);
	free(shelf);
	return 0;
}

/* A sound text of that kind, under a name of its own, as that file. */
static void put(struct shelf *shelf, const char *kind, const char *file, const char *name)
{
	bool technique = strcmp(kind, "techniques") == 0;
	char text[TEXT_BYTES];
	char path[320];
	char quoted[64];

	load(text, technique ? SWEDISH : NOMINAL);
	snprintf(quoted, sizeof quoted, "name = \"%s\"", name);
	replace(text, technique ? "name = \"swedish\"" : "name = \"nominal\"", quoted);
	snprintf(path, sizeof path, "%s/%s/%s", shelf->dir, kind, file);
	store(path, text, strlen(text));
}

static FILE *listen(struct shelf *shelf)
{
	free(shelf->said);
	shelf->said = NULL;
	return open_memstream(&shelf->said, &shelf->said_bytes);
}

static int read_techniques(struct shelf *shelf, int max)
{
	FILE *said = listen(shelf);
	int result = config_read_techniques(shelf->techniques, max, shelf->rig, said);

	fclose(said);
	return result;
}

static int read_patients(struct shelf *shelf, int max)
{
	FILE *said = listen(shelf);
	int result = config_read_patients(shelf->patients, max, shelf->rig, said);

	fclose(said);
	return result;
}

static void shipped_folders__are_sound(void **state)
{
	struct shelf *shelf = *state;

	strcpy(shelf->rig, SIM_16);
	assert_true(read_techniques(shelf, TECHNIQUES_MAX) >= 1);
	assert_int_equal(shelf->said_bytes, 0);
	assert_true(read_patients(shelf, PATIENTS) >= 10);
	assert_int_equal(shelf->said_bytes, 0);
	assert_string_equal(shelf->patients[0].name, "nominal");
}

static void techniques__are_sorted_by_file_name(void **state)
{
	struct shelf *shelf = *state;

	put(shelf, "techniques", "b.conf", "second");
	put(shelf, "techniques", "c.conf", "third");
	put(shelf, "techniques", "a.conf", "first");
	put(shelf, "techniques", "a.conf.bak", "first");
	put(shelf, "techniques", ".hidden.conf", "first");
	assert_int_equal(read_techniques(shelf, TECHNIQUES_MAX), 3);
	assert_string_equal(shelf->techniques[0].name, "first");
	assert_string_equal(shelf->techniques[1].name, "second");
	assert_string_equal(shelf->techniques[2].name, "third");
}

static void nominal_patient__comes_first(void **state)
{
	struct shelf *shelf = *state;

	put(shelf, "patients", "a.conf", "anna");
	put(shelf, "patients", "b.conf", "bert");
	put(shelf, "patients", "n.conf", "nominal");
	put(shelf, "patients", "z.conf", "zoe");
	assert_int_equal(read_patients(shelf, PATIENTS), 4);
	assert_string_equal(shelf->patients[0].name, "nominal");
	assert_string_equal(shelf->patients[1].name, "anna");
	assert_string_equal(shelf->patients[2].name, "bert");
	assert_string_equal(shelf->patients[3].name, "zoe");
}

static void without_nominal_patient__is_refused(void **state)
{
	struct shelf *shelf = *state;

	put(shelf, "patients", "a.conf", "anna");
	assert_int_equal(read_patients(shelf, PATIENTS), -ENOENT);
	assert_non_null(strstr(shelf->said, "is named \"nominal\"; add that one\n"));
	assert_int_equal(shelf->patients[0].name[0], '\0');
}

static void each_unsound_file__is_named(void **state)
{
	struct shelf *shelf = *state;
	char path[320];

	put(shelf, "techniques", "a.conf", "first");
	snprintf(path, sizeof path, "%s/techniques/b.conf", shelf->dir);
	store(path, "technique : {", 13);
	snprintf(path, sizeof path, "%s/techniques/c.conf", shelf->dir);
	store(path, "rig : { };", 10);
	assert_int_equal(read_techniques(shelf, TECHNIQUES_MAX), -EINVAL);
	assert_non_null(strstr(shelf->said, "techniques/b.conf:1: cannot be understood"));
	assert_non_null(strstr(shelf->said, "techniques/c.conf:1: this is a rig file"));
	assert_int_equal(shelf->techniques[0].name[0], '\0');
}

static void two_of_one_name__are_refused(void **state)
{
	struct shelf *shelf = *state;

	put(shelf, "techniques", "a.conf", "same");
	put(shelf, "techniques", "b.conf", "other");
	put(shelf, "techniques", "c.conf", "same");
	assert_int_equal(read_techniques(shelf, TECHNIQUES_MAX), -EINVAL);
	assert_non_null(
		strstr(shelf->said, "c.conf is the second one named \"same\", after a.conf;"));
	put(shelf, "techniques", "a.conf",
	    "wrong name"); /* is none: the file after it keeps its own */
	put(shelf, "techniques", "d.conf", "same");
	assert_int_equal(read_techniques(shelf, TECHNIQUES_MAX), -EINVAL);
	assert_non_null(
		strstr(shelf->said, "d.conf is the second one named \"same\", after c.conf;"));
}

/* Of one file alone, before a controller is to start on all of them. */
static void a_file_named_as_another_beside_it__is_told(void **state)
{
	struct shelf *shelf = *state;
	struct technique mine;
	char path[320];
	char twin[64] = "";

	put(shelf, "techniques", "a.conf", "same");
	put(shelf, "techniques", "b.conf", "other");
	put(shelf, "techniques", "c.conf.old", "same"); /* none that a controller reads */
	put(shelf, "techniques", "d.conf", "wrong name");
	snprintf(path, sizeof path, "%s/techniques/a.conf", shelf->dir);
	assert_int_equal(config_read_technique(&mine, path, stderr), 0);
	assert_false(config_find_twin(twin, sizeof twin, &mine, path));
	put(shelf, "techniques", "e.conf", "same");
	assert_true(config_find_twin(twin, sizeof twin, &mine, path));
	assert_string_equal(twin, "e.conf");
	snprintf(path, sizeof path, "%s/rigs/../techniques/e.conf", shelf->dir);
	assert_true(config_find_twin(twin, sizeof twin, &mine, path));
	assert_string_equal(twin, "a.conf");
	snprintf(path, sizeof path, "%s/techniques/gone.conf", shelf->dir);
	assert_false(config_find_twin(twin, sizeof twin, &mine, path));
}

static void too_many_files__are_refused(void **state)
{
	struct shelf *shelf = *state;

	put(shelf, "techniques", "a.conf", "first");
	put(shelf, "techniques", "b.conf", "second");
	assert_int_equal(read_techniques(shelf, 2), 2);
	assert_int_equal(read_techniques(shelf, 1), -EINVAL);
	assert_non_null(strstr(shelf->said, "holds 2 .conf files; leave at most 1"));
}

static void empty_or_missing_folder__is_refused(void **state)
{
	struct shelf *shelf = *state;
	char path[320];

	assert_int_equal(read_techniques(shelf, 4), -ENOENT);
	assert_non_null(strstr(shelf->said, "holds no .conf file; put one there"));
	snprintf(path, sizeof path, "%s/techniques", shelf->dir);
	assert_int_equal(rmdir(path), 0);
	assert_int_equal(read_techniques(shelf, 4), -ENOENT);
	assert_non_null(strstr(shelf->said, "has a folder \"techniques\" beside it"));
}

/* "mine.conf", from within its folder, has ../techniques beside it too. */
static void rig_in_this_folder__is_found_from(void **state)
{
	struct shelf *shelf = *state;
	char here[512];
	char rigs[320];

	put(shelf, "techniques", "a.conf", "first");
	assert_non_null(getcwd(here, sizeof here));
	snprintf(rigs, sizeof rigs, "%s/rigs", shelf->dir);
	strcpy(shelf->rig, "mine.conf");
	assert_int_equal(chdir(rigs), 0);
	assert_int_equal(read_techniques(shelf, 4), 1);
	assert_int_equal(chdir(here), 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(shipped_folders__are_sound),
		TEST(techniques__are_sorted_by_file_name),
		TEST(nominal_patient__comes_first),
		TEST(without_nominal_patient__is_refused),
		TEST(each_unsound_file__is_named),
		TEST(two_of_one_name__are_refused),
		TEST(each_unsound_file__is_named),
		TEST(a_file_named_as_another_beside_it__is_told),
		TEST(too_many_files__are_refused),
		TEST(empty_or_missing_folder__is_refused),
		TEST(rig_in_this_folder__is_found_from),
	};

	return cmocka_run_group_tests_name("config_folder", tests, NULL, NULL);
}
