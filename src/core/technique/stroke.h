/*
 * stroke.h - how each kind of stroke moves its hands. Small pure steps: (where the hands are, the
 * stroke, the body, dt) -> hands.
 */
#ifndef CORE_TECHNIQUE_STROKE_H
#define CORE_TECHNIQUE_STROKE_H

#include "core/technique/body.h"
#include "core/technique/plan.h"

#include <knead/technique.h>
#include <knead/wish.h>

/* The pace of this moment: the stroke's own, times the speed asked for, within its rhythm range. */
struct pace {
	double speed_m_s;
	double rate_hz;
	double ratio; /* to the stroke's own */
};

/* Where one bout of a stroke is. */
struct motion {
	struct span span;
	double x_m;
	double v_m_s;
	double phase; /* cycles of kneading or circling, 0..1 */
	double press; /* 1 at work .. RETURN_SHARE on the way back */
	double worked_s;
	bool returning;
	bool done; /* a good moment to stop has come */
};

struct pace stroke_pace(const struct stroke *stroke, double speed);

/* Force under the hand's centre at this intensity, scaled so that no slope passes the slew limits. */
double stroke_force_n(const struct stroke *stroke, const struct pace *pace, double intensity);

void stroke_begin(struct motion *motion, const struct stroke *stroke, struct span span);

/* One tick; writes place and force of the hands, peak included. */
void stroke_step(struct motion *motion, struct hands *hands, const struct stroke *stroke,
		 const struct body *body, const struct pace *pace, double force_n, double dt_s);

#define LAND_S 1.2 /* hands settle and lift this slowly, smoothly */

#endif
