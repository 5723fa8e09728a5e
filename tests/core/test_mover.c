/* test_mover.c - a way that the force does not explain is the person, and the head gives way at once. */
#include "core/safety/mover.h"

#include "core/bench_rig.h"

#include <knead/condition.h>

#define HEADS 4
#define HEAD  1

static struct rig rig;
static struct mover mover;
static struct client client;
static struct ceilings ceilings;
static struct belief belief;
static struct wish wish;
static struct command command;
static int64_t t_ns;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	mover_init(&mover, &rig);
	client_init(&client, &rig);
	ceilings_init(&ceilings, &rig);
	command_init(&command);
	memset(&belief, 0, sizeof(belief));
	memset(&wish, 0, sizeof(wish));
	t_ns = 1000 * S_NS;
	for (int i = 0; i < HEADS; i++) {
		belief.heads[i] = (struct head_belief){
			.position_known = true, .contact = true, .position_m = 0.03};
	}
	belief.heads[HEAD].force_n = 20.0;
	wish.force_n[HEAD] = 20.0;
	return 0;
}

/* Moves that head and its force evenly within that many milliseconds. */
static void go(double way_m, double more_n, int ms)
{
	for (int k = 0; k < ms; k++) {
		t_ns += MS_NS;
		belief.heads[HEAD].position_m += way_m / ms;
		belief.heads[HEAD].force_n += more_n / ms;
		mover_step(&mover, &ceilings, STATE_RUNNING, &belief, &wish, t_ns);
		ceilings_step(&ceilings, &belief, &command, &client, STATE_RUNNING, t_ns, TICK_S);
	}
}

static double ceiling_n(int head)
{
	return ceilings.heads[head].now_n;
}

static void check_moved(void)
{
	assert_true(mover.moved);
	assert_int_equal(mover.moved_head, HEAD);
	assert_at_most(ceiling_n(HEAD), 0.0);
	assert_at_least(ceiling_n(0), 1.0); /* and no other head */
}

static void check_not_moved(void)
{
	assert_false(mover.moved);
	assert_at_least(ceiling_n(HEAD), 1.0);
}

static void a_person_who_sinks_away__is_noticed(void **state)
{
	(void)state;
	go(0.0, 0.0, 500);
	check_not_moved();
	go(0.05, -10.0, 200);
	check_moved();
}

static void a_person_who_comes_up__is_noticed(void **state)
{
	(void)state;
	go(0.0, 0.0, 500);
	go(-0.05, 5.0, 200);
	check_moved();
}

static void what_the_force_explains__is_no_move(void **state)
{
	(void)state;
	go(0.0, -20.0, 500);
	go(0.025, 40.0, 300); /* a press into soft tissue */
	go(-0.025, -35.0, 200);
	check_not_moved();
	set_up(state);
	go(0.0, 20.0, 500); /* a lift out of it, in less than a look back */
	go(-0.025, -35.0, 100);
	go(0.0, 0.0, 500);
	check_not_moved();
}

/* However many heads and however slow the loop, each has its turn in time. */
static void every_head_of_64_in_a_slow_loop__has_its_turn(void **state)
{
	static const double loops_hz[] = {LOOP_MIN_HZ, 250.0, 1000.0, LOOP_MAX_HZ};

	(void)state;
	for (int l = 0; l < 4; l++) {
		for (int n = 0; n < HEADS_MAX; n += 9) {
			const int steps = (int)(MOVER_TURN_S * loops_hz[l] / MOVER_TICKS + 1e-9);
			int moved = 0;

			bench_rig(&rig, HEADS_MAX);
			rig.loop_hz = loops_hz[l];
			mover_init(&mover, &rig);
			ceilings_init(&ceilings, &rig);
			memset(&belief, 0, sizeof(belief));
			memset(&wish, 0, sizeof(wish));
			for (int i = 0; i < HEADS_MAX; i++) {
				belief.heads[i].position_known = true;
				belief.heads[i].position_m = 0.03;
				belief.heads[i].force_n = 20.0;
			}
			for (int k = 0; k < 2 * steps; k++) {
				t_ns += (int64_t)(MOVER_TICKS * 1e9 / loops_hz[l]);
				mover_step(&mover, &ceilings, STATE_RUNNING, &belief, &wish, t_ns);
			}
			assert_false(mover.moved);
			belief.heads[n].position_m = 0.01;
			for (; moved < 2 * steps && !mover.moved; moved++) {
				t_ns += (int64_t)(MOVER_TICKS * 1e9 / loops_hz[l]);
				mover_step(&mover, &ceilings, STATE_RUNNING, &belief, &wish, t_ns);
			}
			assert_in_range(moved, 1, steps);
			assert_int_equal(mover.moved_head, n);
			for (int k = 0; k < steps; k++) { /* and is forgotten in time, in a pause */
				mover_step(&mover, &ceilings, STATE_PAUSED, &belief, &wish, t_ns);
			}
			for (int i = 0; i < HEADS_MAX; i++) {
				assert_int_equal(mover.heads[i].then_t_ns, 0);
			}
		}
	}
}

static void breath_and_coughs__are_no_move(void **state)
{
	(void)state;
	for (int k = 0; k < 20; k++) {
		go(-0.010, 3.0, 150);
		go(0.010, -3.0, 150);
	}
	check_not_moved();
}

static void nobody_where_it_pressed__is_noticed_after_2_s(void **state)
{
	(void)state;
	go(0.0, 0.0, 100);
	belief.heads[HEAD].contact = false;
	belief.heads[HEAD].force_n = 0.0;
	go(0.004, 0.0, 1900);
	check_not_moved();
	go(0.0, 0.0, 200);
	check_moved();
}

static void a_head_that_is_not_to_press__misses_nobody(void **state)
{
	(void)state;
	go(0.0, 0.0, 100);
	wish.force_n[HEAD] = 0.0;
	belief.heads[HEAD].contact = false;
	belief.heads[HEAD].force_n = 0.0;
	go(0.004, 0.0, 5000);
	check_not_moved();
}

static void a_ceiling_that_lifts_it_off__is_no_loss(void **state)
{
	(void)state;
	go(0.0, 0.0, 100);
	command.ceiling_n = 0.0;
	belief.heads[HEAD].contact = false;
	belief.heads[HEAD].force_n = 0.0;
	go(0.0, 0.0, 5000);
	assert_false(mover.moved);
}

static void what_gave_way__stays_away_in_the_pause_and_comes_back_after_it(void **state)
{
	(void)state;
	go(0.0, 0.0, 500);
	go(-0.05, 5.0, 200);
	check_moved();
	for (int k = 0; k < 3000; k++) {
		t_ns += MS_NS;
		mover_step(&mover, &ceilings, STATE_PAUSED, &belief, &wish, t_ns);
		ceilings_step(&ceilings, &belief, &command, &client, STATE_PAUSED, t_ns, TICK_S);
		assert_at_most(ceiling_n(HEAD), 0.0);
	}
	assert_false(mover.moved);
	go(0.0, 0.0, 1000);
	check_not_moved();
}

static void what_is_no_number__is_no_way_to_press_on(void **state)
{
	(void)state;
	go(0.0, 0.0, 500);
	belief.heads[HEAD].position_m = NOT_A_N;
	belief.heads[HEAD].position_known = false;
	go(0.0, 0.0, 500);
	check_not_moved(); /* unknown: the conditions see to that */
}

static void one_step(enum state state)
{
	t_ns += MS_NS;
	mover_step(&mover, &ceilings, state, &belief, &wish, t_ns);
	ceilings_step(&ceilings, &belief, &command, &client, state, t_ns, TICK_S);
}

static void as_many_heads_as_need_be__are_looked_at_in_a_step(void **state)
{
	const int heads[] = {1, 4, 50, 51, 64};
	const int steps[] = {1, 1, 1, 2, 2};

	(void)state;
	for (int k = 0; k < 5; k++) {
		bench_rig(&rig, heads[k]);
		mover_init(&mover, &rig);
		assert_int_equal(mover.per_step, steps[k]);
		assert_int_equal(mover.moved_head, HEAD_NONE);
		for (int step = 1; step < 200; step++) {
			one_step(STATE_RUNNING);
			assert_int_equal(mover.turn, step * steps[k] % heads[k]);
		}
	}
}

/* Who was pressed before the pause is not missed after it, before a head has found anybody. */
static void whom_it_pressed_before_a_pause__it_does_not_miss(void **state)
{
	(void)state;
	go(0.0, 0.0, 500);
	for (int k = 0; k < 3000; k++) {
		one_step(STATE_PAUSED);
	}
	belief.heads[HEAD].contact = false;
	belief.heads[HEAD].force_n = 0.0;
	go(0.0, 0.0, 3000);
	check_not_moved();
}

static void whom_it_hardly_touched__it_does_not_miss(void **state)
{
	(void)state;
	belief.heads[HEAD].force_n = 1.0;
	go(0.0, 0.0, 500);
	belief.heads[HEAD].contact = false;
	go(0.0, -1.0, 3000);
	check_not_moved();
}

static void whom_it_still_touches__is_there(void **state)
{
	(void)state;
	go(0.0, 0.0, 500);
	go(0.0, -19.0, 10);
	go(0.0, 0.0, 3000);
	check_not_moved();
}

/* From a press to next to nothing, or the other way round; from next to nothing to the same it is none. */
static void a_move_under_a_light_head__is_one_where_it_pressed_before_or_presses_now(void **state)
{
	(void)state;
	go(0.0, 0.0, 500);
	go(0.03, -19.0, 200);
	check_moved();
	set_up(state);
	belief.heads[HEAD].force_n = 1.0;
	go(0.0, 0.0, 500);
	go(-0.03, 9.0, 200);
	check_moved();
	set_up(state);
	belief.heads[HEAD].force_n = 1.0;
	go(0.0, 0.0, 500);
	go(0.03, 0.0, 200);
	check_not_moved();
}

static void check_moved_both(void)
{
	assert_true(mover.moved);
	assert_zero(ceiling_n(0));
	assert_zero(ceiling_n(HEAD));
}

/* All that gave way come back, however many, and a person who moves again is noticed again. */
static void heads_that_gave_way__all_come_back_and_look_again(void **state)
{
	(void)state;
	belief.heads[0].force_n = 20.0;
	wish.force_n[0] = 20.0;
	go(0.0, 0.0, 500);
	belief.heads[0].position_m += 0.03;
	mover.heads[HEADS].then_t_ns = 5; /* no head of this rig */
	go(0.03, 0.0, 50);
	check_moved_both();
	for (int k = 0; k < 100; k++) {
		one_step(STATE_PAUSED);
	}
	go(0.0, 0.0, 1000);
	check_not_moved();
	assert_int_equal(mover.moved_head, HEAD_NONE);
	assert_int_equal(mover.retracted, 0);
	assert_int_equal(mover.heads[HEADS].then_t_ns, 5);
	assert_at_least(ceiling_n(0), 79.0);
	assert_at_least(ceiling_n(HEAD), 79.0);
	go(0.03, 0.0, 50);
	check_moved();
}

/* However short the pause was: what happened in it is no move. */
static void what_moved_in_a_pause_of_a_tick__is_no_move(void **state)
{
	(void)state;
	go(0.0, 0.0, 500);
	belief.heads[0].force_n = 20.0;
	wish.force_n[0] = 20.0;
	go(0.03, 0.0, 50);
	check_moved();
	while (mover.turn == HEAD) {
		go(0.0, 0.0, 1);
	}
	one_step(STATE_PAUSED);
	belief.heads[HEAD].position_m -= 0.06;
	go(0.0, 0.0, 100);
	check_not_moved();
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_person_who_sinks_away__is_noticed),
		TEST(a_person_who_comes_up__is_noticed),
		TEST(what_the_force_explains__is_no_move),
		TEST(every_head_of_64_in_a_slow_loop__has_its_turn),
		TEST(breath_and_coughs__are_no_move),
		TEST(nobody_where_it_pressed__is_noticed_after_2_s),
		TEST(a_head_that_is_not_to_press__misses_nobody),
		TEST(a_ceiling_that_lifts_it_off__is_no_loss),
		TEST(what_gave_way__stays_away_in_the_pause_and_comes_back_after_it),
		TEST(what_is_no_number__is_no_way_to_press_on),
		TEST(as_many_heads_as_need_be__are_looked_at_in_a_step),
		TEST(whom_it_pressed_before_a_pause__it_does_not_miss),
		TEST(whom_it_hardly_touched__it_does_not_miss),
		TEST(whom_it_still_touches__is_there),
		TEST(a_move_under_a_light_head__is_one_where_it_pressed_before_or_presses_now),
		TEST(heads_that_gave_way__all_come_back_and_look_again),
		TEST(what_moved_in_a_pause_of_a_tick__is_no_move),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
