/* test_answer.c - what the simulated client says about comfort: by the worst press, when asked, unasked. */
#include "sim/one_rig.h"

#define COMFORT_N 40.0

static struct one_rig one;
static struct frame frame;

static int set_up(void **state)
{
	(void)state;
	one_rig_describe(&one, 2);
	for (int r = 0; r < REGION_COUNT; r++) {
		one.patient.comfort_n[r] = COMFORT_N;
	}
	one_rig_start(&one, 1);
	one.actuation.ask_comfort = false;
	return 0;
}

/* The first head presses so hard, the second lightly, for long enough. */
static void press(double share)
{
	one_rig_ask_n(&one, 5.0);
	one.actuation.heads[0].pressure_pa = (share * COMFORT_N + SPRING_N) / BORE_M2;
	one_rig_wait(&one, 10.0);
}

static void wait_s(double seconds)
{
	one_rig_wait(&one, seconds);
	sim_read(&one.sim, &frame);
}

/* The answer to a question of now. */
static int asked(void)
{
	uint32_t before;

	sim_read(&one.sim, &frame);
	before = frame.comfort_answers;
	one.actuation.ask_comfort = true;
	wait_s(2.1);
	one.actuation.ask_comfort = false;
	assert_int_equal(frame.comfort_answers, before + 1);
	return frame.comfort;
}

static void a_harder_press__is_answered_by_a_higher_number(void **state)
{
	static const struct {
		double share;
		int least;
		int most;
	} cases[] = {{0.1, 0, 0},  {0.5, 0, 0}, {0.9, 2, 3},  {1.01, 4, 4},
		     {1.26, 6, 6}, {1.6, 7, 7}, {2.1, 10, 10}};

	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		set_up(state);
		press(cases[k].share);
		if (cases[k].most < 8) {
			assert_in_range(asked(), cases[k].least, cases[k].most);
		} else {
			wait_s(5.1);
			assert_int_equal(frame.comfort, 10);
		}
	}
}

static void a_question__is_answered_after_two_seconds_and_none_without(void **state)
{
	(void)state;
	press(0.5);
	wait_s(60.0);
	assert_int_equal(frame.comfort_answers, 0);
	one.actuation.ask_comfort = true;
	wait_s(1.9);
	assert_int_equal(frame.comfort_answers, 0);
	wait_s(0.2);
	assert_int_equal(frame.comfort_answers, 1);
	one.actuation.ask_comfort = false;
	wait_s(10.0);
	assert_int_equal(frame.comfort_answers, 1);
	one.actuation.ask_comfort = true;
	wait_s(1.0);
	one.actuation.ask_comfort = false; /* taken back */
	wait_s(10.0);
	assert_int_equal(frame.comfort_answers, 1);
}

static void far_too_much__is_said_unasked_again_and_again(void **state)
{
	uint32_t answers;

	(void)state;
	press(1.5);
	wait_s(10.0);
	assert_int_equal(frame.comfort_answers, 0); /* 7 waits to be asked */
	press(2.2);
	wait_s(10.0);
	assert_in_range(frame.comfort_answers, 3, 5);
	assert_in_range(frame.comfort, 8, 10);
	one_rig_let_go(&one);
	wait_s(5.0);
	answers = frame.comfort_answers;
	wait_s(30.0);
	assert_int_equal(frame.comfort_answers, answers);
	assert_in_range(asked(), 0, 1);
}

static void a_client_who_is_silent__says_nothing(void **state)
{
	struct sim_order order = {.silent = true};

	(void)state;
	sim_order(&one.sim, &order, &one.patient, 1);
	press(2.2);
	one.actuation.ask_comfort = true;
	wait_s(20.0);
	assert_int_equal(frame.comfort_answers, 0);
	order.silent = false;
	sim_order(&one.sim, &order, &one.patient, 1);
	wait_s(3.0);
	assert_in_range(frame.comfort_answers, 1, 3);

	set_up(state);
	sim_set_answers(&one.sim, false);
	sim_order(&one.sim, &order, &one.patient, 1); /* an order does not wake it */
	press(2.2);
	one.actuation.ask_comfort = true;
	wait_s(20.0);
	assert_int_equal(frame.comfort_answers, 0);
	assert_true(sim_discomfort(&one.sim) > 9.0); /* but it hurts */
}

static void a_moment__does_not_make_an_answer(void **state)
{
	(void)state;
	press(0.3);
	one.actuation.heads[0].pressure_pa = (2.0 * COMFORT_N + SPRING_N) / BORE_M2;
	one_rig_wait(&one, 0.1); /* it has hardly begun to fill */
	press(0.3);
	assert_true(sim_discomfort(&one.sim) < 3.0);
}

/* 43.5 degC and more hurts by itself: 4 there, 8 one degree above. */
static void hot_skin__hurts(void **state)
{
	(void)state;
	one.rig.heads[1].heater = (struct heater_spec){.driver = DRIVER_SIM,
						       .power_w = 8.0,
						       .capacity_j_k = 20.0,
						       .loss_w_k = 0.03,
						       .contact_w_k = 0.35,
						       .cut_out_c = 48.0,
						       .surface = {.rate_hz = 10.0, .tau_s = 1.0}};
	one_rig_start(&one, 1);
	one_rig_ask_n(&one, 5.0);
	one_rig_order(&one, FAULT_HEATER_ON, 2, 0.0);
	one_rig_wait(&one, 20.0);
	assert_true(sim_discomfort(&one.sim) < 1.0);
	while (sim_skin_c(&one.sim, 1) < 43.4) {
		one_rig_wait(&one, 0.1);
	}
	assert_true(sim_discomfort(&one.sim) < 1.0);
	while (sim_skin_c(&one.sim, 1) < 43.7) {
		one_rig_wait(&one, 0.1);
	}
	one_rig_wait(&one, 1.0);
	assert_true(sim_discomfort(&one.sim) > 4.0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_harder_press__is_answered_by_a_higher_number, set_up),
		cmocka_unit_test_setup(a_question__is_answered_after_two_seconds_and_none_without,
				       set_up),
		cmocka_unit_test_setup(far_too_much__is_said_unasked_again_and_again, set_up),
		cmocka_unit_test_setup(a_client_who_is_silent__says_nothing, set_up),
		cmocka_unit_test_setup(a_moment__does_not_make_an_answer, set_up),
		cmocka_unit_test_setup(hot_skin__hurts, set_up),
	};

	return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
