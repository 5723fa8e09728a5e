/* test_marks_gliding.c - strokes that glide, judged by when each place feels them pass. */
#include "integration/marks_pass.h"

struct glide_wish {
	const char *rig;
	const char *technique;
	enum stroke_kind kind;
	double speed;
	double intensity;
	double m_s; /* that this speed gives */
	double least_m_s;
	double most_m_s;
	double least_n; /* at intensity 0 and 1, by the table */
	double most_n;
	int least; /* glides through two rows */
};

/* clang-format off */
static const struct glide_wish wishes[] = {
	{"sim-16", "swedish", STROKE_EFFLEURAGE, 1.0, 0.5, 0.03, 0.01, 0.10, 10.0, 30.0, 20},
	{"sim-16", "swedish", STROKE_EFFLEURAGE, 0.5, 1.0, 0.015, 0.01, 0.10, 10.0, 30.0, 20},
	{"sim-16", "swedish", STROKE_EFFLEURAGE, 2.0, 0.0, 0.06, 0.01, 0.10, 10.0, 30.0, 20},
	{"sim-8", "swedish", STROKE_EFFLEURAGE, 1.0, 1.0, 0.03, 0.01, 0.10, 10.0, 30.0, 20},
	{"sim-4", "swedish", STROKE_EFFLEURAGE, 1.0, 0.5, 0.03, 0.01, 0.10, 10.0, 30.0, 15},
	{"sim-16", "deep_tissue", STROKE_STRIPPING, 1.0, 0.5, 0.025, 0.01, 0.05, 40.0, 80.0, 10},
	{"sim-16", "deep_tissue", STROKE_STRIPPING, 0.5, 0.0, 0.0125, 0.01, 0.05, 40.0, 80.0, 10},
	{"sim-16", "deep_tissue", STROKE_STRIPPING, 2.0, 0.8, 0.05, 0.01, 0.05, 40.0, 80.0, 10},
	{"sim-4", "deep_tissue", STROKE_STRIPPING, 1.0, 1.0, 0.025, 0.01, 0.05, 40.0, 80.0, 3},
	{"sim-16", "hot_stone", STROKE_WARM_GLIDE, 1.0, 0.5, 0.08, 0.05, 0.15, 5.0, 30.0, 10},
	{"sim-16", "hot_stone", STROKE_WARM_GLIDE, 0.5, 1.0, 0.05, 0.05, 0.15, 5.0, 30.0, 10},
	{"sim-8", "hot_stone", STROKE_WARM_GLIDE, 2.0, 0.3, 0.15, 0.05, 0.15, 5.0, 30.0, 10},
};
/* clang-format on */

#define WISHES ((int)(sizeof(wishes) / sizeof(wishes[0])))

/* Breath, and a head that backs off, move the edges of some passes: most are as they should be, and the hand
 * itself is judged without that. */
static void check_speed(const struct glide_wish *wish, const char *what)
{
	double usual_m_s = median(glides.speed_m_s, glides.count);
	int inside = 0;

	for (int k = 0; k < glides.count; k++) {
		inside += glides.speed_m_s[k] >= 0.9 * wish->least_m_s &&
			  glides.speed_m_s[k] <= 1.1 * wish->most_m_s;
	}
	if (glides.count < (SLOW_BUILD ? 1 : wish->least) || glides.wrong_way > 0 ||
	    glides.alone > 0.05 * glides.count + 1.0 || inside < 0.8 * glides.count ||
	    fabs(usual_m_s / wish->m_s - 1.0) > 0.05) {
		complain("%s: %d glides toward the heart, %d away from it, %d of one hand alone, "
			 "at %.4f m/s, asked were %.4f; %d inside the range",
			 what, glides.count, glides.wrong_way, glides.alone, usual_m_s, wish->m_s,
			 inside);
	}
}

/* The hand itself never leaves the range of the rhythm where it presses with all it has, once under way. */
static void check_hand(const struct glide_wish *wish, const char *what)
{
	double fastest_m_s = 0.0;

	for (int k = 1000; k < marks_count; k++) { /* speed is followed gradually at first */
		bool pressed = marks[k].force_n[0] > 0.99F * marks[k].peak_n;
		double v_m_s = (marks[k - 10].x_m[0] - marks[k].x_m[0]) / (10.0 * MARK_S);

		if (mark_is(k, wish->kind) && mark_is(k - 10, wish->kind) && pressed &&
		    v_m_s > fastest_m_s) {
			fastest_m_s = v_m_s;
		}
	}
	if (!(fastest_m_s <= 1.001 * wish->m_s) || !(fastest_m_s >= 0.999 * wish->m_s)) {
		complain("%s: hands glide at %.4f m/s", what, fastest_m_s);
	}
}

/* What a place feels as the hand passes: the table's force, half of the intensity in warm-up and closing. */
static void check_force(const struct glide_wish *wish, const char *what)
{
	static double felt_n[PASSES_MAX];
	double work_n = wish->least_n + wish->intensity * (wish->most_n - wish->least_n);
	int count = 0;
	int work = 0;
	int outside = 0;

	for (int row = 0; row < mark_row_count; row++) {
		for (int k = 0; k < passed[row][0].count && count < PASSES_MAX; k++) {
			const struct pass *pass = &passed[row][0].list[k];

			count++;
			outside += pass->n < 0.8 * wish->least_n || pass->n > work_n + 3.0;
			if (marks[(int)(pass->t_s / MARK_S)].phase == PHASE_WORK) {
				felt_n[work++] = pass->n;
			}
		}
	}
	if (outside > 0.05 * count ||
	    (work > 4 && fabs(median(felt_n, work) / work_n - 1.0) > 0.15)) {
		complain("%s: %d of %d passes outside the forces of the table, %.1f N at work, "
			 "asked were %.1f N",
			 what, outside, count, median(felt_n, work), work_n);
	}
}

/* On the way back nothing presses: heads rest on the skin, where a deep breath may push up to DWELL_N. */
static void check_air(const char *what)
{
	int pressed = 0;
	int back = 0;

	for (int k = 30; k < marks_count; k++) {
		bool all = true;

		for (int j = 0; j < 30; j++) {
			all = all && mark_is(k - j, STROKE_STRIPPING);
		}
		if (!all || marks[k].x_m[0] < marks[k - 30].x_m[0] + 0.02) {
			continue;
		}
		back++;
		for (int i = 0; i < loop.rig.head_count; i++) {
			if ((double)marks[k].felt_n[i] > DWELL_N) {
				pressed++;
				break;
			}
		}
	}
	if (back < 10 || pressed > 0) {
		complain("%s: pressed in %d of %d moments of the way back", what, pressed, back);
	}
}

static void check(const char *technique)
{
	complaints = 0;
	for (int k = 0; k < WISHES; k++) {
		const struct glide_wish *wish = &wishes[k];
		char what[96];

		if (strcmp(wish->technique, technique) != 0 ||
		    (SLOW_BUILD && fabs(wish->speed - 1.0) > 0.1)) {
			continue;
		}
		snprintf(what, sizeof(what), "%s on %s, speed %.1f, intensity %.1f", technique,
			 wish->rig, wish->speed, wish->intensity);
		marks_open(wish->rig, "nominal", technique);
		loop.command.intensity = wish->intensity;
		loop.command.speed = wish->speed;
		loop.command.duration_s = SLOW_BUILD ? 200.0 : 600.0;
		marks_session(what);
		judge_glides(wish->kind);
		check_speed(wish, what);
		check_hand(wish, what);
		check_force(wish, what);
		if (wish->kind == STROKE_STRIPPING) {
			check_air(what);
		}
	}
	assert_int_equal(complaints, 0);
}

static void effleurage__glides_to_the_heart_at_its_pace_with_both_hands(void **state)
{
	(void)state;
	check("swedish");
}

static void stripping__goes_one_way_deeply_and_back_through_the_air(void **state)
{
	(void)state;
	check("deep_tissue");
}

static void warm_glides__go_to_the_heart_at_their_own_pace(void **state)
{
	(void)state;
	check("hot_stone");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(effleurage__glides_to_the_heart_at_its_pace_with_both_hands),
		cmocka_unit_test(stripping__goes_one_way_deeply_and_back_through_the_air),
		cmocka_unit_test(warm_glides__go_to_the_heart_at_their_own_pace),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
