/*
 * felt_judge.h - whether each kind of stroke presses as hard as its file says: the force that the tissue
 * feels under the hands, in means of a quarter of a second.
 *
 * Looked at where nothing but table, ceiling, sums and slew says how hard: at work, at the full intensity
 * asked for, without events, guarding, ease or a rest of the place.
 */
#ifndef TESTS_INTEGRATION_FELT_JUDGE_H
#define TESTS_INTEGRATION_FELT_JUDGE_H

#include "integration/closed_loop.h"

#include "core/technique/stroke.h"

#define FELT_WINDOW_S   0.25
#define FELT_SHORTEST_S 0.05 /* kneading hands press in full for no longer */
#define FELT_SHAPE      0.7  /* of its own peak a stroke presses on a head that counts */
#define FELT_BINS       400
#define FELT_BIN        0.005 /* of what it should be */
#define FELT_OFF        0.15  /* median */
#define FELT_OVER_N     3.0   /* peak: pistons stick by that much, and breath lifts [D] */
#define FELT_WINDOWS    8     /* that say anything */
#define FELT_WORKED_S   40.0  /* of a stroke that must have had as many */

struct felt_kind {
	double worked_s;
	int windows;
	int bins[FELT_BINS]; /* of felt / should */
	double most_over_n;  /* felt - table */
};

/* One head's window under way. */
struct felt_window {
	enum stroke_kind kind;
	double s;
	double felt_n_s;
	double should_n_s;
	double table_n;
};

struct felt_judge {
	struct felt_kind kinds[STROKE_KINDS];
	struct felt_window windows[HEADS_MAX];
};

static inline void felt_window_end(struct felt_judge *judge, struct felt_window *window)
{
	struct felt_kind *kind = &judge->kinds[window->kind];

	if (window->s >= FELT_SHORTEST_S) {
		const double part = window->felt_n_s / window->should_n_s;
		const double over_n = window->felt_n_s / window->s - window->table_n;
		const int bin = (int)(part / FELT_BIN);

		kind->windows++;
		kind->bins[bin < FELT_BINS ? bin : FELT_BINS - 1]++;
		kind->most_over_n = over_n > kind->most_over_n ? over_n : kind->most_over_n;
	}
	*window = (struct felt_window){0};
}

/* The table's force at the intensity asked for. */
static inline double felt_table_n(const struct closed_loop *loop, const struct stroke *stroke)
{
	return stroke->force_min_n +
	       (stroke->force_max_n - stroke->force_min_n) * loop->command.intensity;
}

/* What the table, the steepest slope of the stroke, the ceiling and the sums leave of it. */
static inline double felt_should_n(const struct closed_loop *loop, const struct stroke *stroke,
				   int i)
{
	const struct pace pace = stroke_pace(stroke, loop->command.speed);
	double should_n = felt_table_n(loop, stroke);

	should_n = fmin(should_n, stroke_most_n(stroke, &pace));
	should_n = fmin(should_n, CEILING_ASK_SHARE * loop->shown.heads[i].ceiling_n);
	return loop->shown.heads[i].limited_by == LIMIT_SUM
		       ? loop->pipeline.setpoint.share * should_n
		       : should_n;
}

static inline bool felt_counts(const struct closed_loop *loop, int i)
{
	const struct hands *hands = &loop->shown.hands;
	const struct wish *wish = &loop->pipeline.wish;
	const enum limit_reason by = loop->shown.heads[i].limited_by;
	const enum region region = loop->pipeline.player.body.head_region[i];

	return hands->count > 0 && wish->force_n[i] >= FELT_SHAPE * wish->peak_n[i] &&
	       fabs(wish->peak_n[i] - hands->hands[0].peak_n) < 1e-9 && region != REGION_NECK &&
	       (by == LIMIT_NONE || by == LIMIT_CEILING || by == LIMIT_ASKED || by == LIMIT_SUM ||
		by == LIMIT_SLEW);
}

static inline void felt_judge_tick(struct felt_judge *judge, const struct closed_loop *loop)
{
	const struct technique *technique = &loop->techniques[loop->command.technique];
	const struct wish *wish = &loop->pipeline.wish;
	const int at = loop->shown.hands.stroke;
	const struct stroke *stroke = &technique->strokes[at >= 0 ? at : 0];
	const bool works =
		at >= 0 && loop->shown.phase == PHASE_WORK && !sim_is_in_event(&loop->sim) &&
		fabs(loop->pipeline.player.session.intensity - loop->command.intensity) < 1e-9;

	if (works && loop->shown.hands.region != REGION_NECK) { /* where no head counts */
		judge->kinds[stroke->kind].worked_s += loop->dt_s;
	}
	for (int i = 0; i < loop->rig.head_count; i++) {
		struct felt_window *window = &judge->windows[i];

		if (!works || !felt_counts(loop, i) ||
		    (window->s > 0.0 && window->kind != stroke->kind)) {
			felt_window_end(judge, window);
			continue;
		}
		window->kind = stroke->kind;
		window->table_n = felt_table_n(loop, stroke);
		window->s += loop->dt_s;
		window->felt_n_s += loop->heads[i].tissue_n * loop->dt_s;
		window->should_n_s += felt_should_n(loop, stroke, i) * wish->force_n[i] /
				      wish->peak_n[i] * loop->dt_s;
		if (window->s >= FELT_WINDOW_S) {
			felt_window_end(judge, window);
		}
	}
}

static inline double felt_median(const struct felt_kind *kind)
{
	int below = 0;

	for (int k = 0; k < FELT_BINS; k++) {
		below += kind->bins[k];
		if (2 * below >= kind->windows) {
			return (k + 0.5) * FELT_BIN;
		}
	}
	return 0.0;
}

#endif
