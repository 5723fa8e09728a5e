/* test_ceiling.c - which limit is in force, why, and that nothing but the order can raise it. */
#include "core/limiting.h"

/* The ceiling of one lone head as its rig file describes it. */
static double lone_n(const struct head *head)
{
	rig.head_count = 1;
	rig.heads[0] = *head;
	limiting_begin();
	limiting_tick();
	return ceilings.heads[0].now_n;
}

static void before_the_first_tick__nothing_may_be_pressed(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_zero(ceilings.heads[i].now_n);
		assert_near(ceilings.heads[i].follow_n, 80.0, 1e-9); /* and nothing is a trip */
	}
}

static void the_least_of_compiled_and_rig_limits__holds(void **state)
{
	struct head head = bench_head;

	(void)state;
	assert_near(lone_n(&head), 80.0, 1e-9);
	head.ceiling_n = 50.0;
	assert_near(lone_n(&head), 50.0, 1e-9);
	head.ceiling_pa = 50000.0; /* x 7.07e-4 m2 */
	assert_near(lone_n(&head), 35.35, 1e-9);
	head.area_m2 = 1e-4;
	assert_near(lone_n(&head), 5.0, 1e-9);
	head.ceiling_n = 1e9; /* as if nobody had checked the file */
	head.ceiling_pa = 1e9;
	assert_near(lone_n(&head), 40.0, 1e-9); /* 400 kPa */
	head.area_m2 = 1e-3;
	assert_near(lone_n(&head), CEILING_MAX_N, 1e-9); /* more cannot be asked for */
	assert_near(ceilings.heads[0].fixed_n, FORCE_HARD_N, 1e-9);
}

/* Breath, a tensing muscle, a cough come on top of what is asked for. */
static void what_is_asked_for__leaves_room_below_the_ceiling(void **state)
{
	struct head head = bench_head;

	(void)state;
	assert_near(lone_n(&head), 80.0, 1e-9);
	assert_near(ceilings.heads[0].ask_n, 72.0, 1e-9);
	head.ceiling_n = 30.0;
	lone_n(&head);
	assert_near(ceilings.heads[0].ask_n, 27.0, 1e-9);
	/* a head that yields is not near its limit */
	ceilings_yield(&ceilings, 0, YIELD_GUARD, 20.0, 20.0);
	limiting_tick();
	limiting_check(0, 20.0, LIMIT_GUARD);
	assert_near(ceilings.heads[0].ask_n, 20.0, 1e-9);
	/* over the kidneys what is asked for has its own room */
	head = bench_head;
	head.region = REGION_LOWER_BACK;
	head.x_m = 0.31;
	head.y_m = 0.06;
	assert_near(lone_n(&head), KIDNEY_ASK_N, 1e-9);
	assert_near(ceilings.heads[0].ask_n, KIDNEY_ASK_N, 1e-9);
}

static void the_neck__has_half(void **state)
{
	struct head head = bench_head;

	(void)state;
	head.region = REGION_NECK;
	head.x_m = -0.05;
	head.y_m = -0.035;
	head.ceiling_n = 1e9;
	head.ceiling_pa = 1e9;
	assert_near(lone_n(&head), 0.5 * FORCE_HARD_N, 1e-9);
	assert_int_equal(ceilings.heads[0].reason, LIMIT_CEILING);
	head.area_m2 = 1e-4;
	assert_near(lone_n(&head), 20.0, 1e-9);
}

static void limits_that_are_none__press_nothing(void **state)
{
	const double wild[] = {0.0, -1.0, NOT_A_N, -ENDLESS};

	(void)state;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		struct head head = bench_head;

		head.ceiling_n = wild[k];
		assert_zero(lone_n(&head));
		head = bench_head;
		head.ceiling_pa = wild[k];
		assert_zero(lone_n(&head));
		head = bench_head;
		head.area_m2 = wild[k];
		assert_zero(lone_n(&head));
	}
}

static double kidney_n(double x_m, double y_m, double height_m)
{
	struct head head = bench_head;

	head.region = REGION_LOWER_BACK;
	head.x_m = x_m;
	head.y_m = y_m;
	rig.head_count = 1;
	rig.heads[0] = head;
	limiting_begin();
	command.height_m = height_m;
	limiting_tick();
	return ceilings.heads[0].now_n;
}

static void heads_over_the_kidneys__are_asked_for_7_n(void **state)
{
	(void)state;
	assert_near(kidney_n(0.31, -0.06, 1.75), KIDNEY_ASK_N, 1e-9);
	assert_int_equal(ceilings.heads[0].reason, LIMIT_PLACE);
	assert_near(kidney_n(0.31, 0.06, 1.75), KIDNEY_ASK_N, 1e-9);
	assert_near(kidney_n(0.25, 0.06, 1.75), 80.0, 1e-9);
	assert_near(kidney_n(0.42, 0.06, 1.75), 80.0, 1e-9);
	assert_near(kidney_n(0.31, 0.12, 1.75), 80.0, 1e-9);
	/* a rim that reaches them counts */
	assert_near(kidney_n(0.26, 0.06, 1.75), KIDNEY_ASK_N, 1e-9);
	assert_near(kidney_n(0.41, 0.06, 1.75), KIDNEY_ASK_N, 1e-9);
	assert_near(kidney_n(0.31, 0.11, 1.75), KIDNEY_ASK_N, 1e-9);
}

/* The same where nobody lies. */
static double pad_n(double x_m, double y_m)
{
	(void)kidney_n(x_m, y_m, 1.75);
	limiting_begin();
	ceilings_nobody(&ceilings);
	assert_near(ceilings.heads[0].follow_n, ceilings.heads[0].fixed_n, 0.0);
	limiting_tick();
	return ceilings.heads[0].now_n;
}

static void over_a_pad__the_kidneys_need_no_room_for_a_cough(void **state)
{
	(void)state;
	assert_near(pad_n(0.31, 0.06), KIDNEY_CAP_N, 1e-9);
	assert_int_equal(ceilings.heads[0].reason, LIMIT_PLACE);
	assert_near(ceilings.heads[0].ask_n, KIDNEY_CAP_N, 1e-9);
	assert_near(pad_n(0.31, 0.12), 80.0, 1e-9); /* all else is as ever */
	assert_near(pad_n(0.31, 0.0), 0.0, 1e-9);
}

/* A head of 15 mm at 0.25 m lies above the kidneys of 1.75 m (from 0.27), not those of 1.60 m (0.247). */
static void the_kidneys__reach_as_far_as_the_height_takes_them(void **state)
{
	const double wild[] = {NOT_A_N, 0.0, -1.75, 1.39, 2.11, ENDLESS};

	(void)state;
	assert_near(kidney_n(0.25, 0.06, 1.60), KIDNEY_ASK_N, 1e-9);
	assert_near(kidney_n(0.44, 0.06, 1.75), 80.0, 1e-9);
	assert_near(kidney_n(0.44, 0.06, 2.00), KIDNEY_ASK_N, 1e-9);
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		command.height_m = wild[k]; /* no height at all: the last one stays */
		limiting_tick();
		limiting_check(0, KIDNEY_ASK_N, LIMIT_PLACE);
	}
	command.height_m = 1.75;
	for (int s = STATE_ARMED; s < STATE_COUNT; s++) {
		now = (enum state)s; /* what is spared stays spared while anything may press */
		limiting_tick();
		limiting_check(0, KIDNEY_ASK_N, LIMIT_PLACE);
	}
	now = STATE_IDLE;
	limiting_tick();
	limiting_check(0, 80.0, LIMIT_CEILING);
}

/* 0.39 m lies over those of 1.75 m and below those of 1.40 m; 0.28 m above those of 2.10 m. */
static void no_height__frees_what_lies_over_the_kidneys_of_the_nominal_one(void **state)
{
	const double x_m[] = {0.27, 0.28, 0.31, 0.35, 0.39, 0.40};
	const double y_m[] = {0.034, -0.06, 0.099};

	(void)state;
	for (int k = 0; k < 18; k++) {
		for (double height_m = BODY_HEIGHT_MIN_M; height_m <= BODY_HEIGHT_MAX_M;
		     height_m += 0.01) {
			assert_near(kidney_n(x_m[k / 3], y_m[k % 3], height_m), KIDNEY_ASK_N, 1e-9);
			limiting_check(0, KIDNEY_ASK_N, LIMIT_PLACE);
		}
	}
}

static void the_ceiling_asked_for__only_lowers(void **state)
{
	(void)state;
	command.ceiling_n = 80.0;
	limiting_tick();
	limiting_check(0, 80.0, LIMIT_CEILING);
	command.ceiling_n = 33.0;
	limiting_tick();
	limiting_check(0, 33.0, LIMIT_ASKED);
	assert_near(kidney_n(0.31, 0.06, 1.75), KIDNEY_ASK_N, 1e-9);
	command.ceiling_n = 80.0;
	limiting_tick();
	limiting_check(0, KIDNEY_ASK_N, LIMIT_PLACE);
	command.ceiling_n = 0.0;
	limiting_tick();
	limiting_check(0, 0.0, LIMIT_ASKED);
}

static void a_ceiling_asked_for_that_is_none__counts_as_least(void **state)
{
	const double wild[] = {NOT_A_N, -1.0, 80.1, ENDLESS, -ENDLESS};

	(void)state;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		command.ceiling_n = 50.0;
		limiting_tick();
		limiting_check(0, 50.0, LIMIT_ASKED);
		command.ceiling_n = wild[k];
		limiting_tick();
		limiting_check(0, 0.0, LIMIT_ASKED);
	}
}

static void a_region_left_out__presses_nothing_and_comes_back(void **state)
{
	(void)state;
	limiting_tick();
	command.enabled[REGION_UPPER_BACK] = false;
	limiting_tick();
	limiting_check(0, 0.0, LIMIT_LEFT_OUT);
	limiting_check(2, 80.0, LIMIT_CEILING);
	command.enabled[REGION_UPPER_BACK] = true;
	limiting_tick();
	limiting_check(0, 80.0, LIMIT_CEILING);
}

static void a_head_of_no_region__presses_nothing(void **state)
{
	struct head head = bench_head;

	(void)state;
	head.region = REGION_NONE;
	assert_zero(lone_n(&head));
}

static void the_trips_ceiling__follows_downwards_and_jumps_up(void **state)
{
	const struct head_ceiling *head = &ceilings.heads[0];

	(void)state;
	limiting_tick();
	assert_near(head->follow_n, 80.0, 1e-9);
	command.ceiling_n = 20.0;
	for (int k = 1; k <= 600; k++) {
		limiting_tick();
		assert_near(head->follow_n, 80.0 - CEILING_FOLLOW_N_S * TICK_S * k, 1e-6);
		assert_at_least(head->follow_n, head->now_n);
	}
	limiting_tick();
	assert_near(head->follow_n, 20.0, 1e-9);
	command.ceiling_n = 70.0;
	limiting_tick();
	assert_near(head->follow_n, 70.0, 1e-9);
}

static void a_time_step_that_is_no_number__does_not_lift_the_trip(void **state)
{
	(void)state;
	limiting_tick();
	command.ceiling_n = 20.0;
	ceilings_step(&ceilings, &belief, &command, &client, now, t_ns, NOT_A_N);
	assert_near(ceilings.heads[0].follow_n, 20.0, 1e-9);
}

#define TEST(f) cmocka_unit_test_setup(f, limiting_set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(before_the_first_tick__nothing_may_be_pressed),
		TEST(the_least_of_compiled_and_rig_limits__holds),
		TEST(what_is_asked_for__leaves_room_below_the_ceiling),
		TEST(the_neck__has_half),
		TEST(limits_that_are_none__press_nothing),
		TEST(heads_over_the_kidneys__are_asked_for_7_n),
		TEST(over_a_pad__the_kidneys_need_no_room_for_a_cough),
		TEST(the_kidneys__reach_as_far_as_the_height_takes_them),
		TEST(no_height__frees_what_lies_over_the_kidneys_of_the_nominal_one),
		TEST(the_ceiling_asked_for__only_lowers),
		TEST(a_ceiling_asked_for_that_is_none__counts_as_least),
		TEST(a_region_left_out__presses_nothing_and_comes_back),
		TEST(a_head_of_no_region__presses_nothing),
		TEST(the_trips_ceiling__follows_downwards_and_jumps_up),
		TEST(a_time_step_that_is_no_number__does_not_lift_the_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
