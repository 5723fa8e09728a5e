/*
 * plot_strokes.h - what each kind of stroke looks like in our pictures: the same colour wherever it
 * is met.
 */
#ifndef TOOL_PLOT_STROKES_H
#define TOOL_PLOT_STROKES_H

#include "tool/sim_film.h"

#include <knead/technique.h>

#include <stdbool.h>

/* The kind played in that frame, or STROKE_NONE between strokes. */
enum stroke_kind plot_stroke_at(const struct technique *technique, const struct sim_film *film,
				long frame);

/* Under which kind the tissue was pressed most there in those frames, force by time; STROKE_NONE: none. */
enum stroke_kind plot_stroke_on(const struct technique *technique, const struct sim_film *film,
				long first, long count, int head);

const char *plot_stroke_colour(enum stroke_kind kind);

/* As a person says it. */
const char *plot_stroke_title(enum stroke_kind kind);

/* Whether such a stroke presses place after place rather than moving under pressure. */
bool plot_stroke_holds(enum stroke_kind kind);

#endif
