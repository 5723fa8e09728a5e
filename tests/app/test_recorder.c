/*
 * The recorder: what the client asked for is kept and told, and a disk that fails is told of once.
 */
#include "app/recorder.h"

#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include <cmocka.h>

#define RECORDS 16
#define HEADS   2
#define TURN_NS INT64_C(20000000)

static const struct rig rig = {.name = "a", .head_count = HEADS};
static const struct event_words words = {.rig = &rig};

struct fixture {
	char folder[64];
	struct record storage[RECORDS];
	struct ring ring;
	struct session_store store;
	struct recorder recorder;
	struct memory memory;
	int64_t t_ns;
	char text[4096];
};

static void open_both(struct fixture *fixture)
{
	assert_true(session_store_open(&fixture->store, fixture->folder, rig.name, HEADS,
				       &fixture->memory, stderr));
	recorder_open(&fixture->recorder, &fixture->store, &fixture->ring, &words, EVENT_NO_ECHO);
}

static void close_both(struct fixture *fixture)
{
	recorder_close(&fixture->recorder);
	session_store_close(&fixture->store);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	strcpy(fixture->folder, "/tmp/knead-recorder-XXXXXX");
	fixture->t_ns = INT64_C(100000000000);
	ring_init(&fixture->ring, fixture->storage, sizeof(struct record), RECORDS);
	*state = fixture;
	if (mkdtemp(fixture->folder) == NULL) {
		return -1;
	}
	open_both(fixture);
	return 0;
}

static int tear_down(void **state)
{
	static const char *const names[] = {"a.memory", "a.memory.old", "a.lock", "events.log"};
	struct fixture *fixture = *state;
	char path[96];

	close_both(fixture);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", fixture->folder, names[i]);
		unlink(path);
	}
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

static void turns(struct fixture *fixture, int count)
{
	for (int i = 0; i < count; i++) {
		fixture->t_ns += TURN_NS;
		recorder_turn(&fixture->recorder, &fixture->memory, fixture->t_ns);
	}
}

/* How often the log says so. */
static int logged(struct fixture *fixture, const char *part)
{
	char path[96];
	FILE *file = NULL;
	int count = 0;

	snprintf(path, sizeof(path), "%s/events.log", fixture->folder);
	file = fopen(path, "r");
	assert_non_null(file);
	fixture->text[fread(fixture->text, 1, sizeof(fixture->text) - 1, file)] = '\0';
	fclose(file);
	for (const char *at = strstr(fixture->text, part); at != NULL; at = strstr(at + 1, part)) {
		count++;
	}
	return count;
}

/* What another start would find. */
static double kept_n(struct fixture *fixture)
{
	close_both(fixture);
	open_both(fixture);
	return fixture->memory.heads[1].ease_n;
}

static void an_ease__is_told_and_kept_within_a_turn(void **state)
{
	struct fixture *fixture = *state;

	turns(fixture, 10);
	fixture->memory.heads[1].ease_n = 24.0;
	turns(fixture, 1);
	assert_int_equal(logged(fixture, " eased: head 2 (nowhere) to 24.0 N\n"), 1);
	turns(fixture, 10);
	assert_int_equal(logged(fixture, " eased: "), 1);
	assert_true(fabs(kept_n(fixture) - 24.0) < 1e-5);
}

static void an_ease_from_before_the_restart__is_told_after_it(void **state)
{
	struct fixture *fixture = *state;

	fixture->memory.heads[1].ease_n = 24.0;
	turns(fixture, 1);
	close_both(fixture);
	open_both(fixture);
	turns(fixture, 1);
	assert_int_equal(logged(fixture, " eased: head 2 (nowhere) to 24.0 N\n"), 2);
}

static void before_the_loops_first_memory__nothing_is_kept(void **state)
{
	struct fixture *fixture = *state;

	recorder_turn(&fixture->recorder, NULL, fixture->t_ns);
	assert_true(fixture->store.tried_t_ns == 0);
	turns(fixture, 1);
	assert_true(fixture->store.tried_t_ns == 0); /* nor what a first start knows anyway */
}

static void at_the_end__what_only_counted_on_is_kept_too(void **state)
{
	struct fixture *fixture = *state;

	fixture->memory.heads[1].ease_n = 24.0;
	turns(fixture, 1);
	fixture->memory.heads[0].dwell_s = 3.5;
	turns(fixture, 1);
	recorder_finish(&fixture->recorder, &fixture->memory, fixture->t_ns);
	kept_n(fixture);
	assert_true(fabs(fixture->memory.heads[0].dwell_s - 3.5) < 1e-5);
}

static void a_disk_that_takes_no_more__is_told_once_and_again_when_it_does(void **state)
{
	struct fixture *fixture = *state;
	struct rlimit limit;
	struct rlimit small;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small = (struct rlimit){.rlim_cur = 1000,
				.rlim_max = limit.rlim_max}; /* the log still fits */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	fixture->memory.heads[1].ease_n = 24.0;
	turns(fixture, 1000); /* 20 s: four attempts */
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
	assert_int_equal(logged(fixture, "cannot keep what the client asked for in "), 1);
	assert_int_equal(logged(fixture, "(File too large)"), 1);
	for (int i = 0; i < 4; i++) {
		fixture->memory.heads[0].dwell_s += 5.0;
		turns(fixture, 250);
	}
	assert_int_equal(logged(fixture, "what the client asked for is kept again\n"), 1);
	assert_true(fabs(kept_n(fixture) - 24.0) < 1e-5);
}

static void a_recorder_that_does_not_come_round__stands_still(void **state)
{
	struct recorder_health health = {0};

	(void)state;
	assert_int_equal(recorder_health_now(&health, INT64_MAX), RECORDING_UNKNOWN);
	atomic_store(&health.recording, RECORDING_FINE);
	atomic_store(&health.t_ns, 5);
	assert_int_equal(recorder_health_now(&health, 5 + RECORDER_STALL_NS), RECORDING_FINE);
	assert_int_equal(recorder_health_now(&health, 6 + RECORDER_STALL_NS), RECORDING_STALLED);
	/* the black box's thread likewise, as soon as there is one */
	atomic_store(&health.box_t_ns, 2);
	assert_int_equal(recorder_health_now(&health, 2 + RECORDER_STALL_NS), RECORDING_FINE);
	assert_int_equal(recorder_health_now(&health, 3 + RECORDER_STALL_NS), RECORDING_STALLED);
	atomic_store(&health.recording, RECORDING_FULL);
	assert_int_equal(recorder_health_now(&health, 6), RECORDING_FULL);
}

#define RECORDING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		RECORDING(an_ease__is_told_and_kept_within_a_turn),
		RECORDING(an_ease_from_before_the_restart__is_told_after_it),
		RECORDING(before_the_loops_first_memory__nothing_is_kept),
		RECORDING(at_the_end__what_only_counted_on_is_kept_too),
		RECORDING(a_recorder_that_does_not_come_round__stands_still),
		RECORDING(a_disk_that_takes_no_more__is_told_once_and_again_when_it_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
