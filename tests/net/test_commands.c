/*
 * test_commands.c - presses over the wire: what fires, what is refused, and that stop always does.
 */
#include "net/bench.h"

#include <pthread.h>
#include <stdatomic.h>

static void press__counts_once_for_every_shape_of_button(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	struct packet untagged = {.size = 0};

	packet_text(&untagged, "/rig/ease");
	osc_client_send(client, "/rig/ease", "");
	osc_client_send(client, "/rig/ease", "f", 1.0);
	osc_client_send(client, "/rig/ease", "f", 0.0);
	osc_client_send(client, "/rig/ease", "i", 1);
	osc_client_send(client, "/rig/ease", "i", 0);
	osc_client_send(client, "/rig/ease", "T");
	osc_client_send(client, "/rig/ease", "F");
	osc_client_send(client, "/rig/ease", "N");
	osc_client_send(client, "/rig/ease", "I");
	peer_send_packet(bench->peer, &untagged);
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.ease, 7);
	assert_int_equal(peer_count_others(bench->peer, 0), 0);
}

static void every_command__presses_its_own_button(void **state)
{
	struct snapshot snapshot = bench_snapshot(STATE_ARMED);
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	const struct presses *presses;

	snapshot.conditions = COND_BIT(COND_RELEASED);
	for (int i = 0; i < 9; i++) {
		static const char *const paths[] = {"/rig/stop",        "/rig/ease", "/rig/pause",
						    "/rig/resume",      "/rig/arm",  "/rig/start",
						    "/rig/fault/reset", "/rig/skip", "/rig/linger"};

		snapshot.state = i == 3 ? STATE_PAUSED : STATE_ARMED;
		bench_show(bench, &snapshot);
		for (int times = 0; times <= i; times++) {
			osc_client_send(client, paths[i], "");
		}
		bench_settle(bench, bench->peer);
	}
	presses = &bench_command(bench)->presses;
	assert_int_equal(presses->stop, 1);
	assert_int_equal(presses->ease, 2);
	assert_int_equal(presses->pause, 3);
	assert_int_equal(presses->resume, 4);
	assert_int_equal(presses->arm, 5);
	assert_int_equal(presses->start, 6);
	assert_int_equal(presses->reset, 7);
	assert_int_equal(presses->skip, 1); /* so soon, all but the first are doubled */
	assert_int_equal(presses->linger, 1);
	assert_int_equal(peer_count(bench->peer, "/rig/error", 0), 0);
}

static void start__needs_armed_and_no_fault(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	osc_client_send(client, "/rig/start", "i", 1);
	bench_expect_error(bench, bench->peer, "not_armed", "/rig/start", &from);
	bench_show_state(bench, STATE_FAULT);
	osc_client_send(client, "/rig/start", "");
	bench_expect_error(bench, bench->peer, "fault_active", "/rig/start", &from);
	osc_client_send(client, "/rig/arm", "");
	bench_expect_error(bench, bench->peer, "fault_active", "/rig/arm", &from);
	assert_int_equal(bench_command(bench)->presses.start, 0);
	assert_int_equal(bench_command(bench)->presses.arm, 0);
	bench_show_state(bench, STATE_ARMED);
	osc_client_send(client, "/rig/start", "iis", 1, 4, "token");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.start, 1);
}

static void resume__needs_a_pause_and_no_fault(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	for (int s = 0; s < STATE_COUNT; s++) {
		struct peer *peer = peer_open("127.0.0.1", server_port(bench->server));
		const struct heard *error;

		from = 0;
		if (s != STATE_PAUSED) {
			bench_show_state(bench, (enum state)s);
			osc_client_send(peer->client, "/rig/resume", "");
			error = bench_next(bench, peer, "/rig/error", &from);
			assert_string_equal(error->values[0].text,
					    s == STATE_FAULT ? "fault_active" : "not_armed");
			assert_string_equal(error->values[1].text, "/rig/resume");
			assert_string_equal(error->values[2].text, s == STATE_FAULT
									   ? "reset the fault first"
									   : "nothing is paused");
		}
		peer_close(peer);
	}
	assert_int_equal(bench_command(bench)->presses.resume, 0);
	bench_show_state(bench, STATE_PAUSED);
	osc_client_send(client, "/rig/resume", "");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.resume, 1);
	assert_int_equal(peer_count(bench->peer, "/rig/error", 0), 0);
}

static void reset__is_refused_while_the_cause_is_there(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_FAULT);
	const struct heard *error;
	int from = 0;

	snapshot.conditions = COND_BIT(COND_SELFTEST_FAILED);
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/fault/reset", "");
	bench_expect_error(bench, bench->peer, "fault_active", "/rig/fault/reset", &from);
	snapshot.conditions = COND_BIT(COND_STOP);
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/fault/reset", "");
	error = bench_next(bench, bench->peer, "/rig/error", &from);
	assert_string_equal(error->values[0].text, "fault_active");
	assert_string_equal(error->values[2].text, "a head still presses");
	assert_int_equal(bench_command(bench)->presses.reset, 0);
	snapshot.conditions = COND_BIT(COND_STOP) | COND_BIT(COND_RELEASED);
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/fault/reset", "");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.reset, 1);
}

/* A loop that arms and starts as the real one does, and reads the commands in the server's stead. */
struct played {
	struct bench *bench;
	atomic_bool ends;
	struct presses seen;
	enum state state;
};

static void *play_loop(void *context)
{
	const struct timespec period = {.tv_nsec = 1000000};
	struct played *loop = context;

	loop->state = STATE_IDLE;
	while (!atomic_load(&loop->ends)) {
		struct timespec now;
		struct snapshot snapshot;
		struct presses presses;
		bool feverish = bench_command(loop->bench)->screening[SCREEN_FEVER] == ANSWER_YES;

		clock_gettime(CLOCK_MONOTONIC, &now);
		presses = bench_command(loop->bench)->presses;
		if (loop->state == STATE_ARMED && presses.start != loop->seen.start) {
			loop->state = STATE_RUNNING;
		} else if (loop->state == STATE_IDLE && presses.arm != loop->seen.arm) {
			loop->state = STATE_ARMED;
		}
		loop->seen = presses;
		snapshot = bench_snapshot(loop->state);
		snapshot.t_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
		snapshot.arm_refusal = feverish ? ARM_SCREENING : ARM_CLEAR;
		snapshot.screening[SCREEN_FEVER] = feverish ? ANSWER_YES : ANSWER_NO;
		bench_show(loop->bench, &snapshot);
		nanosleep(&period, NULL);
	}
	return NULL;
}

/* Both wait before the server looks; the state that came of it, and how many errors there were. */
static enum state paste(struct bench *bench, const char *first, const char *second, int *errors)
{
	struct played loop = {.bench = bench};
	pthread_t thread;

	bench->rig.loop_hz = LOOP_MIN_HZ; /* slower than it is played: it may be late */
	assert_int_equal(pthread_create(&thread, NULL, play_loop, &loop), 0);
	osc_client_send(bench->peer->client, first, "");
	osc_client_send(bench->peer->client, second, "");
	bench_settle(bench, bench->peer);
	*errors = peer_count(bench->peer, "/rig/error", 0);
	nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
	atomic_store(&loop.ends, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	return loop.state;
}

static void arm_and_start_pasted_together__run(void **state)
{
	int errors = -1;

	assert_int_equal(paste(*state, "/rig/arm", "/rig/start", &errors), STATE_RUNNING);
	assert_int_equal(errors, 0);
}

static void start_and_arm_pasted_together__only_arm(void **state)
{
	struct bench *bench = *state;
	int errors = -1;
	int from = 0;

	assert_int_equal(paste(bench, "/rig/start", "/rig/arm", &errors), STATE_ARMED);
	assert_int_equal(errors, 1);
	bench_expect_error(bench, bench->peer, "not_armed", "/rig/start", &from);
}

/* The answer and the arming come in one turn, each time: what counts is the answer. */
static void answer_and_arm_pasted_together__are_judged_in_that_order(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	struct played loop = {.bench = bench};
	pthread_t thread;
	int from = 0;

	bench->rig.loop_hz = LOOP_MIN_HZ;
	assert_int_equal(pthread_create(&thread, NULL, play_loop, &loop), 0);
	osc_client_send(client, "/rig/screening/fever", "s", "yes");
	osc_client_send(client, "/rig/arm", "");
	bench_expect_error(bench, bench->peer, "screening", "/rig/arm", &from);
	osc_client_send(client, "/rig/screening/fever", "s", "no");
	osc_client_send(client, "/rig/arm", "");
	bench_settle(bench, bench->peer);
	nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
	atomic_store(&loop.ends, true);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_int_equal(loop.state, STATE_ARMED);
	assert_int_equal(peer_count(bench->peer, "/rig/error", 0), 1);
}

/* Nobody plays the loop: refused for good, and nothing is queued for when it comes back. */
static void start_that_no_loop_saw_armed__is_refused(void **state)
{
	struct bench *bench = *state;
	int from = 0;

	bench->rig.loop_hz = LOOP_MIN_HZ;
	for (int i = 0; i < 20; i++) {
		osc_client_send(bench->peer->client, "/rig/arm", "");
		osc_client_send(bench->peer->client, "/rig/start", "");
	}
	bench_expect_error(bench, bench->peer, "not_armed", "/rig/start", &from);
	bench_settle(bench, bench->peer);
	bench_show_state(bench, STATE_ARMED);
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.arm, 20);
	assert_int_equal(bench_command(bench)->presses.start, 0);
}

static void stop__is_obeyed_in_any_packet(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	struct packet packet = {.size = 0};

	osc_client_send(client, "/rig/stop", "");
	osc_client_send(client, "/rig/stop", "ssssi", "a", "b", "c", "d", 0);
	osc_client_send(client, "/rig/stop", "f", (double)NAN);
	osc_client_send(client, "/rig/stop", "F");
	packet_text(&packet, "/rig/stop");
	packet_text(&packet, ",zzz");
	packet_u32(&packet, 1);
	peer_send_packet(bench->peer, &packet);
	packet.size = 7000; /* too long to be sound */
	peer_send_packet(bench->peer, &packet);
	packet.size = 0;
	packet_bundle(&packet, 0x7fffffffffffffffULL);
	packet_element(&packet, "/rig/nonsense");
	packet_element(&packet, "/rig/stop");
	peer_send_packet(bench->peer, &packet);
	packet.size -= 3; /* unsound, and the stop is cut */
	peer_send_packet(bench->peer, &packet);
	packet.size = 0; /* a bundle whose first element is longer than it claims to be */
	packet_bundle(&packet, 1);
	packet_u32(&packet, 12);
	packet_text(&packet, "/rig/nonsense");
	packet_text(&packet, ",");
	packet_element(&packet, "/rig/stop");
	peer_send_packet(bench->peer, &packet);
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.stop, 7 + 2);
}

static void word_about_the_stop__is_none(void **state)
{
	struct bench *bench = *state;

	osc_client_send(bench->peer->client, "/rig/help", "s", "/rig/stop");
	osc_client_send(bench->peer->client, "/rig/technique", "s", "/rig/stop");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.stop, 0);
	assert_int_equal(peer_count(bench->peer, "/rig/help", 0), 1);
}

static void stop__has_no_rate_limit(void **state)
{
	struct bench *bench = *state;

	for (int i = 0; i < 2000; i++) {
		osc_client_send(bench->peer->client, "/rig/stop", "");
		if (i % 50 == 49) {
			bench_settle(bench, bench->peer);
		}
	}
	assert_int_equal(bench_command(bench)->presses.stop, 2000);
}

static void bundle_with_two_commands__starts_nothing(void **state)
{
	struct bench *bench = *state;
	struct packet packet = {.size = 0};
	int from = 0;

	bench_show_state(bench, STATE_ARMED);
	packet_bundle(&packet, 1);
	packet_element(&packet, "/rig/arm");
	packet_element(&packet, "/rig/start");
	peer_send_packet(bench->peer, &packet);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/arm", &from);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/start", &from);
	packet.size = 0;
	packet_bundle(&packet, 1);
	packet_element(&packet, "/rig/start");
	packet_element(&packet, "/rig/stop");
	peer_send_packet(bench->peer, &packet);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/start", &from);
	assert_int_equal(bench_command(bench)->presses.start, 0);
	assert_int_equal(bench_command(bench)->presses.arm, 0);
	assert_int_equal(bench_command(bench)->presses.stop, 1);
	packet.size = 0;
	packet_bundle(&packet, 1);
	packet_element(&packet, "/rig/intensity");
	packet_element(&packet, "/rig/start");
	peer_send_packet(bench->peer, &packet);
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.start, 1);
}

static void time_tag_that_is_not_now__starts_nothing_and_queues_nothing(void **state)
{
	static const uint64_t tags[] = {2, 0x7fffffffffffffffULL, 0xffffffffffffffffULL};
	struct bench *bench = *state;
	int from = 0;

	bench_show_state(bench, STATE_ARMED);
	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		struct packet packet = {.size = 0};

		packet_bundle(&packet, tags[i]);
		packet_element(&packet, "/rig/start");
		peer_send_packet(bench->peer, &packet);
		bench_expect_error(bench, bench->peer, "future_timetag", "/rig/start", &from);
		packet.size = 0;
		packet_bundle(&packet, tags[i]);
		packet_element(&packet, "/rig/ease");
		peer_send_packet(bench->peer, &packet);
	}
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.start, 0);
	assert_int_equal(bench_command(bench)->presses.ease, 3);
}

/* python3-liblo's bundles carry no time at all unless told one. */
static void time_tag_of_zeros__means_now(void **state)
{
	struct bench *bench = *state;
	struct packet packet = {.size = 0};

	bench_show_state(bench, STATE_ARMED);
	packet_bundle(&packet, 0);
	packet_element(&packet, "/rig/start");
	peer_send_packet(bench->peer, &packet);
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.start, 1);
}

static void pattern_that_touches_a_command__does_nothing(void **state)
{
	static const char *const patterns[] = {"/rig/{start,stop}", "/rig/st?rt", "/rig/*",
					       "/rig/fault/*", "/rig/sto[p]"};
	struct bench *bench = *state;
	struct presses none = {0};
	int from = 0;

	bench_show_state(bench, STATE_ARMED);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		osc_client_send(bench->peer->client, patterns[i], "f", 1.0);
		bench_expect_error(bench, bench->peer, "pattern_refused", patterns[i], &from);
	}
	assert_memory_equal(&bench_command(bench)->presses, &none, sizeof(none));
	assert_about(bench_command(bench)->intensity, INTENSITY_START);
}

static void flood_of_costly_patterns__does_not_delay_a_stop(void **state)
{
	struct bench *bench = *state;
	struct packet packet = {.size = 0};
	int from = 0;

	packet_bundle(&packet, 1);
	for (int i = 0; i < 30; i++) {
		packet_element(&packet,
			       "/*/*/*/*a*b*c*d*e*f*g*[!x]*[!x]*[!x]*[!x]*[!x]*[!x]*[!x]z");
	}
	for (int i = 0; i < 20; i++) {
		peer_send_packet(bench->peer, &packet);
	}
	osc_client_send(bench->peer->client, "/rig/stop", "");
	bench_expect_error(bench, bench->peer, "unknown_address",
			   "/*/*/*/*a*b*c*d*e*f*g*[!x]*[!x]*[!x]*[!x]*[!x]*[!x]*[!x]z", &from);
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.stop, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(press__counts_once_for_every_shape_of_button),
		BENCH_TEST(every_command__presses_its_own_button),
		BENCH_TEST(start__needs_armed_and_no_fault),
		BENCH_TEST(resume__needs_a_pause_and_no_fault),
		BENCH_TEST(reset__is_refused_while_the_cause_is_there),
		BENCH_TEST(arm_and_start_pasted_together__run),
		BENCH_TEST(start_and_arm_pasted_together__only_arm),
		BENCH_TEST(answer_and_arm_pasted_together__are_judged_in_that_order),
		BENCH_TEST(start_that_no_loop_saw_armed__is_refused),
		BENCH_TEST(stop__is_obeyed_in_any_packet),
		BENCH_TEST(word_about_the_stop__is_none),
		BENCH_TEST(stop__has_no_rate_limit),
		BENCH_TEST(bundle_with_two_commands__starts_nothing),
		BENCH_TEST(time_tag_that_is_not_now__starts_nothing_and_queues_nothing),
		BENCH_TEST(time_tag_of_zeros__means_now),
		BENCH_TEST(pattern_that_touches_a_command__does_nothing),
		BENCH_TEST(flood_of_costly_patterns__does_not_delay_a_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
