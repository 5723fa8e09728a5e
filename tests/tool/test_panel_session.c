/*
 * What the panel makes of a session: shares, answers that refuse, why heads are limited, points, words.
 */
#include "panel_messages.h"
#include "tool/panel_points.h"
#include "tool/panel_why.h"
#include "tool/panel_words.h"

#include <math.h>

static void is_near(double number, double expected)
{
	assert_true(fabs(number - expected) < 1e-9);
}

static void session_values__land_in_their_places(void **state)
{
	(void)state;
	tell(&model, T, "/rig/state/phase", "s", "warm_up");
	tell(&model, T, "/rig/arm/refusal", "s", "ask the questions");
	tell(&model, T, "/rig/technique/lacks", "s", "goes on lighter");
	tell(&model, T, "/rig/comfort", "n", 3.0);
	tell(&model, T, "/rig/comfort/due", "n", 24.0);
	tell(&model, T, "/rig/heat/allowed", "n", 1.0);
	tell(&model, T, "/rig/balance", "n", -0.5);
	tell(&model, T, "/rig/client/height", "n", 1.8);
	tell(&model, T, "/rig/client/placed", "n", 1.0);
	tell(&model, T, "/rig/head/2/dose", "nn", 100.0, 110.0);
	tell(&model, T, "/rig/head/2/surface", "nn", 39.5, 40.0);
	tell(&model, T, "/rig/head/2/heat", "n", 3.25);
	tell(&model, T, "/rig/head/2/dwell", "n", 200.0);
	tell(&model, T, "/rig/head/2/limit", "s", "ease");
	tell(&model, T, "/rig/region/hips/focus", "n", 0.7);
	tell(&model, T, "/rig/region/hips/time", "n", 61.0);
	tell(&model, T, "/rig/region/hips/dose", "nn", 7.0, 8.0);
	tell(&model, T, "/rig/hand/4", "nnn", 0.3, -0.05, 12.0);
	tell(&model, T, "/rig/trigger/16", "nsnn", 7.0, "found", 1.9, 0.8);
	assert_string_equal(model.phase.text, "warm_up");
	assert_string_equal(model.arm_refusal.text, "ask the questions");
	assert_string_equal(model.lacks.text, "goes on lighter");
	is_near(model.comfort.value, 3.0);
	is_near(model.comfort_due_s.value, 24.0);
	is_near(model.heat_allowed.value, 1.0);
	is_near(model.balance.value, -0.5);
	is_near(model.height_m.value, 1.8);
	is_near(model.placed.value, 1.0);
	is_near(model.heads[1].dose_kpa_s.felt, 100.0);
	is_near(model.heads[1].dose_kpa_s.wanted, 110.0);
	is_near(model.heads[1].surface_c.felt, 39.5);
	is_near(model.heads[1].heat_min.value, 3.25);
	is_near(model.heads[1].dwell_left_s.value, 200.0);
	assert_string_equal(model.heads[1].limit.text, "ease");
	is_near(model.regions[REGION_HIPS].focus.value, 0.7);
	is_near(model.regions[REGION_HIPS].worked_s.value, 61.0);
	is_near(model.regions[REGION_HIPS].dose_kpa_s.wanted, 8.0);
	is_near(model.hands[3].force_n, 12.0);
	assert_true(panel_model_is_hand_out(&model, 3));
	assert_false(panel_model_is_hand_out(&model, 0));
	assert_int_equal(model.triggers[15].head, 7);
	is_near(model.triggers[15].ratio, 1.9);
	is_near(model.triggers[15].confidence, 0.8);
	assert_true(panel_model_is_fresh(&model, T));
}

static void comfort__is_due_while_there_is_time_to_answer(void **state)
{
	(void)state;
	assert_false(panel_model_is_comfort_due(&model));
	tell(&model, T, "/rig/comfort/due", "n", 30.0);
	assert_true(panel_model_is_comfort_due(&model));
	tell(&model, T, "/rig/comfort/due", "n", 0.0);
	assert_false(panel_model_is_comfort_due(&model));
}

static void share__counts_enabled_regions_that_have_heads(void **state)
{
	(void)state;
	tell(&model, T, "/rig/info", "ssssn", "knead", "0.1.0", "sim-4", "1", 2.0);
	tell(&model, T, "/rig/head/item", "nssnn", 1.0, "neck", "left", 0.0, 0.0);
	tell(&model, T, "/rig/head/item", "nssnn", 2.0, "hips", "left", 0.5, 0.0);
	tell(&model, T, "/rig/region/neck/focus", "n", 0.9);
	tell(&model, T, "/rig/region/hips/focus", "n", 0.3);
	tell(&model, T, "/rig/region/arms/focus", "n", 1.0);
	is_near(panel_model_share(&model, REGION_NECK), 0.75);
	is_near(panel_model_share(&model, REGION_HIPS), 0.25);
	is_near(panel_model_share(&model, REGION_ARMS), 0.0);
	tell(&model, T, "/rig/region/neck/reached", "n", 0.0); /* by no stroke */
	tell(&model, T, "/rig/region/hips/reached", "n", 1.0);
	is_near(panel_model_share(&model, REGION_NECK), 0.0);
	is_near(panel_model_share(&model, REGION_HIPS), 1.0);
	tell(&model, T, "/rig/region/neck/reached", "n", 1.0);
	is_near(panel_model_share(&model, REGION_NECK), 0.75);
	tell(&model, T, "/rig/region/neck/enable", "n", 0.0);
	is_near(panel_model_share(&model, REGION_NECK), 0.0);
	is_near(panel_model_share(&model, REGION_HIPS), 1.0);
	tell(&model, T, "/rig/region/hips/focus", "n", 0.0);
	is_near(panel_model_share(&model, REGION_HIPS), 0.0);
}

static void ask(double index, const char *name, const char *rule)
{
	tell(&model, T, "/rig/screening/item", "nsss", index, name, rule, "Is it so?");
}

/* Each rule x each answer; a place that is not left out is answered yes, whatever was sent. */
static void answers__refuse_by_their_rule(void **state)
{
	static const struct {
		const char *rule;
		bool refuses[ANSWER_CONSENT + 1]; /* none, no, yes, consent */
	} expected[] = {
		{"never", {false, false, true, true}},
		{"consent", {false, false, true, false}},
		{"place", {false, false, true, false}},
		{"heat", {false, false, false, false}},
		{"unheard of", {false, false, true, true}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		for (int a = ANSWER_NONE; a <= ANSWER_CONSENT; a++) {
			ask(0.0, "it", expected[i].rule);
			tell(&model, T, "/rig/screening/it", "s", answer_name((enum answer)a));
			assert_int_equal(model.questions[0].answer, a);
			assert_int_equal(panel_model_refuses(&model.questions[0]),
					 expected[i].refuses[a]);
		}
	}
}

/* What the panel says of each question is what the core's own table says. */
static void every_question__is_judged_as_the_core_judges_it(void **state)
{
	static const char *const rules[] = {"never", "consent", "place", "heat", "put_right"};

	(void)state;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		ask(item, screening_words(item)->name, rules[screening_words(item)->rule]);
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		for (int a = ANSWER_NONE; a <= ANSWER_CONSENT; a++) {
			model.questions[item].answer = (enum answer)a;
			assert_int_equal(panel_model_refuses(&model.questions[item]),
					 screening_refuses(item, (enum answer)a, false));
		}
	}
}

static void list_with_a_hole__is_asked_for_again(void **state)
{
	(void)state;
	tell(&model, T, "/rig/info", "ssssn", "knead", "0.1.0", "sim-4", "1", 1.0);
	tell(&model, T, "/rig/head/item", "nssnn", 1.0, "neck", "left", 0.0, 0.0);
	tell(&model, T, "/rig/technique/item", "nss", 0.0, "swedish", "Swedish massage");
	assert_false(panel_model_is_complete(&model));
	ask(1.0, "cancer", "consent");
	assert_false(panel_model_is_complete(&model));
	ask(0.0, "fever", "never");
	assert_true(panel_model_is_complete(&model));
}

static void limit(double head, const char *reason)
{
	char path[48];

	snprintf(path, sizeof(path), "/rig/head/%.0f/limit", head);
	tell(&model, T, path, "s", reason);
}

static void why__gathers_heads_by_reason_worst_first(void **state)
{
	char text[160];
	int entry = 0;

	(void)state;
	model.head_count = 6;
	limit(1.0, "ceiling");
	limit(2.0, "ease");
	limit(3.0, "none");
	limit(4.0, "guard");
	limit(5.0, "ease");
	tell(&model, T, "/rig/head/6/dwell", "n", 12.0);
	tell(&model, T, "/rig/head/5/dwell", "n", 12.0);
	tell(&model, T, "/rig/head/6/contact", "n", 1.0);
	tell(&model, T, "/rig/trigger/1", "nsnn", 2.0, "held", 1.9, 0.8);
	assert_true(panel_why_next(&model, &entry, text, sizeof(text)));
	assert_string_equal(text, "trigger points: 1 held");
	assert_true(panel_why_next(&model, &entry, text, sizeof(text)));
	assert_string_equal(text, "the client tensed: 4");
	assert_true(panel_why_next(&model, &entry, text, sizeof(text)));
	assert_string_equal(text, "eased by the client: 2 5");
	assert_true(panel_why_next(&model, &entry, text, sizeof(text)));
	assert_string_equal(text, "ceiling of the rig: 1");
	assert_true(panel_why_next(&model, &entry, text, sizeof(text)));
	assert_string_equal(text, "rests soon: 6 in 12 s"); /* 5 does not touch */
	assert_false(panel_why_next(&model, &entry, text, sizeof(text)));
}

static void why_of_64_heads__is_cut_and_ends(void **state)
{
	char text[40];
	int entry = 0;

	(void)state;
	model.head_count = HEADS_MAX;
	for (int n = 1; n <= HEADS_MAX; n++) {
		limit(n, "sum");
		model.heads[n - 1].contact = (struct panel_number){1.0, true};
		model.heads[n - 1].dwell_left_s = (struct panel_number){3.0, true};
	}
	assert_true(panel_why_next(&model, &entry, text, sizeof(text)));
	assert_true(strlen(text) < sizeof(text));
	assert_true(panel_why_next(&model, &entry, text, sizeof(text)));
	assert_true(strlen(text) < sizeof(text));
	assert_false(panel_why_next(&model, &entry, text, sizeof(text)));
}

static void every_reason_of_the_core__has_words(void **state)
{
	(void)state;
	for (int reason = LIMIT_NONE + 1; reason < LIMIT_REASONS; reason++) {
		char text[160];
		int entry = 0;

		memset(&model, 0, sizeof(model));
		model.head_count = 1;
		limit(1.0, limit_reason_name((enum limit_reason)reason));
		assert_true(panel_why_next(&model, &entry, text, sizeof(text)));
		assert_true(panel_words_limit(&model.heads[0]) != model.heads[0].limit.text);
	}
}

static void points__are_summed_by_what_became_of_them(void **state)
{
	char text[96];

	(void)state;
	panel_points_sum(&model, text, sizeof(text));
	assert_string_equal(text, "");
	tell(&model, T, "/rig/trigger/1", "nsnn", 2.0, "released", 1.9, 0.8);
	tell(&model, T, "/rig/trigger/2", "nsnn", 2.0, "found", 1.9, 0.8);
	tell(&model, T, "/rig/trigger/3", "nsnn", 3.0, "found", 1.9, 0.8);
	tell(&model, T, "/rig/trigger/4", "nsnn", 4.0, "given_up", 1.9, 0.8);
	tell(&model, T, "/rig/trigger/5", "nsnn", 0.0, "none", 0.0, 0.0);
	tell(&model, T, "/rig/trigger/6", "nsnn", 1e9, "found", 0.0, 0.0);
	panel_points_sum(&model, text, sizeof(text));
	assert_string_equal(text, "trigger points: 2 found, 1 released, 1 given up");
	tell(&model, T, "/rig/trigger/5", "nsnn", 5.0, "spared", 1.9, 0.8);
	panel_points_sum(&model, text, sizeof(text));
	assert_string_equal(text, "trigger points: 2 found, 1 released, 1 given up, 1 spared");
}

static void words__fit_their_columns_whatever_was_sent(void **state)
{
	static const double wild[] = {0.0, -0.04, 12.34, 99.96, 1e4, 1e5, -1e300, 1e300};
	char text[PANEL_WORD];

	(void)state;
	for (size_t i = 0; i < sizeof(wild) / sizeof(wild[0]); i++) {
		struct panel_number number = {wild[i], true};
		struct panel_pair pair = {wild[i], wild[i], true};

		panel_words_force(text, &number);
		assert_true(strlen(text) <= 4);
		panel_words_time(text, &number);
		assert_true(strlen(text) <= 7);
		panel_words_dose(text, &pair);
		assert_true(strlen(text) <= 11);
		panel_words_surface(text, &pair);
		assert_true(strlen(text) <= 9);
		panel_words_heat(text, &(struct panel_head){.surface_c = pair, .heat_min = number});
		assert_true(strlen(text) <= 9);
		panel_words_number(text, &number);
		assert_true(strlen(text) < PANEL_WORD);
	}
}

static void words__say_what_they_mean(void **state)
{
	char text[PANEL_WORD];

	(void)state;
	panel_words_time(text, &(struct panel_number){244.6, true});
	assert_string_equal(text, "4:05");
	panel_words_dose(text, &(struct panel_pair){1234.4, 123456.0, true});
	assert_string_equal(text, "1234/123k");
	panel_words_surface(text, &(struct panel_pair){40.6, 40.0, true});
	assert_string_equal(text, "41/40 C");
	panel_words_surface(text, &(struct panel_pair){38.2, 0.0, true});
	assert_string_equal(text, "38 C");
	panel_words_surface(text, &(struct panel_pair){0.0, 0.0, true});
	assert_string_equal(text, "");
	panel_words_heat(text, &(struct panel_head){.heat_min = {0.314, true},
						    .surface_c = {40.0, 40.0, true}});
	assert_string_equal(text, "0.31/10");
	panel_words_heat(text, &(struct panel_head){.heat_min = {10.04, true}});
	assert_string_equal(text, "10.0/10");
	panel_words_heat(text, &(struct panel_head){.surface_c = {22.0, 0.0, true}});
	assert_string_equal(text, "0.00/10");
	panel_words_heat(text, &(struct panel_head){.heat_min = {0.0, true}});
	assert_string_equal(text, ""); /* no heater */
	panel_words_force(text, &(struct panel_number){-0.04, true});
	assert_string_equal(text, " 0.0");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, begin_unheard)
	const struct CMUnitTest tests[] = {
		TEST(session_values__land_in_their_places),
		TEST(comfort__is_due_while_there_is_time_to_answer),
		TEST(share__counts_enabled_regions_that_have_heads),
		TEST(answers__refuse_by_their_rule),
		TEST(every_question__is_judged_as_the_core_judges_it),
		TEST(list_with_a_hole__is_asked_for_again),
		TEST(why__gathers_heads_by_reason_worst_first),
		TEST(why_of_64_heads__is_cut_and_ends),
		TEST(every_reason_of_the_core__has_words),
		TEST(points__are_summed_by_what_became_of_them),
		TEST(words__fit_their_columns_whatever_was_sent),
		TEST(words__say_what_they_mean),
	};

	return cmocka_run_group_tests_name("panel_session", tests, NULL, NULL);
}
