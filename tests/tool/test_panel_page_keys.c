/*
 * The panel's keys that belong to one page: focus, techniques, the intake with its questions.
 */
#include "panel_desk.h"
#include "tool/panel_page_keys.h"

#define READS (800 * (S / 1000)) /* what reading a question out takes at least, and some */

static int begin_heard(void **state)
{
	(void)state;
	sit_down();
	tell(&model, T, "/rig/technique/item", "nss", 0.0, "swedish", "Swedish massage");
	tell(&model, T, "/rig/technique/item", "nss", 1.0, "shiatsu", "Shiatsu");
	tell(&model, T, "/rig/technique", "s", "shiatsu");
	tell(&model, T, "/rig/screening/item", "nsss", 0.0, "fever", "never", "A fever?");
	tell(&model, T, "/rig/screening/item", "nsss", 1.0, "cancer", "consent", "Cancer?");
	tell(&model, T, "/rig/screening/item", "nsss", 2.0, "wound", "place", "A wound?");
	tell(&model, T, "/rig/region/neck/focus", "n", 0.5);
	tell(&model, T, "/rig/region/neck/enable", "n", 1.0);
	tell(&model, T, "/rig/balance", "n", 0.0);
	tell(&model, T, "/rig/focus/xy", "nn", 0.5, 0.3);
	tell(&model, T, "/rig/duration", "n", 1200.0);
	tell(&model, T, "/rig/ceiling", "n", 80.0);
	tell(&model, T, "/rig/client/height", "n", 1.75);
	return 0;
}

static bool press_at(int64_t t_ns, int key)
{
	tell(&model, t_ns, "/rig/state", "s", "idle");
	return panel_page_keys_press(&keys, &model, t_ns, key, &message);
}

static bool press(int key)
{
	return press_at(T, key);
}

static void turn_to(enum panel_page page)
{
	keys.page = page;
	panel_page_keys_enter(&keys, &model);
}

static void asks_for_text(const char *path, const char *text)
{
	assert_string_equal(message.path, path);
	assert_string_equal(message.types, "s");
	assert_string_equal(message.text, text);
}

static void focus__moves_in_absolute_steps_to_its_ends(void **state)
{
	(void)state;
	turn_to(PANEL_FOCUS);
	assert_true(press(PANEL_KEY_RIGHT));
	asks_for_number("/rig/region/neck/focus", 0.6);
	assert_true(press(PANEL_KEY_RIGHT));
	asks_for_number("/rig/region/neck/focus", 0.7);
	for (int i = 0; i < 12; i++) {
		assert_true(press(PANEL_KEY_LEFT));
	}
	asks_for_number("/rig/region/neck/focus", 0.0);
	for (int i = 0; i < 12; i++) {
		assert_true(press(PANEL_KEY_RIGHT));
	}
	asks_for_number("/rig/region/neck/focus", 1.0);
}

static void focus_nobody_told__is_not_moved(void **state)
{
	(void)state;
	turn_to(PANEL_FOCUS);
	press(PANEL_KEY_DOWN); /* shoulders */
	assert_false(press(PANEL_KEY_RIGHT));
	assert_non_null(strstr(keys.notice.text, "not heard"));
	assert_false(press('o'));
	assert_non_null(strstr(keys.notice.text, "not heard"));
}

static void region__is_left_out_and_taken_in(void **state)
{
	(void)state;
	turn_to(PANEL_FOCUS);
	assert_true(press('o'));
	asks_for_number("/rig/region/neck/enable", 0.0);
	tell(&model, T, "/rig/region/neck/enable", "n", 0.0);
	assert_true(press('o'));
	asks_for_number("/rig/region/neck/enable", 1.0);
	turn_to(PANEL_BODY);
	assert_false(press('o'));
}

static void go_down_to(int line)
{
	while (keys.line[PANEL_FOCUS] < line) {
		const int before = keys.line[PANEL_FOCUS];

		press(PANEL_KEY_DOWN);
		assert_int_equal(keys.line[PANEL_FOCUS], before + 1);
	}
}

static void balance__is_the_line_below_the_regions(void **state)
{
	(void)state;
	turn_to(PANEL_FOCUS);
	go_down_to(PANEL_BALANCE_LINE);
	assert_true(press(PANEL_KEY_LEFT));
	asks_for_number("/rig/balance", -0.1);
	assert_false(press('o'));
	for (int i = 0; i < 20; i++) {
		press(PANEL_KEY_LEFT);
	}
	asks_for_number("/rig/balance", -1.0);
	for (int i = 0; i < 20; i++) {
		press(PANEL_KEY_UP);
	}
	assert_int_equal(keys.line[PANEL_FOCUS], 0);
}

static void length__is_turned_by_minutes_up_to_an_hour(void **state)
{
	(void)state;
	turn_to(PANEL_FOCUS);
	go_down_to(PANEL_LENGTH_LINE);
	assert_true(press(PANEL_KEY_RIGHT));
	asks_for_number("/rig/duration", 1260.0);
	assert_non_null(strstr(keys.notice.text, "21 min"));
	for (int i = 0; i < 60; i++) {
		assert_true(press(PANEL_KEY_RIGHT));
	}
	asks_for_number("/rig/duration", SESSION_MAX_S);
	for (int i = 0; i < 80; i++) {
		assert_true(press(PANEL_KEY_LEFT));
	}
	asks_for_number("/rig/duration", SESSION_MIN_S);
	assert_false(press('o'));
}

static void the_most_any_head_may_press__is_the_last_line(void **state)
{
	(void)state;
	turn_to(PANEL_FOCUS);
	go_down_to(PANEL_MOST_LINE);
	press(PANEL_KEY_DOWN);
	assert_int_equal(keys.line[PANEL_FOCUS], PANEL_MOST_LINE);
	assert_true(press(PANEL_KEY_LEFT));
	asks_for_number("/rig/ceiling", 75.0);
	for (int i = 0; i < 20; i++) {
		assert_true(press(PANEL_KEY_LEFT));
	}
	asks_for_number("/rig/ceiling", 0.0);
	for (int i = 0; i < 20; i++) {
		assert_true(press(PANEL_KEY_RIGHT));
	}
	asks_for_number("/rig/ceiling", CEILING_MAX_N);
}

static void pad__goes_toward_head_and_foot_and_leaves_the_sides(void **state)
{
	(void)state;
	turn_to(PANEL_BODY);
	assert_false(press('['));
	turn_to(PANEL_FOCUS);
	assert_true(press('['));
	assert_string_equal(message.path, "/rig/focus/xy");
	assert_string_equal(message.types, "ff");
	assert_true(fabs(message.number - 0.4) < 1e-9);
	assert_true(fabs(message.second - 0.3) < 1e-9);
	for (int i = 0; i < 12; i++) {
		assert_true(press(']'));
	}
	assert_true(fabs(message.number - 1.0) < 1e-9);
}

static void technique__is_chosen_from_the_one_in_use(void **state)
{
	(void)state;
	turn_to(PANEL_TECHNIQUE);
	assert_int_equal(keys.line[PANEL_TECHNIQUE], 1);
	press(PANEL_KEY_DOWN);
	assert_int_equal(keys.line[PANEL_TECHNIQUE], 1);
	press(PANEL_KEY_UP);
	assert_true(press('\n'));
	asks_for_text("/rig/technique", "swedish");
	assert_true(press('\r'));
	asks_for_text("/rig/technique", "swedish");
}

static void technique_of_an_empty_list__is_not_asked_for(void **state)
{
	(void)state;
	memset(&model, 0, sizeof(model));
	turn_to(PANEL_TECHNIQUE);
	press(PANEL_KEY_DOWN);
	assert_false(press('\n'));
	assert_int_equal(keys.line[PANEL_TECHNIQUE], 0);
}

static void height__is_moved_on_its_own_line_only(void **state)
{
	(void)state;
	turn_to(PANEL_INTAKE);
	assert_true(press(PANEL_KEY_RIGHT));
	asks_for_number("/rig/client/height", 1.76);
	press(PANEL_KEY_DOWN);
	assert_false(press(PANEL_KEY_RIGHT));
}

static void height_that_is_right__is_told_by_yes(void **state)
{
	(void)state;
	turn_to(PANEL_INTAKE);
	assert_false(press('n'));
	assert_int_equal(keys.line[PANEL_INTAKE], PANEL_HEIGHT_LINE);
	assert_true(press_at(T + READS, 'y'));
	asks_for_number("/rig/client/height", 1.75);
	assert_int_equal(keys.line[PANEL_INTAKE], PANEL_PLACED_LINE);
}

static void placed__takes_yes_and_no(void **state)
{
	(void)state;
	turn_to(PANEL_INTAKE);
	press(PANEL_KEY_DOWN);
	assert_true(press('n'));
	asks_for_number("/rig/client/placed", 0.0);
	assert_false(press_at(T + READS, 'c'));
	assert_true(press_at(T + 2 * READS, 'y'));
	asks_for_number("/rig/client/placed", 1.0);
	assert_int_equal(keys.line[PANEL_INTAKE], PANEL_QUESTION_LINE);
}

static void questions__are_walked_through_by_their_answers(void **state)
{
	(void)state;
	turn_to(PANEL_INTAKE);
	keys.line[PANEL_INTAKE] = PANEL_QUESTION_LINE;
	assert_true(press('n'));
	asks_for_text("/rig/screening/fever", "no");
	assert_true(press_at(T + READS, 'c'));
	asks_for_text("/rig/screening/cancer", "consent");
	assert_true(press_at(T + 2 * READS, 'y'));
	asks_for_text("/rig/screening/wound", "yes");
	/* the last one stays: no answer goes to nobody's question */
	assert_int_equal(keys.line[PANEL_INTAKE], PANEL_QUESTION_LINE + 2);
}

static void answers_on_other_pages__are_none(void **state)
{
	(void)state;
	for (enum panel_page page = PANEL_BODY; page < PANEL_PAGES; page++) {
		keys.page = page;
		keys.line[PANEL_INTAKE] = PANEL_QUESTION_LINE;
		for (const char *key = "ync"; *key != '\0' && page != PANEL_INTAKE; key++) {
			assert_false(press(*key));
		}
	}
}

static void key_held_down__answers_one_question(void **state)
{
	int answers = 0;

	(void)state;
	turn_to(PANEL_INTAKE);
	keys.line[PANEL_INTAKE] = PANEL_QUESTION_LINE;
	answers += press_at(T, 'n');
	for (int i = 0; i < 200; i++) { /* a keyboard's pause, then thirty a second */
		answers += press_at(T + 500 * (S / 1000) + i * (S / 30), 'n');
	}
	assert_int_equal(answers, 1);
	assert_non_null(strstr(keys.notice.text, "too fast"));
}

static void silent_controller__is_told_no_answer(void **state)
{
	(void)state;
	turn_to(PANEL_INTAKE);
	keys.line[PANEL_INTAKE] = PANEL_QUESTION_LINE;
	assert_false(panel_page_keys_press(&keys, &model, T + 2 * S, 'n', &message));
	assert_non_null(strstr(keys.notice.text, "no word"));
	assert_int_equal(keys.line[PANEL_INTAKE], PANEL_QUESTION_LINE);
	for (enum panel_page page = PANEL_FOCUS; page <= PANEL_TECHNIQUE; page++) {
		turn_to(page);
		for (const char *key = "o\n"; *key != '\0'; key++) {
			assert_false(
				panel_page_keys_press(&keys, &model, T + 2 * S, *key, &message));
		}
		assert_false(
			panel_page_keys_press(&keys, &model, T + 2 * S, PANEL_KEY_RIGHT, &message));
	}
}

static void coming_back__finds_the_first_open_question(void **state)
{
	(void)state;
	turn_to(PANEL_INTAKE);
	assert_int_equal(keys.line[PANEL_INTAKE], PANEL_HEIGHT_LINE);
	keys.line[PANEL_INTAKE] = PANEL_QUESTION_LINE;
	tell(&model, T, "/rig/screening/fever", "s", "no");
	turn_to(PANEL_INTAKE);
	assert_int_equal(keys.line[PANEL_INTAKE], PANEL_QUESTION_LINE + 1);
	tell(&model, T, "/rig/screening/cancer", "s", "no");
	tell(&model, T, "/rig/screening/wound", "s", "no");
	turn_to(PANEL_INTAKE);
	assert_int_equal(keys.line[PANEL_INTAKE], PANEL_QUESTION_LINE + 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, begin_heard)
	const struct CMUnitTest tests[] = {
		TEST(focus__moves_in_absolute_steps_to_its_ends),
		TEST(focus_nobody_told__is_not_moved),
		TEST(region__is_left_out_and_taken_in),
		TEST(balance__is_the_line_below_the_regions),
		TEST(length__is_turned_by_minutes_up_to_an_hour),
		TEST(the_most_any_head_may_press__is_the_last_line),
		TEST(pad__goes_toward_head_and_foot_and_leaves_the_sides),
		TEST(technique__is_chosen_from_the_one_in_use),
		TEST(technique_of_an_empty_list__is_not_asked_for),
		TEST(height__is_moved_on_its_own_line_only),
		TEST(height_that_is_right__is_told_by_yes),
		TEST(placed__takes_yes_and_no),
		TEST(questions__are_walked_through_by_their_answers),
		TEST(answers_on_other_pages__are_none),
		TEST(key_held_down__answers_one_question),
		TEST(silent_controller__is_told_no_answer),
		TEST(coming_back__finds_the_first_open_question),
	};

	return cmocka_run_group_tests_name("panel_page_keys", tests, NULL, NULL);
}
