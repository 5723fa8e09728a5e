/* test_sim_command.c - knead sim as it is typed: files, exit codes, what they hold. */
#include "tool/tools.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tool/typing.h"

#define BASIC "sim --rig config/rigs/sim-4.conf --minutes 1 --intensity 0.5 "

static int type(const char *line)
{
	return typed(tool_sim, line, typing_out);
}

/* Where a text of the picture ends, by the mean width of letters, 0.52 of their size [M]. */
static double text_end_px(const char *text)
{
	const char *begin = strchr(text, '>') + 1;
	double x = atof(strstr(text, "x=\"") + 3);
	double size = atof(strstr(text, "font-size=\"") + 11);
	double width = 0.52 * size * (double)(strchr(begin, '<') - begin);
	const char *anchor = strstr(text, "text-anchor=\"");

	if (anchor == NULL || anchor > begin) {
		return x + width;
	}
	return strncmp(anchor + 13, "end", 3) == 0 ? x : x + 0.5 * width;
}

static void assert_within_its_frame(const char *plot)
{
	int texts = 0;

	for (const char *c = content_of(plot); (c = strstr(c, "<text ")) != NULL; c++) {
		if (!(text_end_px(c) <= 1200.0)) {
			fail_msg("%.200s", c);
		}
		texts++;
	}
	assert_true(texts > 20);
}

static void a_run__writes_the_three_files_and_a_summary(void **state)
{
	char json[96];
	char csv[96];
	char plot[96];
	char line[512];
	int rows = 0;

	(void)state;
	snprintf(json, sizeof(json), "%s/run.json", typing_folder);
	snprintf(csv, sizeof(csv), "%s/run.csv", typing_folder);
	snprintf(plot, sizeof(plot), "%s/run.svg", typing_folder);
	snprintf(line, sizeof(line), BASIC "--json %s --csv %s --plot %s", json, csv, plot);
	assert_int_equal(type(line), EXIT_DONE);
	assert_true(file_holds(typing_out, "Swedish massage at 0.50 on nominal"));
	assert_true(file_holds(typing_out, "worst head: "));
	assert_true(file_holds(typing_out, "\ndose "));
	assert_true(file_holds(typing_out, "\nlower back"
					   "             50.0 "));
	assert_string_equal(content_of(typing_err), "");
	assert_true(strncmp(content_of(csv), "t_s,state,force_1_n,target_1_n,true_1_n,force_2_n",
			    49) == 0);
	for (const char *c = content_of(csv); *c != '\0'; c++) {
		rows += *c == '\n';
	}
	assert_in_range(rows, 6001, 6501);
	assert_true(strncmp(content_of(plot), "<svg ", 5) == 0);
	assert_true(file_holds(plot, "</svg>\n"));
	assert_true(file_holds(plot, "upper back left"));
	assert_true(file_holds(plot, ">Dose</text>"));
	assert_true(file_holds(plot, ">Path of the hands</text>"));
	assert_true(file_holds(plot, ">The hands along the spine</text>"));
	assert_true(file_holds(plot, ">effleurage</text>"));
	assert_true(file_holds(plot, "min: the session is over: stay lying"));
	assert_within_its_frame(plot);
	assert_false(file_holds(plot, "nan"));
	assert_false(file_holds(plot, "inf"));
}

static void stiffness_map__shows_each_place_first_and_last(void **state)
{
	char map[96];
	char line[512];

	(void)state;
	snprintf(map, sizeof(map), "%s/map.svg", typing_folder);
	snprintf(line, sizeof(line),
		 "sim --rig config/rigs/sim-4.conf --minutes 3 --technique shiatsu "
		 "--intensity 0.6 --stiffness-map %s --json -",
		 map);
	assert_int_equal(type(line), EXIT_DONE);
	assert_true(strncmp(content_of(map), "<svg ", 5) == 0);
	assert_true(file_holds(map, "</svg>\n"));
	assert_true(file_holds(map, ">First</text>"));
	assert_true(file_holds(map, ">Last</text>"));
	assert_true(file_holds(map, " N/mm</text>"));
	assert_true(file_holds(map, " %</text>")); /* how it has changed */
	assert_false(file_holds(map, "anywhere"));
	assert_false(file_holds(map, "nan"));
	assert_false(file_holds(map, "inf"));
	assert_false(file_holds(typing_out, "\"stiffness_after_n_m\": null"));
}

/* Of a technique that hardly presses, in a minute. */
static void stiffness_map__says_where_nothing_is_known(void **state)
{
	char map[96];
	char line[512];

	(void)state;
	snprintf(map, sizeof(map), "%s/map.svg", typing_folder);
	snprintf(line, sizeof(line),
		 "sim --rig config/rigs/sim-4.conf --minutes 1 --technique myofascial "
		 "--intensity 0 --stiffness-map %s "
		 "--json -",
		 map);
	assert_int_equal(type(line), EXIT_DONE);
	assert_true(file_holds(map, "no press told enough of the tissue anywhere"));
	assert_false(file_holds(map, "nan"));
	assert_false(file_holds(map, "inf"));
	assert_true(file_holds(typing_out, "\"stiffness_after_n_m\": null"));
}

static void json__has_the_names_of_the_contract(void **state)
{
	static const char *const parts[] = {
		"\"state\": \"idle\"",
		"\"technique\": \"swedish\"",
		"\"seed\": 1",
		"\"ticks\": ",
		"\"detect_ms\": null",
		"\"release_ms\": null",
		"\"faults\": []",
		"\"trigger_points\": {",
		"\"found\": null",
		"\"missed\": null",
		"\"false\": null",
		"\"heads\": [",
		"{\"n\": 1, ",
		"\"region\": \"upper_back\"",
		"\"rmse_n\": ",
		"\"mae_n\": ",
		"\"r2\": ",
		"\"peak_n\": ",
		"\"over_ceiling_n\": 0",
		"\"contact_overshoot_n\": ",
		"\"settle_s\": ",
		"\"stiffness_before_n_m\": ",
		"\"exponent\": ",
		"\"relaxation_s\": ",
		"\"breath\": {\"sure_share\": ",
		"\"released\": null",
		"\"given_up\": null",
		"\"points\": []",
		"\"dose_kpa_s\": ",
		"\"dose_target_kpa_s\": ",
		"\"mean_n\": ",
		"\"mean_target_n\": ",
		"\"mean_kpa\": ",
		"\"mean_target_kpa\": ",
		"\"heat_min\": ",
		"\"regions\": [",
		"{\"name\": \"upper_back\", \"share\": 0.5, \"time_share\": ",
		"\"phases\": {\"warm_up_s\": ",
		"\"comfort\": [",
		"\"held_back\": [",
		"\"idle_strokes\": [],",
	};

	const char *text;

	(void)state;
	assert_int_equal(type(BASIC "--json -"), EXIT_DONE);
	text = content_of(typing_out);
	assert_int_equal(text[0], '{');
	assert_null(strstr(text, "worst head")); /* nothing but JSON */
	assert_null(strstr(text, "nan"));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strstr(text, parts[i]) == NULL) {
			fail_msg("no %s", parts[i]);
		}
	}
}

static void a_run_that_tripped__is_a_run_that_was_done(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--json - --fault t=20,head=3,kind=off"), EXIT_DONE);
	assert_true(file_holds(typing_out, "\"state\": \"fault\""));
	assert_true(file_holds(
		typing_out,
		"\"faults\": [{\"kind\": \"off\", \"head\": 3, \"code\": \"sensor_lost\""));
	assert_false(file_holds(typing_out, "\"detect_ms\": null"));
	assert_false(file_holds(typing_out, "\"release_ms\": null"));
}

static void the_seed__is_all_that_a_run_depends_on(void **state)
{
	char *first;

	(void)state;
	assert_int_equal(type(BASIC "--seed 3 --json -"), EXIT_DONE);
	first = strdup(content_of(typing_out));
	assert_non_null(first);
	assert_int_equal(type(BASIC "--seed 3 --json -"), EXIT_DONE);
	assert_string_equal(first, content_of(typing_out));
	free(first);
}

static void a_full_disk__is_told(void **state)
{
	static const char *const lines[] = {
		BASIC "--json /dev/full",
		BASIC "--csv /dev/full",
		BASIC "--plot /dev/full",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(type(lines[i]), EXIT_FAILED);
		assert_true(file_holds(typing_err, "cannot write /dev/full: "));
	}
	assert_int_equal(typed(tool_sim, BASIC, "/dev/full"), EXIT_FAILED);
	assert_true(file_holds(typing_err, "cannot write standard output: "));
	assert_int_equal(type(BASIC "--json /nowhere/run.json"), EXIT_FAILED);
	assert_true(file_holds(typing_err, "cannot write /nowhere/run.json: "));
}

static void what_is_not_there__is_named(void **state)
{
	(void)state;
	assert_int_equal(type("sim --technique reiki"), EXIT_WRONG);
	assert_true(file_holds(typing_err, "there is no technique \"reiki\"; there is "));
	assert_int_equal(type("sim --patient nobody"), EXIT_WRONG);
	assert_true(file_holds(typing_err, "there is no patient \"nobody\"; there is nominal"));
	assert_int_equal(type("sim --rig /nowhere/rig.conf"), EXIT_WRONG);
	assert_true(file_holds(typing_err, "/nowhere/rig.conf"));
	assert_int_equal(type(BASIC "--fault t=1,head=5,kind=off"), EXIT_WRONG);
	assert_true(file_holds(typing_err, "has heads 1 to 4"));
}

static void what_is_refused__is_wrong_and_told_in_one_sentence(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--screening dvt=yes --json -"), EXIT_WRONG);
	assert_true(
		file_holds(typing_err, "knead sim: arming is refused, dvt: no massage with this"));
	assert_null(strchr(strchr(content_of(typing_err), '\n') + 1, '\n'));
	assert_string_equal(content_of(typing_out), "");
}

/* Nothing would break, and that would look as if nobody had noticed. */
static void a_fault_of_what_is_not_there__is_refused(void **state)
{
	const struct {
		const char *fault;
		const char *says;
	} cases[] = {
		{"kind=off,sensor=contact,head=2", "head 2 of rig sim-16 has no contact pad"},
		{"kind=off,sensor=contact",
		 "no head can have it: each of rig sim-16 has no contact"},
		{"kind=stuck,sensor=surface,head=1", "head 1 of rig sim-16 is not heated"},
		{"kind=heater_on,head=1", "head 1 of rig sim-16 is not heated"},
	};
	char line[256];

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		snprintf(line, sizeof(line), "sim --rig config/rigs/sim-16.conf --fault t=1,%s",
			 cases[k].fault);
		assert_int_equal(type(line), EXIT_WRONG);
		assert_true(file_holds(typing_err, cases[k].says));
		assert_string_equal(content_of(typing_out), "");
	}
	assert_int_equal(type("sim --rig config/rigs/sim-4-velocity.conf --fault "
			      "t=1,kind=valve_leak,head=1"),
			 EXIT_WRONG);
	assert_true(file_holds(typing_err, "is a screw, and no air leaks from it"));
	assert_int_equal(type("sim --rig config/rigs/sim-4-velocity.conf --fault "
			      "t=1,kind=off,sensor=pressure"),
			 EXIT_WRONG);
	assert_true(file_holds(typing_err, "has no air pressure sensor"));
}

static void each_mistake_of_a_fault__has_its_own_sentence_with_the_remedy(void **state)
{
	static const struct {
		const char *fault;
		const char *says;
	} cases[] = {
		{"stuck", "\"stuck\" is no key with a value; write such as t=12,head=3,kind=stuck"},
		{"t=1,kind=stuck,", "\"\" is no key with a value"},
		{"t=1,kind=stuck,colour=red",
		 "there is no \"colour\"; there is t, kind, sensor, head, magnitude"},
		{"t=1,kind=off,t=2", "t stands there twice; once in each --fault"},
		{"t=1,kind=off,kind=off", "kind stands there twice"},
		{"t=1,kind=off,head=1,head=2", "head stands there twice"},
		{"t=1,kind=slow,magnitude=2,magnitude=3", "magnitude stands there twice"},
		{"t=1,sensor=force,kind=slow,sensor=force", "sensor stands there twice"},
		{"t=1", "kind is missing; write such as"},
		{"t=1,kind=sticky", "there is no kind \"sticky\"; there is none off stuck garbage"},
		{"t=1,kind=", "there is no kind \"\"; there is none off"},
		{"t=1,kind=stuck,sensor=smell", "there is no sensor \"smell\"; there is force,"},
		{"t=1,kind=valve_open,sensor=pressure",
		 "kind=valve_open takes no sensor: leave it out; off, stuck,"},
		{"t=1,kind=pressure_off,sensor=pressure", "kind=pressure_off takes no sensor"},
		{"kind=stuck", "t is missing, the seconds at which it breaks"},
		{"t=,kind=stuck", "t= is no number of seconds; write such as t=12"},
		{"t=soon,kind=stuck", "t=soon is no number of seconds"},
		{"t=1s,kind=stuck", "t=1s is no number of seconds"},
		{"t=nan,kind=stuck", "t=nan is no number of seconds"},
		{"t=inf,kind=stuck", "t=inf is no number of seconds"},
		{"t=-1,kind=stuck", "t=-1 is before the beginning; 0 or later"},
		{"t=121,kind=stuck",
		 "t=121 is after the end: with --minutes 1 the run takes at most 120 s"},
		{"t=1,kind=stuck,head=1.5", "head=1.5 is no head; a whole number from 1 to 64"},
		{"t=1,kind=stuck,head=-1", "head=-1 is no head"},
		{"t=1,kind=stuck,head=x", "head=x is no head"},
		{"t=1,kind=stuck,head=5",
		 "there is no head 5; rig sim-4 has heads 1 to 4, and 0 is all"},
		{"t=1,kind=slow,magnitude=much", "magnitude=much is no finite number"},
		{"t=1,kind=slow,magnitude=nan", "magnitude=nan is no finite number"},
		{"t=1,kind=slow,magnitude=-inf", "magnitude=-inf is no finite number"},
		{"t=1,kind=slow,magnitude=-2",
		 "magnitude -2 is none of slow: give a factor above 0, at most 1e6, or 0 for the "
		 "usual"},
		{"t=1,kind=delayed,sensor=pressure,magnitude=61",
		 "magnitude 61 is none of pressure_delayed: give a time above 0, at most 60 s, or "
		 "0"},
		{"t=1,kind=intermittent,magnitude=1.5",
		 "magnitude 1.5 is none of intermittent: give a share of the time above 0, at most "
		 "1,"},
		{"t=1,kind=wrong,magnitude=1e9", "give a factor between -1e6 and 1e6"},
		{"t=1,kind=valve_leak,magnitude=1", "give a share above 0, at most 0.99"},
		{"t=1,kind=valve_slow,magnitude=0.5", "give a factor above 1, at most 1e4"},
		{"t=1,kind=power_lost,magnitude=-1",
		 "give a time above 0, at most 60 s, or 0 until it is mended"},
		{"t=1,kind=stuck,magnitude=1e30", "magnitude 1e+30 is none of stuck: give 0"},
	};
	char line[256];

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		snprintf(line, sizeof(line), BASIC "--fault %s", cases[k].fault);
		assert_int_equal(type(line), EXIT_WRONG);
		if (!file_holds(typing_err, cases[k].says)) {
			fail_msg("%s: %s", cases[k].fault, content_of(typing_err));
		}
		assert_string_equal(strchr(content_of(typing_err), '\n'), "\n");
		assert_string_equal(content_of(typing_out), "");
	}
}

static void a_search_of_one_side__is_said(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--technique trigger_point --balance -1"), EXIT_DONE);
	assert_true(file_holds(typing_out,
			       "Trigger point therapy searches the left side alone: with no other "
			       "to compare, it finds only what is far stiffer\n"));
	assert_int_equal(type(BASIC "--technique trigger_point --balance 0.5"), EXIT_DONE);
	assert_false(file_holds(typing_out, "side alone"));
	assert_int_equal(type(BASIC "--technique shiatsu --balance -1"), EXIT_DONE);
	assert_false(file_holds(typing_out, "side alone"));
}

static void what_nobody_noticed__is_said(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--fault t=20,kind=wrong,magnitude=1.01,head=2 "
				    "--fault t=110,kind=off,head=3"),
			 EXIT_DONE);
	assert_true(file_holds(typing_out, "fault wrong of head 2 at 20.000 s: nothing tripped\n"));
	assert_true(file_holds(typing_out, "fault off of head 3 at 110.000 s: not any more"));
	assert_int_equal(type(BASIC "--fault t=20,kind=off,head=2 --fault t=20.005,kind=none "
				    "--fault t=30,kind=loop_late"),
			 EXIT_DONE);
	assert_true(
		file_holds(typing_out, "fault off of head 2 at 20.000 s: nothing tripped until"));
	assert_true(file_holds(typing_out, "late ticks: "));
	assert_int_equal(type(BASIC "--fault t=20,kind=off,head=2"), EXIT_DONE);
	assert_false(file_holds(typing_out, "fault off"));
}

static void power_lost__is_told_with_the_time_of_letting_go(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--fault t=30,kind=power_lost"), EXIT_DONE);
	assert_true(file_holds(typing_out, ": without power after 30.5 s"));
	assert_true(file_holds(typing_out, "power lost at 30.000 s; every head under 2 N after "));
	assert_false(file_holds(typing_out, "and began anew"));
	assert_int_equal(type(BASIC "--fault t=30,kind=power_lost,magnitude=2"), EXIT_DONE);
	assert_true(file_holds(typing_out, ": idle after "));
	assert_true(file_holds(typing_out, "; back at 32.000 s, and began anew\n"));
}

/* Ticks that the controller missed are none to replay, and from its restart on it begins anew. */
static void a_recording__is_the_same_again_whatever_befell_the_loop(void **state)
{
	static const char *const faults[] = {
		"kind=loop_late",
		"kind=loop_stall,magnitude=0.05",
		"kind=power_lost,magnitude=2",
		"kind=off,head=1",
	};
	char record[96];
	char line[512];

	(void)state;
	snprintf(record, sizeof(record), "%s/run.rec", typing_folder);
	for (size_t k = 0; k < sizeof(faults) / sizeof(faults[0]); k++) {
		snprintf(line, sizeof(line), BASIC "--fault t=20,%s --record %s", faults[k],
			 record);
		assert_int_equal(type(line), EXIT_DONE);
		snprintf(line, sizeof(line), "replay %s", record);
		assert_int_equal(typed(tool_replay, line, typing_out), EXIT_DONE);
		assert_true(file_holds(typing_out, "outputs are bit-identical"));
		assert_int_equal(file_holds(typing_out, "with 1 gap\n"), k == 2);
	}
}

static void files_of_ones_own__are_taken(void **state)
{
	(void)state;
	assert_int_equal(type(BASIC "--technique config/techniques/swedish.conf "
				    "--patient config/patients/stiff.conf"),
			 EXIT_DONE);
	assert_true(file_holds(typing_out, "on stiff, rig sim-4"));
}

static void help__is_given(void **state)
{
	(void)state;
	assert_int_equal(type("sim --help"), EXIT_DONE);
	assert_true(file_holds(typing_out, "usage: knead sim "));
	assert_true(file_holds(typing_out, "detect_ms runs from S"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run__writes_the_three_files_and_a_summary),
		cmocka_unit_test(stiffness_map__shows_each_place_first_and_last),
		cmocka_unit_test(stiffness_map__says_where_nothing_is_known),
		cmocka_unit_test(json__has_the_names_of_the_contract),
		cmocka_unit_test(a_run_that_tripped__is_a_run_that_was_done),
		cmocka_unit_test(the_seed__is_all_that_a_run_depends_on),
		cmocka_unit_test(a_full_disk__is_told),
		cmocka_unit_test(what_is_not_there__is_named),
		cmocka_unit_test(what_is_refused__is_wrong_and_told_in_one_sentence),
		cmocka_unit_test(a_fault_of_what_is_not_there__is_refused),
		cmocka_unit_test(each_mistake_of_a_fault__has_its_own_sentence_with_the_remedy),
		cmocka_unit_test(a_search_of_one_side__is_said),
		cmocka_unit_test(what_nobody_noticed__is_said),
		cmocka_unit_test(power_lost__is_told_with_the_time_of_letting_go),
		cmocka_unit_test(a_recording__is_the_same_again_whatever_befell_the_loop),
		cmocka_unit_test(files_of_ones_own__are_taken),
		cmocka_unit_test(help__is_given),
	};

	return cmocka_run_group_tests(tests, typing_begin, typing_end);
}
