/*
 * Lines by name and by chip label, many as one word of bits, and what is said where one cannot be had.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_gpio.h"
#include "io/gpio_bank.h"
#include "io/gpio_find.h"

#include <fcntl.h>
#include <sys/stat.h>

static struct device_error error;
static struct gpio_plan plan;

static int begin(void **state)
{
	(void)state;
	fake_gpio_begin();
	memset(&error, 0, sizeof(error));
	memset(&plan, 0, sizeof(plan));
	return 0;
}

static void assert_said(int code, const char *words)
{
	assert_int_equal(error.code, code);
	if (strstr(error.text, words) == NULL) {
		fail_msg("expected \"%s\", said \"%s\"", words, error.text);
	}
	assert_null(strchr(error.text, '\n'));
	assert_true(strlen(error.text) < sizeof(error.text) - 1);
}

static void add_chip(const char *label)
{
	const int number = fake_gpio.chip_count++;

	snprintf(fake_gpio.chips[number].label, GPIO_NAME_BYTES, "%s", label);
	fake_gpio.chips[number].line_count = 8;
}

static void line__is_found_by_its_name(void **state)
{
	struct gpio_spot spot;

	(void)state;
	add_chip("expander");
	snprintf(fake_line(1, 5)->name, GPIO_NAME_BYTES, "STOP_A");
	assert_int_equal(gpio_find(&gpio_fake, "STOP_A", &spot, &error), 0);
	assert_string_equal(spot.path, "/dev/gpiochip1");
	assert_string_equal(spot.label, "expander");
	assert_int_equal(spot.offset, 5);
	assert_int_equal(fake_gpio.open_chips, 0);
}

static void line__is_found_by_chip_label_and_offset(void **state)
{
	struct gpio_spot spot;

	(void)state;
	add_chip("20-0020/a");
	assert_int_equal(gpio_find(&gpio_fake, "pinctrl-fake/17", &spot, &error), 0);
	assert_string_equal(spot.path, "/dev/gpiochip0");
	assert_int_equal(spot.offset, 17);
	assert_string_equal(spot.facts.name, "GPIO17");
	assert_int_equal(gpio_find(&gpio_fake, "20-0020/a/7", &spot, &error), 0);
	assert_int_equal(spot.offset, 7);
	assert_int_equal(fake_gpio.open_chips, 0);
}

static void missing_line_and_chip__are_named(void **state)
{
	struct gpio_spot spot;

	(void)state;
	assert_int_equal(gpio_find(&gpio_fake, "GPIO99", &spot, &error), -ENODEV);
	assert_said(-ENODEV, "there is no GPIO line named GPIO99 here; gpioinfo shows all lines, "
			     "and the chips are pinctrl-fake");
	memset(&error, 0, sizeof(error));
	assert_int_equal(gpio_find(&gpio_fake, "pinctrl-rp1/4", &spot, &error), -ENODEV);
	assert_said(-ENODEV, "there is no GPIO chip labelled pinctrl-rp1 here");
	memset(&error, 0, sizeof(error));
	assert_int_equal(gpio_find(&gpio_fake, "pinctrl-fake/32", &spot, &error), -EINVAL);
	assert_said(-EINVAL, "the GPIO chip pinctrl-fake has no line 32; its lines are 0 to 31");
	memset(&error, 0, sizeof(error));
	fake_gpio.chip_count = 0;
	assert_int_equal(gpio_find(&gpio_fake, "GPIO4", &spot, &error), -ENODEV);
	assert_said(-ENODEV, "this machine has no GPIO chip");
	assert_int_equal(fake_gpio.open_chips, 0);
}

static void name_of_two_lines__is_refused(void **state)
{
	struct gpio_spot spot;

	(void)state;
	add_chip("expander");
	snprintf(fake_line(1, 2)->name, GPIO_NAME_BYTES, "GPIO4");
	assert_int_equal(gpio_find(&gpio_fake, "GPIO4", &spot, &error), -EINVAL);
	assert_said(-EINVAL, "2 GPIO lines are named GPIO4 (on /dev/gpiochip0, /dev/gpiochip1); "
			     "name one as \"LABEL/OFFSET\", such as \"pinctrl-fake/4\"");
	memset(&error, 0, sizeof(error));
	snprintf(fake_gpio.chips[1].label, GPIO_NAME_BYTES, "pinctrl-fake");
	assert_int_equal(gpio_find(&gpio_fake, "pinctrl-fake/4", &spot, &error), -EINVAL);
	assert_said(-EINVAL, "two GPIO chips are labelled pinctrl-fake");
}

static void chip_that_may_not_be_opened__is_named_with_the_remedy(void **state)
{
	struct gpio_spot spot;

	(void)state;
	fake_gpio.chips[0].open_error = -EACCES;
	assert_int_equal(gpio_find(&gpio_fake, "GPIO4", &spot, &error), -EACCES);
	assert_said(-EACCES, "/dev/gpiochip0 cannot be used (Permission denied): give this user "
			     "the right to it (group gpio");
}

static void links_to_chips__are_no_chips(void **state)
{
	char dir[] = "/tmp/knead-chips-XXXXXX";
	static const char *const names[] = {"gpiochip10", "gpiochip2", "gpiomem", "gpiochip"};
	char paths[GPIO_CHIPS_MAX][GPIO_PATH_BYTES];
	char path[64];
	char link[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		assert_true(mknod(path, S_IFREG | 0600, 0) == 0);
	}
	snprintf(link, sizeof(link), "%s/gpiochip4", dir);
	assert_int_equal(symlink("gpiochip2", link), 0);
	assert_int_equal(gpio_list_chips(dir, paths), 2);
	assert_string_equal(strrchr(paths[0], '/'), "/gpiochip2");
	assert_string_equal(strrchr(paths[1], '/'), "/gpiochip10");
	assert_int_equal(unlink(link), 0);
	for (int i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(gpio_list_chips(dir, paths), -ENOENT);
}

/* ---- banks ---- */

static const struct wire stop = {"GPIO5", LEVEL_LOW, PULL_UP};
static const struct wire pressed = {"GPIO6", LEVEL_HIGH, PULL_UP};
static const struct wire far = {"expander/3", LEVEL_LOW, PULL_NONE};
static const struct wire valve = {"GPIO20", LEVEL_HIGH, PULL_UNSAID};
static const struct wire quick = {"GPIO21", LEVEL_LOW, PULL_UNSAID};

static int open_bank(struct gpio_bank **bank, const struct wire *const *wires, int count,
		     enum gpio_use use, uint64_t active)
{
	struct gpio_want wants[4] = {0};

	for (int i = 0; i < count; i++) {
		snprintf(wants[i].purpose, sizeof(wants[i].purpose), "wire %d", i + 1);
		wants[i].wire = wires[i];
	}
	return gpio_bank_open(bank, &gpio_fake, wants, count, use, active, &plan, &error);
}

static void bits__are_in_the_order_asked_for_and_mean_active(void **state)
{
	const struct wire *const wires[] = {&far, &stop, &pressed};
	struct gpio_bank *bank = NULL;
	uint64_t active = 0;

	(void)state;
	add_chip("expander");
	fake_drive(1, 3, true);
	fake_drive(0, 6, true);
	assert_int_equal(open_bank(&bank, wires, 3, GPIO_EDGES, 0), 0);
	assert_int_equal(fake_gpio.open_requests, 2);
	assert_int_equal(fake_gpio.open_chips, 0);
	assert_int_equal(fake_line(0, 5)->pull, GPIO_PULL_UP);
	assert_int_equal(fake_line(1, 3)->pull, GPIO_PULL_OFF);
	assert_int_equal(gpio_bank_get(bank, &active), 0);
	assert_int_equal(active, 6); /* far is low-active and high; stop is low; pressed is high */
	fake_drive(1, 3, false);
	fake_drive(0, 5, true);
	assert_int_equal(gpio_bank_get(bank, &active), 0);
	assert_int_equal(active, 5);
	gpio_bank_close(bank);
	assert_int_equal(fake_gpio.open_requests, 0);
}

static void changes__have_the_time_of_their_edges(void **state)
{
	const struct wire *const wires[] = {&stop, &pressed};
	struct gpio_bank *bank = NULL;
	struct gpio_change changes[8];
	struct pollfd polls[GPIO_LINES_MAX];

	(void)state;
	assert_int_equal(open_bank(&bank, wires, 2, GPIO_EDGES, 0), 0);
	assert_int_equal(gpio_bank_poll_for(bank, polls), 1);
	assert_int_equal(poll(polls, 1, 0), 0);
	fake_gpio.t_ns = 1000;
	fake_drive(0, 5, true);
	fake_gpio.t_ns = 1500;
	fake_drive(0, 6, true);
	assert_int_equal(poll(polls, 1, 0), 1);
	assert_int_equal(gpio_bank_changes(bank, changes, 8), 2);
	assert_int_equal(changes[0].which, 0);
	assert_false(changes[0].active);
	assert_int_equal(changes[0].t_ns, 1000);
	assert_int_equal(changes[1].which, 1);
	assert_true(changes[1].active);
	assert_int_equal(changes[1].t_ns, 1500);
	assert_int_equal(gpio_bank_changes(bank, changes, 8), 0);
	fake_gpio.io_error = -EIO;
	assert_int_equal(gpio_bank_changes(bank, changes, 8), -EIO);
	gpio_bank_close(bank);
}

static void outputs__begin_as_asked_and_change_only_when_they_differ(void **state)
{
	const struct wire *const wires[] = {&valve, &quick};
	struct gpio_bank *bank = NULL;

	(void)state;
	assert_int_equal(open_bank(&bank, wires, 2, GPIO_OUTPUT, 0), 0);
	assert_false(fake_line(0, 20)->level);
	assert_true(fake_line(0, 21)->level); /* not active */
	assert_int_equal(fake_gpio.sets, 0);
	assert_int_equal(gpio_bank_set(bank, 3), 0);
	assert_true(fake_line(0, 20)->level);
	assert_false(fake_line(0, 21)->level);
	assert_int_equal(gpio_bank_set(bank, 3), 0);
	assert_int_equal(fake_gpio.sets, 1);
	fake_gpio.io_error = -EIO;
	assert_int_equal(gpio_bank_set(bank, 0), -EIO);
	assert_int_equal(gpio_bank_set(bank, 0), -EIO); /* not believed to be done */
	fake_gpio.io_error = 0;
	assert_int_equal(gpio_bank_set(bank, 0), 0);
	assert_false(fake_line(0, 20)->level);
	gpio_bank_close(bank);
}

static void line_wired_twice__is_refused_with_both_uses(void **state)
{
	static const struct wire again = {"pinctrl-fake/5", LEVEL_HIGH, PULL_UP};
	const struct wire *const first[] = {&stop};
	const struct wire *const wires[] = {&pressed, &again};
	struct gpio_bank *bank = NULL;
	struct gpio_bank *other = NULL;

	(void)state;
	assert_int_equal(open_bank(&bank, first, 1, GPIO_EDGES, 0), 0);
	assert_int_equal(open_bank(&other, wires, 2, GPIO_EDGES, 0), -EINVAL);
	assert_said(-EINVAL, "wire 1 and wire 2 are both wired to pinctrl-fake/5 "
			     "(\"pinctrl-fake/5\"); name another line for one of them");
	assert_int_equal(plan.count, 1);
	assert_int_equal(fake_gpio.open_requests, 1);
	gpio_bank_close(bank);
}

static void busy_line__is_refused_by_name(void **state)
{
	const struct wire *const wires[] = {&valve, &quick};
	struct gpio_bank *bank = NULL;

	(void)state;
	fake_line(0, 21)->used = true;
	snprintf(fake_line(0, 21)->user, GPIO_NAME_BYTES, "fan");
	assert_int_equal(open_bank(&bank, wires, 2, GPIO_OUTPUT, 0), -EBUSY);
	assert_said(-EBUSY, "wire 2: the GPIO line \"GPIO21\" is used by fan already; end that, or "
			    "name another line");
	assert_null(bank);
	assert_int_equal(fake_gpio.open_requests, 0);
	memset(&error, 0, sizeof(error));
	fake_line(0, 21)->used = false; /* taken between the look and the request */
	fake_gpio.chips[0].request_error = -EBUSY;
	assert_int_equal(open_bank(&bank, wires, 2, GPIO_OUTPUT, 0), -EBUSY);
	assert_said(-EBUSY, "wire 1 and others: the GPIO line \"GPIO20\" cannot be had");
	assert_int_equal(plan.count, 0);
}

static void half_a_bank__is_given_back(void **state)
{
	const struct wire *const wires[] = {&valve, &far};
	struct gpio_bank *bank = NULL;

	(void)state;
	add_chip("expander");
	fake_gpio.chips[1].request_error = -EIO;
	assert_int_equal(open_bank(&bank, wires, 2, GPIO_OUTPUT, 0), -EIO);
	assert_said(-EIO, "it does not answer: look at its wires and its power");
	assert_int_equal(fake_gpio.open_requests, 0);
	assert_int_equal(fake_gpio.open_chips, 0);
	assert_false(fake_line(0, 20)->used);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(line__is_found_by_its_name, begin),
		cmocka_unit_test_setup(line__is_found_by_chip_label_and_offset, begin),
		cmocka_unit_test_setup(missing_line_and_chip__are_named, begin),
		cmocka_unit_test_setup(name_of_two_lines__is_refused, begin),
		cmocka_unit_test_setup(chip_that_may_not_be_opened__is_named_with_the_remedy,
				       begin),
		cmocka_unit_test_setup(links_to_chips__are_no_chips, begin),
		cmocka_unit_test_setup(bits__are_in_the_order_asked_for_and_mean_active, begin),
		cmocka_unit_test_setup(changes__have_the_time_of_their_edges, begin),
		cmocka_unit_test_setup(outputs__begin_as_asked_and_change_only_when_they_differ,
				       begin),
		cmocka_unit_test_setup(line_wired_twice__is_refused_with_both_uses, begin),
		cmocka_unit_test_setup(busy_line__is_refused_by_name, begin),
		cmocka_unit_test_setup(half_a_bank__is_given_back, begin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
