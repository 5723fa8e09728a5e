/* test_stroke.c - how each stroke moves its hands, how hard, and that no head's target is too
 * steep. */
#include "core/technique/stroke.h"
#include "core/technique/allocate.h"

#include "core/strokes.h"

#include <knead/command.h>

static struct rig rig;
static struct body body;
static struct allocator allocator;
static struct motion motion;
static struct hands hands;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 16);
	body_init(&body, &rig);
	allocator_init(&allocator, &rig);
	hands = (struct hands){0};
	return 0;
}

static void begin(const struct stroke *stroke, double from_m, double to_m)
{
	stroke_begin(&motion, stroke,
		     (struct span){.first = REGION_LOWER_BACK, .x_from_m = from_m, .x_to_m = to_m});
}

static void tick(const struct stroke *stroke, double speed, double force_n)
{
	struct pace pace = stroke_pace(stroke, speed);

	stroke_step(&motion, &hands, stroke, &body, &pace, force_n, TICK_S);
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
		dy_m = hands.hands[1].y_m - body_y_m(&body, motion.x_m, SIDE_RIGHT);
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

static const struct stroke *const strokes[] = {&bench_glide, &bench_kneading, &bench_circles};

static void force__goes_from_least_to_most_by_intensity(void **state)
{
	(void)state;
	for (int s = 0; s < 3; s++) {
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
	assert_near(stroke_force_n(&bench_glide, &(struct pace){0.03, 0.0, 1.0}, 1.0), 30.0, 1e-12);
}

/* The steepest any head's target rises in 40 s of a stroke over the bench rig, landed, in N/s. */
static double steepest_n_s(const struct stroke *stroke, double speed, double intensity)
{
	static const struct plan plan;
	struct pace pace = stroke_pace(stroke, speed);
	double force_n = stroke_force_n(stroke, &pace, intensity);
	double before_n[HEADS_MAX] = {0};
	double steepest = 0.0;
	struct wish wish;

	begin(stroke, 0.0, 0.6);
	for (int k = 0; k < 40000; k++) {
		tick(stroke, speed, force_n);
		allocate(&allocator, &wish, &hands, &plan, false);
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
	for (int s = 0; s < 3; s++) {
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
		TEST(one_hand__is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
