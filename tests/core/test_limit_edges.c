/* test_limit_edges.c - what seldom happens to ceilings, yields, places spent and set-points. */
#include "core/safety/dwell.h"
#include "core/safety/guard.h"
#include "core/safety/remember.h"

#include "core/wishing.h"

#define HEADS 4
#define NEAR  1e-9

static struct rig rig;
static struct client client;
static struct ceilings ceilings;
static struct dwell dwell;
static struct guard guard;
static struct belief belief;
static struct setpoint setpoint;
static struct wish wish;
static struct command command;
static int64_t t_ns;

static void begin(void)
{
	client_init(&client, &rig);
	ceilings_init(&ceilings, &rig);
	dwell_init(&dwell, &rig);
	guard_init(&guard, &rig);
	command_init(&command);
	memset(&belief, 0, sizeof(belief));
	memset(&setpoint, 0, sizeof(setpoint));
	memset(&wish, 0, sizeof(wish));
	t_ns = 1000 * S_NS;
	ceilings_step(&ceilings, &belief, &command, &client, STATE_IDLE, t_ns, TICK_S);
}

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, HEADS);
	begin();
	return 0;
}

static void tick(void)
{
	t_ns += MS_NS;
	ceilings_step(&ceilings, &belief, &command, &client, STATE_RUNNING, t_ns, TICK_S);
}

/* By the height that was taken in a head may lie over another region than the rig file names. */
static void a_region_left_out__counts_where_the_head_lies_too(void **state)
{
	(void)state;
	rig.heads[0].region = REGION_LOWER_BACK;
	rig.heads[0].x_m = 0.17; /* over the upper back of everybody */
	begin();
	assert_int_equal(ceilings.heads[0].under, REGION_UPPER_BACK);
	assert_near(ceilings.heads[0].now_n, 80.0, NEAR);
	command.enabled[REGION_UPPER_BACK] = false;
	tick();
	assert_zero(ceilings.heads[0].now_n);
	assert_int_equal(ceilings.heads[0].reason, LIMIT_LEFT_OUT);
	command.enabled[REGION_UPPER_BACK] = true;
	command.enabled[REGION_LOWER_BACK] = false;
	tick();
	assert_zero(ceilings.heads[0].now_n);
}

static void wait(double seconds)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		tick();
	}
}

static void a_yield_that_rises__stops_at_its_goal(void **state)
{
	double before_n = 5.0;

	(void)state;
	ceilings_yield(&ceilings, 0, YIELD_DWELL, 5.0, 5.0);
	wait(0.1);
	assert_near(ceilings.heads[0].now_n, 5.0, NEAR);
	ceilings_yield(&ceilings, 0, YIELD_DWELL, 5.0, 20.0);
	while (ceilings.heads[0].now_n < 20.0) {
		tick();
		assert_at_most(ceilings.heads[0].now_n, before_n + SLEW_RISE_N_S * TICK_S + NEAR);
		assert_true(ceilings.heads[0].now_n > before_n);
		before_n = ceilings.heads[0].now_n;
	}
	wait(1.0);
	assert_near(ceilings.heads[0].now_n, 20.0, NEAR);
	assert_int_equal(ceilings.heads[0].reason, LIMIT_DWELL);
	assert_int_equal(ceilings.yielding, 0);
}

static void a_yield_to_what_is_no_force__is_one_to_nothing(void **state)
{
	const double wild[] = {NOT_A_N, -1.0, -ENDLESS};

	(void)state;
	for (int k = 0; k < 3; k++) {
		begin();
		ceilings_yield(&ceilings, 0, YIELD_GUARD, 30.0, wild[k]);
		tick();
		assert_near(ceilings.heads[0].now_n, 29.94, NEAR); /* without a step all the same */
		wait(1.0);
		assert_zero(ceilings.heads[0].now_n);
		assert_int_equal(ceilings.heads[0].reason, LIMIT_GUARD);
	}
}

/* Only while both hands of a stroke are at work is the other side's force this one's too. */
static void an_ease_without_a_stroke__takes_what_is_felt_there(void **state)
{
	(void)state;
	belief.heads[0].force_n = 40.0;
	belief.heads[1].force_n = 10.0;
	command.presses.ease++;
	tick(); /* no wish is known */
	assert_near(ceilings.heads[0].now_n, 32.0, NEAR);
	assert_near(ceilings.heads[1].now_n, 8.0, NEAR);
	begin();
	ceilings.wish = &wish; /* nothing is wished for */
	wish.peak_n[0] = 40.0;
	belief.heads[0].force_n = 40.0;
	belief.heads[1].force_n = 10.0;
	command.presses.ease++;
	tick();
	assert_near(ceilings.heads[0].now_n, 32.0, NEAR);
	assert_near(ceilings.heads[1].now_n, 8.0, NEAR);
}

static void an_ease_where_no_head_lies_across__takes_what_is_felt_there(void **state)
{
	(void)state;
	rig.heads[1].x_m += 0.05;
	rig.heads[1].region = rig.heads[0].region;
	begin();
	assert_int_equal(ceilings.heads[0].mirror, HEAD_NONE);
	ceilings.wish = &wish;
	wish.peak_n[0] = 40.0;
	wish.peak_n[1] = 40.0;
	belief.heads[0].force_n = 10.0;
	belief.heads[1].force_n = 40.0;
	command.presses.ease++;
	tick();
	assert_near(ceilings.heads[0].now_n, 8.0, NEAR);
}

static void press(double force_n, double seconds)
{
	belief.heads[0].force_n = force_n;
	setpoint.heads[0].now_n = force_n;
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		tick();
		dwell_step(&dwell, &ceilings, &belief, &setpoint, &wish, t_ns, TICK_S);
	}
}

/* Calling it a trigger point meanwhile is no rest. */
static void a_spent_place__stays_at_rest_whatever_it_is_called(void **state)
{
	(void)state;
	press(60.0, DWELL_HARD_S);
	assert_true(dwell.heads[0].resting);
	wish.trigger[0] = true;
	press(1.0, DWELL_REFILL_S - 0.1);
	assert_true(dwell.heads[0].resting);
	press(1.0, 0.2);
	assert_false(dwell.heads[0].resting);
}

static void a_clock_that_goes_back__gives_nothing_back(void **state)
{
	(void)state;
	press(60.0, 30.0);
	assert_near(dwell.heads[0].hard_s, 30.0, 0.1);
	t_ns -= 10 * S_NS;
	press(60.0, 0.01);
	assert_near(dwell.heads[0].hard_s, 30.0, 0.1);
	t_ns -= 10 * S_NS;
	press(0.0, DWELL_REFILL_S - 1.0);
	assert_near(dwell.heads[0].hard_s, 30.0, 0.1);
}

static void a_place_spent_twice_over__has_nothing_left(void **state)
{
	(void)state;
	dwell_recall(&dwell, 0, DWELL_S, DWELL_S);
	assert_zero(dwell_left_s(&dwell, 0));
	dwell_recall(&dwell, 0, 100.0, 0.0);
	assert_near(dwell_left_s(&dwell, 0), DWELL_S - 100.0, NEAR);
}

/* Where hardly anything was asked for, a push takes the head to its resting force, not below. */
static void a_push_under_a_low_ceiling__goes_to_rest(void **state)
{
	(void)state;
	command.ceiling_n = 1.2;
	tick();
	for (int k = 0; k < 600 && guard.times == 0; k++) {
		tick();
		setpoint.heads[0].now_n = 10.0;
		setpoint.heads[0].at_sample_n = 10.0;
		belief.heads[0].force_n = 10.0 + 8.0 * k / 300.0;
		guard_step(&guard, &ceilings, &belief, &setpoint, &wish, t_ns);
	}
	assert_int_equal(guard.times, 1);
	assert_near(ceilings.heads[0].yields[YIELD_GUARD].goal_n, REST_N, NEAR);
}

static void bone_is_felt__only_where_the_position_was_known_throughout(void **state)
{
	(void)state;
	for (int run = 0; run < 2; run++) {
		begin();
		for (int k = 0; k < 1000; k++) {
			double wanted_n = k < 300 ? 10.0 : 10.0 + 0.1 * (k - 300);

			tick();
			wanted_n = wanted_n < 40.0 ? wanted_n : 40.0;
			setpoint.heads[0].at_sample_n = wanted_n;
			setpoint.heads[0].now_n = wanted_n;
			belief.heads[0].force_n = wanted_n;
			belief.heads[0].position_m = wanted_n / 40000.0;
			belief.heads[0].position_known = run == 0 || k >= 590;
			guard_step(&guard, &ceilings, &belief, &setpoint, &wish, t_ns);
		}
		assert_int_equal(guard.heads[0].on_bone, run == 0);
	}
}

static void nobody_eased__is_remembered_without_an_age(void **state)
{
	struct memory memory;

	(void)state;
	memory_init(&memory, HEADS);
	remember(&memory, &ceilings, &dwell, &client, t_ns);
	assert_zero(memory.ease_age_s);
	command.presses.ease++;
	belief.heads[0].force_n = 30.0;
	tick();
	remember(&memory, &ceilings, &dwell, &client, t_ns + 5 * S_NS);
	assert_near(memory.ease_age_s, 5.0, NEAR);
}

static void a_dead_time_beyond_the_preview__is_as_long_as_it_reaches(void **state)
{
	const double wild[] = {PREVIEW_MAX_S, 2.0 * PREVIEW_MAX_S, ENDLESS, NOT_A_N};
	const unsigned most = (unsigned)(PREVIEW_MAX_S * 1000.0 + 0.5) + 1;

	(void)state;
	for (int k = 0; k < 4; k++) {
		static struct override override;

		rig.heads[0].actuator.dead_s = wild[k];
		override_init(&override, &rig);
		assert_int_equal(override.heads[0].preview_ticks, most);
		assert_true(override.heads[1].preview_ticks < most);
	}
}

/* A sample from the future has no target of its own. */
static void the_target_of_a_sample_of_no_age__is_the_oldest_there_is(void **state)
{
	static struct wishing on;
	const int64_t wild[] = {-MS_NS, INT64_MIN, INT64_MAX, 3600 * S_NS, 200 * MS_NS};
	double oldest_n[2];

	(void)state;
	for (int k = -1; k < 5; k++) {
		wishing_begin(&on, 2);
		for (int t = 0; t < 800; t++) {
			wishing_wish_all(&on, 20.0 + 15.0 * sin(0.02 * t));
			on.belief.heads[0].force_age_ns =
				t < 799 ? 0 : (k < 0 ? PREVIEW_TICKS / 2 * MS_NS : wild[k]);
			wishing_tick(&on);
		}
		oldest_n[k < 0 ? 0 : 1] = on.setpoint.heads[0].at_sample_n;
		assert_at_least(fabs(oldest_n[0] - on.setpoint.heads[0].now_n), 1.0);
		assert_near(on.setpoint.heads[0].at_sample_n, oldest_n[0], NEAR);
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_region_left_out__counts_where_the_head_lies_too),
		TEST(a_yield_that_rises__stops_at_its_goal),
		TEST(a_yield_to_what_is_no_force__is_one_to_nothing),
		TEST(an_ease_without_a_stroke__takes_what_is_felt_there),
		TEST(an_ease_where_no_head_lies_across__takes_what_is_felt_there),
		TEST(a_spent_place__stays_at_rest_whatever_it_is_called),
		TEST(a_clock_that_goes_back__gives_nothing_back),
		TEST(a_place_spent_twice_over__has_nothing_left),
		TEST(a_push_under_a_low_ceiling__goes_to_rest),
		TEST(bone_is_felt__only_where_the_position_was_known_throughout),
		TEST(nobody_eased__is_remembered_without_an_age),
		TEST(a_dead_time_beyond_the_preview__is_as_long_as_it_reaches),
		TEST(the_target_of_a_sample_of_no_age__is_the_oldest_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
