#include "core/technique/hold_stay.h"

#include "core/technique/breather.h"
#include "core/technique/ease.h"
#include "core/technique/places.h"
#include "core/technique/timing.h"

#include <knead/condition.h>

#define PROBE_FROM_S      0.8 /* into a press: the quick relaxation of 0.3 s is over */
#define STIFF_AFTER_S     1.5 /* a point's stiffness is judged here */
#define RAISE_S           12.0 /* a compression grows to its full force in this, at the quickest [P] */
#define FOLLOW_AT_M_S     2e-5  /* the tissue still gives [P] */
#define FOLLOW_FULL_M_S   2e-4  /* and so fast the hand drifts at its quickest [P] */
#define FOLLOW_SETTLE_S   8.0   /* it waits first [P] */
#define FOLLOW_REACH      0.25  /* of the footprint: heads stay under the hand */
#define FOLLOW_M_S2       0.004 /* gently [P] */
#define FOLLOW_NEAR_M     1e-4
#define DRIFT_TAU_S       0.3  /* its jerk stays within 0.03 m/s^3 [D] */
#define RAISES_TAU_S      0.25 /* a compression grows faster and slower this gradually [P] */
#define FOLLOW_PATIENCE_S 30.0 /* past the least hold without giving: to the next place [P] */

double hold_ramp_s(const struct stroke *stroke, double force_n)
{
	double least_s = EASE_STEEPEST * force_n / STROKE_RISE_N_S;

	return stroke->ramp_s > least_s ? stroke->ramp_s : least_s;
}

double hold_around_s(const struct stroke *stroke, double force_n)
{
	return 2.0 * hold_ramp_s(stroke, force_n) + TRAVEL_MIN_S + timing_wait_s(stroke);
}

struct trigger_view *hold_treated(const struct motion *motion, const struct scene *scene)
{
	for (int k = 0; k < scene->triggers->count; k++) {
		struct trigger_view *view = &scene->triggers->list[k];

		if (motion->hold.trigger_head != HEAD_NONE &&
		    view->head == motion->hold.trigger_head) {
			return view;
		}
	}
	return NULL;
}

/* How long the place may be pressed at all in one visit, the fall that is to come taken off. */
static double budget_s(const struct stroke *stroke, const struct row *row, double force_n,
		       double fall_s)
{
	const struct visit visit = {.stroke = stroke, .force_n = force_n};

	return breather_most_s(row, &visit) - fall_s;
}

/*
 * A hold fitted to a share of time stays as long as it was fitted to: asked to go slower meanwhile, the
 * next one does. Asked to go faster it ends sooner, and what the region lacks is made up for later.
 */
static double fitted_s(const struct hold *hold, const struct stroke *stroke,
		       const struct pace *pace)
{
	double sooner_s;

	if (!(hold->fit_s > 0.0)) {
		return pace->hold_s;
	}
	if (!(pace->hold_s < hold->fit_at_s) || !(hold->fit_s > stroke->hold_min_s)) {
		return hold->fit_s;
	}
	sooner_s = hold->fit_s * pace->hold_s / hold->fit_at_s;
	return sooner_s > stroke->hold_min_s ? sooner_s : stroke->hold_min_s;
}

static double wanted_s(const struct hold *hold, const struct stroke *stroke,
		       const struct pace *pace)
{
	double wanted = fitted_s(hold, stroke, pace);

	if (stroke->kind == STROKE_POINT_PRESS && stroke->stiff_hold_s > 0.0 &&
	    hold->stage_s >= STIFF_AFTER_S && probe_is_uneven(&hold->probe)) {
		return stroke->stiff_hold_s;
	}
	return wanted < stroke->hold_max_s ? wanted : stroke->hold_max_s;
}

/* A compression grows at that share of its own pace, before long. */
static void raise(struct hold *hold, const struct stroke *stroke, double wish, double dt_s)
{
	lagged_toward(&hold->raises, wish, RAISES_TAU_S, dt_s);
	hold->raised += hold->raises.value * dt_s / RAISE_S;
	hold->share = stroke->start_share + (1.0 - stroke->start_share) * ease_step(hold->raised);
}

/* Grows while the tissue takes it; says whether the place is done with. */
static bool compress(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		     double dt_s)
{
	struct hold *hold = &motion->hold;
	struct trigger_view *view = hold_treated(motion, scene);
	bool released = hold->let_go || giving_released(&hold->giving);
	double deepens = 0.0;

	if (giving_gives(&hold->giving) && hold->raised < 1.0) {
		deepens = timing_deepens(stroke, &scene->belief->breath);
	}
	raise(hold, stroke, deepens, dt_s);
	if (view != NULL) {
		view->held_s += dt_s;
		view->state = released ? TRIGGER_RELEASED : TRIGGER_HELD;
	}
	return released;
}

/* How fast a hand should drift along with what gives: to and fro, so that the heads stay under it. */
static double drift_wish_m_s(const struct hold *hold, const struct stroke *stroke,
			     const struct pace *pace, double creep_m_s)
{
	double away = hold->drift_m_s > 0.0 ? 1.0 : -1.0;
	double room_m = FOLLOW_REACH * stroke->footprint_m - away * hold->drift_at_m;
	double stop_m = hold->drift_m_s * hold->drift_m_s / (2.0 * FOLLOW_M_S2);
	double part = creep_m_s < FOLLOW_FULL_M_S ? creep_m_s / FOLLOW_FULL_M_S : 1.0;
	double speed_m_s = stroke->speed_min_m_s + part * (pace->speed_m_s - stroke->speed_min_m_s);

	if (hold->stage_s < FOLLOW_SETTLE_S || creep_m_s < FOLLOW_AT_M_S) {
		return 0.0; /* it waits */
	}
	return room_m > stop_m + FOLLOW_NEAR_M ? away * speed_m_s : -away * speed_m_s;
}

static void drift(struct hold *hold, double wish_m_s, double dt_s)
{
	const double step = FOLLOW_M_S2 * dt_s;

	if (wish_m_s > hold->drift_m_s + step) {
		hold->drift_m_s += step;
	} else if (wish_m_s < hold->drift_m_s - step) {
		hold->drift_m_s -= step;
	} else {
		hold->drift_m_s = wish_m_s;
	}
	hold->drift_at_m += hold->drift_m_s * dt_s;
	hold->drift_m += (hold->drift_at_m - hold->drift_m) * dt_s / (DRIFT_TAU_S + dt_s);
}

/* Says whether the tissue has given no more for long. */
static bool follow(struct hold *hold, const struct stroke *stroke, const struct pace *pace,
		   double dt_s)
{
	double creep_m_s = giving_creep_m_s(&hold->giving);

	if (creep_m_s >= FOLLOW_AT_M_S) {
		hold->gave_s = hold->stage_s;
	}
	drift(hold, drift_wish_m_s(hold, stroke, pace, creep_m_s), dt_s);
	return hold->stage_s - hold->gave_s >= FOLLOW_PATIENCE_S &&
	       hold->stage_s >= stroke->hold_min_s;
}

void hold_settle(struct hold *hold, const struct stroke *stroke, double dt_s)
{
	if (stroke->kind == STROKE_FOLLOW) {
		drift(hold, 0.0, dt_s);
	} else if (stroke->kind == STROKE_COMPRESSION) {
		raise(hold, stroke, 0.0, dt_s);
	}
}

/* Whether another place of the region can take what is left of this hold. */
static bool move_on(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		    const struct pace *pace, double force_n)
{
	struct hold *hold = &motion->hold;
	double whole_s = wanted_s(hold, stroke, pace);
	double left_s = whole_s - hold->stage_s - hold_around_s(stroke, force_n);

	if (hold->side != SIDE_NONE || !(left_s >= stroke->hold_min_s) ||
	    places_rows(stroke, scene->rows, &motion->span) < 2) {
		return false;
	}
	hold->kept_s = left_s;
	return true;
}

bool hold_stay(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
	       const struct pace *pace, double force_n, double dt_s)
{
	struct hold *hold = &motion->hold;
	const struct row *row = &scene->rows->rows[hold->row];
	double fall_s = hold_ramp_s(stroke, hold->share * force_n);
	bool over = false;

	if (hold->stage_s >= PROBE_FROM_S) {
		probe_step(&hold->probe, row, scene->belief);
	}
	if (stroke->kind == STROKE_COMPRESSION || stroke->kind == STROKE_FOLLOW) {
		giving_step(&hold->giving, row, hold->side, scene->belief, dt_s);
	}
	if (stroke->kind == STROKE_COMPRESSION) {
		over = compress(motion, stroke, scene, dt_s);
	} else if (stroke->kind == STROKE_FOLLOW) {
		over = follow(hold, stroke, pace, dt_s) && !scene->stay &&
		       move_on(motion, stroke, scene, pace, force_n);
	}
	if (scene->stay && stroke->kind != STROKE_COMPRESSION) {
		hold->stayed_s += dt_s;
	}
	if (hold->stage_s - hold->stayed_s >= wanted_s(hold, stroke, pace) ||
	    hold->pressed_s >= budget_s(stroke, row, hold->share * force_n, fall_s)) {
		over = true;
		hold->kept_s = 0.0;
	}
	if (stroke->kind == STROKE_STILL_HEAT && rows_are_cold_at(scene->rows, hold->row)) {
		over = true; /* it had all its heat: nobody is left under a stone that cools */
		hold->kept_s = 0.0;
	}
	return over;
}
