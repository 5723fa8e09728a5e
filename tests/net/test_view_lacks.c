/* test_view_lacks.c - what a session goes on without, as tablets read it: one sentence, the worst of it. */
#include "net/bench.h"

static void assert_text(struct bench *bench, const char *path, const char *wanted)
{
	int from = bench->peer->count;
	const struct heard *heard;

	osc_client_send(bench->peer->client, path, "");
	heard = bench_next(bench, bench->peer, path, &from);
	assert_string_equal(heard->types, "s");
	assert_string_equal(heard->values[0].text, wanted);
}

/* What is lacking altogether comes before whatever else is said. */
static void assert_a_ceiling_comes_before(struct bench *bench, struct snapshot *snapshot)
{
	snapshot->unfit[0] = UNFIT_CEILING;
	snapshot->fit_ceiling_n[0] = 3.25;
	bench_show(bench, snapshot);
	assert_text(
		bench, "/rig/technique/lacks",
		"goes on lighter: it needs 10 N, and rig, asked and eased ceilings leave 3.2 N");
}

static void what_a_session_goes_on_without__is_said_while_it_does(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);

	bench->techniques[0].needs_ceiling_n = 10.0;
	snapshot.technique = 0;
	snapshot.heat_allowed = true;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks", "");
	bench->techniques[0].stroke_count = 2;
	bench->techniques[0].strokes[1].kind = STROKE_PETRISSAGE;
	snapshot.idle_strokes = 1u << 1;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks",
		    "goes on without stroke 2, petrissage: no head lies there, or it is left out");
	snapshot.idle_strokes = 0;
	snapshot.warms = true;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks", "waits: its heads are getting warm");
	snapshot.warms = false;
	snapshot.fit_ceiling_n[0] = 10.5; /* enough, and not enough for breath as well */
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks",
		    "goes on lighter: a ceiling of 10.5 N leaves it 9.4 N, the rest is for breath; "
		    "its least is 10 N");
	snapshot.fit_ceiling_n[0] = 11.2;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks", "");
	snapshot.warms = true;
	assert_a_ceiling_comes_before(bench, &snapshot);
	snapshot.unfit[0] = UNFIT_HEATER;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks",
		    "goes on without heat: its places have no heater, or had all of today's heat");
	snapshot.heat_allowed = false;
	snapshot.state = STATE_PAUSED;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks",
		    "goes on without heat: the answers to the screening rule it out");
	osc_client_send(bench->peer->client, "/rig/technique", "i", 1);
	bench_settle(bench, bench->peer);
	assert_text(bench, "/rig/technique/lacks", ""); /* a resume goes on with that one */
	snapshot.unfit[1] = UNFIT_CEILING;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks",
		    "goes on without heat: the answers to the screening rule it out");
	snapshot.state = STATE_IDLE;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks", "");
	snapshot.state = STATE_RUNNING;
	snapshot.technique = 1000000;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks", "");
}

/* A balance that leaves one side next to nothing leaves a search nothing to compare with. */
static void a_search_of_one_side__is_said_while_it_is_one(void **state)
{
	struct bench *bench = *state;
	struct snapshot snapshot = bench_snapshot(STATE_RUNNING);

	bench->techniques[0].needs_ceiling_n = 10.0;
	bench->techniques[0].stroke_count = 2;
	bench->techniques[0].strokes[0].kind = STROKE_SEARCH;
	bench->techniques[0].strokes[1].kind = STROKE_COMPRESSION;
	snapshot.technique = 0;
	snapshot.fit_ceiling_n[0] = 80.0;
	bench_show(bench, &snapshot);
	osc_client_send(bench->peer->client, "/rig/balance", "f", 0.9);
	bench_settle(bench, bench->peer);
	assert_text(bench, "/rig/technique/lacks", "");
	osc_client_send(bench->peer->client, "/rig/balance", "f", 0.95);
	bench_settle(bench, bench->peer);
	assert_text(bench, "/rig/technique/lacks",
		    "searches the right side alone: with no other to compare, it finds only what "
		    "is far stiffer");
	osc_client_send(bench->peer->client, "/rig/balance", "f", -1.0);
	bench_settle(bench, bench->peer);
	assert_text(bench, "/rig/technique/lacks",
		    "searches the left side alone: with no other to compare, it finds only what "
		    "is far stiffer");
	assert_a_ceiling_comes_before(bench, &snapshot);
	snapshot.unfit[0] = FIT;
	snapshot.fit_ceiling_n[0] = 80.0;
	bench->techniques[0].strokes[0].kind = STROKE_LEAN;
	bench_show(bench, &snapshot);
	assert_text(bench, "/rig/technique/lacks", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(what_a_session_goes_on_without__is_said_while_it_does),
		BENCH_TEST(a_search_of_one_side__is_said_while_it_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
