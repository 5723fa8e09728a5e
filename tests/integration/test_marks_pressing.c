/* test_marks_pressing.c - strokes that press and stay: how long, in which order, how gently on and off. */
#include "integration/marks_press.h"

static char what[128];

static void run(const char *rig, const char *patient, const char *technique, enum stroke_kind kind,
		double speed, double intensity)
{
	snprintf(what, sizeof(what), "%s on %s, %s, %s, speed %.1f, intensity %.1f", technique, rig,
		 patient, stroke_kind_name(kind), speed, intensity);
	marks_open(rig, patient, technique);
	loop.command.intensity = intensity;
	loop.command.speed = speed;
	loop.command.duration_s = SLOW_BUILD            ? 600.0
				  : kind == STROKE_LEAN ? 720.0
							: SESSION_DEFAULT_S;
	marks_session(what);
	find_all_presses(kind);
}

/* A point that the person really has a knot under, or hard beside it. */
static bool is_knotted(int head)
{
	const struct head *at = &loop.rig.heads[head];

	for (int k = 0; k < loop.patient.knot_count; k++) {
		const struct knot *knot = &loop.patient.knots[k];

		if (hypot(knot->x_m - at->x_m, knot->y_m - at->y_m) < 0.02) {
			return true;
		}
	}
	return false;
}

/* Points of one row: its holds are both sides' at once, but for the neck's. */
static void check_pairs(void)
{
	int alone = 0;
	int count = 0;

	for (int k = 0; k < press_count; k++) {
		bool found = mark_rows[presses[k].row].region == REGION_NECK;

		for (int j = 0; j < press_count; j++) {
			found = found || (j != k && presses[j].row == presses[k].row &&
					  fabs(presses[j].on_s - presses[k].on_s) < 1.0);
		}
		count++;
		alone += !found;
	}
	if (count < (SLOW_BUILD ? 4 : 20) || alone > 0.03 * count) {
		complain("%s: %d of %d points on one side only", what, alone, count);
	}
}

/* Point after point down the line; then from where most is owed, again. */
static void check_order(void)
{
	int next = 0;
	int count = 0;
	int last = 0;

	for (int k = 1; k < press_count; k++) {
		if (presses[k].on_s < presses[last].on_s + 1.5) {
			continue; /* its other side */
		}
		next += presses[k].row == presses[last].row + 1 ||
			(presses[k].row == presses[last].row &&
			 presses[k].head != presses[last].head);
		count++;
		last = k;
	}
	if (next < 0.75 * (mark_row_count - 1) / mark_row_count * count) {
		complain("%s: %d of %d points are the next in line", what, next, count);
	}
}

static void check_points(double least_s, double most_s)
{
	int outside = 0;
	int stiff = 0;
	int knotted = 0;
	int rubbed = 0;
	int rough = 0;

	for (int k = 0; k < press_count; k++) {
		const struct press *press = &presses[k];
		double in_s = press->from_s - press->on_s;
		double out_s = press->off_s - press->to_s;
		bool is_stiff = held_s(press) > most_s + RAMPS_S;

		stiff += is_stiff;
		knotted += is_stiff && is_knotted(press->head);
		/* what the edges of the ramps add is theirs */
		outside +=
			is_stiff ? held_s(press) > 30.0 + RAMPS_S : held_s(press) < least_s - 0.5;
		rubbed += press->moved_m > 1e-4;
		rough += !(in_s >= 0.15 && in_s <= 1.2 && out_s >= 0.15 && out_s <= 1.2);
	}
	print_message("%s: %d points, %d held longer as stiff, %d of them knotted\n", what,
		      press_count, stiff, knotted);
	if (outside > 0.05 * press_count || rubbed > 0 || rough > 0.1 * press_count) {
		complain("%s: of %d points %d held for too long or short, %d rubbed, %d ramps "
			 "other than in about 1 s",
			 what, press_count, outside, rubbed, rough);
	}
	if (loop.patient.knot_count == 0 && stiff > 0.05 * press_count) {
		complain("%s: %d of %d points taken for stiff ones", what, stiff, press_count);
	}
}

/* Of the points right above a knot most are held for 8 to 30 s. */
static void check_stiff(void)
{
	int over = 0;
	int longer = 0;

	for (int k = 0; k < press_count; k++) {
		if (is_knotted(presses[k].head)) {
			over++;
			longer += held_s(&presses[k]) >= 8.0;
		}
	}
	print_message("%s: over knots %d of %d held longer\n", what, longer, over);
	if (longer < 0.5 * over || over < (SLOW_BUILD ? 1 : 10)) {
		complain("%s: %d of %d points over knots are held for 8 s and more", what, longer,
			 over);
	}
}

static void shiatsu__presses_point_after_point_down_both_sides(void **state)
{
	static const char *const rigs[] = {"sim-16", "sim-8", "sim-4"};
	static const double speeds[] = {1.0, 0.5, 2.0};

	(void)state;
	complaints = 0;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 3); k++) {
		run(rigs[k], "nominal", "shiatsu", STROKE_POINT_PRESS, speeds[k], 0.5 * k);
		check_pairs();
		check_order();
		check_points(2.0, 7.0);
	}
	assert_int_equal(complaints, 0);
}

static void shiatsu__stays_longer_on_a_stiff_point(void **state)
{
	(void)state;
	complaints = 0;
	run("sim-16", "knotty", "shiatsu", STROKE_POINT_PRESS, 1.0, 0.3);
	check_points(2.0, 7.0);
	check_stiff();
	assert_int_equal(complaints, 0);
}

static void check_holds(double least_s, double most_s, int least)
{
	int outside = 0;
	int broken = 0;

	for (int k = 0; k < press_count; k++) {
		outside += held_s(&presses[k]) > most_s + RAMPS_S;
		broken += held_s(&presses[k]) < least_s - 0.5;
	}
	/* the last one before its time is over may be short */

	if (press_count < (SLOW_BUILD ? 2 : least) || outside > 0 || broken > 0.1 * press_count) {
		complain("%s: of %d holds %d longer than %.0f s, %d shorter than %.0f s", what,
			 press_count, outside, most_s, broken, least_s);
	}
}

static void leans__last_5_to_20_s_and_stay_where_they_are(void **state)
{
	static const double speeds[] = {1.0, 2.0, 0.5};

	(void)state;
	complaints = 0;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 3); k++) {
		run(k == 1 ? "sim-4" : "sim-16", "nominal", "deep_tissue", STROKE_LEAN, speeds[k],
		    0.3 * k);
		check_holds(5.0, 20.0, 10);
		for (int p = 0; p < press_count; p++) {
			if (presses[p].moved_m > 1e-4) {
				complain("%s: leans and rubs by %.4f m", what, presses[p].moved_m);
			}
		}
	}
	assert_int_equal(complaints, 0);
}

/*
 * The force is held, the head sinks in, the hand drifts slowly and not far: with 3 mm/s where the tissue hardly
 * gives, at its pace where it gives most.
 */
static void check_following(double pace_m_s)
{
	int drifted = 0;
	int sank = 0;

	for (int k = 0; k < press_count; k++) {
		const struct press *press = &presses[k];

		drifted += press->moved_m > 0.002;
		sank += press->sank_m > 0.0;
		if (press->sway_n > 1.5 || press->fastest_m_s > 0.01001 || press->moved_m > 0.05 ||
		    press->n > 40.5 ||
		    (press->moved_m > 0.002 &&
		     !(press->fastest_m_s > 0.0029 && press->fastest_m_s < 1.01 * pace_m_s))) {
			complain("%s: head %d at %.1f s: %.1f N, sways by %.2f N, drifts by %.4f m "
				 "at %.4f m/s",
				 what, press->head + 1, press->on_s, press->n, press->sway_n,
				 press->moved_m, press->fastest_m_s);
		}
	}
	print_message("%s: %d holds, %d drifted, %d sank\n", what, press_count, drifted, sank);
	if (drifted < press_count / 2 || sank < 0.7 * press_count) {
		complain("%s: of %d holds %d drifted, %d sank in", what, press_count, drifted,
			 sank);
	}
}

static void myofascial__holds_for_minutes_and_follows_the_creep(void **state)
{
	static const char *const rigs[] = {"sim-16", "sim-8", "sim-4"};
	static const double speeds[] = {1.0, 0.5, 2.0};
	static const double paces_m_s[] = {0.005, 0.003, 0.01};

	(void)state;
	complaints = 0;
	for (int k = 0; k < (SLOW_BUILD ? 1 : 3); k++) {
		run(rigs[k], k == 1 ? "stiff" : "nominal", "myofascial", STROKE_FOLLOW, speeds[k],
		    0.5 * k);
		check_holds(90.0, 300.0, 6);
		check_following(paces_m_s[k]);
	}
	assert_int_equal(complaints, 0);
}

/* What is asked for there leaves room for a cough, which nobody can foresee. */
static void the_kidneys__are_worked_and_a_cough_stays_below_15_n(void **state)
{
	static const char *const patients[] = {"nominal", "deep_breather", "cougher"};

	(void)state;
	complaints = 0;
	for (size_t k = 0; k < sizeof(patients) / sizeof(patients[0]); k++) {
		judged_open(&loop, "sim-16", patients[k], "shiatsu", 2);
		loop.command.intensity = 1.0;
		loop.command.duration_s = SLOW_BUILD ? 120.0 : 480.0;
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			loop.command.enabled[r] = r == REGION_LOWER_BACK;
		}
		judged_session(&judge, &loop, "kidneys");
		judged_limits(&judge, &loop, "kidneys");
		print_message("kidneys, %s: %.2f N, in events %.2f N\n", patients[k],
			      judge.kidneys.quiet_n, judge.kidneys.event_n);
		assert_at_least(judge.kidneys.quiet_n, KIDNEY_ASK_N);
		assert_at_most(judge.kidneys.quiet_n, KIDNEY_ASK_N + QUIET_MARGIN_N);
		assert_at_most(judge.kidneys.event_n, KIDNEY_CAP_N);
	}
	assert_int_equal(complaints, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shiatsu__presses_point_after_point_down_both_sides),
		cmocka_unit_test(shiatsu__stays_longer_on_a_stiff_point),
		cmocka_unit_test(leans__last_5_to_20_s_and_stay_where_they_are),
		cmocka_unit_test(the_kidneys__are_worked_and_a_cough_stays_below_15_n),
		cmocka_unit_test(myofascial__holds_for_minutes_and_follows_the_creep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
