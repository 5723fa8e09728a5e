#include "core/technique/bout.h"

#include "core/technique/places.h"
#include "core/technique/hold_stay.h"

#include <knead/condition.h>

#define MOVING_S            15.0 /* about what a bout in motion lasts */
#define COMPRESSION_LEAST_S 45.0 /* with less time left none is begun [P] */
/* A region may end with so much more of the session than its share: 3 % are promised, and some seconds pass
 * in the air. At least a least hold of 30 s in the 20 min of most sessions. */
#define SHARE_OFF 0.028

double bout_force_n(const struct player *player, const struct stroke *stroke)
{
	struct pace pace = stroke_pace(stroke, player->demand.speed.value);

	return stroke_force_n(stroke, &pace, player->session.intensity);
}

/* Whether a stroke that goes from place to place finds one in that region. */
static bool has_place(const struct player *player, const struct stroke *stroke, enum region region)
{
	const struct rows *rows = &player->rows;
	bool warm = stroke->kind == STROKE_STILL_HEAT;

	for (int k = 0; k < rows->count; k++) {
		if (rows->rows[k].region == region && !(warm && rows_are_cold_at(rows, k))) {
			return true;
		}
	}
	return false;
}

/* The plan as this stroke sees it: without the regions where it finds no place. */
static void look(struct plan *plan, const struct player *player, const struct stroke *stroke)
{
	const bool glides = stroke->kind == STROKE_WARM_GLIDE;
	const unsigned warm = glides ? rows_warm_regions(&player->rows) : 0u;

	*plan = player->plan;
	if (!stroke_holds(stroke->kind) && !glides) {
		return;
	}
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		if (glides ? (warm >> r & 1u) == 0 : !has_place(player, stroke, (enum region)r)) {
			plan->weight[r] = 0.0;
		}
	}
}

static bool runs_on(enum stroke_kind kind)
{
	return kind == STROKE_EFFLEURAGE || kind == STROKE_WARM_GLIDE || kind == STROKE_STRIPPING ||
	       kind == STROKE_POINT_PRESS || kind == STROKE_SEARCH;
}

static bool is_fitted(enum stroke_kind kind)
{
	return kind == STROKE_LEAN || kind == STROKE_FOLLOW || kind == STROKE_STILL_HEAT;
}

/* Where that stroke goes next; REGION_NONE: nowhere. */
static struct span next_span(const struct player *player, const struct plan *plan,
			     const struct stroke *stroke, int *trigger_head)
{
	const struct triggers *triggers = &player->triggers;
	bool stay =
		player->session.linger_s > 0.0 && plan_wants(plan, stroke, player->motion.region);

	*trigger_head = HEAD_NONE;
	if (stroke->kind == STROKE_COMPRESSION) {
		int k = triggers_next(triggers, &player->rows, plan, stroke);

		if (k == TRIGGER_NOBODY || player->session.remaining_s < COMPRESSION_LEAST_S) {
			return (struct span){.first = REGION_NONE};
		}
		*trigger_head = triggers->list[k].head;
		return plan_region(&player->body, triggers_region(triggers, &player->rows, k));
	}
	if (stay) {
		return plan_region(&player->body, player->motion.region);
	}
	return plan_span(plan, &player->body, stroke, runs_on(stroke->kind));
}

/* What a skip has left is not taken up at once, unless there is nothing else; asked once. */
static void shun(struct plan *plan, struct player *player, const struct stroke *stroke)
{
	struct plan elsewhere = *plan;
	int trigger_head;

	elsewhere.weight[player->shunned] = 0.0;
	player->shunned = REGION_NONE;
	if (next_span(player, &elsewhere, stroke, &trigger_head).first != REGION_NONE) {
		*plan = elsewhere;
	}
}

static bool has_work(const struct player *player, const struct stroke *stroke)
{
	struct plan plan;
	int trigger_head;

	look(&plan, player, stroke);
	return next_span(player, &plan, stroke, &trigger_head).first != REGION_NONE;
}

/* The strokes that have work, as bits. */
static unsigned working(const struct player *player)
{
	const struct technique *played = player_technique(player);
	unsigned strokes = 0;

	for (int k = 0; k < played->stroke_count; k++) {
		strokes |= has_work(player, &played->strokes[k]) ? 1u << k : 0u;
	}
	return strokes;
}

/* A stroke later in the list that the list was begun again without may have got work meanwhile. */
static void take_back(struct player *player)
{
	const struct technique *played = player_technique(player);

	for (int k = player->session.stroke + 1; k < played->stroke_count; k++) {
		if (!(player->session.left[k] > 0.0) && has_work(player, &played->strokes[k])) {
			session_take_back(&player->session, played, k);
		}
	}
}

/* Nothing may be warmed any more, and this stroke lies there for warmth alone. */
static bool is_out_of_heat(const struct player *player, const struct stroke *stroke)
{
	const struct rows *rows = &player->rows;

	for (int k = 0; k < rows->count; k++) {
		if (!rows_are_cold_at(rows, k)) {
			return false;
		}
	}
	return stroke->kind == STROKE_STILL_HEAT;
}

/* A search with work to fill the time with, or the stroke itself. */
static int search_instead(const struct technique *played, int stroke, unsigned strokes)
{
	for (int k = 0; k < played->stroke_count; k++) {
		if (played->strokes[stroke].kind == STROKE_COMPRESSION &&
		    played->strokes[k].kind == STROKE_SEARCH && (strokes >> k & 1u) != 0) {
			return k;
		}
	}
	return stroke;
}

/* Where the stroke whose turn it is finds nothing: the one to fill its time with, or -1, its turn is over. */
static int instead(struct player *player)
{
	const struct technique *played = player_technique(player);
	const int stroke = player->session.stroke;
	const unsigned strokes = working(player);
	const int search = search_instead(played, stroke, strokes);

	if (strokes >> stroke == 0 && search != stroke) {
		return search;
	}
	if (strokes != 0 && strokes >> stroke == 0) {
		session_begin_again(&player->session, played, strokes);
		return -1;
	}
	if (strokes != 0 || is_out_of_heat(player, &played->strokes[stroke])) {
		session_next_stroke(&player->session, played);
		return -1;
	}
	return stroke;
}

/* Longest that any place there may be held: the sides of a row use up one budget between them. */
static double longest_s(const struct player *player, const struct stroke *stroke,
			const struct bout *bout)
{
	const struct rows *rows = &player->rows;
	const struct span *span = &bout->start.span;
	const struct visit visit = {.stroke = stroke, .force_n = bout->force_n};
	double longest_s = stroke->hold_max_s;

	for (int k = rows_next(rows, ROW_NONE, 1, span); k != ROW_NONE;
	     k = rows_next(rows, k, 1, span)) {
		const struct row *row = &rows->rows[k];
		double most_s = breather_most_s(row, &visit) / places_sides(stroke, row) -
				hold_around_s(stroke, bout->force_n);

		longest_s = most_s < longest_s ? most_s : longest_s;
	}
	return longest_s;
}

/*
 * How long a place found may be compressed. What a region had too much of is made up for later; of what is
 * left of the session may be too little for that, and then the place is given up earlier, though not before
 * its least hold. In a session so short that the least hold alone is too much, the place comes first.
 */
static double compression_s(const struct player *player, const struct stroke *stroke,
			    const struct bout *bout, double hold_s)
{
	const struct session *session = &player->session;
	const enum region region = bout->start.span.first;
	const double left_s = session->remaining_s;
	const double off_s = SHARE_OFF * (session->elapsed_s + left_s);
	const double owed_s =
		plan_owed_s(&player->plan, region) + player->plan.share[region] * left_s;
	double most_s = owed_s + off_s - hold_around_s(stroke, bout->force_n);

	if (!(off_s >= stroke->hold_min_s)) {
		return hold_s;
	}
	most_s = most_s > stroke->hold_min_s ? most_s : stroke->hold_min_s;
	return most_s < hold_s ? most_s : hold_s;
}

/* Holds of a length with which the region's share comes out. Whether there is time for any. */
static bool fit_holds(const struct player *player, const struct plan *plan,
		      const struct stroke *stroke, struct bout *bout, double *hold_s)
{
	struct pace pace = stroke_pace(stroke, player->demand.speed.value);
	const struct hold_wish wish = {
		.hold_s = pace.hold_s,
		.around_s = hold_around_s(stroke, bout->force_n),
		.places = places_of_bout(stroke, &player->rows, &bout->start.span),
		.left_s = session_turn_left_s(&player->session, player_technique(player)),
		.most_s = longest_s(player, stroke, bout),
	};

	*hold_s = pace.hold_s;
	if (stroke->kind == STROKE_COMPRESSION) {
		*hold_s = compression_s(player, stroke, bout, pace.hold_s);
	} else if (is_fitted(stroke->kind)) {
		*hold_s = plan_hold_s(plan, stroke, bout->start.span.first, &wish);
	} else {
		return true;
	}
	bout->start.fit_s = *hold_s;
	bout->start.fit_at_s = pace.hold_s;
	return *hold_s >= HOLD_SHORT * stroke->hold_min_s * (1.0 - 1e-9);
}

/* Whether that place has breathed enough for what is about to come. */
static bool rested(const struct player *player, const struct stroke *stroke,
		   const struct bout *bout, double hold_s)
{
	struct visit visit = {
		.stroke = stroke,
		.lasts_s = MOVING_S,
		.force_n = bout->force_n,
	};

	if (stroke_holds(stroke->kind)) {
		visit.lasts_s = hold_s + hold_around_s(stroke, bout->force_n);
	}
	return breather_allows(&player->breather, &player->rows, &bout->start.span, &visit);
}

/* Looks anew which of the places found may be pressed as hard as the lightest compression begins. */
static void spare(struct player *player, const struct technique *played)
{
	double least_n = FORCE_HARD_N;
	bool any = false;

	for (int k = 0; k < played->stroke_count; k++) {
		const struct stroke *stroke = &played->strokes[k];
		const double begins_n = stroke->start_share * stroke->force_min_n;

		if (stroke->kind == STROKE_COMPRESSION) {
			any = true;
			least_n = begins_n < least_n ? begins_n : least_n;
		}
	}
	if (any && player->ceilings != NULL) {
		triggers_spare(&player->triggers, player->ceilings, least_n);
	}
}

bool bout_next(struct player *player, struct bout *bout)
{
	const struct technique *played = player_technique(player);
	const struct stroke *stroke = &played->strokes[player->session.stroke];
	struct plan plan;
	double hold_s;
	bool fits;

	*bout = (struct bout){.stroke = player->session.stroke};
	spare(player, played);
	take_back(player);
	if (!has_work(player, stroke)) {
		bout->stroke = instead(player);
		if (bout->stroke < 0) {
			return false;
		}
		stroke = &played->strokes[bout->stroke];
	}
	look(&plan, player, stroke);
	shun(&plan, player, stroke);
	do {
		bout->start.span = next_span(player, &plan, stroke, &bout->start.trigger_head);
		if (bout->start.span.first == REGION_NONE) {
			return false;
		}
		bout->start.nth = player->visits[bout->start.span.first];
		bout->force_n = bout_force_n(player, stroke);
		fits = fit_holds(player, &plan, stroke, bout, &hold_s);
		plan.weight[bout->start.span.first] = 0.0; /* no time for this one: for another */
	} while (!fits);
	return rested(player, stroke, bout, hold_s);
}
