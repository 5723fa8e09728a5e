/* test_neck.c - one side of the neck at a time, and the other one only after it has let go. */
#include "core/safety/neck.h"

#include "core/bench_rig.h"

enum { BACK, LEFT, RIGHT, OTHER_RIGHT, BEYOND };

static struct neck neck;
static struct belief belief;
static double force_n[HEADS_MAX];
static double last_n[HEADS_MAX];
static double now_n[HEADS_MAX];

/* Two heads on the right, one on the left, one elsewhere; what lies behind them is no head of this rig. */
static int begin(void **state)
{
	static const enum side sides[] = {SIDE_LEFT, SIDE_LEFT, SIDE_RIGHT, SIDE_RIGHT, SIDE_RIGHT};
	struct rig rig;

	(void)state;
	bench_rig(&rig, 5);
	for (int i = BACK; i <= BEYOND; i++) {
		rig.heads[i].region = i == BACK ? REGION_UPPER_BACK : REGION_NECK;
		rig.heads[i].side = sides[i];
	}
	rig.head_count = BEYOND;
	memset(&neck, 0xff, sizeof(neck)); /* as memory may be before */
	neck_init(&neck, &rig);
	memset(&belief, 0, sizeof(belief));
	memset(force_n, 0, sizeof(force_n));
	memset(last_n, 0, sizeof(last_n));
	memset(now_n, 0, sizeof(now_n));
	return 0;
}

static void choose(void)
{
	neck_choose(&neck, force_n, last_n, now_n, &belief);
}

static void assert_pressed(bool left, bool right)
{
	assert_int_equal(neck_may_press(&neck, LEFT), left);
	assert_int_equal(neck_may_press(&neck, RIGHT), right);
	assert_int_equal(neck_may_press(&neck, OTHER_RIGHT), right);
}

static void heads_on_the_neck__are_found_and_no_others(void **state)
{
	(void)state;
	assert_int_equal(neck.count, 3);
	assert_int_equal(neck.at[0], LEFT);
	assert_int_equal(neck.at[1], RIGHT);
	assert_int_equal(neck.at[2], OTHER_RIGHT);
	assert_int_equal(neck.side, SIDE_NONE);
	assert_false(neck.clear);
	assert_pressed(false, false); /* before the first tick */
}

static void a_neck_of_one_head__is_pressed(void **state)
{
	struct rig rig;

	(void)state;
	bench_rig(&rig, 1);
	rig.heads[0].region = REGION_NECK;
	neck_init(&neck, &rig);
	assert_int_equal(neck.count, 1);
	choose();
	assert_true(neck_may_press(&neck, 0));
}

static void nobody_asked__the_left_is_first(void **state)
{
	(void)state;
	choose();
	assert_pressed(true, false);
	choose();
	assert_pressed(true, false);
}

static void the_side_that_is_wished_for_much_more__is_pressed(void **state)
{
	(void)state;
	choose();
	force_n[LEFT] = 10.0;
	force_n[RIGHT] = 3.0;
	force_n[OTHER_RIGHT] = 10.0 + RELEASED_N; /* the most of a side counts: not enough */
	force_n[BACK] = 70.0;                     /* no head of the neck's */
	choose();
	assert_pressed(true, false);
	force_n[OTHER_RIGHT] += 0.01;
	choose();
	assert_pressed(false, true);
	force_n[RIGHT] = force_n[OTHER_RIGHT];
	force_n[OTHER_RIGHT] = 3.0;
	force_n[LEFT] = force_n[RIGHT] + RELEASED_N;
	choose();
	assert_pressed(false, true);
	force_n[LEFT] += 0.01;
	choose();
	assert_pressed(true, false);
}

/* Of either head of the other side, by each of what is to come, what is asked for now, and what is felt. */
static void the_other_side__must_have_let_go_first(void **state)
{
	(void)state;
	force_n[LEFT] = 20.0;
	for (int i = RIGHT; i <= OTHER_RIGHT; i++) {
		double *const asked[] = {&last_n[i], &now_n[i]};

		for (int k = 0; k < 2; k++) {
			*asked[k] = REST_N + 0.01;
			choose();
			assert_pressed(false, false);
			*asked[k] = REST_N;
			choose();
			assert_pressed(true, false);
		}
		belief.heads[i].force_n = RELEASED_N;
		choose();
		assert_pressed(false, false);
		belief.heads[i].force_n = NOT_A_N;
		choose();
		assert_pressed(false, false);
		belief.heads[i].force_n = RELEASED_N - 0.01;
		choose();
		assert_pressed(true, false);
	}
	force_n[RIGHT] = 20.0 + RELEASED_N + 0.01;
	last_n[LEFT] = REST_N + 0.01;
	choose();
	assert_pressed(false, false);
	last_n[LEFT] = 0.0;
	choose();
	assert_pressed(false, true);
	force_n[RIGHT] = 0.0;
	for (int i = BACK; i <= LEFT; i++) { /* its own and what is elsewhere are no matter */
		last_n[i] = now_n[i] = belief.heads[i].force_n = 20.0;
	}
	choose();
	assert_pressed(true, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(heads_on_the_neck__are_found_and_no_others, begin),
		cmocka_unit_test_setup(a_neck_of_one_head__is_pressed, begin),
		cmocka_unit_test_setup(nobody_asked__the_left_is_first, begin),
		cmocka_unit_test_setup(the_side_that_is_wished_for_much_more__is_pressed, begin),
		cmocka_unit_test_setup(the_other_side__must_have_let_go_first, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
