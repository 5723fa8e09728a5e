/*
 * The panel's model: what it takes from which message, and what it does not believe.
 */
#include "panel_messages.h"
#include "tool/panel_body.h"

#include <math.h>

static void is_near(const struct panel_number *number, double expected)
{
	assert_true(number->known);
	assert_true(fabs(number->value - expected) < 1e-9);
}

static void unheard__is_neither_fresh_nor_complete(void **state)
{
	(void)state;
	assert_false(panel_model_is_fresh(&model, 0));
	assert_false(panel_model_is_fresh(&model, T));
	assert_false(panel_model_is_complete(&model));
	assert_false(panel_model_in_session(&model));
}

static void slow_values__land_in_their_places(void **state)
{
	(void)state;
	tell(&model, T, "/rig/state", "s", "running");
	tell(&model, T, "/rig/state/reason", "s", "started by a person");
	tell(&model, T, "/rig/state/step", "ss", "effleurage", "lower_back");
	tell(&model, T, "/rig/technique", "s", "swedish");
	tell(&model, T, "/rig/intensity", "n", 0.5);
	tell(&model, T, "/rig/intensity/actual", "n", 0.4);
	tell(&model, T, "/rig/speed", "n", 1.2);
	tell(&model, T, "/rig/speed/actual", "n", 1.1);
	tell(&model, T, "/rig/remaining", "n", 600.0);
	tell(&model, T, "/rig/region/hips/enable", "n", 0.0);
	assert_true(panel_model_in_state(&model, "running"));
	assert_string_equal(model.reason.text, "started by a person");
	assert_string_equal(model.stroke.text, "effleurage");
	assert_string_equal(model.region.text, "lower_back");
	assert_string_equal(model.technique.text, "swedish");
	is_near(&model.intensity, 0.5);
	is_near(&model.intensity_actual, 0.4);
	is_near(&model.speed, 1.2);
	is_near(&model.speed_actual, 1.1);
	is_near(&model.remaining_s, 600.0);
	is_near(&model.regions[REGION_HIPS].enabled, 0.0);
	assert_false(model.regions[REGION_NECK].enabled.known);
}

static void head_values__land_at_their_head(void **state)
{
	(void)state;
	tell(&model, T, "/rig/head/1/force", "n", 11.0);
	tell(&model, T, "/rig/head/64/target", "n", 12.0);
	tell(&model, T, "/rig/head/2/ceiling", "n", 80.0);
	tell(&model, T, "/rig/head/2/contact", "n", 1.0);
	is_near(&model.heads[0].force_n, 11.0);
	is_near(&model.heads[63].target_n, 12.0);
	is_near(&model.heads[1].ceiling_n, 80.0);
	is_near(&model.heads[1].contact, 1.0);
	assert_false(model.heads[1].force_n.known);
}

static void heads_that_cannot_be__change_nothing(void **state)
{
	static const char *const paths[] = {
		"/rig/head/0/force",  "/rig/head/65/force",
		"/rig/head/-1/force", "/rig/head/99999999999999999999/force",
		"/rig/head//force",   "/rig/head/1",
		"/rig/head/1/taste",  "/rig/head/1x/force",
	};
	static const struct panel_model nothing;

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		tell(&model, T, paths[i], "n", 5.0);
		assert_memory_equal(&model, &nothing, sizeof(model));
	}
	tell(&model, T, "/rig/head/item", "nssnn", 0.0, "neck", "left", 0.0, 0.0);
	tell(&model, T, "/rig/head/item", "nssnn", HEADS_MAX + 1.0, "neck", "left", 0.0, 0.0);
	tell(&model, T, "/rig/technique/item", "nss", -1.0, "a", "b");
	tell(&model, T, "/rig/technique/item", "nss", (double)TECHNIQUES_MAX, "a", "b");
	tell(&model, T, "/rig/technique/unfit", "nss", -1.0, "a", "b");
	tell(&model, T, "/rig/technique/unfit", "nss", (double)TECHNIQUES_MAX, "a", "b");
	tell(&model, T, "/rig/screening/item", "nsss", -1.0, "a", "b", "c");
	tell(&model, T, "/rig/screening/item", "nsss", (double)SCREENING_ITEMS, "a", "b", "c");
	tell(&model, T, "/rig/hand/0", "nnn", 1.0, 1.0, 1.0);
	tell(&model, T, "/rig/hand/5", "nnn", 1.0, 1.0, 1.0);
	tell(&model, T, "/rig/hand/1/x", "nnn", 1.0, 1.0, 1.0);
	tell(&model, T, "/rig/trigger/17", "nsnn", 1.0, "found", 1.0, 1.0);
	tell(&model, T, "/rig/trigger/count", "nnn", 1.0, 1.0, 1.0);
	tell(&model, T, "/rig/screening/fever", "s", "yes");
	assert_memory_equal(&model, &nothing, sizeof(model));
}

static void wrong_types_and_infinities__change_nothing(void **state)
{
	static const struct panel_model nothing;

	(void)state;
	tell(&model, T, "/rig/state", "n", 1.0);
	tell(&model, T, "/rig/state", "ss", "running", "running");
	tell(&model, T, "/rig/intensity", "s", "much");
	tell(&model, T, "/rig/intensity", "");
	tell(&model, T, "/rig/intensity", "n", (double)NAN);
	tell(&model, T, "/rig/head/1/force", "n", (double)INFINITY);
	tell(&model, T, "/rig/region/nose/enable", "n", 1.0);
	tell(&model, T, "/rig/info", "ssss", "knead", "0", "rig", "1");
	tell(&model, T, "/nobody/knows", "n", 1.0);
	assert_memory_equal(&model, &nothing, sizeof(model));
}

static void control_characters__never_reach_the_terminal(void **state)
{
	(void)state;
	tell(&model, T, "/rig/state/reason", "s", "a\033[2Jb\x9b\x7f\nc");
	assert_string_equal(model.reason.text, "a?[2Jb???c");
}

static void silence_of_1500_ms__is_not_fresh(void **state)
{
	(void)state;
	tell(&model, T, "/rig/head/1/force", "n", 1.0);
	assert_true(panel_model_is_fresh(&model, T));
	assert_true(panel_model_is_fresh(&model, T + 1500000000LL));
	assert_false(panel_model_is_fresh(&model, T + 1500000001LL));
	tell(&model, T + 9 * S, "/rig/state", "s", "idle");
	assert_true(panel_model_is_fresh(&model, T + 9 * S));
}

static void answers_alone__are_no_word_of_the_rig(void **state)
{
	(void)state;
	tell(&model, T, "/rig/pong", "nn", 1.0, 2.0);
	tell(&model, T, "/rig/info", "ssssn", "knead", "0.1.0", "sim-16", "1", 16.0);
	tell(&model, T, "/rig/technique/item", "nss", 0.0, "swedish", "Swedish massage");
	tell(&model, T, "/rig/error", "ssssn", "full", "/rig/subscribe", "8 already", "", 0.0);
	assert_false(panel_model_is_fresh(&model, T));
}

static void refusal__is_told_in_words(void **state)
{
	(void)state;
	tell(&model, T, "/rig/error", "ssssn", "not_armed", "/rig/start", "arm first", "", 0.0);
	assert_string_equal(model.refusal.text, "start refused: arm first; a arms");
	assert_true(model.refusal.t_ns == T);
	tell(&model, T, "/rig/error", "ssssn", "busy", "/rig/refresh", "", "", 0.0);
	assert_string_equal(model.refusal.text,
			    "refresh refused: the controller is busy; once more");
}

static void refusal__never_steers_the_terminal_and_always_ends(void **state)
{
	char detail[400];

	(void)state;
	memset(detail, 'x', sizeof(detail) - 1);
	detail[sizeof(detail) - 1] = '\0';
	detail[0] = '\033';
	tell(&model, T, "/rig/error", "ssssn", "locked", "/rig/client/height", detail, "", 0.0);
	assert_non_null(strstr(model.refusal.text, "client height refused: ?xxx"));
	assert_true(strlen(model.refusal.text) < sizeof(model.refusal.text));
	tell(&model, T, "/rig/error", "ssssn", "strange_news", "/rig/\033[2J", "", "", 0.0);
	assert_string_equal(model.refusal.text, "?[2J refused: strange_news");
}

static void controller_without_places_and_questions__is_complete_without_them(void **state)
{
	(void)state;
	tell(&model, T, "/rig/info", "ssssn", "knead", "0.1.0", "sim-4", "1", 4.0);
	tell(&model, T, "/rig/technique/item", "nss", 0.0, "swedish", "Swedish massage");
	assert_false(panel_model_is_complete(&model));
	tell(&model, T, "/rig/error", "ssssn", "unknown_address", "/rig/head/list", "", "", 0.0);
	assert_false(panel_model_is_complete(&model));
	tell(&model, T, "/rig/error", "ssssn", "unknown_address", "/rig/screening/list", "", "",
	     0.0);
	assert_true(panel_model_is_complete(&model));
	assert_true(model.refusal.t_ns == 0);
}

static void another_rig__begins_from_nothing(void **state)
{
	(void)state;
	tell(&model, T, "/rig/info", "ssssn", "knead", "0.1.0", "sim-16", "1", 16.0);
	tell(&model, T, "/rig/head/3/force", "n", 30.0);
	tell(&model, T, "/rig/info", "ssssn", "knead", "0.1.0", "sim-16", "1", 16.0);
	assert_true(model.heads[2].force_n.known);
	tell(&model, T, "/rig/info", "ssssn", "knead", "0.1.0", "sim-4", "1", 4.0);
	assert_false(model.heads[2].force_n.known);
	assert_int_equal(model.head_count, 4);
	assert_true(model.peak_n < 1.0);
	tell(&model, T, "/rig/info", "ssssn", "knead", "0.1.0", "sim-4", "1", 1e9);
	assert_int_equal(model.head_count, 0);
}

static void peak__is_kept_until_armed_again(void **state)
{
	(void)state;
	tell(&model, T, "/rig/head/1/force", "n", 22.0);
	tell(&model, T, "/rig/head/2/target", "n", 31.0);
	tell(&model, T, "/rig/head/2/target", "n", 3.0);
	assert_true(fabs(model.peak_n - 31.0) < 1e-9);
	tell(&model, T, "/rig/state", "s", "armed");
	assert_true(model.peak_n < 1e-9);
	tell(&model, T, "/rig/head/2/target", "n", 4.0);
	tell(&model, T, "/rig/state", "s", "armed");
	assert_true(fabs(model.peak_n - 4.0) < 1e-9);
}

static void technique__is_called_by_its_title(void **state)
{
	(void)state;
	tell(&model, T, "/rig/technique/item", "nss", 0.0, "swedish", "Swedish massage");
	tell(&model, T, "/rig/technique/item", "nss", 1.0, "shiatsu", "Shiatsu");
	tell(&model, T, "/rig/technique", "s", "shiatsu");
	assert_string_equal(panel_model_technique_title(&model), "Shiatsu");
	assert_true(panel_model_is_technique(&model, 1));
	assert_false(panel_model_is_technique(&model, 0));
	assert_false(panel_model_is_technique(&model, -1));
	assert_false(panel_model_is_technique(&model, 2));
	tell(&model, T, "/rig/technique", "s", "unlisted");
	assert_string_equal(panel_model_technique_title(&model), "unlisted");
}

static void technique_that_fits_again__loses_its_reason(void **state)
{
	(void)state;
	tell(&model, T, "/rig/technique/item", "nss", 0.0, "hot_stone", "Hot stone");
	tell(&model, T, "/rig/technique/unfit", "nss", 0.0, "hot_stone", "needs a heater");
	assert_string_equal(model.techniques[0].unfit.text, "needs a heater");
	tell(&model, T, "/rig/technique/item", "nss", 0.0, "hot_stone", "Hot stone");
	assert_string_equal(model.techniques[0].unfit.text, "");
}

static void place(int head, const char *region, const char *side, double x_m)
{
	tell(&model, T, "/rig/head/item", "nssnn", (double)head, region, side, x_m, 0.0);
}

static void body__lies_from_neck_to_calves(void **state)
{
	struct panel_row rows[HEADS_MAX];

	(void)state;
	model.head_count = 5;
	place(1, "legs", "right", 1.18);
	place(2, "neck", "left", -0.05);
	place(3, "legs", "left", 1.18);
	place(4, "hips", "right", 0.57);
	place(5, "neck", "right", -0.04);
	assert_true(panel_model_has_places(&model));
	assert_int_equal(panel_body_arrange(&model, rows), 3);
	assert_int_equal(rows[0].left, 1);
	assert_int_equal(rows[0].right, 4);
	assert_int_equal(rows[1].left, PANEL_NO_HEAD);
	assert_int_equal(rows[1].right, 3);
	assert_int_equal(rows[2].left, 2);
	assert_int_equal(rows[2].right, 0);
}

static void crowded_side__takes_another_row(void **state)
{
	struct panel_row rows[HEADS_MAX];

	(void)state;
	model.head_count = HEADS_MAX;
	for (int i = 1; i <= HEADS_MAX; i++) {
		place(i, "hips", "left", 0.5);
	}
	assert_int_equal(panel_body_arrange(&model, rows), HEADS_MAX);
	assert_int_equal(rows[0].left, 0);
	assert_int_equal(rows[HEADS_MAX - 1].left, HEADS_MAX - 1);
	assert_int_equal(rows[HEADS_MAX - 1].right, PANEL_NO_HEAD);
}

static void body_without_places__pairs_by_number(void **state)
{
	struct panel_row rows[HEADS_MAX];

	(void)state;
	assert_int_equal(panel_body_arrange(&model, rows), 0);
	model.head_count = 3;
	place(1, "legs", "right", 1.18);
	assert_false(panel_model_has_places(&model));
	assert_int_equal(panel_body_arrange(&model, rows), 2);
	assert_int_equal(rows[0].left, 0);
	assert_int_equal(rows[0].right, 1);
	assert_int_equal(rows[1].left, 2);
	assert_int_equal(rows[1].right, PANEL_NO_HEAD);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, begin_unheard)
	const struct CMUnitTest tests[] = {
		TEST(unheard__is_neither_fresh_nor_complete),
		TEST(slow_values__land_in_their_places),
		TEST(head_values__land_at_their_head),
		TEST(heads_that_cannot_be__change_nothing),
		TEST(wrong_types_and_infinities__change_nothing),
		TEST(control_characters__never_reach_the_terminal),
		TEST(silence_of_1500_ms__is_not_fresh),
		TEST(answers_alone__are_no_word_of_the_rig),
		TEST(refusal__is_told_in_words),
		TEST(refusal__never_steers_the_terminal_and_always_ends),
		TEST(controller_without_places_and_questions__is_complete_without_them),
		TEST(another_rig__begins_from_nothing),
		TEST(peak__is_kept_until_armed_again),
		TEST(technique__is_called_by_its_title),
		TEST(technique_that_fits_again__loses_its_reason),
		TEST(body__lies_from_neck_to_calves),
		TEST(crowded_side__takes_another_row),
		TEST(body_without_places__pairs_by_number),
	};

	return cmocka_run_group_tests_name("panel_model", tests, NULL, NULL);
}
