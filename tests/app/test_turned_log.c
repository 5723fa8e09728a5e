/*
 * test_turned_log.c - what was not taken is a line at once, and then one in ten seconds, with a count.
 */
#include "app/turned_log.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>

#define MS_NS INT64_C(1000000)

static const struct rig rig = {.name = "sim-2", .head_count = 2};
static const struct event_words words = {.rig = &rig};

static struct record storage[4];
static struct ring ring;
static struct event_log events;
static struct turned_log turned_log;
static struct turned_away turned;
static char text[65536];
static int64_t now_ns;

static int set_up(void **state)
{
	(void)state;
	memset(&turned_log, 0, sizeof(turned_log));
	memset(&turned, 0, sizeof(turned));
	ring_init(&ring, storage, sizeof(storage[0]), 4);
	event_log_open(&events, "/dev/null", &ring, &words, memfd_create("echo", MFD_CLOEXEC));
	now_ns = 5 * MS_NS; /* soon after the machine came up */
	return events.echo_fd < 0;
}

static int tear_down(void **state)
{
	(void)state;
	close(events.echo_fd);
	event_log_close(&events);
	return 0;
}

static void sends(uint32_t tablet, const char *name, enum turned_kind kind, unsigned times)
{
	struct turned_client *client = &turned.clients[tablet];
	struct turned_row *row = &client->rows[kind];

	client->tablet = tablet;
	snprintf(client->name, sizeof(client->name), "%s", name);
	row->times += times;
	row->path = "/rig/start";
	snprintf(row->detail, sizeof(row->detail), "too late");
}

/* How many lines there are after so long, in turns as the recorder makes them. */
static int lines_after(double seconds)
{
	int count = 0;
	ssize_t got;

	for (int k = 0; k < (int)(seconds * 50.0 + 0.5); k++) {
		turned_log_turn(&turned_log, &events, &turned, now_ns);
		now_ns += 20 * MS_NS;
	}
	got = pread(events.echo_fd, text, sizeof(text) - 1, 0);
	assert_true(got >= 0);
	text[got] = '\0';
	for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++) {
		count++;
	}
	return count;
}

static void the_first__is_a_line_at_once_in_the_words_its_sender_heard(void **state)
{
	(void)state;
	assert_int_equal(lines_after(1.0), 0);
	sends(3, "Anna", TURNED_LATE, 1);
	assert_int_equal(lines_after(0.02), 1);
	assert_non_null(strstr(text, "Z not taken from Anna: /rig/start: too late\n"));
	sends(0, "", TURNED_UNPAIRED, 1);
	assert_int_equal(lines_after(0.02), 2);
	assert_non_null(
		strstr(text, "not taken from somebody who is not paired: /rig/start: too late\n"));
	sends(3, "Anna", TURNED_QUARANTINED, 1); /* of another kind */
	assert_int_equal(lines_after(0.02), 3);
	assert_int_equal(lines_after(30.0), 3);
}

static void a_flood__is_a_line_in_ten_seconds_with_its_count(void **state)
{
	(void)state;
	sends(0, "", TURNED_UNPAIRED, 1);
	assert_int_equal(lines_after(0.02), 1);
	for (int k = 0; k < 2900; k++) { /* most of a minute, of 5,000 a second */
		sends(0, "", TURNED_UNPAIRED, 100);
		(void)lines_after(0.02);
	}
	assert_int_equal(lines_after(0.02), 6);
	assert_non_null(strstr(text, "too late (50000 times like it)\n"));
	assert_int_equal(lines_after(20.0), 7); /* the rest of it */
	sends(0, "", TURNED_UNPAIRED, 1);
	assert_int_equal(lines_after(0.02), 8);
}

static void another_tablet_in_its_place__is_told_from_its_first_on_and_no_more_often(void **state)
{
	(void)state;
	sends(3, "Anna", TURNED_LATE, 5);
	assert_int_equal(lines_after(0.02), 1);
	memset(&turned.clients[3], 0, sizeof(turned.clients[3]));
	sends(3, "Bo", TURNED_LATE, 5);
	turned.clients[3].tablet = 19;
	assert_int_equal(lines_after(9.9), 1);
	assert_int_equal(lines_after(0.2), 2);
	assert_non_null(strstr(text, "not taken from Bo: /rig/start: too late (5 times like it)"));
}

/* As two do that take turns, and whose numbers share a row. */
static void a_tablet_that_comes_back_to_its_place__is_counted_anew(void **state)
{
	(void)state;
	sends(3, "Anna", TURNED_LATE, 5);
	assert_int_equal(lines_after(0.02), 1);
	memset(&turned.clients[3], 0,
	       sizeof(turned.clients[3])); /* the other, and nobody looked meanwhile */
	sends(3, "Anna", TURNED_LATE, 2);
	assert_int_equal(lines_after(11.0), 2);
	assert_non_null(
		strstr(text, "not taken from Anna: /rig/start: too late (2 times like it)"));
}

static void at_the_end__nothing_is_kept_back(void **state)
{
	(void)state;
	sends(3, "Anna", TURNED_LATE, 1);
	assert_int_equal(lines_after(0.02), 1);
	sends(3, "Anna", TURNED_LATE, 2);
	turned_log_finish(&turned_log, &events, &turned);
	assert_int_equal(lines_after(0.0), 2);
	assert_non_null(strstr(text, "(2 times like it)"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first__is_a_line_at_once_in_the_words_its_sender_heard),
		TEST(a_flood__is_a_line_in_ten_seconds_with_its_count),
		TEST(another_tablet_in_its_place__is_told_from_its_first_on_and_no_more_often),
		TEST(a_tablet_that_comes_back_to_its_place__is_counted_anew),
		TEST(at_the_end__nothing_is_kept_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
