/*
 * rows.h - the places a rig can press at all: rows of heads across the body. A stroke that holds goes
 * from row to row, for a hand between heads presses nothing.
 */
#ifndef CORE_TECHNIQUE_ROWS_H
#define CORE_TECHNIQUE_ROWS_H

#include "core/safety/heat.h"
#include "core/technique/plan.h"

#include <knead/rig.h>

#include <stdbool.h>

#define ROW_NONE  (-1)
#define ROW_SIDES 2 /* left 0, right 1 */

struct row {
	enum region region;
	double x_m;
	double y_m[ROW_SIDES]; /* of a side without a head: mirrored */
	int head[ROW_SIDES];   /* in the rig, or HEAD_NONE */
	double hard_n;         /* above it a place may be pressed for DWELL_HARD_S only */
	bool heated;           /* some head of it has a heater ... */
	bool cold;             /* ... and none of them may be heated just now */
};

struct rows {
	int count;
	struct row rows[HEADS_MAX]; /* from the neck to the feet; the arms among them by x_m */
	bool any_heated;
	int turn; /* the row whose heaters were looked at last */
};

void rows_init(struct rows *rows, const struct rig *rig);

/* Which region each row lies over now, as the body has it; REGION_NONE where no head of it may press. */
void rows_lay(struct rows *rows, const struct body *body);

/* One tick: whether the row whose turn it is may be heated just now. Nobody looks: all may. */
void rows_see_heat(struct rows *rows, const struct heat *heat);

/* Whether a hand that lies there is to be warm, and cannot be. */
static inline bool rows_are_cold_at(const struct rows *rows, int row)
{
	return rows->any_heated && (!rows->rows[row].heated || rows->rows[row].cold);
}

/* Regions with a heated row, a bit each; all of them where nothing is heated at all. */
unsigned rows_warm_regions(const struct rows *rows);

/* Whether a stroke that works this span presses this row. */
bool rows_within(const struct rows *rows, int row, const struct span *span);

/* The next row of the span after this one, ROW_NONE for the first; step 1 down the body, -1 up. */
int rows_next(const struct rows *rows, int row, int step, const struct span *span);

static inline int side_index(enum side side)
{
	return side == SIDE_RIGHT ? 1 : 0;
}

#endif
