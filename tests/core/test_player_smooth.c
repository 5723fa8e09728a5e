/* test_player_smooth.c - no step under the player, whatever is asked and however fast. */
#include "core/bench_player.h"

/* Steepest rise and fall of any head's wish. */
struct slopes {
	double rise_n_s;
	double fall_n_s;
	double before_n[HEADS_MAX];
};

static void watch(struct slopes *slopes)
{
	for (int i = 0; i < rig.head_count; i++) {
		double slope = (wish.force_n[i] - slopes->before_n[i]) / TICK_S;

		slopes->rise_n_s = slope > slopes->rise_n_s ? slope : slopes->rise_n_s;
		slopes->fall_n_s = -slope > slopes->fall_n_s ? -slope : slopes->fall_n_s;
		slopes->before_n[i] = wish.force_n[i];
	}
}

static void ask_anything(struct dice *dice)
{
	enum region region = (enum region)(1 + dice_below(dice, REGION_COUNT - 1));

	command.intensity = dice_wild(dice, 0.0, 1.0);
	command.speed = dice_wild(dice, 0.5, 2.0);
	command.balance = dice_wild(dice, -1.0, 1.0);
	command.focus[region] = dice_wild(dice, 0.0, 1.0);
	command.enabled[region] = dice_below(dice, 8) != 0;
	if (dice_below(dice, 100) == 0) {
		command.technique = dice_below(dice, 4) - 1;
		command.presses.linger += (uint32_t)dice_below(dice, 2);
	}
	command.presses.let_go += dice_below(dice, 300) == 0;
}

/* A hundred changes a second for a hundred seconds, of everything, under every kind of stroke. */
static void ten_thousand_changes__are_no_step(void **state)
{
	double reached = 0.0;

	(void)state;
	for (int kind = 0; kind < BENCH_STROKES; kind++) {
		struct dice dice = {.state = 77 + (uint64_t)kind};
		struct slopes slopes = {0};

		one_stroke(&techniques[0], bench_stroke(kind));
		one_stroke(&techniques[1], bench_stroke((kind + 5) % BENCH_STROKES));
		one_stroke(&techniques[2], &bench_strip);
		begin(16);
		for (int k = 0; k < 100000; k++) {
			if (k % 10 == 0) {
				ask_anything(&dice);
			}
			tick();
			watch(&slopes);
		}
		assert_at_most(slopes.rise_n_s, SLEW_RISE_N_S);
		assert_at_most(slopes.fall_n_s, SLEW_FALL_N_S);
		reached = slopes.rise_n_s > reached ? slopes.rise_n_s : reached;
	}
	assert_at_least(reached, 0.3 * SLEW_RISE_N_S);
}

/* As hard as it goes, from one end of what may be asked to the other, with time to arrive there. */
static void the_ends_of_everything__are_no_step(void **state)
{
	double rise_n_s = 0.0;
	double fall_n_s = 0.0;

	(void)state;
	for (int kind = 0; kind < BENCH_STROKES; kind++) {
		struct slopes slopes = {0};

		one_stroke(&techniques[0], bench_stroke(kind));
		begin(16);
		for (int k = 0; k < 120000; k++) {
			bool high = k / 15000 % 2 == 0;

			command.intensity = high ? 1.0 : 0.0;
			command.speed = k / 20000 % 2 == 0 ? 2.0 : 0.5;
			command.balance = k / 25000 % 2 == 0 ? 0.0 : 1.0;
			tick();
			watch(&slopes);
		}
		assert_at_most(slopes.rise_n_s, SLEW_RISE_N_S);
		assert_at_most(slopes.fall_n_s, SLEW_FALL_N_S);
		rise_n_s = slopes.rise_n_s > rise_n_s ? slopes.rise_n_s : rise_n_s;
		fall_n_s = slopes.fall_n_s > fall_n_s ? slopes.fall_n_s : fall_n_s;
	}
	assert_at_least(rise_n_s, 0.7 * SLEW_RISE_N_S);
	assert_at_least(fall_n_s, 0.35 * SLEW_FALL_N_S);
}

/* Slower kneading may press harder: it comes to that gradually. */
static void a_force_that_pace_allows_again__comes_back_slowly(void **state)
{
	double steepest = 0.0;
	double least_n = 1e9;
	double before_n;

	(void)state;
	one_stroke(&techniques[0], &bench_kneading);
	techniques[0].strokes[0].force_max_n = 80.0;
	begin(16);
	command.speed = 2.0;
	play(400.0); /* warmed up, and at full intensity */
	before_n = hands.hands[0].peak_n;
	command.speed = 0.5;
	for (int k = 0; k < 5000; k++) {
		double slope;

		tick();
		slope = (hands.hands[0].peak_n - before_n) / TICK_S;
		least_n = before_n < least_n ? before_n : least_n;
		before_n = hands.hands[0].peak_n;
		steepest = slope > steepest && k > 0 ? slope : steepest;
	}
	assert_at_least(before_n, least_n + 10.0);
	assert_at_most(steepest, 8.0 + 1e-6);
	assert_at_least(steepest, 5.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ten_thousand_changes__are_no_step),
		TEST(the_ends_of_everything__are_no_step),
		TEST(a_force_that_pace_allows_again__comes_back_slowly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
