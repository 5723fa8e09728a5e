/*
 * The table's own lines: what stops stops, even when it was short, when a wire breaks or when nobody looks;
 * what is written opens valves first.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_gpio.h"
#include "io/rig_inputs.h"
#include "io/rig_outputs.h"
#include "rt/clock.h"

#define MS INT64_C(1000000)

enum {
	CLOSED = 5,
	PRESSED = 6,
	HAND = 7,
	CONFIRM = 8,
	SUPPLY = 9,
	ENABLE = 10,
	LIGHT = 11,
	DUMP = 20
};

static struct wiring wiring;
static struct rig_inputs inputs;
static struct rig_outputs outputs;
static struct gpio_plan plan;
static struct device_error error;
static struct frame frame;
static int64_t now_ns;

static struct wire wire(int number, enum wire_level active, enum wire_pull pull)
{
	struct wire wire = {.active = active, .pull = pull};

	snprintf(wire.line, sizeof(wire.line), "GPIO%d", number);
	return wire;
}

/* Contacts to ground, as the reference rig has them, nobody pressing. */
static int begin(void **state)
{
	(void)state;
	fake_gpio_begin();
	memset(&plan, 0, sizeof(plan));
	memset(&error, 0, sizeof(error));
	memset(&frame, 0, sizeof(frame));
	wiring = (struct wiring){
		.wired = true,
		.panel =
			{
				.stop_closed = wire(CLOSED, LEVEL_LOW, PULL_UP),
				.stop_pressed = wire(PRESSED, LEVEL_HIGH, PULL_UP),
				.hand = wire(HAND, LEVEL_HIGH, PULL_UP),
				.confirm = wire(CONFIRM, LEVEL_LOW, PULL_UP),
				.supply = wire(SUPPLY, LEVEL_HIGH, PULL_DOWN),
				.enable = wire(ENABLE, LEVEL_UNSAID, PULL_UNSAID),
				.light = wire(LIGHT, LEVEL_HIGH, PULL_UNSAID),
			},
		.head_count = 2,
		.heads =
			{
				{.dump = wire(DUMP, LEVEL_HIGH, PULL_UNSAID)},
				{.dump = wire(DUMP + 1, LEVEL_LOW, PULL_UNSAID)},
			},
	};
	fake_drive(0, CONFIRM, true);
	now_ns = 1000 * MS;
	return 0;
}

static void open_inputs(void)
{
	assert_int_equal(rig_inputs_open(&inputs, &gpio_fake, &wiring.panel, &plan, &error), 0);
}

static void tick(bool looks)
{
	now_ns += MS;
	if (looks) {
		rig_inputs_look(&inputs, now_ns);
	}
	rig_inputs_read(&inputs, now_ns, &frame);
}

static int end(void **state)
{
	(void)state;
	rig_inputs_close(&inputs);
	rig_outputs_close(&outputs);
	assert_int_equal(fake_gpio.open_requests, 0);
	assert_int_equal(fake_gpio.open_chips, 0);
	return 0;
}

static void nobody_looked_yet__is_a_stop(void **state)
{
	(void)state;
	open_inputs();
	tick(false);
	assert_false(frame.stop_loop_closed);
	assert_true(frame.stop_pressed);
	assert_false(frame.reset_button);
	assert_int_equal(frame.supply, SUPPLY_OFF);
}

static void closed_loop__is_closed_from_the_first_look_on(void **state)
{
	(void)state;
	open_inputs();
	tick(true);
	assert_true(frame.stop_loop_closed);
	assert_false(frame.stop_pressed);
	assert_false(frame.hand_pressed);
	assert_false(frame.reset_button);
}

static void either_contact_alone__shows(void **state)
{
	(void)state;
	open_inputs();
	tick(true);
	fake_drive(0, CLOSED, true);
	tick(true);
	tick(true);
	assert_false(frame.stop_loop_closed);
	assert_false(frame.stop_pressed);
	fake_drive(0, CLOSED, false);
	tick(true);
	assert_true(frame.stop_loop_closed);
	fake_drive(0, PRESSED, true);
	tick(true);
	tick(true);
	assert_true(frame.stop_loop_closed);
	assert_true(frame.stop_pressed);
}

static void stop_between_two_looks__is_seen_with_its_time(void **state)
{
	(void)state;
	open_inputs();
	tick(true);
	fake_gpio.t_ns = now_ns + 200;
	fake_drive(0, CLOSED, true);
	fake_gpio.t_ns = now_ns + 300;
	fake_drive(0, CLOSED, false);
	tick(true);
	assert_false(frame.stop_loop_closed);
	assert_int_equal(inputs.view.stop_t_ns, now_ns - MS + 200);
	tick(true);
	assert_true(frame.stop_loop_closed);
	assert_false(frame.stop_pressed);
}

/* Else a second contact that is torn would prove a hand button that opens nothing. */
static void each_contact__speaks_for_itself(void **state)
{
	(void)state;
	open_inputs();
	tick(true);
	fake_drive(0, CLOSED, true);
	fake_drive(0, CLOSED, false);
	tick(true);
	assert_true(!frame.stop_loop_closed && !frame.stop_pressed && !frame.hand_pressed);
	fake_drive(0, PRESSED, true);
	fake_drive(0, PRESSED, false);
	tick(true);
	assert_true(frame.stop_loop_closed && frame.stop_pressed && !frame.hand_pressed);
	tick(true);
	assert_true(frame.stop_loop_closed && !frame.stop_pressed);
}

/* The kernel dropped it: the level tells. */
static void lost_edge__loses_nothing(void **state)
{
	(void)state;
	open_inputs();
	tick(true);
	fake_line(0, CLOSED)->level = true;
	tick(true);
	assert_false(frame.stop_loop_closed);
	assert_int_equal(inputs.view.stops[RIG_STOP_CLOSED], 1);
}

static void hand_button__stops_and_says_so(void **state)
{
	(void)state;
	open_inputs();
	tick(true);
	fake_drive(0, HAND, true);
	fake_drive(0, CLOSED, true);
	fake_drive(0, CLOSED, false);
	fake_drive(0, HAND, false);
	tick(true);
	assert_true(frame.hand_pressed && frame.stop_pressed);
	assert_false(frame.stop_loop_closed);
	tick(true);
	assert_false(frame.hand_pressed || frame.stop_pressed);
	assert_true(frame.stop_loop_closed);
}

/* It has no part in the stop button's second contact. */
static void held_hand_button__agrees_with_the_loop_it_opens(void **state)
{
	(void)state;
	open_inputs();
	tick(true);
	fake_drive(0, HAND, true);
	fake_drive(0, CLOSED, true);
	for (int k = 0; k < 100; k++) {
		tick(true);
		assert_true(frame.hand_pressed && frame.stop_pressed);
		assert_false(frame.stop_loop_closed);
	}
}

/* Its pole in the loop is bridged: it stops, but must not look as if it had opened the loop. */
static void hand_button_that_opens_nothing__stops_and_disagrees(void **state)
{
	(void)state;
	open_inputs();
	tick(true);
	fake_drive(0, HAND, true);
	fake_drive(0, HAND, false); /* shorter than a look */
	tick(true);
	assert_true(frame.hand_pressed && frame.stop_pressed && frame.stop_loop_closed);
	tick(true);
	assert_false(frame.stop_pressed);
	fake_drive(0, HAND, true);
	for (int k = 0; k < 100; k++) {
		tick(true);
		assert_true(frame.hand_pressed && frame.stop_pressed && frame.stop_loop_closed);
	}
}

/* Contacts to ground with a pull-up: whatever wire comes off, it is a stop. */
static void every_broken_wire__stops(void **state)
{
	static const int wires[] = {CLOSED, PRESSED, HAND};

	(void)state;
	open_inputs();
	for (int i = 0; i < 3; i++) {
		tick(true);
		tick(true);
		assert_true(frame.stop_loop_closed && !frame.stop_pressed);
		fake_drive(0, wires[i], true); /* as the pull has it */
		tick(true);
		assert_true(!frame.stop_loop_closed || frame.stop_pressed);
		fake_drive(0, wires[i], false);
	}
}

static void confirm_that_bounces__is_not_pressed(void **state)
{
	(void)state;
	open_inputs();
	for (int i = 0; i < 40; i++) {
		fake_drive(0, CONFIRM, i % 2 != 0);
		tick(true);
		assert_false(frame.reset_button);
	}
	fake_drive(0, CONFIRM, false);
	for (int i = 0; i < 9; i++) {
		tick(true);
		assert_false(frame.reset_button);
	}
	tick(true);
	tick(true);
	assert_true(frame.reset_button);
}

static void looks_that_end__are_a_stop_in_time(void **state)
{
	int ticks = 0;

	(void)state;
	open_inputs();
	tick(true);
	for (; frame.stop_loop_closed && ticks < 1000; ticks++) {
		tick(false);
	}
	assert_int_equal(ticks, 26);
	assert_true(frame.stop_pressed); /* both agree: it is no broken wire */
	tick(true);
	assert_true(frame.stop_loop_closed);
	fake_gpio.io_error = -EIO;
	for (ticks = 0; frame.stop_loop_closed && ticks < 1000; ticks++) {
		tick(true);
	}
	assert_int_equal(ticks, 26);
	assert_int_equal(inputs.view.errors, 26);
}

static void supply__is_unknown_without_its_wire(void **state)
{
	(void)state;
	open_inputs();
	fake_drive(0, SUPPLY, true);
	tick(true);
	assert_int_equal(frame.supply, SUPPLY_ON);
	rig_inputs_close(&inputs);
	memset(&plan, 0, sizeof(plan));
	wiring.panel.supply.line[0] = '\0';
	open_inputs();
	tick(true);
	assert_int_equal(frame.supply, SUPPLY_UNKNOWN);
}

static void edge__wakes_the_wait(void **state)
{
	int64_t from_ns;

	(void)state;
	open_inputs();
	rig_inputs_look(&inputs, now_ns);
	from_ns = clock_now_ns();
	rig_inputs_wait(&inputs);
	assert_true(clock_now_ns() - from_ns >= INPUTS_TURN_NS / 2);
	fake_drive(0, CLOSED, true);
	rig_inputs_wait(&inputs); /* returns */
	rig_inputs_look(&inputs, now_ns + MS);
	assert_int_equal(inputs.view.stops[RIG_STOP_CLOSED], 1);
}

/* ---- outputs ---- */

static void open_outputs(void)
{
	assert_int_equal(rig_outputs_open(&outputs, &gpio_fake, &wiring, &plan, &error), 0);
}

static void outputs__begin_open_and_still(void **state)
{
	(void)state;
	open_outputs();
	assert_false(fake_line(0, DUMP)->level);
	assert_true(fake_line(0, DUMP + 1)->level);
	assert_false(fake_line(0, ENABLE)->level);
	assert_true(outputs.write_ns > 0 && outputs.write_ns < OUTPUTS_WRITE_NS);
}

static void actuation__is_written_and_only_where_it_changed(void **state)
{
	struct actuation actuation = {.head_count = 2};
	int sets;

	(void)state;
	open_outputs();
	sets = fake_gpio.sets;
	actuation.enable_level = true;
	actuation.heads[1].dump_shut = true;
	assert_int_equal(rig_outputs_write(&outputs, &actuation), 0);
	assert_int_equal(fake_gpio.sets - sets, 2);
	assert_true(fake_line(0, ENABLE)->level);
	assert_false(fake_line(0, DUMP)->level);
	assert_false(fake_line(0, DUMP + 1)->level);
	assert_int_equal(rig_outputs_write(&outputs, &actuation), 0);
	assert_int_equal(fake_gpio.sets - sets, 2);
	actuation.enable_level = false;
	assert_int_equal(rig_outputs_write(&outputs, &actuation), 0);
	assert_int_equal(fake_gpio.sets - sets, 3);
	assert_false(fake_line(0, ENABLE)->level);
}

static void failed_write__is_told_and_tried_again(void **state)
{
	struct actuation actuation = {.head_count = 2};

	(void)state;
	open_outputs();
	actuation.heads[0].dump_shut = true;
	assert_int_equal(rig_outputs_write(&outputs, &actuation), 0);
	fake_gpio.io_error = -EIO;
	actuation.heads[0].dump_shut = false;
	assert_int_equal(rig_outputs_write(&outputs, &actuation), -EIO);
	rig_outputs_make_safe(&outputs);
	assert_true(fake_line(0, DUMP)->level);
	fake_gpio.io_error = 0;
	rig_outputs_make_safe(&outputs);
	assert_false(fake_line(0, DUMP)->level);
}

/* An expander may have switched before its answer got lost. */
static void levels_after_a_failed_write__are_not_trusted(void **state)
{
	struct actuation actuation = {.head_count = 2};

	(void)state;
	open_outputs();
	fake_gpio.io_error = -EIO;
	actuation.heads[0].dump_shut = true;
	assert_int_equal(rig_outputs_write(&outputs, &actuation), -EIO);
	fake_line(0, DUMP)->level = true; /* it did arrive */
	actuation.heads[0].dump_shut = false;
	assert_int_equal(rig_outputs_write(&outputs, &actuation), -EIO);
	fake_gpio.io_error = 0;
	assert_int_equal(rig_outputs_write(&outputs, &actuation), 0);
	assert_false(fake_line(0, DUMP)->level);
}

static void close__opens_every_dump_valve(void **state)
{
	struct actuation actuation = {.head_count = 2};

	(void)state;
	open_outputs();
	actuation.heads[0].dump_shut = true;
	actuation.heads[1].dump_shut = true;
	assert_int_equal(rig_outputs_write(&outputs, &actuation), 0);
	rig_outputs_light(&outputs, true);
	assert_true(fake_line(0, LIGHT)->level);
	rig_outputs_close(&outputs);
	assert_false(fake_line(0, DUMP)->level);
	assert_true(fake_line(0, DUMP + 1)->level);
	assert_false(fake_line(0, LIGHT)->level);
}

static void be_slow(void *context)
{
	(void)context;
	clock_sleep_until(clock_now_ns() + MS);
}

static void lines_that_take_long_to_write__are_refused(void **state)
{
	(void)state;
	fake_gpio.on_set = be_slow;
	assert_int_equal(rig_outputs_open(&outputs, &gpio_fake, &wiring, &plan, &error), -EINVAL);
	assert_non_null(strstr(error.text, "a write to the dump valves takes "));
	assert_non_null(strstr(error.text, "not to an expander's"));
	assert_int_equal(fake_gpio.open_requests, 0);
}

static void input_and_output_on_one_line__are_refused(void **state)
{
	(void)state;
	wiring.heads[1].dump = wire(HAND, LEVEL_HIGH, PULL_UNSAID);
	open_inputs();
	assert_int_equal(rig_outputs_open(&outputs, &gpio_fake, &wiring, &plan, &error), -EINVAL);
	assert_non_null(strstr(error.text, "hand and dump of head 2 are both wired to "
					   "pinctrl-fake/7 (\"GPIO7\")"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nobody_looked_yet__is_a_stop),
		TEST(closed_loop__is_closed_from_the_first_look_on),
		TEST(either_contact_alone__shows),
		TEST(stop_between_two_looks__is_seen_with_its_time),
		TEST(each_contact__speaks_for_itself),
		TEST(lost_edge__loses_nothing),
		TEST(hand_button__stops_and_says_so),
		TEST(held_hand_button__agrees_with_the_loop_it_opens),
		TEST(hand_button_that_opens_nothing__stops_and_disagrees),
		TEST(every_broken_wire__stops),
		TEST(confirm_that_bounces__is_not_pressed),
		TEST(looks_that_end__are_a_stop_in_time),
		TEST(supply__is_unknown_without_its_wire),
		TEST(edge__wakes_the_wait),
		TEST(outputs__begin_open_and_still),
		TEST(actuation__is_written_and_only_where_it_changed),
		TEST(failed_write__is_told_and_tried_again),
		TEST(levels_after_a_failed_write__are_not_trusted),
		TEST(close__opens_every_dump_valve),
		TEST(lines_that_take_long_to_write__are_refused),
		TEST(input_and_output_on_one_line__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
