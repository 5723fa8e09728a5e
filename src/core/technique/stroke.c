#include "core/technique/stroke.h"

#include "core/technique/footprint.h"

#include <math.h>

#define TURN_M_S2    0.15 /* hands turn round this gently [P] */
#define RETURN_SHARE 0.25 /* the way back keeps contact and no more [M] */
#define RETURN_SPEED 2.0  /* and is quicker [M] */
#define BLEND_S      0.8  /* between working pressure and the way back */
#define BOUT_S       15.0 /* at one place before the plan is asked again [P] */
#define SLEW_SHARE   0.95 /* of the set-point's slew limit that a stroke uses up */
#define TWO_PI       6.283185307179586

static double within(double x, double least, double most)
{
	return x < least ? least : x > most ? most : x;
}

struct pace stroke_pace(const struct stroke *stroke, double speed)
{
	double wish = speed >= SPEED_MIN && speed <= SPEED_MAX ? speed : 1.0;
	struct pace pace = {
		.speed_m_s = within(stroke->speed_m_s * wish, stroke->speed_min_m_s,
				    stroke->speed_max_m_s),
		.rate_hz = within(stroke->rate_hz * wish, stroke->rate_min_hz, stroke->rate_max_hz),
	};

	pace.ratio = stroke->rate_hz > 0.0 ? pace.rate_hz / stroke->rate_hz
					   : pace.speed_m_s / stroke->speed_m_s;
	return pace;
}

/* Steepest rise of a head's target for a hand of 1 N, in 1/s. */
static double steepness(const struct stroke *stroke, const struct pace *pace)
{
	const double edge_1_m = FOOTPRINT_STEEPEST / stroke->footprint_m;
	const double settle = 1.5 / LAND_S; /* of the smooth step the hands land with */
	double work = pace->speed_m_s * RETURN_SPEED * edge_1_m;

	if (stroke->kind == STROKE_PETRISSAGE) {
		/* a sine of amplitude A at f rises with 2 pi f A */
		work += (1.0 - stroke->floor_share) * 0.5 * TWO_PI * pace->rate_hz;
	}
	if (stroke->kind == STROKE_FRICTION) {
		work += TWO_PI * pace->rate_hz * stroke->radius_m * edge_1_m;
	}
	/* half-way through landing half the work is there beside the landing's own steepest rise */
	return work > 0.5 * work + settle ? work : 0.5 * work + settle;
}

double stroke_force_n(const struct stroke *stroke, const struct pace *pace, double intensity)
{
	double range_n = stroke->force_max_n - stroke->force_min_n;
	double force_n = stroke->force_min_n + range_n * intensity;
	double most_n = SLEW_SHARE * SLEW_RISE_N_S / steepness(stroke, pace);

	return force_n < most_n ? force_n : most_n;
}

void stroke_begin(struct motion *motion, const struct stroke *stroke, struct span span)
{
	*motion = (struct motion){
		.span = span,
		.x_m = span.x_to_m, /* strokes work toward the heart */
		.press = 1.0,
	};
	if (stroke->kind != STROKE_EFFLEURAGE) {
		motion->x_m = 0.5 * (span.x_from_m + span.x_to_m);
	}
}

static double toward(double from, double to, double most)
{
	return within(to, from - most, from + most);
}

/* Moves on, and turns in time to stay within the span: beyond it may be a region that is left out.
 * Returns whether a way back has ended. */
static bool move(struct motion *motion, double up_m_s, double back_m_s, double dt_s)
{
	double rest_m = motion->x_m + motion->v_m_s * fabs(motion->v_m_s) / (2.0 * TURN_M_S2);
	bool back = false;
	double wish_m_s;

	if (!motion->returning && rest_m <= motion->span.x_from_m) {
		motion->returning = true;
	} else if (motion->returning && rest_m >= motion->span.x_to_m) {
		motion->returning = false;
		back = true;
	}
	wish_m_s = motion->returning ? back_m_s : -up_m_s;
	motion->v_m_s = toward(motion->v_m_s, wish_m_s, TURN_M_S2 * dt_s);
	motion->x_m = within(motion->x_m + motion->v_m_s * dt_s, motion->span.x_from_m,
			     motion->span.x_to_m);
	return back;
}

/* Up with pressure, back lightly; a pass ends where it began. */
static void glide(struct motion *motion, const struct pace *pace, double dt_s)
{
	if (move(motion, pace->speed_m_s, RETURN_SPEED * pace->speed_m_s, dt_s)) {
		motion->done = motion->worked_s >= BOUT_S;
	}
	motion->press = toward(motion->press, motion->returning ? RETURN_SHARE : 1.0,
			       (1.0 - RETURN_SHARE) / BLEND_S * dt_s);
}

/* To and fro over the span, slowly, while the hands do their own work. */
static void drift(struct motion *motion, const struct pace *pace, double dt_s)
{
	move(motion, pace->speed_m_s, pace->speed_m_s, dt_s);
	motion->phase += pace->rate_hz * dt_s;
	if (motion->phase >= 1.0) {
		motion->phase -= 1.0;
		motion->done = motion->worked_s >= BOUT_S;
	}
}

/* One hand's share of the force: kneading hands alternate, half a cycle apart. */
static double knead_share(const struct stroke *stroke, double phase)
{
	double swing = 0.5 - 0.5 * cos(TWO_PI * phase);

	return stroke->floor_share + (1.0 - stroke->floor_share) * swing;
}

static void place_hand(struct hand *hand, const struct motion *motion, const struct stroke *stroke,
		       const struct body *body, enum side side, double force_n)
{
	double away = side == SIDE_LEFT ? -1.0 : 1.0;
	double phase = motion->phase;

	hand->x_m = motion->x_m;
	hand->y_m = body_y_m(body, motion->x_m, side);
	hand->footprint_m = stroke->footprint_m;
	hand->peak_n = force_n;
	hand->force_n = motion->press * force_n;
	if (stroke->kind == STROKE_PETRISSAGE) {
		hand->force_n *= knead_share(stroke, side == SIDE_LEFT ? phase : phase + 0.5);
	}
	if (stroke->kind == STROKE_FRICTION) {
		hand->x_m += stroke->radius_m * cos(TWO_PI * phase);
		hand->y_m += away * stroke->radius_m * sin(TWO_PI * phase);
	}
}

void stroke_step(struct motion *motion, struct hands *hands, const struct stroke *stroke,
		 const struct body *body, const struct pace *pace, double force_n, double dt_s)
{
	motion->worked_s += dt_s;
	if (stroke->kind == STROKE_EFFLEURAGE) {
		glide(motion, pace, dt_s);
	} else {
		drift(motion, pace, dt_s);
	}
	hands->count = stroke->hands;
	place_hand(&hands->hands[0], motion, stroke, body, SIDE_LEFT, force_n);
	if (stroke->hands > 1) {
		place_hand(&hands->hands[1], motion, stroke, body, SIDE_RIGHT, force_n);
	}
}
