/* marks_press.h - hands that press and stay: from when to when each place was held, how, and how hard. */
#ifndef TESTS_INTEGRATION_MARKS_PRESS_H
#define TESTS_INTEGRATION_MARKS_PRESS_H

#include "integration/marks.h"

#define ON_N 3.0 /* beyond what rests on the skin */
#define HELD_SHARE \
	0.7 /* of the most that is wanted of this press, above that it is held; less is backed off */
#define RAMPS_S      1.5 /* of a hold, that the ramps add above HELD_SHARE: 0.6 s of 1.5, both ways */
#define PRESSES_MAX  2000
#define BREATH_MARKS 400 /* a breath of 4 s: its rise and fall cancel */

/* One press of one place. */
struct press {
	int head;
	int row;
	double on_s;    /* it leaves the resting force behind */
	double from_s;  /* it is held ... */
	double to_s;    /* ... until */
	double off_s;   /* back at rest */
	double n;       /* in the mean of it */
	double sway_n;  /* from what is wanted, root mean square */
	double moved_m; /* of the hand, while it is pressed */
	double fastest_m_s;
	double sank_m; /* of the head, from the hold's first breath to its last */
	bool work;     /* neither warming up nor closing */
};

static struct press presses[PRESSES_MAX];
static int press_count;

static inline int row_of(int head)
{
	for (int r = 0; r < mark_row_count; r++) {
		if (mark_rows[r].head[0] == head || mark_rows[r].head[1] == head) {
			return r;
		}
	}
	return 0;
}

static inline double mean_depth_m(int head, int from)
{
	double mean_m = 0.0;

	for (int k = from; k < from + BREATH_MARKS; k++) {
		mean_m += (double)marks[k].at_m[head] / BREATH_MARKS;
	}
	return mean_m;
}

/* A hold: its mean, how far it is from what is wanted, how deep the head sinks in meanwhile. */
static inline void judge_hold(struct press *press, int from, int to)
{
	double square = 0.0;

	for (int k = from; k < to; k++) {
		double off_n =
			(double)(marks[k].felt_n[press->head] - marks[k].wanted_n[press->head]);

		press->n += (double)marks[k].felt_n[press->head] / (to - from);
		square += off_n * off_n / (to - from);
	}
	press->sway_n = sqrt(square);
	if (to - from > 3 * BREATH_MARKS) {
		press->sank_m = mean_depth_m(press->head, to - BREATH_MARKS) -
				mean_depth_m(press->head, from);
	}
}

static inline void judge_press(int head, int side, int on, int off)
{
	struct press press = {.head = head,
			      .row = row_of(head),
			      .on_s = on * MARK_S,
			      .off_s = off * MARK_S,
			      .work = marks[on].phase == PHASE_WORK &&
				      marks[off].phase == PHASE_WORK};
	float most_n = 0.0F;
	float peak_n = 0.1F;
	int from = 0;
	int to = 0;

	for (int k = on; k < off; k++) {
		double moved_m = fabs(marks[k].x_m[side] - marks[on].x_m[side]);
		double m_s = fabs(marks[k].x_m[side] - marks[k - 10].x_m[side]) / 0.1;

		peak_n = marks[k].peak_n > peak_n ? marks[k].peak_n : peak_n;
		most_n = marks[k].wanted_n[head] > most_n ? marks[k].wanted_n[head] : most_n;
		press.moved_m = moved_m > press.moved_m ? moved_m : press.moved_m;
		press.fastest_m_s = marks[k - 10].force_n[side] > 0.2F * marks[k].peak_n &&
						    m_s > press.fastest_m_s
					    ? m_s
					    : press.fastest_m_s;
	}
	for (int k = on; k < off; k++) {
		double scale =
			(double)(marks[k].peak_n / peak_n); /* warm-up and closing are light */

		if ((double)marks[k].felt_n[head] > HELD_SHARE * scale * (double)most_n) {
			from = from > 0 ? from : k;
			to = k;
		}
	}
	press.from_s = from * MARK_S;
	press.to_s = to * MARK_S;
	if ((double)most_n > 2.0 * ON_N && to > from && press_count < PRESSES_MAX) {
		judge_hold(&press, from, to);
		presses[press_count++] = press;
	}
}

static inline void find_presses(int head, enum stroke_kind kind)
{
	int side = loop.rig.heads[head].side == SIDE_LEFT ? 0 : 1;
	int on = -1;

	for (int k = 10; k < marks_count; k++) {
		double off_m = marks[k].x_m[side] - loop.rig.heads[head].x_m;
		bool loaded =
			mark_is(k, kind) && marks[k].force_n[side] > 0.0F && fabs(off_m) < 0.03;

		/* a cough may lift the head off in between: the press is the hand's */
		if (loaded && on < 0 && (double)marks[k].felt_n[head] > ON_N) {
			on = k;
		} else if (!loaded && on >= 0) {
			judge_press(head, side, on, k);
			on = -1;
		}
	}
}

static inline int by_time(const void *a, const void *b)
{
	const struct press *left = a;
	const struct press *right = b;

	return (left->on_s > right->on_s) - (left->on_s < right->on_s);
}

static inline void find_all_presses(enum stroke_kind kind)
{
	press_count = 0;
	for (int i = 0; i < loop.rig.head_count; i++) {
		find_presses(i, kind);
	}
	qsort(presses, (size_t)press_count, sizeof(presses[0]), by_time);
}

static inline double held_s(const struct press *press)
{
	return press->to_s - press->from_s;
}

#endif
