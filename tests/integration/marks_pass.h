/* marks_pass.h - hands that glide by: when each place felt them pass at full force, and so how fast. */
#ifndef TESTS_INTEGRATION_MARKS_PASS_H
#define TESTS_INTEGRATION_MARKS_PASS_H

#include "integration/marks.h"

#define FULL_PASS 0.9 /* of the hand's force: between these edges a place is passed */

#define DIP_S 0.5 /* a breath that takes a pass below the edge for less than this does not end it */

#define MOST_M_S 0.15 /* of any stroke */

/* One place passed at full force. */
struct pass {
	double t_s; /* of its middle */
	double n;
};

struct passes {
	int count;
	struct pass list[PASSES_MAX];
};

static struct passes passed[MARK_ROWS][2];

/* The hand pressed with all of its force at both edges: it neither landed nor turned round between. */
static inline bool is_clean(int from, int to, int side)
{
	return marks[from].force_n[side] >= 0.95F * marks[from].peak_n &&
	       marks[to].force_n[side] >= 0.95F * marks[to].peak_n && to > from;
}

static inline void find_passes(struct passes *passes, int head, int side, enum stroke_kind kind)
{
	int from = -1;
	int to = -1; /* the last moment above the edge */

	passes->count = 0;
	for (int k = 0; k < marks_count; k++) {
		if (mark_is(k, kind) &&
		    (double)marks[k].felt_n[head] >= FULL_PASS * (double)marks[k].peak_n) {
			from = from < 0 ? k : from;
			to = k;
		} else if (from >= 0 && (!mark_is(k, kind) || k - to >= (int)(DIP_S / MARK_S))) {
			if (is_clean(from, to, side) && passes->count < PASSES_MAX) {
				passes->list[passes->count++] = (struct pass){
					.t_s = 0.5 * (from + to + 1) * MARK_S,
					.n = (double)marks[(from + to + 1) / 2].felt_n[head]};
			}
			from = -1;
		}
	}
}

static inline void find_all_passes(enum stroke_kind kind)
{
	for (int row = 0; row < mark_row_count; row++) {
		for (int s = 0; s < 2; s++) {
			passed[row][s].count = 0;
			if (mark_rows[row].head[s] != HEAD_NONE && !mark_rows[row].kidney) {
				find_passes(&passed[row][s], mark_rows[row].head[s], s, kind);
			}
		}
	}
}

/* The pass of that place that is nearest in time, or NULL. */
static inline const struct pass *nearest(const struct passes *passes, double t_s)
{
	const struct pass *best = NULL;

	for (int k = 0; k < passes->count; k++) {
		if (best == NULL || fabs(passes->list[k].t_s - t_s) < fabs(best->t_s - t_s)) {
			best = &passes->list[k];
		}
	}
	return best;
}

struct glides {
	int count;
	int wrong_way;
	int alone; /* one side without the other */
	double speed_m_s[PASSES_MAX];
};

static struct glides glides;

/* Whether the hand pressed with all it had from the one moment to the other: no way back lies between. */
static inline bool is_one_glide(double from_s, double to_s, int side, enum stroke_kind kind)
{
	for (int k = (int)(from_s / MARK_S); k <= (int)(to_s / MARK_S); k++) {
		if (!mark_is(k, kind) || marks[k].force_n[side] < 0.9F * marks[k].peak_n) {
			return false;
		}
	}
	return true;
}

/* From a row to the one nearer to the heart: how fast, where one glide went through both. */
static inline void judge_pair(int lower, int upper, int side, enum stroke_kind kind)
{
	double way_m = mark_rows[lower].x_m - mark_rows[upper].x_m;

	for (int k = 0; k < passed[lower][side].count; k++) {
		double t_s = passed[lower][side].list[k].t_s;

		for (int j = 0; j < passed[upper][side].count; j++) {
			double next_s = passed[upper][side].list[j].t_s;
			bool later = next_s > t_s;

			if (fabs(next_s - t_s) < 0.2 * way_m / MOST_M_S) {
				continue; /* no hand is that quick: breath pushed both */
			}
			if (!is_one_glide(later ? t_s : next_s, later ? next_s : t_s, side, kind)) {
				continue;
			}
			glides.wrong_way += !later;
			if (later && glides.count < PASSES_MAX) {
				glides.speed_m_s[glides.count++] = way_m / (next_s - t_s);
			}
		}
	}
}

static inline void judge_together(int row)
{
	for (int k = 0; k < passed[row][0].count; k++) {
		const struct pass *other = nearest(&passed[row][1], passed[row][0].list[k].t_s);

		glides.alone +=
			other == NULL || fabs(other->t_s - passed[row][0].list[k].t_s) > 0.25;
	}
}

static inline void judge_glides(enum stroke_kind kind)
{
	memset(&glides, 0, sizeof(glides));
	find_all_passes(kind);
	for (int row = 0; row < mark_row_count; row++) {
		int upper = row - 1;

		while (upper >= 0 && mark_rows[upper].kidney) {
			upper--;
		}
		for (int s = 0; s < 2 && upper >= 0; s++) {
			judge_pair(row, upper, s, kind);
		}
		judge_together(row);
	}
}

#endif
