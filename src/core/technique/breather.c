#include "core/technique/breather.h"

#include "core/technique/footprint.h"

#include <knead/condition.h>

#include <stddef.h>

/* The most that the hands press on some head of this row. */
static double pressed_n(const struct row *row, const struct hands *hands)
{
	double most_n = 0.0;

	for (int k = 0; k < hands->count; k++) {
		const struct hand *hand = &hands->hands[k];
		double radius2_m2 = hand->footprint_m * hand->footprint_m;

		for (int s = 0; s < ROW_SIDES; s++) {
			double dx_m = row->x_m - hand->x_m;
			double dy_m = row->y_m[s] - hand->y_m;
			double force_n = hand->force_n *
					 footprint_share(dx_m * dx_m + dy_m * dy_m, radius2_m2);

			most_n = force_n > most_n ? force_n : most_n;
		}
	}
	return most_n;
}

static void count_row(struct breath_of_row *at, const struct row *row, double force_n, double dt_s)
{
	at->light_s = force_n < RELEASED_N ? at->light_s + dt_s : 0.0;
	if (at->light_s >= BREATHER_REST_S) {
		*at = (struct breath_of_row){.light_s = BREATHER_REST_S};
	}
	if (force_n > DWELL_N) {
		at->soft_s += dt_s;
		at->hard_s += force_n > row->hard_n ? dt_s : 0.0;
	}
}

/* What is felt under a head of it has the last word. Whether one was sent to rest, with the hands on it. */
static bool learn_felt(struct breath_of_row *at, const struct row *row, const struct dwell *dwell)
{
	bool resting = false;

	for (int s = 0; s < ROW_SIDES; s++) {
		const struct dwell_head *felt;

		if (dwell == NULL || row->head[s] == HEAD_NONE) {
			continue;
		}
		felt = &dwell->heads[row->head[s]];
		if (felt->soft_s + felt->hard_s > at->soft_s) {
			at->soft_s = felt->soft_s + felt->hard_s;
		}
		at->hard_s = felt->hard_s > at->hard_s ? felt->hard_s : at->hard_s;
		resting = resting || felt->resting;
	}
	return resting;
}

static double hard_most_s(bool trigger)
{
	return BREATHER_SHARE * (trigger ? DWELL_TRIGGER_S : DWELL_HARD_S);
}

void breather_step(struct breather *breather, const struct rows *rows, const struct hands *hands,
		   const struct dwell *dwell, bool trigger, double dt_s)
{
	struct breath_of_row *at;
	double force_n;
	bool resting;
	bool tired;
	int k;

	if (rows->count < 1 || --breather->wait > 0) {
		return;
	}
	breather->wait = BREATHER_TICKS;
	k = breather->next < rows->count ? breather->next : 0;
	breather->next = k + 1;
	at = &breather->rows[k];
	force_n = pressed_n(&rows->rows[k], hands);
	count_row(at, &rows->rows[k], force_n, rows->count * BREATHER_TICKS * dt_s);
	resting = learn_felt(at, &rows->rows[k], dwell);
	tired = force_n > DWELL_N && (resting || at->soft_s > BREATHER_SHARE * DWELL_S ||
				      at->hard_s > hard_most_s(trigger));
	if (tired) {
		breather->tired = true;
		breather->tired_row = k;
	} else if (k == breather->tired_row) {
		breather->tired = false;
	}
}

double breather_force_n(const struct row *row, const struct stroke *stroke, double force_n)
{
	const double most_n = DWELL_ASK_SHARE * row->hard_n;

	if (!(force_n > most_n)) {
		return force_n;
	}
	return stroke->hold_min_s > DWELL_HARD_S && stroke->kind != STROKE_COMPRESSION ? most_n
										       : force_n;
}

static bool is_hard(const struct row *row, const struct visit *visit)
{
	return breather_force_n(row, visit->stroke, visit->force_n) > row->hard_n;
}

static double hard_left_s(const struct visit *visit)
{
	return hard_most_s(visit->stroke->kind == STROKE_COMPRESSION);
}

double breather_most_s(const struct row *row, const struct visit *visit)
{
	return is_hard(row, visit) ? hard_left_s(visit) : BREATHER_SHARE * DWELL_S;
}

bool breather_allows(const struct breather *breather, const struct rows *rows,
		     const struct span *span, const struct visit *visit)
{
	for (int k = rows_next(rows, ROW_NONE, 1, span); k != ROW_NONE;
	     k = rows_next(rows, k, 1, span)) {
		const struct breath_of_row *at = &breather->rows[k];

		if (at->soft_s > 0.0 && at->soft_s + visit->lasts_s > BREATHER_SHARE * DWELL_S) {
			return false;
		}
		if (is_hard(&rows->rows[k], visit) && at->hard_s > 0.0 &&
		    at->hard_s + visit->lasts_s > hard_left_s(visit)) {
			return false;
		}
	}
	return true;
}
