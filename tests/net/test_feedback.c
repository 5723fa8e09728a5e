/*
 * test_feedback.c - who hears what, how often, and in what pieces.
 */
#include "net/bench.h"
#include "net/wire.h"

#include <netinet/in.h>

static void subscribe__brings_every_slow_value_between_begin_and_end(void **state)
{
	static const char *const slow[] = {
		"/rig/technique",     "/rig/intensity",    "/rig/intensity/actual",
		"/rig/speed",         "/rig/speed/actual", "/rig/duration",
		"/rig/ceiling",       "/rig/focus/xy",     "/rig/region/neck/focus",
		"/rig/client/height", "/rig/state",        "/rig/region/legs/enable",
		"/rig/state/reason",  "/rig/state/step",   "/rig/client/placed",
		"/rig/remaining",     "/rig/fault",        "/sim/patient"};
	struct bench *bench = *state;
	int from = 0;
	int begin;
	double number;

	osc_client_send(bench->peer->client, "/rig/subscribe", "");
	number = bench_next(bench, bench->peer, "/rig/snapshot/begin", &from)->values[0].number;
	begin = from;
	assert_about(bench_next(bench, bench->peer, "/rig/snapshot/end", &from)->values[0].number,
		     number);
	for (size_t i = 0; i < sizeof(slow) / sizeof(slow[0]); i++) {
		assert_true(peer_count(bench->peer, slow[i], begin) >= 1);
	}
	/* refresh is for anybody, subscribed or not */
	osc_client_send(bench->peer->client, "/rig/unsubscribe", "");
	bench_settle(bench, bench->peer);
	from = bench->peer->count;
	osc_client_send(bench->peer->client, "/rig/refresh", "");
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
}

static void change__is_echoed_to_every_subscriber_and_its_sender(void **state)
{
	struct bench *bench = *state;
	struct peer *other = peer_open("127.0.0.1", server_port(bench->server));
	struct peer *stranger = peer_open("127.0.0.1", server_port(bench->server));
	int from = 0;
	int from_other = 0;
	int from_stranger = 0;

	osc_client_send(bench->peer->client, "/rig/subscribe", "");
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	osc_client_send(other->client, "/rig/subscribe", "");
	bench_next(bench, other, "/rig/snapshot/end", &from_other);
	osc_client_send(bench->peer->client, "/rig/speed", "f", 1.25);
	do {
	} while (bench_next(bench, bench->peer, "/rig/speed", &from)->values[0].number < 1.2);
	do {
	} while (bench_next(bench, other, "/rig/speed", &from_other)->values[0].number < 1.2);
	osc_client_send(stranger->client, "/rig/speed", "f", 1.75);
	assert_about(bench_next(bench, stranger, "/rig/speed", &from_stranger)->values[0].number,
		     1.75);
	do {
	} while (bench_next(bench, other, "/rig/speed", &from_other)->values[0].number < 1.7);
	peer_close(other);
	peer_close(stranger);
}

static void value_that_was_so_already__is_echoed_too(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	osc_client_send(client, "/rig/subscribe", "if", 0, 1.0);
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	from = bench->peer->count;
	osc_client_send(client, "/rig/speed", "f", 1.0);
	osc_client_send(client, "/rig/region/hips/enable", "f", 1.0);
	osc_client_send(client, "/rig/client/placed", "f", 0.0);
	osc_client_send(client, "/sim/patient", "s", bench_patients[0]);
	bench_settle(bench, bench->peer);
	bench_settle(bench, bench->peer);
	/* far apart in the rotation: it may have just said one of them, the rest are echoes */
	assert_true(peer_count(bench->peer, "/rig/speed", from) +
			    peer_count(bench->peer, "/rig/region/hips/enable", from) +
			    peer_count(bench->peer, "/rig/client/placed", from) +
			    peer_count(bench->peer, "/sim/patient", from) >=
		    3);
}

static void one_address__is_said_at_most_twenty_times_a_second(void **state)
{
	struct bench *bench = *state;
	double start_s;
	double took_s;
	int from = 0;
	int said;

	osc_client_send(bench->peer->client, "/rig/subscribe", "if", 0, 1.0);
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	from = bench->peer->count;
	start_s = bench_now_s();
	for (int i = 0; i < 400; i++) {
		osc_client_send(bench->peer->client, "/rig/intensity", "f", 0.001 * i);
		bench_turn(bench, bench->peer);
	}
	do {
	} while (bench_next(bench, bench->peer, "/rig/intensity", &from)->values[0].number <
		 0.3985);
	took_s = bench_now_s() - start_s;
	said = peer_count(bench->peer, "/rig/intensity", 0);
	assert_true(said >= 2 && said <= 20.0 * took_s + 3.0);
}

static void rotation__says_everything_again(void **state)
{
	struct bench *bench = *state;
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/subscribe", "if", 0, 1.0);
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	/* nothing changes, so only the rotation can say these */
	bench_next(bench, bench->peer, "/rig/technique", &from);
	bench_next(bench, bench->peer, "/rig/fault", &from);
	bench_next(bench, bench->peer, "/rig/technique", &from);
}

/* Until that value of it is that text: the message that says so. */
static const struct heard *hear_until(struct bench *bench, const char *path, int value,
				      const char *text, int *from)
{
	const struct heard *heard;

	do {
		heard = bench_next(bench, bench->peer, path, from);
	} while (strcmp(heard->values[value].text, text) != 0);
	return heard;
}

static void state_of_the_core__is_said_when_it_changes(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_FAULT);
	const struct heard *heard;
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/subscribe", "");
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	snapshot.reason = snapshot.cause = COND_SENSOR_LOST;
	snapshot.cause_head = 2;
	snapshot.cause_sensor = SENSOR_AIR;
	bench_show(bench, &snapshot);
	hear_until(bench, "/rig/state", 0, "fault", &from);
	hear_until(bench, "/rig/state/reason", 0, "head 3: the air pressure sensor fell silent",
		   &from);
	do {
		heard = bench_next(bench, bench->peer, "/rig/fault", &from);
	} while (strcmp(heard->values[1].text, "none") == 0);
	assert_string_equal(heard->types, "iss");
	assert_about(heard->values[0].number, 3.0);
	assert_string_equal(heard->values[1].text, "sensor_lost");
	assert_string_equal(heard->values[2].text, "the air pressure sensor fell silent");
	snapshot = bench_snapshot(STATE_RUNNING);
	snapshot.hands = (struct hands){.count = 1, .stroke = 1, .region = REGION_HIPS};
	bench_show(bench, &snapshot);
	heard = hear_until(bench, "/rig/state/step", 0, "petrissage", &from);
	assert_string_equal(heard->values[1].text, "hips");
}

/* First of all it was a stop; what is wrong came out 20 ms later, and may be over when somebody looks. */
static void contacts_of_the_stop_that_did_not_agree__are_said_for_as_long_as_the_fault(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_FAULT);
	const struct heard *heard;
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/subscribe", "");
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	snapshot.reason = snapshot.cause = COND_STOP_LOOP;
	snapshot.trips = COND_BIT(COND_STOP_LOOP);
	bench_show(bench, &snapshot);
	hear_until(bench, "/rig/fault", 1, "stop_loop", &from);
	snapshot.trips |= COND_BIT(COND_STOP_WIRING);
	bench_show(bench, &snapshot);
	hear_until(bench, "/rig/state/reason", 0, condition_words(COND_STOP_WIRING)->sentence,
		   &from);
	heard = hear_until(bench, "/rig/fault", 1, "stop_wiring", &from);
	assert_string_equal(heard->values[2].text, condition_words(COND_STOP_WIRING)->sentence);
	assert_about(heard->values[0].number, 0.0);
}

static void heads_and_hands__come_as_bundles_that_fit_a_frame(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
	int fd = osc_client_fd(bench->peer->client);
	double end_s = bench_now_s() + BENCH_PATIENT;
	uint8_t bytes[8192];
	bool last_seen = false;
	int bundles = 0;

	snapshot.heads[15].force_n = 12.5;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/subscribe", "if", 0, 30.0);
	while (!last_seen && bench_now_s() < end_s) {
		ssize_t size;

		server_turn(bench->server, 5);
		while ((size = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0) {
			assert_true(size < 1400);
			assert_true(wire_is_sound(bytes, (size_t)size));
			bundles += bytes[0] == '#' ? 1 : 0;
			last_seen = last_seen || memmem(bytes, (size_t)size, "/rig/hand/4", 11);
		}
	}
	assert_true(last_seen && bundles >= 3);
}

static void head_values__are_those_of_the_snapshot(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
	int from = 0;

	snapshot.heads[15] = (struct head_view){.force_n = 12.5,
						.target_n = 13.0,
						.ceiling_n = 40.0,
						.position_m = 0.03125,
						.tissue.stiffness_n_m = 2500.0,
						.quality = 0.5,
						.contact = true};
	snapshot.hands =
		(struct hands){.count = 2, .hands = {{0}, {0.25, -0.0625, 0.08, 20.0, 30.0}}};
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/subscribe", "if", 0, 30.0);
	for (size_t i = 0; i < 7; i++) {
		static const char *const paths[] = {
			"/rig/head/16/force",    "/rig/head/16/target",    "/rig/head/16/ceiling",
			"/rig/head/16/position", "/rig/head/16/stiffness", "/rig/head/16/contact",
			"/rig/head/16/quality"};
		static const double wanted[] = {12.5, 13.0, 40.0, 0.03125, 2500.0, 1.0, 0.5};

		from = 0;
		assert_about(bench_next(bench, bench->peer, paths[i], &from)->values[0].number,
			     wanted[i]);
	}
	from = 0;
	assert_about(bench_next(bench, bench->peer, "/rig/hand/2", &from)->values[0].number, 0.25);
	from = 0;
	assert_about(bench_next(bench, bench->peer, "/rig/hand/2", &from)->values[2].number, 20.0);
	from = 0;
	assert_about(bench_next(bench, bench->peer, "/rig/hand/3", &from)->values[2].number, 0.0);
}

static void reply_port__is_where_everything_goes(void **state)
{
	struct bench *bench = *state;
	struct peer *listener = peer_open("127.0.0.1", server_port(bench->server));
	struct sockaddr_in own;
	socklen_t size = sizeof(own);
	int from = 0;

	/* a listener must have spoken once to have a port; it never subscribes itself */
	assert_int_equal(
		getsockname(osc_client_fd(listener->client), (struct sockaddr *)&own, &size), 0);
	osc_client_send(bench->peer->client, "/rig/subscribe", "if", ntohs(own.sin_port), 5.0);
	bench_next(bench, listener, "/rig/snapshot/end", &from);
	bench_next(bench, listener, "/rig/head/1/force", &from);
	osc_client_send(bench->peer->client, "/rig/nothing", "");
	bench_expect_error(bench, listener, "unknown_address", "/rig/nothing", &from);
	assert_int_equal(peer_count_others(bench->peer, 0), 0);
	peer_close(listener);
}

static void ninth_subscriber__hears_full(void **state)
{
	struct bench *bench = *state;
	struct peer *peers[8];
	int from = 0;

	for (int i = 0; i < 8; i++) {
		int from_peer = 0;

		peers[i] = peer_open("127.0.0.1", server_port(bench->server));
		osc_client_send(peers[i]->client, "/rig/subscribe", "if", 0, 1.0);
		bench_next(bench, peers[i], "/rig/snapshot/end", &from_peer);
	}
	osc_client_send(bench->peer->client, "/rig/subscribe", "");
	bench_expect_error(bench, bench->peer, "full", "/rig/subscribe", &from);
	osc_client_send(peers[3]->client, "/rig/unsubscribe", "");
	bench_settle(bench, peers[3]);
	osc_client_send(bench->peer->client, "/rig/subscribe", "");
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	for (int i = 0; i < 8; i++) {
		peer_close(peers[i]);
	}
}

static void subscription_out_of_range__is_refused(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	osc_client_send(client, "/rig/subscribe", "i", 65536);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/subscribe", &from);
	osc_client_send(client, "/rig/subscribe", "if", 0, 0.5);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/subscribe", &from);
	osc_client_send(client, "/rig/subscribe", "if", 0, 31.0);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/subscribe", &from);
	osc_client_send(client, "/rig/subscribe", "ifsi", 0, 5.0, "token", 1);
	bench_expect_error(bench, bench->peer, "bad_type", "/rig/subscribe", &from);
	assert_int_equal(peer_count_others(bench->peer, from), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(subscribe__brings_every_slow_value_between_begin_and_end),
		BENCH_TEST(change__is_echoed_to_every_subscriber_and_its_sender),
		BENCH_TEST(value_that_was_so_already__is_echoed_too),
		BENCH_TEST(one_address__is_said_at_most_twenty_times_a_second),
		BENCH_TEST(rotation__says_everything_again),
		BENCH_TEST(state_of_the_core__is_said_when_it_changes),
		BENCH_TEST(
			contacts_of_the_stop_that_did_not_agree__are_said_for_as_long_as_the_fault),
		BENCH_TEST(heads_and_hands__come_as_bundles_that_fit_a_frame),
		BENCH_TEST(head_values__are_those_of_the_snapshot),
		BENCH_TEST(reply_port__is_where_everything_goes),
		BENCH_TEST(ninth_subscriber__hears_full),
		BENCH_TEST(subscription_out_of_range__is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
