/*
 * stroke_hold.h - strokes that press a place, stay, and leave it for the next through the air: leans,
 * points along a line, light presses that search, compressions, holds that follow, warm stillness.
 *
 * Force is nothing at the start and the end of each place, so that a bout may begin and end between
 * two of them. On the neck one side follows the other, for both are never pressed at once.
 */
#ifndef CORE_TECHNIQUE_STROKE_HOLD_H
#define CORE_TECHNIQUE_STROKE_HOLD_H

#include "core/technique/stroke.h"

void hold_begin(struct motion *motion, const struct stroke *stroke, const struct scene *scene,
		const struct start *start);

void hold_step(struct motion *motion, struct hands *hands, const struct stroke *stroke,
	       const struct scene *scene, const struct pace *pace, double force_n, double dt_s);

void hold_leave(struct motion *motion, const struct scene *scene, bool skipped);

#endif
