/*
 * What the event log promises: a line for each event in file and echo, and that no disk stops it.
 */
#include "app/event_log.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#define RECORDS 16

static const struct rig rig = {.name = "sim-2", .head_count = 2};
static const struct event_words words = {.rig = &rig};

struct fixture {
	char folder[64];
	char path[96];
	struct record storage[RECORDS];
	struct ring ring;
	int echo; /* a file in memory */
	char echoed[4096];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	strcpy(fixture->folder, "/tmp/knead-event-log-XXXXXX");
	if (mkdtemp(fixture->folder) == NULL) {
		free(fixture);
		return -1;
	}
	snprintf(fixture->path, sizeof(fixture->path), "%s/events.log", fixture->folder);
	ring_init(&fixture->ring, fixture->storage, sizeof(struct record), RECORDS);
	fixture->echo = memfd_create("echo", MFD_CLOEXEC);
	*state = fixture;
	return fixture->echo < 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	close(fixture->echo);
	unlink(fixture->path);
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

static void post(struct fixture *fixture, struct record record)
{
	ring_put(&fixture->ring, &record);
}

static struct record event(enum state state, enum condition reason)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (struct record){
		.t_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec,
		.is.state = {.state = state,
			     .reason = reason,
			     .cause = COND_COUNT,
			     .cause_head = HEAD_NONE},
	};
}

static void contents(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	text[fread(text, 1, size - 1, file)] = '\0';
	fclose(file);
}

/* What was echoed so far. */
static const char *echoed(struct fixture *fixture)
{
	ssize_t got = pread(fixture->echo, fixture->echoed, sizeof(fixture->echoed) - 1, 0);

	assert_true(got >= 0);
	fixture->echoed[got] = '\0';
	return fixture->echoed;
}

static int occurrences(const char *text, const char *part)
{
	int count = 0;

	for (text = strstr(text, part); text != NULL; text = strstr(text + 1, part)) {
		count++;
	}
	return count;
}

static void events__reach_file_and_echo_and_are_appended(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;
	char text[4096];
	char year[16];
	const time_t now = time(NULL);
	struct tm utc;
	struct stat facts;

	for (int round = 0; round < 2; round++) {
		event_log_open(&log, fixture->path, &fixture->ring, &words, fixture->echo);
		post(fixture, event(STATE_ARMED, COND_ARM));
		post(fixture, event(STATE_RUNNING, COND_START));
		assert_int_equal(event_log_drain(&log), 2);
		assert_int_equal(event_log_drain(&log), 0);
		event_log_close(&log);
	}
	contents(fixture->path, text, sizeof(text));
	assert_int_equal(occurrences(text, " armed: armed by a person\n"), 2);
	assert_int_equal(occurrences(text, " running: started by a person\n"), 2);
	strftime(year, sizeof(year), "%Y-%m-%dT%H:", gmtime_r(&now, &utc));
	assert_int_equal(strncmp(text, year, 8), 0);
	assert_string_equal(echoed(fixture), text);
	assert_int_equal(stat(fixture->path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
}

static void a_log_that_has_grown__gives_way_to_a_new_one(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;
	struct stat facts;
	char old[128];

	snprintf(old, sizeof(old), "%s.old", fixture->path);
	event_log_open(&log, fixture->path, &fixture->ring, &words, EVENT_NO_ECHO);
	assert_int_equal(truncate(fixture->path, EVENT_LOG_BYTES - 1), 0);
	event_log_turn_over(&log);
	assert_int_not_equal(stat(old, &facts), 0);
	event_log_say(&log, "one line more");
	event_log_turn_over(&log);
	event_log_say(&log, "the first of the new one");
	event_log_close(&log);
	assert_int_equal(stat(old, &facts), 0);
	assert_true(facts.st_size >= EVENT_LOG_BYTES);
	assert_int_equal(stat(fixture->path, &facts), 0);
	assert_true(facts.st_size > 0 && facts.st_size < 100);
	unlink(old);
}

/* Cut anywhere by a power failure: what follows stands on lines of its own. */
static void a_file_cut_anywhere__is_gone_on_with_on_a_new_line(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;
	char whole[4096];
	char text[4096];
	long length;

	event_log_open(&log, fixture->path, &fixture->ring, &words, EVENT_NO_ECHO);
	post(fixture, event(STATE_ARMED, COND_ARM));
	post(fixture, event(STATE_RUNNING, COND_START));
	event_log_drain(&log);
	event_log_close(&log);
	contents(fixture->path, whole, sizeof(whole));
	length = (long)strlen(whole);
	for (long cut = 0; cut <= length; cut++) {
		const bool torn = cut > 0 && whole[cut - 1] != '\n';
		FILE *file = fopen(fixture->path, "w");

		assert_non_null(file);
		assert_int_equal(fwrite(whole, 1, (size_t)cut, file), cut);
		fclose(file);
		event_log_open(&log, fixture->path, &fixture->ring, &words, EVENT_NO_ECHO);
		post(fixture, event(STATE_IDLE, COND_RELEASED));
		post(fixture, event(STATE_ARMED, COND_ARM));
		event_log_drain(&log);
		event_log_close(&log);
		contents(fixture->path, text, sizeof(text));
		assert_memory_equal(text, whole, (size_t)cut);
		assert_int_equal(text[cut] == '\n', torn);
		assert_int_equal(occurrences(text + cut + torn, "\n"), 2);
		assert_true(strncmp(text + cut + torn, whole, 5) ==
			    0); /* it begins with the year */
	}
}

#define UNSAID \
	"the run before ended without saying so: the power was cut, or it was killed or crashed\n"

/* One run of that rig in the log: with an end, or without as a kill -9 leaves it. */
static void run_once(struct fixture *fixture, const struct event_words *of, bool ends)
{
	struct event_log log;

	event_log_open(&log, fixture->path, &fixture->ring, of, EVENT_NO_ECHO);
	event_log_begin(&log);
	post(fixture, event(STATE_RUNNING, COND_START));
	event_log_drain(&log);
	if (ends) {
		event_log_end(&log, true);
	}
	event_log_close(&log);
}

/* In how many lines a start now says that the run before never ended; the log stays as it is. */
static int unsaid(struct fixture *fixture)
{
	static char before[1 << 17];
	static char after[1 << 17];
	struct event_log log;
	FILE *file = NULL;

	contents(fixture->path, before, sizeof(before));
	event_log_open(&log, fixture->path, &fixture->ring, &words, EVENT_NO_ECHO);
	event_log_begin(&log);
	event_log_close(&log);
	contents(fixture->path, after, sizeof(after));
	file = fopen(fixture->path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(before, 1, strlen(before), file), strlen(before));
	fclose(file);
	return occurrences(after + strlen(before), UNSAID);
}

static void a_run_that_never_said_that_it_ended__is_told_of_by_the_next(void **state)
{
	struct fixture *fixture = *state;
	char text[4096];

	run_once(fixture, &words, true);
	assert_int_equal(unsaid(fixture), 0);
	run_once(fixture, &words, false);
	assert_int_equal(unsaid(fixture), 1);
	run_once(fixture, &words, true);
	assert_int_equal(unsaid(fixture), 0);
	contents(fixture->path, text, sizeof(text));
	assert_int_equal(occurrences(text, UNSAID), 1);
	assert_int_equal(occurrences(text, " began: rig sim-2, kneadd " KNEAD_VERSION "\n"), 3);
	assert_int_equal(occurrences(text, " ended: rig sim-2, no head presses\n"), 2);
}

/* Wherever a power cut ends it: known is what stands there whole. */
static void a_run_cut_at_any_byte__is_told_of_from_its_first_line_to_its_last(void **state)
{
	struct fixture *fixture = *state;
	char whole[4096];
	long began = 0;

	run_once(fixture, &words, true);
	contents(fixture->path, whole, sizeof(whole));
	began = (long)strcspn(whole, "\n");
	for (long cut = 0; cut <= (long)strlen(whole); cut++) {
		const bool there = cut > began && cut < (long)strlen(whole);
		FILE *file = fopen(fixture->path, "w");

		assert_non_null(file);
		assert_int_equal(fwrite(whole, 1, (size_t)cut, file), cut);
		fclose(file);
		assert_int_equal(unsaid(fixture), there ? 1 : 0);
	}
}

static void a_run_before__is_found_behind_whatever_came_since(void **state)
{
	static const struct rig other = {.name = "sim-22", .head_count = 2};
	static const struct event_words others = {.rig = &other};
	struct fixture *fixture = *state;
	FILE *file = NULL;

	run_once(fixture, &others, false); /* is not ours */
	assert_int_equal(unsaid(fixture), 0);
	run_once(fixture, &words, false);
	run_once(fixture, &others, true);
	assert_int_equal(unsaid(fixture), 1);
	file = fopen(fixture->path, "a");
	assert_non_null(file);
	for (int i = 0; i < 20000; i++) { /* no line at all */
		fputc("x y"[i % 3], file);
	}
	for (int i = 0; i < 1000; i++) {
		fprintf(file, "\n2026-11-22T10:00:00.000Z %*s", i % 97, "idle");
	}
	fclose(file);
	assert_int_equal(unsaid(fixture), 1);
	run_once(fixture, &words, true);
	assert_int_equal(unsaid(fixture), 0);
}

/* It is read in pieces, and none of its bytes may fall between two. */
static void a_run_before__is_found_wherever_its_first_line_stands_in_a_long_log(void **state)
{
	struct fixture *fixture = *state;
	char whole[4096];

	run_once(fixture, &words, false);
	contents(fixture->path, whole, sizeof(whole));
	*strchr(whole, '\n') = '\0';
	for (int behind = 8192 - 100; behind < 8192 + 100; behind++) {
		FILE *file = fopen(fixture->path, "w");

		assert_non_null(file);
		fprintf(file, "2026-11-22T10:00:00.000Z idle\n%s\n", whole);
		for (int i = 0; i < behind; i++) {
			fputc(i % 50 == 49 || i == behind - 1 ? '\n' : '.', file);
		}
		fclose(file);
		assert_int_equal(unsaid(fixture), 1);
	}
}

static void a_run_whose_log_gave_way_to_a_new_one__is_told_of_too(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;
	char old[128];

	snprintf(old, sizeof(old), "%s.old", fixture->path);
	event_log_open(&log, fixture->path, &fixture->ring, &words, EVENT_NO_ECHO);
	event_log_begin(&log);
	assert_int_equal(truncate(fixture->path, EVENT_LOG_BYTES), 0);
	event_log_turn_over(&log);
	event_log_close(&log);
	unlink(old);
	assert_int_equal(unsaid(fixture), 1);
}

static void an_end_with_a_head_that_presses__says_that(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;
	char text[4096];

	event_log_open(&log, fixture->path, &fixture->ring, &words, EVENT_NO_ECHO);
	event_log_begin(&log);
	event_log_end(&log, false);
	event_log_close(&log);
	contents(fixture->path, text, sizeof(text));
	assert_int_equal(occurrences(text, " ended: rig sim-2, a head still presses: free the "
					   "person by hand\n"),
			 1);
	assert_int_equal(unsaid(fixture), 0);
}

/* A disk that fills up within a line, and has room again. */
static void part_of_a_line__is_no_part_of_the_next(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;
	struct rlimit before;
	struct rlimit little;
	char text[4096];

	event_log_open(&log, fixture->path, &fixture->ring, &words, EVENT_NO_ECHO);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	little = (struct rlimit){.rlim_cur = 20, .rlim_max = before.rlim_max};
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	post(fixture, event(STATE_IDLE, COND_RELEASED));
	event_log_drain(&log);
	post(fixture, event(STATE_IDLE, COND_RELEASED));
	event_log_drain(&log);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	post(fixture, event(STATE_ARMED, COND_ARM));
	event_log_drain(&log);
	event_log_close(&log);
	contents(fixture->path, text, sizeof(text));
	assert_int_equal(log.unwritten, 2);
	assert_int_equal(strcspn(text, "\n"), 20);
	assert_int_equal(occurrences(text, "\n"), 2);
	assert_non_null(strstr(text, " armed: armed by a person\n"));
}

static void a_full_disk__is_told_once_and_every_line_counted(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;

	event_log_open(&log, "/dev/full", &fixture->ring, &words, fixture->echo);
	for (int i = 0; i < 5; i++) {
		post(fixture, event(STATE_IDLE, COND_RELEASED));
		assert_int_equal(event_log_drain(&log), 1);
	}
	assert_int_equal(log.unwritten, 5);
	assert_int_equal(occurrences(echoed(fixture), "No space left on device"), 1);
	assert_int_equal(occurrences(echoed(fixture), " idle: every head has let go\n"), 5);
	event_log_close(&log);
}

static void a_file_that_cannot_be_opened__costs_one_line_and_events_go_on(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;

	event_log_open(&log, fixture->folder, &fixture->ring, &words, fixture->echo);
	post(fixture, event(STATE_IDLE, COND_RELEASED));
	post(fixture, event(STATE_ARMED, COND_ARM));
	assert_int_equal(event_log_drain(&log), 2);
	assert_int_equal(occurrences(echoed(fixture), "cannot open"), 1);
	assert_int_equal(occurrences(echoed(fixture), " armed: "), 1);
	event_log_close(&log);
	event_log_close(NULL);
}

static void events_the_ring_dropped__are_told_once(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;

	event_log_open(&log, fixture->path, &fixture->ring, &words, fixture->echo);
	for (int i = 0; i < RECORDS + 3; i++) {
		post(fixture, event(STATE_IDLE, COND_RELEASED));
	}
	event_log_drain(&log);
	event_log_drain(&log);
	assert_int_equal(occurrences(echoed(fixture), "3 events came too fast and were lost\n"), 1);
	event_log_close(&log);
}

/* Fills a pipe until it takes no page more. */
static void fill(int fd)
{
	const char page[4096] = {0};
	int flags = fcntl(fd, F_GETFL);

	assert_int_equal(fcntl(fd, F_SETFL, flags | O_NONBLOCK), 0);
	while (write(fd, page, sizeof(page)) > 0) {
		/* more */
	}
	assert_int_equal(fcntl(fd, F_SETFL, flags), 0);
}

static void a_reader_who_does_not_read__is_not_waited_for(void **state)
{
	struct fixture *fixture = *state;
	struct event_log log;
	char text[16 * 4096] = "";
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	fill(ends[1]);
	event_log_open(&log, fixture->path, &fixture->ring, &words, ends[1]);
	post(fixture, event(STATE_ARMED, COND_ARM));
	post(fixture, event(STATE_RUNNING, COND_START));
	alarm(20); /* should it wait after all */
	assert_int_equal(event_log_drain(&log), 2);
	alarm(0);
	assert_int_equal(log.unshown, 2);
	contents(fixture->path, text, sizeof(text));
	assert_int_equal(occurrences(text, "\n"), 2);
	assert_true(read(ends[0], text, sizeof(text)) > 0);
	post(fixture, event(STATE_PAUSED, COND_PAUSE));
	assert_int_equal(event_log_drain(&log), 1);
	assert_int_equal(log.unshown, 0);
	close(ends[1]);
	text[read(ends[0], text, sizeof(text) - 1)] = '\0';
	assert_non_null(strstr(text, "2 lines were not shown here\n"));
	assert_non_null(strstr(text, " paused: paused by a person\n"));
	close(ends[0]);
	event_log_close(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(events__reach_file_and_echo_and_are_appended,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_log_that_has_grown__gives_way_to_a_new_one,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_file_cut_anywhere__is_gone_on_with_on_a_new_line,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_run_that_never_said_that_it_ended__is_told_of_by_the_next, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			a_run_cut_at_any_byte__is_told_of_from_its_first_line_to_its_last, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(a_run_before__is_found_behind_whatever_came_since,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_run_before__is_found_wherever_its_first_line_stands_in_a_long_log, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			a_run_whose_log_gave_way_to_a_new_one__is_told_of_too, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_end_with_a_head_that_presses__says_that, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(part_of_a_line__is_no_part_of_the_next, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_full_disk__is_told_once_and_every_line_counted,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			a_file_that_cannot_be_opened__costs_one_line_and_events_go_on, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(events_the_ring_dropped__are_told_once, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(a_reader_who_does_not_read__is_not_waited_for,
						set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
