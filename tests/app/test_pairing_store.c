/*
 * test_pairing_store.c - who is paired, as text and in a folder: killed at any moment, turned in any bit.
 */
#include "app/pairing_store.h"
#include "app/pairing_text.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define S INT64_C(1000000000)

struct bench {
	char folder[256];
	char said[4096];
	struct pairing_store store;
	struct pairings read;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	assert_non_null(bench);
	snprintf(bench->folder, sizeof(bench->folder), "%s/knead-pairing-XXXXXX",
		 getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
	assert_non_null(mkdtemp(bench->folder));
	*state = bench;
	return 0;
}

static const char *path_of(const struct bench *bench, const char *name)
{
	static char path[512];

	snprintf(path, sizeof(path), "%s/table.%s", bench->folder, name);
	return path;
}

static int tear_down(void **state)
{
	static const char *const names[] = {"paired", "paired.old", "paired.new", "pin", "pin.new"};
	struct bench *bench = *state;

	pairing_store_close(&bench->store);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		unlink(path_of(bench, names[i]));
	}
	assert_int_equal(rmdir(bench->folder), 0); /* and nothing else is there */
	free(bench);
	return 0;
}

static bool open_store(struct bench *bench)
{
	FILE *said = fmemopen(bench->said, sizeof(bench->said), "w");
	bool opened;

	memset(bench->said, 0, sizeof(bench->said));
	opened = pairing_store_open(&bench->store, bench->folder, "table", &bench->read, said);
	fclose(said);
	return opened;
}

static struct pairings some(int count)
{
	struct pairings pairings = {.changes = (uint32_t)count, .count = count};

	for (int i = 0; i < count; i++) {
		snprintf(pairings.list[i].name, PAIRED_NAME_BYTES, "tablet %d ~", i);
		memset(pairings.list[i].token_hash, 0x10 + 7 * i, TOKEN_HASH_BYTES);
	}
	return pairings;
}

static void turn(struct bench *bench, const struct pairings *pairings, int64_t t_ns)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	pairing_store_turn(&bench->store, pairings, t_ns, nowhere);
	close(nowhere);
}

static void reopen(struct bench *bench, bool wanted)
{
	pairing_store_close(&bench->store);
	assert_int_equal(open_store(bench), wanted);
}

static bool lists_equal(const struct pairings *one, const struct pairings *other)
{
	return one->count == other->count && memcmp(one->list, other->list, sizeof(one->list)) == 0;
}

static void write_file(const struct bench *bench, const char *name, const char *text, size_t length)
{
	FILE *file = fopen(path_of(bench, name), "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	fclose(file);
}

static void no_file__is_nobody(void **state)
{
	struct bench *bench = *state;

	assert_true(open_store(bench));
	assert_int_equal(bench->read.count, 0);
	assert_string_equal(bench->said, "");
}

static void every_number_of_tablets__comes_back(void **state)
{
	struct bench *bench = *state;
	struct stat facts;

	assert_true(open_store(bench));
	for (int count = 1; count <= PAIRED_MAX; count++) {
		const struct pairings pairings = some(count);

		turn(bench, &pairings, S);
		assert_int_equal(stat(path_of(bench, "paired"), &facts), 0);
		assert_int_equal(facts.st_mode & 0777, 0600);
		reopen(bench, true);
		assert_true(lists_equal(&bench->read, &pairings));
		assert_int_equal(bench->read.changes, 0);
	}
}

static void longest_names__fit(void **state)
{
	struct pairings pairings = some(PAIRED_MAX);
	struct pairings read;
	char text[PAIRING_TEXT_BYTES + 1];
	size_t length;

	(void)state;
	for (int i = 0; i < PAIRED_MAX; i++) {
		memset(pairings.list[i].name, 'x', PAIRED_NAME_BYTES - 1);
	}
	length = pairing_to_text(text, &pairings, "abcdefghijklmnopqrstuvwxyz-abcd");
	assert_true(length < PAIRING_TEXT_BYTES);
	assert_int_equal(pairing_from_text(&read, text, length, "abcdefghijklmnopqrstuvwxyz-abcd"),
			 PAIRING_FINE);
	assert_true(lists_equal(&read, &pairings));
}

static void text_cut_or_turned_anywhere__pairs_nobody(void **state)
{
	const struct pairings pairings = some(3);
	struct pairings read;
	char text[PAIRING_TEXT_BYTES + 1];
	size_t length = pairing_to_text(text, &pairings, "table");

	(void)state;
	for (size_t cut = 0; cut < length; cut++) {
		char kept = text[cut];

		text[cut] = '\0';
		assert_int_equal(pairing_from_text(&read, text, cut, "table"), PAIRING_DAMAGED);
		assert_int_equal(read.count, 0);
		text[cut] = kept;
	}
	for (size_t bit = 0; bit < 8 * length; bit++) {
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
		assert_int_equal(pairing_from_text(&read, text, length, "table"), PAIRING_DAMAGED);
		text[bit / 8] = (char)(text[bit / 8] ^ 1 << bit % 8);
	}
	assert_int_equal(pairing_from_text(&read, text, length, "other"), PAIRING_OF_RIG);
	assert_int_equal(read.count, 0);
	assert_int_equal(pairing_from_text(&read, text, length, "table"), PAIRING_FINE);
}

static void damaged_latest__leaves_the_copy_before_it(void **state)
{
	struct bench *bench = *state;
	const struct pairings one = some(1);
	const struct pairings two = some(2);

	assert_true(open_store(bench));
	turn(bench, &one, S);
	turn(bench, &two, S);
	write_file(bench, "paired", "rubbish", 7);
	reopen(bench, true);
	assert_true(lists_equal(&bench->read, &one));
	assert_non_null(strstr(bench->said, "table.paired is damaged; the copy before it counts"));
	/* what is damaged never takes the place of the copy */
	turn(bench, &two, S);
	write_file(bench, "paired", "rubbish", 7);
	reopen(bench, true);
	assert_true(lists_equal(&bench->read, &one));
}

static void both_damaged__is_refused_and_not_made_up(void **state)
{
	struct bench *bench = *state;
	const struct pairings one = some(1);

	assert_true(open_store(bench));
	turn(bench, &one, S);
	write_file(bench, "paired", "", 0);
	reopen(bench, false);
	assert_non_null(strstr(bench->said, "remove table.paired and table.paired.old there"));
	assert_int_equal(bench->read.count, 0);
	assert_false(bench->store.is_open);
}

static void pin__lies_in_a_file_of_ones_own_while_it_is_shown(void **state)
{
	struct bench *bench = *state;
	struct pairings pairings = {.pin = "012345", .pin_shows = 1};
	struct stat facts;
	char line[16] = "";
	FILE *file;

	assert_true(open_store(bench));
	turn(bench, &pairings, S);
	assert_int_equal(stat(path_of(bench, "pin"), &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	file = fopen(path_of(bench, "pin"), "r");
	assert_non_null(fgets(line, sizeof(line), file));
	fclose(file);
	assert_string_equal(line, "012345\n");
	assert_int_not_equal(stat(path_of(bench, "paired"), &facts),
			     0); /* nobody is paired by it */
	pairings.pin[0] = '\0';
	turn(bench, &pairings, S);
	assert_int_not_equal(stat(path_of(bench, "pin"), &facts), 0);
}

static void pin_of_a_run_before__is_taken_away(void **state)
{
	struct bench *bench = *state;
	struct pairings pairings = {.pin = "012345", .pin_shows = 1};
	struct stat facts;

	write_file(bench, "pin", "999999\n", 7);
	assert_true(open_store(bench));
	assert_int_not_equal(stat(path_of(bench, "pin"), &facts), 0);
	turn(bench, &pairings, S);
	assert_int_equal(stat(path_of(bench, "pin"), &facts), 0);
	pairing_store_close(&bench->store);
	assert_int_not_equal(stat(path_of(bench, "pin"), &facts), 0);
}

static void failed_write__is_told_once_and_tried_again_after_5_s(void **state)
{
	struct bench *bench = *state;
	const struct pairings one = some(1);
	int ends[2];
	char said[1024] = "";

	assert_true(open_store(bench));
	assert_int_equal(mkdir(path_of(bench, "paired.new"), 0700), 0); /* in the way */
	assert_int_equal(pipe(ends), 0);
	for (int64_t t_ns = S; t_ns < 5 * S; t_ns += S / 10) {
		pairing_store_turn(&bench->store, &one, t_ns, ends[1]);
	}
	assert_true(read(ends[0], said, sizeof(said) - 1) > 0);
	assert_non_null(strstr(said, "cannot keep who is paired"));
	assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
	assert_int_equal(rmdir(path_of(bench, "paired.new")), 0);
	pairing_store_turn(&bench->store, &one, 6 * S - 1, ends[1]);
	assert_int_not_equal(access(path_of(bench, "paired"), F_OK), 0);
	pairing_store_turn(&bench->store, &one, 6 * S, ends[1]);
	assert_int_equal(access(path_of(bench, "paired"), F_OK), 0);
	close(ends[0]);
	close(ends[1]);
	reopen(bench, true);
	assert_true(lists_equal(&bench->read, &one));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(no_file__is_nobody),
		TEST(every_number_of_tablets__comes_back),
		TEST(longest_names__fit),
		TEST(text_cut_or_turned_anywhere__pairs_nobody),
		TEST(damaged_latest__leaves_the_copy_before_it),
		TEST(both_damaged__is_refused_and_not_made_up),
		TEST(pin__lies_in_a_file_of_ones_own_while_it_is_shown),
		TEST(pin_of_a_run_before__is_taken_away),
		TEST(failed_write__is_told_once_and_tried_again_after_5_s),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
