/* test_marks_kneading.c - strokes with a beat: its rate as the tissue feels it, and which hand is when. */
#include "integration/marks.h"

#define WINDOW    800 /* 8 s: frequencies 1/8 Hz apart are told apart */
#define BEATS_MAX 4000

struct beats {
	int count;
	int opposite; /* left and right half a cycle apart */
	int together;
	double hz[BEATS_MAX];
	double swing_n[BEATS_MAX];
	double share[BEATS_MAX]; /* of the mean */
};

static struct beats beats;

static double mean_n(int head, int from)
{
	double mean = 0.0;

	for (int k = 0; k < WINDOW; k++) {
		mean += (double)marks[from + k].felt_n[head] / WINDOW;
	}
	return mean;
}

/* The hands stay near that row all the time: what drifts by has a beat of its own. */
static bool is_near(const struct mark_row *row, int from)
{
	return fabs(marks[from].x_m[0] - row->x_m) < 0.05 &&
	       fabs(marks[from + WINDOW / 2].x_m[0] - row->x_m) < 0.05 &&
	       fabs(marks[from + WINDOW].x_m[0] - row->x_m) < 0.05;
}

static void judge_window(const struct mark_row *row, int from, double least_hz, double most_hz)
{
	double hz = strongest_hz(row->head[0], from, WINDOW, least_hz, most_hz);
	struct swing left = swing_at(row->head[0], from, WINDOW, hz);
	struct swing right = swing_at(row->head[1], from, WINDOW, hz);
	double apart = cos(left.phase - right.phase);

	if (beats.count >= BEATS_MAX) {
		return;
	}
	beats.hz[beats.count] = hz;
	beats.swing_n[beats.count] = left.amplitude_n;
	beats.share[beats.count] = left.amplitude_n / mean_n(row->head[0], from);
	beats.count++;
	beats.opposite += apart < -0.9;
	beats.together += apart > 0.9;
}

static void judge_beats(enum stroke_kind kind, double least_n, double least_hz)
{
	memset(&beats, 0, sizeof(beats));
	for (int r = 0; r < mark_row_count; r++) {
		const struct mark_row *row = &mark_rows[r];

		for (int k = 0; k + WINDOW < marks_count; k += WINDOW / 2) {
			if (!row->kidney && is_near(row, k) &&
			    is_worked_in(row->head[0], k, WINDOW, kind, least_n) &&
			    is_worked_in(row->head[1], k, WINDOW, kind, least_n)) {
				judge_window(row, k, least_hz, 4.5);
			}
		}
	}
}

struct beat_wish {
	const char *technique;
	enum stroke_kind kind;
	double speed;
	double hz;       /* that this speed gives */
	double least_hz; /* slower than this is the drift from place to place */
	double share;    /* of the force, that the swing has at least */
};

/* At speeds of one half, one and two, inside the range of the rhythm. */
static const struct beat_wish wishes[] = {
	{"swedish", STROKE_PETRISSAGE, 0.5, 0.5, 0.4, 0.3},
	{"swedish", STROKE_PETRISSAGE, 1.0, 1.0, 0.4, 0.3},
	{"swedish", STROKE_PETRISSAGE, 2.0, 1.5, 0.4, 0.3},
	{"swedish", STROKE_FRICTION, 0.5, 0.5, 0.4, 0.2},
	{"swedish", STROKE_FRICTION, 1.0, 1.0, 0.4, 0.2},
	{"swedish", STROKE_FRICTION, 2.0, 1.5, 0.4, 0.2},
	{"deep_tissue", STROKE_CROSS_FRICTION, 0.5, 1.0, 0.7, 0.04},
	{"deep_tissue", STROKE_CROSS_FRICTION, 1.0, 1.0, 0.7, 0.04},
	{"deep_tissue", STROKE_CROSS_FRICTION, 2.0, 2.0, 0.7, 0.04},
};

#define WISHES ((int)(sizeof(wishes) / sizeof(wishes[0])))

static void open_and_run(const char *rig, const char *technique, double speed)
{
	char what[96];

	snprintf(what, sizeof(what), "%s on %s, speed %.1f", technique, rig, speed);
	marks_open(rig, "nominal", technique);
	loop.command.intensity = 0.6;
	loop.command.speed = speed;
	loop.command.duration_s = SLOW_BUILD ? 600.0 : 900.0; /* windows enough to count */
	marks_session(what);
}

static void check_beats(const char *rig, const struct beat_wish *wish)
{
	bool knead = wish->kind == STROKE_PETRISSAGE;
	int right = 0;
	double share;

	judge_beats(wish->kind, 8.0, wish->least_hz);
	for (int k = 0; k < beats.count; k++) {
		right += fabs(beats.hz[k] - wish->hz) <= 0.1;
	}
	share = median(beats.share, beats.count);
	/* the rest are windows at whose ends the hand comes or goes */
	if (beats.count < 2 || right < 0.7 * beats.count ||
	    (knead ? beats.opposite : beats.together) < 0.9 * right || share < wish->share) {
		complain("%s of %s, speed %.1f: %d of %d times at %.2f Hz, left and right "
			 "opposite in %d, together in %d, swing %.3f of the force",
			 stroke_kind_name(wish->kind), rig, wish->speed, right, beats.count,
			 wish->hz, beats.opposite, beats.together, share);
	}
}

static void check_rig(const char *rig, bool every_speed)
{
	complaints = 0;
	for (int k = 0; k < WISHES; k++) {
		if ((SLOW_BUILD || !every_speed) && fabs(wishes[k].speed - 1.0) > 0.1) {
			continue;
		}
		if (k < 3 || wishes[k].kind != STROKE_FRICTION) {
			open_and_run(rig, wishes[k].technique, wishes[k].speed);
			check_beats(rig, &wishes[k]);
		}
		if (wishes[k].kind == STROKE_PETRISSAGE) {
			check_beats(rig, &wishes[k + 3]); /* of the same session */
		}
	}
	assert_int_equal(complaints, 0);
}

static void kneading_and_rubbing_on_sim_16__have_their_beat(void **state)
{
	(void)state;
	check_rig("sim-16", true);
}

static void kneading_and_rubbing_on_sim_8__have_their_beat(void **state)
{
	(void)state;
	check_rig("sim-8", false);
}

static void kneading_and_rubbing_on_sim_4__have_their_beat(void **state)
{
	(void)state;
	check_rig("sim-4", true);
}

/* Round and round about a place that drifts slowly: one turn a beat, both hands mirrored. */
static void friction__goes_in_circles(void **state)
{
	double most_m = 0.0;
	double turned = 0.0;
	double seconds = 0.0;

	(void)state;
	complaints = 0;
	open_and_run("sim-8", "swedish", 1.0);
	for (int k = 50; k + 50 < marks_count; k++) {
		double x_m = 0.0;
		double at[2][2];

		for (int j = -50; j < 50; j++) { /* one turn: its mean is the middle */
			x_m += 0.01 * marks[k + j].x_m[0];
		}
		if (!is_worked_in(0, k - 50, 101, STROKE_FRICTION, 0.0) ||
		    marks[k - 50].region != REGION_LOWER_BACK ||
		    marks[k + 50].region != REGION_LOWER_BACK) {
			continue;
		}
		for (int j = 0; j < 2; j++) { /* heads of the lower back stand at 0.06 m */
			at[j][0] = marks[k + j].x_m[0] - x_m;
			at[j][1] = (double)marks[k + j].y_m[0] + 0.06;
		}
		most_m = hypot(at[0][0], at[0][1]) > most_m ? hypot(at[0][0], at[0][1]) : most_m;
		turned += atan2(at[0][0] * at[1][1] - at[0][1] * at[1][0],
				at[0][0] * at[1][0] + at[0][1] * at[1][1]);
		seconds += MARK_S;
		if (fabs((double)marks[k].y_m[0] + (double)marks[k].y_m[1]) > 1e-4) {
			complain("hands are not mirrored");
		}
	}
	turned = fabs(turned) / 6.283185307179586;
	if (!(seconds > 5.0) || !(fabs(turned / seconds - 1.0) < 0.05) || !(most_m < 0.03) ||
	    !(most_m > 0.015)) {
		complain("%.2f turns in %.2f s, up to %.3f m from the middle", turned, seconds,
			 most_m);
	}
	assert_int_equal(complaints, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kneading_and_rubbing_on_sim_16__have_their_beat),
		cmocka_unit_test(kneading_and_rubbing_on_sim_8__have_their_beat),
		cmocka_unit_test(kneading_and_rubbing_on_sim_4__have_their_beat),
		cmocka_unit_test(friction__goes_in_circles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
