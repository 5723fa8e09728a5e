#include "core/technique/stroke_glide.h"

#include "core/technique/ease.h"

#include <knead/condition.h>
#include <knead/steepness.h>

#include <math.h>

#define TURN_M_S2    0.15 /* hands turn round this gently [P] */
#define RETURN_SHARE 0.25 /* the way back keeps contact and no more [M] */
#define BLEND_S      0.8  /* between working pressure and the way back */
#define TURN_TAU_S   0.05 /* TURN_M_S2 comes and goes this gradually [P] */
#define STILL_M      2e-6 /* from its place: the hand has come to rest */
#define RATE_TAU_S   0.1  /* and another rhythm */
#define AIR_M_S      0.15 /* a deep strip's hand goes back through the air [P] */
#define BOUT_S       15.0 /* at one place before the plan is asked again [P] */
#define TWO_PI       6.283185307179586

static bool is_glide(enum stroke_kind kind)
{
	return kind == STROKE_EFFLEURAGE || kind == STROKE_WARM_GLIDE;
}

double glide_steepness(const struct stroke *stroke, const struct pace *pace)
{
	return stroke_steepness_1_s(stroke, pace->speed_m_s, pace->rate_hz);
}

void glide_begin(struct motion *motion, const struct stroke *stroke, const struct start *start)
{
	*motion = (struct motion){
		.span = start->span,
		.region = start->span.first,
		.x_m = start->span.x_to_m, /* strokes work toward the heart */
		.side = start->nth % 2 == 0 ? SIDE_LEFT : SIDE_RIGHT,
		.press = 1.0,
		.presses = true,
		.hold = {.trigger_head = HEAD_NONE},
	};
	if (stroke->kind == STROKE_STRIPPING) {
		motion->press = 0.0;
		motion->presses = false;
	} else if (!is_glide(stroke->kind)) {
		motion->x_m = 0.5 * (start->span.x_from_m + start->span.x_to_m);
	}
	motion->at_m = motion->x_m;
}

static double within(double x, double least, double most)
{
	return x < least ? least : x > most ? most : x;
}

static double toward(double from, double to, double most)
{
	return within(to, from - most, from + most);
}

/* Where hands that turn round now will; in time by two ticks, so that the end of the span stops nobody. */
static double stopping_m(const struct motion *motion, double dt_s)
{
	return motion->at_m +
	       motion->v_m_s * (fabs(motion->v_m_s) / (2.0 * TURN_M_S2) + 2.0 * dt_s);
}

static void advance(struct motion *motion, double wish_m_s, double dt_s)
{
	motion->v_m_s = toward(motion->v_m_s, wish_m_s, TURN_M_S2 * dt_s);
	motion->at_m = within(motion->at_m + motion->v_m_s * dt_s, motion->span.x_from_m,
			      motion->span.x_to_m);
	motion->x_m += (motion->at_m - motion->x_m) * dt_s / (TURN_TAU_S + dt_s);
}

/* Toward all of the pressure or away from it: once under way to the end, for turning round there would be
 * a corner. */
static void press(struct motion *motion, bool presses, double over_s, double dt_s)
{
	if (!(motion->press > 0.0 && motion->press < 1.0)) {
		motion->presses = presses;
	}
	motion->press = toward(motion->press, motion->presses ? 1.0 : 0.0, dt_s / over_s);
}

/* Moves on, and turns in time to stay within the span: beyond it may be a region that is left out.
 * Returns whether a way back has ended. */
static bool move(struct motion *motion, double up_m_s, double back_m_s, double dt_s)
{
	bool back = false;

	if (!motion->returning && stopping_m(motion, dt_s) <= motion->span.x_from_m) {
		motion->returning = true;
	} else if (motion->returning && stopping_m(motion, dt_s) >= motion->span.x_to_m) {
		motion->returning = false;
		back = true;
	}
	advance(motion, motion->returning ? back_m_s : -up_m_s, dt_s);
	return back;
}

/* Up with pressure, back lightly; a pass ends where it began. */
static void glide(struct motion *motion, const struct stroke *stroke, const struct pace *pace,
		  double dt_s)
{
	if (move(motion, pace->speed_m_s, glide_back_m_s(stroke, pace->speed_m_s), dt_s)) {
		motion->done = motion->worked_s >= BOUT_S;
	}
	press(motion, !motion->returning, BLEND_S, dt_s);
}

/* One way only: sinks in below, works up, leaves the skin above and goes back through the air. */
static void strip(struct motion *motion, const struct pace *pace, double dt_s)
{
	double wish_m_s = 0.0;

	if (!motion->returning && stopping_m(motion, dt_s) <= motion->span.x_from_m) {
		motion->returning = true;
	} else if (motion->returning && !(motion->press > 0.0) &&
		   stopping_m(motion, dt_s) >= motion->span.x_to_m) {
		motion->returning = false;
		motion->done = motion->worked_s >= BOUT_S;
	}
	if (motion->returning) {
		press(motion, false, STRIP_ON_S, dt_s);
	} else if (!(motion->v_m_s > 0.0) && motion->at_m - motion->x_m < STILL_M) {
		press(motion, true, STRIP_ON_S, dt_s);
	}
	if (!motion->returning) {
		wish_m_s = -pace->speed_m_s * ease_step(motion->press);
	} else if (!(motion->press > 0.0)) {
		wish_m_s = AIR_M_S;
	}
	advance(motion, wish_m_s, dt_s);
}

/* To and fro over the span, slowly, while the hands do their own work. */
static void drift(struct motion *motion, const struct pace *pace, double dt_s)
{
	move(motion, pace->speed_m_s, pace->speed_m_s, dt_s);
	if (!(motion->rate_hz.value > 0.0)) {
		motion->rate_hz = (struct lagged){pace->rate_hz, pace->rate_hz};
	}
	lagged_toward(&motion->rate_hz, pace->rate_hz, RATE_TAU_S, dt_s);
	motion->phase += motion->rate_hz.value * dt_s;
	if (motion->phase >= 1.0) {
		motion->phase -= 1.0;
		motion->done = motion->worked_s >= BOUT_S;
	}
}

void glide_step(struct motion *motion, const struct stroke *stroke, const struct pace *pace,
		double dt_s)
{
	if (stroke->kind == STROKE_STRIPPING) {
		strip(motion, pace, dt_s);
	} else if (is_glide(stroke->kind)) {
		glide(motion, stroke, pace, dt_s);
	} else {
		drift(motion, pace, dt_s);
	}
}

/* Kneading hands alternate, half a cycle apart: one presses by as much more as the other by less. */
static double knead_swing(const struct stroke *stroke, double phase)
{
	return stroke->kind == STROKE_PETRISSAGE ? -0.5 * cos(TWO_PI * phase) : 0.0;
}

/* One hand's share of the force. */
static double knead_share(const struct stroke *stroke, double swing)
{
	return stroke->floor_share + (1.0 - stroke->floor_share) * (0.5 + swing);
}

/* How far hands circle off their line: along the body, and outward. */
struct off {
	double x_m;
	double out_m;
};

static struct off circling(const struct stroke *stroke, double phase)
{
	const double angle = TWO_PI * phase;

	if (stroke->kind == STROKE_FRICTION) {
		return (struct off){stroke->radius_m * cos(angle), stroke->radius_m * sin(angle)};
	}
	if (stroke->kind == STROKE_CROSS_FRICTION) {
		/* outward and back: to either side of a head it would be felt twice, and hardly */
		return (struct off){.out_m = stroke->radius_m * (1.0 + sin(angle))};
	}
	return (struct off){0};
}

void glide_place(struct hands *hands, const struct motion *motion, const struct stroke *stroke,
		 const struct body *body, double force_n)
{
	const double back = is_glide(stroke->kind) ? RETURN_SHARE : 0.0;
	const double now_n = force_n * (back + (1.0 - back) * ease_step(motion->press));
	const struct body_row row = body_row_at(body, motion->x_m);
	const struct off off = circling(stroke, motion->phase);
	const double swing = knead_swing(stroke, motion->phase);

	for (int k = 0; k < hands->count; k++) {
		const bool left = stroke_side(motion, hands, k) == SIDE_LEFT;
		double share = 1.0;

		if (stroke->kind == STROKE_PETRISSAGE) {
			share = knead_share(stroke, left ? swing : -swing);
		}
		hands->hands[k] = (struct hand){
			.x_m = motion->x_m + off.x_m,
			.y_m = left ? row.left_y_m - off.out_m : row.right_y_m + off.out_m,
			.footprint_m = stroke->footprint_m,
			.force_n = now_n * share,
			.peak_n = force_n,
			.surface_c = stroke->surface_c,
		};
	}
}
