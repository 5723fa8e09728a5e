/* test_player_warm.c - warm strokes under the player: by heated heads, never cold, where they work. */
#include "core/bench_player.h"

/* Only the upper back is heated; what is not warm may go anywhere. */
static void a_warm_glide__is_given_by_heated_heads_only(void **state)
{
	double glided_s = 0.0;

	(void)state;
	one_stroke(&techniques[0], &bench_glide);
	techniques[0].stroke_count = 2;
	techniques[0].strokes[0].share = 0.3;
	techniques[0].strokes[1] = bench_warm;
	techniques[0].strokes[1].share = 0.7;
	begin(16);
	for (int i = 0; i < rig.head_count; i++) {
		if (rig.heads[i].region == REGION_UPPER_BACK) {
			rig.heads[i].heater.driver = DRIVER_SIM;
		}
	}
	player_init(&player, &rig, techniques, 3);
	command.duration_s = 300.0;
	for (int k = 0; k < 290000; k++) {
		tick();
		if (hands.stroke == 1) {
			assert_int_equal(hands.region, REGION_UPPER_BACK);
			glided_s += TICK_S;
		}
	}
	assert_at_least(glided_s, 180.0);
	assert_at_least(worked_s[REGION_LOWER_BACK], 5.0);
	one_stroke(&techniques[0], &bench_warm); /* alone it has no share anywhere else */
	begin(16);
	for (int i = 0; i < rig.head_count; i++) {
		if (rig.heads[i].region == REGION_UPPER_BACK) {
			rig.heads[i].heater.driver = DRIVER_SIM;
		}
	}
	player_init(&player, &rig, techniques, 3);
	play(20.0);
	assert_near(player.plan.share[REGION_UPPER_BACK], 1.0, 1e-9);
}

static double lands_s(double warm_at_s)
{
	double t_s = 0.0;

	begin(16);
	rig.heads[0].heater.driver = DRIVER_SIM; /* the upper back, one side */
	belief.head_count = rig.head_count;
	player_init(&player, &rig, techniques, 3);
	lie();
	while (!(wish.force_n[0] > 2.0) && t_s < 200.0) {
		belief.heads[0].surface_known = true;
		belief.heads[0].surface_c = t_s < warm_at_s ? 22.0 : 40.0;
		tick();
		t_s += TICK_S;
		assert_true(player.warms || t_s < TICK_S * 1.5 || hands.count > 0);
	}
	assert_false(player.warms);
	return t_s;
}

static void a_warm_glide__does_not_land_cold_and_does_not_wait_for_ever(void **state)
{
	(void)state;
	one_stroke(&techniques[0], &bench_warm);
	assert_near(lands_s(0.0), 0.5, 0.5);
	assert_near(lands_s(30.0), 30.5, 0.5);
	assert_near(lands_s(1e9), 90.5, 0.5);
}

static void warm_strokes__warm_where_they_work_while_they_run(void **state)
{
	(void)state;
	techniques[0] = (struct technique){.needs = NEED_HEATER, .stroke_count = 2};
	techniques[0].strokes[0] = bench_still;
	techniques[0].strokes[1] = bench_warm;
	begin(16);
	command.enabled[REGION_HIPS] = false;
	play(1.0);
	for (int i = 0; i < 16; i++) {
		enum region region = rig.heads[i].region;
		bool warm = region != REGION_HIPS && region != REGION_NECK;

		assert_near(wish.surface_c[i], warm ? 40.0 : 0.0, 0.0);
	}
	player_step(&player, &hands, STATE_PAUSED, &command, &belief, TICK_S);
	allocate(&allocator, &wish, &hands,
		 &(struct standby){.plan = &player.plan,
				   .region = player.body.head_region,
				   .warm_c = player.warm_c,
				   .trigger_head = HEAD_NONE,
				   .running = player_standby(&player, TICK_S).running,
				   .dt_s = TICK_S});
	for (int i = 0; i < 16; i++) {
		assert_zero(wish.surface_c[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_warm_glide__is_given_by_heated_heads_only),
		TEST(a_warm_glide__does_not_land_cold_and_does_not_wait_for_ever),
		TEST(warm_strokes__warm_where_they_work_while_they_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
