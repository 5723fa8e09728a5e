/* test_selftest_edges.c - who is to blame for what does not fill, and proofs that begin anew. */
#include "core/safety/selftest.h"

#include "core/bench_rig.h"

#define HEADS 3

static struct rig rig;
static struct selftest selftest;
static struct belief belief;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	memset(&belief, 0, sizeof(belief));
	for (int i = 0; i < HEADS; i++) {
		rig.heads[i].sensor.air.rate_hz = 1000.0;
		belief.heads[i].pressure_known = true;
	}
	selftest_init(&selftest, &rig);
	return 0;
}

/* So much of the proof is in a head. */
static void fill(int head, double share)
{
	belief.heads[head].pressure_pa = share * PROOF_SPRING_SHARE * SPRING_N / BORE_M2;
}

static void step(bool quiet)
{
	selftest_step(&selftest, STATE_SELFTEST, quiet, SUPPLY_UNKNOWN, &belief);
}

/* Ticks until this step of the proof is there, or until it failed. */
static int ticks_until(enum proof_step wanted)
{
	int ticks = 0;

	while (selftest.step != wanted && !selftest.failed && ticks < 5000) {
		step(true);
		ticks++;
	}
	return ticks;
}

static void a_gauge_that_reads_seldom__proves_all_the_same(void **state)
{
	(void)state;
	rig.heads[0].sensor.air.rate_hz = 0.5;
	selftest_init(&selftest, &rig);
	assert_int_equal(selftest.count, HEADS);
}

/* If one of them fills, it is not the supply that lacks: it is the first that did not. */
static void the_first_head_fills_and_no_other__is_named_as_it_is(void **state)
{
	(void)state;
	ticks_until(PROOF_FILL);
	fill(0, 1.0);
	ticks_until(PROOF_DUMP);
	assert_true(selftest.failed);
	assert_int_equal(selftest.why, COND_SELFTEST_AIR);
	assert_int_equal(selftest.why_head, 1);
}

/* Of two as of many, when none fills; and what is in a head that cannot be proved does not count. */
static void none_of_two_fills__is_no_heads_own_doing(void **state)
{
	(void)state;
	rig.heads[0].sensor.air.rate_hz = 0.0;
	selftest_init(&selftest, &rig);
	ticks_until(PROOF_FILL);
	fill(0, 1.0);
	ticks_until(PROOF_DUMP);
	assert_true(selftest.failed);
	assert_int_equal(selftest.why_head, HEAD_NONE);
}

static void the_first_head_too_full__is_named(void **state)
{
	(void)state;
	ticks_until(PROOF_FILL);
	fill(0, 2.0);
	fill(1, 1.0);
	fill(2, 1.0);
	step(true);
	assert_true(selftest.failed);
	assert_int_equal(selftest.why, COND_SELFTEST_AIR);
	assert_int_equal(selftest.why_head, 0);
}

/* A valve stuck open is watched for as long as the first time. */
static void after_an_unquiet_moment__the_watch_begins_anew(void **state)
{
	int first;

	(void)state;
	ticks_until(PROOF_EMPTY);
	first = ticks_until(PROOF_FILL);
	assert_at_least(first * TICK_S, PROOF_EMPTY_S + PROOF_SUPPLY_S);
	step(false);
	assert_int_equal(selftest.step, PROOF_WAITS);
	ticks_until(PROOF_EMPTY);
	assert_int_equal(ticks_until(PROOF_FILL), first);
	step(false);
	ticks_until(PROOF_EMPTY);
	for (int k = 0; k < first / 2; k++) {
		step(true);
	}
	step(false); /* in the middle of it */
	ticks_until(PROOF_EMPTY);
	assert_int_equal(ticks_until(PROOF_FILL), first);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_gauge_that_reads_seldom__proves_all_the_same),
		TEST(the_first_head_fills_and_no_other__is_named_as_it_is),
		TEST(none_of_two_fills__is_no_heads_own_doing),
		TEST(the_first_head_too_full__is_named),
		TEST(after_an_unquiet_moment__the_watch_begins_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
