/* test_score_command.c - knead score as it is typed, and knead sim on a cohort. */
#include "tool/tools.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tool/typing.h"

#define SHORT "score --minutes 1 --seeds 1 --technique swedish --cohort "
#define OTHER "score --minutes 1 --seeds 1 --technique %s --cohort %s"

static char one_patient[80]; /* the folder of it */

static int begin(void **state)
{
	char target[256];
	char *here = realpath("config/patients/nominal.conf", NULL);
	int wrong = typing_begin(state);

	snprintf(one_patient, sizeof(one_patient), "%s", typing_folder);
	snprintf(target, sizeof(target), "%s/nominal.conf", one_patient);
	wrong = wrong || here == NULL || symlink(here, target) != 0;
	free(here);
	return wrong;
}

static void a_score__prints_its_tables(void **state)
{
	static const char *const parts[] = {
		"== Swedish massage ==",
		"shipped ",
		"admittance ",
		"oracle ",
		"nominal patient, rmse N",
		"sim-16-lowfriction",
		"sim-16-hx711",
		"sim-4-velocity",
		"== published, under their own conditions",
		"Xu, Ren, Kong, Chen",
		"1.7 % of peak",
		"version ",
		"seeds 101 to 101",
		"Simulated",
	};
	char line[400];

	(void)state;
	snprintf(line, sizeof(line), SHORT "%s --plot %s/score.svg", one_patient, typing_folder);
	assert_int_equal(typed(tool_score, line, typing_out), EXIT_DONE);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (!file_holds(typing_out, parts[i])) {
			fail_msg("no %s", parts[i]);
		}
	}
	assert_false(file_holds(typing_out, "nan"));
	assert_false(file_holds(typing_err, "\r")); /* nothing that only a terminal shows */
	snprintf(line, sizeof(line), "%s/score.svg", typing_folder);
	assert_true(strncmp(content_of(line), "<svg ", 5) == 0);
	assert_true(file_holds(line, "</svg>\n"));
	assert_true(file_holds(line, ">nominal</text>"));
	assert_false(file_holds(line, "nan"));
}

static void techniques_that_search_or_do_not_fit__are_told_as_such(void **state)
{
	char line[400];

	(void)state;
	snprintf(line, sizeof(line), OTHER, "trigger_point", one_patient);
	assert_int_equal(typed(tool_score, line, typing_out), EXIT_DONE);
	assert_true(file_holds(typing_out, "== Trigger point therapy =="));
	assert_true(
		file_holds(typing_out, "\ntrigger points under heads, 1 free sessions of 10 min"));
	snprintf(line, sizeof(line), OTHER, "hot_stone", one_patient);
	assert_int_equal(typed(tool_score, line, typing_out), EXIT_DONE);
	assert_true(file_holds(typing_out, "\nleft out, sim-4-velocity: it needs a heater"));
	assert_false(file_holds(typing_out, "nan"));
}

static void json__has_the_names_of_the_contract_and_is_the_same_again(void **state)
{
	static const char *const parts[] = {
		"\"conditions\": {",
		"\"score_version\": ",
		"\"techniques\": {",
		"\"swedish\": {",
		"\"shipped\": {",
		"\"pi\": {",
		"\"admittance\": {",
		"\"oracle\": ",
		"\"rmse_n\": ",
		"\"mae_n\": ",
		"\"r2\": ",
		"\"peak_n\": ",
		"\"over_ceiling_n\": ",
		"\"contact_overshoot_n\": ",
		"\"settle_s\": ",
		"\"wish_correlation\": ",
		"\"trigger_points\": {\"found\": null, \"missed\": null, \"false\": null}",
		"\"worst_patient\": {\"name\": \"nominal\"",
		"\"quiet\": {",
		"\"rigs\": {",
		"\"sim-16-hx711\": {",
		"\"published\": [",
	};
	char line[400];
	char *first;

	(void)state;
	snprintf(line, sizeof(line), SHORT "%s --threads 1 --json -", one_patient);
	assert_int_equal(typed(tool_score, line, typing_out), EXIT_DONE);
	first = strdup(content_of(typing_out));
	assert_non_null(first);
	assert_int_equal(first[0], '{');
	assert_null(strstr(first, "nan"));
	assert_null(strstr(first, "inf"));
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strstr(first, parts[i]) == NULL) {
			fail_msg("no %s", parts[i]);
		}
	}
	snprintf(line, sizeof(line), SHORT "%s --threads 2 --json -", one_patient);
	assert_int_equal(typed(tool_score, line, typing_out), EXIT_DONE);
	assert_string_equal(first, content_of(typing_out));
	free(first);
}

static void what_is_wrong__is_said_in_one_sentence(void **state)
{
	static const struct {
		const char *line;
		int result;
		const char *says;
	} wrong[] = {
		{"score --technique reiki", EXIT_WRONG,
		 "there is no technique \"reiki\"; there is "},
		{"score --cohort /nowhere", EXIT_WRONG, "/nowhere: cannot be searched: "},
		{"score --cohort config/rigs", EXIT_WRONG, "config/rigs/"},
		{"score --json /nowhere/a.json", EXIT_FAILED, "cannot write /nowhere/a.json: "},
		{"score --plot /nowhere/a.svg", EXIT_FAILED, "cannot write /nowhere/a.svg: "},
		{"score --minutes 0.5", EXIT_WRONG, "--minutes \"0.5\" is no number from 1 to 60"},
		{"score --minutes nan", EXIT_WRONG, "--minutes \"nan\" is no number"},
		{"score --seeds 0", EXIT_WRONG, "--seeds \"0\" is no whole number from 1 to 16"},
		{"score --seeds 17", EXIT_WRONG, "from 1 to 16"},
		{"score --threads x", EXIT_WRONG, "--threads \"x\" is no whole number"},
		{"score --tune --parts", EXIT_WRONG, "each go alone"},
		{"score --tune --json a", EXIT_WRONG, "each go alone"},
		{"score --json - --plot -", EXIT_WRONG, "only one of --json and --plot"},
		{"score --fast", EXIT_WRONG, "--fast is no option here"},
		{"score --json", EXIT_WRONG, "--json wants a value behind it"},
		{"score more", EXIT_WRONG, "\"more\" belongs to no option"},
		{"sim --controller pid", EXIT_WRONG, "there is shipped, pi, admittance"},
		{"sim --cohort /nowhere", EXIT_WRONG, "/nowhere: cannot be searched: "},
		{"sim --cohort config/patients --patient soft", EXIT_WRONG,
		 "--cohort goes with neither"},
		{"sim --cohort config/patients --csv a", EXIT_WRONG, "--cohort goes with neither"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		bool sim = strncmp(wrong[i].line, "sim", 3) == 0;
		int result = typed(sim ? tool_sim : tool_score, wrong[i].line, typing_out);

		if (result != wrong[i].result || !file_holds(typing_err, wrong[i].says)) {
			fail_msg("%s: %d, %s", wrong[i].line, result, content_of(typing_err));
		}
		assert_string_equal(content_of(typing_out), "");
	}
}

static void a_full_disk__is_told(void **state)
{
	char line[400];

	(void)state;
	snprintf(line, sizeof(line), SHORT "%s --json /dev/full", one_patient);
	assert_int_equal(typed(tool_score, line, typing_out), EXIT_FAILED);
	assert_true(file_holds(typing_err, "cannot write /dev/full: "));
	snprintf(line, sizeof(line), SHORT "%s", one_patient);
	assert_int_equal(typed(tool_score, line, "/dev/full"), EXIT_FAILED);
	assert_true(file_holds(typing_err, "cannot write standard output: "));
}

static void parts__are_a_table_of_their_own(void **state)
{
	char line[400];

	(void)state;
	snprintf(line, sizeof(line), SHORT "%s --parts", one_patient);
	assert_int_equal(typed(tool_score, line, typing_out), EXIT_DONE);
	assert_true(file_holds(typing_out, "without friction "));
	assert_true(file_holds(typing_out, "without delay "));
	assert_true(file_holds(typing_out, "without breath "));
	assert_true(file_holds(typing_out, "without sensing "));
	assert_false(file_holds(typing_out, "nan"));
}

static void sim_on_a_cohort__runs_every_patient(void **state)
{
	char *json;
	char *at;
	int runs = 0;

	(void)state;
	assert_int_equal(typed(tool_sim,
			       "sim --rig config/rigs/sim-4.conf --minutes 1 --controller pi "
			       "--cohort config/patients --json -",
			       typing_out),
			 EXIT_DONE);
	json = strdup(content_of(typing_out));
	assert_non_null(json);
	assert_int_equal(json[0], '[');
	for (at = json; (at = strstr(at, "\"controller\": \"pi\"")) != NULL; at++) {
		runs++;
	}
	assert_int_equal(runs, 10);
	assert_non_null(strstr(json, "\"patient\": \"thin_old\""));
	free(json);
}

static void help__is_given(void **state)
{
	(void)state;
	assert_int_equal(typed(tool_score, "score --help", typing_out), EXIT_DONE);
	assert_true(file_holds(typing_out, "usage: knead score "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_score__prints_its_tables),
		cmocka_unit_test(techniques_that_search_or_do_not_fit__are_told_as_such),
		cmocka_unit_test(json__has_the_names_of_the_contract_and_is_the_same_again),
		cmocka_unit_test(what_is_wrong__is_said_in_one_sentence),
		cmocka_unit_test(a_full_disk__is_told),
		cmocka_unit_test(parts__are_a_table_of_their_own),
		cmocka_unit_test(sim_on_a_cohort__runs_every_patient),
		cmocka_unit_test(help__is_given),
	};

	return cmocka_run_group_tests(tests, begin, typing_end);
}
