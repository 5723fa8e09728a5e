#include "core/technique/places.h"

#include <knead/condition.h>

static bool is_split(const struct stroke *stroke, const struct row *row)
{
	return stroke->hands < 2 || row->region == REGION_NECK;
}

bool places_single(enum stroke_kind kind)
{
	return kind == STROKE_FOLLOW || kind == STROKE_STILL_HEAT;
}

/* Still warm hands go where something may be warm. */
int places_next(const struct stroke *stroke, const struct rows *rows, int row, int step,
		const struct span *span)
{
	bool warm = stroke->kind == STROKE_STILL_HEAT;

	do {
		row = rows_next(rows, row, step, span);
	} while (row != ROW_NONE && warm && rows_are_cold_at(rows, row));
	return row;
}

enum side places_side(const struct stroke *stroke, const struct row *row)
{
	if (!is_split(stroke, row)) {
		return SIDE_NONE;
	}
	return row->head[0] != HEAD_NONE ? SIDE_LEFT : SIDE_RIGHT;
}

int places_step(const struct stroke *stroke)
{
	return body_rank(stroke->from) <= body_rank(stroke->to) ? 1 : -1;
}

int places_rows(const struct stroke *stroke, const struct rows *rows, const struct span *span)
{
	int count = 0;

	for (int k = places_next(stroke, rows, ROW_NONE, 1, span); k != ROW_NONE;
	     k = places_next(stroke, rows, k, 1, span)) {
		count++;
	}
	return count;
}

int places_sides(const struct stroke *stroke, const struct row *row)
{
	bool both = row->head[0] != HEAD_NONE && row->head[1] != HEAD_NONE;

	return is_split(stroke, row) && both ? 2 : 1;
}

int places_of_bout(const struct stroke *stroke, const struct rows *rows, const struct span *span)
{
	int count = 0;

	for (int k = places_next(stroke, rows, ROW_NONE, 1, span); k != ROW_NONE;
	     k = places_next(stroke, rows, k, 1, span)) {
		int sides = places_sides(stroke, &rows->rows[k]);

		if (places_single(stroke->kind)) {
			return sides;
		}
		count += sides;
	}
	return count;
}

/* The next row of the span, or the first after the last. */
int places_other(const struct motion *motion, const struct stroke *stroke,
		 const struct scene *scene)
{
	int next = places_next(stroke, scene->rows, motion->hold.row, motion->hold.step,
			       &motion->span);

	return next != ROW_NONE ? next
				: places_next(stroke, scene->rows, ROW_NONE, motion->hold.step,
					      &motion->span);
}
