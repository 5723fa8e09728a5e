/* test_screening_edges.c - which regions are left out, which answers run out, and every item of them. */
#include "core/safety/screening.h"

#include "core/bench_rig.h"

static struct rig rig;
static struct screening screening;
static struct command command;
static int64_t t_ns;

static int set_up(void **state)
{
	(void)state;
	bench_rig(&rig, 10);
	rig.control = CONTROL_RIG;
	screening_init(&screening, &rig);
	command_init(&command);
	t_ns = 1000 * S_NS;
	return 0;
}

static void tick(bool at_rest)
{
	t_ns += MS_NS;
	screening_step(&screening, &command, at_rest, t_ns);
}

static void say_to_all(enum answer answer)
{
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		command.screening[item] = answer;
		command.screening_answers[item]++;
	}
}

static void the_only_head__reaches_its_region(void **state)
{
	(void)state;
	rig.head_count = 1;
	screening_init(&screening, &rig);
	assert_int_equal(screening.reached, 1u << rig.heads[0].region);
}

static void every_region_left_out__is_left_out_alone(void **state)
{
	(void)state;
	tick(true);
	assert_int_equal(screening.left_out, 0);
	for (int r = REGION_NONE + 1; r < REGION_COUNT; r++) {
		command.enabled[r] = false;
		tick(true);
		assert_int_equal(screening.left_out, 1u << r);
		command.enabled[r] = true;
	}
}

/* A tablet's counter that began anew: another answer, whatever its number. */
static void an_answer_counted_backwards__is_an_answer(void **state)
{
	(void)state;
	say_to_all(ANSWER_NO);
	tick(true);
	assert_true(screening.clear);
	command.screening[SCREEN_FEVER] = ANSWER_YES;
	command.screening_answers[SCREEN_FEVER] = 0;
	tick(true);
	assert_false(screening.clear);
	assert_int_equal(screening.answers[SCREEN_FEVER], ANSWER_YES);
}

/* Each item in its turn, the last one as the first. */
static void every_answer__runs_out(void **state)
{
	(void)state;
	say_to_all(ANSWER_NO);
	tick(true);
	t_ns += (int64_t)(2.0 * ANSWERS_LAST_S) * S_NS;
	for (int k = 0; k < SCREENING_ITEMS; k++) {
		tick(true);
		assert_in_range(screening.turn, 0, SCREENING_ITEMS - 1);
	}
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		assert_int_equal(screening.answers[item], ANSWER_NONE);
	}
}

static void what_is_forgotten__is_no_answer(void **state)
{
	(void)state;
	say_to_all(ANSWER_NO);
	tick(true);
	screening_forget(&screening);
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		assert_int_equal(screening.answers[item], ANSWER_NONE);
	}
	assert_false(screening.clear);
}

/* Legs left out before a restart and ever since: what else is left out does not end the consent. */
static void a_consent_remembered__holds_as_long_as_its_place_is_left_out(void **state)
{
	(void)state;
	command.enabled[REGION_LEGS] = false;
	tick(true);
	screening_recall(&screening, SCREEN_VARICOSE_VEINS, ANSWER_CONSENT, t_ns);
	command.enabled[REGION_NECK] = false;
	tick(true);
	assert_int_equal(screening.answers[SCREEN_VARICOSE_VEINS], ANSWER_CONSENT);
	command.enabled[REGION_LEGS] = true;
	tick(true);
	assert_int_equal(screening.answers[SCREEN_VARICOSE_VEINS], ANSWER_YES);
}

/* What lies behind the items in memory is of something else. */
static void nothing_beyond_the_last_item__is_touched(void **state)
{
	(void)state;
	say_to_all(ANSWER_NO);
	command.screening[0] = ANSWER_CONSENT;
	tick(true);
	assert_int_equal(screening.answers[0], ANSWER_CONSENT);
	assert_int_equal(screening.since[0], 0);
	command.enabled[REGION_LEGS] = false;
	tick(true);
	say_to_all(ANSWER_NO);
	command.screening[0] = ANSWER_YES;
	tick(true);
	command.enabled[REGION_LEGS] = true;
	tick(true);
	assert_int_equal(screening.answers[0], ANSWER_YES);
	assert_int_equal(screening.since[0], 0);
	assert_true(screening.t_ns[0] == t_ns - MS_NS);
}

/* An answer to another question brings no forgotten one back. */
static void what_was_forgotten__is_to_be_answered_by_itself(void **state)
{
	(void)state;
	say_to_all(ANSWER_NO);
	tick(true);
	screening_forget(&screening);
	command.screening_answers[SCREEN_VARICOSE_VEINS]++;
	tick(true);
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		assert_int_equal(screening.answers[item],
				 item == SCREEN_VARICOSE_VEINS ? ANSWER_NO : ANSWER_NONE);
	}
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_only_head__reaches_its_region),
		TEST(every_region_left_out__is_left_out_alone),
		TEST(an_answer_counted_backwards__is_an_answer),
		TEST(every_answer__runs_out),
		TEST(what_is_forgotten__is_no_answer),
		TEST(a_consent_remembered__holds_as_long_as_its_place_is_left_out),
		TEST(nothing_beyond_the_last_item__is_touched),
		TEST(what_was_forgotten__is_to_be_answered_by_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
