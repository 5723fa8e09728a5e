#include "core/technique/stroke_hold.h"

#include "core/technique/breather.h"
#include "core/technique/ease.h"
#include "core/technique/hold_stay.h"
#include "core/technique/places.h"
#include "core/technique/timing.h"
#include "core/technique/warmth.h"

#include <knead/condition.h>

#include <math.h>

#define TRAVEL_M_S   0.25 /* mean, through the air [P] */
#define TOUCH_WAIT_S 2.0  /* for heads that are not on the skin yet, at most: half a breath [P] */

static const struct row *row_of(const struct motion *motion, const struct scene *scene)
{
	return &scene->rows->rows[motion->hold.row];
}

static void go_to(struct motion *motion, const struct scene *scene, int row, enum side side)
{
	struct hold *hold = &motion->hold;
	const struct row *from = row_of(motion, scene);

	hold->from_x_m = from->x_m + hold->drift_m; /* in the air: it need not have come to rest */
	for (int s = 0; s < ROW_SIDES; s++) {
		hold->from_y_m[s] = from->y_m[s];
	}
	hold->row = row;
	hold->side = side;
	hold->stage = HOLD_TRAVEL;
	hold->stage_s = 0.0;
	hold->waited_s = 0.0;
	hold->pressed_s = 0.0;
	hold->skip = false;
	hold->drift_m = 0.0;
	hold->drift_at_m = 0.0;
	hold->drift_m_s = 0.0;
	motion->region = scene->rows->rows[row].region;
	motion->side = side == SIDE_NONE ? SIDE_LEFT : side;
}

/* The place found that is treated in this bout. Returns whether there is one. */
static bool begin_at_trigger(struct motion *motion, const struct scene *scene)
{
	const struct rows *rows = scene->rows;
	int head = motion->hold.trigger_head;

	for (int k = 0; k < rows->count; k++) {
		for (int s = 0; s < ROW_SIDES; s++) {
			if (head != HEAD_NONE && rows->rows[k].head[s] == head) {
				motion->hold.row = k;
				go_to(motion, scene, k, s == 0 ? SIDE_LEFT : SIDE_RIGHT);
				return true;
			}
		}
	}
	return false;
}

void hold_begin(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		const struct start *start)
{
	int step = places_step(stroke);
	int row = places_next(stroke, scene->rows, ROW_NONE, step, &start->span);
	int count = places_rows(stroke, scene->rows, &start->span);

	*motion = (struct motion){
		.span = start->span,
		.region = start->span.first,
		.hold = {.step = step,
			 .fit_s = start->fit_s,
			 .fit_at_s = start->fit_at_s,
			 .trigger_head = start->trigger_head},
	};
	if (stroke->kind == STROKE_COMPRESSION) {
		motion->hold.last = true;
		motion->done = !begin_at_trigger(motion, scene);
		return;
	}
	motion->done = row == ROW_NONE; /* no head there: nothing to stop for */
	if (motion->done) {
		return;
	}
	if (places_single(stroke->kind)) {
		for (int k = start->nth % count; k > 0; k--) {
			row = places_next(stroke, scene->rows, row, step, &start->span);
		}
	}
	motion->hold.row = row;
	go_to(motion, scene, row, places_side(stroke, row_of(motion, scene)));
	motion->hold.stage_s = TRAVEL_MIN_S; /* the hands are there already */
}

static void enter(struct hold *hold, enum hold_stage stage)
{
	hold->stage = stage;
	hold->stage_s = 0.0;
}

static void rise(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		 double force_n)
{
	struct hold *hold = &motion->hold;
	struct trigger_view *view = hold_treated(motion, scene);

	enter(hold, HOLD_RISE);
	hold->share = stroke->kind == STROKE_COMPRESSION ? stroke->start_share : 1.0;
	hold->raised = 0.0;
	hold->raises = (struct lagged){0};
	hold->let_go = false;
	hold->ramp_s = hold_ramp_s(stroke, hold->share * force_n);
	hold->rise_s = hold->ramp_s;
	hold->probing = false;
	giving_begin(&hold->giving, row_of(motion, scene), hold->side, scene->belief);
	if (view != NULL) {
		view->state = TRIGGER_HELD;
	}
}

static double travel_s(const struct hold *hold, const struct row *row)
{
	double way_s = fabs(row->x_m - hold->from_x_m) / TRAVEL_M_S;

	return way_s > TRAVEL_MIN_S ? way_s : TRAVEL_MIN_S;
}

/* How far into this stage, 0..1. */
static double stage_part(const struct hold *hold, const struct row *row)
{
	double lasts_s = hold->stage == HOLD_TRAVEL ? travel_s(hold, row) : hold->ramp_s;

	return lasts_s > 0.0 ? hold->stage_s / lasts_s : 1.0;
}

/* Share of the full press that this moment of it has. */
static double level(const struct hold *hold, const struct row *row)
{
	switch (hold->stage) {
	case HOLD_RISE:
		return ease_step(stage_part(hold, row));
	case HOLD_STAY:
		return 1.0;
	case HOLD_FALL:
		/* a rise that was not over goes on below it: no corner where it is broken off */
		return ease_step(hold->pressed_s / hold->rise_s) *
		       (1.0 - ease_step(stage_part(hold, row)));
	case HOLD_TRAVEL:
	default:
		return 0.0;
	}
}

static void fall(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		 double force_n)
{
	struct hold *hold = &motion->hold;
	struct trigger_view *view = hold_treated(motion, scene);

	enter(hold, HOLD_FALL);
	hold->ramp_s = hold_ramp_s(stroke, hold->share * force_n);
	if (view != NULL && view->state == TRIGGER_HELD) {
		view->state = TRIGGER_GIVEN_UP;
	}
	if (stroke->kind == STROKE_SEARCH) {
		triggers_feel(scene->triggers, scene->rows, hold->row, &hold->probe);
	}
}

/* On to the next place of this bout, or done. */
static void next_place(struct motion *motion, const struct stroke *stroke,
		       const struct scene *scene)
{
	struct hold *hold = &motion->hold;
	const struct row *row = row_of(motion, scene);
	int next;

	hold->stayed_s = 0.0;
	hold->gave_s = 0.0;
	if (hold->kept_s > 0.0) {
		hold->fit_s = hold->kept_s;
		hold->kept_s = 0.0;
		go_to(motion, scene, places_other(motion, stroke, scene), SIDE_NONE);
		return;
	}
	if (hold->side == SIDE_LEFT && row->head[1] != HEAD_NONE && !hold->last) {
		go_to(motion, scene, hold->row, SIDE_RIGHT);
		return;
	}
	next = hold->last || places_single(stroke->kind)
		       ? ROW_NONE
		       : places_next(stroke, scene->rows, hold->row, hold->step, &motion->span);
	if (next == ROW_NONE) {
		motion->done = true;
		go_to(motion, scene, hold->row, hold->side);
		return;
	}
	go_to(motion, scene, next, places_side(stroke, &scene->rows->rows[next]));
}

/* Whether every head that is about to press there touches the skin: a press that is asked for before
 * would come late, and then all at once. */
static bool touches(const struct row *row, enum side side, const struct belief *belief)
{
	for (int s = 0; s < ROW_SIDES; s++) {
		int head = row->head[s];
		bool presses = side == SIDE_NONE || s == side_index(side);

		if (presses && head != HEAD_NONE && head < belief->head_count &&
		    !belief->heads[head].contact) {
			return false;
		}
	}
	return true;
}

/* A place that is to be left is: from the skin after a fall, from the air at once. */
static void leave_place(struct motion *motion, const struct stroke *stroke,
			const struct scene *scene, double force_n)
{
	struct trigger_view *view = hold_treated(motion, scene);

	motion->hold.skip = false;
	motion->hold.kept_s = 0.0;
	if (view != NULL && view->state != TRIGGER_RELEASED) {
		view->state = TRIGGER_GIVEN_UP;
	}
	if (motion->hold.stage == HOLD_TRAVEL) {
		next_place(motion, stroke, scene);
	} else {
		fall(motion, stroke, scene, force_n);
	}
}

static void advance(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		    const struct pace *pace, double force_n, double dt_s)
{
	struct hold *hold = &motion->hold;
	const double arrive_s = travel_s(hold, row_of(motion, scene));
	bool passed;

	hold->stage_s += dt_s;
	hold->pressed_s += dt_s;
	hold->let_go = hold->let_go || scene->let_go;
	hold->warms = false;
	hold->skip = hold->stage != HOLD_FALL && (hold->skip || scene->skip);
	passed = stage_part(hold, row_of(motion, scene)) >= 1.0;
	if (hold->skip && (passed || hold->stage != HOLD_TRAVEL)) {
		leave_place(motion, stroke, scene, force_n);
		return;
	}
	switch (hold->stage) {
	case HOLD_TRAVEL:
		hold->pressed_s = 0.0;
		hold->warms =
			passed && hold->stage_s < arrive_s + WARM_WAIT_S &&
			warmth_is_due(scene->rows, hold->row, hold->side, stroke, scene->belief);
		if (passed && !hold->warms &&
		    (touches(row_of(motion, scene), hold->side, scene->belief) ||
		     hold->stage_s >= arrive_s + TOUCH_WAIT_S)) {
			if (timing_begins(stroke, &scene->belief->breath, hold->waited_s)) {
				rise(motion, stroke, scene, force_n);
			}
			hold->waited_s += dt_s;
		}
		break;
	case HOLD_RISE:
		if (!hold->probing) {
			hold->probing = probe_begin(&hold->probe, row_of(motion, scene), hold->side,
						    scene->belief);
		}
		if (passed) {
			enter(hold, HOLD_STAY);
		}
		break;
	case HOLD_STAY:
		if (hold_stay(motion, stroke, scene, pace, force_n, dt_s)) {
			fall(motion, stroke, scene, force_n);
		}
		break;
	case HOLD_FALL:
		if (passed) {
			next_place(motion, stroke, scene);
		}
		break;
	default:
		motion->done = true;
		break;
	}
}

static void place_hands(struct motion *motion, struct hands *hands, const struct stroke *stroke,
			const struct scene *scene, double force_n)
{
	const struct hold *hold = &motion->hold;
	const struct row *row = row_of(motion, scene);
	double part = hold->stage == HOLD_TRAVEL ? ease_step(stage_part(hold, row)) : 1.0;
	double x_m = row->x_m + hold->drift_m;

	motion->x_m = hold->from_x_m + part * (x_m - hold->from_x_m);
	hands->count = stroke->hands;
	for (int k = 0; k < hands->count; k++) {
		int s = side_index(stroke_side(motion, hands, k));
		bool works = hold->side == SIDE_NONE || s == side_index(hold->side);

		hands->hands[k] = (struct hand){
			.x_m = motion->x_m,
			.y_m = hold->from_y_m[s] + part * (row->y_m[s] - hold->from_y_m[s]),
			.footprint_m = stroke->footprint_m,
			.force_n = works ? hold->share * level(hold, row) * force_n : 0.0,
			.peak_n = force_n,
			.surface_c = stroke->surface_c,
		};
	}
}

/* Broken off: what is under way comes to its end while the hand is lifted, so that it has no corner. */
static void finish(struct hold *hold, const struct row *row, double dt_s)
{
	hold->stage_s += dt_s;
	hold->pressed_s += dt_s;
	if (hold->stage == HOLD_RISE && stage_part(hold, row) >= 1.0) {
		enter(hold, HOLD_STAY);
	}
}

void hold_step(struct motion *motion, struct hands *hands, const struct stroke *stroke,
	       const struct scene *scene, const struct pace *pace, double force_n, double dt_s)
{
	force_n = breather_force_n(row_of(motion, scene), stroke, force_n);
	if (motion->hold.left) {
		finish(&motion->hold, row_of(motion, scene), dt_s);
	} else if (!motion->done) {
		advance(motion, stroke, scene, pace, force_n, dt_s);
	}
	if (motion->hold.stage != HOLD_STAY || motion->hold.left) {
		hold_settle(&motion->hold, stroke, dt_s);
	}
	place_hands(motion, hands, stroke, scene, force_n);
}

void hold_leave(struct motion *motion, const struct scene *scene, bool skipped)
{
	struct trigger_view *view = hold_treated(motion, scene);

	motion->hold.left = true;
	motion->hold.warms = false;
	if (view != NULL && view->state == TRIGGER_HELD) {
		view->state = skipped ? TRIGGER_GIVEN_UP : TRIGGER_FOUND;
	}
}
