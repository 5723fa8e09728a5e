/*
 * Heat, judged on whole runs by how warm the faces and the skin under them truly get, with wishes of the
 * test's own.
 */
#include "integration/warm_loop.h"

static struct warm_loop warm;

static void order(enum fault_kind kind, int head)
{
	closed_loop_order(&warm.loop, kind, head + 1);
}

static double face_c(int head)
{
	return sim_surface_c(&warm.loop.sim, head);
}

/* Running, every heated head touching and at that temperature. */
static void warm_up(const char *rig, double surface_c)
{
	warm_loop_open(&warm, rig, "nominal");
	warm_start(&warm);
	warm_loop_wish(&warm, surface_c, 10.0);
	warm_run(&warm, 120.0);
	assert_near(face_c(first_heated(&warm)), surface_c, 0.5);
}

/* In fault by heat, that head named, at most_s after the order at the latest. */
static void trips(int head, double most_s)
{
	assert_at_most(warm_until(&warm, STATE_FAULT, most_s + 1.0), most_s);
	assert_int_equal(warm.loop.shown.cause, COND_HEAT);
	assert_int_equal(warm.loop.shown.cause_head, head);
}

static void forty_degrees_for_ten_minutes__stay_within_half_a_degree(void **state)
{
	double least_c = 100.0;
	double most_c = 0.0;
	const int seconds = SLOW_BUILD ? 60 : 600;

	(void)state;
	warm_up("sim-16", 40.0);
	assert_int_equal(warm.loop.sim.heated_count, 4);
	for (int k = 0; k < seconds; k++) {
		warm_run(&warm, 1.0);
		for (int h = 0; h < 4; h++) {
			double now_c = face_c(warm.loop.sim.heated[h]);

			least_c = now_c < least_c ? now_c : least_c;
			most_c = now_c > most_c ? now_c : most_c;
		}
	}
	assert_at_least(least_c, 39.5);
	assert_at_most(most_c, 40.5);
	assert_at_most(warm.face_c, 40.5); /* nor on the way up */
	assert_at_most(warm.skin_c, 43.0);
	assert_at_least(warm.skin_c, 38.0); /* they did touch */
}

static void whatever_is_wished__no_face_passes_forty_three(void **state)
{
	static const double wishes_c[] = {43.0, 44.0, 60.0, 1e300, ENDLESS};

	(void)state;
	for (size_t k = 0; k < sizeof(wishes_c) / sizeof(wishes_c[0]); k++) {
		warm_loop_open(&warm, "sim-4", "nominal");
		warm_start(&warm);
		warm_loop_wish(&warm, wishes_c[k], 10.0);
		warm_run(&warm, 110.0);
		assert_at_most(warm.face_c, 43.05);
		assert_at_least(warm.face_c, 42.5);
		assert_at_most(warm.skin_c, 43.0);
	}
}

static void rigs_of_every_size__can_be_warm(void **state)
{
	(void)state;
	warm_up("sim-8", 40.0);
	assert_int_equal(warm.loop.sim.heated_count, 8);
	warm_up("sim-4", 40.0);
	assert_int_equal(warm.loop.sim.heated_count, 4);
	warm_loop_open(&warm, "sim-4-velocity", "nominal");
	assert_int_equal(warm.loop.sim.heated_count, 0);
}

static void a_welded_heater__is_found_while_warm_and_while_cold(void **state)
{
	int head;

	(void)state;
	warm_up("sim-16", 40.0);
	head = warm.loop.sim.heated[2];
	order(FAULT_HEATER_ON, head);
	trips(head, 15.0);
	assert_at_most(face_c(head), 45.0);
	warm_run(&warm, 60.0);
	assert_at_most(warm.face_c, 45.0); /* and none gets warmer after: the supply is gone */
	assert_at_most(warm.skin_c, 43.0);
	assert_at_most(face_c(head), 42.0);

	warm_loop_open(&warm, "sim-16", "nominal");
	warm_start(&warm);
	warm_loop_wish(&warm, 0.0, 10.0);
	warm_run(&warm, 60.0);
	order(FAULT_HEATER_ON, head);
	trips(head, 90.0);
	assert_at_most(warm.face_c, 39.0);
}

/* Every way in which a thermistor breaks alone: found, and no skin the worse for it. */
static void a_broken_thermistor__is_found_in_its_time(void **state)
{
	const struct {
		enum fault_kind kind;
		double magnitude;
		double most_s;
	} cases[] = {
		{FAULT_SURFACE_OFF, 0.0, 2.0},     {FAULT_SURFACE_GARBAGE, 0.0, 2.0},
		{FAULT_SURFACE_WRONG, 2.0, 0.3},   {FAULT_SURFACE_WRONG, 0.5, 0.3},
		{FAULT_SURFACE_WRONG, -1.0, 2.0},  {FAULT_SURFACE_SLOW, 100.0, 2.0},
		{FAULT_SURFACE_DELAYED, 5.0, 2.0}, {FAULT_SURFACE_INTERMITTENT, 1.0, 2.0},
		{FAULT_SURFACE_STUCK, 0.0, 12.0},
	};

	(void)state;
	for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
		int head;

		warm_up("sim-16", 40.0);
		head = first_heated(&warm);
		warm.loop.order.fault_magnitude = 0.0;
		order(cases[k].kind, head);
		warm.loop.order.fault_magnitude = cases[k].magnitude;
		trips(head, cases[k].most_s);
		warm_run(&warm, 5.0);
		assert_int_equal(warm.loop.shown.cause, COND_HEAT);
		assert_at_most(warm.face_c, 43.0);
	}
}

/* Two faults at once: the controller sees nothing, and the cut-out in the heater's own circuit acts. */
static void a_welded_heater_nobody_sees__is_held_by_its_cut_out(void **state)
{
	int head;
	bool opened = false;

	(void)state;
	warm_up("sim-16", 40.0);
	head = first_heated(&warm);
	warm.loop.pipeline.heat.heads[head].still_band = -1.0; /* steps that hide its noise */
	order(FAULT_SURFACE_STUCK, head);
	warm_tick(&warm);
	order(FAULT_HEATER_ON, head);
	for (int k = 0; k < 120; k++) {
		warm_run(&warm, 1.0);
		opened |= warm.loop.sim.heads[head].heater.cut_out;
	}
	assert_true(opened);
	assert_at_least(warm.face_c, 45.0);
	assert_at_most(warm.face_c, 47.0);
	assert_at_most(warm.skin_c, 46.0);
}

static void a_sensor_that_comes_off__stops_heat_at_once(void **state)
{
	int head;

	(void)state;
	warm_up("sim-16", 40.0);
	head = warm.loop.sim.heated[3];
	order(FAULT_SURFACE_LOOSE, head);
	trips(head, 1.0);
	warm_run(&warm, 30.0);
	assert_at_most(warm.face_c, 41.0);
}

static void a_sensor_stuck_low__stops_heat_before_it_hurts(void **state)
{
	int head;

	(void)state;
	warm_loop_open(&warm, "sim-16", "nominal");
	warm_start(&warm);
	warm_loop_wish(&warm, 40.0, 10.0);
	warm_run(&warm, 5.0);
	head = first_heated(&warm);
	order(FAULT_SURFACE_STUCK, head);
	trips(head, 60.0);
	assert_at_most(warm.face_c, 43.0);
}

static void a_pause__switches_heat_off_and_a_resume_on_again(void **state)
{
	int head;

	(void)state;
	warm_up("sim-16", 40.0);
	head = first_heated(&warm);
	warm.loop.command.presses.pause++;
	assert_int_equal(warm_tick(&warm), STATE_PAUSED);
	for (int k = 0; k < 20000; k++) {
		assert_int_equal(warm_tick(&warm), STATE_PAUSED);
		assert_zero(warm.loop.actuation.heads[head].heater_share);
	}
	assert_at_most(face_c(head), 39.7);
	warm.loop.command.presses.resume++;
	assert_int_equal(warm_tick(&warm), STATE_RUNNING);
	warm_run(&warm, 30.0);
	assert_near(face_c(head), 40.0, 0.5);
}

static void give_answer(int item, enum answer answer)
{
	warm.loop.command.screening[item] = answer;
	warm.loop.command.screening_answers[item]++;
}

/* Running, unless the answers refuse it. */
static bool starts(void)
{
	warm_until(&warm, STATE_IDLE, 3.0);
	warm.loop.command.presses.arm++;
	if (warm_tick(&warm) != STATE_ARMED) {
		return false;
	}
	warm.loop.command.presses.start++;
	return warm_tick(&warm) == STATE_RUNNING;
}

static void an_answer_that_forbids_heat__keeps_every_face_cold(void **state)
{
	int forbidding = 0;
	int warming = 0;

	(void)state;
	for (int item = 0; item < SCREENING_ITEMS; item++) {
		for (enum answer answer = ANSWER_NONE; answer <= ANSWER_CONSENT; answer++) {
			bool yes = answer == ANSWER_YES || answer == ANSWER_CONSENT;
			bool cold = yes && screening_words(item)->no_heat;

			warm_loop_open(&warm, "sim-4", "nominal");
			give_answer(item, answer);
			if (!starts()) {
				continue;
			}
			warm_loop_wish(&warm, 40.0, 0.0);
			warm_run(&warm, 0.5);
			assert_int_equal(warm.loop.actuation.heat_orders > 0, !cold);
			forbidding += cold;
			warming += !cold;
		}
	}
	assert_true(forbidding >= 4 && warming >= 60);
	warm_loop_open(&warm, "sim-4", "nominal");
	give_answer(SCREEN_NUMB_SKIN, ANSWER_YES);
	warm_start(&warm);
	warm_loop_wish(&warm, 40.0, 10.0);
	warm_run(&warm, 60.0);
	assert_at_most(warm.face_c, 30.0);
	assert_int_equal(warm.loop.actuation.heat_orders, 0);
}

static void a_yes_while_warm__switches_heat_off(void **state)
{
	int head;

	(void)state;
	warm_up("sim-4", 40.0);
	head = first_heated(&warm);
	give_answer(SCREEN_SEDATION, ANSWER_YES);
	warm_run(&warm, 0.1);
	assert_zero(warm.loop.actuation.heads[head].heater_share);
	warm_run(&warm, 1.0);
	assert_zero(warm.loop.actuation.heads[head].heater_share);
}

static double account_min(int head)
{
	return warm.loop.pipeline.heat.heads[head].account_min;
}

static void a_spent_account__ends_heat_at_that_place_only(void **state)
{
	struct memory memory;
	int head;
	int other;

	(void)state;
	warm_loop_open(&warm, "sim-16", "nominal");
	head = warm.loop.sim.heated[0];
	other = warm.loop.sim.heated[1];
	memory_init(&memory, warm.loop.rig.head_count);
	memory.heads[head].heat_min = HEAT_ACCOUNT_MIN - 0.2;
	heat_recall(&warm.loop.pipeline.heat, &memory);
	warm_start(&warm);
	warm_loop_wish(&warm, 43.0, 10.0);
	warm_run(&warm, 240.0);
	assert_zero(warm.loop.actuation.heads[head].heater_share);
	assert_at_most(face_c(head), 42.0);
	assert_at_least(face_c(other), 42.5);
	assert_at_least(account_min(head), HEAT_ACCOUNT_MIN);
	assert_at_most(account_min(head), HEAT_ACCOUNT_MIN + 1.0); /* it cools slowly */

	warm.loop.command.presses.stop++;
	warm_until(&warm, STATE_IDLE, 3.0);
	warm_run(&warm, 1.0); /* until no head feels anything: before, arming is refused */
	warm_start(&warm);
	warm_run(&warm, 10.0);
	assert_zero(warm.loop.actuation.heads[head].heater_share);
	assert_at_least(account_min(head), HEAT_ACCOUNT_MIN);
}

static void a_controller_that_dies__leaves_no_heat_behind(void **state)
{
	double last_c;
	int head;

	(void)state;
	warm_up("sim-16", 40.0);
	head = first_heated(&warm);
	/* the pump's edges go on, as if something else drove them; the orders do not */
	for (int k = 0; k < 4000; k++) {
		warm.loop.actuation.enable_level = !warm.loop.actuation.enable_level;
		sim_step(&warm.loop.sim, &warm.loop.actuation, warm.loop.dt_s);
	}
	assert_at_least(warm.loop.actuation.heads[head].heater_share, 0.05);
	last_c = face_c(head);
	for (int k = 0; k < 10000; k++) {
		warm.loop.actuation.enable_level = !warm.loop.actuation.enable_level;
		sim_step(&warm.loop.sim, &warm.loop.actuation, warm.loop.dt_s);
	}
	assert_at_most(face_c(head), last_c - 0.2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forty_degrees_for_ten_minutes__stay_within_half_a_degree),
		cmocka_unit_test(whatever_is_wished__no_face_passes_forty_three),
		cmocka_unit_test(rigs_of_every_size__can_be_warm),
		cmocka_unit_test(a_welded_heater__is_found_while_warm_and_while_cold),
		cmocka_unit_test(a_broken_thermistor__is_found_in_its_time),
		cmocka_unit_test(a_welded_heater_nobody_sees__is_held_by_its_cut_out),
		cmocka_unit_test(a_sensor_that_comes_off__stops_heat_at_once),
		cmocka_unit_test(a_sensor_stuck_low__stops_heat_before_it_hurts),
		cmocka_unit_test(a_pause__switches_heat_off_and_a_resume_on_again),
		cmocka_unit_test(an_answer_that_forbids_heat__keeps_every_face_cold),
		cmocka_unit_test(a_yes_while_warm__switches_heat_off),
		cmocka_unit_test(a_spent_account__ends_heat_at_that_place_only),
		cmocka_unit_test(a_controller_that_dies__leaves_no_heat_behind),
	};

	return cmocka_run_group_tests_name("heat", tests, NULL, NULL);
}
