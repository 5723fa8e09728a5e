/*
 * test_server.c - the socket, the questions, and packets nobody should have sent.
 */
#include "net/bench.h"

#include <netinet/in.h>
#include <unistd.h>

static bool has_ipv6(void)
{
	struct sockaddr_in6 at = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
	int fd = socket(AF_INET6, SOCK_DGRAM, 0);
	bool has = fd >= 0 && bind(fd, (const struct sockaddr *)&at, sizeof(at)) == 0;

	if (fd >= 0) {
		close(fd);
	}
	return has;
}

static void taken_port__is_said_with_the_remedy(void **state)
{
	struct bench *bench = *state;
	struct server_setup setup = bench->setup;
	char error[256] = "";

	setup.port = server_port(bench->server);
	assert_null(server_open(&setup, error, sizeof(error)));
	assert_non_null(strstr(error, "taken"));
	assert_non_null(strstr(error, "choose another port"));
	assert_null(strchr(error, '\n'));
	server_close(NULL);
}

static void address_that_is_not_ours__is_said_with_the_remedy(void **state)
{
	struct bench *bench = *state;
	struct server_setup setup = bench->setup;
	char error[256] = "";

	setup.bind = "192.0.2.1";
	assert_null(server_open(&setup, error, sizeof(error)));
	assert_non_null(strstr(error, "192.0.2.1"));
	setup.bind = "localhost";
	assert_null(server_open(&setup, error, sizeof(error)));
	assert_non_null(strstr(error, "no IPv4 or IPv6 address"));
}

static void first_command__is_there_before_the_first_turn(void **state)
{
	struct bench *bench = *state;

	assert_about(bench_command(bench)->intensity, INTENSITY_START);
	assert_true(bench_command(bench)->heard_t_ns > 0);
}

static void ipv6__is_served_on_its_own_and_beside_ipv4(void **state)
{
	struct bench *bench;
	struct peer *v4;
	int from = 0;

	(void)state;
	if (!has_ipv6()) {
		skip();
	}
	bench = bench_open("::1", true);
	osc_client_send(bench->peer->client, "/rig/subscribe", "");
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	bench_close(bench);
	bench = bench_open("::", true);
	bench_settle(bench, bench->peer);
	v4 = peer_open("127.0.0.1", server_port(bench->server));
	from = 0;
	osc_client_send(v4->client, "/rig/subscribe", "");
	bench_next(bench, v4, "/rig/snapshot/end", &from);
	osc_client_send(v4->client, "/rig/intensity", "i", 1);
	bench_settle(bench, v4);
	assert_about(bench_command(bench)->intensity, 1.0);
	peer_close(v4);
	bench_close(bench);
}

static void questions__are_answered(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	const struct heard *heard;
	int from = 0;

	osc_client_send(client, "/rig/info", "");
	heard = bench_next(bench, bench->peer, "/rig/info", &from);
	assert_string_equal(heard->types, "ssssi");
	assert_string_equal(heard->values[0].text, "knead");
	assert_string_equal(heard->values[1].text, KNEAD_VERSION);
	assert_string_equal(heard->values[2].text, "sim-16");
	assert_about(heard->values[4].number, 16.0);
	osc_client_send(client, "/rig/ping", "i", 7);
	heard = bench_next(bench, bench->peer, "/rig/pong", &from);
	assert_string_equal(heard->types, "ii");
	assert_about(heard->values[0].number, 7.0);
	osc_client_send(client, "/rig/help", "s", "/rig/region/hips/focus");
	heard = bench_next(bench, bench->peer, "/rig/help", &from);
	assert_string_equal(heard->values[0].text, "/rig/region/{name}/focus");
	assert_non_null(strstr(heard->values[1].text, "share of the time"));
	assert_string_equal(heard->types, "sssss");
	assert_string_equal(heard->values[2].text, "f; range 0..1; unit none");
	assert_string_equal(heard->values[3].text, "owner");
	assert_string_equal(heard->values[4].text, "/rig/region/lower_back/focus 0.9");
	osc_client_send(client, "/rig/help", "s", "/rig/nothing");
	bench_expect_error(bench, bench->peer, "unknown_address", "/rig/help", &from);
	osc_client_send(client, "/rig/technique/list", "");
	heard = bench_next(bench, bench->peer, "/rig/technique/item", &from);
	assert_string_equal(heard->types, "iss");
	assert_string_equal(heard->values[1].text, "swedish");
	heard = bench_next(bench, bench->peer, "/rig/technique/item", &from);
	assert_about(heard->values[0].number, 1.0);
	assert_string_equal(heard->values[2].text, "Shiatsu");
}

static void all_zero_snapshot__is_boot_without_a_fault(void **state)
{
	struct bench *bench = *state;
	struct snapshot nothing = {0};
	int from = 0;

	bench_show(bench, &nothing);
	osc_client_send(bench->peer->client, "/rig/state", "");
	assert_string_equal(bench_next(bench, bench->peer, "/rig/state", &from)->values[0].text,
			    "boot");
	osc_client_send(bench->peer->client, "/rig/state/reason", "");
	assert_string_equal(
		bench_next(bench, bench->peer, "/rig/state/reason", &from)->values[0].text,
		"starting");
	osc_client_send(bench->peer->client, "/rig/fault", "");
	assert_string_equal(bench_next(bench, bench->peer, "/rig/fault", &from)->values[1].text,
			    "none");
}

static void unknown_address__is_an_error_and_our_own_answers_are_not_heard(void **state)
{
	struct bench *bench = *state;
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/nothing", "i", 1);
	bench_expect_error(bench, bench->peer, "unknown_address", "/rig/nothing", &from);
	osc_client_send(bench->peer->client, "/rig/head/17/force", "");
	bench_expect_error(bench, bench->peer, "unknown_address", "/rig/head/17/force", &from);
	osc_client_send(bench->peer->client, "/rig/state", "s", "running");
	bench_expect_error(bench, bench->peer, "bad_type", "/rig/state", &from);
	from = bench->peer->count;
	osc_client_send(bench->peer->client, "/rig/error", "ssssi", "a", "b", "c", "d", 1);
	osc_client_send(bench->peer->client, "/rig/pong", "ii", 1, 1);
	bench_settle(bench, bench->peer);
	assert_int_equal(peer_count_others(bench->peer, from), 0);
}

static void replies_beyond_the_budget__become_one_error(void **state)
{
	struct bench *bench = *state;
	int from = 0;

	for (int i = 0; i < 20; i++) {
		for (int k = 0; k < 60; k++) {
			osc_client_send(bench->peer->client, "/rig/head/1/force", "");
		}
		bench_turn(bench, bench->peer);
	}
	bench_expect_error(bench, bench->peer, "rate", "/rig/head/1/force", &from);
	assert_true(peer_count(bench->peer, "/rig/head/1/force", 0) >= 600);
}

static void patterns_beyond_their_budget__are_refused_as_busy(void **state)
{
	struct bench *bench = *state;
	int from = 0;

	for (int i = 0; i < 60; i++) {
		osc_client_send(bench->peer->client, "/rig/head/*/force", "");
	}
	bench_expect_error(bench, bench->peer, "busy", "/rig/head/*/force", &from);
	assert_true(peer_count(bench->peer, "/rig/head/1/force", 0) >= 10);
}

static void errors__are_at_most_five_a_second(void **state)
{
	struct bench *bench = *state;
	double start_s = bench_now_s();
	int errors;

	for (int i = 0; i < 200; i++) {
		osc_client_send(bench->peer->client, "/rig/nothing", "");
	}
	bench_settle(bench, bench->peer);
	errors = peer_count(bench->peer, "/rig/error", 0);
	assert_true(errors >= 5 && errors <= 5 * (1 + (int)(bench_now_s() - start_s)));
}

/* So that the turn ends, and the rig hears of this thread, whatever is asked of it. */
static void turn__stops_hearing_when_it_has_answered_enough(void **state)
{
	enum { FLOOD = 16 };
	struct bench *bench = *state;
	struct peer *flood[FLOOD];
	struct packet packet = {.size = 0};
	int heard[2] = {0};

	packet_bundle(&packet, 1);
	for (int i = 0; i < 32; i++) {
		packet_element(&packet, "/rig/screening/list");
	}
	for (int i = 0; i < FLOOD; i++) {
		flood[i] = peer_open("127.0.0.1", server_port(bench->server));
		peer_send_packet(flood[i], &packet);
	}
	for (int turn = 0; turn < 2; turn++) {
		server_turn(bench->server, 1);
		for (int i = 0; i < FLOOD; i++) {
			assert_true(osc_client_receive(flood[i]->client, bench_note, flood[i]) >=
				    0);
			heard[turn] += flood[i]->count > 0 ? 1 : 0;
		}
	}
	assert_int_equal(heard[0], 1);
	assert_int_equal(heard[1], 2);
	for (int i = 0; i < FLOOD; i++) {
		peer_close(flood[i]);
	}
}

static void malformed_packet__is_met_with_silence(void **state)
{
	struct bench *bench = *state;
	struct packet whole = {.size = 0};

	packet_of_all_types(&whole);
	for (size_t size = 1; size < whole.size; size++) {
		struct packet part = whole;

		part.size = size;
		if (size != 12) { /* there it is a message without tags */
			peer_send_packet(bench->peer, &part);
		}
	}
	for (uint32_t length = 0; length < 64; length++) {
		struct packet packet = {.size = 0};

		packet_bundle(&packet, 1);
		packet_u32(&packet, length != 16 ? length : 0xffffffff);
		packet_text(&packet, "/rig/intensity");
		packet.size -= packet.size % 16 == 0 ? 4 : 0;
		packet.bytes[packet.size++] = 1;
		peer_send_packet(bench->peer, &packet);
	}
	whole.size = 8192;
	peer_send_packet(bench->peer, &whole);
	bench_settle(bench, bench->peer);
	assert_int_equal(peer_count_others(bench->peer, 0), 0);
	assert_int_equal(bench_command(bench)->presses.stop, 0);
}

static void bit_flips_of_a_session__never_break_the_server(void **state)
{
	struct bench *bench = *state;
	struct packet packet = {.size = 0};
	size_t start;

	packet_bundle(&packet, 1);
	start = packet_open(&packet);
	packet_text(&packet, "/rig/region/legs/focus");
	packet_text(&packet, ",f");
	packet_float(&packet, 0.5f);
	packet_close(&packet, start);
	packet_element(&packet, "/rig/z*/force");
	start = packet_open(&packet);
	packet_text(&packet, "/sim/fault");
	packet_text(&packet, ",sif");
	packet_text(&packet, "none");
	packet_u32(&packet, 1);
	packet_float(&packet, 1.0f);
	packet_close(&packet, start);
	for (size_t bit = 0; bit < packet.size * 8; bit++) {
		packet.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		peer_send_packet(bench->peer, &packet);
		packet.bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
		if (bit % 16 == 0) {
			bench_turn(bench, bench->peer);
		}
	}
	bench_settle(bench, bench->peer);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		double focus = bench_command(bench)->focus[r];

		assert_true(focus >= 0.0 && focus <= 1.0);
	}
}

static void first_technique__is_the_gentle_one_wherever_it_stands(void **state)
{
	static const struct {
		const char *names[2];
		int first;
	} cases[] = {{{"deep_tissue", "swedish"}, 1},
		     {{"swedish", "tuina"}, 0},
		     {{"deep_tissue", "tuina"}, 0}};
	struct bench *bench = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct server_setup setup = bench->setup;
		struct server *server;
		char error[256] = "";

		for (int t = 0; t < 2; t++) {
			snprintf(bench->techniques[t].name, sizeof(bench->techniques[t].name), "%s",
				 cases[i].names[t]);
		}
		server = server_open(&setup, error, sizeof(error));
		assert_non_null(server);
		assert_int_equal(bench_command(bench)->technique, cases[i].first);
		server_close(server);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(taken_port__is_said_with_the_remedy),
		BENCH_TEST(address_that_is_not_ours__is_said_with_the_remedy),
		BENCH_TEST(first_command__is_there_before_the_first_turn),
		BENCH_TEST(first_technique__is_the_gentle_one_wherever_it_stands),
		cmocka_unit_test(ipv6__is_served_on_its_own_and_beside_ipv4),
		BENCH_TEST(questions__are_answered),
		BENCH_TEST(all_zero_snapshot__is_boot_without_a_fault),
		BENCH_TEST(unknown_address__is_an_error_and_our_own_answers_are_not_heard),
		BENCH_TEST(replies_beyond_the_budget__become_one_error),
		BENCH_TEST(patterns_beyond_their_budget__are_refused_as_busy),
		BENCH_TEST(turn__stops_hearing_when_it_has_answered_enough),
		BENCH_TEST(errors__are_at_most_five_a_second),
		BENCH_TEST(malformed_packet__is_met_with_silence),
		BENCH_TEST(bit_flips_of_a_session__never_break_the_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
