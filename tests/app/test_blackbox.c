/*
 * The black box: what is there of a trip, whatever came before it and however slow others are.
 */
#include "app/blackbox_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <cmocka.h>

#define BEFORE_TICKS ((uint64_t)(BLACKBOX_BEFORE_S * LOOP_HZ))
#define AFTER_TICKS  ((uint64_t)(BLACKBOX_AFTER_S * LOOP_HZ))

static int set_up(void **state)
{
	struct loop_bench *loop = malloc(sizeof(*loop));

	*state = loop;
	return loop != NULL && loop_open(loop) ? 0 : -1;
}

static int tear_down(void **state)
{
	struct loop_bench *loop = *state;

	blackbox_close(&loop->box);
	free(loop);
	return 0;
}

static enum box_phase phase(const struct loop_bench *loop)
{
	return box_window_phase(&loop->box.window);
}

/* Returns its tick. */
static uint64_t trip(struct loop_bench *loop)
{
	loop->now = STATE_FAULT;
	return loop->tick;
}

static void of_a_trip__ten_seconds_before_and_five_after_are_there(void **state)
{
	struct loop_bench *loop = *state;

	for (int k = 0; k < 7; k++) { /* wherever in a stretch it comes */
		uint64_t at;

		loop_run_for(loop, 21.0 + 0.83 * k);
		assert_int_equal(phase(loop), BOX_ROLLING);
		at = trip(loop);
		loop_run_for(loop, 4.9);
		assert_int_equal(phase(loop), BOX_CAPTURED);
		loop_run_for(loop, 0.2);
		assert_int_equal(phase(loop), BOX_FINISHED);
		loop_read(loop);
		assert_true(loop->whole);
		assert_int_equal(loop->gaps, 0);
		assert_int_equal(loop->fault, at);
		assert_true(loop->first <= at - BEFORE_TICKS);
		assert_true(loop->last >= at + AFTER_TICKS);
		assert_int_equal(loop->ticks, loop->last - loop->first + 1);
		box_window_kept(&loop->box.window);
		loop->now = STATE_IDLE;
	}
}

/* It takes twice the room: what is long ago gives way, never what comes after. */
static void readings_of_no_known_step__cost_some_of_what_was_before(void **state)
{
	struct loop_bench *loop = *state;
	uint64_t at;

	loop->raw = true;
	loop_run_for(loop, 33.3);
	at = trip(loop);
	loop_run_for(loop, 6.0);
	loop_read(loop);
	assert_true(loop->whole);
	assert_int_equal(loop->gaps, 0);
	assert_int_equal(loop->fault, at);
	assert_true(loop->first <= at - BEFORE_TICKS / 3);
	assert_true(loop->last >= at + AFTER_TICKS);
}

static void of_an_early_trip__all_there_was_is_there(void **state)
{
	struct loop_bench *loop = *state;
	uint64_t at;

	loop_run_for(loop, 0.5);
	at = trip(loop);
	loop_run_for(loop, 6.0);
	loop_read(loop);
	assert_true(loop->whole);
	assert_int_equal(loop->fault, at);
	assert_true(loop->first <= 1);
}

static void while_it_goes_on__what_was_before_can_be_read(void **state)
{
	struct loop_bench *loop = *state;
	uint64_t at;

	loop_run_for(loop, 15.0);
	at = trip(loop);
	loop_run_for(loop, 2.0);
	assert_int_equal(phase(loop), BOX_CAPTURED);
	loop_read(loop);
	assert_false(loop->whole);
	assert_int_equal(loop->fault, at);
	assert_true(loop->last > at + 1000);
}

/* The thread does not come round for longer than the ring holds. */
static void ticks_that_found_no_room__are_a_gap_and_what_follows_is_whole(void **state)
{
	struct loop_bench *loop = *state;
	uint64_t at;

	loop_run_for(loop, 12.0);
	for (int i = 0; i < 1000; i++) {
		loop_tick(loop);
	}
	assert_true(ring_dropped(&loop->box.ticks) > 0);
	loop_run_for(loop, 2.0);
	at = trip(loop);
	loop_run_for(loop, 6.0);
	loop_read(loop);
	assert_true(loop->whole);
	assert_int_equal(loop->gaps, 1);
	assert_int_equal(loop->fault, at);
	assert_true(loop->ticks > 12000);
}

static void a_gap_after_the_trip__loses_nothing_else(void **state)
{
	struct loop_bench *loop = *state;
	uint64_t at;

	loop_run_for(loop, 12.0);
	at = trip(loop);
	loop_run_for(loop, 1.0);
	for (int i = 0; i < 1000; i++) {
		loop_tick(loop);
	}
	loop_run_for(loop, 4.0);
	loop_read(loop);
	assert_true(loop->whole);
	assert_int_equal(loop->gaps, 1);
	assert_int_equal(loop->fault, at);
	assert_true(loop->last >= at + AFTER_TICKS);
}

static void a_capture_nobody_keeps__stays_as_it_is(void **state)
{
	struct loop_bench *loop = *state;
	uint64_t at;

	loop_run_for(loop, 12.0);
	at = trip(loop);
	loop_run_for(loop, 6.0);
	loop->now = STATE_IDLE;
	loop_run_for(loop, 30.0);
	trip(loop);
	loop_run_for(loop, 30.0);
	assert_int_equal(phase(loop), BOX_FINISHED);
	loop_read(loop);
	assert_true(loop->whole);
	assert_int_equal(loop->fault, at);
}

static void one_trip__is_captured_once(void **state)
{
	struct loop_bench *loop = *state;

	loop_run_for(loop, 12.0);
	trip(loop);
	loop_run_for(loop, 6.0);
	box_window_kept(&loop->box.window);
	loop_run_for(loop, 30.0);
	assert_int_equal(phase(loop), BOX_ROLLING);
}

static void at_the_programs_end__what_is_captured_is_finished(void **state)
{
	struct loop_bench *loop = *state;

	loop_run_for(loop, 12.0);
	trip(loop);
	loop_run_for(loop, 0.333);
	blackbox_finish(&loop->box);
	assert_int_equal(phase(loop), BOX_FINISHED);
	loop_read(loop);
	assert_true(loop->whole);
	assert_int_equal(loop->last, loop->tick - 1);
}

#define LOOPING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOOPING(of_a_trip__ten_seconds_before_and_five_after_are_there),
		LOOPING(readings_of_no_known_step__cost_some_of_what_was_before),
		LOOPING(of_an_early_trip__all_there_was_is_there),
		LOOPING(while_it_goes_on__what_was_before_can_be_read),
		LOOPING(ticks_that_found_no_room__are_a_gap_and_what_follows_is_whole),
		LOOPING(a_gap_after_the_trip__loses_nothing_else),
		LOOPING(a_capture_nobody_keeps__stays_as_it_is),
		LOOPING(one_trip__is_captured_once),
		LOOPING(at_the_programs_end__what_is_captured_is_finished),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
