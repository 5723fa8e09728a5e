/* test_client_edges.c - when answers are looked at, and newcomers who do not let go. */
#include "core/safety/client.h"

#include "core/judging.h"

static struct judging on;

static int set_up(void **state)
{
	(void)state;
	judging_begin(&on, 10);
	on.rig.control = CONTROL_RIG;
	judging_begin_on_rig(&on);
	on.situation.state = STATE_IDLE;
	return 0;
}

static void before_the_first_tick__nobody_is_asked_anything_but_the_questions(void **state)
{
	(void)state;
	assert_int_equal(on.client.refusal, ARM_SCREENING);
}

static void the_item_that_refuses__is_named(void **state)
{
	(void)state;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		for (int k = 0; k < SCREENING_ITEMS; k++) {
			on.command.screening[k] = k == item ? ANSWER_NONE : ANSWER_NO;
			on.command.screening_answers[k]++;
		}
		judging_tick(&on);
		assert_int_equal(on.client.refusing_item, item);
	}
}

/* They run out before or after it, and do not end it. */
static void answers__last_as_long_as_the_session(void **state)
{
	(void)state;
	for (int k = 0; k < SCREENING_ITEMS; k++) {
		on.command.screening[k] = ANSWER_NO;
		on.command.screening_answers[k]++;
	}
	judging_tick(&on);
	assert_true(on.client.screening.clear);
	on.situation.state = STATE_RUNNING;
	on.frame.t_ns += (int64_t)(2.0 * ANSWERS_LAST_S) * S_NS;
	judging_wait(&on, 20 * SCREENING_ITEMS);
	assert_true(on.client.screening.clear);
	on.situation.state = STATE_IDLE;
	judging_wait(&on, SCREENING_ITEMS);
	assert_false(on.client.screening.clear);
}

static int ticks_until_seen(unsigned left_out)
{
	int ticks = 0;

	while (ticks < 100 && on.client.screening.left_out != left_out) {
		judging_tick(&on);
		ticks++;
	}
	return ticks;
}

/* A tick must be short while somebody is pressed. */
static void regions__are_looked_at_every_8_ticks_of_a_session(void **state)
{
	(void)state;
	judging_tick(&on);
	on.situation.state = STATE_RUNNING;
	for (int k = 0; k < 4; k++) {
		const bool in = k % 2 == 1;

		on.command.enabled[REGION_LEGS] = in;
		assert_int_equal(ticks_until_seen(in ? 0 : 1u << REGION_LEGS), 8);
	}
}

/* Somebody leans on the button: one newcomer. */
static void a_button_held_on__is_one_newcomer(void **state)
{
	struct newcomer newcomer = {0};
	int newcomers = 0;

	(void)state;
	newcomer_step(&newcomer, false, STATE_IDLE, TICK_S);
	for (int k = 0; k < 20000; k++) {
		newcomers += newcomer_step(&newcomer, true, STATE_IDLE, TICK_S);
	}
	assert_int_equal(newcomers, 1);
}

static void what_is_forgotten__is_to_be_done_again(void **state)
{
	struct registration registration = {
		.sized = true, .placed = true, .tried = true, .pressed = true};

	(void)state;
	registration_forget(&registration);
	assert_false(registration.sized);
	assert_false(registration.placed);
	assert_false(registration.tried);
	assert_false(registration.pressed);
}

#define TEST(f) cmocka_unit_test_setup(f, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(before_the_first_tick__nobody_is_asked_anything_but_the_questions),
		TEST(the_item_that_refuses__is_named),
		TEST(answers__last_as_long_as_the_session),
		TEST(regions__are_looked_at_every_8_ticks_of_a_session),
		TEST(a_button_held_on__is_one_newcomer),
		TEST(what_is_forgotten__is_to_be_done_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
