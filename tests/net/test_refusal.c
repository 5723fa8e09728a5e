/*
 * test_refusal.c - arming and techniques that the core would refuse are refused in words, over the wire.
 */
#include "net/bench.h"

#include <knead/arming.h>

static const char *detail_of(struct bench *bench, const char *code, const char *address, int *from)
{
	const struct heard *heard = bench_next(bench, bench->peer, "/rig/error", from);

	assert_string_equal(heard->values[0].text, code);
	assert_string_equal(heard->values[1].text, address);
	return heard->values[2].text;
}

static void show_unfit(struct bench *bench, enum unfit unfit)
{
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);

	snapshot.unfit[1] = unfit;
	bench_show(bench, &snapshot);
}

static struct snapshot refused_for(int item, enum answer answer)
{
	struct snapshot snapshot = bench_snapshot(STATE_ARMED);

	snapshot.arm_refusal = ARM_SCREENING;
	snapshot.screening_item = item;
	snapshot.screening[item] = answer;
	return snapshot;
}

static void every_answer_that_refuses__stops_arming_and_says_so(void **state)
{
	struct bench *bench = *state;
	int refused = 0;
	int from = 0;

	for (int item = 0; item < SCREENING_ITEMS; item++) {
		for (int a = ANSWER_NONE; a <= ANSWER_CONSENT; a++) {
			struct snapshot snapshot = refused_for(item, (enum answer)a);
			char wanted[VALUE_TEXT_MAX];

			if (!screening_refuses(item, (enum answer)a, 1)) {
				continue;
			}
			bench_show(bench, &snapshot);
			snprintf(wanted, sizeof(wanted), "%s: %s", screening_words(item)->name,
				 screening_refusal(item, (enum answer)a));
			osc_client_send(bench->peer->client, "/rig/arm", "");
			osc_client_send(bench->peer->client, "/rig/start", "");
			osc_client_send(bench->peer->client, "/rig/arm/refusal", "");
			assert_string_equal(
				bench_next(bench, bench->peer, "/rig/arm/refusal", &from)
					->values[0]
					.text,
				wanted);
			refused++;
		}
	}
	assert_true(refused > 2 * SCREENING_ITEMS);
	assert_int_equal(bench_command(bench)->presses.arm, 0);
	assert_int_equal(bench_command(bench)->presses.start, 0);
}

static void screening__is_named_to_whoever_arms_or_starts(void **state)
{
	static const int items[] = {SCREEN_SEVERE_OSTEOPOROSIS, SCREEN_DIABETES, SCREEN_WOUND};
	struct bench *bench = *state;

	for (int i = 0; i < 6; i++) {
		struct peer *peer = peer_open("127.0.0.1", server_port(bench->server));
		struct snapshot snapshot = refused_for(items[i / 2], ANSWER_YES);
		const char *command = i % 2 == 0 ? "/rig/arm" : "/rig/start";
		const struct heard *error;
		char wanted[VALUE_TEXT_MAX];
		int from = 0;

		bench_show(bench, &snapshot);
		snprintf(wanted, sizeof(wanted), "%s: %s", screening_words(items[i / 2])->name,
			 screening_refusal(items[i / 2], ANSWER_YES));
		osc_client_send(peer->client, command, "");
		error = bench_next(bench, peer, "/rig/error", &from);
		assert_string_equal(error->values[0].text, "screening");
		assert_string_equal(error->values[1].text, command);
		assert_string_equal(error->values[2].text, wanted);
		peer_close(peer);
	}
}

/* An answer that refuses came in mid-session: whoever asks to go on is told which. */
static void resume__is_refused_with_the_answer_that_refuses(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = refused_for(SCREEN_DVT, ANSWER_YES);
	char wanted[VALUE_TEXT_MAX];
	int from = 0;

	snapshot.state = STATE_PAUSED;
	bench_show(bench, &snapshot);
	snprintf(wanted, sizeof(wanted), "%s: %s", screening_words(SCREEN_DVT)->name,
		 screening_refusal(SCREEN_DVT, ANSWER_YES));
	osc_client_send(bench->peer->client, "/rig/resume", "");
	assert_string_equal(detail_of(bench, "screening", "/rig/resume", &from), wanted);
	assert_int_equal(bench_command(bench)->presses.resume, 0);
	snapshot.arm_refusal = ARM_CLEAR;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/resume", "");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.resume, 1);
}

static void arming__is_refused_while_nothing_is_recorded(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);
	int from = 0;

	snapshot.arm_refusal = ARM_RECORDING;
	for (int now = 0; now < RECORDINGS; now++) {
		if (now == RECORDING_FINE) {
			continue;
		}
		snapshot.recording = (enum recording)now;
		bench_show(bench, &snapshot);
		osc_client_send(bench->peer->client, "/rig/arm", "");
		assert_string_equal(detail_of(bench, "bad_value", "/rig/arm", &from),
				    recording_sentence((enum recording)now));
	}
	assert_string_equal(recording_sentence(RECORDING_FULL),
			    "the disk has no room for recordings; make room on it");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.arm, 0);
}

static void arming_on_a_full_disk__is_refused_with_what_is_left_and_needed_where(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);
	int from = 0;

	snapshot.arm_refusal = ARM_RECORDING;
	snapshot.recording = RECORDING_FULL;
	bench->room.folder = "/state";
	bench->room.needed_mb = 68;
	atomic_store(&bench->room.left_mb, 12);
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	assert_string_equal(detail_of(bench, "bad_value", "/rig/arm", &from),
			    "the disk has no room for recordings: 12 MB left, 68 MB needed; make "
			    "room in /state");
	atomic_store(&bench->room.left_mb, 5000);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	assert_string_equal(detail_of(bench, "bad_value", "/rig/arm", &from),
			    "the disk has no room for recordings, though 5000 MB are free: a quota "
			    "or a limit of file sizes; raise it for /state");
}

static void arming__is_refused_unplaced_or_with_what_does_not_fit(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);
	int from = 0;

	snapshot.arm_refusal = ARM_UNPLACED;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	assert_non_null(
		strstr(detail_of(bench, "bad_value", "/rig/arm", &from), "/rig/client/placed 1"));
	snapshot.arm_refusal = ARM_TECHNIQUE;
	snapshot.unfit[0] = UNFIT_REGION;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	assert_string_equal(detail_of(bench, "bad_value", "/rig/arm", &from),
			    "Swedish massage works no region that has heads, is enabled and has a "
			    "share of the time");
	snapshot.unfit[0] = FIT; /* the core judged another than the one asked for now */
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	assert_string_equal(detail_of(bench, "bad_value", "/rig/arm", &from),
			    "the technique does not fit this rig now");
	assert_int_equal(bench_command(bench)->presses.arm, 0);
	snapshot.arm_refusal = ARM_CLEAR;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->presses.arm, 1);
}

static void refusal_of_arming__can_be_read_before_anybody_arms(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);
	int from = 0;

	osc_client_send(bench->peer->client, "/rig/arm/refusal", "");
	assert_string_equal(
		bench_next(bench, bench->peer, "/rig/arm/refusal", &from)->values[0].text, "");
	snapshot.arm_refusal = ARM_SCREENING;
	snapshot.screening_item = SCREEN_CANCER;
	snapshot.screening[SCREEN_CANCER] = ANSWER_YES;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm/refusal", "");
	assert_string_equal(
		bench_next(bench, bench->peer, "/rig/arm/refusal", &from)->values[0].text,
		"cancer: this needs a clinician's consent; with it, answer consent");
}

static struct snapshot idle_and_live(void)
{
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);

	for (int i = 0; i < snapshot.head_count; i++) {
		snapshot.heads[i].input = INPUT_LIVE;
		snapshot.heads[i].beside = INPUT_LIVE;
	}
	return snapshot;
}

/* What is told of arming where that is shown. */
static const char *refusal_of(struct bench *bench, const struct snapshot *snapshot, int *from)
{
	bench_show(bench, snapshot);
	osc_client_send(bench->peer->client, "/rig/arm/refusal", "");
	return bench_next(bench, bench->peer, "/rig/arm/refusal", from)->values[0].text;
}

static void a_head_that_keeps_from_arming__is_named_with_its_sensor(void **state)
{
	static const struct {
		enum arm_refusal why;
		struct arm_spot spot;
		const char *sentence;
	} rows[] = {
		{ARM_SENSOR,
		 {ARM_DOUBT_SILENT, SENSOR_FORCE, 0},
		 "head 1: its force sensor is silent, or sends too seldom"},
		{ARM_SENSOR,
		 {ARM_DOUBT_NONSENSE, SENSOR_PLACE, 1},
		 "head 2: its position sensor reads nonsense"},
		{ARM_SENSOR,
		 {ARM_DOUBT_BELOW, SENSOR_FORCE, 2},
		 "head 3: its force sensor reads below zero: look at it and calibrate it"},
		{ARM_ZERO,
		 {ARM_DOUBT_ZERO, SENSOR_FORCE, 3},
		 "head 4: its force sensor is not at its zero: free the head; if that does not "
		 "help, it has moved too far: look at it and calibrate it"},
		{ARM_CALIBRATION,
		 {ARM_DOUBT_ANSWERS, SENSOR_NONE, 1},
		 "head 2: it answers otherwise than believed: calibrate it first"},
		{ARM_CALIBRATION,
		 {ARM_DOUBT_UNSCALED, SENSOR_FORCE, 1},
		 "head 2: its force sensor was never scaled with weights: calibrate the head "
		 "first"},
		{ARM_TOUCHED,
		 {ARM_DOUBT_PRESSED, SENSOR_NONE, 0},
		 "head 1: it is pressed: free it first"},
		{ARM_STILL,
		 {ARM_DOUBT_STILL, SENSOR_AIR, 15},
		 "head 16: its air pressure sensor shows the same again and again at rest: look "
		 "at it and its wires, or its rig file says more noise than it has"},
	};
	struct bench *bench = *state;
	struct snapshot snapshot = idle_and_live();
	int from = 0;

	snapshot.arm_refusal = ARM_SENSOR;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	assert_string_equal(detail_of(bench, "bad_value", "/rig/arm", &from),
			    "not every sensor is live and at zero");
	for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		snapshot.arm_refusal = rows[k].why;
		snapshot.arm_spot = rows[k].spot;
		assert_string_equal(refusal_of(bench, &snapshot, &from), rows[k].sentence);
	}
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	assert_string_equal(detail_of(bench, "bad_value", "/rig/arm", &from),
			    rows[sizeof(rows) / sizeof(rows[0]) - 1].sentence);
}

static void each_thing_missing__has_a_sentence_of_its_own(void **state)
{
	static const enum arm_refusal all[] = {ARM_UNSIZED, ARM_UNPLACED,    ARM_HAND,
					       ARM_ZERO,    ARM_CALIBRATION, ARM_SENSOR,
					       ARM_TOUCHED, ARM_STILL};
	struct bench *bench = *state;
	struct snapshot snapshot = idle_and_live();

	for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++) {
		int from = bench->peer->count;

		snapshot.arm_refusal = all[k];
		bench_show(bench, &snapshot);
		osc_client_send(bench->peer->client, "/rig/arm/refusal", "");
		assert_string_equal(
			bench_next(bench, bench->peer, "/rig/arm/refusal", &from)->values[0].text,
			arm_sentence(all[k]));
		if (k < 4) { /* errors are few in a second */
			osc_client_send(bench->peer->client, "/rig/arm", "");
			assert_string_equal(detail_of(bench, "bad_value", "/rig/arm", &from),
					    arm_sentence(all[k]));
		}
		assert_true(strlen(arm_sentence(all[k])) > 20);
		for (size_t i = 0; i < k; i++) {
			assert_string_not_equal(arm_sentence(all[i]), arm_sentence(all[k]));
		}
	}
}

/* Until the self-test is passed, and again until everybody is free, the core would not hear it at all. */
static void arming_in_another_state_than_idle__says_what_to_wait_for(void **state)
{
	static const char *const sentences[STATE_COUNT] = {
		[STATE_BOOT] = "the self-test is not over: wait until the rig is idle",
		[STATE_SELFTEST] = "the self-test is not over: wait until the rig is idle",
		[STATE_RUNNING] = "a session is under way: stop it first",
		[STATE_PAUSED] = "a session is under way: stop it first",
		[STATE_RELEASING] = "the heads are letting go: wait until the rig is idle",
	};
	struct bench *bench = *state;
	int refused = 0;

	for (int s = 0; s < STATE_COUNT; s++) {
		struct peer *peer = peer_open("127.0.0.1", server_port(bench->server));
		int from = 0;

		bench_show_state(bench, (enum state)s);
		osc_client_send(peer->client, "/rig/arm", "");
		if (sentences[s] != NULL) {
			const struct heard *error = bench_next(bench, peer, "/rig/error", &from);

			assert_string_equal(error->values[0].text, "busy");
			assert_string_equal(error->values[1].text, "/rig/arm");
			assert_string_equal(error->values[2].text, sentences[s]);
			refused++;
		}
		bench_settle(bench, peer);
		peer_close(peer);
	}
	assert_int_equal(refused, 5);
	assert_int_equal(bench_command(bench)->presses.arm, 2); /* idle, and armed again */
}

static void refusals_that_make_no_sense__still_refuse(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);
	int from = 0;

	snapshot.arm_refusal = ARM_SCREENING;
	snapshot.screening_item = SCREENING_ITEMS;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	detail_of(bench, "screening", "/rig/arm", &from);
	snapshot.screening_item = -1;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	detail_of(bench, "screening", "/rig/arm", &from);
	snapshot.arm_refusal = (enum arm_refusal)77;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/arm", "");
	detail_of(bench, "bad_value", "/rig/arm", &from);
	show_unfit(bench, (enum unfit)77);
	osc_client_send(bench->peer->client, "/rig/technique", "i", 1);
	detail_of(bench, "bad_value", "/rig/technique", &from);
	assert_int_equal(bench_command(bench)->presses.arm, 0);
	assert_int_equal(bench_command(bench)->technique, 0);
}

static void technique_that_does_not_fit__is_refused_with_its_reason_and_snaps_back(void **state)
{
	static const struct {
		enum unfit unfit;
		bool heat_allowed;
		const char *detail;
	} cases[] = {
		{UNFIT_HEATER, true,
		 "Shiatsu needs a heater, and each head that it would work has none or had all the "
		 "heat it may have today"},
		{UNFIT_HEATER, false,
		 "Shiatsu needs a heater, and the answers to the screening rule heat out"},
		{UNFIT_POSITION, true,
		 "Shiatsu needs heads that measure their position, and none that it would work "
		 "does"},
		{UNFIT_CEILING, true,
		 "Shiatsu needs a ceiling of 40 N; the rig's, asked and eased ceilings leave 32.5 "
		 "N"},
		{UNFIT_REGION, true,
		 "Shiatsu works no region that has heads, is enabled and has a share of the time"},
	};
	struct bench *bench = *state;

	bench->techniques[1].needs_ceiling_n = 40.0;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct peer *peer = peer_open("127.0.0.1", server_port(bench->server));
		struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
		const struct heard *error;
		int from = 0;

		snapshot.unfit[1] = cases[i].unfit;
		snapshot.fit_ceiling_n[1] = 32.5;
		snapshot.heat_allowed = cases[i].heat_allowed;
		bench_show(bench, &snapshot);
		if (i % 2 == 0) {
			osc_client_send(peer->client, "/rig/technique", "s", "shiatsu");
		} else {
			osc_client_send(peer->client, "/rig/technique", "i", 1);
		}
		error = bench_next(bench, peer, "/rig/error", &from);
		assert_string_equal(error->values[0].text, "bad_value");
		assert_string_equal(error->values[2].text, cases[i].detail);
		assert_string_equal(
			bench_next(bench, peer, "/rig/technique", &from)->values[0].text,
			"swedish");
		assert_int_equal(bench_command(bench)->technique, 0);
		peer_close(peer);
	}
	show_unfit(bench, FIT);
	osc_client_send(bench->peer->client, "/rig/technique", "s", "shiatsu");
	bench_settle(bench, bench->peer);
	assert_int_equal(bench_command(bench)->technique, 1);
}

static void list_of_techniques__says_which_do_not_fit(void **state)
{
	struct bench *bench = *state;
	const struct heard *heard;
	int from = 0;

	show_unfit(bench, UNFIT_HEATER);
	osc_client_send(bench->peer->client, "/rig/technique/list", "");
	heard = bench_next(bench, bench->peer, "/rig/technique/unfit", &from);
	assert_int_equal((int)heard->values[0].number, 1);
	assert_string_equal(heard->values[1].text, "shiatsu");
	assert_non_null(strstr(heard->values[2].text, "Shiatsu needs a heater"));
	bench_settle(bench, bench->peer);
	assert_int_equal(peer_count(bench->peer, "/rig/technique/item", 0), 2);
	assert_int_equal(peer_count(bench->peer, "/rig/technique/unfit", 0), 1);
	show_unfit(bench, FIT);
	from = bench->peer->count;
	osc_client_send(bench->peer->client, "/rig/technique/list", "");
	bench_settle(bench, bench->peer);
	assert_int_equal(peer_count(bench->peer, "/rig/technique/unfit", from), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(every_answer_that_refuses__stops_arming_and_says_so),
		BENCH_TEST(screening__is_named_to_whoever_arms_or_starts),
		BENCH_TEST(resume__is_refused_with_the_answer_that_refuses),
		BENCH_TEST(arming__is_refused_while_nothing_is_recorded),
		BENCH_TEST(arming_on_a_full_disk__is_refused_with_what_is_left_and_needed_where),
		BENCH_TEST(arming__is_refused_unplaced_or_with_what_does_not_fit),
		BENCH_TEST(refusal_of_arming__can_be_read_before_anybody_arms),
		BENCH_TEST(a_head_that_keeps_from_arming__is_named_with_its_sensor),
		BENCH_TEST(each_thing_missing__has_a_sentence_of_its_own),
		BENCH_TEST(arming_in_another_state_than_idle__says_what_to_wait_for),
		BENCH_TEST(refusals_that_make_no_sense__still_refuse),
		BENCH_TEST(technique_that_does_not_fit__is_refused_with_its_reason_and_snaps_back),
		BENCH_TEST(list_of_techniques__says_which_do_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
