/* test_stroke.c - how each stroke moves its hands, how hard, and that no head's target is too
 * steep. */
#include "core/technique/stroke.h"
#include "core/technique/allocate.h"
#include "core/technique/ease.h"

#include "core/strokes.h"

#include <knead/command.h>
#include <knead/condition.h>

static struct rig rig;
static struct body body;
static struct allocator allocator;
static struct motion motion;
static struct hands hands;
static struct rows rows;
static struct triggers triggers;
static struct belief belief;
static const struct scene scene = {
	.body = &body, .rows = &rows, .triggers = &triggers, .belief = &belief};

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 16);
	body_init(&body, &rig);
	rows_init(&rows, &rig);
	allocator_init(&allocator, &rig);
	hands = (struct hands){0};
	return 0;
}

static void begin(const struct stroke *stroke, double from_m, double to_m)
{
	const struct start start = {
		.span = {.first = REGION_LOWER_BACK, .x_from_m = from_m, .x_to_m = to_m},
		.trigger_head = HEAD_NONE,
	};

	stroke_begin(&motion, stroke, &scene, &start);
}

static void tick(const struct stroke *stroke, double speed, double force_n)
{
	struct pace pace = stroke_pace(stroke, speed);

	stroke_step(&motion, &hands, stroke, &scene, &pace, force_n, TICK_S);
}

static void a_glide__presses_toward_the_heart_and_comes_back_lightly(void **state)
{
	double fastest_m_s = 0.0;
	double before_m = 0.5;
	bool came_back = false;

	(void)state;
	begin(&bench_glide, 0.2, 0.5);
	for (int k = 0; k < 40000; k++) {
		double v_m_s;

		tick(&bench_glide, 1.0, 20.0);
		v_m_s = (hands.hands[0].x_m - before_m) / TICK_S;
		before_m = hands.hands[0].x_m;
		assert_true(before_m >= 0.2 && before_m <= 0.5);
		if (v_m_s > 0.03) { /* on the way back, once pressure has been let off */
			came_back = came_back || hands.hands[0].force_n < 5.01;
		}
		if (hands.hands[0].force_n > 19.99) {
			assert_at_most(v_m_s, 0.06);
			fastest_m_s = -v_m_s > fastest_m_s ? -v_m_s : fastest_m_s;
		}
	}
	assert_true(came_back);
	assert_near(fastest_m_s, 0.03, 1e-6);
}

static void a_glide__reaches_both_ends_and_leaves_neither(void **state)
{
	const double speeds[] = {0.5, 1.0, 2.0};

	(void)state;
	for (int k = 0; k < 3; k++) {
		double least_m = 1.0;
		double most_m = 0.0;

		begin(&bench_glide, 0.2, 0.4);
		for (int i = 0; i < 60000; i++) {
			double x_m;

			tick(&bench_glide, speeds[k], 20.0);
			x_m = hands.hands[0].x_m;
			least_m = x_m < least_m ? x_m : least_m;
			most_m = i > 10000 && x_m > most_m ? x_m : most_m;
			assert_true(x_m >= 0.2 && x_m <= 0.4);
		}
		assert_near(least_m, 0.2, 0.001);
		assert_near(most_m, 0.4, 0.001);
	}
}

/* A span that leaves no room to reach full speed must not end in trembling. */
static void a_short_span__is_still_worked_end_to_end(void **state)
{
	int turns = 0;
	bool up = false;
	double before_m = 0.21;

	(void)state;
	begin(&bench_glide, 0.20, 0.21);
	for (int i = 0; i < 60000; i++) {
		double x_m;

		tick(&bench_glide, 2.0, 20.0);
		x_m = hands.hands[0].x_m;
		if ((x_m < before_m) != up && fabs(x_m - before_m) > 1e-12) {
			up = x_m < before_m;
			turns++;
		}
		before_m = x_m;
	}
	assert_in_range(turns, 10, 400);
	assert_true(motion.done);
}

/* Cycles of one hand's force over a minute, and how often both are strong together. */
static void kneading__keeps_its_rhythm_and_alternates(void **state)
{
	const struct {
		double speed;
		double rate_hz;
	} cases[] = {{1.0, 1.0}, {0.5, 0.5}, {1.5, 1.5}, {2.0, 1.5}, {NOT_A_N, 1.0}, {9.0, 1.0}};

	(void)state;
	for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		int cycles = 0;
		bool high = false;
		double least_n = 1e9;

		begin(&bench_kneading, 0.2, 0.5);
		for (int k = 0; k < 60000; k++) {
			double left_n;
			double right_n;

			tick(&bench_kneading, cases[c].speed, 30.0);
			left_n = hands.hands[0].force_n;
			right_n = hands.hands[1].force_n;
			cycles += left_n > 20.0 && !high;
			high = left_n > 20.0 || (high && left_n > 19.0);
			least_n = left_n < least_n ? left_n : least_n;
			assert_at_most(left_n, 30.0);
			assert_near(left_n + right_n, 30.0 * 1.3, 1e-6);
		}
		assert_near(cycles, 60.0 * cases[c].rate_hz, 1.0);
		assert_near(least_n, 9.0, 0.01); /* a floor of 0.3: the hand never leaves */
	}
}

static void circles__are_round_and_mirrored(void **state)
{
	(void)state;
	begin(&bench_circles, 0.2, 0.5);
	for (int k = 0; k < 10000; k++) {
		double dx_m;
		double dy_m;

		tick(&bench_circles, 1.0, 20.0);
		dx_m = hands.hands[1].x_m - motion.x_m;
		dy_m = hands.hands[1].y_m - body_row_at(&body, motion.x_m).right_y_m;
		assert_near(sqrt(dx_m * dx_m + dy_m * dy_m), 0.02, 1e-9);
		assert_near(hands.hands[0].x_m, hands.hands[1].x_m, 1e-9);
		assert_near(hands.hands[0].y_m, -hands.hands[1].y_m, 1e-9);
	}
}

static void speed__stops_at_the_rhythm_range(void **state)
{
	struct stroke stroke = bench_glide;

	(void)state;
	stroke.speed_max_m_s = 0.04;
	stroke.speed_min_m_s = 0.02;
	assert_near(stroke_pace(&stroke, 2.0).speed_m_s, 0.04, 1e-12);
	assert_near(stroke_pace(&stroke, 2.0).ratio, 4.0 / 3.0, 1e-12);
	assert_near(stroke_pace(&stroke, 0.5).speed_m_s, 0.02, 1e-12);
	assert_near(stroke_pace(&stroke, 1.2).speed_m_s, 0.036, 1e-12);
	assert_near(stroke_pace(&stroke, NOT_A_N).ratio, 1.0, 1e-12);
	assert_near(stroke_pace(&stroke, -1.0).ratio, 1.0, 1e-12);
	assert_near(stroke_pace(&bench_kneading, 2.0).ratio, 1.5, 1e-12);
}

#define MOVING 6

static const struct stroke *const strokes[MOVING] = {&bench_glide, &bench_kneading, &bench_circles,
						     &bench_strip, &bench_cross,    &bench_warm};

static void force__goes_from_least_to_most_by_intensity(void **state)
{
	(void)state;
	for (int s = 0; s < MOVING; s++) {
		for (double speed = 0.5; speed <= 2.0; speed += 0.25) {
			struct pace pace = stroke_pace(strokes[s], speed);
			double before_n = 0.0;

			for (double i = 0.0; i <= 1.0; i += 0.125) {
				double force_n = stroke_force_n(strokes[s], &pace, i);

				assert_at_least(force_n, before_n);
				assert_at_most(force_n, strokes[s]->force_max_n);
				before_n = force_n;
			}
			assert_near(stroke_force_n(strokes[s], &pace, 0.0), strokes[s]->force_min_n,
				    1e-12);
		}
	}
	assert_near(
		stroke_force_n(&bench_glide, &(struct pace){.speed_m_s = 0.03, .ratio = 1.0}, 1.0),
		30.0, 1e-12);
}

/* The steepest any head's target rises in 40 s of a stroke over the bench rig, landed, in N/s. */
static double steepest_n_s(const struct stroke *stroke, double speed, double intensity)
{
	static const struct plan plan = {.wanted = ~0u};
	static const double cold[REGION_COUNT];
	const struct standby standby = {.running = true,
					.plan = &plan,
					.region = body.head_region,
					.warm_c = cold,
					.trigger_head = HEAD_NONE,
					.dt_s = TICK_S};
	struct pace pace = stroke_pace(stroke, speed);
	double force_n = stroke_force_n(stroke, &pace, intensity);
	double before_n[HEADS_MAX] = {0};
	double steepest = 0.0;
	struct wish wish;

	begin(stroke, 0.0, 0.6);
	allocator_init(&allocator, &rig);
	for (int k = 0; k < 40000; k++) {
		tick(stroke, speed, force_n);
		for (int r = 0; r < REGION_COUNT; r++) {
			allocator.share[r] = 1.0; /* worked all the time */
		}
		allocate(&allocator, &wish, &hands, &standby);
		for (int i = 0; i < 16; i++) {
			double slope = (wish.force_n[i] - before_n[i]) / TICK_S;

			steepest = k > 0 && slope > steepest ? slope : steepest;
			before_n[i] = wish.force_n[i];
		}
	}
	return steepest;
}

static void no_stroke__is_steeper_than_the_slew_limit(void **state)
{
	struct stroke hard = bench_kneading;
	double reached = 0.0;

	(void)state;
	for (int s = 0; s < MOVING; s++) {
		for (double speed = 0.5; speed <= 2.0; speed += 0.5) {
			double steepest = steepest_n_s(strokes[s], speed, 1.0);

			assert_at_most(steepest, SLEW_RISE_N_S);
			assert_at_most(steepest_n_s(strokes[s], speed, 0.0), steepest + 1e-9);
		}
	}
	hard.force_max_n = 200.0; /* one that must be held back */
	for (double speed = 0.5; speed <= 2.0; speed += 0.5) {
		double steepest = steepest_n_s(&hard, speed, 1.0);

		assert_at_most(steepest, SLEW_RISE_N_S);
		reached = steepest > reached ? steepest : reached;
	}
	assert_at_least(reached, 0.7 * SLEW_RISE_N_S);
}

/* Up slowly with all of the force, off the skin at the top, back through the air. */
static void stripping__works_one_way_only(void **state)
{
	double before_m = 0.5;
	double fastest_m_s = 0.0;
	int passes = 0;

	(void)state;
	begin(&bench_strip, 0.2, 0.5);
	for (int k = 0; k < 60000; k++) {
		double v_m_s;
		bool was_back = motion.returning;

		tick(&bench_strip, 1.0, 50.0);
		v_m_s = (hands.hands[0].x_m - before_m) / TICK_S;
		before_m = hands.hands[0].x_m;
		passes += was_back && !motion.returning;
		if (hands.hands[0].force_n > 0.0) {
			assert_at_most(v_m_s, 1e-4); /* never back under pressure */
		}
		if (hands.hands[0].force_n > 49.99) {
			fastest_m_s = -v_m_s > fastest_m_s ? -v_m_s : fastest_m_s;
		}
	}
	assert_near(fastest_m_s, 0.025, 1e-6);
	assert_in_range(passes, 2, 5);
}

static void cross_friction__goes_across_and_not_along(void **state)
{
	double most_m = 0.0;
	double least_m = 1.0;
	int turns = 0;
	double before_m = 0.0;
	bool out = false;

	(void)state;
	begin(&bench_cross, 0.2, 0.5);
	for (int k = 0; k < 10000; k++) {
		double off_m;

		tick(&bench_cross, 2.0, 50.0);
		off_m = hands.hands[1].y_m - body_row_at(&body, motion.x_m).right_y_m;
		assert_near(hands.hands[1].x_m, motion.x_m, 1e-12);
		turns += (off_m > before_m) != out;
		out = off_m > before_m;
		before_m = off_m;
		most_m = off_m > most_m ? off_m : most_m;
		least_m = off_m < least_m ? off_m : least_m;
	}
	assert_near(most_m, 0.016, 1e-5); /* outward from the heads' line, where it is felt ... */
	assert_near(least_m, 0.0, 1e-5);  /* ... and back on it */
	assert_near(turns, 2.0 * 2.0 * 10.0, 2.0); /* two ways, 2 Hz, 10 s */
}

static void a_warm_glide__keeps_its_pace_and_its_warmth(void **state)
{
	double fastest_m_s = 0.0;
	double before_m = 0.6;

	(void)state;
	begin(&bench_warm, 0.0, 0.6);
	for (int k = 0; k < 30000; k++) {
		double v_m_s;

		tick(&bench_warm, 2.0, 20.0);
		v_m_s = fabs(hands.hands[0].x_m - before_m) / TICK_S;
		before_m = hands.hands[0].x_m;
		fastest_m_s = v_m_s > fastest_m_s ? v_m_s : fastest_m_s;
		assert_near(hands.hands[0].surface_c, 40.0, 0.0);
	}
	assert_near(fastest_m_s, 0.15, 1e-6); /* the way back too */
}

/* No corner: the slope of the force of a hand that is pressed changes by little from tick to tick. */
static void force__has_no_corner(void **state)
{
	(void)state;
	for (int s = 0; s < MOVING; s++) {
		double before_n = 0.0;
		double slope_n_s = 0.0;
		double sharpest = 0.0;

		begin(strokes[s], 0.0, 0.6);
		for (int k = 0; k < 60000; k++) {
			double now_n_s;

			tick(strokes[s], 1.0, 30.0);
			now_n_s = (hands.hands[0].force_n - before_n) / TICK_S;
			before_n = hands.hands[0].force_n;
			if (k > 1 && fabs(now_n_s - slope_n_s) > sharpest) {
				sharpest = fabs(now_n_s - slope_n_s);
			}
			slope_n_s = now_n_s;
		}
		assert_at_most(sharpest, 0.6); /* of up to 100 N/s */
	}
}

/* As the player lands them: strong hands take longer, and then no head's target is too steep either. */
static void landing__is_no_steeper_than_the_work(void **state)
{
	double reached = 0.0;

	(void)state;
	for (int s = 0; s < MOVING; s++) {
		struct pace pace = stroke_pace(strokes[s], 2.0);
		double force_n = stroke_force_n(strokes[s], &pace, 1.0);
		double land_s = stroke_land_s(strokes[s], &pace, force_n);
		double before_n = 0.0;

		begin(strokes[s], 0.0, 0.6);
		for (int k = 0; k < (int)(land_s / TICK_S); k++) {
			double now_n;

			tick(strokes[s], 2.0, force_n);
			now_n = hands.hands[1].force_n * ease_step(k * TICK_S / land_s);
			assert_at_most((now_n - before_n) / TICK_S, STROKE_RISE_N_S + 0.2);
			reached = now_n - before_n > reached ? now_n - before_n : reached;
			before_n = now_n;
		}
		assert_at_most(land_s, 3.0);
	}
	assert_at_least(reached / TICK_S, 0.5 * STROKE_RISE_N_S);
	assert_at_least(stroke_land_s(&bench_cross, &(struct pace){.rate_hz = 1.0}, 80.0), 1.3);
}

static void one_hand__is_one(void **state)
{
	struct stroke stroke = bench_glide;

	(void)state;
	stroke.hands = 1;
	begin(&stroke, 0.2, 0.5);
	tick(&stroke, 1.0, 10.0);
	assert_int_equal(hands.count, 1);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_glide__presses_toward_the_heart_and_comes_back_lightly),
		TEST(a_glide__reaches_both_ends_and_leaves_neither),
		TEST(a_short_span__is_still_worked_end_to_end),
		TEST(kneading__keeps_its_rhythm_and_alternates),
		TEST(circles__are_round_and_mirrored),
		TEST(speed__stops_at_the_rhythm_range),
		TEST(force__goes_from_least_to_most_by_intensity),
		TEST(no_stroke__is_steeper_than_the_slew_limit),
		TEST(stripping__works_one_way_only),
		TEST(cross_friction__goes_across_and_not_along),
		TEST(a_warm_glide__keeps_its_pace_and_its_warmth),
		TEST(force__has_no_corner),
		TEST(landing__is_no_steeper_than_the_work),
		TEST(one_hand__is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
