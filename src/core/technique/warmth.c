#include "core/technique/warmth.h"

#include <knead/condition.h>

bool warmth_is_due(const struct rows *rows, int row, enum side side, const struct stroke *stroke,
		   const struct belief *belief)
{
	const struct row *at = &rows->rows[row];

	if (!(stroke->surface_c > 0.0) || !at->heated || at->cold) {
		return false;
	}
	for (int s = 0; s < ROW_SIDES; s++) {
		const int head = at->head[s];
		const bool presses = side == SIDE_NONE || s == side_index(side);

		if (presses && head != HEAD_NONE && head < belief->head_count &&
		    belief->heads[head].surface_known &&
		    belief->heads[head].surface_c < stroke->surface_c - WARM_NEAR_K) {
			return true;
		}
	}
	return false;
}

bool warmth_is_due_in(const struct rows *rows, const struct span *span, const struct stroke *stroke,
		      const struct belief *belief)
{
	for (int k = rows_next(rows, ROW_NONE, 1, span); k != ROW_NONE;
	     k = rows_next(rows, k, 1, span)) {
		if (warmth_is_due(rows, k, SIDE_NONE, stroke, belief)) {
			return true;
		}
	}
	return false;
}
