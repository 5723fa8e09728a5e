/* test_plan.c - where the player works and for how long: shares, neighbours, skips, changes. */
#include "core/technique/technique.h"

#include "core/strokes.h"

static struct rig rig;
static struct technique techniques[2];
static struct player player;
static struct command command;
static struct hands hands;
static const struct belief belief; /* nothing felt */
static struct plan plan;           /* beside the player's own, for the tests that hold */
static double worked_s[REGION_COUNT];
static double steepest_n_s; /* of any hand's force */

static void begin(int heads)
{
	bench_rig(&rig, heads);
	bench_technique(&techniques[0]);
	bench_technique(&techniques[1]);
	techniques[1].stroke_count = 1;
	player_init(&player, &rig, techniques, 2);
	command_init(&command);
	command.duration_s = 1800.0;
	memset(&hands, 0, sizeof(hands));
	memset(&plan, 0, sizeof(plan));
	memset(worked_s, 0, sizeof(worked_s));
	steepest_n_s = 0.0;
}

static int set_up(void **state)
{
	(void)state;
	begin(12); /* upper and lower back, shoulders, hips, legs */
	return 0;
}

static void play(double seconds)
{
	for (int k = 0; k < (int)(seconds / TICK_S + 0.5); k++) {
		double before_n = hands.count > 0 ? hands.hands[0].force_n : 0.0;
		double after_n;

		player_step(&player, &hands, STATE_RUNNING, &command, &belief, TICK_S);
		worked_s[hands.region] += TICK_S;
		after_n = hands.count > 0 ? hands.hands[0].force_n : 0.0;
		if ((after_n - before_n) / TICK_S > steepest_n_s) {
			steepest_n_s = (after_n - before_n) / TICK_S;
		}
	}
}

static void rest(enum state state, int ticks)
{
	for (int k = 0; k < ticks; k++) {
		player_step(&player, &hands, state, &command, &belief, TICK_S);
	}
}

static double all_s(void)
{
	double sum = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum += worked_s[r];
	}
	return sum;
}

static void time__is_shared_by_focus(void **state)
{
	double sum = 0.0;

	(void)state;
	command.focus[REGION_LOWER_BACK] = 1.0;
	command.focus[REGION_LEGS] = 0.25;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum += player.body.regions[r].has_heads ? command.focus[r] : 0.0;
	}
	play(1800.0);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		double share = player.body.regions[r].has_heads ? command.focus[r] / sum : 0.0;

		assert_near(worked_s[r] / all_s(), share, 0.03);
	}
	assert_at_least(all_s(), 1650.0); /* and little of it is spent in the air */
}

static void a_region_without_weight__is_never_visited(void **state)
{
	(void)state;
	command.focus[REGION_HIPS] = 0.0;
	command.enabled[REGION_LEGS] = false;
	command.focus[REGION_SHOULDERS] = NOT_A_N;
	play(1800.0);
	assert_zero(worked_s[REGION_HIPS]);
	assert_zero(worked_s[REGION_LEGS]);
	assert_zero(worked_s[REGION_SHOULDERS]);
	assert_near(worked_s[REGION_UPPER_BACK] / all_s(), 0.5, 0.05);
}

/* Legs are never worked by circles, and the neck by nothing: the others still make one long way. */
static void a_glide__runs_over_neighbours_all_session_long(void **state)
{
	int long_runs = 0;
	int bouts = 0;

	(void)state;
	begin(16);
	techniques[0].stroke_count = 1;
	for (int k = 0; k < 1800; k++) {
		enum bout_phase before = player.phase;

		play(1.0);
		if (before == BOUT_NONE || before == BOUT_LIFTING) {
			bouts++;
			long_runs += player.motion.span.x_to_m - player.motion.span.x_from_m > 0.3;
		}
	}
	assert_zero(worked_s[REGION_NECK]);
	assert_at_least(bouts, 20.0);
	assert_at_least(long_runs, 0.3 * bouts);
}

static void a_glide_in_one_region__comes_back_before_it_lifts(void **state)
{
	int lifts = 0;
	enum bout_phase before = BOUT_NONE;

	(void)state;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_LOWER_BACK;
	}
	techniques[0].stroke_count = 1;
	for (int k = 0; k < 300000; k++) {
		play(TICK_S);
		lifts += player.phase == BOUT_LIFTING && before != BOUT_LIFTING;
		before = player.phase;
	}
	assert_at_least(lifts, 5.0);
	assert_at_most(lifts, 300.0 / 15.0); /* a bout lasts 15 s at least */
}

static void a_region_taken_out__is_left_within_the_lift(void **state)
{
	enum region at;

	(void)state;
	play(10.0);
	at = hands.region;
	assert_int_not_equal(at, REGION_NONE);
	command.enabled[at] = false;
	play(LAND_S + 0.01);
	assert_int_not_equal(hands.region, at);
}

static void nothing_wanted__waits_and_loses_no_stroke(void **state)
{
	(void)state;
	play(10.0);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = false;
	}
	play(30.0);
	assert_int_equal(hands.count, 0);
	assert_int_equal(player.session.stroke, 0);
	command_init(&command);
	play(3.0);
	assert_int_equal(hands.stroke, 0);
}

static void a_stroke_with_nowhere_to_work__passes_its_time_on(void **state)
{
	(void)state;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_UPPER_BACK;
	}
	techniques[0].strokes[0].from = REGION_LEGS;
	techniques[0].strokes[0].to = REGION_LEGS;
	play(1.0);
	assert_int_equal(hands.stroke, 1);
}

static void another_technique__begins_after_a_lift(void **state)
{
	(void)state;
	play(10.0);
	command.technique = 1;
	play(0.5);
	assert_int_equal(player.current, 0);
	play(LAND_S);
	assert_int_equal(player.current, 1);
	assert_near(player.session.elapsed_s, 10.0 + 0.5 + LAND_S, 0.01);
	command.technique = 2; /* there is none */
	play(5.0);
	assert_int_equal(player.current, 1);
	command.technique = -1;
	play(5.0);
	assert_int_equal(player.current, 1);
}

/* In the third stroke, stopped; the other technique has one stroke only. */
static void another_technique_while_stopped__begins_with_its_first_stroke(void **state)
{
	(void)state;
	play(1500.0);
	assert_int_equal(player.session.stroke, 2);
	rest(STATE_IDLE, 10);
	command.technique = 1;
	rest(STATE_IDLE, 10);
	rest(STATE_ARMED, 10);
	play(5.0);
	assert_int_equal(player.session.stroke, 0);
	assert_int_equal(hands.stroke, 0);
	assert_true(hands.count == 2);
	assert_near(player.session.elapsed_s, 1505.0, 0.01);
}

static void a_stop__keeps_the_clock_and_starts_gently(void **state)
{
	(void)state;
	command.intensity = 1.0;
	play(100.0);
	rest(STATE_RELEASING, 100);
	assert_int_equal(hands.count, 0);
	rest(STATE_IDLE, 1000);
	rest(STATE_ARMED, 1000);
	play(TICK_S);
	assert_near(player.session.elapsed_s, 100.0 + TICK_S, 1e-6);
	assert_at_most(player.session.intensity, 0.001);
}

static void a_pause__stops_the_clock_and_keeps_the_hands(void **state)
{
	struct hands before;

	(void)state;
	play(20.0);
	before = hands;
	rest(STATE_PAUSED, 5000);
	assert_memory_equal(&before, &hands, sizeof(hands));
	assert_near(player.session.elapsed_s, 20.0, 1e-6);
	play(TICK_S);
	assert_at_most(player.level, 0.01); /* and lands anew */
}

static void hands__land_and_lift_within_the_slew(void **state)
{
	(void)state;
	command.intensity = 1.0;
	play(1800.0);
	assert_at_most(steepest_n_s, SLEW_RISE_N_S);
	assert_at_least(steepest_n_s, 0.3 * SLEW_RISE_N_S);
}

static void balance__lightens_the_other_side(void **state)
{
	(void)state;
	command.balance = -1.0; /* left only */
	play(10.0);
	assert_true(hands.hands[0].force_n > 1.0);
	assert_zero(hands.hands[1].force_n);
	command.balance = 0.5;
	play(TICK_S);
	assert_at_most(hands.hands[1].force_n, 0.01); /* not at once */
	play(12.0);
	assert_near(hands.hands[0].force_n / hands.hands[1].force_n, 0.5, 1e-6);
	assert_near(hands.hands[0].peak_n / hands.hands[1].peak_n, 0.5, 1e-6);
	command.balance = NOT_A_N;
	play(8.0);
	assert_near(hands.hands[0].force_n, hands.hands[1].force_n, 1e-6);
}

static void the_last_moments__are_lifted_off(void **state)
{
	(void)state;
	command.duration_s = 60.0;
	play(59.995);
	assert_true(hands.count == 0 || hands.hands[0].force_n < 0.5);
	assert_false(player.session.over);
	play(0.01);
	assert_true(player.session.over);
	assert_int_equal(hands.count, 0);
}

/* Holds of whichever stroke, place after place, for one turn of it; returns the shortest of them. */
static double hold_through(const struct stroke *stroke, int places, double turn_s, double usual_s)
{
	const double around_s = 3.0; /* ramps and the way */
	double least_s = 1e9;

	while (turn_s > 1e-6) {
		struct hold_wish wish = {usual_s, around_s, places, turn_s, stroke->hold_max_s};
		enum region at = plan_span(&plan, &player.body, stroke, false).first;
		double hold_s = plan_hold_s(&plan, stroke, at, &wish);
		double visit_s = places * (hold_s + around_s);

		visit_s = visit_s < turn_s ? visit_s : turn_s;
		least_s = hold_s < least_s ? hold_s : least_s;
		assert_at_most(hold_s, stroke->hold_max_s);
		plan_step(&plan, &player.body, &command, at, visit_s);
		turn_s -= visit_s;
	}
	return least_s;
}

/* Asked for and worked, of each region; what a stroke can reach. */
static void assert_shares(double within)
{
	double sum = 0.0;

	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		sum += plan_worked_s(&plan, (enum region)r);
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		assert_near(plan_worked_s(&plan, (enum region)r) / sum, plan.share[r], within);
	}
}

static const struct stroke follow = {
	.kind = STROKE_FOLLOW,
	.share = 1.0,
	.hands = 2,
	.from = REGION_LEGS,
	.to = REGION_NECK,
	.force_min_n = 10.0,
	.force_max_n = 40.0,
	.hold_s = 150.0,
	.hold_min_s = 90.0,
	.hold_max_s = 300.0,
	.ramp_s = 1.5,
};

/* Myofascial: 90 to 300 s at a place, over any mixture of weights, 20 to 60 minutes. */
static void holds_of_minutes__still_share_the_time_as_asked(void **state)
{
	struct dice dice = {5};
	double shortest_s = 1e9;

	(void)state;
	for (int k = 0; k < 2000; k++) {
		double turn_s = dice_between(&dice, 1200.0, 3600.0);
		double least_s = 1e9;
		double sum = 0.0;

		begin(16);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			command.focus[r] = dice_between(&dice, 0.25, 1.0);
			sum += plan_weight(&command, &player.body, (enum region)r);
		}
		plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			if (plan.weight[r] > 0.0 && plan.weight[r] / sum * turn_s < least_s) {
				least_s = plan.weight[r] / sum * turn_s;
			}
		}
		if (least_s < follow.hold_min_s + 3.0) {
			continue; /* a region's whole share is less than one hold */
		}
		least_s = hold_through(&follow, 1, turn_s, follow.hold_s);
		shortest_s = least_s < shortest_s ? least_s : shortest_s;
		assert_at_least(least_s, follow.hold_min_s - 1e-6);
		assert_shares(0.005);
	}
	assert_near(shortest_s, follow.hold_min_s, 2.0);
}

/* Lean and shiatsu: seconds a point, several points a region. */
static void short_holds__share_the_time_as_asked(void **state)
{
	static const struct {
		double least_s;
		double usual_s;
		double most_s;
		int places;
	} kinds[] = {{5.0, 12.0, 20.0, 2}, {2.0, 5.0, 7.0, 8}, {30.0, 45.0, 60.0, 1}};

	(void)state;
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		struct stroke stroke = follow;

		begin(16);
		stroke.hold_min_s = kinds[k].least_s;
		stroke.hold_s = kinds[k].usual_s;
		stroke.hold_max_s = kinds[k].most_s;
		command.focus[REGION_LOWER_BACK] = 1.0;
		command.focus[REGION_NECK] = 0.2;
		plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
		assert_at_least(hold_through(&stroke, kinds[k].places, 1200.0, stroke.hold_s),
				stroke.hold_min_s - 1e-6);
		assert_shares(0.02);
	}
}

/* The legs are out of its reach: their debt stays, and its time is shared among the others. */
static void holds_that_do_not_reach_everywhere__fill_their_turn(void **state)
{
	struct stroke stroke = follow;
	double shares = 0.0;

	(void)state;
	stroke.from = REGION_HIPS;
	plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
	assert_at_least(hold_through(&stroke, 1, 600.0, stroke.hold_s), stroke.hold_min_s - 1e-6);
	assert_zero(plan_worked_s(&plan, REGION_LEGS));
	assert_near(plan_owed_s(&plan, REGION_LEGS), plan.share[REGION_LEGS] * 600.0, 1e-6);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		shares += r == REGION_LEGS ? 0.0 : plan.share[r];
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		if (plan_wants(&plan, &stroke, (enum region)r)) {
			assert_near(plan_worked_s(&plan, (enum region)r) / 600.0,
				    plan.share[r] / shares, 0.01);
		}
	}
}

static void a_turn_shorter_than_a_hold__is_held_through(void **state)
{
	const struct hold_wish wish = {150.0, 3.0, 1, 40.0, 300.0};
	const struct hold_wish none = {150.0, 3.0, 1, 0.0, 300.0};
	const struct hold_wish nothing = {0};
	const struct hold_wish no_number = {NOT_A_N, 3.0, 1, 60.0, 300.0};
	const struct hold_wish no_time = {150.0, 3.0, 1, NOT_A_N, 300.0};
	const struct hold_wish no_budget = {150.0, 3.0, 1, 60.0, NOT_A_N};

	(void)state;
	plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
	assert_near(plan_hold_s(&plan, &follow, REGION_HIPS, &wish), 37.0, 1e-9);
	assert_zero(plan_hold_s(&plan, &follow, REGION_HIPS, &none));
	assert_zero(plan_hold_s(&plan, &follow, REGION_HIPS, &nothing));
	assert_zero(plan_hold_s(&plan, &follow, REGION_HIPS, &no_number));
	assert_zero(plan_hold_s(&plan, &follow, REGION_HIPS, &no_time));
	assert_zero(plan_hold_s(&plan, &follow, REGION_HIPS, &no_budget));
}

/* 20 s after a hold are none of their own: the one before takes them in. 40 s are a short one: the share
 * comes before the length. */
static void what_is_left_over__is_no_hold_of_its_own(void **state)
{
	const struct hold_wish wish = {150.0, 3.0, 1, 193.0, 300.0};

	(void)state;
	command.focus[REGION_HIPS] = 1.0;
	command.focus[REGION_LEGS] = 0.1156;
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_HIPS || r == REGION_LEGS;
	}
	plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
	assert_near(plan_hold_s(&plan, &follow, REGION_HIPS, &wish), 190.0, 1e-9);
	command.focus[REGION_LEGS] = 0.2607;
	plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
	assert_near(plan_hold_s(&plan, &follow, REGION_HIPS, &wish), 193.0 / 1.2607 - 3.0, 1e-9);
	assert_near(plan_hold_s(&plan, &follow, REGION_LEGS, &wish), 193.0 * 0.2607 / 1.2607 - 3.0,
		    1e-9);
}

static void only_the_hips(void)
{
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = r == REGION_HIPS;
	}
	plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
}

/* 206 s: two of 100 if it is to be quick, one of 203 if slow; two even if slow where a place takes 150. */
static void what_is_due__is_divided_as_speed_and_budgets_ask(void **state)
{
	const struct hold_wish quick = {90.0, 3.0, 1, 206.0, 300.0};
	const struct hold_wish slow = {240.0, 3.0, 1, 206.0, 300.0};
	const struct hold_wish tender = {240.0, 3.0, 1, 206.0, 150.0};

	(void)state;
	only_the_hips();
	assert_near(plan_hold_s(&plan, &follow, REGION_HIPS, &quick), 100.0, 1e-9);
	assert_near(plan_hold_s(&plan, &follow, REGION_HIPS, &slow), 203.0, 1e-9);
	assert_near(plan_hold_s(&plan, &follow, REGION_HIPS, &tender), 100.0, 1e-9);
}

/* 150 s are no two holds of 90 at a quick pace; 185 are, for want of a second. */
static void what_is_due__is_not_cut_into_holds_that_are_too_short(void **state)
{
	const struct hold_wish less = {90.0, 3.0, 1, 150.0, 300.0};
	const struct hold_wish nearly = {90.0, 3.0, 1, 185.0, 300.0};

	(void)state;
	only_the_hips();
	assert_near(plan_hold_s(&plan, &follow, REGION_HIPS, &less), 147.0, 1e-9);
	assert_near(plan_hold_s(&plan, &follow, REGION_HIPS, &nearly), 90.0, 1e-9);
}

static void a_new_session__begins_new_books(void **state)
{
	(void)state;
	plan_step(&plan, &player.body, &command, REGION_HIPS, 5.0);
	plan_step(&plan, &player.body, &command, REGION_LEGS, 5.0);
	assert_near(plan_worked_s(&plan, REGION_HIPS), 5.0, 1e-12);
	plan_forget(&plan);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		assert_zero(plan_worked_s(&plan, (enum region)r));
		assert_zero(plan_owed_s(&plan, (enum region)r));
	}
}

/* Over a tall client's hips there is no head: what was wanted there is wanted no more. */
static void weights__follow_the_height(void **state)
{
	(void)state;
	plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
	assert_true(plan.weight[REGION_HIPS] > 0.0);
	body_take_height(&player.body, BODY_HEIGHT_MAX_M);
	plan_step(&plan, &player.body, &command, REGION_NONE, 0.0);
	assert_zero(plan.weight[REGION_HIPS]);
}

/* All changed a hundred times a second: no debt gets lost, nothing is no number. */
static void wild_weights__keep_the_books(void **state)
{
	struct dice dice = {3};
	double worked = 0.0;

	(void)state;
	for (int k = 0; k < 200000; k++) {
		enum region at = (enum region)dice_below(&dice, REGION_COUNT);
		double sum = 0.0;
		double shares = 0.0;

		if (k % 10 == 0) {
			command.focus[dice_below(&dice, REGION_COUNT)] = dice_wild(&dice, 0.0, 1.0);
			command.enabled[dice_below(&dice, REGION_COUNT)] = dice_below(&dice, 3) > 0;
			body_take_height(&player.body, dice_wild(&dice, 1.3, 2.2));
		}
		plan_step(&plan, &player.body, &command, at, TICK_S);
		worked += at != REGION_NONE ? TICK_S : 0.0;
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			const struct hold_wish wish = {dice_wild(&dice, 1.0, 300.0), 3.0, 2,
						       dice_wild(&dice, 0.0, 3600.0),
						       dice_wild(&dice, 1.0, 300.0)};
			double hold_s = plan_hold_s(&plan, &follow, (enum region)r, &wish);

			sum += plan_worked_s(&plan, (enum region)r);
			shares += plan.share[r];
			assert_at_least(plan_owed_s(&plan, (enum region)r), -200.0);
			assert_at_most(plan_owed_s(&plan, (enum region)r), 200.0);
			assert_at_least(hold_s, 0.0);
			assert_at_most(hold_s, follow.hold_max_s + 1e-9);
		}
		assert_near(sum, worked, 1e-6);
		assert_true(shares < 1e-12 || (shares > 1.0 - 1e-9 && shares < 1.0 + 1e-9));
	}
}

/* What the plan writes down at once, and what it would have written down every tick. */
static void books__are_the_same_as_if_kept_every_tick(void **state)
{
	double owed_s[REGION_COUNT] = {0};

	(void)state;
	command.focus[REGION_HIPS] = 0.9;
	for (int k = 0; k < 60000; k++) {
		enum region at = k / 7000 % 2 == 0 ? REGION_HIPS : REGION_LOWER_BACK;

		plan_step(&plan, &player.body, &command, at, TICK_S);
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			owed_s[r] += plan.share[r] * TICK_S - (r == (int)at ? TICK_S : 0.0);
			assert_near(plan_owed_s(&plan, (enum region)r), owed_s[r], 1e-8);
		}
	}
	assert_at_least(owed_s[REGION_LEGS], 5.0);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(time__is_shared_by_focus),
		TEST(a_region_without_weight__is_never_visited),
		TEST(a_glide__runs_over_neighbours_all_session_long),
		TEST(a_glide_in_one_region__comes_back_before_it_lifts),
		TEST(a_region_taken_out__is_left_within_the_lift),
		TEST(nothing_wanted__waits_and_loses_no_stroke),
		TEST(a_stroke_with_nowhere_to_work__passes_its_time_on),
		TEST(another_technique__begins_after_a_lift),
		TEST(another_technique_while_stopped__begins_with_its_first_stroke),
		TEST(a_stop__keeps_the_clock_and_starts_gently),
		TEST(a_pause__stops_the_clock_and_keeps_the_hands),
		TEST(hands__land_and_lift_within_the_slew),
		TEST(balance__lightens_the_other_side),
		TEST(the_last_moments__are_lifted_off),
		TEST(holds_of_minutes__still_share_the_time_as_asked),
		TEST(short_holds__share_the_time_as_asked),
		TEST(holds_that_do_not_reach_everywhere__fill_their_turn),
		TEST(a_turn_shorter_than_a_hold__is_held_through),
		TEST(what_is_left_over__is_no_hold_of_its_own),
		TEST(what_is_due__is_divided_as_speed_and_budgets_ask),
		TEST(what_is_due__is_not_cut_into_holds_that_are_too_short),
		TEST(a_new_session__begins_new_books),
		TEST(weights__follow_the_height),
		TEST(wild_weights__keep_the_books),
		TEST(books__are_the_same_as_if_kept_every_tick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
