/* test_hold.c - strokes that press, stay and go on to the next place: order, lengths, what is felt. */
#include "core/technique/allocate.h"
#include "core/technique/stroke_hold.h"

#include "core/bench_skin.h"
#include "core/strokes.h"

#include <knead/command.h>
#include <knead/condition.h>

#define LONG 300000 /* ticks that no bout of a few places takes */

static struct rig rig;
static struct body body;
static struct rows rows;
static struct allocator allocator;
static struct triggers triggers;
static struct belief belief;
static struct skin skin;
static struct motion motion;
static struct hands hands;
static struct wish wish;
static struct plan plan;
static struct scene scene;
static double under[HEADS_MAX]; /* what a head may press of what is wished */

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 16);
	body_init(&body, &rig);
	rows_init(&rows, &rig);
	allocator_init(&allocator, &rig);
	memset(&triggers, 0, sizeof(triggers));
	memset(&belief, 0, sizeof(belief));
	memset(&wish, 0, sizeof(wish));
	memset(&hands, 0, sizeof(hands));
	skin_init(&skin);
	for (int i = 0; i < HEADS_MAX; i++) {
		under[i] = HUGE_VAL;
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		plan.weight[r] = 1.0;
		plan.wanted |= 1u << r;
	}
	scene = (struct scene){
		.body = &body, .rows = &rows, .triggers = &triggers, .belief = &belief};
	return 0;
}

static void feel(void)
{
	static const double cold[REGION_COUNT];
	const struct standby standby = {.running = true,
					.plan = &plan,
					.region = body.head_region,
					.warm_c = cold,
					.trigger_head = HEAD_NONE,
					.dt_s = TICK_S};

	struct wish pressed;

	allocate(&allocator, &wish, &hands, &standby);
	pressed = wish;
	for (int i = 0; i < 16; i++) {
		pressed.force_n[i] = fmin(pressed.force_n[i], under[i]);
	}
	skin_step(&skin, &belief, &pressed, 16);
}

static void begin(const struct stroke *stroke, enum region first, double from_m, double to_m)
{
	const struct start start = {
		.span = {.first = first, .x_from_m = from_m, .x_to_m = to_m},
		.trigger_head = HEAD_NONE,
	};

	hands.count = 0;
	for (int k = 0; k < 1000; k++) {
		feel(); /* heads come to rest on the skin */
	}
	stroke_begin(&motion, stroke, &scene, &start);
}

static void tick(const struct stroke *stroke, double speed, double force_n)
{
	struct pace pace = stroke_pace(stroke, speed);

	stroke_step(&motion, &hands, stroke, &scene, &pace, force_n, TICK_S);
	feel();
}

/* One press as it was felt. */
struct press {
	double x_m;
	bool side[ROW_SIDES];
	double full_s; /* at full force */
	double rise_s;
	double moved_m;
};

static struct press presses[64];
static double steepest_n_s;

static int play(const struct stroke *stroke, double speed, double force_n)
{
	bool pressed = false;
	int count = 0;
	double before_n = 0.0;

	steepest_n_s = 0.0;
	for (int k = 0; k < LONG && !motion.done; k++) {
		double now_n = 0.0;
		struct press *press = &presses[count < 64 ? count : 63];

		tick(stroke, speed, force_n);
		for (int h = 0; h < hands.count; h++) {
			int s = side_index(stroke_side(&motion, &hands, h));

			now_n = hands.hands[h].force_n > now_n ? hands.hands[h].force_n : now_n;
			if (hands.hands[h].force_n > 0.0 && !pressed) {
				*press = (struct press){.x_m = hands.hands[0].x_m};
				pressed = true;
			}
			press->side[s] = press->side[s] || hands.hands[h].force_n > 0.0;
		}
		if (pressed) {
			double off_m = fabs(hands.hands[0].x_m - press->x_m);

			press->moved_m = off_m > press->moved_m ? off_m : press->moved_m;
			press->full_s += now_n >= force_n ? TICK_S : 0.0;
			press->rise_s += press->full_s > 0.0 ? 0.0 : TICK_S;
		}
		if (pressed && !(now_n > 0.0)) {
			pressed = false;
			count++;
		}
		if ((now_n - before_n) / TICK_S > steepest_n_s) {
			steepest_n_s = (now_n - before_n) / TICK_S;
		}
		before_n = now_n;
	}
	assert_true(motion.done);
	return count;
}

/* The neck's sides in turn, then both sides at once from the shoulders down to the legs. */
static void points__are_pressed_from_the_head_end_down(void **state)
{
	int count;

	(void)state;
	begin(&bench_points, REGION_NECK, -0.12, 1.42);
	count = play(&bench_points, 1.0, 45.0);
	assert_int_equal(count, 9); /* eight rows, one of them twice */
	for (int k = 0; k < count; k++) {
		bool neck = k < 2;

		assert_true(k == 0 || presses[k].x_m >= presses[k - 1].x_m);
		assert_true(presses[k].side[0] == (!neck || k == 0));
		assert_true(presses[k].side[1] == (!neck || k == 1));
		assert_zero(presses[k].moved_m); /* no rubbing */
		assert_near(presses[k].full_s, 5.0, 0.01);
		assert_near(presses[k].rise_s, 1.0, 0.01);
	}
	assert_near(presses[2].x_m, 0.05, 1e-9);
	assert_near(presses[8].x_m, 1.18, 1e-9);
}

/* A client of 1.90 m has the back of the knee there: not a place at all, whatever else is left. */
static void a_row_that_may_not_be_pressed__is_no_place(void **state)
{
	int count;

	(void)state;
	body_take_height(&body, 1.90);
	rows_lay(&rows, &body);
	begin(&bench_points, REGION_LEGS, body.regions[REGION_LEGS].x_from_m, 1.50);
	count = play(&bench_points, 1.0, 45.0);
	assert_int_equal(count, 1);
	assert_near(presses[0].x_m, 0.85, 1e-9);
	assert_at_most(body.regions[REGION_LEGS].x_to_m, 0.85 + 0.07);
	rig.heads[11].y_m = 0.0; /* one side is the midline: the other is worked all the same */
	body_init(&body, &rig);
	rows_lay(&rows, &body);
	assert_int_equal(body.head_region[11], REGION_NONE);
	begin(&bench_points, REGION_LEGS, 1.0, 1.50);
	assert_int_equal(play(&bench_points, 1.0, 45.0), 1);
}

static void speed__stretches_a_hold_inside_its_range(void **state)
{
	const struct {
		double speed;
		double hold_s;
	} cases[] = {{0.5, 7.0}, {0.8, 6.25}, {2.0, 2.5}};

	(void)state;
	for (int c = 0; c < 3; c++) {
		begin(&bench_points, REGION_HIPS, 0.5, 0.7);
		assert_int_equal(play(&bench_points, cases[c].speed, 30.0), 1);
		assert_near(presses[0].full_s, cases[c].hold_s, 0.01);
	}
}

/* What a region's share of time asks for; the pace meanwhile makes it shorter, never longer. */
static void a_fitted_hold__ends_sooner_with_speed_and_never_later(void **state)
{
	const struct {
		double speed;
		double hold_s;
	} cases[] = {{0.5, 180.0}, {1.0, 180.0}, {1.2, 150.0}, {2.0, 135.0}};
	const struct start start = {
		.span = {.first = REGION_HIPS, .x_from_m = 0.5, .x_to_m = 0.7},
		.fit_s = 180.0,
		.fit_at_s = bench_follow.hold_s,
		.trigger_head = HEAD_NONE,
	};

	(void)state;
	for (int c = 0; c < 4; c++) {
		begin(&bench_follow, REGION_HIPS, 0.5, 0.7);
		stroke_begin(&motion, &bench_follow, &scene, &start);
		assert_int_equal(play(&bench_follow, cases[c].speed, 25.0), 1);
		assert_near(presses[0].full_s, cases[c].hold_s, 0.01);
	}
}

/* 60 s fitted are left as they are; of 100 no more than down to the least hold is taken. */
static void a_fitted_hold__is_not_shortened_below_its_least(void **state)
{
	const double fitted_s[] = {60.0, 100.0};
	const double held_s[] = {60.0, 90.0};

	(void)state;
	for (int c = 0; c < 2; c++) {
		const struct start start = {
			.span = {.first = REGION_HIPS, .x_from_m = 0.5, .x_to_m = 0.7},
			.fit_s = fitted_s[c],
			.fit_at_s = bench_follow.hold_s,
			.trigger_head = HEAD_NONE,
		};

		begin(&bench_follow, REGION_HIPS, 0.5, 0.7);
		stroke_begin(&motion, &bench_follow, &scene, &start);
		assert_int_equal(play(&bench_follow, 2.0, 25.0), 1);
		assert_near(presses[0].full_s, held_s[c], 0.01);
	}
}

static void a_point_stiffer_than_its_mirror__is_held_longer(void **state)
{
	(void)state;
	skin.hardness[7] = 1.5; /* hips, right */
	begin(&bench_points, REGION_HIPS, 0.29, 0.7);
	assert_int_equal(play(&bench_points, 1.0, 45.0), 3);
	assert_near(presses[0].full_s, 5.0, 0.01);
	assert_near(presses[1].full_s, 5.0, 0.01);
	assert_near(presses[2].full_s, 12.0, 0.01);
}

/* An ease or a guard lowers one side's ceiling: half the force there says nothing of the tissue. */
static void a_point_under_less_force_than_its_mirror__is_no_stiff_one(void **state)
{
	(void)state;
	for (int light = 4; light <= 5; light++) { /* shoulders, left and right */
		set_up(state);
		under[light] = 22.0;
		begin(&bench_points, REGION_SHOULDERS, 0.0, 0.11);
		assert_int_equal(play(&bench_points, 1.0, 45.0), 1);
		assert_near(presses[0].full_s, 5.0, 0.01);
		skin.hardness[light] = 2.0; /* but a stiff one is one under any force */
		begin(&bench_points, REGION_SHOULDERS, 0.0, 0.11);
		assert_int_equal(play(&bench_points, 1.0, 45.0), 1);
		assert_near(presses[0].full_s, 12.0, 0.01);
	}
}

/* At its steepest just below the limit, at any force: the rise takes longer instead. */
static void no_press__rises_faster_than_the_slew_limit(void **state)
{
	double reached = 0.0;

	(void)state;
	for (double force_n = 10.0; force_n <= 80.0; force_n += 10.0) {
		begin(&bench_points, REGION_HIPS, 0.5, 0.7);
		play(&bench_points, 1.0, force_n);
		assert_at_most(steepest_n_s, STROKE_RISE_N_S + 0.1);
		reached = steepest_n_s > reached ? steepest_n_s : reached;
		assert_true(presses[0].rise_s >= 0.99);
	}
	assert_at_least(reached, 0.98 * STROKE_RISE_N_S);
}

static void a_lean__presses_place_after_place(void **state)
{
	(void)state;
	begin(&bench_lean, REGION_LOWER_BACK, 0.29, 0.5);
	assert_int_equal(play(&bench_lean, 1.0, 60.0), 2);
	assert_near(presses[0].x_m, 0.31, 1e-9);
	assert_near(presses[1].x_m, 0.44, 1e-9);
	for (int k = 0; k < 2; k++) {
		assert_near(presses[k].full_s, 12.0, 0.01);
		assert_true(presses[k].side[0] && presses[k].side[1]);
	}
}

static void linger__keeps_a_hold_as_long_as_it_is_asked_for(void **state)
{
	(void)state;
	begin(&bench_lean, REGION_HIPS, 0.5, 0.7);
	for (int k = 0; k < 25000; k++) {
		scene.stay = k > 5000;
		tick(&bench_lean, 1.0, 30.0);
	}
	assert_int_equal(motion.hold.stage, HOLD_STAY);
	scene.stay = false;
	play(&bench_lean, 1.0, 30.0);
}

/* Above 40 N a place has 60 s, whoever asks. */
static void linger__ends_with_the_budget_of_the_place(void **state)
{
	(void)state;
	begin(&bench_lean, REGION_HIPS, 0.5, 0.7);
	scene.stay = true;
	assert_int_equal(play(&bench_lean, 1.0, 60.0), 1);
	assert_at_most(presses[0].full_s, DWELL_HARD_S);
	assert_at_least(presses[0].full_s, 0.9 * DWELL_HARD_S);
}

/* It waits, drifts at its own pace while the tissue creeps, and stays when it no longer does. */
static void a_follow__drifts_with_the_creep_and_stays_over_its_heads(void **state)
{
	double before_m = 0.57;
	double fastest_m_s = 0.0;
	double last_moved_s = 0.0;
	double first_moved_s = 0.0;
	double furthest_m = 0.0;

	(void)state;
	skin.creep[6] = 0.25; /* enough to take the hand to its reach and back */
	skin.creep[7] = 0.25;
	begin(&bench_follow, REGION_HIPS, 0.5, 0.7);
	for (int k = 0; k < 85000; k++) {
		double v_m_s;

		tick(&bench_follow, 1.0, 25.0);
		v_m_s = fabs(hands.hands[0].x_m - before_m) / TICK_S;
		before_m = hands.hands[0].x_m;
		assert_near(before_m, 0.57, 0.25 * 0.10 + 0.002);
		if (fabs(before_m - 0.57) > furthest_m) {
			furthest_m = fabs(before_m - 0.57);
		}
		fastest_m_s = v_m_s > fastest_m_s ? v_m_s : fastest_m_s;
		if (v_m_s > 0.001) {
			last_moved_s = k * TICK_S;
			first_moved_s = first_moved_s > 0.0 ? first_moved_s : last_moved_s;
		}
		if (motion.hold.stage == HOLD_STAY) {
			assert_near(hands.hands[0].force_n, 25.0, 1e-9);
		}
	}
	assert_at_least(furthest_m, 0.2 * 0.10);
	assert_at_least(fastest_m_s, 0.003);
	assert_at_most(fastest_m_s, 0.005 + 1e-6);
	assert_at_least(first_moved_s, 10.0); /* 5 s to sink in, then it waits */
	assert_at_least(last_moved_s, first_moved_s + 5.0);
	assert_at_most(last_moved_s, 70.0);
}

static void a_follow__goes_on_when_the_tissue_gives_no_more(void **state)
{
	struct stroke patient = bench_follow;

	(void)state;
	patient.hold_s = 250.0;
	begin(&patient, REGION_LOWER_BACK, 0.29, 0.5);
	assert_int_equal(play(&patient, 1.0, 25.0), 2);
	assert_true(presses[0].x_m < presses[1].x_m);
	assert_at_least(presses[0].full_s, 90.0);
	assert_at_most(presses[0].full_s, 130.0);
	assert_near(presses[0].full_s + presses[1].full_s, 250.0, 11.0); /* less a way between */
}

static void a_follow_without_another_place__stays(void **state)
{
	struct stroke patient = bench_follow;

	(void)state;
	patient.hold_s = 250.0;
	begin(&patient, REGION_HIPS, 0.5, 0.7);
	assert_int_equal(play(&patient, 1.0, 25.0), 1);
	assert_near(presses[0].full_s, 250.0, 0.01);
}

static void still_hands__stay_on_warm_heads(void **state)
{
	(void)state;
	rig.heads[2].heater.driver = DRIVER_SIM; /* the lower back's lower row */
	rows_init(&rows, &rig);
	begin(&bench_still, REGION_LOWER_BACK, 0.29, 0.5);
	assert_int_equal(play(&bench_still, 1.0, 10.0), 1);
	assert_near(presses[0].x_m, 0.44, 1e-9);
	assert_near(presses[0].full_s, 40.0, 0.01);
	assert_zero(presses[0].moved_m);
	assert_near(hands.hands[0].surface_c, 40.0, 0.0);
}

/* Until the faces are nearly as warm as they are to be; what hangs for a minute and a half is no stone. */
static void still_hands__wait_until_they_are_warm(void **state)
{
	const double warm_at_s[] = {0.0, 45.0, 1e9};
	const double from_s[] = {0.0, 45.0, 90.0};

	(void)state;
	rig.heads[2].heater.driver = DRIVER_SIM;
	rig.heads[3].heater.driver = DRIVER_SIM;
	rows_init(&rows, &rig);
	for (int c = 0; c < 3; c++) {
		double t_s = 0.0;

		begin(&bench_still, REGION_LOWER_BACK, 0.29, 0.5);
		memset(&hands, 0, sizeof(hands));
		for (int h = 2; h <= 3; h++) {
			belief.heads[h].surface_known = true;
			belief.heads[h].surface_c = 36.9;
		}
		while (!(hands.hands[0].force_n > 0.0) && t_s < 200.0) {
			belief.heads[2].surface_c = 37.1;
			belief.heads[3].surface_c = t_s < warm_at_s[c] ? 36.9 : 37.1;
			tick(&bench_still, 1.0, 10.0);
			t_s += TICK_S;
			assert_true(motion.hold.warms || t_s > from_s[c] - 0.01);
		}
		assert_near(t_s, from_s[c], 0.1);
		assert_false(motion.hold.warms);
	}
}

static void what_has_no_reading_or_no_heat_left__holds_no_stone_up(void **state)
{
	struct heat heat = {0};

	(void)state;
	rig.heads[2].heater.driver = DRIVER_SIM;
	rows_init(&rows, &rig);
	for (int known = 0; known <= 1; known++) {
		begin(&bench_still, REGION_LOWER_BACK, 0.29, 0.5);
		for (int k = 0; k < 3000; k++) {
			belief.heads[2].surface_known = known != 0;
			belief.heads[2].surface_c = 22.0;
			for (int r = 0; known != 0 && r < rows.count; r++) {
				rows_see_heat(&rows, &heat); /* none may be heated */
			}
			tick(&bench_still, 1.0, 10.0);
		}
		assert_true(motion.hold.stage != HOLD_TRAVEL);
	}
}

/* Two warm rows in one region, the first of which had all its heat: to the other, and only there. */
static void still_hands__pass_over_what_may_be_warmed_no_more(void **state)
{
	struct heat heat = {0};

	(void)state;
	rig.heads[2].heater.driver = DRIVER_SIM;
	rig.heads[14].heater.driver = DRIVER_SIM; /* the lower back's upper row */
	rows_init(&rows, &rig);
	for (int nth = 0; nth < 2; nth++) {
		heat.heads[14].may = nth == 0;
		heat.heads[2].may = nth != 0;
		for (int k = 0; k < rows.count; k++) {
			rows_see_heat(&rows, &heat);
		}
		begin(&bench_still, REGION_LOWER_BACK, 0.29, 0.5);
		assert_int_equal(play(&bench_still, 1.0, 10.0), 1);
		assert_near(presses[0].x_m, nth == 0 ? 0.31 : 0.44, 1e-9);
		assert_near(presses[0].full_s, 40.0, 0.01);
	}
	heat.heads[2].may = false;
	begin(&bench_still, REGION_LOWER_BACK, 0.29, 0.5);
	for (int k = 0; k < 30000; k++) {
		tick(&bench_still, 1.0, 10.0);
		rows_see_heat(&rows, &heat);
	}
	assert_true(motion.done); /* and what it lies on is left once it is cold */
}

static void search(int sweeps)
{
	for (int k = 0; k < sweeps; k++) {
		begin(&bench_search, REGION_NECK, -0.12, 1.42);
		assert_int_equal(play(&bench_search, 1.0, 8.0), 9);
	}
}

static void a_search__finds_what_is_stiffer_than_its_mirror(void **state)
{
	(void)state;
	skin.hardness[4] = 1.8;  /* shoulders, left */
	skin.hardness[11] = 1.4; /* legs, right */
	search(2);
	assert_int_equal(triggers.count, 0); /* two presses may have met a cough */
	search(1);
	assert_int_equal(triggers.count, 2);
	for (int k = 0; k < 2; k++) {
		const struct trigger_view *found = &triggers.list[k];
		double stiffer = found->head == 4 ? 1.8 : 1.4;

		assert_true(found->head == 4 || found->head == 11);
		assert_int_equal(found->state, TRIGGER_FOUND);
		assert_near(found->ratio, sqrt(stiffer), 0.08);
		assert_in_range(found->confidence * 100.0, 1, 99);
	}
}

static void a_search__compares_what_is_pressed_with_unlike_forces(void **state)
{
	(void)state;
	under[4] = 4.5; /* shoulders, left */
	under[7] = 5.0; /* hips, right */
	search(4);
	assert_int_equal(triggers.count, 0);
	skin.hardness[7] = 2.5;
	skin.breath_m = 0.0005; /* as hips move */
	search(7);
	assert_int_equal(triggers.count, 1);
	assert_int_equal(triggers.list[0].head, 7);
	assert_near(triggers.list[0].ratio, sqrt(2.5), 0.2);
}

/* One side is to have nothing: the other is compared along the line, with more to spare. */
static void a_search_of_one_side__finds_what_is_much_stiffer_than_its_neighbours(void **state)
{
	(void)state;
	for (int i = 1; i < 16; i += 2) {
		under[i] = REST_N;
	}
	skin.breath_m = 0.0015; /* the side that rests moves alike */
	skin.hardness[4] = 1.5; /* shoulders */
	search(8);
	assert_int_equal(triggers.count, 0);
	skin.hardness[4] = 2.6;
	search(7);
	assert_int_equal(triggers.count, 1);
	assert_int_equal(triggers.list[0].head, 4);
}

/* Stiff all over is how somebody is, and a firm region too. */
static void a_search__finds_nothing_where_all_is_alike(void **state)
{
	(void)state;
	for (int i = 0; i < 16; i++) {
		skin.hardness[i] = rig.heads[i].region == REGION_SHOULDERS ? 3.0 : 2.5;
	}
	search(8);
	assert_int_equal(triggers.count, 0);
}

static void a_search_without_positions__finds_nothing(void **state)
{
	(void)state;
	skin.hardness[4] = 1.8;
	for (int sweep = 0; sweep < 4; sweep++) {
		begin(&bench_search, REGION_SHOULDERS, 0.0, 0.11);
		for (int k = 0; k < 6000 && !motion.done; k++) {
			tick(&bench_search, 1.0, 8.0);
			if (motion.hold.stage == HOLD_STAY) {
				belief.heads[4].position_known = false;
			}
		}
		assert_true(motion.done);
	}
	assert_int_equal(triggers.count, 0);
}

/* The neck's sides are never pressed at once: one after the other, in another moment of the breath. */
static void on_the_neck__breath_is_no_stiffness(void **state)
{
	(void)state;
	skin.breath_m = 0.001; /* twice what a neck moves */
	for (int k = 0; k < 8; k++) {
		begin(&bench_search, REGION_NECK, -0.12, 0.0);
		play(&bench_search, 1.0, 8.0);
		skin.t_s += 0.7;
	}
	assert_int_equal(triggers.felt[12].count, 7);
	assert_int_equal(triggers.felt[13].count, 7);
	assert_int_equal(triggers.count, 0);
}

static void compress(int head)
{
	const struct start start = {
		.span = {.first = REGION_SHOULDERS, .x_from_m = 0.0, .x_to_m = 0.11},
		.trigger_head = head,
	};

	triggers.count = 1;
	triggers.list[0] = (struct trigger_view){.state = TRIGGER_FOUND, .head = head};
	hands.count = 0;
	for (int k = 0; k < 1000; k++) {
		feel();
	}
	stroke_begin(&motion, &bench_compression, &scene, &start);
}

static void a_compression__begins_gently_and_grows(void **state)
{
	double at_full_n = 0.0;
	double most_n = 0.0;

	(void)state;
	compress(5);
	for (int k = 0; k < 40000; k++) {
		tick(&bench_compression, 1.0, 50.0);
		if (k == 2600) {
			at_full_n = hands.hands[0].force_n;
		}
		most_n = hands.hands[0].force_n > most_n ? hands.hands[0].force_n : most_n;
		assert_near(wish.force_n[4], REST_N, 1e-9); /* one head only */
	}
	assert_near(at_full_n, 35.0, 0.5);
	assert_near(most_n, 50.0, 1e-6);
	assert_near(wish.force_n[5], 50.0, 1e-6);
	assert_int_equal(triggers.list[0].state, TRIGGER_HELD);
}

static void a_place_that_lets_go__is_released(void **state)
{
	double held_s = 0.0;

	(void)state;
	compress(5);
	skin.hardness[5] = 1.8;
	for (int k = 0; k < LONG && !motion.done; k++) {
		if (triggers.list[0].held_s > 40.0) {
			skin.hardness[5] += (1.1 - skin.hardness[5]) * TICK_S / 2.0;
		}
		tick(&bench_compression, 1.0, 50.0);
	}
	held_s = triggers.list[0].held_s;
	assert_int_equal(triggers.list[0].state, TRIGGER_RELEASED);
	assert_at_least(held_s, 40.0);
	assert_at_most(held_s, 46.0);
}

static void a_place_that_only_creeps__is_given_up_at_the_cap(void **state)
{
	double pressed_s = 0.0;

	(void)state;
	compress(5);
	skin.creep[5] = 0.2;
	for (int k = 0; k < LONG && !motion.done; k++) {
		tick(&bench_compression, 1.0, 50.0);
		pressed_s += hands.hands[0].force_n > DWELL_N ? TICK_S : 0.0;
	}
	assert_int_equal(triggers.list[0].state, TRIGGER_GIVEN_UP);
	assert_at_most(pressed_s, DWELL_TRIGGER_S);
	assert_at_least(pressed_s, 0.9 * DWELL_TRIGGER_S);
}

static void the_client__may_say_that_it_released(void **state)
{
	(void)state;
	compress(5);
	for (int k = 0; k < 20000 && !motion.done; k++) {
		scene.let_go = k == 15000;
		tick(&bench_compression, 1.0, 40.0);
	}
	assert_true(motion.done);
	assert_int_equal(triggers.list[0].state, TRIGGER_RELEASED);
}

static void a_compression_broken_off__is_given_up_if_skipped_and_else_open(void **state)
{
	(void)state;
	for (int skipped = 0; skipped <= 1; skipped++) {
		compress(5);
		for (int k = 0; k < 10000; k++) {
			tick(&bench_compression, 1.0, 40.0);
		}
		stroke_leave(&motion, &scene, skipped != 0);
		for (int k = 0; k < 2000; k++) {
			tick(&bench_compression, 1.0, 40.0);
		}
		assert_int_equal(triggers.list[0].state,
				 skipped ? TRIGGER_GIVEN_UP : TRIGGER_FOUND);
	}
}

static void a_span_without_heads__is_done_at_once(void **state)
{
	(void)state;
	begin(&bench_lean, REGION_LOWER_BACK, 0.35, 0.40);
	assert_true(motion.done);
	tick(&bench_lean, 1.0, 60.0);
	assert_zero(hands.hands[0].force_n);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(points__are_pressed_from_the_head_end_down),
		TEST(a_row_that_may_not_be_pressed__is_no_place),
		TEST(speed__stretches_a_hold_inside_its_range),
		TEST(a_fitted_hold__ends_sooner_with_speed_and_never_later),
		TEST(a_fitted_hold__is_not_shortened_below_its_least),
		TEST(a_point_stiffer_than_its_mirror__is_held_longer),
		TEST(a_point_under_less_force_than_its_mirror__is_no_stiff_one),
		TEST(no_press__rises_faster_than_the_slew_limit),
		TEST(a_lean__presses_place_after_place),
		TEST(linger__keeps_a_hold_as_long_as_it_is_asked_for),
		TEST(linger__ends_with_the_budget_of_the_place),
		TEST(a_follow__drifts_with_the_creep_and_stays_over_its_heads),
		TEST(a_follow__goes_on_when_the_tissue_gives_no_more),
		TEST(a_follow_without_another_place__stays),
		TEST(still_hands__stay_on_warm_heads),
		TEST(still_hands__wait_until_they_are_warm),
		TEST(what_has_no_reading_or_no_heat_left__holds_no_stone_up),
		TEST(still_hands__pass_over_what_may_be_warmed_no_more),
		TEST(a_search__finds_what_is_stiffer_than_its_mirror),
		TEST(a_search__compares_what_is_pressed_with_unlike_forces),
		TEST(a_search_of_one_side__finds_what_is_much_stiffer_than_its_neighbours),
		TEST(a_search__finds_nothing_where_all_is_alike),
		TEST(a_search_without_positions__finds_nothing),
		TEST(on_the_neck__breath_is_no_stiffness),
		TEST(a_compression__begins_gently_and_grows),
		TEST(a_place_that_lets_go__is_released),
		TEST(a_place_that_only_creeps__is_given_up_at_the_cap),
		TEST(the_client__may_say_that_it_released),
		TEST(a_compression_broken_off__is_given_up_if_skipped_and_else_open),
		TEST(a_span_without_heads__is_done_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
