/*
 * The power fails at any call that writes to the disk, and what was not synced by then is lost or is not:
 * what is remembered of the client, what was learned of the rig and who is paired is the content before or the
 * new one;
 * a recording is whole as far as it goes.
 */
#include "app/failing_power.h"

#include "app/blackbox_bench.h"
#include "app/box_store.h"
#include "app/learned_store.h"
#include "app/pairing_store.h"
#include "app/session_store.h"

#include <dirent.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#define HEADS      2
#define BEFORE_N   40.0
#define AFTER_N    24.0
#define SAME       1e-5
#define MANY_CALLS 400

static const struct rig rig = {.name = "a", .head_count = HEADS};

struct fixture {
	char folder[64];
	int cuts;
};

static int set_up(void **state)
{
	static struct fixture fixture;

	fixture.cuts = 0;
	strcpy(fixture.folder, "/tmp/knead-power-XXXXXX");
	*state = &fixture;
	return mkdtemp(fixture.folder) == NULL ? -1 : 0;
}

static int is_entry(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* The entries but . and .., to be freed by free_entries. */
static int entries_of(const char *path, struct dirent ***entries)
{
	int count = scandir(path, entries, is_entry, alphasort);

	assert_true(count >= 0);
	return count;
}

static void free_entries(struct dirent **entries, int count)
{
	for (int i = 0; i < count; i++) {
		free(entries[i]);
	}
	free(entries);
}

static void empty(const char *path)
{
	struct dirent **entries = NULL;
	const int count = entries_of(path, &entries);
	char name[400];

	for (int i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
		if (unlink(name) != 0) {
			empty(name);
			rmdir(name);
		}
	}
	free_entries(entries, count);
}

static int tear_down(void **state)
{
	const struct fixture *fixture = *state;

	empty(fixture->folder);
	return rmdir(fixture->folder);
}

/* ---- what is remembered of the client ---- */

static double remembered_n(const struct fixture *fixture)
{
	static struct session_store store;
	struct memory memory;

	assert_true(session_store_open(&store, fixture->folder, rig.name, HEADS, &memory, stderr));
	session_store_close(&store);
	return memory.heads[1].ease_n;
}

/* Two writes, so that all three names are there; then a third, which is cut. Whether it was. */
static bool remember(struct fixture *fixture, int cut_at, enum loss loss)
{
	static struct session_store store;
	static struct memory memory;
	volatile bool cut = true;

	empty(fixture->folder);
	assert_true(session_store_open(&store, fixture->folder, rig.name, HEADS, &memory, stderr));
	memory.heads[1].ease_n = BEFORE_N;
	assert_int_equal(session_store_write(&store, &memory, 1), 0);
	assert_int_equal(session_store_write(&store, &memory, 2), 0);
	memory.heads[1].ease_n = AFTER_N;
	if (setjmp(power.end) == 0) {
		power_on(cut_at, loss);
		assert_int_equal(session_store_write(&store, &memory, 3), 0);
		power_off();
		cut = false;
	}
	session_store_close(&store);
	return cut;
}

static void what_is_remembered__is_the_content_before_or_the_new_one(void **state)
{
	struct fixture *fixture = *state;
	int old = 0;
	int new = 0;

	for (int loss = 0; loss < LOSSES; loss++) {
		int cut_at = 0;

		while (remember(fixture, cut_at, (enum loss)loss)) {
			const double now_n = remembered_n(fixture);

			old += fabs(now_n - BEFORE_N) < SAME;
			new += fabs(now_n - AFTER_N) < SAME;
			assert_true(fabs(now_n - BEFORE_N) < SAME || fabs(now_n - AFTER_N) < SAME);
			/* and it can be written again */
			assert_true(++cut_at < MANY_CALLS);
		}
		assert_true(cut_at >= 5); /* made, written, synced, two names, folder synced */
		assert_true(fabs(remembered_n(fixture) - AFTER_N) < SAME);
	}
	assert_true(old > 0 && new > 0);
}

/* ---- what was learned ---- */

static bool learn(struct fixture *fixture, int cut_at, enum loss loss)
{
	static struct learned learned;
	volatile bool cut = true;

	empty(fixture->folder);
	learned.head_count = HEADS;
	learned.heads[0].of[LEARNED_LAG] = (struct learned_value){true, 0.1, 0.001};
	assert_int_equal(learned_write(&learned, fixture->folder, &rig), 0);
	learned.heads[0].of[LEARNED_LAG].value = 0.2;
	if (setjmp(power.end) == 0) {
		power_on(cut_at, loss);
		assert_int_equal(learned_write(&learned, fixture->folder, &rig), 0);
		power_off();
		cut = false;
	}
	return cut;
}

static void what_was_learned__is_the_content_before_or_the_new_one(void **state)
{
	struct fixture *fixture = *state;
	struct learned found;

	for (int loss = 0; loss < LOSSES; loss++) {
		int cut_at = 0;

		while (learn(fixture, cut_at, (enum loss)loss)) {
			double lag_s;

			assert_int_equal(
				learned_read(&found, fixture->folder, &rig, "test", stderr),
				LEARNED_FINE);
			lag_s = found.heads[0].of[LEARNED_LAG].value;
			assert_true(fabs(lag_s - 0.1) < SAME || fabs(lag_s - 0.2) < SAME);
			assert_true(++cut_at < MANY_CALLS);
		}
		assert_true(cut_at >= 5);
		assert_int_equal(learned_read(&found, fixture->folder, &rig, "test", stderr),
				 LEARNED_FINE);
		assert_true(fabs(found.heads[0].of[LEARNED_LAG].value - 0.2) < SAME);
	}
}

/* ---- who is paired ---- */

/* Two tablets, and a third one while the power fails. Whether it did. */
static bool pair(struct fixture *fixture, int cut_at, enum loss loss)
{
	static struct pairing_store store;
	static struct pairings read;
	struct pairings now = {.changes = 1, .count = 2};
	volatile bool cut = true;

	empty(fixture->folder);
	for (int i = 0; i < 3; i++) {
		snprintf(now.list[i].name, PAIRED_NAME_BYTES, "tablet %d", i);
	}
	assert_true(pairing_store_open(&store, fixture->folder, "a", &read, stderr));
	pairing_store_turn(&store, &now, 1, STDERR_FILENO);
	now.changes++;
	pairing_store_turn(&store, &now, 2, STDERR_FILENO);
	now.changes++;
	now.count = 3;
	if (setjmp(power.end) == 0) {
		power_on(cut_at, loss);
		pairing_store_turn(&store, &now, 3, STDERR_FILENO);
		power_off();
		cut = false;
	}
	pairing_store_close(&store);
	return cut;
}

static int paired(const struct fixture *fixture)
{
	static struct pairing_store store;
	struct pairings read;

	assert_true(pairing_store_open(&store, fixture->folder, "a", &read, stderr));
	pairing_store_close(&store);
	for (int i = 0; i < read.count; i++) {
		assert_int_equal(read.list[i].name[7], '0' + i);
	}
	return read.count;
}

static void who_is_paired__is_who_was_before_or_is_now(void **state)
{
	struct fixture *fixture = *state;
	int seen[4] = {0};

	for (int loss = 0; loss < LOSSES; loss++) {
		int cut_at = 0;

		while (pair(fixture, cut_at, (enum loss)loss)) {
			const int count = paired(fixture);

			assert_true(count == 2 || count == 3);
			seen[count]++;
			assert_true(++cut_at < MANY_CALLS);
		}
		assert_true(cut_at >= 5);
		assert_int_equal(paired(fixture), 3);
	}
	assert_true(seen[2] > 0 && seen[3] > 0);
}

/* ---- the black box ---- */

static struct loop_bench loop;

/* One trip, kept as it goes on. Whether it was cut. */
static bool keep_trip(struct fixture *fixture, int cut_at, enum loss loss)
{
	static struct box_store store;
	volatile bool cut = true;

	empty(fixture->folder);
	assert_true(loop_open(&loop));
	loop_run_for(&loop, 12.0);
	box_store_open(&store, fixture->folder, "a", &loop.box);
	if (setjmp(power.end) == 0) {
		enum box_store_news news = BOX_STORE_QUIET;

		power_on(cut_at, loss);
		assert_int_equal(box_store_turn(&store), BOX_STORE_QUIET);
		loop.now = STATE_FAULT;
		for (int i = 0; i < 40 && news == BOX_STORE_QUIET; i++) {
			loop_run_for(&loop, 0.25);
			news = box_store_turn(&store);
		}
		assert_int_equal(news, BOX_STORE_KEPT);
		power_off();
		cut = false;
	}
	box_store_close(&store);
	blackbox_close(&loop.box);
	return cut;
}

/* Asserts that all that can be read was recorded; how many ticks, and whether the end is there. */
static int read_kept(const char *path, bool *whole)
{
	static struct box_reader reader;
	static uint64_t kept[LOOP_STATE / 8];
	FILE *in = fopen(path, "rb");
	enum box_next next;
	int ticks = 0;
	size_t length;

	assert_non_null(in);
	length = fread(loop.file, 1, sizeof(loop.file), in);
	fclose(in);
	*whole = false;
	if (box_reader_open(&reader, loop.file, length, LOOP_STATE) != BOX_FINE) {
		return 0;
	}
	while ((next = box_reader_next(&reader, kept, sizeof(kept))) == BOX_NEXT_TICK ||
	       next == BOX_NEXT_BEGIN) {
		if (next == BOX_NEXT_TICK) {
			const double value = reader.before.tick.frame.heads[1].force_n.value;

			assert_true(fabs(value - loop_reading(&loop, reader.tick - 1)) < SAME);
			ticks++;
		} else {
			assert_int_equal(kept[0], reader.tick);
		}
	}
	*whole = next == BOX_NEXT_END;
	return ticks;
}

/* The recording there is, made sure of as the next start does; -1: none. */
static int ticks_kept(const struct fixture *fixture, bool *whole)
{
	static struct box_store store;
	char path[128];
	char name[400];
	struct dirent **entries = NULL;
	int ticks = -1;
	int count;

	assert_true(loop_open(&loop));
	box_store_open(&store, fixture->folder, "a", &loop.box);
	assert_int_equal(box_store_turn(&store), BOX_STORE_QUIET);
	assert_int_equal(store.error, 0); /* and there is room for the next */
	assert_int_equal(box_store_probe(&store), 0);
	box_store_close(&store);
	blackbox_close(&loop.box);
	snprintf(path, sizeof(path), "%s/blackbox", fixture->folder);
	count = entries_of(path, &entries);
	for (int i = 0; i < count; i++) {
		if (strstr(entries[i]->d_name, ".box") != NULL) {
			snprintf(name, sizeof(name), "%s/%s", path, entries[i]->d_name);
			assert_int_equal(ticks, -1);
			ticks = read_kept(name, whole);
		}
	}
	free_entries(entries, count);
	return ticks;
}

static void a_recording__is_whole_as_far_as_it_goes(void **state)
{
	struct fixture *fixture = *state;

	for (int loss = 0; loss < LOSSES; loss++) {
		int cut_at = 0;
		int most = 0;
		int calls = 0;
		bool whole = false;

		while (keep_trip(fixture, cut_at, (enum loss)loss)) {
			const int ticks = ticks_kept(fixture, &whole);

			calls++;
			most = ticks > most ? ticks : most;
			cut_at += cut_at < 12 ? 1 : 7;
			assert_true(cut_at < MANY_CALLS);
		}
		assert_true(calls > 12);
		assert_true(most > 11000); /* all before the trip but a block is synced early */
		assert_true(ticks_kept(fixture, &whole) > 16900);
		assert_true(whole);
	}
}

#define CUT(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CUT(what_is_remembered__is_the_content_before_or_the_new_one),
		CUT(what_was_learned__is_the_content_before_or_the_new_one),
		CUT(who_is_paired__is_who_was_before_or_is_now),
		CUT(a_recording__is_whole_as_far_as_it_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
