/* test_marks_session.c - a session bends to the person: its phases, its buttons, what is asked for on the way. */
#include "integration/marks.h"

static const char *const all[] = {"swedish",       "deep_tissue", "shiatsu",
				  "trigger_point", "myofascial",  "hot_stone"};

#define ALL ((int)(sizeof(all) / sizeof(all[0])))

static void run_s(double seconds)
{
	for (int k = 0; k < (int)(seconds / loop.dt_s + 0.5); k++) {
		if (marks_tick() != STATE_RUNNING) {
			fail_msg("at %.1f s %s: %s, head %d", loop.shown.elapsed_s,
				 state_name(loop.shown.state),
				 condition_words(loop.shown.reason)->sentence,
				 loop.shown.cause_head + 1);
		}
	}
}

static void begin(const char *rig, const char *technique, double intensity)
{
	marks_open(rig, "nominal", technique);
	loop.command.intensity = intensity;
	closed_loop_start(&loop);
}

/* Until hands press at least that hard; the region they are in. */
static enum region pressing(double least_n)
{
	for (int k = 0; k < 400000; k++) {
		run_s(loop.dt_s);
		for (int i = 0; i < loop.rig.head_count; i++) {
			if (loop.shown.hands.count > 0 && loop.heads[i].tissue_n > least_n &&
			    loop.rig.heads[i].region == loop.shown.hands.region) {
				return loop.shown.hands.region;
			}
		}
	}
	fail_msg("nothing presses %.1f N", least_n);
	return REGION_NONE;
}

/* For a quarter of a second: the peaks of a breath are not the stroke's. */
static double most_felt_n(double from_s, double to_s)
{
	double most_n = 0.0;

	for (int k = (int)(from_s / MARK_S); k + 25 < (int)(to_s / MARK_S); k++) {
		for (int i = 0; i < loop.rig.head_count; i++) {
			double mean_n = 0.0;

			for (int j = 0; j < 25; j++) {
				mean_n += 0.04 * (double)marks[k + j].felt_n[i];
			}
			most_n = mean_n > most_n ? mean_n : most_n;
		}
	}
	return most_n;
}

/* Effleurage comes first and last: 10 to 30 N by the table, 10 to 20 in closing. */
static void warm_up_and_closing__are_at_half_of_the_intensity(void **state)
{
	double warm_n;
	double work_n;
	double closing_n;

	(void)state;
	marks_open("sim-8", "nominal", "swedish");
	loop.command.intensity = 1.0;
	loop.command.duration_s = 600.0;
	complaints = 0;
	marks_session("swedish");
	assert_int_equal(complaints, 0);
	warm_n = most_felt_n(20.0, 88.0);
	work_n = most_felt_n(100.0, 230.0);
	closing_n = most_felt_n(548.0, 598.0);
	print_message("warm-up %.1f N, work %.1f N, closing %.1f N\n", warm_n, work_n, closing_n);
	assert_near(warm_n, 20.0, 3.0);
	assert_near(work_n, 30.0, 3.0);
	assert_near(closing_n, 15.0, 3.0);
	assert_int_equal(marks[8000].phase, PHASE_WARM_UP);
	assert_int_equal(marks[10000].phase, PHASE_WORK);
	assert_int_equal(marks[55000].phase, PHASE_CLOSING);
}

static void a_pause_in_any_technique__lifts_off_and_the_session_is_as_long(void **state)
{
	(void)state;
	for (int t = 0; t < ALL; t++) {
		double elapsed_s;
		double left_s;

		begin("sim-4", all[t], 0.8);
		loop.command.duration_s = 120.0;
		run_s(40.0);
		pressing(3.0);
		elapsed_s = loop.shown.elapsed_s;
		loop.command.presses.pause++;
		assert_int_equal(marks_tick(), STATE_PAUSED);
		closed_loop_run(&loop, 1.0);
		assert_at_most(closed_loop_most_n(&loop), RELEASED_N);
		closed_loop_run(&loop, 20.0);
		assert_near(loop.shown.elapsed_s, elapsed_s, 0.01);
		loop.command.presses.resume++;
		assert_int_equal(marks_tick(), STATE_RUNNING);
		run_s(5.0);
		pressing(3.0);
		left_s = 120.0 - loop.shown.elapsed_s;
		assert_near(closed_loop_until(&loop, STATE_RELEASING, 130.0), left_s, 1.0);
		assert_int_equal(loop.shown.reason, COND_SESSION_OVER);
	}
}

static void a_skip__goes_on_to_the_next_stroke_without_a_jerk(void **state)
{
	(void)state;
	begin("sim-8", "swedish", 1.0);
	closed_loop_forget(&loop);
	for (int stroke = 0; stroke < 3; stroke++) {
		run_s(15.0);
		pressing(8.0);
		assert_int_equal(loop.shown.hands.stroke, stroke);
		loop.command.presses.skip++;
		run_s(6.0);
		pressing(5.0);
		assert_int_equal(loop.shown.hands.stroke, stroke + 1);
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		assert_at_most(loop.heads[i].rise_n, SLEW_RISE_N_S * loop.dt_s + 1e-9);
		assert_at_most(loop.heads[i].fall_n, SLEW_FALL_N_S * loop.dt_s + 1e-9);
	}
	loop.command.presses.skip++; /* of the last: the first begins again */
	run_s(6.0);
	pressing(5.0);
	assert_int_equal(loop.shown.hands.stroke, 0);
	assert_near(loop.shown.elapsed_s + loop.shown.remaining_s, loop.command.duration_s, 0.01);
}

/* The session of one stroke is as long as it was, and closes, however often its places are skipped. */
static void skips_of_places__are_no_jerk_and_no_end(void **state)
{
	static const char *const of_one[] = {"shiatsu", "myofascial"};

	(void)state;
	for (int t = 0; t < 2; t++) {
		begin("sim-4", of_one[t], 0.8);
		loop.command.duration_s = 120.0;
		closed_loop_forget(&loop);
		for (int n = 0; n < 12; n++) {
			run_s(n % 2 == 0 ? 7.0 : 2.3);
			loop.command.presses.skip++;
		}
		for (int i = 0; i < loop.rig.head_count; i++) {
			assert_at_most(loop.heads[i].rise_n, SLEW_RISE_N_S * loop.dt_s + 1e-9);
			assert_at_most(loop.heads[i].fall_n, SLEW_FALL_N_S * loop.dt_s + 1e-9);
		}
		pressing(3.0);
		assert_near(loop.shown.elapsed_s + closed_loop_until(&loop, STATE_RELEASING, 130.0),
			    120.0, 1.0);
		assert_int_equal(loop.shown.reason, COND_SESSION_OVER);
	}
}

/* The same hold for 20 s more, or the same region where a stroke wanders. */
static void a_linger__stays_20_s_more(void **state)
{
	enum region region;
	double plain_s = 0.0;
	double longer_s = 0.0;

	(void)state;
	for (int lingers = 0; lingers <= 1; lingers++) {
		double *held_s = lingers ? &longer_s : &plain_s;

		begin("sim-4", "shiatsu", 0.5);
		run_s(20.0);
		region = pressing(25.0);
		loop.command.presses.linger += (uint32_t)lingers;
		for (int k = 0; k < 60000 && loop.shown.hands.hands[0].force_n > 20.0; k++) {
			run_s(loop.dt_s);
			*held_s += loop.dt_s;
		}
	}
	print_message("held %.1f s, lingering %.1f s\n", plain_s, longer_s);
	assert_near(longer_s - plain_s, 20.0, 1.0);

	begin("sim-8", "swedish", 0.5);
	loop.command.presses.skip++; /* to kneading, which works one region at a time */
	run_s(30.0);
	region = pressing(8.0);
	loop.command.presses.linger++;
	for (int k = 0; k < 18000; k++) {
		run_s(loop.dt_s);
		assert_true(loop.shown.hands.count == 0 || loop.shown.hands.region == region);
	}
}

/* Blended: lifted from the one, landed in the other, and nobody pressed by neither. */
static void another_technique_on_the_way__is_blended(void **state)
{
	static const char *const order[] = {"shiatsu",   "deep_tissue",   "myofascial",
					    "hot_stone", "trigger_point", "swedish"};

	(void)state;
	begin("sim-8", "swedish", 0.7);
	run_s(30.0);
	closed_loop_forget(&loop);
	for (int t = 0; t < 6; t++) {
		double gone_s = 0.0;

		run_s(12.0);
		pressing(4.0);
		closed_loop_choose(&loop, order[t]);
		while (loop.shown.technique != loop.command.technique) {
			run_s(loop.dt_s);
			gone_s += loop.dt_s;
			assert_at_most(gone_s, 2.5);
		}
		assert_at_most(closed_loop_most_n(&loop), DWELL_N); /* nothing stale is left */
		run_s(8.0);
		pressing(3.0);
	}
	for (int i = 0; i < loop.rig.head_count; i++) {
		assert_at_most(loop.heads[i].rise_n, SLEW_RISE_N_S * loop.dt_s + 1e-9);
		assert_at_most(loop.heads[i].fall_n, SLEW_FALL_N_S * loop.dt_s + 1e-9);
	}
}

static void a_region_left_out_of_any_technique__is_left_alone(void **state)
{
	(void)state;
	for (int t = 0; t < ALL; t++) {
		enum region region;

		begin("sim-8", all[t], 0.8);
		run_s(20.0);
		region = pressing(4.0);
		loop.command.enabled[region] = false;
		run_s(1.0);
		for (int k = 0; k < (SLOW_BUILD ? 5000 : 40000); k++) {
			run_s(loop.dt_s);
			/* nor is time spent there */
			assert_true(k < 500 || loop.shown.hands.region != region);
			for (int i = 0; i < loop.rig.head_count; i++) {
				if (loop.rig.heads[i].region == region) {
					assert_at_most(loop.heads[i].tissue_n, RELEASED_N);
				}
			}
		}
		pressing(3.0); /* elsewhere the work goes on */
	}
}

static void focus__is_the_share_of_time(void **state)
{
	static const char *const rigs[ALL] = {"sim-16", "sim-8", "sim-16",
					      "sim-8",  "sim-8", "sim-4"};

	(void)state;
	complaints = 0;
	for (int t = 0; t < (SLOW_BUILD ? 0 : ALL); t++) {
		marks_open(rigs[t], "nominal", all[t]);
		loop.command.intensity = 0.5;
		for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
			loop.command.focus[r] = 0.1;
		}
		loop.command.focus[REGION_LOWER_BACK] = 0.9;
		marks_session(all[t]);
		judged_shares(&judge, &loop, 0.03, all[t]);
	}
	assert_int_equal(complaints, 0);
}

static void balance__makes_one_side_lighter(void **state)
{
	static const double balances[] = {-1.0, -0.5, 0.5, 1.0};

	(void)state;
	for (int k = 0; k < 4; k++) {
		double most_n[2] = {0.0};
		int light = balances[k] < 0.0 ? 1 : 0; /* the right side */

		begin("sim-4", "swedish", 0.6);
		loop.command.balance = balances[k];
		run_s(30.0);
		closed_loop_forget(&loop);
		run_s(SLOW_BUILD ? 20.0 : 60.0);
		for (int i = 0; i < loop.rig.head_count; i++) {
			int side = loop.rig.heads[i].side == SIDE_LEFT ? 0 : 1;

			most_n[side] = loop.heads[i].most_n > most_n[side] ? loop.heads[i].most_n
									   : most_n[side];
		}
		assert_at_least(most_n[1 - light], 10.0);
		if (fabs(balances[k]) > 0.9) {
			assert_at_most(most_n[light], DWELL_N);
		} else {
			assert_near(most_n[light] / most_n[1 - light], 0.5, 0.12);
		}
	}
}

static void a_duration_changed_on_the_way__ends_on_time(void **state)
{
	static const double to_s[] = {120.0, 300.0, 100.0};

	(void)state;
	for (int k = 0; k < 3; k++) {
		begin("sim-4", all[k], 0.5);
		loop.command.duration_s = 200.0;
		run_s(60.0);
		loop.command.duration_s = to_s[k];
		assert_near(60.0 + closed_loop_until(&loop, STATE_RELEASING, 400.0), to_s[k], 1.0);
		assert_int_equal(loop.shown.reason, COND_SESSION_OVER);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(warm_up_and_closing__are_at_half_of_the_intensity),
		cmocka_unit_test(a_pause_in_any_technique__lifts_off_and_the_session_is_as_long),
		cmocka_unit_test(a_skip__goes_on_to_the_next_stroke_without_a_jerk),
		cmocka_unit_test(skips_of_places__are_no_jerk_and_no_end),
		cmocka_unit_test(a_linger__stays_20_s_more),
		cmocka_unit_test(another_technique_on_the_way__is_blended),
		cmocka_unit_test(a_region_left_out_of_any_technique__is_left_alone),
		cmocka_unit_test(focus__is_the_share_of_time),
		cmocka_unit_test(balance__makes_one_side_lighter),
		cmocka_unit_test(a_duration_changed_on_the_way__ends_on_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
