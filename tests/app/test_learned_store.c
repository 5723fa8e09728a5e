/* test_learned_store.c - what was learned, in its folder: whole or refused, never half, never another's. */
#include "app/learned_store.h"
#include "app/stored_files.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HEADS 3

struct fixture {
	char folder[64];
	char said[4096];
	struct rig rig;
	struct learned learned;
	struct learned read;
};

static int set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	strcpy(f->folder, "/tmp/knead-learned-XXXXXX");
	strcpy(f->rig.name, "a");
	f->rig.head_count = HEADS;
	f->learned.head_count = HEADS;
	for (int i = 0; i < HEADS; i++) {
		f->rig.heads[i].actuator = (struct actuator_spec){
			.kind = ACTUATOR_PRESSURE, .area_m2 = 4.91e-4, .lag_s = 0.1};
	}
	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		const struct learned_facts *facts = learned_facts((enum learned_kind)kind);

		f->learned.heads[1].of[kind] = (struct learned_value){
			.known = true,
			.value = 0.5 * (facts->least + facts->most),
			.spread = 0.01 * facts->most,
		};
	}
	*state = f;
	return mkdtemp(f->folder) == NULL;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = {"a.learned", "a.learned.old", "a.learned.new"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		unlink(stored_path(f->folder, names[i]));
	}
	assert_int_equal(rmdir(f->folder), 0);
	free(f);
	return 0;
}

static enum learned_verdict reads(struct fixture *f)
{
	FILE *complaints = fmemopen(f->said, sizeof(f->said), "w");
	enum learned_verdict verdict;

	f->said[0] = '\0';
	verdict = learned_read(&f->read, f->folder, &f->rig, "knead", complaints);
	fclose(complaints);
	return verdict;
}

static void writes(struct fixture *f)
{
	assert_int_equal(learned_write(&f->learned, f->folder, &f->rig), 0);
}

static bool is_near(double a, double b)
{
	return a - b < 1e-6 && b - a < 1e-6;
}

static void assert_as_written(const struct fixture *f)
{
	assert_int_equal(f->read.head_count, HEADS);
	for (int i = 0; i < HEADS; i++) {
		for (int kind = 0; kind < LEARNED_KINDS; kind++) {
			const struct learned_value *wrote = &f->learned.heads[i].of[kind];
			const struct learned_value *read = &f->read.heads[i].of[kind];

			assert_int_equal(read->known, wrote->known);
			assert_true(is_near(read->value, wrote->value));
			assert_true(is_near(read->spread, wrote->spread));
		}
	}
}

static void what_was_written__is_read(void **state)
{
	struct fixture *f = *state;

	writes(f);
	assert_int_equal(reads(f), LEARNED_FINE);
	assert_as_written(f);
	assert_string_equal(f->said, "");
	assert_int_equal(learned_heads(&f->read), 1);
}

static void an_empty_folder__is_nothing_learned_and_nothing_said(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(reads(f), LEARNED_NONE);
	assert_int_equal(learned_heads(&f->read), 0);
	assert_string_equal(f->said, "");
}

static void a_file_cut_anywhere__is_refused_with_the_remedy(void **state)
{
	struct fixture *f = *state;
	char text[LEARNED_TEXT_BYTES];
	size_t length;

	writes(f);
	length = stored_get(f->folder, "a.learned", text, sizeof(text));
	for (size_t cut = 0; cut < length; cut++) {
		stored_put(f->folder, "a.learned", text, cut);
		assert_int_equal(reads(f), LEARNED_DAMAGED);
		assert_non_null(strstr(f->said, "remove a.learned and a.learned.old"));
		assert_int_equal(learned_heads(&f->read), 0);
	}
}

static void a_byte_changed_anywhere__is_refused(void **state)
{
	struct fixture *f = *state;
	char text[LEARNED_TEXT_BYTES];
	size_t length;

	writes(f);
	length = stored_get(f->folder, "a.learned", text, sizeof(text));
	for (size_t at = 0; at < length; at++) {
		text[at] ^= 1;
		stored_put(f->folder, "a.learned", text, length);
		assert_int_equal(reads(f), LEARNED_DAMAGED);
		text[at] ^= 1;
	}
}

static void one_copy_damaged__the_one_before_counts(void **state)
{
	struct fixture *f = *state;

	writes(f);
	f->learned.heads[1].of[LEARNED_LAG].value += 0.01;
	writes(f);
	stored_put(f->folder, "a.learned", "half", 4);
	assert_int_equal(reads(f), LEARNED_FINE);
	assert_non_null(strstr(f->said, "a.learned is damaged; the copy before it counts"));
	f->learned.heads[1].of[LEARNED_LAG].value -= 0.01;
	assert_as_written(f);

	/* and it is not pushed aside by what is damaged */
	writes(f);
	stored_put(f->folder, "a.learned", "half", 4);
	assert_int_equal(reads(f), LEARNED_FINE);
	stored_put(f->folder, "a.learned.old", "half", 4);
	assert_int_equal(reads(f), LEARNED_DAMAGED);
}

static void another_rig_file__leaves_it_unused_and_says_so(void **state)
{
	struct fixture *f = *state;

	writes(f);
	f->rig.heads[2].actuator.lag_s = 0.11;
	assert_int_equal(reads(f), LEARNED_OF_CONFIG);
	assert_int_equal(learned_heads(&f->read), 0);
	assert_non_null(strstr(f->said, "the rig file said something else"));
	assert_non_null(strstr(f->said, "knead calibrate"));
	f->rig.heads[2].actuator.lag_s = 0.1;
	assert_int_equal(reads(f), LEARNED_FINE);
	f->rig.head_count = 2;
	assert_int_equal(reads(f), LEARNED_OF_CONFIG);
}

static void another_rigs_file__is_not_used(void **state)
{
	struct fixture *f = *state;
	char text[LEARNED_TEXT_BYTES];
	size_t length;

	strcpy(f->rig.name, "b");
	length = learned_to_text(text, &f->learned, &f->rig);
	strcpy(f->rig.name, "a");
	stored_put(f->folder, "a.learned", text, length);
	assert_int_equal(reads(f), LEARNED_OF_RIG);
	assert_non_null(strstr(f->said, "another rig"));
}

static void what_is_beyond_belief__is_not_written(void **state)
{
	struct fixture *f = *state;

	writes(f);
	for (int kind = 0; kind < LEARNED_KINDS; kind++) {
		struct learned_value *value = &f->learned.heads[1].of[kind];
		double was = value->value;

		value->value = learned_facts((enum learned_kind)kind)->most * 1.01;
		assert_int_equal(learned_write(&f->learned, f->folder, &f->rig), -EINVAL);
		value->value = (double)__builtin_nan("");
		assert_int_equal(learned_write(&f->learned, f->folder, &f->rig), -EINVAL);
		value->value = was;
	}
	assert_int_equal(reads(f), LEARNED_FINE);
	assert_as_written(f);
}

static void a_full_disk__leaves_what_was_there(void **state)
{
	struct fixture *f = *state;
	struct rlimit had;
	struct rlimit none;
	int error;

	writes(f);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &had);
	none = had;
	none.rlim_cur = 100;
	setrlimit(RLIMIT_FSIZE, &none);
	error = learned_write(&f->learned, f->folder, &f->rig);
	setrlimit(RLIMIT_FSIZE, &had);
	assert_int_equal(error, -EFBIG);
	assert_int_equal(reads(f), LEARNED_FINE);
	assert_as_written(f);
	assert_int_equal(access(stored_path(f->folder, "a.learned.new"), F_OK), -1);
}

static void no_folder__is_an_error_to_write_and_nothing_to_read(void **state)
{
	struct fixture *f = *state;

	strcat(f->folder, "x");
	assert_int_equal(learned_write(&f->learned, f->folder, &f->rig), -ENOENT);
	assert_int_equal(reads(f), LEARNED_NONE);
	f->folder[strlen(f->folder) - 1] = '\0';
}

static void every_head_there_can_be__has_room(void **state)
{
	struct fixture *f = *state;
	char text[LEARNED_TEXT_BYTES];

	f->rig.head_count = HEADS_MAX;
	f->learned.head_count = HEADS_MAX;
	for (int i = 0; i < HEADS_MAX; i++) {
		f->learned.heads[i] = f->learned.heads[1];
	}
	assert_true(learned_to_text(text, &f->learned, &f->rig) > 0);
	writes(f);
	assert_int_equal(reads(f), LEARNED_FINE);
	assert_int_equal(learned_heads(&f->read), HEADS_MAX);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(what_was_written__is_read),
		IN_A_FOLDER(an_empty_folder__is_nothing_learned_and_nothing_said),
		IN_A_FOLDER(a_file_cut_anywhere__is_refused_with_the_remedy),
		IN_A_FOLDER(a_byte_changed_anywhere__is_refused),
		IN_A_FOLDER(one_copy_damaged__the_one_before_counts),
		IN_A_FOLDER(another_rig_file__leaves_it_unused_and_says_so),
		IN_A_FOLDER(another_rigs_file__is_not_used),
		IN_A_FOLDER(what_is_beyond_belief__is_not_written),
		IN_A_FOLDER(a_full_disk__leaves_what_was_there),
		IN_A_FOLDER(no_folder__is_an_error_to_write_and_nothing_to_read),
		IN_A_FOLDER(every_head_there_can_be__has_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
