/*
 * What sets regulators and valves: from a pressure to a share, from a share to a file or a line, each write
 * checked; 0 whenever nothing else is asked for.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_gpio.h"
#include "io/drive.h"
#include "temp_sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sys/file.h>
#include <sys/inotify.h>

#define MS INT64_C(1000000)
#define A  "class/pwm/pwmchip2/"
#define D  "bus/iio/devices/iio:device1/"

static struct drive_device *device;
static struct device_error error;
static struct gpio_plan plan;
static double shares[CHANNELS_MAX];

static const struct drive pwm = {
	.name = "board",
	.driver = DRIVE_PWM,
	.device = "1-0040",
	.frequency_hz = 1000.0,
	.used = 0x3,
};
static const struct drive dac = {
	.name = "board",
	.driver = DRIVE_DAC,
	.device = "mcp4725",
	.full_v = 4.0,
	.used = 0x1,
};
static const struct drive valves = {
	.name = "valves",
	.driver = DRIVE_VALVE,
	.frequency_hz = 10.0,
	.line_count = 2,
	.lines = {{"GPIO3", LEVEL_HIGH, PULL_UNSAID}, {"GPIO4", LEVEL_LOW, PULL_UNSAID}},
	.used = 0x3,
};

static int open_it(const struct drive *spec)
{
	const struct drive_means means = {.gpio = &gpio_fake, .plan = &plan, .sysfs = sysfs_root};

	memset(&error, 0, sizeof(error));
	return drive_ops_of(spec->driver)->open(&device, spec, &means, &error);
}

static void pwm_files(int channel)
{
	char path[64];

	snprintf(path, sizeof(path), A "pwm%d/enable", channel);
	sysfs_file(path, "0\n");
	snprintf(path, sizeof(path), A "pwm%d/polarity", channel);
	sysfs_file(path, "inversed\n");
	snprintf(path, sizeof(path), A "pwm%d/period", channel);
	sysfs_file(path, "0\n");
	snprintf(path, sizeof(path), A "pwm%d/duty_cycle", channel);
	sysfs_file(path, "777\n");
}

static int begin(void **state)
{
	char link[128];

	(void)state;
	fake_gpio_begin();
	memset(&plan, 0, sizeof(plan));
	memset(shares, 0, sizeof(shares));
	device = NULL;
	sysfs_begin();
	sysfs_file(A "export", "");
	sysfs_file("class/pwm/pwmchip0/export", "");
	snprintf(link, sizeof(link), "%s/" A "device", sysfs_root);
	assert_int_equal(symlink("../../../devices/i2c-1/1-0040", link), 0);
	snprintf(link, sizeof(link), "%s/class/pwm/pwmchip0/device", sysfs_root);
	assert_int_equal(symlink("../../../fe20c000.pwm", link), 0);
	pwm_files(0);
	pwm_files(1);
	sysfs_file(D "name", "mcp4725\n");
	sysfs_file(D "out_voltage0_raw", "99\n");
	sysfs_file(D "out_voltage0_scale", "2.0\n");
	sysfs_file(D "out_voltage0_powerdown", "1\n");
	return 0;
}

static int end(void **state)
{
	(void)state;
	sysfs_end();
	assert_int_equal(fake_gpio.open_requests, 0);
	return 0;
}

static void pressure__becomes_a_share_and_nothing_beyond(void **state)
{
	const struct output_wire wire = {.drive = 1, .zero_pa = -50000.0, .full_pa = 150000.0};
	const struct output_wire from = {.drive = 1, .zero_pa = 20000.0, .full_pa = 120000.0};

	(void)state;
	assert_true(fabs(drive_share(&wire, 50000.0) - 0.5) < 1e-12);
	assert_true(fabs(drive_share(&from, 70000.0) - 0.5) < 1e-12);
	assert_true(drive_share(&from, 10000.0) <= 0.0);
	assert_true(drive_share(&wire, 1e9) <= 1.0);
	assert_true(drive_share(&wire, 1e9) >= 1.0);
	assert_true(drive_share(&wire, 0.0) <= 0.0); /* nothing asked for is nothing given */
	assert_true(drive_share(&wire, -1.0) <= 0.0);
	assert_true(drive_share(&wire, NAN) <= 0.0);
	assert_true(drive_share(&wire, -INFINITY) <= 0.0);
}

static void pwm_channel__begins_at_nothing_and_follows(void **state)
{
	(void)state;
	assert_int_equal(open_it(&pwm), 0);
	assert_string_equal(sysfs_text(A "pwm0/period"), "1000000");
	assert_string_equal(sysfs_text(A "pwm0/duty_cycle"), "0");
	assert_string_equal(sysfs_text(A "pwm0/enable"), "1");
	assert_string_equal(sysfs_text(A "pwm1/enable"), "1");
	shares[0] = 0.25;
	shares[1] = 1.0;
	assert_int_equal(pwm_ops.turn(device, shares, 0), 0);
	assert_string_equal(sysfs_text(A "pwm0/duty_cycle"), "250000");
	assert_string_equal(sysfs_text(A "pwm1/duty_cycle"), "1000000");
	sysfs_file(A "pwm0/duty_cycle", "1\n"); /* unchanged is not written again */
	assert_int_equal(pwm_ops.turn(device, shares, MS), 0);
	assert_string_equal(sysfs_text(A "pwm0/duty_cycle"), "1");
	pwm_ops.make_safe(device);
	assert_string_equal(sysfs_text(A "pwm0/duty_cycle"), "0");
	pwm_ops.close(device);
	assert_string_equal(sysfs_text(A "pwm1/duty_cycle"), "0");
	assert_string_equal(sysfs_text(A "export"), ""); /* they were there */
}

/* The order in which two files are written. */
struct written {
	int notify;
	int first;
	char order[16];
};

static void watch(struct written *written, const char *first, const char *second)
{
	char path[192];

	written->notify = inotify_init1(IN_NONBLOCK);
	snprintf(path, sizeof(path), "%s/" A "%s", sysfs_root, first);
	written->first = inotify_add_watch(written->notify, path, IN_CLOSE_WRITE);
	snprintf(path, sizeof(path), "%s/" A "%s", sysfs_root, second);
	assert_true(inotify_add_watch(written->notify, path, IN_CLOSE_WRITE) >= 0);
}

/* 'e' where it was the first, 'p' where it was the second. */
static const char *in_order(struct written *written)
{
	struct inotify_event event;
	size_t count = 0;

	while (count < sizeof(written->order) - 1 &&
	       read(written->notify, &event, sizeof(event)) == (ssize_t)sizeof(event)) {
		written->order[count++] = event.wd == written->first ? 'e' : 'p';
	}
	close(written->notify);
	return written->order;
}

/* Somebody left it running, and upside down: nothing would be everything. */
static void inverted_pwm__is_set_right_while_it_is_off(void **state)
{
	struct written of = {0};

	(void)state;
	sysfs_file(A "pwm1/enable", "1\n");
	watch(&of, "pwm1/enable", "pwm1/polarity");
	assert_int_equal(open_it(&pwm), 0);
	assert_string_equal(in_order(&of), "epe");
	assert_string_equal(sysfs_text(A "pwm0/polarity"), "normal");
	assert_string_equal(sysfs_text(A "pwm1/polarity"), "normal");
	assert_string_equal(sysfs_text(A "pwm1/enable"), "1");
	pwm_ops.close(device);
}

static void pwm_that_keeps_its_polarity__is_refused(void **state)
{
	(void)state;
	sysfs_gone(A "pwm1/polarity");
	assert_int_equal(open_it(&pwm), -ENOENT);
	assert_non_null(strstr(error.text, "channel 1"));
	assert_string_equal(sysfs_text(A "pwm1/enable"), "0");
}

/* Two that write one channel would each let go of what the other presses. */
static void output_of_another_controller__is_refused_and_left_alone(void **state)
{
	char path[192];
	int held[2];

	(void)state;
	snprintf(path, sizeof(path), "%s/" A "pwm1/duty_cycle", sysfs_root);
	held[0] = open(path, O_WRONLY);
	snprintf(path, sizeof(path), "%s/" D "out_voltage0_raw", sysfs_root);
	held[1] = open(path, O_WRONLY);
	assert_int_equal(flock(held[0], LOCK_EX), 0);
	assert_int_equal(flock(held[1], LOCK_EX), 0);
	sysfs_file(A "pwm1/enable", "1\n");
	assert_int_equal(open_it(&pwm), -EBUSY);
	assert_string_equal(sysfs_text(A "pwm1/duty_cycle"), "777");
	assert_string_equal(sysfs_text(A "pwm1/enable"), "1");
	assert_int_equal(open_it(&dac), -EBUSY);
	assert_string_equal(sysfs_text(D "out_voltage0_raw"), "99");
	close(held[0]);
	close(held[1]);
	assert_int_equal(open_it(&dac), 0);
	dac_ops.close(device);
}

static void missing_pwm__is_told_with_what_is_there(void **state)
{
	struct drive other = pwm;

	(void)state;
	snprintf(other.device, sizeof(other.device), "1f00098000.pwm");
	assert_int_equal(open_it(&other), -ENODEV);
	assert_string_equal(error.text,
			    "board: the kernel shows no PWM of the device 1f00098000.pwm; it shows "
			    "fe20c000.pwm, 1-0040. Is its overlay loaded?");
	sysfs_gone(A "pwm1/period");
	assert_int_equal(open_it(&pwm), -ENOENT);
	assert_non_null(
		strstr(error.text, "board: channel 1 of 1-0040 cannot be had (No such file"));
}

static void dac_output__wakes_at_nothing_and_follows(void **state)
{
	(void)state;
	assert_int_equal(open_it(&dac), 0);
	assert_string_equal(sysfs_text(D "out_voltage0_raw"), "0");
	assert_string_equal(sysfs_text(D "out_voltage0_powerdown"), "0");
	shares[0] = 0.5;
	assert_int_equal(dac_ops.turn(device, shares, 0), 0);
	assert_string_equal(sysfs_text(D "out_voltage0_raw"), "1000");
	dac_ops.close(device);
	assert_int_equal(atoi(sysfs_text(D "out_voltage0_raw")), 0);
}

static void missing_dac__is_told(void **state)
{
	struct drive other = dac;

	(void)state;
	other.used = 0x4;
	assert_int_equal(open_it(&other), -ENOENT);
	assert_non_null(strstr(error.text, "output 2 of mcp4725 cannot be had (No such file or "
					   "directory): it has no such output"));
	snprintf(other.device, sizeof(other.device), "dac8");
	assert_int_equal(open_it(&other), -ENODEV);
	assert_non_null(strstr(error.text, "no converter called dac8; it shows mcp4725"));
	sysfs_file(D "out_voltage0_scale", "0\n");
	assert_int_equal(open_it(&dac), -ERANGE);
}

/* Over a whole period each is on for its share, and not both at once where there is room. */
static void valve__is_on_for_its_share(void **state)
{
	int on[2] = {0, 0};
	int both = 0;

	(void)state;
	assert_int_equal(open_it(&valves), 0);
	assert_false(fake_line(0, 3)->level);
	assert_true(fake_line(0, 4)->level);
	shares[0] = 0.3;
	shares[1] = 0.4;
	for (int k = 0; k < 1000; k++) {
		assert_int_equal(valve_ops.turn(device, shares, k * MS), 0);
		on[0] += fake_line(0, 3)->level;
		on[1] += !fake_line(0, 4)->level;
		both += fake_line(0, 3)->level && !fake_line(0, 4)->level;
	}
	assert_in_range(on[0], 290, 310);
	assert_in_range(on[1], 390, 410);
	assert_int_equal(both, 0);
	shares[0] = 1.0;
	shares[1] = 0.0;
	for (int k = 0; k < 200; k++) {
		assert_int_equal(valve_ops.turn(device, shares, k * MS), 0);
		assert_true(fake_line(0, 3)->level && fake_line(0, 4)->level);
	}
	valve_ops.close(device);
	assert_false(fake_line(0, 3)->level);
}

static void failed_write__is_told_until_it_works(void **state)
{
	(void)state;
	assert_int_equal(open_it(&valves), 0);
	shares[0] = 1.0;
	fake_gpio.io_error = -EIO;
	assert_int_equal(valve_ops.turn(device, shares, 0), -EIO);
	assert_int_equal(valve_ops.turn(device, shares, MS), -EIO);
	fake_gpio.io_error = 0;
	assert_int_equal(valve_ops.turn(device, shares, 2 * MS), 0);
	assert_true(fake_line(0, 3)->level);
	valve_ops.close(device);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pressure__becomes_a_share_and_nothing_beyond),
		TEST(pwm_channel__begins_at_nothing_and_follows),
		TEST(inverted_pwm__is_set_right_while_it_is_off),
		TEST(pwm_that_keeps_its_polarity__is_refused),
		TEST(output_of_another_controller__is_refused_and_left_alone),
		TEST(missing_pwm__is_told_with_what_is_there),
		TEST(dac_output__wakes_at_nothing_and_follows),
		TEST(missing_dac__is_told),
		TEST(valve__is_on_for_its_share),
		TEST(failed_write__is_told_until_it_works),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
