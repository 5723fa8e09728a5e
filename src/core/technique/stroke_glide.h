/*
 * stroke_glide.h - strokes that move on over the skin: glides up the body and back, deep strips one
 * way only, and the slow drift of kneading and circling hands.
 */
#ifndef CORE_TECHNIQUE_STROKE_GLIDE_H
#define CORE_TECHNIQUE_STROKE_GLIDE_H

#include "core/technique/stroke.h"

/* Steepest that a hand of 1 N makes a head's target rise while it works, in 1/s. */
double glide_steepness(const struct stroke *stroke, const struct pace *pace);

void glide_begin(struct motion *motion, const struct stroke *stroke, const struct start *start);

/* One tick of place and pressure. */
void glide_step(struct motion *motion, const struct stroke *stroke, const struct pace *pace,
		double dt_s);

/* Where the hands are now, and their force. */
void glide_place(struct hands *hands, const struct motion *motion, const struct stroke *stroke,
		 const struct body *body, double force_n);

#endif
