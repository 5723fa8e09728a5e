/* test_selftest.c - what is broken is found before anybody is armed, on rigs with a person under them. */
#include "integration/closed_loop.h"

static struct closed_loop loop;
static double most_n;
static double most_way_m;

/* Until idle or a fault; what anybody felt and how far a head came meanwhile. */
static enum state test_itself(void)
{
	enum state state = STATE_SELFTEST;

	most_n = 0.0;
	most_way_m = 0.0;
	for (int k = 0; k < 4000 && (k < 5 || state == STATE_SELFTEST); k++) {
		state = closed_loop_tick(&loop);
		most_n = closed_loop_most_n(&loop) > most_n ? closed_loop_most_n(&loop) : most_n;
		for (int i = 0; i < loop.rig.head_count; i++) {
			double way_m = sim_position_m(&loop.sim, i);

			most_way_m = way_m > most_way_m ? way_m : most_way_m;
		}
	}
	return state;
}

static void begin(const char *rig)
{
	closed_loop_open(&loop, rig, "nominal", 5);
	loop.pipeline.proves_nothing = false;
}

static void check_found(enum condition cause, int head)
{
	assert_int_equal(test_itself(), STATE_FAULT);
	assert_int_equal(loop.shown.cause, cause);
	assert_int_equal(loop.shown.cause_head, head);
	assert_at_most(most_n, 0.0);
	loop.command.presses.arm++;
	assert_int_equal(closed_loop_tick(&loop), STATE_FAULT);
}

static void a_sound_rig__passes_without_touching_anybody(void **state)
{
	const char *const rigs[] = {"sim-16", "sim-8", "sim-4", "sim-4-velocity"};

	(void)state;
	for (size_t k = 0; k < sizeof(rigs) / sizeof(rigs[0]); k++) {
		begin(rigs[k]);
		assert_int_equal(test_itself(), STATE_IDLE);
		assert_at_most(most_n, 0.0);
		assert_at_most(most_way_m, 0.003);
		assert_at_most((double)loop.frame.t_ns / 1e9 - 1.0, 0.9);
		closed_loop_start(&loop);
	}
}

static void a_dead_dump_valve__is_refused_by_the_name_of_its_head(void **state)
{
	const char *const rigs[] = {"sim-4", "sim-4-velocity", "sim-16"};

	(void)state;
	for (int k = 0; k < 3; k++) {
		for (int i = 0; i < 4; i++) {
			begin(rigs[k]);
			closed_loop_order(&loop, FAULT_DUMP_DEAD, i + 1);
			check_found(COND_SELFTEST_DUMP, i);
		}
	}
}

static void a_dead_dump_valve__is_found_after_a_fault_too_and_mended_it_passes(void **state)
{
	(void)state;
	begin("sim-16");
	closed_loop_start(&loop);
	closed_loop_run(&loop, 1.0);
	closed_loop_order(&loop, FAULT_DUMP_DEAD, 7);
	loop.order.stop_open = true;
	assert_int_equal(closed_loop_tick(&loop), STATE_FAULT);
	loop.order.stop_open = false;
	closed_loop_run(&loop, 1.0);
	loop.command.presses.reset++;
	check_found(COND_SELFTEST_DUMP, 6);
	closed_loop_order(&loop, FAULT_NONE, 0);
	closed_loop_run(&loop, 0.5);
	loop.command.presses.reset++;
	assert_int_equal(test_itself(), STATE_IDLE);
}

static void a_supply_that_stays_without_edges__is_refused(void **state)
{
	(void)state;
	begin("sim-16");
	closed_loop_order(&loop, FAULT_PUMP_STUCK, 0);
	check_found(COND_SELFTEST_ENABLE, HEAD_NONE);
}

static void a_valve_stuck_open__is_refused_by_the_name_of_its_head(void **state)
{
	(void)state;
	begin("sim-16");
	closed_loop_order(&loop, FAULT_VALVE_OPEN, 5);
	check_found(COND_SELFTEST_AIR, 4);
}

static void a_valve_stuck_shut__is_refused_by_the_name_of_its_head(void **state)
{
	(void)state;
	begin("sim-16");
	closed_loop_order(&loop, FAULT_VALVE_CLOSED, 12);
	check_found(COND_SELFTEST_AIR, 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_rig__passes_without_touching_anybody),
		cmocka_unit_test(a_dead_dump_valve__is_refused_by_the_name_of_its_head),
		cmocka_unit_test(
			a_dead_dump_valve__is_found_after_a_fault_too_and_mended_it_passes),
		cmocka_unit_test(a_supply_that_stays_without_edges__is_refused),
		cmocka_unit_test(a_valve_stuck_open__is_refused_by_the_name_of_its_head),
		cmocka_unit_test(a_valve_stuck_shut__is_refused_by_the_name_of_its_head),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
