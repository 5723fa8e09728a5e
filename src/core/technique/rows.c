#include "core/technique/rows.h"

#include <knead/condition.h>

#include <math.h>
#include <string.h>

#define SAME_ROW_M 0.010

/* The row of that region at this place, made where there is none yet. */
static struct row *row_at(struct rows *rows, enum region region, double x_m)
{
	int at = 0;

	for (int k = 0; k < rows->count; k++) {
		if (rows->rows[k].region == region && fabs(rows->rows[k].x_m - x_m) <= SAME_ROW_M) {
			return &rows->rows[k];
		}
	}
	while (at < rows->count && rows->rows[at].x_m <= x_m) {
		at++;
	}
	memmove(&rows->rows[at + 1], &rows->rows[at],
		sizeof(rows->rows[0]) * (size_t)(rows->count - at));
	rows->count++;
	rows->rows[at] = (struct row){
		.region = region,
		.x_m = x_m,
		.head = {HEAD_NONE, HEAD_NONE},
		.hard_n = DWELL_HARD_N,
	};
	return &rows->rows[at];
}

static void add(struct rows *rows, const struct head *head, int number)
{
	struct row *row = row_at(rows, head->region, head->x_m);
	int side = head->y_m < 0.0 ? 0 : 1;
	double hard_n = DWELL_HARD_PA * head->area_m2;

	row->head[side] = number;
	row->y_m[side] = head->y_m;
	if (row->head[1 - side] == HEAD_NONE) {
		row->y_m[1 - side] = -head->y_m;
	}
	row->hard_n = hard_n < row->hard_n ? hard_n : row->hard_n;
	row->heated = row->heated || head->heater.driver != DRIVER_NONE;
	rows->any_heated = rows->any_heated || row->heated;
}

void rows_init(struct rows *rows, const struct rig *rig)
{
	memset(rows, 0, sizeof(*rows));
	for (int i = 0; i < rig->head_count; i++) {
		add(rows, &rig->heads[i], i);
	}
}

void rows_lay(struct rows *rows, const struct body *body)
{
	for (int k = 0; k < rows->count; k++) {
		struct row *row = &rows->rows[k];

		row->region = REGION_NONE;
		for (int s = 0; s < ROW_SIDES && row->region == REGION_NONE; s++) {
			row->region = row->head[s] != HEAD_NONE ? body->head_region[row->head[s]]
								: REGION_NONE;
		}
	}
}

void rows_see_heat(struct rows *rows, const struct heat *heat)
{
	struct row *row;

	if (!rows->any_heated) {
		return;
	}
	rows->turn = rows->turn + 1 < rows->count ? rows->turn + 1 : 0;
	row = &rows->rows[rows->turn];
	row->cold = true;
	for (int s = 0; s < ROW_SIDES; s++) {
		row->cold =
			row->cold && !(row->head[s] != HEAD_NONE && heat_may(heat, row->head[s]));
	}
}

unsigned rows_warm_regions(const struct rows *rows)
{
	unsigned regions = 0;

	for (int k = 0; k < rows->count; k++) {
		regions |= rows->rows[k].heated ? 1u << rows->rows[k].region : 0u;
	}
	return rows->any_heated ? regions : ~0u;
}

bool rows_within(const struct rows *rows, int row, const struct span *span)
{
	const struct row *at = &rows->rows[row];
	bool arms = span->first == REGION_ARMS;

	return at->region != REGION_NONE && (at->region == REGION_ARMS) == arms &&
	       at->x_m >= span->x_from_m && at->x_m <= span->x_to_m;
}

int rows_next(const struct rows *rows, int row, int step, const struct span *span)
{
	int k = row;

	if (row == ROW_NONE) {
		k = step > 0 ? -1 : rows->count;
	}
	for (k += step; k >= 0 && k < rows->count; k += step) {
		if (rows_within(rows, k, span)) {
			return k;
		}
	}
	return ROW_NONE;
}
