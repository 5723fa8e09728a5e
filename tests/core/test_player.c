/* test_player.c - every kind of stroke under the player: smooth whatever is asked, at home in the dwell
 * budgets, and never idle for want of something to do. */
#include "core/technique/technique.h"

#include "core/bench_skin.h"
#include "core/strokes.h"

#include <knead/condition.h>

#define KINDS 12

static struct rig rig;
static struct technique techniques[3];
static struct player player;
static struct allocator allocator;
static struct command command;
static struct hands hands;
static struct wish wish;
static struct belief belief;
static struct skin skin;
static double worked_s[REGION_COUNT];
static double idle_s;

static void one_stroke(struct technique *technique, const struct stroke *stroke)
{
	*technique = (struct technique){.name = "one", .needs_ceiling_n = 5.0, .stroke_count = 1};
	technique->strokes[0] = *stroke;
	technique->strokes[0].share = 1.0;
}

static void begin(int heads)
{
	bench_rig(&rig, heads);
	player_init(&player, &rig, techniques, 3);
	allocator_init(&allocator, &rig);
	command_init(&command);
	command.duration_s = 1200.0;
	command.intensity = 1.0;
	memset(&hands, 0, sizeof(hands));
	memset(&wish, 0, sizeof(wish));
	memset(&belief, 0, sizeof(belief));
	memset(worked_s, 0, sizeof(worked_s));
	skin_init(&skin);
	for (int i = 0; i < rig.head_count; i++) { /* the neck hardly breathes */
		skin.moves[i] = rig.heads[i].region == REGION_NECK ? 0.3 : 1.0;
	}
	idle_s = 0.0;
}

static int set_up(void **state)
{
	(void)state;
	for (int k = 0; k < 3; k++) {
		bench_technique(&techniques[k]);
	}
	begin(16);
	return 0;
}

static void tick(void)
{
	struct standby standby;

	player_step(&player, &hands, STATE_RUNNING, &command, &belief, TICK_S);
	standby = player_standby(&player, TICK_S);
	allocate(&allocator, &wish, &hands, &standby);
	skin_step(&skin, &belief, &wish, rig.head_count);
	worked_s[hands.region] += TICK_S;
	idle_s = hands.count > 0 ? 0.0 : idle_s + TICK_S;
}

static void play(double seconds)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5) && !player.session.over; k++) {
		tick();
	}
}

/* Steepest rise and fall of any head's wish. */
struct slopes {
	double rise_n_s;
	double fall_n_s;
	double before_n[HEADS_MAX];
};

static void watch(struct slopes *slopes)
{
	for (int i = 0; i < rig.head_count; i++) {
		double slope = (wish.force_n[i] - slopes->before_n[i]) / TICK_S;

		slopes->rise_n_s = slope > slopes->rise_n_s ? slope : slopes->rise_n_s;
		slopes->fall_n_s = -slope > slopes->fall_n_s ? -slope : slopes->fall_n_s;
		slopes->before_n[i] = wish.force_n[i];
	}
}

static void ask_anything(struct dice *dice)
{
	enum region region = (enum region)(1 + dice_below(dice, REGION_COUNT - 1));

	command.intensity = dice_wild(dice, 0.0, 1.0);
	command.speed = dice_wild(dice, 0.5, 2.0);
	command.balance = dice_wild(dice, -1.0, 1.0);
	command.focus[region] = dice_wild(dice, 0.0, 1.0);
	command.enabled[region] = dice_below(dice, 8) != 0;
	if (dice_below(dice, 100) == 0) {
		command.technique = dice_below(dice, 4) - 1;
		command.presses.linger += (uint32_t)dice_below(dice, 2);
	}
	command.presses.let_go += dice_below(dice, 300) == 0;
}

/* A hundred changes a second for a hundred seconds, of everything, under every kind of stroke. */
static void ten_thousand_changes__are_no_step(void **state)
{
	double reached = 0.0;

	(void)state;
	for (int kind = 0; kind < KINDS; kind++) {
		struct dice dice = {.state = 77 + (uint64_t)kind};
		struct slopes slopes = {0};

		one_stroke(&techniques[0], bench_stroke(kind));
		one_stroke(&techniques[1], bench_stroke((kind + 5) % KINDS));
		one_stroke(&techniques[2], &bench_strip);
		begin(16);
		for (int k = 0; k < 100000; k++) {
			if (k % 10 == 0) {
				ask_anything(&dice);
			}
			tick();
			watch(&slopes);
		}
		assert_at_most(slopes.rise_n_s, SLEW_RISE_N_S);
		assert_at_most(slopes.fall_n_s, SLEW_FALL_N_S);
		reached = slopes.rise_n_s > reached ? slopes.rise_n_s : reached;
	}
	assert_at_least(reached, 0.3 * SLEW_RISE_N_S);
}

/* As hard as it goes, from one end of what may be asked to the other, with time to arrive there. */
static void the_ends_of_everything__are_no_step(void **state)
{
	double rise_n_s = 0.0;
	double fall_n_s = 0.0;

	(void)state;
	for (int kind = 0; kind < KINDS; kind++) {
		struct slopes slopes = {0};

		one_stroke(&techniques[0], bench_stroke(kind));
		begin(16);
		for (int k = 0; k < 120000; k++) {
			bool high = k / 15000 % 2 == 0;

			command.intensity = high ? 1.0 : 0.0;
			command.speed = k / 20000 % 2 == 0 ? 2.0 : 0.5;
			command.balance = k / 25000 % 2 == 0 ? 0.0 : 1.0;
			tick();
			watch(&slopes);
		}
		assert_at_most(slopes.rise_n_s, SLEW_RISE_N_S);
		assert_at_most(slopes.fall_n_s, SLEW_FALL_N_S);
		rise_n_s = slopes.rise_n_s > rise_n_s ? slopes.rise_n_s : rise_n_s;
		fall_n_s = slopes.fall_n_s > fall_n_s ? slopes.fall_n_s : fall_n_s;
	}
	assert_at_least(rise_n_s, 0.7 * SLEW_RISE_N_S);
	assert_at_least(fall_n_s, 0.35 * SLEW_FALL_N_S);
}

/* What one place had without 5 s under 2 N, by the rules of the dwell budget. */
struct dwelt {
	double soft_s;
	double hard_s;
	double light_s;
};

static void dwell(struct dwelt *dwelt, double force_n)
{
	dwelt->light_s = force_n < RELEASED_N ? dwelt->light_s + TICK_S : 0.0;
	if (dwelt->light_s >= DWELL_REFILL_S) {
		*dwelt = (struct dwelt){.light_s = DWELL_REFILL_S};
	}
	dwelt->soft_s += force_n > DWELL_N ? TICK_S : 0.0;
	dwelt->hard_s += force_n > DWELL_HARD_N ? TICK_S : 0.0;
}

/* One region alone, so that nothing else gives it a rest; presses linger every so often. */
static struct dwelt longest_in_one_region(const struct stroke *stroke, int linger_ticks)
{
	struct dwelt dwelt[HEADS_MAX] = {{0}};
	struct dwelt longest = {0};

	one_stroke(&techniques[0], stroke);
	begin(16);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_HIPS;
	}
	for (int k = 0; k < 900000; k++) {
		command.presses.linger += linger_ticks > 0 && k % linger_ticks == 0;
		tick();
		for (int i = 0; i < rig.head_count; i++) {
			double soft_s;
			double hard_s;

			dwell(&dwelt[i], wish.force_n[i]);
			soft_s = dwelt[i].soft_s;
			hard_s = dwelt[i].hard_s;
			longest.soft_s = soft_s > longest.soft_s ? soft_s : longest.soft_s;
			longest.hard_s = hard_s > longest.hard_s ? hard_s : longest.hard_s;
		}
		assert_at_most(idle_s, 10.0);
	}
	assert_at_least(worked_s[REGION_HIPS], 0.8 * 900.0);
	return longest;
}

static void every_kind__lives_within_the_dwell_budgets(void **state)
{
	double softest_s = 0.0;
	double hardest_s = 0.0;

	(void)state;
	for (int kind = 0; kind < KINDS; kind++) {
		for (int linger = 0; linger <= 10000; linger += 10000) {
			const struct stroke *stroke = bench_stroke(kind);
			struct dwelt longest;

			if (stroke->kind == STROKE_COMPRESSION) {
				continue; /* it has a budget of its own */
			}
			longest = longest_in_one_region(stroke, linger);
			assert_at_most(longest.soft_s, DWELL_S - 1.0);
			assert_at_most(longest.hard_s, DWELL_HARD_S - 1.0);
			softest_s = longest.soft_s > softest_s ? longest.soft_s : softest_s;
			hardest_s = longest.hard_s > hardest_s ? longest.hard_s : hardest_s;
		}
	}
	assert_at_least(softest_s, 0.9 * DWELL_S);
	assert_at_least(hardest_s, 0.9 * DWELL_HARD_S);
}

/* Slower kneading may press harder: it comes to that gradually. */
static void a_force_that_pace_allows_again__comes_back_slowly(void **state)
{
	double steepest = 0.0;
	double least_n = 1e9;
	double before_n;

	(void)state;
	one_stroke(&techniques[0], &bench_kneading);
	techniques[0].strokes[0].force_max_n = 80.0;
	begin(16);
	command.speed = 2.0;
	play(400.0); /* warmed up, and at full intensity */
	before_n = hands.hands[0].peak_n;
	command.speed = 0.5;
	for (int k = 0; k < 5000; k++) {
		double slope;

		tick();
		slope = (hands.hands[0].peak_n - before_n) / TICK_S;
		least_n = before_n < least_n ? before_n : least_n;
		before_n = hands.hands[0].peak_n;
		steepest = slope > steepest && k > 0 ? slope : steepest;
	}
	assert_at_least(before_n, least_n + 10.0);
	assert_at_most(steepest, 8.0 + 1e-6);
	assert_at_least(steepest, 5.0);
}

/* A place pressed as a trigger point has 90 s. */
static void a_knot__is_found_pressed_within_its_budget_and_given_up(void **state)
{
	double pressed_s = 0.0;
	bool marked = false;

	(void)state;
	techniques[0] = (struct technique){.stroke_count = 2};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	begin(16);
	skin.hardness[0] = 1.8;
	for (int k = 0; k < 1100000; k++) {
		tick();
		pressed_s += wish.force_n[0] > 20.0 ? TICK_S : 0.0;
		marked = marked || wish.trigger[0];
		assert_at_most(idle_s, 10.0);
		assert_false(wish.trigger[1]);
	}
	assert_int_equal(player.triggers.count, 1);
	assert_int_equal(player.triggers.list[0].head, 0);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_GIVEN_UP);
	assert_true(marked);
	assert_at_most(pressed_s, DWELL_TRIGGER_S);
	assert_at_least(pressed_s, 75.0);
}

/* Over the kidneys, or where somebody eased: 30 N at 0.7 are more than may be pressed there. */
static void a_knot_where_little_may_be_pressed__is_found_and_spared(void **state)
{
	static struct ceilings ceilings;
	double most_n = 0.0;

	(void)state;
	techniques[0] = (struct technique){.stroke_count = 2};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	begin(16);
	ceilings_init(&ceilings, &rig);
	for (int i = 0; i < rig.head_count; i++) {
		ceilings.heads[i].plain_n = i == 0 ? 20.9 : 80.0;
	}
	player.ceilings = &ceilings;
	skin.hardness[0] = 1.8;
	for (int k = 0; k < 800000; k++) {
		tick();
		most_n = wish.force_n[0] > most_n ? wish.force_n[0] : most_n;
	}
	assert_at_most(most_n, 11.0); /* searched all the same */
	assert_int_equal(player.triggers.count, 1);
	assert_int_equal(player.triggers.list[0].head, 0);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_SPARED);
	assert_near(player.triggers.list[0].ratio, sqrt(1.8), 0.08);
	ceilings.heads[0].plain_n = 21.1;
	play(60.0);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_HELD);
}

/* Nothing found: the time of a compression goes to the search before it. */
/* One minute: no time for two holds of 30 s and more, on either side of the neck; elsewhere for one. */
static void a_region_without_time_for_a_hold__leaves_it_to_the_next(void **state)
{
	(void)state;
	one_stroke(&techniques[0], &bench_follow);
	techniques[0].strokes[0].hold_min_s = 150.0;
	begin(16);
	command.duration_s = 60.0;
	play(20.0);
	assert_true(hands.count > 0);
	assert_int_not_equal(hands.region, REGION_NECK);
	assert_at_least(hands.hands[0].force_n, 10.0);
}

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

static void nothing_to_compress__is_searched_on(void **state)
{
	(void)state;
	techniques[0] = (struct technique){.stroke_count = 2};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	begin(16);
	play(600.0);
	assert_int_equal(player.session.stroke, 1);
	for (int k = 0; k < 60000; k++) {
		tick();
		assert_at_most(idle_s, 1.0);
		assert_true(hands.stroke <= 0);
	}
	assert_int_equal(player.triggers.count, 0);
}

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

static void a_skip__gives_a_compression_up_and_a_turn_does_not(void **state)
{
	(void)state;
	techniques[0] = (struct technique){.stroke_count = 3};
	techniques[0].strokes[0] = bench_search;
	techniques[0].strokes[1] = bench_compression;
	techniques[0].strokes[2] = bench_glide;
	techniques[0].strokes[1].share = 0.02; /* its turn passes while it presses */
	begin(16);
	skin.hardness[0] = 1.8;
	while (player.triggers.count < 1 || player.triggers.list[0].held_s < 40.0) {
		tick();
		assert_false(player.session.elapsed_s > 1100.0);
	}
	assert_int_equal(player.session.stroke, 2);
	assert_int_equal(player.triggers.list[0].state, TRIGGER_HELD);
	command.presses.skip++;
	tick();
	tick();
	assert_int_equal(player.triggers.list[0].state, TRIGGER_GIVEN_UP);
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

static void a_new_session__knows_no_trigger_points(void **state)
{
	(void)state;
	one_stroke(&techniques[0], &bench_search);
	begin(16);
	skin.hardness[0] = 1.8;
	play(300.0);
	assert_int_equal(player.triggers.count, 1);
	command.duration_s = 60.0;
	tick();
	assert_true(player.session.over);
	player_step(&player, &hands, STATE_IDLE, &command, &belief, TICK_S);
	assert_int_equal(player.triggers.count, 1); /* still shown */
	command.duration_s = 1200.0;
	tick();
	assert_int_equal(player.triggers.count, 0);
}

/* Each region's holds fit into its share, on any rig. */
static void long_holds__share_the_time_as_asked(void **state)
{
	const int rigs[] = {16, 8, 4};
	const struct stroke *const kinds[] = {&bench_follow, &bench_lean, &bench_points,
					      &bench_still};

	(void)state;
	for (int c = 0; c < 12; c++) {
		double sum = 0.0;
		double all_s = 0.0;

		one_stroke(&techniques[0], kinds[c % 4]);
		techniques[0].strokes[0].from = REGION_NECK;
		begin(rigs[c / 4]);
		command.focus[REGION_LOWER_BACK] = 1.0;
		play(1200.0);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			sum += player.body.regions[r].has_heads ? command.focus[r] : 0.0;
			all_s += worked_s[r];
		}
		assert_at_least(all_s, 1140.0);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			double wanted =
				player.body.regions[r].has_heads ? command.focus[r] / sum : 0.0;

			assert_near(worked_s[r] / all_s, wanted, 0.03);
		}
	}
}

static void idle(void)
{
	player_step(&player, &hands, STATE_IDLE, &command, &belief, TICK_S);
}

/* At the ends of speed and intensity, whatever mixture is asked for, some regions left out. */
static void holds_of_minutes__keep_their_shares_at_every_speed(void **state)
{
	const int rigs[] = {16, 8, 4};
	const double speeds[] = {SPEED_MIN, 1.0, SPEED_MAX};
	struct dice dice = {11};

	(void)state;
	one_stroke(&techniques[0], &bench_follow);
	for (int c = 0; c < 18; c++) {
		double sum = 0.0;
		double all_s = 0.0;

		begin(rigs[c / 3 % 3]);
		command.speed = speeds[c % 3];
		command.intensity = 0.5 * dice_below(&dice, 3);
		for (int r = REGION_NONE + 1; r < REGION_COUNT && c >= 9; r++) {
			command.focus[r] = dice_between(&dice, 0.2, 1.0);
		}
		idle();
		play(1200.0);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			sum += player.body.regions[r].has_heads ? command.focus[r] : 0.0;
			all_s += worked_s[r];
		}
		assert_at_least(all_s, 1180.0); /* a place held twice in a row breathes */
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			double wanted =
				player.body.regions[r].has_heads ? command.focus[r] / sum : 0.0;

			assert_near(worked_s[r] / all_s, wanted, 0.01);
		}
	}
}

/* Slow enough that one side could use the whole budget of the row up. */
static void both_sides_of_the_neck__are_held_alike(void **state)
{
	double held_s[ROW_SIDES] = {0};

	(void)state;
	one_stroke(&techniques[0], &bench_follow);
	begin(16);
	command.speed = SPEED_MIN;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_NECK;
	}
	idle();
	while (!player.session.over) {
		tick();
		if (player.phase == BOUT_WORKING && player.motion.hold.stage == HOLD_STAY) {
			held_s[side_index(player.motion.hold.side)] += TICK_S;
		}
	}
	assert_at_least(held_s[0], 500.0);
	assert_near(held_s[0], held_s[1], 10.0);
}

/* Nothing moves yet, so nothing has to be eased. */
static void a_speed_asked_for_before_the_start__holds_from_the_first_stroke(void **state)
{
	(void)state;
	begin(16);
	idle();
	command.speed = 2.0;
	tick();
	assert_near(player.speed.value, 2.0, 0.0);
	assert_near(player.speed_ratio, 2.0, 1e-9);
	command.speed = 1.0;
	tick();
	assert_at_least(player.speed.value, 1.99);
	idle();
	command.speed = NOT_A_N;
	tick();
	assert_near(player.speed.value, 1.0, 0.0);
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

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ten_thousand_changes__are_no_step),
		TEST(the_ends_of_everything__are_no_step),
		TEST(every_kind__lives_within_the_dwell_budgets),
		TEST(a_force_that_pace_allows_again__comes_back_slowly),
		TEST(a_region_without_time_for_a_hold__leaves_it_to_the_next),
		TEST(a_warm_glide__is_given_by_heated_heads_only),
		TEST(a_warm_glide__does_not_land_cold_and_does_not_wait_for_ever),
		TEST(a_knot__is_found_pressed_within_its_budget_and_given_up),
		TEST(a_knot_where_little_may_be_pressed__is_found_and_spared),
		TEST(nothing_to_compress__is_searched_on),
		TEST(a_last_stroke_without_work__leaves_its_time_to_the_others),
		TEST(a_stroke_that_has_work_again__is_played_again),
		TEST(a_skip__gives_a_compression_up_and_a_turn_does_not),
		TEST(a_skip_of_a_single_stroke__goes_to_another_place),
		TEST(two_skips_soon_after_each_other__leave_a_stroke_of_many_places),
		TEST(a_new_session__knows_no_trigger_points),
		TEST(long_holds__share_the_time_as_asked),
		TEST(holds_of_minutes__keep_their_shares_at_every_speed),
		TEST(both_sides_of_the_neck__are_held_alike),
		TEST(a_speed_asked_for_before_the_start__holds_from_the_first_stroke),
		TEST(warm_strokes__warm_where_they_work_while_they_run),
		TEST(a_change_between_presses__is_no_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
