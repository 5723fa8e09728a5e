/*
 * test_view.c - what a session shows of itself, read over the wire from snapshots made up here.
 */
#include "net/bench.h"
#include "net/view.h"

static const struct heard *ask(struct bench *bench, const char *path, const char *types)
{
	int from = bench->peer->count;
	const struct heard *heard;

	osc_client_send(bench->peer->client, path, "");
	heard = bench_next(bench, bench->peer, path, &from);
	assert_string_equal(heard->types, types);
	return heard;
}

static void assert_number(struct bench *bench, const char *path, double wanted)
{
	assert_about(ask(bench, path, "f")->values[0].number, wanted);
}

static void assert_text(struct bench *bench, const char *path, const char *wanted)
{
	assert_string_equal(ask(bench, path, "s")->values[0].text, wanted);
}

static void assert_pair(struct bench *bench, const char *path, double first, double second)
{
	const struct heard *heard = ask(bench, path, "ff");

	assert_about(heard->values[0].number, first);
	assert_about(heard->values[1].number, second);
}

/* Told in tenths. */
static void assert_tenths(struct bench *bench, const char *path, double first, double second)
{
	const struct heard *heard = ask(bench, path, "ff");

	assert_true(fabs(heard->values[0].number - first) <= 0.0501);
	assert_true(fabs(heard->values[1].number - second) <= 0.0501);
}

static void assert_trigger(struct bench *bench, const char *path, int head, const char *word,
			   double ratio, double confidence)
{
	const struct heard *heard = ask(bench, path, "isff");

	assert_int_equal((int)heard->values[0].number, head);
	assert_string_equal(heard->values[1].text, word);
	assert_about(heard->values[2].number, ratio);
	assert_about(heard->values[3].number, confidence);
}

/* Fainting on getting up: what is said where every tablet shows why the heads let go. */
static void the_end_of_a_session__says_how_to_get_up(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);

	snapshot.reason = COND_SESSION_OVER;
	bench_show(bench, &snapshot);
	assert_non_null(strstr(ask(bench, "/rig/state/reason", "s")->values[0].text,
			       "stay lying for a minute, then sit up slowly"));
}

static void phase__is_a_word(void **state)
{
	static const char *const words[] = {"none", "warm_up", "work", "closing", "unknown"};
	struct bench *bench = *state;

	for (int phase = 0; phase < 5; phase++) {
		struct snapshot snapshot = bench_snapshot(STATE_RUNNING);

		snapshot.phase = (enum session_phase)phase;
		bench_show(bench, &snapshot);
		assert_text(bench, "/rig/state/phase", words[phase]);
	}
}

static void head__shows_dose_surface_dwell_and_its_limit(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);

	snapshot.heads[0] = (struct head_view){.dose_pa_s = 1234567.0,
					       .dose_target_pa_s = 1300000.0,
					       .surface_c = 39.75,
					       .heat_min = 3.256,
					       .surface_target_c = 40.0,
					       .dwell_left_s = 61.5,
					       .limited_by = LIMIT_GUARD};
	bench_show(bench, &snapshot);
	assert_pair(bench, "/rig/head/1/dose", 1235.0, 1300.0);
	assert_pair(bench, "/rig/head/1/surface", (double)39.8f, 40.0);
	assert_number(bench, "/rig/head/1/heat", (double)3.26f);
	assert_number(bench, "/rig/head/1/dwell", 62.0);
	assert_text(bench, "/rig/head/1/limit", "guard");
	assert_pair(bench, "/rig/head/2/dose", 0.0, 0.0);
	assert_pair(bench, "/rig/head/2/surface", 0.0, 0.0);
	for (int reason = 0; reason < LIMIT_REASONS; reason++) {
		snapshot.heads[15].limited_by = (enum limit_reason)reason;
		bench_show(bench, &snapshot);
		assert_text(bench, "/rig/head/16/limit",
			    limit_reason_name((enum limit_reason)reason));
	}
}

static void tissue__is_told_with_its_confidence(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);

	snapshot.heads[2].tissue = (struct tissue_belief){.stiffness_n_m = 4000.0,
							  .stiffness_10_n_m = 2500.0,
							  .stiffness_sure = 0.75,
							  .exponent = 2.004,
							  .exponent_sure = 0.5,
							  .relaxation_s = 8.25,
							  .relaxation_sure = 0.25};
	bench_show(bench, &snapshot);
	assert_number(bench, "/rig/head/3/stiffness", 4000.0);
	assert_pair(bench, "/rig/head/3/stiffness10", 2500.0, 0.75);
	assert_pair(bench, "/rig/head/3/exponent", 2.0, 0.5);
	assert_pair(bench, "/rig/head/3/relaxation", 8.25, 0.25);
	assert_number(bench, "/rig/head/4/stiffness", 0.0);
	assert_pair(bench, "/rig/head/4/stiffness10", 0.0, 0.0);
	assert_pair(bench, "/rig/head/4/exponent", 0.0, 0.0);
	assert_pair(bench, "/rig/head/4/relaxation", 0.0, 0.0);
	snapshot.heads[2].tissue.exponent_sure = 0.0049;
	bench_show(bench, &snapshot);
	assert_pair(bench, "/rig/head/3/exponent", 0.0, 0.0);
	assert_pair(bench, "/rig/head/3/relaxation", 8.25, 0.25);
}

static void a_head_that_answers_otherwise__is_not_calibrated(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);

	snapshot.calibrate = 1u << 2;
	bench_show(bench, &snapshot);
	assert_number(bench, "/rig/head/3/calibrated", 0.0);
	assert_number(bench, "/rig/head/4/calibrated", 1.0);
}

static void breath__is_told_and_streamed(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
	int from;

	bench_show(bench, &snapshot);
	assert_pair(bench, "/rig/breath", 0.0, 0.0);
	assert_number(bench, "/rig/breath/confidence", 0.0);
	snapshot.breath = (struct breath_view){
		.phase = 0.75, .rate_hz = 0.25, .amplitude_m = 0.00314, .confidence = 0.875};
	bench_show(bench, &snapshot);
	assert_pair(bench, "/rig/breath", 0.75, 0.25);
	assert_number(bench, "/rig/breath/depth", (double)0.0031f);
	assert_number(bench, "/rig/breath/confidence", (double)0.88f);
	from = bench->peer->count;
	osc_client_send(bench->peer->client, "/rig/subscribe", "if", 0, 30.0);
	for (int k = 0; k < 3; k++) { /* again and again, though it does not change */
		assert_about(bench_next(bench, bench->peer, "/rig/breath", &from)->values[0].number,
			     0.75);
		from++;
	}
}

static void region__sums_the_dose_of_its_heads(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
	double felt = 0.0;
	int heads = 0;

	for (int i = 0; i < BENCH_HEADS; i++) {
		snapshot.heads[i].dose_pa_s = 1000.0 * (1 << i);
		snapshot.heads[i].dose_target_pa_s = 2000.0 * (1 << i);
		if (bench->rig.heads[i].region == REGION_HIPS) {
			felt += 1 << i;
			heads++;
		}
	}
	snapshot.region_s[REGION_HIPS] = 300.4;
	bench_show(bench, &snapshot);
	assert_true(heads > 1);
	assert_pair(bench, "/rig/region/hips/dose", felt, 2.0 * felt);
	assert_pair(bench, "/rig/region/arms/dose", 0.0, 0.0); /* no head there */
	assert_number(bench, "/rig/region/hips/time", 300.0);
	assert_number(bench, "/rig/region/legs/time", 0.0);
}

static void force__is_told_as_pressure_and_for_each_region(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
	double sum_n = 0.0;
	double most_kpa = 0.0;

	for (int i = 0; i < BENCH_HEADS; i++) {
		const double kpa_n = 1e-3 / (7e-4 + i * 1e-5);

		bench->rig.heads[i].area_m2 = 7e-4 + i * 1e-5;
		snapshot.heads[i].force_n = 2.0 + i;
		snapshot.heads[i].target_n = 2.0 * (2.0 + i);
		if (bench->rig.heads[i].region == REGION_HIPS) {
			sum_n += 2.0 + i;
			most_kpa = fmax(most_kpa, (2.0 + i) * kpa_n);
		}
	}
	bench_show(bench, &snapshot);
	assert_pair(bench, "/rig/region/hips/force", sum_n, 2.0 * sum_n);
	assert_true(most_kpa > 1.0);
	assert_tenths(bench, "/rig/region/hips/pressure", most_kpa, 2.0 * most_kpa);
	assert_tenths(bench, "/rig/head/1/pressure", 2e-3 / bench->rig.heads[0].area_m2,
		      4e-3 / bench->rig.heads[0].area_m2);
	assert_pair(bench, "/rig/region/arms/force", 0.0, 0.0); /* no head there */
	assert_pair(bench, "/rig/region/arms/pressure", 0.0, 0.0);
}

static void heat__is_shown_as_allowed_or_not(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_IDLE);

	assert_number(bench, "/rig/heat/allowed", 0.0);
	snapshot.heat_allowed = true;
	bench_show(bench, &snapshot);
	assert_number(bench, "/rig/heat/allowed", 1.0);
}

static void stiff_points__are_shown_one_by_one_and_counted(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);
	const struct heard *count;

	snapshot.trigger_count = 4;
	snapshot.triggers[0] = (struct trigger_view){TRIGGER_RELEASED, 2, 1.98, 0.75, 31.0};
	snapshot.triggers[1] = (struct trigger_view){TRIGGER_GIVEN_UP, 7, 1.5, 0.5, 90.0};
	snapshot.triggers[2] = (struct trigger_view){TRIGGER_HELD, 15, 2.25, 1.0, 5.0};
	snapshot.triggers[3] = (struct trigger_view){TRIGGER_FOUND, 0, 1.25, 0.25, 0.0};
	snapshot.triggers[4] = (struct trigger_view){TRIGGER_RELEASED, 4, 3.0, 1.0, 9.0};
	bench_show(bench, &snapshot);
	assert_trigger(bench, "/rig/trigger/1", 3, "released", (double)1.98f, 0.75);
	assert_trigger(bench, "/rig/trigger/2", 8, "given_up", 1.5, 0.5);
	assert_trigger(bench, "/rig/trigger/3", 16, "held", 2.25, 1.0);
	assert_trigger(bench, "/rig/trigger/4", 1, "found", 1.25, 0.25);
	snapshot.triggers[3].state = TRIGGER_SPARED;
	bench_show(bench, &snapshot);
	assert_trigger(bench, "/rig/trigger/4", 1, "spared", 1.25, 0.25);
	assert_trigger(bench, "/rig/trigger/5", 0, "none", 0.0, 0.0); /* beyond the count */
	assert_trigger(bench, "/rig/trigger/16", 0, "none", 0.0, 0.0);
	count = ask(bench, "/rig/trigger/count", "iii");
	assert_int_equal((int)count->values[0].number, 4);
	assert_int_equal((int)count->values[1].number, 1);
	assert_int_equal((int)count->values[2].number, 1);
}

static void nonsense_in_a_snapshot__is_shown_as_unknown_and_read_nowhere(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);

	snapshot.trigger_count = 1000000;
	snapshot.triggers[0].state = (enum trigger_state)99;
	snapshot.triggers[0].head = 1000000;
	snapshot.heads[0].limited_by = (enum limit_reason)99;
	snapshot.screening[0] = (enum answer)99;
	bench_show(bench, &snapshot);
	assert_trigger(bench, "/rig/trigger/1", 0, "unknown", 0.0, 0.0);
	assert_about(ask(bench, "/rig/trigger/count", "iii")->values[0].number, TRIGGERS_MAX);
	assert_text(bench, "/rig/head/1/limit", "unknown");
	assert_text(bench, "/rig/screening/fever", "unknown");
	snapshot.trigger_count = -5;
	bench_show(bench, &snapshot);
	assert_about(ask(bench, "/rig/trigger/count", "iii")->values[0].number, 0.0);
}

static void comfort__is_unanswered_before_the_first_tick(void **state)
{
	struct bench *bench = *state;
	struct snapshot nothing = {0};

	bench_show(bench, &nothing);
	assert_about(ask(bench, "/rig/comfort", "i")->values[0].number, -1.0);
	assert_number(bench, "/rig/comfort/due", 0.0);
	assert_text(bench, "/rig/screening/fever", "none");
	assert_text(bench, "/rig/state/phase", "none");
}

static void subscriber__gets_all_of_it_in_the_snapshot(void **state)
{
	static const char *const paths[] = {
		"/rig/balance",          "/rig/comfort",          "/rig/comfort/due",
		"/rig/heat/allowed",     "/rig/state/phase",      "/rig/arm/refusal",
		"/rig/technique/lacks",  "/rig/screening/fever",  "/rig/screening/sedation",
		"/rig/region/hips/dose", "/rig/region/legs/time", "/rig/trigger/1",
		"/rig/trigger/16",       "/rig/trigger/count",    "/rig/head/1/dose",
		"/rig/head/16/surface",  "/rig/head/16/dwell",    "/rig/head/16/limit"};
	struct bench *bench = *state;
	int from = 0;
	int begin;

	osc_client_send(bench->peer->client, "/rig/refresh", "");
	bench_next(bench, bench->peer, "/rig/snapshot/begin", &from);
	begin = from;
	bench_next(bench, bench->peer, "/rig/snapshot/end", &from);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(peer_count(bench->peer, paths[i], begin), 1);
	}
	assert_int_equal(peer_count(bench->peer, "/rig/head/1/force", begin), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(the_end_of_a_session__says_how_to_get_up),
		BENCH_TEST(phase__is_a_word),
		BENCH_TEST(head__shows_dose_surface_dwell_and_its_limit),
		BENCH_TEST(tissue__is_told_with_its_confidence),
		BENCH_TEST(a_head_that_answers_otherwise__is_not_calibrated),
		BENCH_TEST(breath__is_told_and_streamed),
		BENCH_TEST(region__sums_the_dose_of_its_heads),
		BENCH_TEST(force__is_told_as_pressure_and_for_each_region),
		BENCH_TEST(heat__is_shown_as_allowed_or_not),
		BENCH_TEST(stiff_points__are_shown_one_by_one_and_counted),
		BENCH_TEST(nonsense_in_a_snapshot__is_shown_as_unknown_and_read_nowhere),
		BENCH_TEST(comfort__is_unanswered_before_the_first_tick),
		BENCH_TEST(subscriber__gets_all_of_it_in_the_snapshot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
