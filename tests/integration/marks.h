/*
 * marks.h - a whole session written down, a hundred times a second: what each place felt and where the
 * hands were. A technique is known by these marks.
 */
#ifndef TESTS_INTEGRATION_MARKS_H
#define TESTS_INTEGRATION_MARKS_H

#include "integration/technique_judge.h"

#include <stdlib.h>

#define MARK_HEADS 16
#define MARK_S     0.01
#define MARK_TICKS 10
#define MARKS_MAX  120100 /* 20 min */
#define MARK_ROWS  8
#define PASSES_MAX 4000

struct mark {
	float felt_n[MARK_HEADS];
	float wanted_n[MARK_HEADS];
	float at_m[MARK_HEADS]; /* of the head's face, into the body */
	double x_m[2];
	float y_m[2];
	float force_n[2]; /* of the hand, under its middle */
	float peak_n;
	float intensity;
	int8_t hands;
	int8_t stroke; /* enum stroke_kind; STROKE_NONE between strokes */
	int8_t region;
	int8_t phase;
};

static struct mark marks[MARKS_MAX];
static int marks_count;
static struct closed_loop loop;
static struct technique_judge judge;

/* One head left and one right of the spine at the same height; HEAD_NONE where there is none. */
struct mark_row {
	double x_m;
	enum region region;
	int head[2];
	bool kidney;
};

static struct mark_row mark_rows[MARK_ROWS];
static int mark_row_count;

static inline void marks_lay_rows(void)
{
	mark_row_count = 0;
	for (int i = 0; i < loop.rig.head_count; i++) {
		const struct head *head = &loop.rig.heads[i];
		int side = head->side == SIDE_LEFT ? 0 : 1;
		int row = 0;

		while (row < mark_row_count && fabs(mark_rows[row].x_m - head->x_m) > 1e-6) {
			row++;
		}
		if (row == mark_row_count) {
			mark_rows[mark_row_count++] = (struct mark_row){
				.x_m = head->x_m,
				.region = head->region,
				.head = {HEAD_NONE, HEAD_NONE},
				.kidney = is_over_kidney(head),
			};
		}
		mark_rows[row].head[side] = i;
	}
}

static inline enum stroke_kind mark_kind(void)
{
	const struct technique *technique = &loop.techniques[loop.shown.technique];
	int stroke = loop.shown.hands.stroke;

	return loop.shown.hands.count > 0 && stroke >= 0 && stroke < technique->stroke_count
		       ? technique->strokes[stroke].kind
		       : STROKE_NONE;
}

static inline void marks_write(void)
{
	struct mark *mark = &marks[marks_count];
	const struct hands *hands = &loop.shown.hands;

	if (marks_count >= MARKS_MAX) {
		return;
	}
	*mark = (struct mark){
		.intensity = (float)loop.shown.intensity,
		.hands = (int8_t)hands->count,
		.stroke = (int8_t)mark_kind(),
		.region = (int8_t)hands->region,
		.phase = (int8_t)loop.shown.phase,
	};
	for (int i = 0; i < loop.rig.head_count && i < MARK_HEADS; i++) {
		mark->felt_n[i] = (float)loop.heads[i].tissue_n;
		mark->at_m[i] = (float)sim_position_m(&loop.sim, i);
		mark->wanted_n[i] = (float)loop.shown.heads[i].target_n;
	}
	for (int k = 0; k < hands->count && k < 2; k++) {
		mark->x_m[k] = hands->hands[k].x_m;
		mark->y_m[k] = (float)hands->hands[k].y_m;
		mark->force_n[k] = (float)hands->hands[k].force_n;
		mark->peak_n = (float)hands->hands[k].peak_n;
	}
	marks_count++;
}

/* One tick; a mark every MARK_TICKS. */
static inline enum state marks_tick(void)
{
	enum state state = closed_loop_tick(&loop);

	if (loop.shown.tick % MARK_TICKS == 0) {
		marks_write();
	}
	return state;
}

static inline void marks_open(const char *rig, const char *patient, const char *technique)
{
	judged_open(&loop, rig, patient, technique, 7);
	sim_set_answers(&loop.sim, false);
	marks_lay_rows();
	marks_count = 0;
}

/* The session's whole length, as it was asked for, every limit kept. */
static inline void marks_session(const char *what)
{
	memset(&judge, 0, sizeof(judge));
	closed_loop_start(&loop);
	do {
		judge_tick(&judge, &loop);
	} while (marks_tick() == STATE_RUNNING && judge.length_s < SESSION_MAX_S);
	if (loop.shown.reason != COND_SESSION_OVER) {
		fail_msg("%s: after %.1f s %s: %s, head %d", what, judge.length_s,
			 state_name(loop.shown.state), condition_words(loop.shown.reason)->sentence,
			 loop.shown.cause_head + 1);
	}
	judged_limits(&judge, &loop, what);
}

static inline bool mark_is(int at, enum stroke_kind kind)
{
	return marks[at].stroke == (int8_t)kind;
}

static inline int up_by_value(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;

	return (left > right) - (left < right);
}

/* Sorts them. */
static inline double median(double *values, int count)
{
	if (count < 1) {
		return 0.0;
	}
	qsort(values, (size_t)count, sizeof(values[0]), up_by_value);
	return values[count / 2];
}

/* How much of one frequency a place felt in that window, and when in its cycle. */
struct swing {
	double amplitude_n;
	double phase; /* radians */
};

static inline struct swing swing_at(int head, int from, int count, double hz)
{
	const double turn = 6.283185307179586;
	double mean = 0.0;
	double c = 0.0;
	double s = 0.0;

	for (int k = 0; k < count; k++) {
		mean += (double)marks[from + k].felt_n[head] / count;
	}
	for (int k = 0; k < count; k++) {
		double bell = 1.0 - cos(turn * (k + 0.5) / count);
		double felt = ((double)marks[from + k].felt_n[head] - mean) * bell;

		c += felt * cos(turn * hz * k * MARK_S);
		s += felt * sin(turn * hz * k * MARK_S);
	}
	return (struct swing){2.0 * sqrt(c * c + s * s) / count, atan2(s, c)};
}

/* The strongest frequency between two, in steps of 0.025 Hz. */
static inline double strongest_hz(int head, int from, int count, double least_hz, double most_hz)
{
	double best_hz = 0.0;
	double best_n = 0.0;

	for (double hz = least_hz; hz <= most_hz + 1e-9; hz += 0.025) {
		double n = swing_at(head, from, count, hz).amplitude_n;

		if (n > best_n) {
			best_n = n;
			best_hz = hz;
		}
	}
	return best_hz;
}

/* Whether all of that window is one stroke, at one pace and place, pressing that hard there in the mean. */
static inline bool is_worked_in(int head, int from, int count, enum stroke_kind kind,
				double least_n)
{
	double mean = 0.0;

	for (int k = 0; k < count; k++) {
		if (!mark_is(from + k, kind)) {
			return false;
		}
		mean += (double)marks[from + k].felt_n[head] / count;
	}
	return mean >= least_n;
}

#endif
