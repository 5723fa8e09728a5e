/*
 * The panel's keys: which message each asks for, and which it keeps to itself.
 */
#include "panel_desk.h"
#include "tool/panel_pin.h"

static int begin_heard(void **state)
{
	(void)state;
	sit_down();
	tell(&model, T, "/rig/state", "s", "idle");
	tell(&model, T, "/rig/intensity", "n", 0.3);
	tell(&model, T, "/rig/speed", "n", 1.0);
	return 0;
}

static bool press_at(int64_t t_ns, int key)
{
	return panel_keys_press(&keys, &model, t_ns, key, &message);
}

static bool press(int key)
{
	return press_at(T, key);
}

static void plain_keys__send_their_command(void **state)
{
	static const struct {
		int key;
		const char *path;
	} expected[] = {
		{'e', "/rig/ease"},     {'E', "/rig/ease"}, {'p', "/rig/pause"},
		{'P', "/rig/pause"},    {'a', "/rig/arm"},  {'g', "/rig/start"},
		{'r', "/rig/resume"},   {'k', "/rig/skip"}, {'l', "/rig/linger"},
		{'d', "/rig/released"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		assert_true(press(expected[i].key));
		assert_string_equal(message.path, expected[i].path);
		assert_string_equal(message.types, "");
	}
}

/* ---- who steers ---- */

static void wheel_on_a_bench__asks_for_nothing(void **state)
{
	(void)state;
	assert_false(press('w'));
	tell(&model, T, "/rig/owner/you", "n", 1.0);
	assert_false(press('w'));
	assert_non_null(strstr(keys.notice.text, "everybody steers"));
}

static void wheel_of_a_stranger__has_the_rig_show_a_pin(void **state)
{
	(void)state;
	tell(&model, T, "/rig/owner/you", "n", 0.0);
	assert_true(press('w'));
	assert_string_equal(message.path, "/rig/pair");
	assert_string_equal(message.types, "");
	assert_true(panel_pin_is_asked(&keys, T));
}

static void type_pin(const char *digits)
{
	for (; *digits != '\0'; digits++) {
		assert_false(press(*digits));
	}
}

static void digits_of_a_pin__pair_and_are_no_comfort(void **state)
{
	(void)state;
	tell(&model, T, "/rig/owner/you", "n", 0.0);
	tell(&model, T, "/rig/state", "s", "running");
	assert_true(press('w'));
	type_pin("99\b");
	type_pin("12345");
	assert_false(panel_pin_is_asked(&keys, T));
	assert_string_equal(keys.pin, "912345");
	assert_true(press('5')); /* and now it is again */
	assert_string_equal(message.path, "/rig/comfort");
}

static void another_key__takes_the_question_for_a_pin_back(void **state)
{
	static const int others[] = {'s', ' ', 'e', 'p', 'b', PANEL_KEY_UP, PANEL_KEY_ESCAPE};

	(void)state;
	tell(&model, T, "/rig/owner/you", "n", 0.0);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		keys.stops_left = 0;
		assert_true(press('w'));
		type_pin("123");
		(void)press(0); /* a window of another size */
		assert_true(panel_pin_is_asked(&keys, T));
		(void)press(others[i]);
		assert_false(panel_pin_is_asked(&keys, T));
		assert_string_equal(keys.typing.digits, "");
		assert_string_equal(keys.pin, "");
		assert_int_equal(keys.stops_left, i < 2 ? PANEL_STOPS : 0);
	}
}

static void pin_that_nobody_types__is_asked_for_as_long_as_it_is_shown(void **state)
{
	(void)state;
	tell(&model, T, "/rig/owner/you", "n", 0.0);
	assert_true(press('w'));
	assert_true(panel_pin_is_asked(&keys, T + 119 * S));
	assert_false(panel_pin_is_asked(&keys, T + 120 * S));
}

static void free_wheel__is_asked_for_by_a_paired_panel(void **state)
{
	(void)state;
	tell(&model, T, "/rig/owner/you", "n", 0.0);
	keys.paired = true;
	assert_true(press('w'));
	assert_string_equal(message.path, "/rig/lease/request");
	assert_string_equal(message.types, "s");
	tell(&model, T, "/rig/owner/you", "n", 1.0);
	tell(&model, T, "/rig/owner", "s", "panel");
	assert_false(press('w'));
	assert_false(press_at(T + 60 * S, 'w')); /* silent by now */
	tell(&model, T, "/rig/hb/nonce", "n", 4711.0);
	tell(&model, T, "/rig/state", "s", "running");
	assert_false(press('q'));
	assert_false(keys.quit);
	assert_non_null(strstr(keys.notice.text, "ends the session too"));
}

static void wheel_of_somebody_else__is_taken_with_a_pin_once(void **state)
{
	(void)state;
	tell(&model, T, "/rig/owner/you", "n", 0.0);
	tell(&model, T, "/rig/owner", "s", "Anna");
	keys.paired = true;
	assert_true(press('w'));
	assert_string_equal(message.path, "/rig/pair"); /* the rig shows one */
	type_pin("01234");
	assert_true(press('5'));
	assert_string_equal(message.path, "/rig/lease/take");
	assert_string_equal(message.text, "012345");
	assert_true(press('w'));
	assert_string_equal(message.path, "/rig/pair");
	snprintf(keys.pin, sizeof(keys.pin), "543210"); /* typed behind the command */
	keys.typing.until_ns = 0;
	assert_true(press('w'));
	assert_string_equal(message.path, "/rig/lease/take");
	assert_string_equal(message.text, "543210");
	assert_string_equal(keys.pin, "");
}

static void grant_and_token__are_heard(void **state)
{
	(void)state;
	tell(&model, T, "/rig/lease/grant", "nn", 4711.0, 3000.0);
	assert_int_equal(model.epoch, 4711);
	tell(&model, T, "/rig/pair/token", "s", "0123456789abcdef");
	assert_string_equal(model.token.text, "0123456789abcdef");
	assert_false(model.not_paired);
	tell(&model, T, "/rig/error", "ssssn", "not_paired", "/rig/skip", "", "", 0.0);
	assert_true(model.not_paired);
}

static void keys_without_meaning__send_nothing(void **state)
{
	(void)state;
	for (int key = PANEL_KEY_NONE; key <= PANEL_KEY_BACK_TAB + 1; key++) {
		keys.page = PANEL_BODY;
		if (key <= 0 || key > '~' || strchr("eEpPagrkld+=-<>,.", key) == NULL) {
			assert_false(press(key));
		}
	}
}

static void stop__goes_out_three_times_20_ms_apart(void **state)
{
	static const int stop_keys[] = {'s', 'S', ' '};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		int sent = 0;

		assert_false(panel_keys_stop(&keys, T));
		press(stop_keys[i]);
		for (int64_t ms = 0; ms < 100; ms++) {
			if (panel_keys_stop(&keys, T + ms * 1000000)) {
				assert_int_equal(ms, sent * 20);
				sent++;
			}
		}
		assert_int_equal(sent, 3);
		assert_int_equal(keys.stops_left, 0);
	}
}

static void silent_controller__is_only_asked_for_less(void **state)
{
	int64_t later = T + 2 * S;

	(void)state;
	for (const char *key = "agrkld+=<>,.4xR"; *key != '\0'; key++) {
		keys.notice.text[0] = '\0';
		assert_false(press_at(later, *key));
		assert_non_null(strstr(keys.notice.text, "no word from the controller"));
	}
	assert_true(press_at(later, 'e'));
	assert_true(press_at(later, 'p'));
	assert_true(press_at(later, '-'));
	press_at(later, 's');
	assert_true(panel_keys_stop(&keys, later));
}

static void intensity__moves_in_absolute_steps(void **state)
{
	(void)state;
	assert_true(press('+'));
	asks_for_number("/rig/intensity", 0.35);
	assert_true(press('+')); /* faster than the echo */
	asks_for_number("/rig/intensity", 0.40);
	assert_true(press('-'));
	asks_for_number("/rig/intensity", 0.35);
	/* what was asked is forgotten where no echo came */
	assert_true(press_at(T + S, '+'));
	asks_for_number("/rig/intensity", 0.35);
}

static void intensity__stops_at_its_ends(void **state)
{
	(void)state;
	tell(&model, T, "/rig/intensity", "n", 0.98);
	assert_true(press('+'));
	asks_for_number("/rig/intensity", 1.0);
	assert_true(press('+'));
	asks_for_number("/rig/intensity", 1.0);
	tell(&model, T, "/rig/intensity", "n", 0.0);
	assert_true(press_at(T + S, '-'));
	asks_for_number("/rig/intensity", 0.0);
}

static void speed__stops_at_its_ends(void **state)
{
	(void)state;
	assert_true(press('>'));
	asks_for_number("/rig/speed", 1.05);
	assert_true(press('<'));
	asks_for_number("/rig/speed", 1.0);
	tell(&model, T, "/rig/speed", "n", 2.0);
	assert_true(press_at(T + S, '>'));
	asks_for_number("/rig/speed", 2.0);
	tell(&model, T, "/rig/speed", "n", 0.5);
	tell(&model, T + 2 * S, "/rig/state", "s", "idle");
	assert_true(press_at(T + 2 * S, '<'));
	asks_for_number("/rig/speed", 0.5);
}

static void unheard_value__is_not_stepped(void **state)
{
	(void)state;
	memset(&model.intensity, 0, sizeof(model.intensity));
	assert_false(press('+'));
	assert_non_null(strstr(keys.notice.text, "not heard"));
}

static void digits__say_how_the_client_is_and_nothing_else(void **state)
{
	(void)state;
	tell(&model, T, "/rig/state", "s", "running");
	for (enum panel_page page = PANEL_BODY; page < PANEL_PAGES; page++) {
		keys.page = page;
		for (int comfort = 0; comfort <= 10; comfort++) {
			assert_true(press(comfort < 10 ? '0' + comfort : 'x'));
			asks_for_number("/rig/comfort", comfort);
		}
	}
}

static void digits_without_a_session__are_told_only_when_asked_for(void **state)
{
	(void)state;
	assert_false(press('4'));
	assert_non_null(strstr(keys.notice.text, "no session is on"));
	tell(&model, T, "/rig/comfort/due", "n", 12.0);
	assert_true(press('4'));
	asks_for_number("/rig/comfort", 4.0);
}

static void enter__starts_nothing(void **state)
{
	(void)state;
	tell(&model, T, "/rig/state", "s", "armed");
	for (keys.page = PANEL_BODY; keys.page < PANEL_PAGES; keys.page++) {
		assert_false(press('\n') && strcmp(message.path, "/rig/technique") != 0);
		assert_false(press('\r') && strcmp(message.path, "/rig/technique") != 0);
	}
}

static void stop_ease_pause__mean_the_same_on_every_page(void **state)
{
	(void)state;
	for (enum panel_page page = PANEL_BODY; page < PANEL_PAGES; page++) {
		keys.page = page;
		assert_true(press('e'));
		assert_string_equal(message.path, "/rig/ease");
		assert_true(press('p'));
		assert_string_equal(message.path, "/rig/pause");
		keys.stops_left = 0;
		press(page % 2 == 0 ? 's' : ' ');
		assert_int_equal(keys.stops_left, PANEL_STOPS);
		assert_int_equal(keys.page, page);
	}
}

static void start__shows_the_body(void **state)
{
	(void)state;
	keys.page = PANEL_INTAKE;
	assert_true(press('a'));
	assert_int_equal(keys.page, PANEL_INTAKE);
	assert_true(press('g'));
	assert_int_equal(keys.page, PANEL_BODY);
}

static void pages__are_turned_by_letter_and_in_turn(void **state)
{
	static const char letters[] = "bftih";

	(void)state;
	for (int page = 0; page < PANEL_PAGES; page++) {
		assert_false(press(letters[page]));
		assert_int_equal(keys.page, page);
	}
	press('\t');
	assert_int_equal(keys.page, PANEL_BODY);
	press(PANEL_KEY_BACK_TAB);
	assert_int_equal(keys.page, PANEL_HEADS);
	press('\033');
	assert_int_equal(keys.page, PANEL_BODY);
}

static void reset__needs_the_key_twice(void **state)
{
	(void)state;
	assert_false(press('R'));
	assert_string_equal(keys.notice.text, "R again within 3 s resets the fault");
	assert_true(press_at(T + S, 'R'));
	assert_string_equal(message.path, "/rig/fault/reset");
	/* and twice again for another */
	assert_false(press_at(T + S, 'R'));
}

static void reset__is_forgotten_after_another_key_or_3_s(void **state)
{
	(void)state;
	assert_false(press('R'));
	assert_true(press('e'));
	assert_false(press('R'));
	tell(&model, T + 4 * S, "/rig/state", "s", "fault");
	assert_false(press_at(T + 4 * S, 'R'));
	assert_true(press_at(T + 4 * S, 'R'));
}

static void quit_when_idle__is_at_once(void **state)
{
	(void)state;
	assert_false(press('q'));
	assert_true(keys.quit);
}

static void quit_in_a_session__asks_once(void **state)
{
	static const char *const states[] = {"armed", "running", "paused", "releasing"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		memset(&keys, 0, sizeof(keys));
		tell(&model, T, "/rig/state", "s", states[i]);
		press('q');
		assert_false(keys.quit);
		assert_string_equal(keys.notice.text,
				    "q again leaves the session running, s stops it");
		press('e'); /* takes it back */
		press('q');
		assert_false(keys.quit);
		press('q');
		assert_true(keys.quit);
	}
}

static void quit_of_an_owner__says_what_it_ends(void **state)
{
	(void)state;
	keys.owner = true;
	tell(&model, T, "/rig/state", "s", "running");
	press('q');
	assert_string_equal(keys.notice.text, "q again ends the controller, s stops the session");
}

static void scroll__never_goes_above_the_top(void **state)
{
	(void)state;
	press(PANEL_KEY_DOWN);
	press(PANEL_KEY_DOWN);
	assert_int_equal(keys.line[PANEL_BODY], 2);
	for (int i = 0; i < 4; i++) {
		press(PANEL_KEY_UP);
	}
	assert_int_equal(keys.line[PANEL_BODY], 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup(f, begin_heard)
	const struct CMUnitTest tests[] = {
		TEST(plain_keys__send_their_command),
		TEST(keys_without_meaning__send_nothing),
		TEST(grant_and_token__are_heard),
		TEST(wheel_of_somebody_else__is_taken_with_a_pin_once),
		TEST(free_wheel__is_asked_for_by_a_paired_panel),
		TEST(wheel_of_a_stranger__has_the_rig_show_a_pin),
		TEST(wheel_on_a_bench__asks_for_nothing),
		TEST(digits_of_a_pin__pair_and_are_no_comfort),
		TEST(another_key__takes_the_question_for_a_pin_back),
		TEST(pin_that_nobody_types__is_asked_for_as_long_as_it_is_shown),
		TEST(stop__goes_out_three_times_20_ms_apart),
		TEST(silent_controller__is_only_asked_for_less),
		TEST(intensity__moves_in_absolute_steps),
		TEST(intensity__stops_at_its_ends),
		TEST(speed__stops_at_its_ends),
		TEST(unheard_value__is_not_stepped),
		TEST(digits__say_how_the_client_is_and_nothing_else),
		TEST(digits_without_a_session__are_told_only_when_asked_for),
		TEST(enter__starts_nothing),
		TEST(stop_ease_pause__mean_the_same_on_every_page),
		TEST(start__shows_the_body),
		TEST(pages__are_turned_by_letter_and_in_turn),
		TEST(reset__needs_the_key_twice),
		TEST(reset__is_forgotten_after_another_key_or_3_s),
		TEST(quit_when_idle__is_at_once),
		TEST(quit_in_a_session__asks_once),
		TEST(quit_of_an_owner__says_what_it_ends),
		TEST(scroll__never_goes_above_the_top),
	};

	return cmocka_run_group_tests_name("panel_keys", tests, NULL, NULL);
}
