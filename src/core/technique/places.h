/*
 * places.h - which places a stroke that holds goes to, and in what order.
 *
 * A place is a row of heads, both sides at once; or one side of it, where a single hand works or on
 * the neck, which is never pressed on both sides: the left, then the right.
 */
#ifndef CORE_TECHNIQUE_PLACES_H
#define CORE_TECHNIQUE_PLACES_H

#include "core/technique/stroke.h"

#include <stdbool.h>

/* Whether one bout of this kind visits one row only: rows of a region then take turns. */
bool places_single(enum stroke_kind kind);

/* 1 down the body, -1 up. */
int places_step(const struct stroke *stroke);

/* The row after this one (ROW_NONE: the first) that this stroke visits; warm hands go where something
 * is warm. */
int places_next(const struct stroke *stroke, const struct rows *rows, int row, int step,
		const struct span *span);

/* The row after the one it is at, or the first after the last. */
int places_other(const struct motion *motion, const struct stroke *stroke,
		 const struct scene *scene);

/* Rows of the span that this stroke visits. */
int places_rows(const struct stroke *stroke, const struct rows *rows, const struct span *span);

/* How many places this stroke makes of one row: both sides at once are one. */
int places_sides(const struct stroke *stroke, const struct row *row);

/* Places that one bout of it visits there. */
int places_of_bout(const struct stroke *stroke, const struct rows *rows, const struct span *span);

/* The side a row is begun with; NONE: both at once. */
enum side places_side(const struct stroke *stroke, const struct row *row);

#endif
