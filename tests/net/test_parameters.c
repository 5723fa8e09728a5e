/*
 * test_parameters.c - setting, reading and refusing values over the wire.
 */
#include "net/bench.h"

static double heard_number(struct bench *bench, const char *path, int *from)
{
	const struct heard *heard = bench_next(bench, bench->peer, path, from);

	assert_true(heard->count >= 1 && heard->types[0] == 'f');
	return heard->values[0].number;
}

static void intensity__is_set_and_echoed_by_every_type_of_number(void **state)
{
	static const struct {
		const char *type;
		double sent;
		double wanted;
	} cases[] = {
		{"i", 0, 0}, {"i", 1, 1}, {"f", 0, 0}, {"f", 0.5, 0.5},   {"f", 1, 1}, {"h", 0, 0},
		{"h", 1, 1}, {"d", 0, 0}, {"d", 1, 1}, {"d", 0.25, 0.25}, {"F", 0, 0}, {"T", 0, 1},
	};
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *type = cases[i].type;

		if (type[0] == 'i') {
			osc_client_send(client, "/rig/intensity", type, (int)cases[i].sent);
		} else if (type[0] == 'h') {
			osc_client_send(client, "/rig/intensity", type, (long long)cases[i].sent);
		} else {
			osc_client_send(client, "/rig/intensity", type, cases[i].sent);
		}
		assert_about(heard_number(bench, "/rig/intensity", &from), cases[i].wanted);
		assert_about(bench_command(bench)->intensity, cases[i].wanted);
	}
	assert_int_equal(peer_count(bench->peer, "/rig/error", 0), 0);
}

static void parameter__reaches_its_field(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	const struct command *command;

	osc_client_send(client, "/rig/speed", "f", 1.5);
	osc_client_send(client, "/rig/duration", "i", 600);
	osc_client_send(client, "/rig/ceiling", "f", 40.0);
	osc_client_send(client, "/rig/region/hips/focus", "f", 0.75);
	osc_client_send(client, "/rig/region/legs/enable", "F");
	osc_client_send(client, "/rig/client/height", "d", 1.8);
	osc_client_send(client, "/rig/client/placed", "T");
	bench_settle(bench, bench->peer);
	command = bench_command(bench);
	assert_about(command->speed, 1.5);
	assert_about(command->duration_s, 600.0);
	assert_about(command->ceiling_n, 40.0);
	assert_about(command->focus[REGION_HIPS], 0.75);
	assert_about(command->focus[REGION_LEGS], FOCUS_START);
	assert_false(command->enabled[REGION_LEGS]);
	assert_true(command->enabled[REGION_HIPS]);
	assert_about(command->height_m, 1.8);
	assert_true(command->placed);
	assert_true(command->heard_t_ns > 0);
}

static void height__stays_while_anything_may_press(void **state)
{
	struct bench *bench = *state;
	int from = 0;

	for (int s = STATE_ARMED; s < STATE_COUNT; s++) {
		bench_show_state(bench, (enum state)s);
		osc_client_send(bench->peer->client, "/rig/client/height", "f", 1.6);
		bench_expect_error(bench, bench->peer, "locked", "/rig/client/height", &from);
		assert_about(bench_command(bench)->height_m, BODY_HEIGHT_M);
	}
}

static void parameter_without_arguments__is_read(void **state)
{
	struct bench *bench = *state;
	struct packet untagged = {.size = 0};
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/intensity", "");
	assert_about(heard_number(bench, "/rig/intensity", &from), (double)(float)INTENSITY_START);
	packet_text(&untagged, "/rig/speed");
	peer_send_packet(bench->peer, &untagged);
	assert_about(heard_number(bench, "/rig/speed", &from), 1.0);
}

static void refused_value__is_followed_by_the_true_one(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	osc_client_send(client, "/rig/intensity", "f", 1.5);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/intensity", &from);
	assert_about(heard_number(bench, "/rig/intensity", &from), (double)(float)INTENSITY_START);
	osc_client_send(client, "/rig/intensity", "f", (double)NAN);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/intensity", &from);
	assert_about(heard_number(bench, "/rig/intensity", &from), (double)(float)INTENSITY_START);
	osc_client_send(client, "/rig/ceiling", "s", "much");
	bench_expect_error(bench, bench->peer, "bad_type", "/rig/ceiling", &from);
	assert_about(heard_number(bench, "/rig/ceiling", &from), CEILING_MAX_N);
	osc_client_send(client, "/rig/ceiling", "d", (double)HUGE_VAL);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/ceiling", &from);
	assert_about(bench_command(bench)->ceiling_n, CEILING_MAX_N);
	assert_about(bench_command(bench)->intensity, INTENSITY_START);
}

static void technique__is_chosen_by_name_or_index(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	osc_client_send(client, "/rig/technique", "s", "shiatsu");
	assert_string_equal(bench_next(bench, bench->peer, "/rig/technique", &from)->values[0].text,
			    "shiatsu");
	assert_int_equal(bench_command(bench)->technique, 1);
	osc_client_send(client, "/rig/technique", "i", 0);
	assert_string_equal(bench_next(bench, bench->peer, "/rig/technique", &from)->values[0].text,
			    "swedish");
	osc_client_send(client, "/rig/technique", "s", "../../etc/passwd");
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/technique", &from);
	osc_client_send(client, "/rig/technique", "i", 2);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/technique", &from);
	osc_client_send(client, "/rig/technique", "i", -1);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/technique", &from);
	osc_client_send(client, "/rig/technique", "f", 0.5);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/technique", &from);
	assert_int_equal(bench_command(bench)->technique, 0);
}

static void pattern__sets_and_reads_every_parameter_it_matches(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	osc_client_send(client, "/rig/region/{hips,legs}/focus", "f", 0.9);
	osc_client_send(client, "/rig/region/*/enable", "i", 0);
	bench_settle(bench, bench->peer);
	assert_about(bench_command(bench)->focus[REGION_HIPS], (double)0.9f);
	assert_about(bench_command(bench)->focus[REGION_LEGS], (double)0.9f);
	assert_about(bench_command(bench)->focus[REGION_NECK], FOCUS_START);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		assert_false(bench_command(bench)->enabled[r]);
	}
	from = bench->peer->count;
	osc_client_send(client, "/rig/head/*/force", "");
	osc_client_send(client, "/rig/intensity*", "");
	bench_settle(bench, bench->peer);
	assert_int_equal(peer_count(bench->peer, "/rig/head/1/force", from), 1);
	assert_int_equal(peer_count(bench->peer, "/rig/head/16/force", from), 1);
	assert_int_equal(peer_count(bench->peer, "/rig/head/17/force", from), 0);
	assert_int_equal(peer_count(bench->peer, "/rig/intensity", from), 1);
	from = bench->peer->count;
	osc_client_send(client, "/rig/head/*/force", "f", 80.0);
	bench_expect_error(bench, bench->peer, "bad_type", "/rig/head/*/force", &from);
	osc_client_send(client, "/rig/zz*", "");
	bench_expect_error(bench, bench->peer, "unknown_address", "/rig/zz*", &from);
}

static void parameter__ignores_time_tags(void **state)
{
	struct bench *bench = *state;
	struct packet packet = {.size = 0};
	size_t start;

	packet_bundle(&packet, 0x7fffffffffffffffULL);
	start = packet_open(&packet);
	packet_text(&packet, "/rig/intensity");
	packet_text(&packet, ",f");
	packet_float(&packet, 0.75f);
	packet_close(&packet, start);
	peer_send_packet(bench->peer, &packet);
	bench_settle(bench, bench->peer);
	assert_about(bench_command(bench)->intensity, 0.75);
}

static void pad__spreads_focus_around_the_finger_and_sets_balance(void **state)
{
	struct bench *bench = *state;
	const struct command *command;
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/focus/xy", "ff", 1.0, 0.0);
	assert_about(heard_number(bench, "/rig/focus/xy", &from), 1.0);
	command = bench_command(bench);
	assert_about(command->focus[REGION_LEGS], 1.0);
	assert_true(command->focus[REGION_HIPS] < 1.0);
	assert_true(command->focus[REGION_LOWER_BACK] < command->focus[REGION_HIPS]);
	assert_true(command->focus[REGION_NECK] < 0.01);
	assert_about(command->focus[REGION_ARMS], FOCUS_START); /* no head there */
	assert_about(command->balance, -1.0);
	osc_client_send(bench->peer->client, "/rig/focus/xy", "ff", 0.0, 1.0);
	assert_about(heard_number(bench, "/rig/focus/xy", &from), 0.0);
	assert_about(bench_command(bench)->focus[REGION_NECK], 1.0);
	assert_about(bench_command(bench)->balance, 1.0);
	osc_client_send(bench->peer->client, "/rig/focus/xy", "ff", 0.5, 1.1);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/focus/xy", &from);
	assert_about(bench_command(bench)->focus[REGION_NECK], 1.0);
}

static void pad_and_balance__are_one_value_by_two_names(void **state)
{
	struct bench *bench = *state;
	const struct heard *heard;
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/focus/xy", "ff", 0.5, 0.25);
	heard = bench_next(bench, bench->peer, "/rig/focus/xy", &from);
	assert_about(heard->values[1].number, 0.25);
	osc_client_send(bench->peer->client, "/rig/balance", "");
	assert_about(heard_number(bench, "/rig/balance", &from), -0.5);
	osc_client_send(bench->peer->client, "/rig/balance", "f", 1.0);
	assert_about(heard_number(bench, "/rig/balance", &from), 1.0);
	osc_client_send(bench->peer->client, "/rig/focus/xy", "");
	heard = bench_next(bench, bench->peer, "/rig/focus/xy", &from);
	assert_about(heard->values[0].number, 0.5);
	assert_about(heard->values[1].number, 1.0);
	osc_client_send(bench->peer->client, "/rig/balance", "f", -1.01);
	bench_expect_error(bench, bench->peer, "bad_value", "/rig/balance", &from);
	assert_about(heard_number(bench, "/rig/balance", &from), 1.0);
	assert_about(bench_command(bench)->balance, 1.0);
}

/* Ten seconds' worth of a hundred changes a second of each, as fast as they can be sent. */
static void flood_of_changes__leaves_the_latest_of_each(void **state)
{
	static const char *const paths[] = {"/rig/intensity", "/rig/speed", "/rig/ceiling",
					    "/rig/region/hips/focus", "/rig/balance"};
	enum { PATHS = sizeof(paths) / sizeof(paths[0]), CHANGES = 1000 };
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	int from = 0;

	bench_show_state(bench, STATE_RUNNING);
	osc_client_send(client, "/rig/subscribe", "if", 0, 1.0);
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	for (int i = 1; i <= CHANGES; i++) {
		for (int p = 0; p < PATHS; p++) {
			osc_client_send(client, paths[p], "f", 0.5 + 0.5 * (double)i / CHANGES);
		}
		osc_client_send(client, "/rig/comfort", "i", i % 11);
		osc_client_send(client, "/rig/technique", "i", i % 2);
		if (i % 20 == 0) {
			bench_settle(bench, bench->peer);
		}
	}
	bench_settle(bench, bench->peer);
	assert_about(bench_command(bench)->intensity, 1.0);
	assert_about(bench_command(bench)->speed, 1.0);
	assert_about(bench_command(bench)->ceiling_n, 1.0);
	assert_about(bench_command(bench)->focus[REGION_HIPS], 1.0);
	assert_about(bench_command(bench)->balance, 1.0);
	assert_int_equal(bench_command(bench)->comfort, CHANGES % 11);
	assert_int_equal(bench_command(bench)->comfort_answers, CHANGES);
	assert_int_equal(bench_command(bench)->technique, 0);
	from = 0;
	for (int p = 0; p < PATHS; p++) {
		from = 0;
		do {
		} while (heard_number(bench, paths[p], &from) < 1.0 - 1e-9);
	}
	assert_int_equal(peer_count(bench->peer, "/rig/error", 0), 0);
}

static void simulator__takes_orders(void **state)
{
	struct bench *bench = *state;
	struct osc_client *client = bench->peer->client;
	const struct sim_order *order;
	int from = 0;

	osc_client_send(client, "/sim/fault", "sif", "stuck", 3, 0.5);
	osc_client_send(client, "/sim/patient", "s", "stiff");
	osc_client_send(client, "/sim/button", "sf", "stop", 1.0);
	osc_client_send(client, "/sim/button", "sf", "hand", 1.0);
	osc_client_send(client, "/sim/button", "sf", "stop", 0.0);
	osc_client_send(client, "/sim/button", "sT", "confirm");
	bench_settle(bench, bench->peer);
	order = bench_order(bench);
	assert_int_equal(order->fault_orders, 1);
	assert_int_equal(order->fault, FAULT_STUCK);
	assert_int_equal(order->fault_head, 3);
	assert_about(order->fault_magnitude, 0.5);
	assert_int_equal(order->patient, 1);
	assert_false(order->stop_open);
	assert_true(order->hand_held);
	assert_true(order->reset_held);
	osc_client_send(client, "/sim/button", "sf", "hand", 0.0);
	bench_settle(bench, bench->peer);
	assert_false(bench_order(bench)->hand_held);
	osc_client_send(client, "/sim/fault", "sif", "melted", 0, 0.0);
	bench_expect_error(bench, bench->peer, "bad_value", "/sim/fault", &from);
	osc_client_send(client, "/sim/fault", "sif", "stuck", 17, 0.0);
	bench_expect_error(bench, bench->peer, "bad_value", "/sim/fault", &from);
	assert_about(server_stall_s(bench->server), 0.0);
	osc_client_send(client, "/sim/fault", "sif", "net_stall", 0, 2.5);
	bench_settle(bench, bench->peer);
	assert_about(server_stall_s(bench->server), 2.5);
	assert_about(server_stall_s(bench->server), 0.0);
	osc_client_send(client, "/sim/fault", "sif", "contact_off", 3, 0.0);
	bench_expect_error(bench, bench->peer, "bad_value", "/sim/fault", &from);
	osc_client_send(client, "/sim/patient", "s", "nobody");
	bench_expect_error(bench, bench->peer, "bad_value", "/sim/patient", &from);
	osc_client_send(client, "/sim/*", "sf", "stop", 1.0);
	bench_expect_error(bench, bench->peer, "pattern_refused", "/sim/*", &from);
	assert_int_equal(bench_order(bench)->fault_orders, 2);
	assert_int_equal(bench_order(bench)->faults[1].kind, FAULT_STUCK);
	assert_int_equal(bench_order(bench)->faults[2].kind, FAULT_NET_STALL);
}

/* None of them vanishes: it is taken, or whoever sent it is told that it is not. */
static void faults_beyond_those_that_wait__are_each_refused(void **state)
{
	struct bench *bench = *state;
	int from = 0;

	for (int k = 0; k < FAULTS_KEPT + 20; k++) {
		osc_client_send(bench->peer->client, "/sim/fault", "sif", "delayed", 1 + k % 16,
				0.001 * (k + 1));
	}
	for (int k = 0; k < 20; k++) {
		bench_expect_error(bench, bench->peer, "busy", "/sim/fault", &from);
	}
	bench_settle(bench, bench->peer);
	assert_int_equal(peer_count(bench->peer, "/rig/error", from), 0);
	assert_int_equal(bench_order(bench)->fault_orders, FAULTS_KEPT);
	for (uint32_t n = 1; n <= FAULTS_KEPT; n++) {
		assert_about(bench_order(bench)->faults[n % FAULTS_KEPT].magnitude, 0.001 * n);
	}
	atomic_store(&bench->faults_obeyed, 3);
	for (int k = 0; k < 4; k++) {
		osc_client_send(bench->peer->client, "/sim/fault", "sif", "delayed", 1, 0.5);
	}
	bench_expect_error(bench, bench->peer, "busy", "/sim/fault", &from);
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_order(bench)->fault_orders, FAULTS_KEPT + 3);
}

/* By the words that knead sim has for the same. */
static void
fault_that_the_simulator_does_not_mean__is_refused_with_what_would_be_right(void **state)
{
	static const struct {
		const char *kind;
		double head;
		double magnitude;
		const char *says;
	} cases[] = {
		{"melted", 0, 0.0, "no fault has that name; knead sim --help lists them"},
		{"stuck", 17, 0.0,
		 "there is no head 17; rig sim-16 has heads 1 to 16, and 0 is all"},
		{"stuck", -1, 0.0, "head: a whole number is needed; 0 is all"},
		{"contact_off", 3, 0.0, "head 3 of rig sim-16 has no contact pad"},
		{"heater_on", 0, 0.0, "no head can have it: each of rig sim-16 is not heated"},
		{"delayed", 3, 61.0,
		 "magnitude 61 is none of delayed: give a time above 0, at most 60 s, or 0 for the "
		 "usual"},
		{"valve_leak", 3, 2.0,
		 "magnitude 2 is none of valve_leak: give a share above 0, at most 0.99, or 0 for "
		 "the usual"},
		{"net_stall", 0, -1.0,
		 "magnitude -1 is none of net_stall: give a time above 0, at most 60 s, or 0 for "
		 "the usual"},
		{"intermittent", 0, 0.5, NULL},
		{"delayed", 0, 60.0, NULL},
		{"power_lost", 0, 0.0, NULL},
	};
	uint32_t orders = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench *one = bench_open("127.0.0.1", true); /* 5 errors a second to each */
		int from = 0;

		osc_client_send(one->peer->client, "/sim/fault", "sff", cases[i].kind,
				cases[i].head, cases[i].magnitude);
		if (cases[i].says != NULL) {
			const struct heard *heard = bench_next(one, one->peer, "/rig/error", &from);

			assert_string_equal(heard->values[0].text, "bad_value");
			assert_string_equal(heard->values[2].text, cases[i].says);
		} else {
			bench_settle(one, one->peer);
			orders += bench_order(one)->fault_orders;
		}
		bench_close(one);
	}
	assert_int_equal(orders, 3);
}

static void simulator_orders__are_locked_on_a_real_rig(void **state)
{
	struct bench *bench = bench_open("127.0.0.1", false);
	int from = 0;

	(void)state;
	osc_client_send(bench->peer->client, "/sim/fault", "sif", "stuck", 0, 0.0);
	bench_expect_error(bench, bench->peer, "locked", "/sim/fault", &from);
	osc_client_send(bench->peer->client, "/sim/patient", "");
	bench_expect_error(bench, bench->peer, "locked", "/sim/patient", &from);
	osc_client_send(bench->peer->client, "/sim/button", "sf", "stop", 1.0);
	bench_expect_error(bench, bench->peer, "locked", "/sim/button", &from);
	bench_close(bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(intensity__is_set_and_echoed_by_every_type_of_number),
		BENCH_TEST(parameter__reaches_its_field),
		BENCH_TEST(height__stays_while_anything_may_press),
		BENCH_TEST(parameter_without_arguments__is_read),
		BENCH_TEST(refused_value__is_followed_by_the_true_one),
		BENCH_TEST(technique__is_chosen_by_name_or_index),
		BENCH_TEST(pattern__sets_and_reads_every_parameter_it_matches),
		BENCH_TEST(parameter__ignores_time_tags),
		BENCH_TEST(pad__spreads_focus_around_the_finger_and_sets_balance),
		BENCH_TEST(pad_and_balance__are_one_value_by_two_names),
		BENCH_TEST(flood_of_changes__leaves_the_latest_of_each),
		BENCH_TEST(simulator__takes_orders),
		BENCH_TEST(faults_beyond_those_that_wait__are_each_refused),
		cmocka_unit_test(
			fault_that_the_simulator_does_not_mean__is_refused_with_what_would_be_right),
		cmocka_unit_test(simulator_orders__are_locked_on_a_real_rig),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
