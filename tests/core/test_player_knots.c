/* test_player_knots.c - trigger points under the player: found, pressed, given up or spared. */
#include "core/bench_player.h"

/* A place pressed as a trigger point has 90 s. */
static void a_knot__is_found_pressed_within_its_budget_and_given_up(void **state)
{
	double pressed_s = 0.0;
	bool marked = false;

	(void)state;
	techniques[0] = (struct technique){.stroke_count = 2};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	begin(16);
	skin.hardness[0] = 1.8;
	for (int k = 0; k < 1100000; k++) {
		tick();
		pressed_s += wish.force_n[0] > 20.0 ? TICK_S : 0.0;
		marked = marked || wish.trigger[0];
		assert_at_most(idle_s, 10.0);
		assert_false(wish.trigger[1]);
	}
	assert_int_equal(player.triggers.count, 1);
	assert_int_equal(player.triggers.list[0].head, 0);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_GIVEN_UP);
	assert_true(marked);
	assert_at_most(pressed_s, DWELL_TRIGGER_S);
	assert_at_least(pressed_s, 75.0);
}

/* A knot in the upper back that comes up after so long; how long it was then pressed. */
static double pressed_late_s(double after_s, double duration_s)
{
	double pressed_s = 0.0;

	techniques[0] = (struct technique){.stroke_count = 2};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	begin(16);
	command.duration_s = duration_s;
	play(after_s);
	skin.hardness[0] = 1.8;
	while (!player.session.over) {
		tick();
		pressed_s += wish.force_n[0] > 20.0 ? TICK_S : 0.0;
	}
	assert_int_equal(player.triggers.count, 1);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_GIVEN_UP);
	return pressed_s;
}

static double off_share(enum region region)
{
	double sum_s = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum_s += worked_s[r];
	}
	return worked_s[region] / sum_s - player.plan.share[region];
}

/* With too little time left to make up for it, its region would end with 5 % more than its share. */
static void a_knot_found_late__is_given_up_before_its_region_has_too_much(void **state)
{
	double pressed_s;

	(void)state;
	pressed_s = pressed_late_s(900.0, 1200.0);
	assert_at_least(pressed_s, bench_compression.hold_min_s);
	assert_at_most(pressed_s, 70.0);
	assert_at_most(off_share(REGION_UPPER_BACK), 0.03);
	assert_at_least(off_share(REGION_UPPER_BACK), 0.02); /* and not before */
}

/* 3 % of ten minutes are no compression at all. */
static void a_knot_in_a_short_session__has_all_its_time(void **state)
{
	(void)state;
	assert_at_least(pressed_late_s(300.0, 600.0), 75.0);
}

/* Over the kidneys, or where somebody eased: 30 N at 0.7 are more than may be pressed there. */
static void a_knot_where_little_may_be_pressed__is_found_and_spared(void **state)
{
	static struct ceilings ceilings;
	double most_n = 0.0;

	(void)state;
	techniques[0] = (struct technique){.stroke_count = 2};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	begin(16);
	ceilings_init(&ceilings, &rig);
	for (int i = 0; i < rig.head_count; i++) {
		ceilings.heads[i].plain_n = i == 0 ? 20.9 : 80.0;
	}
	player.ceilings = &ceilings;
	skin.hardness[0] = 1.8;
	for (int k = 0; k < 800000; k++) {
		tick();
		most_n = wish.force_n[0] > most_n ? wish.force_n[0] : most_n;
	}
	assert_at_most(most_n, 11.0); /* searched all the same */
	assert_int_equal(player.triggers.count, 1);
	assert_int_equal(player.triggers.list[0].head, 0);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_SPARED);
	assert_near(player.triggers.list[0].ratio, sqrt(1.8), 0.08);
	ceilings.heads[0].plain_n = 21.1;
	play(60.0);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_HELD);
}

/* Nothing found: the time of a compression goes to the search before it. */
static void nothing_to_compress__is_searched_on(void **state)
{
	(void)state;
	techniques[0] = (struct technique){.stroke_count = 2};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	begin(16);
	play(600.0);
	assert_int_equal(player.session.stroke, 1);
	for (int k = 0; k < 60000; k++) {
		tick();
		assert_at_most(idle_s, 1.0);
		assert_true(hands.stroke <= 0);
	}
	assert_int_equal(player.triggers.count, 0);
}

static void a_skip__gives_a_compression_up_and_a_turn_does_not(void **state)
{
	(void)state;
	techniques[0] = (struct technique){.stroke_count = 3};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	techniques[0].strokes[2] = bench_glide;
	techniques[0].strokes[1].share = 0.02; /* its turn passes while it presses */
	begin(16);
	skin.hardness[0] = 1.8;
	while (player.triggers.count < 1 || player.triggers.list[0].held_s < 40.0) {
		tick();
		assert_false(player.session.elapsed_s > 1100.0);
	}
	assert_int_equal(player.session.stroke, 2);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_HELD);
	command.presses.skip++;
	tick();
	tick();
	assert_int_equal(player.triggers.list[0].state, TRIGGER_GIVEN_UP);
}

static void a_new_session__knows_no_trigger_points(void **state)
{
	(void)state;
	one_stroke(&techniques[0], &bench_search);
	begin(16);
	skin.hardness[0] = 1.8;
	play(300.0);
	assert_int_equal(player.triggers.count, 1);
	command.duration_s = 60.0;
	tick();
	assert_true(player.session.over);
	player_step(&player, &hands, STATE_IDLE, &command, &belief, TICK_S);
	assert_int_equal(player.triggers.count, 1); /* still shown */
	command.duration_s = 1200.0;
	tick();
	assert_int_equal(player.triggers.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_knot__is_found_pressed_within_its_budget_and_given_up),
		TEST(a_knot_found_late__is_given_up_before_its_region_has_too_much),
		TEST(a_knot_in_a_short_session__has_all_its_time),
		TEST(a_knot_where_little_may_be_pressed__is_found_and_spared),
		TEST(nothing_to_compress__is_searched_on),
		TEST(a_skip__gives_a_compression_up_and_a_turn_does_not),
		TEST(a_new_session__knows_no_trigger_points),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
