/* test_player_holds.c - long holds under the player: each region and side has the share asked for. */
#include "core/bench_player.h"

/* One minute: no time for two holds of 30 s and more, on either side of the neck; elsewhere for one. */
static void a_region_without_time_for_a_hold__leaves_it_to_the_next(void **state)
{
	(void)state;
	one_stroke(&techniques[0], &bench_follow);
	techniques[0].strokes[0].hold_min_s = 150.0;
	begin(16);
	command.duration_s = 60.0;
	play(20.0);
	assert_true(hands.count > 0);
	assert_int_not_equal(hands.region, REGION_NECK);
	assert_at_least(hands.hands[0].force_n, 10.0);
}

/* Each region's holds fit into its share, on any rig. */
static void long_holds__share_the_time_as_asked(void **state)
{
	const int rigs[] = {16, 8, 4};
	const struct stroke *const kinds[] = {&bench_follow, &bench_lean, &bench_points,
					      &bench_still};

	(void)state;
	for (int c = 0; c < 12; c++) {
		double sum = 0.0;
		double all_s = 0.0;

		one_stroke(&techniques[0], kinds[c % 4]);
		techniques[0].strokes[0].from = REGION_NECK;
		begin(rigs[c / 4]);
		command.focus[REGION_LOWER_BACK] = 1.0;
		play(1200.0);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			sum += player.body.regions[r].has_heads ? command.focus[r] : 0.0;
			all_s += worked_s[r];
		}
		assert_at_least(all_s, 1140.0);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			double wanted =
				player.body.regions[r].has_heads ? command.focus[r] / sum : 0.0;

			assert_near(worked_s[r] / all_s, wanted, 0.03);
		}
	}
}

static void idle(void)
{
	player_step(&player, &hands, STATE_IDLE, &command, &belief, TICK_S);
}

/* At the ends of speed and intensity, whatever mixture is asked for, some regions left out. */
static void holds_of_minutes__keep_their_shares_at_every_speed(void **state)
{
	const int rigs[] = {16, 8, 4};
	const double speeds[] = {SPEED_MIN, 1.0, SPEED_MAX};
	struct dice dice = {11};

	(void)state;
	one_stroke(&techniques[0], &bench_follow);
	for (int c = 0; c < 18; c++) {
		double sum = 0.0;
		double all_s = 0.0;

		begin(rigs[c / 3 % 3]);
		command.speed = speeds[c % 3];
		command.intensity = 0.5 * dice_below(&dice, 3);
		for (int r = REGION_NONE + 1; r < REGION_COUNT && c >= 9; r++) {
			command.focus[r] = dice_between(&dice, 0.2, 1.0);
		}
		idle();
		play(1200.0);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			sum += player.body.regions[r].has_heads ? command.focus[r] : 0.0;
			all_s += worked_s[r];
		}
		assert_at_least(all_s, 1180.0); /* a place held twice in a row breathes */
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			double wanted =
				player.body.regions[r].has_heads ? command.focus[r] / sum : 0.0;

			assert_near(worked_s[r] / all_s, wanted, 0.01);
		}
	}
}

/* Slow enough that one side could use the whole budget of the row up. */
static void both_sides_of_the_neck__are_held_alike(void **state)
{
	double held_s[ROW_SIDES] = {0};

	(void)state;
	one_stroke(&techniques[0], &bench_follow);
	begin(16);
	command.speed = SPEED_MIN;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_NECK;
	}
	idle();
	while (!player.session.over) {
		tick();
		if (player.phase == BOUT_WORKING && player.motion.hold.stage == HOLD_STAY) {
			held_s[side_index(player.motion.hold.side)] += TICK_S;
		}
	}
	assert_at_least(held_s[0], 500.0);
	assert_near(held_s[0], held_s[1], 10.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_region_without_time_for_a_hold__leaves_it_to_the_next),
		TEST(long_holds__share_the_time_as_asked),
		TEST(holds_of_minutes__keep_their_shares_at_every_speed),
		TEST(both_sides_of_the_neck__are_held_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
