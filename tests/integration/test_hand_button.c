/*
 * The client's button from its wires to what lets a rig be armed and what makes it trip: it counts only
 * where it opens the loop.
 */
#include "core/judging.h"
#include "core/safety/registration.h"
#include "io/fake_gpio.h"
#include "io/rig_inputs.h"

enum { CLOSED = 5, PRESSED = 6, HAND = 7, CONFIRM = 8 };

static const struct panel_wires wires = {
	.stop_closed = {"GPIO5", LEVEL_LOW, PULL_UP},
	.stop_pressed = {"GPIO6", LEVEL_HIGH, PULL_UP},
	.hand = {"GPIO7", LEVEL_HIGH, PULL_UP},
	.confirm = {"GPIO8", LEVEL_LOW, PULL_UP},
};
static const struct command command;
static struct rig_inputs inputs;
static struct gpio_plan plan;
static struct device_error error;
static struct judging on;
static struct registration registration;
static int64_t now_ns;
static uint64_t raised; /* by any tick so far */

static int begin(void **state)
{
	(void)state;
	fake_gpio_begin();
	fake_drive(0, CONFIRM, true);
	memset(&plan, 0, sizeof(plan));
	memset(&registration, 0, sizeof(registration));
	judging_begin(&on, 4);
	judging_wait(&on, 10);
	now_ns = 1000 * MS_NS;
	raised = 0;
	return rig_inputs_open(&inputs, &gpio_fake, &wires, &plan, &error);
}

static int end(void **state)
{
	(void)state;
	rig_inputs_close(&inputs);
	return 0;
}

static void ticks(int count)
{
	for (int k = 0; k < count; k++) {
		now_ns += MS_NS;
		rig_inputs_look(&inputs, now_ns);
		rig_inputs_read(&inputs, now_ns, &on.frame);
		registration_step(&registration, &command, &on.frame);
		raised |= judging_tick(&on);
	}
}

/* As the client is asked to before arming: pressed, perhaps shorter than a look, and let go of. */
static void press_hand(bool opens, int lasts)
{
	fake_drive(0, HAND, true);
	if (opens) {
		fake_drive(0, CLOSED, true);
	}
	ticks(lasts);
	fake_drive(0, CLOSED, false);
	fake_drive(0, HAND, false);
	ticks(3);
}

static void button_that_opens_the_loop__is_tried_and_no_broken_wire(void **state)
{
	(void)state;
	ticks(1);
	for (int lasts = 0; lasts < 100; lasts += 3) {
		registration_forget(&registration);
		assert_false(registration.tried);
		press_hand(true, lasts);
		assert_true(registration.tried);
	}
	assert_raised(raised, COND_STOP_LOOP);
	assert_not_raised(raised, COND_STOP_WIRING);
}

/* Its pole in the loop is bridged. */
static void button_that_opens_nothing__stops_and_is_found(void **state)
{
	(void)state;
	ticks(1);
	for (int lasts = 0; lasts < 20; lasts++) {
		raised = 0;
		press_hand(false, lasts);
		assert_false(registration.tried || registration.pressed);
		assert_raised(raised, COND_STOP_LOOP);
		assert_not_raised(raised, COND_STOP_WIRING);
	}
	press_hand(false, 25);
	assert_false(registration.tried || registration.pressed);
	assert_raised(raised, COND_STOP_WIRING);
}

/* ... and the stop button's second contact is loose: nothing that it says is the loop's. */
static void loose_second_contact__proves_no_button(void **state)
{
	(void)state;
	ticks(1);
	fake_drive(0, HAND, true);
	for (int k = 0; k < 10; k++) {
		fake_drive(0, PRESSED, true);
		fake_drive(0, PRESSED, false);
		ticks(1);
	}
	fake_drive(0, HAND, false);
	ticks(3);
	assert_false(registration.tried || registration.pressed);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(button_that_opens_the_loop__is_tried_and_no_broken_wire),
		TEST(button_that_opens_nothing__stops_and_is_found),
		TEST(loose_second_contact__proves_no_button),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
