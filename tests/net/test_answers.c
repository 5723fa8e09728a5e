/*
 * test_answers.c - what a client says over the wire: the screening, comfort, "it has let go".
 */
#include "net/bench.h"
#include "net/osc_schema.h"

static const enum answer all_answers[] = {ANSWER_NO, ANSWER_YES, ANSWER_CONSENT};

static void path_of(int item, char path[64])
{
	snprintf(path, 64, "/rig/screening/%s", screening_words(item)->name);
}

/* As the core would: what was asked for is what it shows. */
static void play_core(struct bench *bench)
{
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);

	memcpy(snapshot.screening, bench_command(bench)->screening, sizeof(snapshot.screening));
	snapshot.comfort =
		bench_command(bench)->comfort_answers > 0 ? bench_command(bench)->comfort : -1;
	bench_show(bench, &snapshot);
}

static void every_answer_to_every_question__reaches_its_field_and_no_other(void **state)
{
	struct bench *bench = *state;
	uint32_t counts[SCREENING_ITEMS] = {0};
	enum answer answers[SCREENING_ITEMS] = {ANSWER_NONE};
	char path[64];

	for (int item = 0; item < SCREENING_ITEMS; item++) {
		for (size_t a = 0; a < sizeof(all_answers) / sizeof(all_answers[0]); a++) {
			path_of(item, path);
			osc_client_send(bench->peer->client, path, "s",
					answer_name(all_answers[a]));
			bench_settle(bench, bench->peer);
			answers[item] = all_answers[a];
			counts[item]++;
			assert_memory_equal(bench_command(bench)->screening, answers,
					    sizeof(answers));
			assert_memory_equal(bench_command(bench)->screening_answers, counts,
					    sizeof(counts));
		}
	}
	assert_int_equal(peer_count(bench->peer, "/rig/error", 0), 0);
}

static void same_answer_again__counts_again(void **state)
{
	struct bench *bench = *state;

	osc_client_send(bench->peer->client, "/rig/screening/dvt", "s", "no");
	osc_client_send(bench->peer->client, "/rig/screening/dvt", "s", "no");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->screening_answers[SCREEN_DVT], 2);
}

static void answer__is_read_back_as_the_core_holds_it(void **state)
{
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);
	struct bench *bench = *state;
	char path[64];
	int from = 0;

	for (int item = 0; item < SCREENING_ITEMS; item++) {
		for (int answer = ANSWER_NONE; answer <= ANSWER_CONSENT; answer++) {
			snapshot.screening[item] = (enum answer)answer;
			bench_show(bench, &snapshot);
			path_of(item, path);
			osc_client_send(bench->peer->client, path, "");
			assert_string_equal(
				bench_next(bench, bench->peer, path, &from)->values[0].text,
				answer_name((enum answer)answer));
		}
	}
}

static void answer__is_echoed_to_its_sender_and_every_subscriber(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);
	struct peer *other = peer_open("127.0.0.1", server_port(bench->server));
	int from = 0;
	int from_other = 0;

	osc_client_send(other->client, "/rig/subscribe", "");
	bench_next(bench, other, "/rig/snapshot/end", &from_other);
	snapshot.screening[SCREEN_FEVER] = ANSWER_YES;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/screening/fever", "s", "yes");
	assert_string_equal(
		bench_next(bench, bench->peer, "/rig/screening/fever", &from)->values[0].text,
		"yes");
	assert_string_equal(
		bench_next(bench, other, "/rig/screening/fever", &from_other)->values[0].text,
		"yes");
	peer_close(other);
}

static void wrong_answer__is_one_error_and_the_true_answer(void **state)
{
	static const struct {
		const char *code;
		const char *type;
		const char *text;
		double number;
	} wrong[] = {
		{"bad_value", "s", "maybe", 0.0}, {"bad_value", "s", "none", 0.0},
		{"bad_value", "s", "", 0.0},      {"bad_value", "s", "YES", 0.0},
		{"bad_type", "f", NULL, 1.0},     {"bad_type", "f", NULL, (double)NAN},
		{"bad_type", "T", NULL, 0.0},     {"bad_type", "d", NULL, 0.0},
	};
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);
	int size = (int)(sizeof(wrong) / sizeof(wrong[0]));

	snapshot.screening[SCREEN_PREGNANCY] = ANSWER_CONSENT;
	bench_show(bench, &snapshot);
	for (int i = 0; i < size; i++) {
		/* of its own each: five errors a second are said to one */
		struct peer *peer = peer_open("127.0.0.1", server_port(bench->server));
		int from = 0;

		if (wrong[i].text != NULL) {
			osc_client_send(peer->client, "/rig/screening/pregnancy", wrong[i].type,
					wrong[i].text);
		} else {
			osc_client_send(peer->client, "/rig/screening/pregnancy", wrong[i].type,
					wrong[i].number);
		}
		bench_expect_error(bench, peer, wrong[i].code, "/rig/screening/pregnancy", &from);
		assert_string_equal(
			bench_next(bench, peer, "/rig/screening/pregnancy", &from)->values[0].text,
			"consent");
		bench_settle(bench, peer);
		assert_int_equal(peer_count(peer, "/rig/error", 0), 1);
		peer_close(peer);
	}
	assert_int_equal(bench_command(bench)->screening_answers[SCREEN_PREGNANCY], 0);
	assert_int_equal(bench_command(bench)->screening[SCREEN_PREGNANCY], ANSWER_NONE);
}

static void question_nobody_knows__is_unknown(void **state)
{
	static const char *const wrong[] = {"/rig/screening/hangover", "/rig/screening/unknown",
					    "/rig/screening/1"};
	struct bench *bench = *state;
	const uint32_t none[SCREENING_ITEMS] = {0};
	int from = 0;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		osc_client_send(bench->peer->client, wrong[i], "s", "no");
		bench_expect_error(bench, bench->peer, "unknown_address", wrong[i], &from);
	}
	assert_memory_equal(bench_command(bench)->screening_answers, none, sizeof(none));
}

static void list_of_questions__has_all_there_is_to_ask(void **state)
{
	static const char *const rules[] = {"never", "consent", "place", "heat", "put_right"};
	struct bench *bench = *state;
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/screening/list", "");
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		const struct heard *heard =
			bench_next(bench, bench->peer, "/rig/screening/item", &from);

		assert_string_equal(heard->types, "isss");
		assert_int_equal((int)heard->values[0].number, item);
		assert_string_equal(heard->values[1].text, screening_words(item)->name);
		assert_string_equal(heard->values[2].text, rules[screening_words(item)->rule]);
		assert_string_equal(heard->values[3].text, screening_words(item)->question);
	}
	bench_settle(bench, bench->peer);
	assert_int_equal(peer_count(bench->peer, "/rig/screening/item", 0), SCREENING_ITEMS);
}

static void comfort__is_heard_on_its_whole_scale_and_counted(void **state)
{
	struct bench *bench = *state;
	int from = 0;

	for (int comfort = 0; comfort <= COMFORT_WORST; comfort++) {
		if (comfort % 2 == 0) {
			osc_client_send(bench->peer->client, "/rig/comfort", "i", comfort);
		} else {
			osc_client_send(bench->peer->client, "/rig/comfort", "f", (double)comfort);
		}
		bench_settle(bench, bench->peer);
		assert_int_equal(bench_command(bench)->comfort, comfort);
		assert_int_equal(bench_command(bench)->comfort_answers, comfort + 1);
		play_core(bench);
		osc_client_send(bench->peer->client, "/rig/comfort", "");
		do {
		} while ((int)bench_next(bench, bench->peer, "/rig/comfort", &from)
				 ->values[0]
				 .number != comfort);
	}
	assert_int_equal(peer_count(bench->peer, "/rig/error", 0), 0);
}

static void wrong_comfort__is_one_error_and_the_true_value(void **state)
{
	static const struct {
		const char *code;
		const char *type;
		double number;
	} wrong[] = {
		{"bad_value", "f", 11.0},  {"bad_value", "f", -1.0},
		{"bad_value", "f", 3.5},   {"bad_value", "d", (double)NAN},
		{"bad_value", "f", 1e300}, {"bad_value", "d", -(double)HUGE_VAL},
		{"bad_type", "s", 0.0},    {"bad_type", "N", 0.0},
	};
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
	int size = (int)(sizeof(wrong) / sizeof(wrong[0]));

	snapshot.comfort = 3;
	bench_show(bench, &snapshot);
	for (int i = 0; i < size; i++) {
		struct peer *peer = peer_open("127.0.0.1", server_port(bench->server));
		int from = 0;

		if (wrong[i].type[0] == 's') {
			osc_client_send(peer->client, "/rig/comfort", "s", "fine");
		} else {
			osc_client_send(peer->client, "/rig/comfort", wrong[i].type,
					wrong[i].number);
		}
		bench_expect_error(bench, peer, wrong[i].code, "/rig/comfort", &from);
		assert_about(bench_next(bench, peer, "/rig/comfort", &from)->values[0].number, 3.0);
		bench_settle(bench, peer);
		assert_int_equal(peer_count(peer, "/rig/error", 0), 1);
		peer_close(peer);
	}
	assert_int_equal(bench_command(bench)->comfort_answers, 0);
	assert_int_equal(bench_command(bench)->comfort, 0);
}

static void comfort_due__is_what_is_left_to_answer(void **state)
{
	static const struct {
		bool due;
		double left_s;
		double shown;
	} cases[] = {{false, 0.0, 0.0},
		     {false, 12.0, 0.0},
		     {true, 29.3, 30.0},
		     {true, 0.1, 1.0},
		     {true, 0.0, 1.0}};
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
	int from = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snapshot.comfort_due = cases[i].due;
		snapshot.comfort_left_s = cases[i].left_s;
		bench_show(bench, &snapshot);
		osc_client_send(bench->peer->client, "/rig/comfort/due", "");
		assert_about(
			bench_next(bench, bench->peer, "/rig/comfort/due", &from)->values[0].number,
			cases[i].shown);
	}
}

static void released__presses_its_own_button(void **state)
{
	struct bench *bench = *state;
	struct presses only = {.let_go = 1}; /* so soon, the second is the first one doubled */

	osc_client_send(bench->peer->client, "/rig/released", "");
	osc_client_send(bench->peer->client, "/rig/released", "f", 1.0);
	osc_client_send(bench->peer->client, "/rig/released", "f", 0.0);
	bench_settle(bench, bench->peer);
	assert_memory_equal(&bench_command(bench)->presses, &only, sizeof(only));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(every_answer_to_every_question__reaches_its_field_and_no_other),
		BENCH_TEST(same_answer_again__counts_again),
		BENCH_TEST(answer__is_read_back_as_the_core_holds_it),
		BENCH_TEST(answer__is_echoed_to_its_sender_and_every_subscriber),
		BENCH_TEST(wrong_answer__is_one_error_and_the_true_answer),
		BENCH_TEST(question_nobody_knows__is_unknown),
		BENCH_TEST(list_of_questions__has_all_there_is_to_ask),
		BENCH_TEST(comfort__is_heard_on_its_whole_scale_and_counted),
		BENCH_TEST(wrong_comfort__is_one_error_and_the_true_value),
		BENCH_TEST(comfort_due__is_what_is_left_to_answer),
		BENCH_TEST(released__presses_its_own_button),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
