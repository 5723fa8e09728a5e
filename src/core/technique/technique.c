#include "core/technique/technique.h"

#include <string.h>

void player_init(struct player *player, const struct rig *rig, const struct technique *techniques,
		 int technique_count)
{
	memset(player, 0, sizeof(*player));
	player->techniques = techniques;
	player->technique_count = technique_count;
	player->speed_ratio = 1.0;
	body_init(&player->body, rig);
}

static const struct technique *technique(const struct player *player)
{
	return &player->techniques[player->current];
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
		session_change(&player->session, technique(player));
	}
}

/* The hands start from the air: after a start, a pause, a change. */
static void begin_anew(struct player *player)
{
	player->phase = BOUT_NONE;
	player->level = 0.0;
}

static void change_technique(struct player *player, const struct command *command)
{
	int asked = asked_technique(player, command);

	if (player->phase == BOUT_NONE) {
		take_technique(player, asked);
	} else if (asked != player->current) {
		player->phase = BOUT_LIFTING;
	}
}

/* Whether a later stroke of this session has somewhere to work. */
static bool later_work(const struct player *player)
{
	const struct technique *played = technique(player);

	for (int k = player->session.stroke + 1; k < played->stroke_count; k++) {
		if (plan_has_work(&player->plan, &played->strokes[k])) {
			return true;
		}
	}
	return false;
}

/* The next bout; a stroke with nowhere to work gives its time to the others. */
static void begin_bout(struct player *player)
{
	const struct technique *played = technique(player);
	const struct stroke *stroke = &played->strokes[player->session.stroke];
	bool stay = player->session.linger_s > 0.0 &&
		    plan_wants(&player->plan, stroke, player->motion.span.first);
	struct span span;

	if (stay) {
		span = plan_region(&player->body, player->motion.span.first);
	} else {
		span = plan_span(&player->plan, &player->body, stroke,
				 stroke->kind == STROKE_EFFLEURAGE);
	}
	if (span.first == REGION_NONE) {
		if (later_work(player)) {
			session_next_stroke(&player->session, played);
		}
		return;
	}
	player->stroke = player->session.stroke;
	player->phase = BOUT_LANDING;
	player->level = 0.0;
	stroke_begin(&player->motion, stroke, span);
}

static void step_level(struct player *player, double dt_s)
{
	double step = dt_s / LAND_S;

	if (player->phase == BOUT_LIFTING) {
		player->level -= step;
		if (!(player->level > 0.0)) {
			begin_anew(player);
		}
	} else if (player->level < 1.0) {
		player->level += step;
		if (player->level >= 1.0) {
			player->level = 1.0;
			player->phase = BOUT_WORKING;
		}
	}
}

static bool bout_should_end(const struct player *player, enum region at, bool turn_passed)
{
	const struct stroke *stroke = &technique(player)->strokes[player->stroke];
	bool last_moments = player->session.remaining_s < LAND_S;
	bool good_moment = player->motion.done && !(player->session.linger_s > 0.0);
	bool taken_out = !plan_wants(&player->plan, stroke, at);

	return turn_passed || last_moments || good_moment || taken_out;
}

static void play_bout(struct player *player, struct hands *hands, const struct command *command,
		      bool turn_passed, double dt_s)
{
	const struct stroke *stroke = &technique(player)->strokes[player->stroke];
	struct pace pace = stroke_pace(stroke, command->speed);
	double force_n = stroke_force_n(stroke, &pace, player->session.intensity);
	double smooth = player->level * player->level * (3.0 - 2.0 * player->level);

	hands->stroke = player->stroke;
	hands->region = body_region_at(&player->body, player->motion.x_m);
	if (player->phase != BOUT_LIFTING && bout_should_end(player, hands->region, turn_passed)) {
		player->phase = BOUT_LIFTING;
	}
	stroke_step(&player->motion, hands, stroke, &player->body, &pace, force_n, dt_s);
	for (int k = 0; k < hands->count; k++) {
		double side = k == 0 ? -command->balance : command->balance;

		hands->hands[k].force_n *= smooth;
		if (side < 0.0 && side >= -1.0) {
			hands->hands[k].force_n *= 1.0 + side;
			hands->hands[k].peak_n *= 1.0 + side;
		}
	}
	player->speed_ratio = pace.ratio;
	step_level(player, dt_s);
}

static void nowhere(struct hands *hands)
{
	hands->count = 0;
	hands->stroke = -1;
	hands->region = REGION_NONE;
}

static void play(struct player *player, struct hands *hands, const struct command *command,
		 double dt_s)
{
	bool turn_passed = session_step(&player->session, technique(player), command, dt_s);

	change_technique(player, command);
	plan_step(&player->plan, &player->body, command, hands->region, dt_s);
	if (player->session.over) {
		nowhere(hands);
		return;
	}
	if (player->phase == BOUT_NONE && player->session.remaining_s > 2.0 * LAND_S) {
		begin_bout(player);
	}
	if (player->phase == BOUT_NONE) {
		nowhere(hands);
	} else {
		play_bout(player, hands, command, turn_passed, dt_s);
	}
}

void player_step(struct player *player, struct hands *hands, enum state state,
		 const struct command *command, double dt_s)
{
	bool entered = state == STATE_RUNNING && player->state != STATE_RUNNING;

	if (entered && player->state != STATE_PAUSED) {
		take_technique(player, asked_technique(player, command));
		player->session.intensity = 0.0;
		if (session_begin(&player->session, technique(player))) {
			plan_forget(&player->plan);
		}
	}
	if (entered) {
		begin_anew(player);
	}
	player->state = state;
	if (state == STATE_RUNNING) {
		play(player, hands, command, dt_s);
		return;
	}
	session_idle(&player->session, command);
	if (state != STATE_PAUSED) {
		player->session.intensity = 0.0;
		take_technique(player, asked_technique(player, command));
		nowhere(hands);
	}
}
