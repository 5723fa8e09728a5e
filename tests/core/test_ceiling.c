/* test_ceiling.c - which limit is in force, why, and that nothing but the order can raise it. */
#include "core/safety/ceiling.h"

#include "core/bench_rig.h"

static struct rig rig;
static struct client client;
static struct ceilings ceilings;
static struct belief belief;
static struct command command;
static int64_t t_ns;
static enum state now;

static void begin(void)
{
	client_init(&client, &rig);
	ceilings_init(&ceilings, &rig);
	command_init(&command);
	memset(&belief, 0, sizeof(belief));
	t_ns = 1000 * S_NS;
	now = STATE_IDLE;
}

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 4);
	begin();
	return 0;
}

static void tick(void)
{
	t_ns += MS_NS;
	ceilings_step(&ceilings, &belief, &command, &client, now, t_ns, TICK_S);
}

static void check(int head, double now_n, enum limit_reason reason)
{
	assert_near(ceilings.heads[head].now_n, now_n, 1e-9);
	assert_int_equal(ceilings.heads[head].reason, reason);
}

/* The ceiling of one lone head as its rig file describes it. */
static double lone_n(const struct head *head)
{
	rig.head_count = 1;
	rig.heads[0] = *head;
	begin();
	tick();
	return ceilings.heads[0].now_n;
}

static void before_the_first_tick__nothing_may_be_pressed(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		assert_zero(ceilings.heads[i].now_n);
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
	tick();
	check(0, 20.0, LIMIT_GUARD);
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
	begin();
	command.height_m = height_m;
	tick();
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
	begin();
	ceilings_nobody(&ceilings);
	tick();
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
		tick();
		check(0, KIDNEY_ASK_N, LIMIT_PLACE);
	}
	command.height_m = 1.75;
	for (int s = STATE_ARMED; s < STATE_COUNT; s++) {
		now = (enum state)s; /* what is spared stays spared while anything may press */
		tick();
		check(0, KIDNEY_ASK_N, LIMIT_PLACE);
	}
	now = STATE_IDLE;
	tick();
	check(0, 80.0, LIMIT_CEILING);
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
			check(0, KIDNEY_ASK_N, LIMIT_PLACE);
		}
	}
}

static void the_ceiling_asked_for__only_lowers(void **state)
{
	(void)state;
	command.ceiling_n = 80.0;
	tick();
	check(0, 80.0, LIMIT_CEILING);
	command.ceiling_n = 33.0;
	tick();
	check(0, 33.0, LIMIT_ASKED);
	assert_near(kidney_n(0.31, 0.06, 1.75), KIDNEY_ASK_N, 1e-9);
	command.ceiling_n = 80.0;
	tick();
	check(0, KIDNEY_ASK_N, LIMIT_PLACE);
	command.ceiling_n = 0.0;
	tick();
	check(0, 0.0, LIMIT_ASKED);
}

static void a_ceiling_asked_for_that_is_none__counts_as_least(void **state)
{
	const double wild[] = {NOT_A_N, -1.0, 80.1, ENDLESS, -ENDLESS};

	(void)state;
	for (size_t k = 0; k < sizeof(wild) / sizeof(wild[0]); k++) {
		command.ceiling_n = 50.0;
		tick();
		check(0, 50.0, LIMIT_ASKED);
		command.ceiling_n = wild[k];
		tick();
		check(0, 0.0, LIMIT_ASKED);
	}
}

static void a_region_left_out__presses_nothing_and_comes_back(void **state)
{
	(void)state;
	tick();
	command.enabled[REGION_UPPER_BACK] = false;
	tick();
	check(0, 0.0, LIMIT_LEFT_OUT);
	check(2, 80.0, LIMIT_CEILING);
	command.enabled[REGION_UPPER_BACK] = true;
	tick();
	check(0, 80.0, LIMIT_CEILING);
}

static void a_head_of_no_region__presses_nothing(void **state)
{
	struct head head = bench_head;

	(void)state;
	head.region = REGION_NONE;
	assert_zero(lone_n(&head));
}

/* Forces felt now, an ease pressed, one tick. */
static void ease(double a_n, double b_n, double c_n, double d_n)
{
	const double felt_n[] = {a_n, b_n, c_n, d_n};

	for (int i = 0; i < 4; i++) {
		belief.heads[i].force_n = felt_n[i];
	}
	command.presses.ease++;
	tick();
}

static void an_ease__takes_a_fifth_off_every_place_pressed(void **state)
{
	(void)state;
	tick();
	ease(50.0, 2.01, 2.0, 6.25);
	check(0, 40.0, LIMIT_EASE);
	check(1, 0.0, LIMIT_EASE);     /* 1.6 N: below 5 N the place is left out */
	check(2, 80.0, LIMIT_CEILING); /* not above 2 N: nobody presses there */
	check(3, 5.0, LIMIT_EASE);
}

/* Hands that knead take turns: whichever is felt, the stroke on both sides is a fifth lighter. */
static void an_ease__takes_a_fifth_off_both_sides_of_the_spine(void **state)
{
	static const double felt_n[][2] = {{38.0, 38.0}, {40.0, 1.0}, {1.0, 40.0},
					   {40.0, 6.0},  {2.5, 30.0}, {0.0, 8.0}};
	static struct wish wish;

	(void)state;
	wish.peak_n[0] = 40.0;
	wish.peak_n[1] = 40.0;
	for (size_t k = 0; k < sizeof(felt_n) / sizeof(felt_n[0]); k++) {
		double most_n = felt_n[k][0] > felt_n[k][1] ? felt_n[k][0] : felt_n[k][1];

		begin();
		ceilings.wish = &wish;
		tick();
		ease(felt_n[k][0], felt_n[k][1], 0.0, 0.0);
		check(0, EASE_STEP * most_n, LIMIT_EASE);
		check(1, EASE_STEP * most_n, LIMIT_EASE);
		check(2, 80.0, LIMIT_CEILING);
		check(3, 80.0, LIMIT_CEILING);
	}
}

/* The lighter side, of a balance or of an ease before, stays the lighter one. */
static void an_ease__leaves_the_balance_of_both_sides(void **state)
{
	static struct wish wish;

	(void)state;
	wish.peak_n[0] = 40.0;
	wish.peak_n[1] = 20.0;
	wish.peak_n[2] = 40.0;
	wish.peak_n[3] = REST_N; /* not worked: rests there */
	ceilings.wish = &wish;
	tick();
	ease(40.0, 1.5, 30.0, REST_N);
	check(0, 32.0, LIMIT_EASE);
	check(1, 16.0, LIMIT_EASE);
	check(2, 24.0, LIMIT_EASE);
	check(3, 80.0, LIMIT_CEILING);
	t_ns += S_NS;
	ease(1.5, 16.0, 0.0, 0.0);
	check(0, 25.6, LIMIT_EASE);
	check(1, 12.8, LIMIT_EASE);
}

static void below_5_n__a_place_is_left_out(void **state)
{
	(void)state;
	ease(6.24, 6.26, 0.0, 0.0);
	check(0, 0.0, LIMIT_EASE);
	check(1, 0.8 * 6.26, LIMIT_EASE);
}

/* Each place by itself: what was eased elsewhere a moment ago does not keep one waiting. */
static void an_ease__waits_for_no_other_place(void **state)
{
	(void)state;
	ease(50.0, 0.0, 0.0, 0.0);
	check(0, 40.0, LIMIT_EASE);
	ease(50.0, 30.0, 0.0, 0.0);
	check(0, 40.0, LIMIT_EASE);
	check(1, 24.0, LIMIT_EASE);
	t_ns += S_NS - 2 * MS_NS;
	ease(30.0, 20.0, 0.0, 0.0); /* a second after the first place's ease, less for the other */
	check(0, 24.0, LIMIT_EASE);
	check(1, 24.0, LIMIT_EASE);
	ease(20.0, 20.0, 0.0, 0.0);
	check(0, 24.0, LIMIT_EASE);
	check(1, 16.0, LIMIT_EASE);
}

/* Nobody pressed, or no less than before: the next press counts at once. */
static void an_ease_that_lowers_nothing__uses_up_no_second(void **state)
{
	(void)state;
	ease(1.0, 0.0, 0.0, 0.0);
	ease(50.0, 0.0, 0.0, 0.0);
	check(0, 40.0, LIMIT_EASE);
	t_ns += S_NS;
	ease(50.0, 0.0, 0.0, 0.0);
	check(0, 40.0, LIMIT_EASE);
	ease(40.0, 0.0, 0.0, 0.0);
	check(0, 32.0, LIMIT_EASE);
}

static void an_ease__comes_once_a_second_at_most(void **state)
{
	(void)state;
	ease(50.0, 50.0, 0.0, 0.0);
	check(0, 40.0, LIMIT_EASE);
	for (int k = 1; k < 1000; k++) { /* a nervous thumb */
		ease(30.0, 30.0, 0.0, 0.0);
		check(0, 40.0, LIMIT_EASE);
	}
	ease(30.0, 30.0, 0.0, 0.0);
	check(0, 24.0, LIMIT_EASE);
}

static void many_presses_between_ticks__are_one(void **state)
{
	(void)state;
	command.presses.ease = 40;
	ease(50.0, 0.0, 0.0, 0.0);
	check(0, 40.0, LIMIT_EASE);
	command.presses.ease = UINT32_MAX; /* and around the counter's end */
	t_ns += S_NS;
	tick();
	check(0, 40.0, LIMIT_EASE);
	ease(40.0, 0.0, 0.0, 0.0); /* the last one lowered nothing */
	check(0, 32.0, LIMIT_EASE);
	ease(30.0, 0.0, 0.0, 0.0);
	check(0, 32.0, LIMIT_EASE); /* within a second */
}

static void no_later_command__raises_what_was_eased(void **state)
{
	struct dice dice = {55};

	(void)state;
	ease(50.0, 50.0, 50.0, 5.0);
	for (int k = 0; k < 20000; k++) {
		command.ceiling_n = dice_wild(&dice, 0.0, 80.0);
		command.height_m = dice_wild(&dice, 1.4, 2.1);
		command.intensity = 1.0;
		command.enabled[REGION_UPPER_BACK] = dice_below(&dice, 2) == 0;
		belief.heads[0].force_n = 80.0;
		if (k % 700 == 0) {
			command.presses.ease++; /* felt more: an ease raises nothing either */
		}
		tick();
		assert_at_most(ceilings.heads[0].now_n, 40.0);
		assert_at_most(ceilings.heads[3].now_n, 0.0);
	}
	command.ceiling_n = 80.0;
	command.enabled[REGION_UPPER_BACK] = true;
	command.height_m = 1.75;
	tick();
	check(0, 40.0, LIMIT_EASE);
}

static void the_trips_ceiling__follows_downwards_and_jumps_up(void **state)
{
	const struct head_ceiling *head = &ceilings.heads[0];

	(void)state;
	tick();
	assert_near(head->follow_n, 80.0, 1e-9);
	command.ceiling_n = 20.0;
	for (int k = 1; k <= 600; k++) {
		tick();
		assert_near(head->follow_n, 80.0 - CEILING_FOLLOW_N_S * TICK_S * k, 1e-6);
		assert_at_least(head->follow_n, head->now_n);
	}
	tick();
	assert_near(head->follow_n, 20.0, 1e-9);
	command.ceiling_n = 70.0;
	tick();
	assert_near(head->follow_n, 70.0, 1e-9);
}

static void a_time_step_that_is_no_number__does_not_lift_the_trip(void **state)
{
	(void)state;
	tick();
	command.ceiling_n = 20.0;
	ceilings_step(&ceilings, &belief, &command, &client, now, t_ns, NOT_A_N);
	assert_near(ceilings.heads[0].follow_n, 20.0, 1e-9);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

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
		TEST(an_ease__takes_a_fifth_off_every_place_pressed),
		TEST(below_5_n__a_place_is_left_out),
		TEST(an_ease__takes_a_fifth_off_both_sides_of_the_spine),
		TEST(an_ease__leaves_the_balance_of_both_sides),
		TEST(an_ease__waits_for_no_other_place),
		TEST(an_ease_that_lowers_nothing__uses_up_no_second),
		TEST(an_ease__comes_once_a_second_at_most),
		TEST(many_presses_between_ticks__are_one),
		TEST(no_later_command__raises_what_was_eased),
		TEST(the_trips_ceiling__follows_downwards_and_jumps_up),
		TEST(a_time_step_that_is_no_number__does_not_lift_the_trip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
