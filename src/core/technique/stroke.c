#include "core/technique/stroke.h"

#include "core/technique/ease.h"
#include "core/technique/stroke_glide.h"
#include "core/technique/stroke_hold.h"

static double within(double x, double least, double most)
{
	return x < least ? least : x > most ? most : x;
}

bool stroke_holds(enum stroke_kind kind)
{
	return kind == STROKE_LEAN || kind == STROKE_POINT_PRESS || kind == STROKE_SEARCH ||
	       kind == STROKE_COMPRESSION || kind == STROKE_FOLLOW || kind == STROKE_STILL_HEAT;
}

struct pace stroke_pace(const struct stroke *stroke, double speed)
{
	double wish = speed >= SPEED_MIN && speed <= SPEED_MAX ? speed : 1.0;
	struct pace pace = {
		.speed_m_s = within(stroke->speed_m_s * wish, stroke->speed_min_m_s,
				    stroke->speed_max_m_s),
		.rate_hz = within(stroke->rate_hz * wish, stroke->rate_min_hz, stroke->rate_max_hz),
		.hold_s = within(stroke->hold_s / wish, stroke->hold_min_s, stroke->hold_max_s),
		.ratio = 1.0,
	};

	if (stroke_holds(stroke->kind) && pace.hold_s > 0.0) {
		pace.ratio = stroke->hold_s / pace.hold_s;
	} else if (stroke->rate_hz > 0.0) {
		pace.ratio = pace.rate_hz / stroke->rate_hz;
	} else if (stroke->speed_m_s > 0.0) {
		pace.ratio = pace.speed_m_s / stroke->speed_m_s;
	}
	return pace;
}

double stroke_most_n(const struct stroke *stroke, const struct pace *pace)
{
	double steep;

	if (stroke_holds(stroke->kind)) {
		return CEILING_MAX_N; /* they take longer to rise instead */
	}
	steep = glide_steepness(stroke, pace);
	return STROKE_RISE_N_S / steep;
}

double stroke_force_n(const struct stroke *stroke, const struct pace *pace, double intensity)
{
	double range_n = stroke->force_max_n - stroke->force_min_n;
	double force_n = stroke->force_min_n + range_n * intensity;
	double most_n = stroke_most_n(stroke, pace);

	return force_n < most_n ? force_n : most_n;
}

/* Half-way through landing, half of the work is there beside the landing's own steepest rise. */
double stroke_land_s(const struct stroke *stroke, const struct pace *pace, double force_n)
{
	double left_n_s = STROKE_RISE_N_S - 0.5 * force_n * glide_steepness(stroke, pace);
	double land_s = EASE_STEEPEST * force_n / left_n_s;

	return land_s > LAND_S ? land_s : LAND_S;
}

void stroke_begin(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		  const struct start *start)
{
	if (stroke_holds(stroke->kind)) {
		hold_begin(motion, stroke, scene, start);
	} else {
		glide_begin(motion, stroke, start);
	}
}

void stroke_step(struct motion *motion, struct hands *hands, const struct stroke *stroke,
		 const struct scene *scene, const struct pace *pace, double force_n, double dt_s)
{
	motion->worked_s += dt_s;
	if (stroke_holds(stroke->kind)) {
		hold_step(motion, hands, stroke, scene, pace, force_n, dt_s);
		return;
	}
	glide_step(motion, stroke, pace, dt_s);
	if (motion->span.first != REGION_ARMS &&
	    !body_holds(scene->body, motion->region, motion->x_m)) {
		motion->region = body_region_at(scene->body, motion->x_m);
	}
	hands->count = stroke->hands;
	glide_place(hands, motion, stroke, scene->body, force_n);
}

void stroke_preview(const struct motion *motion, struct hands *hands, const struct stroke *stroke,
		    const struct scene *scene, const struct pace *pace, double force_n,
		    double ahead_s, double dt_s)
{
	struct motion ahead = *motion;
	struct triggers triggers = *scene->triggers;
	struct scene there = *scene;

	there.triggers = &triggers; /* what is only looked at finds and treats nothing */
	for (double t_s = 0.5 * dt_s; t_s < ahead_s; t_s += dt_s) {
		stroke_step(&ahead, hands, stroke, &there, pace, force_n, dt_s);
	}
}

void stroke_leave(struct motion *motion, const struct scene *scene, bool skipped)
{
	hold_leave(motion, scene, skipped);
}
