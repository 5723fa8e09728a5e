#include "core/technique/technique.h"

#include "core/technique/bout.h"
#include "core/technique/ease.h"
#include "core/technique/warmth.h"

#include <knead/condition.h>

#include <string.h>

#define AGAIN_S      0.1 /* hands that found nothing to do look again: nobody feels that [P] */
#define SKIP_TWICE_S 2.0 /* two skips within this are one of the stroke [P] */

static void learn_warmth(struct player *player)
{
	const struct technique *played = player_technique(player);

	if (played == NULL) {
		return;
	}
	player->version++;
	plan_take(&player->plan, played, rows_warm_regions(&player->rows));
	memset(player->warm_c, 0, sizeof(player->warm_c));
	for (int k = 0; k < played->stroke_count; k++) {
		const struct stroke *stroke = &played->strokes[k];
		int from = body_rank(stroke->from);
		int to = body_rank(stroke->to);

		for (int rank = from < to ? from : to; rank <= (from < to ? to : from); rank++) {
			enum region region = body_ranked(rank);

			if (stroke->surface_c > player->warm_c[region]) {
				player->warm_c[region] = stroke->surface_c;
			}
		}
	}
}

void player_init(struct player *player, const struct rig *rig, const struct technique *techniques,
		 int technique_count)
{
	memset(player, 0, sizeof(*player));
	player->techniques = techniques;
	player->technique_count = technique_count;
	player->speed_ratio = 1.0;
	player->demand.speed = eased_at(1.0);
	player->motion.hold.trigger_head = HEAD_NONE;
	body_init(&player->body, rig);
	rows_init(&player->rows, rig);
	rows_lay(&player->rows, &player->body);
	learn_warmth(player);
}

static int asked_technique(const struct player *player, const struct command *command)
{
	bool inside = command->technique >= 0 && command->technique < player->technique_count;

	return inside ? command->technique : player->current;
}

/* Another technique takes over the time that is left, of a session that was stopped as well. */
static void take_technique(struct player *player, int asked)
{
	if (asked != player->current) {
		player->current = asked;
		session_change(&player->session, player_technique(player));
		learn_warmth(player);
	}
}

static struct scene scene(struct player *player, const struct belief *belief)
{
	return (struct scene){
		.body = &player->body,
		.rows = &player->rows,
		.belief = belief,
		.triggers = &player->triggers,
		.stay = player->session.linger_s > 0.0,
	};
}

/* The hands start from the air. */
static void begin_anew(struct player *player)
{
	player->phase = BOUT_NONE;
	player->level = 0.0;
	player->left = 1.0;
	player->again_s = 0.0;
}

/* What was under way is broken off: hands lift, at once where they press nothing anyway. */
static void lift(struct player *player, const struct hands *hands, const struct belief *belief,
		 bool skipped)
{
	const struct scene at = scene(player, belief);
	bool presses = false;

	if (player->phase == BOUT_NONE || player->phase == BOUT_LIFTING) {
		return;
	}
	stroke_leave(&player->motion, &at, skipped);
	for (int k = 0; k < hands->count; k++) {
		presses = presses || hands->hands[k].force_n > 0.0;
	}
	player->phase = BOUT_LIFTING;
	if (!presses) {
		begin_anew(player);
	}
}

static void change_technique(struct player *player, const struct hands *hands,
			     const struct command *command, const struct belief *belief)
{
	/* one that cannot be done here does not take the place of one that is */
	int asked = player->asked_is_unfit ? player->current : asked_technique(player, command);

	if (asked != player->current) {
		lift(player, hands, belief, false);
	}
	if (player->phase == BOUT_NONE) {
		take_technique(player, asked);
	}
}

/* A warm glide does not land on cold faces; a hold waits for its own place by itself. */
static bool waits_for_warmth(struct player *player, const struct stroke *stroke,
			     const struct span *span, const struct belief *belief)
{
	player->warms = !stroke_holds(stroke->kind) && player->warms_s < WARM_WAIT_S &&
			warmth_is_due_in(&player->rows, span, stroke, belief);
	player->warms_s = player->warms ? player->warms_s + AGAIN_S : 0.0;
	return player->warms;
}

static void begin_bout(struct player *player, const struct command *command,
		       const struct belief *belief)
{
	const struct scene at = scene(player, belief);
	const struct stroke *stroke;
	struct bout bout;

	demand_take_speed(&player->demand, command); /* hands are in the air */
	player->warms = false;
	if (!bout_next(player, &bout)) {
		player->again_s = AGAIN_S;
		player->airs = bout.start.span.first != REGION_NONE;
		return;
	}
	player->airs = false;
	stroke = &player_technique(player)->strokes[bout.stroke];
	if (waits_for_warmth(player, stroke, &bout.start.span, belief)) {
		player->again_s = AGAIN_S;
		return;
	}
	player->stroke = bout.stroke;
	player->visits[bout.start.span.first]++;
	demand_begin(&player->demand, stroke, command, bout.force_n);
	stroke_begin(&player->motion, stroke, &at, &bout.start);
	player->phase = stroke_holds(stroke->kind) ? BOUT_WORKING : BOUT_LANDING;
	player->level = stroke_holds(stroke->kind) ? 1.0 : 0.0;
}

static void step_level(struct player *player, double land_s, double dt_s)
{
	if (player->level < 1.0) {
		player->level += dt_s / land_s;
	} else if (player->phase == BOUT_LANDING) {
		player->phase = BOUT_WORKING;
	}
	if (player->phase == BOUT_LIFTING) {
		player->left -= dt_s / LAND_S;
		if (!(player->left > 0.0)) {
			begin_anew(player);
		}
	}
}

/* What came to pass in this tick beside time. */
struct turn {
	bool passed;
	bool skipped;    /* the stroke under way */
	bool next_place; /* of it: somebody skipped a place */
	bool let_go;
};

static bool bout_should_end(const struct player *player, const struct turn *turn)
{
	const struct stroke *stroke = &player_technique(player)->strokes[player->stroke];
	bool last_moments = player->session.remaining_s < LAND_S;
	bool good_moment = player->motion.done &&
			   (stroke_holds(stroke->kind) || !(player->session.linger_s > 0.0));
	bool taken_out = !plan_wants(&player->plan, stroke, player->motion.region);
	/* a place under compression is not left because the time has come for another stroke */
	bool passed = turn->skipped || (turn->passed && stroke->kind != STROKE_COMPRESSION);

	return passed || last_moments || good_moment || taken_out || player->breather.tired;
}

static void play_bout(struct player *player, struct hands *hands, const struct command *command,
		      const struct belief *belief, const struct turn *turn, double dt_s)
{
	const struct stroke *stroke = &player_technique(player)->strokes[player->stroke];
	const struct pace *pace = &player->demand.pace;
	struct scene at = scene(player, belief);
	double smooth = ease_step(player->level) * ease_step(player->left);
	double land_s = LAND_S;

	hands->lighter =
		demand_step(&player->demand, stroke, command, player->session.intensity, dt_s);
	at.let_go = turn->let_go;
	at.skip = turn->next_place;
	stroke_step(&player->motion, hands, stroke, &at, pace, player->demand.force_n.value, dt_s);
	for (int k = 0; k < hands->count; k++) {
		int side = side_index(stroke_side(&player->motion, hands, k));

		hands->hands[k].force_n *= smooth * player->demand.gain[side].value;
		hands->hands[k].peak_n *= player->demand.gain[side].value;
	}
	hands->stroke = player->stroke;
	hands->region = player->motion.region;
	player->warms = player->motion.hold.warms;
	player->speed_ratio = pace->ratio;
	if (bout_should_end(player, turn)) {
		/* nor is a place under compression taken up again when the time is over */
		lift(player, hands, belief, turn->skipped || player->session.remaining_s < LAND_S);
	}
	if (player->level < 1.0) {
		land_s = stroke_land_s(stroke, pace, player->demand.force_n.value);
	}
	if (player->phase != BOUT_NONE) {
		step_level(player, land_s, dt_s);
	}
}

static void nowhere(struct hands *hands)
{
	hands->count = 0;
	hands->lighter = false;
	hands->stroke = -1;
	hands->region = REGION_NONE;
}

/* Where the hands work. A glide's way where no head can press is no work there. */
static enum region worked_region(const struct player *player, const struct hands *hands)
{
	const struct stroke *stroke = &player_technique(player)->strokes[player->stroke];

	return player->between_heads && !stroke_holds(stroke->kind) ? REGION_NONE : hands->region;
}

/*
 * Where hands go from place to place, a skip is of the place, and a second one soon after of the stroke:
 * else nobody could leave a stroke of many places. Elsewhere it is of the stroke.
 */
static void take_skip(struct player *player, struct turn *turn)
{
	struct session *session = &player->session;
	const bool plays = player->phase == BOUT_LANDING || player->phase == BOUT_WORKING;
	const int before = session->stroke;
	const struct stroke *stroke =
		&player_technique(player)->strokes[plays ? player->stroke : before];

	if (stroke_holds(stroke->kind) && player->phase != BOUT_NONE &&
	    !(session->elapsed_s < player->skip_until_s)) {
		session->linger_s = 0.0;
		turn->next_place = plays;
		player->skip_until_s = session->elapsed_s + SKIP_TWICE_S;
	} else {
		session_skip(session, player_technique(player));
		turn->skipped = true;
		player->skip_until_s = 0.0;
	}
	if (plays && session->stroke == before && stroke->kind != STROKE_COMPRESSION) {
		player->shunned = player->motion.region;
	}
}

static struct turn take_turn(struct player *player, const struct command *command, double dt_s)
{
	struct turn turn = {.let_go = command->presses.let_go != player->let_goes};
	const bool skip = command->presses.skip != player->session.skips;

	turn.passed = session_step(&player->session, player_technique(player), command, dt_s);
	if (skip && !turn.passed) {
		take_skip(player, &turn);
	}
	return turn;
}

static bool compresses(const struct player *player)
{
	return player->phase != BOUT_NONE && /* else there may be no technique at all */
	       player_technique(player)->strokes[player->stroke].kind == STROKE_COMPRESSION;
}

static void play(struct player *player, struct hands *hands, const struct command *command,
		 const struct belief *belief, double dt_s)
{
	struct turn turn = take_turn(player, command, dt_s);

	change_technique(player, hands, command, belief);
	plan_step(&player->plan, &player->body, command, worked_region(player, hands), dt_s);
	if (player->session.over) {
		lift(player, hands, belief, turn.skipped);
		nowhere(hands);
		return;
	}
	if (player->phase == BOUT_NONE &&
	    laying_on_step(&player->laying, &player->plan, &player->body, player->ceilings, belief,
			   dt_s) &&
	    !(player->again_s > 0.0) && player->session.remaining_s > 2.0 * LAND_S) {
		begin_bout(player, command, belief);
	}
	if (player->phase == BOUT_NONE) {
		player->again_s -= dt_s;
		nowhere(hands);
	} else {
		play_bout(player, hands, command, belief, &turn, dt_s);
	}
	breather_step(&player->breather, &player->rows, hands, player->dwell, compresses(player),
		      dt_s);
}

static void start(struct player *player, const struct command *command)
{
	if (player->state != STATE_PAUSED) {
		take_technique(player, asked_technique(player, command));
		player->session.intensity = 0.0;
		if (session_begin(&player->session, player_technique(player))) {
			plan_forget(&player->plan);
			triggers_forget(&player->triggers);
			player->skip_until_s = 0.0;
		}
	}
	begin_anew(player);
	laying_on_begin(&player->laying);
	player->airs = false;
	player->warms = false;
	player->warms_s = 0.0;
}

/* Nothing is worked: what was is broken off, and the clock stands. */
static void rest(struct player *player, struct hands *hands, enum state state,
		 const struct command *command, const struct belief *belief)
{
	if (player->state == STATE_RUNNING) {
		const struct scene at = scene(player, belief);

		stroke_leave(&player->motion, &at, false);
	}
	session_idle(&player->session, command);
	if (state != STATE_PAUSED) {
		player->session.intensity = 0.0;
		take_technique(player, asked_technique(player, command));
		nowhere(hands);
		if (body_take_height(&player->body, command->height_m)) {
			rows_lay(&player->rows, &player->body);
			learn_warmth(player);
		}
	}
}

void player_step(struct player *player, struct hands *hands, enum state state,
		 const struct command *command, const struct belief *belief, double dt_s)
{
	if (state == STATE_RUNNING && player->state != STATE_RUNNING) {
		start(player, command);
	}
	if (state == STATE_RUNNING) {
		play(player, hands, command, belief, dt_s);
	} else {
		rest(player, hands, state, command, belief);
	}
	player->let_goes = command->presses.let_go;
	player->state = state;
}

void player_forget(struct player *player)
{
	session_forget(&player->session);
	plan_forget(&player->plan);
	triggers_forget(&player->triggers);
}

struct standby player_standby(const struct player *player, double dt_s)
{
	return (struct standby){
		.running = player->state == STATE_RUNNING,
		.airs = player->airs && player->phase == BOUT_NONE,
		.plan = &player->plan,
		.region = player->body.head_region,
		.warm_c = player->warm_c,
		.version = player->version,
		.trigger_head = compresses(player) ? player->motion.hold.trigger_head : HEAD_NONE,
		.dt_s = dt_s,
	};
}
