/* test_player.c - the player gives each stroke its time and its place, and is never idle for want
 * of something to do. */
#include "core/bench_player.h"

/* The stroke for the legs comes last, and the legs are left out: the others have its time as well. */
static void a_last_stroke_without_work__leaves_its_time_to_the_others(void **state)
{
	double played_s[3] = {0};

	(void)state;
	techniques[0] = (struct technique){.stroke_count = 3};
	techniques[0].strokes[0] = bench_glide;
	techniques[0].strokes[1] = bench_lean;
	techniques[0].strokes[2] = bench_kneading;
	for (int k = 0; k < 3; k++) {
		techniques[0].strokes[k].share = k == 2 ? 0.6 : 0.2;
		techniques[0].strokes[k].from = k == 2 ? REGION_LEGS : REGION_LOWER_BACK;
		techniques[0].strokes[k].to = k == 2 ? REGION_LEGS : REGION_UPPER_BACK;
	}
	begin(16);
	command.enabled[REGION_LEGS] = false;
	command.duration_s = 600.0;
	while (player.session.elapsed_s < 596.0) {
		tick();
		assert_at_most(idle_s, 1.0);
		played_s[hands.stroke < 0 ? 2 : hands.stroke] += TICK_S;
	}
	assert_near(played_s[0], 300.0, 20.0);
	assert_near(played_s[1], 300.0, 20.0);
	assert_false(player.session.over);
	play(10.0);
	assert_true(player.session.over);
	assert_near(player.session.elapsed_s, 600.0, 0.01);
}

static void a_stroke_that_has_work_again__is_played_again(void **state)
{
	double kneaded_s = 0.0;

	(void)state;
	techniques[0] = (struct technique){.stroke_count = 2};
	techniques[0].strokes[0] = bench_glide;
	techniques[0].strokes[0].from = REGION_LOWER_BACK;
	techniques[0].strokes[1] = bench_kneading;
	techniques[0].strokes[1].share = 0.6;
	techniques[0].strokes[1].to = REGION_LEGS;
	begin(16);
	command.enabled[REGION_LEGS] = false;
	command.duration_s = 600.0;
	play(300.0);
	assert_int_equal(player.session.stroke, 0);
	command.enabled[REGION_LEGS] = true;
	for (int k = 0; k < 297000; k++) {
		tick();
		kneaded_s += hands.stroke == 1 ? TICK_S : 0.0;
	}
	assert_at_least(kneaded_s, 100.0);
}

static int pressed_most(void)
{
	int most = HEAD_NONE;

	for (int i = 0; i < rig.head_count; i++) {
		if (wish.force_n[i] > 4.0 &&
		    (most == HEAD_NONE || wish.force_n[i] > wish.force_n[most])) {
			most = i;
		}
	}
	return most;
}

static int pressed_next(void)
{
	while (pressed_most() == HEAD_NONE) {
		tick();
		assert_false(player.session.over);
	}
	return pressed_most();
}

/* One stroke is all there is: a skip moves on, and the session stays as long as it is. */
static void a_skip_of_a_single_stroke__goes_to_another_place(void **state)
{
	static const struct stroke *const kinds[] = {&bench_points, &bench_lean, &bench_follow,
						     &bench_kneading};

	(void)state;
	for (int k = 0; k < 4; k++) {
		one_stroke(&techniques[0], kinds[k]);
		begin(16);
		for (int n = 0; n < 12; n++) {
			int before;

			play(4.0);
			before = pressed_next();
			command.presses.skip++;
			for (int t = 0; t < 8000 && wish.force_n[before] > 1.2; t++) {
				tick();
			}
			assert_at_most(wish.force_n[before], 1.2);
			assert_int_not_equal(pressed_next(), before);
		}
		assert_near(player.session.elapsed_s + player.session.remaining_s, 1200.0, 0.01);
		play(1300.0);
		assert_near(player.session.elapsed_s, 1200.0, 0.01);
	}
}

static int stroke_after_skips(double apart_s)
{
	play(20.0);
	assert_int_equal(hands.stroke, player.session.stroke);
	command.presses.skip++;
	play(apart_s);
	command.presses.skip++;
	play(4.0);
	return player.session.stroke;
}

static void two_skips_soon_after_each_other__leave_a_stroke_of_many_places(void **state)
{
	(void)state;
	techniques[0] = (struct technique){.needs_ceiling_n = 5.0, .stroke_count = 3};
	techniques[0].strokes[0] = bench_lean;
	techniques[0].strokes[1] = bench_points;
	techniques[0].strokes[2] = bench_glide;
	begin(16);
	assert_int_equal(stroke_after_skips(2.2), 0);
	assert_int_equal(stroke_after_skips(1.8), 1);
	assert_int_equal(hands.stroke, 1);
	command.presses.skip += 1; /* a third is the first of the next two */
	play(3.0);
	assert_int_equal(player.session.stroke, 1);
	assert_int_equal(stroke_after_skips(0.5), 2);
	play(20.0);
	assert_int_equal(hands.stroke, 2);
	assert_near(player.session.elapsed_s + player.session.remaining_s, 1200.0, 0.01);
}

static void idle(void)
{
	player_step(&player, &hands, STATE_IDLE, &command, &belief, TICK_S);
}

/* Nothing moves yet, so nothing has to be eased. */
static void a_speed_asked_for_before_the_start__holds_from_the_first_stroke(void **state)
{
	(void)state;
	begin(16);
	idle();
	command.speed = 2.0;
	lie();
	tick();
	assert_near(player.demand.speed.value, 2.0, 0.0);
	assert_near(player.speed_ratio, 2.0, 1e-9);
	command.speed = 1.0;
	tick();
	assert_at_least(player.demand.speed.value, 1.99);
	idle();
	command.speed = NOT_A_N;
	lie();
	tick();
	assert_near(player.demand.speed.value, 1.0, 0.0);
}

static void step(enum state state)
{
	player_step(&player, &hands, state, &command, &belief, TICK_S);
}

static void find(int heads)
{
	for (int i = 0; i < rig.head_count; i++) {
		belief.heads[i].contact_sure = i < heads;
	}
}

/* Seconds until hands press, where so many heads find the person after 3 s and the others nobody. */
static double waits_s(int heads)
{
	double t_s = 0.0;

	belief.head_count = rig.head_count;
	find(0);
	do {
		step(STATE_RUNNING);
		t_s += TICK_S;
		if (t_s > 3.0) {
			find(heads);
		}
	} while (hands.count == 0 && t_s < 20.0);
	return t_s;
}

static void hands__are_laid_on_before_they_work(void **state)
{
	(void)state;
	assert_near(waits_s(16), 3.0, 0.01);
	step(STATE_PAUSED);
	assert_near(waits_s(16), 3.0, 0.01); /* after a pause they are laid on anew */
	step(STATE_PAUSED);
	assert_near(waits_s(15), 12.0, 0.01); /* for nobody there is no waiting */
	begin(16);
	belief.head_count = rig.head_count;
	for (int i = 0; i < rig.head_count; i++) {
		assert_int_equal(hands.count, 0);
		find(0);
		belief.heads[i].contact_sure =
			true; /* one after the other, and lost again by breath */
		step(STATE_RUNNING);
	}
	assert_true(hands.count > 0);
}

/* It was lost while they worked: hands that went away come again at once. */
static void a_head_that_lay_once__is_not_waited_for(void **state)
{
	double away_s = 0.0;

	(void)state;
	assert_near(waits_s(16), 3.0, 0.01);
	find(0);
	for (int k = 0; k < (int)(60.0 / TICK_S); k++) {
		step(STATE_RUNNING);
		away_s = hands.count > 0 ? 0.0 : away_s + TICK_S;
		assert_at_most(away_s, 1.0);
	}
}

/* Eased to nothing, or tired out: safety keeps it in the air. */
static void a_head_that_may_press_nothing__is_not_waited_for(void **state)
{
	static struct ceilings ceilings;

	(void)state;
	for (int i = 0; i < rig.head_count; i++) {
		ceilings.heads[i].ask_n = i == 7 ? 0.0 : 40.0;
	}
	player.ceilings = &ceilings;
	belief.head_count = rig.head_count;
	find(16);
	belief.heads[7].contact_sure = false;
	step(STATE_RUNNING);
	assert_true(hands.count > 0);
}

static void a_skip_while_heads_come_down__is_of_the_stroke(void **state)
{
	(void)state;
	techniques[0].strokes[0] = bench_points; /* hands go from place to place in it */
	belief.head_count = rig.head_count;
	step(STATE_RUNNING);
	command.presses.skip++;
	step(STATE_RUNNING);
	assert_int_equal(player.session.stroke, 1);
	assert_int_equal(hands.count, 0);
}

/* Nothing of the session before is left to wait for. */
static void coming_down__heads_neither_air_nor_wait_for_warmth(void **state)
{
	struct standby standby;

	(void)state;
	player.airs = true;
	player.warms = true;
	belief.head_count = rig.head_count;
	step(STATE_RUNNING);
	standby = player_standby(&player, TICK_S);
	assert_false(standby.airs);
	assert_false(player.warms);
}

static void heads_of_no_use_here__are_not_waited_for(void **state)
{
	(void)state;
	begin(16);
	for (int i = 0; i < rig.head_count; i++) {
		if (rig.heads[i].region != REGION_UPPER_BACK) {
			command.focus[rig.heads[i].region] = 0.0;
		}
	}
	belief.head_count = rig.head_count;
	for (int i = 0; i < rig.head_count; i++) {
		belief.heads[i].contact_sure = rig.heads[i].region == REGION_UPPER_BACK;
	}
	for (int k = 0; k < 100 && hands.count == 0; k++) {
		player_step(&player, &hands, STATE_RUNNING, &command, &belief, TICK_S);
	}
	assert_true(hands.count > 0);
}

static void a_change_between_presses__is_no_wait(void **state)
{
	(void)state;
	one_stroke(&techniques[0], &bench_points);
	bench_technique(&techniques[1]);
	begin(16);
	play(10.0);
	while (hands.hands[0].force_n > 0.0 || hands.hands[1].force_n > 0.0) {
		tick();
	}
	command.technique = 1;
	tick();
	tick();
	assert_int_equal(player.current, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_last_stroke_without_work__leaves_its_time_to_the_others),
		TEST(a_stroke_that_has_work_again__is_played_again),
		TEST(a_skip_of_a_single_stroke__goes_to_another_place),
		TEST(two_skips_soon_after_each_other__leave_a_stroke_of_many_places),
		TEST(a_speed_asked_for_before_the_start__holds_from_the_first_stroke),
		TEST(hands__are_laid_on_before_they_work),
		TEST(a_head_that_lay_once__is_not_waited_for),
		TEST(a_head_that_may_press_nothing__is_not_waited_for),
		TEST(a_skip_while_heads_come_down__is_of_the_stroke),
		TEST(coming_down__heads_neither_air_nor_wait_for_warmth),
		TEST(heads_of_no_use_here__are_not_waited_for),
		TEST(a_change_between_presses__is_no_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
