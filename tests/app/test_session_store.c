/*
 * The store in a folder: killed or refused by the disk at any step of a write, the content before or the
 * new one is there; what is damaged is never replaced by nothing.
 *
 * The calls by which the store reaches the disk are ours here, so that any of them can be the last.
 */
#include "app/session_store.h"
#include "app/stored_files.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#define HEADS   4
#define STEPS   32 /* more calls than a write has */
#define KILLED  99
#define S_IN_NS INT64_C(1000000000)

/* ---- the disk's calls ---- */

enum mishap { NONE = 0, KILL_BEFORE, KILL_AFTER, FAIL };

static enum mishap mishap;
static int mishap_error;
static int calls; /* so far */
static int mishap_at;

/* Before a call: whether it is the one that fails. */
static bool is_due(enum mishap kind)
{
	return mishap == kind && calls == mishap_at;
}

static bool fails_now(void)
{
	calls++;
	if (is_due(KILL_BEFORE)) {
		_exit(KILLED);
	}
	errno = mishap_error;
	return is_due(FAIL);
}

/* After it. */
static long done(long result)
{
	int error = errno;

	if (is_due(KILL_AFTER)) {
		_exit(KILLED);
	}
	errno = error;
	return result;
}

/* A disk may take a part: killed, it took half. */
ssize_t write(int fd, const void *bytes, size_t count)
{
	if (fails_now()) {
		return -1;
	}
	return (ssize_t)done(syscall(SYS_write, fd, bytes, is_due(KILL_AFTER) ? count / 2 : count));
}

int fsync(int fd)
{
	return fails_now() ? -1 : (int)done(syscall(SYS_fsync, fd));
}

int renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	return fails_now() ? -1 : (int)done(syscall(SYS_renameat2, from_fd, from, to_fd, to, 0));
}

int openat(int folder_fd, const char *name, int flags, ...)
{
	va_list arguments;
	int mode = 0;

	if (flags & O_CREAT) {
		va_start(arguments, flags);
		mode = va_arg(arguments, int);
		va_end(arguments);
	}
	return fails_now() ? -1 : (int)done(syscall(SYS_openat, folder_fd, name, flags, mode));
}

static void no_mishap(void)
{
	mishap = NONE;
	calls = 0;
}

/* ---- a folder ---- */

struct fixture {
	char folder[64];
	char said[4096];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	no_mishap();
	strcpy(fixture->folder, "/tmp/knead-store-XXXXXX");
	*state = fixture;
	return mkdtemp(fixture->folder) == NULL;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = {"a.memory", "a.memory.old", "a.memory.new",
					    "a.lock",   "b.memory",     "b.lock"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (unlink(stored_path(fixture->folder, names[i])) != 0 && errno == EISDIR) {
			rmdir(stored_path(fixture->folder, names[i]));
		}
	}
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

static bool opens_as(struct fixture *fixture, struct session_store *store, const char *rig,
		     int heads, struct memory *memory)
{
	FILE *out = fmemopen(fixture->said, sizeof(fixture->said), "w");
	bool opened = session_store_open(store, fixture->folder, rig, heads, memory, out);

	fclose(out);
	return opened;
}

static bool opens(struct fixture *fixture, struct session_store *store, struct memory *memory)
{
	return opens_as(fixture, store, "a", HEADS, memory);
}

static struct memory eased_to(double ease_n)
{
	struct memory memory;

	memory_init(&memory, HEADS);
	memory.heads[1].ease_n = ease_n;
	return memory;
}

static void write_eased_to(struct fixture *fixture, double ease_n)
{
	const struct memory memory = eased_to(ease_n);
	struct session_store store;
	struct memory before;

	assert_true(opens(fixture, &store, &before));
	assert_int_equal(session_store_write(&store, &memory, 1), 0);
	session_store_close(&store);
}

/* What a start finds; NAN where it is refused. */
static double found(struct fixture *fixture)
{
	struct session_store store;
	struct memory memory;
	bool opened = opens(fixture, &store, &memory);

	if (opened) {
		session_store_close(&store);
	}
	return opened ? memory.heads[1].ease_n : (double)NAN;
}

static bool is(double a, double b)
{
	return fabs(a - b) < 1e-5;
}

/* A refusal is one sentence, with these words in it. */
static void assert_refused(struct fixture *fixture, const char *why, const char *remedy)
{
	const char *said = fixture->said;

	assert_true(isnan(found(fixture)));
	assert_non_null(strstr(said, why));
	assert_non_null(strstr(said, remedy));
	assert_ptr_equal(strchr(said, '\n'), said + strlen(said) - 1);
}

/* ---- tests ---- */

static void a_first_start__remembers_nobody_and_says_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct session_store store;
	struct memory memory;

	assert_true(opens(fixture, &store, &memory));
	assert_string_equal(fixture->said, "");
	assert_int_equal(memory.head_count, HEADS);
	for (int i = 0; i < HEADS_MAX; i++) {
		assert_true(is(memory.heads[i].ease_n, FORCE_HARD_N));
	}
	session_store_close(&store);
	session_store_close(&store);
	session_store_close(NULL);
}

static void what_was_written__is_found_and_only_ours_to_read(void **state)
{
	struct fixture *fixture = *state;
	struct stat facts;

	write_eased_to(fixture, 30.0);
	assert_true(is(found(fixture), 30.0));
	write_eased_to(fixture, 24.0);
	assert_true(is(found(fixture), 24.0));
	assert_int_equal(stat(stored_path(fixture->folder, "a.memory"), &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	assert_int_equal(access(stored_path(fixture->folder, "a.memory.new"), F_OK), -1);
}

static void a_damaged_latest__is_told_and_the_copy_before_it_counts(void **state)
{
	struct fixture *fixture = *state;

	write_eased_to(fixture, 30.0);
	write_eased_to(fixture, 24.0);
	stored_put(fixture->folder, "a.memory", "knead", 5);
	assert_true(is(found(fixture), 30.0));
	assert_non_null(strstr(fixture->said, "a.memory is damaged; the copy before it counts\n"));
}

static void a_damaged_latest__never_takes_the_place_of_the_good_copy(void **state)
{
	struct fixture *fixture = *state;
	char text[64];

	write_eased_to(fixture, 30.0);
	write_eased_to(fixture, 24.0);
	stored_put(fixture->folder, "a.memory", "knead", 5);
	write_eased_to(fixture, 20.0);
	assert_true(is(found(fixture), 20.0));
	assert_true(stored_get(fixture->folder, "a.memory.old", text, sizeof(text)) ==
		    sizeof(text));
	unlink(stored_path(fixture->folder, "a.memory"));
	assert_true(is(found(fixture), 30.0));
}

static void both_damaged__is_refused_at_every_truncation(void **state)
{
	struct fixture *fixture = *state;
	static char text[16384];
	size_t size = 0;

	write_eased_to(fixture, 30.0);
	write_eased_to(fixture, 24.0);
	size = stored_get(fixture->folder, "a.memory", text, sizeof(text));
	assert_true(size > 500 && size < sizeof(text));
	for (size_t cut = 0; cut < size; cut += cut < 40 || cut + 40 > size ? 1 : 37) {
		stored_put(fixture->folder, "a.memory", text, cut);
		stored_put(fixture->folder, "a.memory.old", text, size - 1 - cut);
		assert_refused(fixture, "is damaged", "remove a.memory and a.memory.old");
	}
}

static void one_damaged_and_no_other__is_refused(void **state)
{
	struct fixture *fixture = *state;

	stored_put(fixture->folder, "a.memory", "", 0);
	assert_refused(fixture, "is damaged", "remove");
	unlink(stored_path(fixture->folder, "a.memory"));
	stored_put(fixture->folder, "a.memory.old", "", 0);
	assert_refused(fixture, "is damaged", "remove");
	unlink(stored_path(fixture->folder, "a.memory.old"));
	assert_true(is(found(fixture), FORCE_HARD_N));
}

static void a_huge_file_a_folder_and_a_pipe__are_damage(void **state)
{
	struct fixture *fixture = *state;

	write_eased_to(fixture, 30.0);
	assert_int_equal(truncate(stored_path(fixture->folder, "a.memory"), 1L << 30), 0);
	assert_refused(fixture, "is damaged", "remove");
	unlink(stored_path(fixture->folder, "a.memory"));
	assert_int_equal(mkdir(stored_path(fixture->folder, "a.memory"), 0700), 0);
	assert_refused(fixture, "is damaged", "remove");
	rmdir(stored_path(fixture->folder, "a.memory"));
	assert_int_equal(mkfifo(stored_path(fixture->folder, "a.memory"), 0600), 0);
	alarm(20); /* should it wait for somebody to write */
	assert_refused(fixture, "is damaged", "remove");
	alarm(0);
}

static void another_rigs_or_another_number_of_heads__is_refused_with_the_remedy(void **state)
{
	struct fixture *fixture = *state;
	struct session_store store;
	struct memory memory;

	write_eased_to(fixture, 30.0);
	assert_false(opens_as(fixture, &store, "a", HEADS + 1, &memory));
	assert_non_null(strstr(fixture->said, "another number of heads; move it away"));
	assert_int_equal(rename(stored_path(fixture->folder, "a.memory"),
				stored_path(fixture->folder, "b.memory")),
			 0);
	assert_false(opens_as(fixture, &store, "b", HEADS, &memory));
	assert_non_null(strstr(fixture->said, "b.memory was written by another rig; move it away"));
	assert_true(is(found(fixture), FORCE_HARD_N)); /* a itself has none now */
}

static void last_written(const struct fixture *fixture, const char *name, double hours_ago)
{
	struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}};

	times[1].tv_sec = time(NULL) - (time_t)(hours_ago * 3600.0);
	assert_int_equal(utimensat(AT_FDCWD, stored_path(fixture->folder, name), times, 0), 0);
}

/* Whether a copy of another number of heads, that old, is left behind. */
static bool is_left_behind(struct fixture *fixture, double hours_ago)
{
	struct session_store store;
	struct memory memory;
	bool opened;

	write_eased_to(fixture, 30.0);
	last_written(fixture, "a.memory", hours_ago);
	opened = opens_as(fixture, &store, "a", HEADS + 1, &memory);
	if (opened) {
		assert_non_null(strstr(fixture->said, "begins as with a new client"));
		assert_int_equal(memory.head_count, HEADS + 1);
		assert_true(is(memory.heads[1].ease_n, FORCE_HARD_N));
		session_store_close(&store);
	}
	return opened;
}

static void what_another_version_wrote__is_left_behind_once_a_day_old(void **state)
{
	struct fixture *fixture = *state;
	struct memory memory;
	struct session_store store;

	assert_false(is_left_behind(fixture, 0.0));
	assert_false(is_left_behind(fixture, 23.9));
	assert_true(is_left_behind(fixture, 24.1));
	assert_true(is_left_behind(fixture, 8000.0));
	/* no clock to be believed */
	assert_false(is_left_behind(fixture, 9000.0));
	assert_false(is_left_behind(fixture, -1.0));

	last_written(fixture, "a.memory", 30.0);
	assert_true(is(found(fixture), 30.0)); /* this version's own is read whatever its age */
	assert_int_equal(rename(stored_path(fixture->folder, "a.memory"),
				stored_path(fixture->folder, "b.memory")),
			 0);
	assert_false(opens_as(fixture, &store, "b", HEADS, &memory)); /* another rig's never */
}

static void a_second_controller__is_refused_while_the_first_lives(void **state)
{
	struct fixture *fixture = *state;
	struct session_store store;
	struct session_store second;
	struct memory memory;

	assert_true(opens(fixture, &store, &memory));
	assert_false(opens(fixture, &second, &memory));
	assert_non_null(strstr(fixture->said, "another controller runs rig a"));
	assert_true(opens_as(fixture, &second, "b", HEADS, &memory));
	session_store_close(&second);
	session_store_close(&store);
	assert_true(is(found(fixture), FORCE_HARD_N));
}

/* Writes with one mishap, in a process of its own; returns its exit code. */
static int write_with(struct fixture *fixture, double ease_n, enum mishap kind, int at, int error)
{
	const struct memory memory = eased_to(ease_n);
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		struct session_store store;
		struct memory before;
		int result = 0;

		if (!opens(fixture, &store, &before)) {
			_exit(98);
		}
		calls = 0;
		mishap_at = at;
		mishap_error = error;
		mishap = kind;
		result = session_store_write(&store, &memory, 1);
		_exit(result == 0 ? 0 : -result == error ? 1 : 97);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* From nothing, from one copy, from two, and from a damaged latest. */
static void begin_with(struct fixture *fixture, int copies)
{
	static const char *const names[] = {"a.memory", "a.memory.old", "a.memory.new"};

	for (int i = 0; i < 3; i++) {
		unlink(stored_path(fixture->folder, names[i]));
	}
	if (copies >= 1) {
		write_eased_to(fixture, 50.0);
	}
	if (copies >= 2) {
		write_eased_to(fixture, 30.0);
	}
	if (copies >= 3) {
		stored_put(fixture->folder, "a.memory", "half a", 6);
	}
}

static void killed_at_any_step__the_content_before_or_the_new_is_there(void **state)
{
	struct fixture *fixture = *state;
	static const double before_n[] = {FORCE_HARD_N, 50.0, 30.0, 50.0};
	int killed = 0;
	int found_new = 0;

	for (int copies = 0; copies <= 3; copies++) {
		for (int step = 1; step < STEPS; step++) {
			enum mishap kind = step % 2 ? KILL_BEFORE : KILL_AFTER;
			int code = 0;

			begin_with(fixture, copies);
			code = write_with(fixture, 20.0, kind, (step + 1) / 2, 0);
			assert_true(code == 0 || code == KILLED);
			killed += code == KILLED;
			if (is(found(fixture), 20.0)) {
				found_new++;
			} else {
				assert_int_equal(code, KILLED);
				assert_true(is(found(fixture), before_n[copies]));
			}
			write_eased_to(fixture, 10.0); /* and the next write is as any */
			assert_true(is(found(fixture), 10.0));
		}
	}
	assert_true(killed >= 4 * 10); /* open, write, fsync, rename, fsync: before and after */
	assert_true(found_new > 4 && found_new < 4 * (STEPS - 1));
}

static void killed_again_and_again__something_good_is_always_left(void **state)
{
	struct fixture *fixture = *state;
	double last_n = FORCE_HARD_N;
	unsigned random = 1;

	begin_with(fixture, 0);
	for (int round = 0; round < 200; round++) {
		double next_n = 100.0 - 0.25 * round;
		double now_n = 0.0;

		random = random * 1103515245u + 12345u;
		write_with(fixture, next_n, random >> 16 & 1 ? KILL_BEFORE : KILL_AFTER,
			   (int)(random >> 20 & 7), 0);
		now_n = found(fixture);
		assert_true(is(now_n, next_n) || is(now_n, last_n));
		last_n = now_n;
	}
}

static void a_call_that_fails__is_told_and_costs_nothing_that_was_there(void **state)
{
	struct fixture *fixture = *state;
	static const int errors[] = {ENOSPC, EIO, EROFS};
	static const double before_n[] = {FORCE_HARD_N, 50.0, 30.0};
	int failed = 0;

	for (int copies = 0; copies <= 2; copies++) {
		for (int call = 1; call < STEPS / 2; call++) {
			int code = 0;

			begin_with(fixture, copies);
			code = write_with(fixture, 20.0, FAIL, call, errors[call % 3]);
			assert_true(code == 0 || code == 1);
			failed += code;
			assert_true(is(found(fixture), 20.0) ||
				    (code == 1 && is(found(fixture), before_n[copies])));
			write_eased_to(fixture, 10.0);
			assert_true(is(found(fixture), 10.0));
		}
	}
	assert_true(failed >= 3 * 5);
}

static void a_file_that_may_not_grow__fails_and_the_content_before_stays(void **state)
{
	struct fixture *fixture = *state;
	const struct memory memory = eased_to(20.0);
	int status = 0;
	pid_t child = 0;

	begin_with(fixture, 2);
	child = fork();
	if (child == 0) {
		const struct rlimit limit = {.rlim_cur = 100, .rlim_max = 100};
		struct session_store store;
		struct memory before;
		bool opened = opens(fixture, &store, &before);

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		_exit(opened && session_store_write(&store, &memory, 1) == -EFBIG ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_true(is(found(fixture), 30.0));
	assert_int_equal(access(stored_path(fixture->folder, "a.memory.new"), F_OK), -1);
}

static void a_memory_that_makes_no_sense__is_not_written(void **state)
{
	struct fixture *fixture = *state;
	struct memory memory = eased_to((double)NAN);
	struct session_store store;
	struct memory before;

	begin_with(fixture, 1);
	assert_true(opens(fixture, &store, &before));
	assert_int_equal(session_store_write(&store, &memory, 1), -EINVAL);
	memory = eased_to(20.0);
	memory.head_count = HEADS - 1;
	assert_int_equal(session_store_write(&store, &memory, 1), -EINVAL);
	session_store_close(&store);
	assert_true(is(found(fixture), 50.0));
}

static void an_ease_or_an_answer__is_due_at_once_and_dwell_every_5_s(void **state)
{
	struct fixture *fixture = *state;
	struct memory memory = eased_to(30.0);
	struct session_store store;
	struct memory before;
	int64_t t_ns = 100 * S_IN_NS;

	assert_true(opens(fixture, &store, &before));
	assert_int_equal(session_store_write(&store, &memory, t_ns), 0);
	assert_false(session_store_is_due(&store, &memory, t_ns + 3600 * S_IN_NS));
	memory.heads[3].dwell_s += 0.5;
	assert_false(session_store_is_due(&store, &memory, t_ns + STORE_KEPT_NS - 1));
	assert_true(session_store_is_due(&store, &memory, t_ns + STORE_KEPT_NS));
	memory.heads[1].ease_n = 24.0;
	assert_true(session_store_is_due(&store, &memory, t_ns + 1));
	memory = eased_to(30.0);
	memory.screening[SCREEN_DVT] = ANSWER_YES;
	assert_true(session_store_is_due(&store, &memory, t_ns + 1));
	memory.screening_age_s[SCREEN_DVT] = 100.0;
	assert_int_equal(session_store_write(&store, &memory, t_ns), 0);
	memory.screening_age_s[SCREEN_DVT] = 105.0;
	assert_false(session_store_is_due(&store, &memory, t_ns + STORE_KEPT_NS));
	memory.screening_age_s[SCREEN_DVT] = 0.5; /* the same answer, anew */
	assert_true(session_store_is_due(&store, &memory, t_ns + 1));
	session_store_close(&store);
}

static void a_clock_that_was_set__is_reason_to_write(void **state)
{
	struct fixture *fixture = *state;
	const struct memory memory = eased_to(30.0);
	struct session_store store;
	struct memory before;

	assert_true(opens(fixture, &store, &before));
	assert_int_equal(session_store_write(&store, &memory, 1), 0);
	assert_false(session_store_is_due(&store, &memory, 2 * STORE_KEPT_NS));
	store.clock_offset_s -= 60.0; /* as when it was set a minute ahead since */
	assert_true(session_store_is_due(&store, &memory, 2 * STORE_KEPT_NS));
	session_store_close(&store);
}

static void after_a_failure__it_is_tried_again_5_s_later_and_not_at_every_turn(void **state)
{
	struct fixture *fixture = *state;
	const struct memory memory = eased_to(30.0);
	const int64_t t_ns = 100 * S_IN_NS;
	struct session_store store;
	struct memory before;

	assert_true(opens(fixture, &store, &before));
	calls = 0;
	mishap_at = 1;
	mishap_error = ENOSPC;
	mishap = FAIL;
	assert_int_equal(session_store_write(&store, &memory, t_ns), -ENOSPC);
	no_mishap();
	assert_false(session_store_is_due(&store, &memory, t_ns + STORE_KEPT_NS - 1));
	assert_true(session_store_is_due(&store, &memory, t_ns + STORE_KEPT_NS));
	assert_int_equal(session_store_write(&store, &memory, t_ns + STORE_KEPT_NS), 0);
	assert_false(session_store_is_due(&store, &memory, t_ns + 9 * STORE_KEPT_NS));
	session_store_close(&store);
}

static void files_somebody_removed_meanwhile__are_written_anew(void **state)
{
	struct fixture *fixture = *state;
	struct memory memory = eased_to(30.0);
	struct session_store store;
	struct memory before;

	assert_true(opens(fixture, &store, &before));
	assert_int_equal(session_store_write(&store, &memory, 1), 0);
	unlink(stored_path(fixture->folder, "a.memory"));
	memory = eased_to(20.0);
	assert_int_equal(session_store_write(&store, &memory, 2), 0);
	session_store_close(&store);
	assert_true(is(found(fixture), 20.0));
}

static void a_folder_that_is_not_there__is_refused_with_the_remedy(void **state)
{
	struct fixture *fixture = *state;
	struct session_store store;
	struct memory memory;
	FILE *out = fmemopen(fixture->said, sizeof(fixture->said), "w");

	assert_false(session_store_open(&store, "/nowhere/at/all", "a", HEADS, &memory, out));
	fclose(out);
	assert_non_null(strstr(fixture->said, "name another folder with --state-dir"));
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(a_first_start__remembers_nobody_and_says_nothing),
		IN_A_FOLDER(what_was_written__is_found_and_only_ours_to_read),
		IN_A_FOLDER(a_damaged_latest__is_told_and_the_copy_before_it_counts),
		IN_A_FOLDER(a_damaged_latest__never_takes_the_place_of_the_good_copy),
		IN_A_FOLDER(both_damaged__is_refused_at_every_truncation),
		IN_A_FOLDER(one_damaged_and_no_other__is_refused),
		IN_A_FOLDER(a_huge_file_a_folder_and_a_pipe__are_damage),
		IN_A_FOLDER(another_rigs_or_another_number_of_heads__is_refused_with_the_remedy),
		IN_A_FOLDER(what_another_version_wrote__is_left_behind_once_a_day_old),
		IN_A_FOLDER(a_second_controller__is_refused_while_the_first_lives),
		IN_A_FOLDER(killed_at_any_step__the_content_before_or_the_new_is_there),
		IN_A_FOLDER(killed_again_and_again__something_good_is_always_left),
		IN_A_FOLDER(a_call_that_fails__is_told_and_costs_nothing_that_was_there),
		IN_A_FOLDER(a_file_that_may_not_grow__fails_and_the_content_before_stays),
		IN_A_FOLDER(a_memory_that_makes_no_sense__is_not_written),
		IN_A_FOLDER(an_ease_or_an_answer__is_due_at_once_and_dwell_every_5_s),
		IN_A_FOLDER(a_clock_that_was_set__is_reason_to_write),
		IN_A_FOLDER(after_a_failure__it_is_tried_again_5_s_later_and_not_at_every_turn),
		IN_A_FOLDER(files_somebody_removed_meanwhile__are_written_anew),
		IN_A_FOLDER(a_folder_that_is_not_there__is_refused_with_the_remedy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
