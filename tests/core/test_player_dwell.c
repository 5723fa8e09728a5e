/* test_player_dwell.c - every kind of stroke under the player is at home in the dwell budgets. */
#include "core/bench_player.h"

/* What one place had without 5 s under 2 N, by the rules of the dwell budget. */
struct dwelt {
	double soft_s;
	double hard_s;
	double light_s;
};

static void dwell(struct dwelt *dwelt, double force_n)
{
	dwelt->light_s = force_n < RELEASED_N ? dwelt->light_s + TICK_S : 0.0;
	if (dwelt->light_s >= DWELL_REFILL_S) {
		*dwelt = (struct dwelt){.light_s = DWELL_REFILL_S};
	}
	dwelt->soft_s += force_n > DWELL_N ? TICK_S : 0.0;
	dwelt->hard_s += force_n > DWELL_HARD_N ? TICK_S : 0.0;
}

/* One region alone, so that nothing else gives it a rest; presses linger every so often. */
static struct dwelt longest_in_one_region(const struct stroke *stroke, int linger_ticks)
{
	struct dwelt dwelt[HEADS_MAX] = {{0}};
	struct dwelt longest = {0};

	one_stroke(&techniques[0], stroke);
	begin(16);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_HIPS;
	}
	for (int k = 0; k < 900000; k++) {
		command.presses.linger += linger_ticks > 0 && k % linger_ticks == 0;
		tick();
		for (int i = 0; i < rig.head_count; i++) {
			double soft_s;
			double hard_s;

			dwell(&dwelt[i], wish.force_n[i]);
			soft_s = dwelt[i].soft_s;
			hard_s = dwelt[i].hard_s;
			longest.soft_s = soft_s > longest.soft_s ? soft_s : longest.soft_s;
			longest.hard_s = hard_s > longest.hard_s ? hard_s : longest.hard_s;
		}
		assert_at_most(idle_s, 10.0);
	}
	assert_at_least(worked_s[REGION_HIPS], 0.8 * 900.0);
	return longest;
}

static void every_kind__lives_within_the_dwell_budgets(void **state)
{
	double softest_s = 0.0;
	double hardest_s = 0.0;

	(void)state;
	for (int kind = 0; kind < BENCH_STROKES; kind++) {
		for (int linger = 0; linger <= 10000; linger += 10000) {
			const struct stroke *stroke = bench_stroke(kind);
			struct dwelt longest;

			if (stroke->kind == STROKE_COMPRESSION) {
				continue; /* it has a budget of its own */
			}
			longest = longest_in_one_region(stroke, linger);
			assert_at_most(longest.soft_s, DWELL_S - 1.0);
			assert_at_most(longest.hard_s, DWELL_HARD_S - 1.0);
			softest_s = longest.soft_s > softest_s ? longest.soft_s : softest_s;
			hardest_s = longest.hard_s > hardest_s ? longest.hard_s : hardest_s;
		}
	}
	assert_at_least(softest_s, 0.9 * DWELL_S);
	assert_at_least(hardest_s, 0.9 * DWELL_HARD_S);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_kind__lives_within_the_dwell_budgets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
