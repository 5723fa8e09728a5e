/*
 * test_smooth.c - no jerk: the third derivative of a virtual hand's place and force keeps inside what
 * stroke.h and technique.h say, for every stroke at the ends of its rhythm and of its force, whatever people
 * ask for meanwhile; and the preview says what then happens.
 */
#include "core/technique/technique.h"

#include "core/strokes.h"

#include <knead/command.h>
#include <knead/condition.h>

#define TURN       6.283185307179586
#define EXACT      1e-12
#define PLAY_S     90
#define LEAST_N_S3 200.0 /* of a test that watched anything */

static struct rig rig;
static struct technique techniques[2];
static struct player player;
static struct belief belief;
static struct command command;
static struct hands hands;

/* The last four of one figure. */
struct trail {
	int length;
	double at[4];
};

/* Its third derivative; 0 until there are four of them. */
static double jerk(struct trail *trail, double now)
{
	const double *at = trail->at;

	memmove(&trail->at[0], &trail->at[1], 3 * sizeof(trail->at[0]));
	trail->at[3] = now;
	trail->length += trail->length < 4;
	return trail->length < 4 ? 0.0
				 : fabs(at[3] - 3.0 * at[2] + 3.0 * at[1] - at[0]) /
					   (TICK_S * TICK_S * TICK_S);
}

/* One hand, and the most that was seen of it. */
struct watch {
	struct trail x_m;
	struct trail y_m;
	struct trail force_n;
	double pressing_m_s3;
	double air_m_s3;
	double n_s3;
};

static void raise(double *most, double now)
{
	*most = now > *most ? now : *most;
}

static bool presses(const struct trail *force_n)
{
	bool all = force_n->length == 4;

	for (int k = 0; k < 4; k++) {
		all = all && force_n->at[k] > 0.0;
	}
	return all;
}

/* Between two bouts there is no hand, and the next begins elsewhere, in the air: never in one step. */
static void watch_hand(struct watch *watch, const struct hand *hand, bool here)
{
	double m_s3;

	if (!here || player.motion.worked_s < 1.5 * TICK_S) {
		assert_at_most(watch->force_n.at[3], 1e-6);
		watch->x_m.length = 0;
		watch->y_m.length = 0;
	}
	raise(&watch->n_s3, jerk(&watch->force_n, here ? hand->force_n : 0.0));
	if (here) {
		m_s3 = jerk(&watch->x_m, hand->x_m);
		raise(&m_s3, jerk(&watch->y_m, hand->y_m));
		raise(presses(&watch->force_n) ? &watch->pressing_m_s3 : &watch->air_m_s3, m_s3);
	}
}

static void begin(const struct stroke *stroke)
{
	bench_rig(&rig, 16);
	techniques[0] = (struct technique){
		.name = "one", .title = "One", .needs_ceiling_n = 2.0, .stroke_count = 1};
	techniques[0].strokes[0] = *stroke;
	techniques[0].strokes[0].share = 1.0;
	techniques[1] = techniques[0];
	techniques[1].strokes[0] = bench_lean;
	player_init(&player, &rig, techniques, 2);
	command_init(&command);
	command.duration_s = 1200.0;
	memset(&hands, 0, sizeof(hands));
	memset(&belief, 0, sizeof(belief));
	belief.head_count = rig.head_count;
	for (int i = 0; i < rig.head_count; i++) {
		belief.heads[i] = (struct head_belief){
			.contact = true, .contact_sure = true, .position_known = true};
	}
	player_step(&player, &hands, STATE_RUNNING, &command, &belief, TICK_S);
	if (stroke->kind == STROKE_COMPRESSION) {
		player.triggers.count = 1;
		player.triggers.list[0] = (struct trigger_view){
			.head = 2, .state = TRIGGER_FOUND, .ratio = 2.0, .confidence = 1.0};
	}
}

/* What goes on while a stroke is played. */
enum busy { NOBODY_ASKS, SKIPS, CHANGES, ASKS_ALL, BUSY };

static void ask(enum busy busy, struct dice *dice, int k)
{
	if (busy == SKIPS && k % 1700 == 0) {
		command.presses.skip++;
	}
	if (busy == CHANGES && k % 4100 == 0) {
		command.technique = 1 - command.technique;
	}
	if (busy == ASKS_ALL && k % 1500 == 0) {
		command.intensity = (double)dice_below(dice, 3) * 0.5;
		command.speed = dice_between(dice, SPEED_MIN, SPEED_MAX);
		command.balance = (double)(dice_below(dice, 3) - 1);
		command.presses.linger += dice_below(dice, 5) == 0;
		command.presses.let_go += dice_below(dice, 20) == 0;
	}
}

/* Of two hands, the more jerky one. */
static struct watch play(const struct stroke *stroke, enum busy busy, double intensity,
			 double speed)
{
	struct watch watch[2] = {0};
	struct dice dice = {.state = 77};

	begin(stroke);
	command.intensity = intensity;
	command.speed = speed;
	for (int k = 1; k < PLAY_S * 1000; k++) {
		ask(busy, &dice, k);
		player_step(&player, &hands, STATE_RUNNING, &command, &belief, TICK_S);
		for (int h = 0; h < 2; h++) {
			watch_hand(&watch[h], &hands.hands[h], h < hands.count);
		}
	}
	raise(&watch[0].pressing_m_s3, watch[1].pressing_m_s3);
	raise(&watch[0].air_m_s3, watch[1].air_m_s3);
	raise(&watch[0].n_s3, watch[1].n_s3);
	return watch[0];
}

static double circles_m_s3(const struct stroke *stroke)
{
	return 1.25 * stroke->radius_m * pow(TURN * stroke->rate_max_hz, 3.0);
}

static void check_place(const struct watch *watch, const struct stroke *stroke)
{
	assert_at_most(watch->pressing_m_s3, STROKE_JERK_M_S3 + circles_m_s3(stroke));
	assert_at_most(watch->air_m_s3, TRAVEL_JERK_M_S3);
}

static void strokes__keep_place_and_force_inside_their_jerk(void **state)
{
	static const double speeds[] = {SPEED_MIN, 1.0, SPEED_MAX};
	double place_m_s3 = 0.0;
	double force_n_s3 = 0.0;

	(void)state;
	for (int kind = 0; kind < BENCH_STROKES; kind++) {
		const struct stroke *stroke = bench_stroke(kind);
		double most_n_s3 = 0.0;

		for (int k = 0; k < 9; k++) {
			const struct watch watch =
				play(stroke, NOBODY_ASKS, 0.5 * (k / 3), speeds[k % 3]);

			check_place(&watch, stroke);
			assert_at_most(watch.n_s3, STROKE_JERK_N_S3);
			raise(&place_m_s3, stroke->radius_m > 0.0 ? 0.0 : watch.pressing_m_s3);
			raise(&most_n_s3, watch.n_s3);
		}
		assert_at_least(most_n_s3, stroke->ramp_s > 1.9 ? 20.0 : LEAST_N_S3);
		raise(&force_n_s3, most_n_s3);
	}
	assert_at_least(place_m_s3, 0.45 * STROKE_JERK_M_S3);
	assert_at_least(force_n_s3, 0.85 * STROKE_JERK_N_S3);
}

/* Skipped, lingered, changed for another technique, harder, lighter, quicker, to the left, to the right. */
static void whatever_people_ask_for__is_no_jerk(void **state)
{
	double force_n_s3 = 0.0;

	(void)state;
	for (int kind = 0; kind < BENCH_STROKES; kind++) {
		const struct stroke *stroke = bench_stroke(kind);

		for (enum busy busy = SKIPS; busy < BUSY; busy++) {
			const struct watch watch = play(stroke, busy, 1.0, 1.0);

			check_place(&watch, stroke);
			assert_at_most(watch.n_s3,
				       STROKE_JERK_N_S3 +
					       (busy == ASKS_ALL ? FOLLOW_JERK_N_S3 : 0.0));
			raise(&force_n_s3, watch.n_s3);
		}
	}
	assert_at_least(force_n_s3, STROKE_JERK_N_S3); /* more than any stroke by itself */
}

static void check_same(const struct hands *seen)
{
	assert_int_equal(seen->count, hands.count);
	for (int h = 0; h < hands.count; h++) {
		assert_near(seen->hands[h].x_m, hands.hands[h].x_m, EXACT);
		assert_near(seen->hands[h].y_m, hands.hands[h].y_m, EXACT);
		assert_near(seen->hands[h].force_n, hands.hands[h].force_n, EXACT);
	}
}

/* At any moment of every stroke, 20 ms, half a second and three seconds ahead. */
static void the_preview__is_what_then_happens(void **state)
{
	static const int ahead_ticks[] = {20, 500, 3000};

	(void)state;
	for (int kind = 0; kind < BENCH_STROKES; kind++) {
		const struct stroke *stroke = bench_stroke(kind);
		const struct scene scene = {.body = &player.body,
					    .rows = &player.rows,
					    .triggers = &player.triggers,
					    .belief = &belief};
		const struct pace pace = stroke_pace(stroke, SPEED_MAX);
		const struct start start = {
			.span = {REGION_LOWER_BACK, 0.3, 0.5},
			.trigger_head = stroke->kind == STROKE_COMPRESSION ? 2 : HEAD_NONE};
		struct motion motion;
		double moved = 0.0;

		begin(stroke);
		stroke_begin(&motion, stroke, &scene, &start);
		for (int k = 0; k < 30; k++) {
			const int ticks = ahead_ticks[k % 3];
			struct hands before = hands;
			struct hands seen = {0};

			stroke_preview(&motion, &seen, stroke, &scene, &pace, 30.0, ticks * TICK_S,
				       TICK_S);
			for (int n = 0; n < ticks; n++) {
				stroke_step(&motion, &hands, stroke, &scene, &pace, 30.0, TICK_S);
			}
			check_same(&seen);
			moved += fabs(hands.hands[0].force_n - before.hands[0].force_n) +
				 fabs(hands.hands[0].x_m - before.hands[0].x_m);
		}
		assert_at_least(moved, 0.1);
	}
}

/* What is only looked at finds nothing, treats nothing, and is where it was. */
static void the_preview__changes_nothing(void **state)
{
	static struct triggers before;
	const struct scene scene = {.body = &player.body,
				    .rows = &player.rows,
				    .triggers = &player.triggers,
				    .belief = &belief};
	const struct pace pace = stroke_pace(&bench_compression, 1.0);
	const struct start start = {.span = {REGION_LOWER_BACK, 0.3, 0.5}, .trigger_head = 2};
	struct motion motion;
	struct hands seen;

	(void)state;
	begin(&bench_compression);
	stroke_begin(&motion, &bench_compression, &scene, &start);
	before = player.triggers;
	stroke_preview(&motion, &seen, &bench_compression, &scene, &pace, 30.0, 10.0, TICK_S);
	assert_true(seen.hands[0].force_n > 10.0);
	assert_memory_equal(&before, &player.triggers, sizeof(before));
	assert_zero(motion.worked_s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strokes__keep_place_and_force_inside_their_jerk),
		cmocka_unit_test(whatever_people_ask_for__is_no_jerk),
		cmocka_unit_test(the_preview__is_what_then_happens),
		cmocka_unit_test(the_preview__changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
