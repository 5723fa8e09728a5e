/* test_screening.c - each item with each answer, every pair of them, and how long answers hold. */
#include "core/safety/screening.h"

#include "core/bench_rig.h"

static struct screening screening;
static struct command command;
static int64_t t_ns;

/* Heads on the back, shoulders, hips and legs; none on neck and arms. */
static void begin(bool required)
{
	struct rig rig;

	bench_rig(&rig, 10);
	rig.control = required ? CONTROL_RIG : CONTROL_BENCH;
	screening_init(&screening, &rig);
	command_init(&command);
	t_ns = 1000 * S_NS;
}

static int set_up(void **state)
{
	(void)state;
	begin(true);
	return 0;
}

static void tick(bool at_rest)
{
	t_ns += MS_NS;
	screening_step(&screening, &command, at_rest, t_ns);
}

static void say(int item, enum answer answer)
{
	command.screening[item] = answer;
	command.screening_answers[item]++;
}

static void say_no_to_all(void)
{
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		say(item, ANSWER_NO);
	}
}

/* Written out by hand: the items of each kind. */
static enum screening_rule rule_of(int item)
{
	if (item <= SCREEN_WEIGHT_LOSS) {
		return SCREENING_NEVER;
	}
	if (item <= SCREEN_FRAGILE_SKIN || item == SCREEN_NEUROPATHY) {
		return SCREENING_CONSENT;
	}
	if (item == SCREEN_LOOSE_THINGS) {
		return SCREENING_PUT_RIGHT;
	}
	return item <= SCREEN_RADIATION ? SCREENING_PLACE : SCREENING_HEAT;
}

/* One region at a time is left out, REGION_NONE: none. */
static bool spares(int item, enum region left_out)
{
	if (item == SCREEN_VARICOSE_VEINS) {
		return left_out == REGION_LEGS;
	}
	return left_out != REGION_NONE && left_out != REGION_NECK && left_out != REGION_ARMS;
}

static bool refuses(int item, enum answer answer, enum region left_out)
{
	enum screening_rule rule = rule_of(item);

	if (answer == ANSWER_NONE) {
		return true;
	}
	if (answer == ANSWER_YES) {
		return rule != SCREENING_HEAT;
	}
	return answer == ANSWER_CONSENT &&
	       (rule == SCREENING_NEVER || rule == SCREENING_PUT_RIGHT ||
		(rule == SCREENING_PLACE && !spares(item, left_out)));
}

static bool cools(int item, enum answer answer)
{
	bool about_heat = item == SCREEN_DIABETES || item == SCREEN_NUMB_SKIN ||
			  item == SCREEN_NEUROPATHY || item == SCREEN_SEDATION;

	return about_heat && answer != ANSWER_NO;
}

static void each_item_and_answer__refuses_as_the_domain_says(void **state)
{
	int refused = 0;

	(void)state;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		for (int answer = ANSWER_NONE; answer <= ANSWER_CONSENT; answer++) {
			for (int r = REGION_NONE; r < REGION_COUNT; r++) {
				bool wanted = refuses(item, (enum answer)answer, (enum region)r);

				begin(true);
				say_no_to_all();
				say(item, (enum answer)answer);
				command.enabled[r] = r == REGION_NONE;
				tick(true);
				assert_int_equal(screening.clear, !wanted);
				assert_int_equal(screening.refusing,
						 wanted ? item : SCREENING_ITEMS);
				assert_int_equal(screening.heat_allowed,
						 !cools(item, (enum answer)answer));
				refused += wanted;
			}
		}
	}
	assert_true(refused > SCREENING_ITEMS);
}

/* Hair, jewellery, cords: no consent makes them safe, and nobody is sent to a clinician for them. */
static void what_hangs_loose__refuses_until_it_is_put_right(void **state)
{
	(void)state;
	say_no_to_all();
	say(SCREEN_LOOSE_THINGS, ANSWER_NONE);
	tick(true);
	assert_false(screening.clear);
	assert_int_equal(screening.refusing, SCREEN_LOOSE_THINGS);
	say(SCREEN_LOOSE_THINGS, ANSWER_YES);
	tick(true);
	assert_false(screening.clear);
	assert_non_null(strstr(screening_refusal(SCREEN_LOOSE_THINGS, ANSWER_YES), "tie the hair"));
	say(SCREEN_LOOSE_THINGS, ANSWER_CONSENT);
	tick(true);
	assert_false(screening.clear);
	say(SCREEN_LOOSE_THINGS, ANSWER_NO);
	tick(true);
	assert_true(screening.clear);
}

static void each_pair_of_answers__is_refused_if_either_is(void **state)
{
	int refused = 0;
	int taken = 0;

	(void)state;
	for (int a = 0; a < SCREENING_ITEMS; a++) {
		for (int b = 0; b < SCREENING_ITEMS; b++) {
			for (int k = 0; a != b && k < 48; k++) {
				static const enum region out[] = {REGION_NONE, REGION_HIPS,
								  REGION_LEGS};
				enum region left_out = out[k / 16];
				enum answer of_a = (enum answer)(k / 4 % 4);
				enum answer of_b = (enum answer)(k % 4);
				bool a_does = refuses(a, of_a, left_out);
				bool b_does = refuses(b, of_b, left_out);
				int first = a < b ? a : b;

				begin(true);
				say_no_to_all();
				say(a, of_a);
				say(b, of_b);
				command.enabled[left_out] = left_out == REGION_NONE;
				tick(true);
				assert_int_equal(screening.clear, !a_does && !b_does);
				if (a_does && b_does) {
					assert_int_equal(screening.refusing, first);
				} else if (a_does || b_does) {
					assert_int_equal(screening.refusing, a_does ? a : b);
				}
				assert_int_equal(screening.heat_allowed,
						 !cools(a, of_a) && !cools(b, of_b));
				refused += a_does || b_does;
				taken += !a_does && !b_does;
			}
		}
	}
	assert_true(refused > 1000 && taken > 1000);
}

static void silence__refuses_only_where_answers_are_required(void **state)
{
	(void)state;
	tick(true);
	assert_false(screening.clear);
	assert_int_equal(screening.refusing, 0);
	assert_false(screening.heat_allowed);
	begin(false);
	tick(true);
	assert_true(screening.clear);
	assert_true(screening.heat_allowed);
	say(SCREEN_DVT, ANSWER_YES);
	tick(true);
	assert_false(screening.clear);
	assert_int_equal(screening.refusing, SCREEN_DVT);
}

static void one_missing_answer__refuses(void **state)
{
	(void)state;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		begin(true);
		for (int other = 0; other < SCREENING_ITEMS; other++) {
			if (other != item) {
				say(other, ANSWER_NO);
			}
		}
		tick(true);
		assert_false(screening.clear);
		assert_int_equal(screening.refusing, item);
	}
}

static void an_answer_that_is_none__refuses(void **state)
{
	(void)state;
	for (int required = 0; required < 2; required++) {
		begin(required);
		say_no_to_all();
		say(SCREEN_SEDATION, (enum answer)77);
		tick(true);
		assert_false(screening.clear);
		assert_false(screening.heat_allowed);
	}
}

static void a_later_answer__replaces_the_first(void **state)
{
	(void)state;
	say_no_to_all();
	say(SCREEN_FEVER, ANSWER_YES);
	tick(true);
	assert_false(screening.clear);
	say(SCREEN_FEVER, ANSWER_NO);
	tick(true);
	assert_true(screening.clear);
}

static void a_value_without_a_new_answer__is_not_one(void **state)
{
	(void)state;
	say_no_to_all();
	tick(true);
	command.screening[SCREEN_FEVER] = ANSWER_YES;
	tick(true);
	assert_true(screening.clear);
}

static void a_region_that_comes_back__takes_the_consent_with_it(void **state)
{
	(void)state;
	say_no_to_all();
	say(SCREEN_WOUND, ANSWER_CONSENT);
	command.enabled[REGION_HIPS] = false;
	tick(true);
	assert_true(screening.clear);
	command.enabled[REGION_HIPS] = true;
	tick(false); /* in the middle of a session as well */
	assert_false(screening.clear);
	assert_int_equal(screening.answers[SCREEN_WOUND], ANSWER_YES);
	command.enabled[REGION_HIPS] = false;
	tick(true);
	assert_false(screening.clear); /* it is to be said anew */
	say(SCREEN_WOUND, ANSWER_CONSENT);
	tick(true);
	assert_true(screening.clear);
}

/* Of two regions left out one may come back, and one that had nothing to do with it takes its place. */
static void a_consent__stands_on_what_was_left_out_when_it_was_given(void **state)
{
	(void)state;
	say_no_to_all();
	say(SCREEN_INJECTION, ANSWER_CONSENT);
	command.enabled[REGION_HIPS] = false;
	command.enabled[REGION_LEGS] = false;
	tick(true);
	command.enabled[REGION_LEGS] = true;
	tick(true);
	assert_true(screening.clear);
	command.enabled[REGION_HIPS] = true;
	command.enabled[REGION_SHOULDERS] = false;
	tick(true);
	assert_false(screening.clear);
	assert_int_equal(screening.refusing, SCREEN_INJECTION);
}

static void consent_before_the_place_is_left_out__counts_as_yes(void **state)
{
	(void)state;
	say_no_to_all();
	say(SCREEN_WOUND, ANSWER_CONSENT);
	tick(true);
	assert_int_equal(screening.answers[SCREEN_WOUND], ANSWER_YES);
	command.enabled[REGION_HIPS] = false;
	tick(true);
	assert_false(screening.clear);
}

static void what_was_said_of_a_place__is_asked_again_after_a_restart(void **state)
{
	(void)state;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		screening_recall(&screening, item, ANSWER_NO, t_ns);
	}
	assert_true(screening.clear);
	screening_recall(&screening, SCREEN_PREGNANCY, ANSWER_CONSENT, t_ns);
	assert_true(screening.clear);
	screening_recall(&screening, SCREEN_WOUND, ANSWER_CONSENT, t_ns);
	assert_false(screening.clear);
	assert_int_equal(screening.refusing, SCREEN_WOUND);
}

static void the_remedy__names_the_place_where_there_is_one(void **state)
{
	(void)state;
	assert_non_null(strstr(screening_refusal(SCREEN_VARICOSE_VEINS, ANSWER_YES), "the legs"));
	assert_non_null(strstr(screening_refusal(SCREEN_WOUND, ANSWER_YES), "one with heads"));
}

/* Each of them given at its own time: the first to be 12 h old refuses first. */
static void answers__last_12_hours_and_run_out_at_rest(void **state)
{
	const int64_t last_ns = (int64_t)ANSWERS_LAST_S * S_NS;

	(void)state;
	say_no_to_all();
	tick(true);
	t_ns += 100 * S_NS;
	say(SCREEN_FEVER, ANSWER_NO);
	tick(true);
	t_ns += last_ns - 200 * S_NS;
	for (int k = 0; k < 2 * SCREENING_ITEMS; k++) {
		tick(true);
		assert_true(screening.clear);
	}
	t_ns += 150 * S_NS;
	for (int k = 0; k < 2 * SCREENING_ITEMS; k++) {
		tick(false);
		assert_true(screening.clear); /* not in the middle of a session */
	}
	for (int k = 0; k < SCREENING_ITEMS; k++) {
		tick(true);
	}
	assert_false(screening.clear);
	assert_int_equal(screening.answers[SCREEN_FEVER], ANSWER_NO);
	assert_int_equal(screening.answers[SCREEN_DVT], ANSWER_NONE);
	t_ns += 100 * S_NS;
	for (int k = 0; k < SCREENING_ITEMS; k++) {
		tick(true);
	}
	assert_int_equal(screening.answers[SCREEN_FEVER], ANSWER_NONE);
}

static void what_is_forgotten__is_asked_again(void **state)
{
	(void)state;
	say_no_to_all();
	tick(true);
	screening_forget(&screening);
	assert_false(screening.clear);
	tick(true);
	assert_false(screening.clear); /* old presses are no new answers */
	say_no_to_all();
	tick(true);
	assert_true(screening.clear);
}

static void all_zero_memory__clears_nobody(void **state)
{
	static const struct screening nothing;

	(void)state;
	assert_false(nothing.clear);
	assert_false(nothing.heat_allowed);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_item_and_answer__refuses_as_the_domain_says),
		TEST(each_pair_of_answers__is_refused_if_either_is),
		TEST(what_hangs_loose__refuses_until_it_is_put_right),
		TEST(silence__refuses_only_where_answers_are_required),
		TEST(one_missing_answer__refuses),
		TEST(an_answer_that_is_none__refuses),
		TEST(a_later_answer__replaces_the_first),
		TEST(a_value_without_a_new_answer__is_not_one),
		TEST(a_region_that_comes_back__takes_the_consent_with_it),
		TEST(a_consent__stands_on_what_was_left_out_when_it_was_given),
		TEST(consent_before_the_place_is_left_out__counts_as_yes),
		TEST(what_was_said_of_a_place__is_asked_again_after_a_restart),
		TEST(the_remedy__names_the_place_where_there_is_one),
		TEST(answers__last_12_hours_and_run_out_at_rest),
		TEST(what_is_forgotten__is_asked_again),
		TEST(all_zero_memory__clears_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
