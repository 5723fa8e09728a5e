/* test_heat_edges.c - each heated head and no other one, and watches that begin anew. */
#include "core/safety/heat.h"

#include "core/bench_rig.h"
#include "stone.h"

#include <knead/condition.h>

#define HEADS 4
#define HOT   1
#define WARM  3 /* heated as well */
#define COLD  0 /* not heated */

static struct rig rig;
static struct heat heat;
static struct belief belief;
static struct {
	uint8_t before[256];
	struct setpoint setpoint;
} at;
static struct actuation last;
static struct wish wish;
static struct memory memory;
static bool failed; /* at some time */

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	rig.heads[HOT].heater = stone;
	rig.heads[WARM].heater = stone;
	heat_init(&heat, &rig);
	memset(&belief, 0, sizeof(belief));
	memset(&at, 0, sizeof(at));
	memset(&last, 0, sizeof(last));
	memset(&wish, 0, sizeof(wish));
	memory_init(&memory, HEADS);
	failed = false;
	for (int i = 0; i < HEADS; i++) {
		belief.heads[i].surface_known = true;
		belief.heads[i].surface_c = 30.0;
	}
	return 0;
}

static void step(enum state state)
{
	heat_step(&heat, &belief, &at.setpoint, &last, true);
	heat_limit(&heat, &at.setpoint, state, &wish);
	failed |= heat.failed;
}

/* The face's temperature wanders a little, as one that lives does. */
static void run_s(double share, double surface_c, double seconds)
{
	last.heads[HOT].heater_share = share;
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		belief.heads[HOT].surface_c = surface_c + 0.2 * sin(0.01 * k);
		step(STATE_RUNNING);
	}
}

/* From one temperature to another one. */
static void warm_s(double share, double from_c, double to_c, double seconds)
{
	for (int k = 0; k < 100; k++) {
		run_s(share, from_c + (to_c - from_c) * k / 100, seconds / 100.0);
	}
}

/* ---- every heated head, and no other one ---- */

static void what_is_not_heated__has_no_account(void **state)
{
	(void)state;
	assert_int_equal(heat.turn, HEATED_NONE);
	assert_zero(heat.heads[COLD].still_band);
	memory.heads[COLD].heat_min = 5.0;
	memory.heads[WARM].heat_min = 4.0;
	heat_recall(&heat, &memory);
	assert_zero(heat.heads[COLD].account_min);
	assert_near(heat.heads[WARM].account_min, 4.0, 0.0);
	memory.heads[WARM].heat_min = 0.0;
	heat_remember(&heat, &memory);
	assert_near(memory.heads[COLD].heat_min, 5.0, 0.0);
	assert_near(memory.heads[WARM].heat_min, 4.0, 0.0);
}

static void an_age_that_is_none__is_that_of_just_now(void **state)
{
	const double wild[] = {NOT_A_N, -1.0, -ENDLESS};

	(void)state;
	for (int k = 0; k < 3; k++) {
		memory.heat_age_s = wild[k];
		heat_recall(&heat, &memory);
		assert_zero(heat.heads[HOT].quiet_s);
	}
}

static void once_it_is_not_running__no_head_is_to_be_warm(void **state)
{
	(void)state;
	wish.surface_c[HOT] = 40.0;
	wish.surface_c[WARM] = 41.0;
	for (int k = 0; k < 200; k++) {
		step(STATE_RUNNING);
	}
	assert_near(at.setpoint.heads[HOT].surface_c, 40.0, 0.0);
	assert_near(at.setpoint.heads[WARM].surface_c, 41.0, 0.0);
	at.setpoint.heads[COLD].surface_c = 5.0; /* nobody's: left alone */
	step(STATE_PAUSED);
	assert_zero(at.setpoint.heads[HOT].surface_c);
	assert_zero(at.setpoint.heads[WARM].surface_c);
	assert_near(at.setpoint.heads[COLD].surface_c, 5.0, 0.0);
}

static void in_a_tick_of_no_turn__nothing_is_written(void **state)
{
	uint8_t was[sizeof(at)];

	(void)state;
	memset(&at, 0x55, sizeof(at));
	memcpy(was, &at, sizeof(at));
	heat.turn = HEATED_NONE;
	heat_limit(&heat, &at.setpoint, STATE_RUNNING, &wish);
	assert_memory_equal(&at, was, sizeof(at));
}

/* ---- the account's age ---- */

static void warmth_on_the_skin__is_the_youngest_there_is(void **state)
{
	(void)state;
	run_s(0.0, 40.0, 10.0);
	assert_near(heat.heads[HOT].quiet_s, 10.0, 0.2);
	belief.heads[HOT].contact = true;
	run_s(0.0, 36.0, 0.2);
	assert_zero(heat.heads[HOT].quiet_s);
}

/* ---- watches ---- */

static void full_power_with_a_break__is_watched_from_the_break_on(void **state)
{
	(void)state;
	run_s(1.0, 30.0, 15.0);
	run_s(0.5, 30.0, 0.1);
	run_s(1.0, 30.0, 15.0);
	assert_false(failed);
	run_s(1.0, 30.0, 6.0);
	assert_true(failed);
}

static void full_power_after_little__is_watched_from_where_it_began(void **state)
{
	(void)state;
	run_s(0.5, 30.0, 10.0);
	run_s(1.0, 30.0, 21.0);
	assert_true(failed);
}

static void a_face_that_warmed_at_once__gained(void **state)
{
	(void)state;
	run_s(1.0, 30.0, 0.2);
	warm_s(1.0, 30.0, 33.0, 0.5);
	run_s(1.0, 33.0, 20.0);
	assert_false(failed);
}

/* It warmed once: from then on it is watched again. */
static void a_heater_that_breaks_later__is_found_as_well(void **state)
{
	(void)state;
	warm_s(1.0, 30.0, 36.0, 21.0);
	assert_false(failed);
	run_s(1.0, 36.0, 41.0);
	assert_true(failed);
}

static void full_power_while_nobody_reads__does_not_count(void **state)
{
	(void)state;
	run_s(1.0, 30.0, 15.0);
	belief.heads[HOT].surface_known = false;
	run_s(1.0, NOT_A_N, 0.5);
	assert_false(failed);
	belief.heads[HOT].surface_known = true;
	run_s(1.0, 30.0, 15.0);
	assert_false(failed);
	run_s(1.0, 30.0, 6.0);
	assert_true(failed);
}

/* With power it may get warm, and without it stay so for as long as sensor and face even out. */
static void a_face_warm_by_its_power__is_no_fault(void **state)
{
	(void)state;
	run_s(0.0, 30.0, 10.0);
	warm_s(0.5, 30.0, 41.0, 40.0);
	assert_false(failed);
	run_s(0.0, 39.5, 4.5);
	run_s(0.0, 41.5, 0.3);
	assert_false(failed);
	run_s(0.0, 41.5, 5.0);
	assert_false(failed);
	run_s(0.0, 43.0, 0.3);
	assert_true(failed);
}

static void full_power_before_anybody_reads__is_watched_from_the_first_reading_on(void **state)
{
	(void)state;
	belief.heads[HOT].surface_known = false;
	run_s(1.0, 20.0, 0.5);
	belief.heads[HOT].surface_known = true;
	run_s(1.0, 30.0, 21.0);
	assert_true(failed);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_not_heated__has_no_account),
		TEST(an_age_that_is_none__is_that_of_just_now),
		TEST(once_it_is_not_running__no_head_is_to_be_warm),
		TEST(in_a_tick_of_no_turn__nothing_is_written),
		TEST(warmth_on_the_skin__is_the_youngest_there_is),
		TEST(full_power_with_a_break__is_watched_from_the_break_on),
		TEST(full_power_after_little__is_watched_from_where_it_began),
		TEST(a_face_that_warmed_at_once__gained),
		TEST(a_heater_that_breaks_later__is_found_as_well),
		TEST(full_power_while_nobody_reads__does_not_count),
		TEST(a_face_warm_by_its_power__is_no_fault),
		TEST(full_power_before_anybody_reads__is_watched_from_the_first_reading_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
