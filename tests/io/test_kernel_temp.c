/*
 * Temperatures that the kernel reads, against files as it shows them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/converter.h"
#include "temp_sysfs.h"

#include <errno.h>
#include <math.h>

#define MS  INT64_C(1000000)
#define IIO "bus/iio/devices/iio:device0/"
#define W1  "bus/w1/devices/28-000005e2fdc3/"

static int64_t now_ns;
static struct converter_device *device;
static struct converter_view view;
static struct device_error error;

static int64_t test_now(void)
{
	return now_ns;
}

static void test_sleep(int64_t t_ns)
{
	now_ns = t_ns > now_ns ? t_ns : now_ns;
}

static const struct io_clock test_clock = {.now_ns = test_now, .sleep_until = test_sleep};

static struct converter iio;
static struct converter hwmon;
static struct converter w1;

static int open_it(const struct converter *spec)
{
	const struct converter_means means = {.sysfs = sysfs_root, .clock = &test_clock};

	memset(&error, 0, sizeof(error));
	device = NULL;
	return converter_ops_of(spec->driver)->open(&device, spec, &means, &error);
}

static bool shows(int channel, double c)
{
	return view.channels[channel].state == SAMPLE_OK &&
	       fabs(view.channels[channel].reading - c) < 1e-9;
}

static void link_to(const char *path, const char *leads)
{
	char at[192];

	snprintf(at, sizeof(at), "%s/%s", sysfs_root, path);
	assert_int_equal(symlink(leads, at), 0);
}

static int begin(void **state)
{
	(void)state;
	memset(&view, 0, sizeof(view));
	now_ns = 1000 * MS;
	iio = (struct converter){.name = "faces",
				 .driver = CONVERTER_IIO_TEMP,
				 .rate_hz = 10.0,
				 .device = "max31865",
				 .used = 0x1};
	hwmon = (struct converter){.name = "faces",
				   .driver = CONVERTER_HWMON,
				   .rate_hz = 10.0,
				   .device = "tmp421",
				   .used = 0x6};
	w1 = (struct converter){.name = "face",
				.driver = CONVERTER_W1,
				.rate_hz = 4.0,
				.device = "28-000005e2fdc3",
				.used = 0x1};
	sysfs_begin();
	sysfs_file(IIO "name", "max31865\n");
	sysfs_file(IIO "in_temp_raw", "8500\n");
	sysfs_file(IIO "in_temp_scale", "31.25\n");
	sysfs_file(IIO "in_temp_offset", "-7500\n");
	sysfs_file("class/hwmon/hwmon0/name", "cpu_thermal\n");
	sysfs_file("class/hwmon/hwmon1/name", "tmp421\n");
	sysfs_file("class/hwmon/hwmon1/temp1_input", "39500\n");
	sysfs_file("class/hwmon/hwmon1/temp2_input", "-1250\n");
	link_to("class/hwmon/hwmon1/device", "../../../1-004c");
	sysfs_file(W1 "name", "28-000005e2fdc3\n");
	sysfs_file(W1 "temperature", "41062\n");
	sysfs_file(W1 "resolution", "12\n");
	sysfs_file("bus/w1/devices/w1_bus_master1/w1_master_name", "w1 bus master\n");
	return 0;
}

static int end(void **state)
{
	(void)state;
	sysfs_end();
	return 0;
}

static void sensor_of_industrial_io__has_its_scale_and_offset(void **state)
{
	(void)state;
	assert_int_equal(open_it(&iio), 0);
	kernel_file_ops.turn(device, &view);
	assert_true(shows(0, 31.25));
	assert_int_equal(view.channels[0].raw, 8500);
	sysfs_file(IIO "in_temp_raw", "8780\n");
	kernel_file_ops.turn(device, &view);
	assert_true(shows(0, 40.0));
	assert_int_equal(view.channels[0].t_ns, now_ns);
	assert_int_equal(now_ns, 1100 * MS);
	kernel_file_ops.close(device);
}

static void sensor_that_is_scaled_already__is_taken_as_it_is(void **state)
{
	(void)state;
	sysfs_file(IIO "in_temp1_input", "36600\n");
	iio.used = 0x2;
	assert_int_equal(open_it(&iio), 0);
	kernel_file_ops.turn(device, &view);
	assert_true(shows(1, 36.6));
	kernel_file_ops.close(device);
}

static void sensor_of_hardware_monitoring__is_numbered_as_the_kernel_does(void **state)
{
	(void)state;
	assert_int_equal(open_it(&hwmon), 0);
	kernel_file_ops.turn(device, &view);
	assert_true(shows(1, 39.5) && shows(2, -1.25));
	kernel_file_ops.close(device);
	snprintf(hwmon.device, sizeof(hwmon.device), "1-004c");
	assert_int_equal(open_it(&hwmon), 0);
	kernel_file_ops.close(device);
}

static void two_of_one_name__are_told_apart_by_their_place(void **state)
{
	(void)state;
	sysfs_file("class/hwmon/hwmon2/name", "tmp421\n");
	sysfs_file("class/hwmon/hwmon2/temp1_input", "20000\n");
	link_to("class/hwmon/hwmon2/device", "../../../1-004d");
	assert_int_equal(open_it(&hwmon), -EINVAL);
	assert_string_equal(error.text,
			    "faces: several monitors are called tmp421; name one by its place: "
			    "cpu_thermal, tmp421 (1-004c), tmp421 (1-004d)");
	snprintf(hwmon.device, sizeof(hwmon.device), "1-004d");
	hwmon.used = 0x2;
	assert_int_equal(open_it(&hwmon), 0);
	kernel_file_ops.turn(device, &view);
	assert_true(shows(1, 20.0));
	kernel_file_ops.close(device);
}

/* 12 bits take 750 ms, each less half of that. */
static void one_wire_sensor__converts_as_finely_as_there_is_time_for(void **state)
{
	static const struct {
		double rate_hz;
		const char *bits;
	} of[] = {{1.33, "12"}, {1.34, "11"}, {2.66, "11"}, {4.0, "10"}, {10.6, "9"}};

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		w1.rate_hz = of[i].rate_hz;
		sysfs_file(W1 "resolution", "12\n");
		assert_int_equal(open_it(&w1), 0);
		assert_string_equal(sysfs_text(W1 "resolution"), of[i].bits);
		kernel_file_ops.turn(device, &view);
		assert_true(shows(0, 41.062));
		kernel_file_ops.close(device);
	}
	w1.rate_hz = 1.0;
	sysfs_file(W1 "resolution", "9\n"); /* what is quick enough stays */
	assert_int_equal(open_it(&w1), 0);
	assert_string_equal(sysfs_text(W1 "resolution"), "9");
	kernel_file_ops.close(device);
}

static void one_wire_sensor_that_is_too_slow__is_refused(void **state)
{
	(void)state;
	w1.rate_hz = 11.0;
	assert_int_equal(open_it(&w1), -EINVAL);
	assert_string_equal(error.text, "face: 28-000005e2fdc3 cannot be read 11 times a second; "
					"lower rate_hz");
	w1.rate_hz = 2.0;
	sysfs_gone(W1 "resolution"); /* one that has no choice */
	assert_int_equal(open_it(&w1), -EINVAL);
	w1.rate_hz = 1.0;
	assert_int_equal(open_it(&w1), 0);
	kernel_file_ops.close(device);
}

/* As long as it takes to read, the sample is as old. */
static void sensor_that_does_not_answer__leaves_its_age(void **state)
{
	int64_t was_ns;

	(void)state;
	assert_int_equal(open_it(&hwmon), 0);
	kernel_file_ops.turn(device, &view);
	was_ns = view.channels[1].t_ns;
	sysfs_file("class/hwmon/hwmon1/temp1_input", "");
	kernel_file_ops.turn(device, &view);
	assert_int_equal(view.channels[1].t_ns, was_ns);
	assert_int_equal(view.channels[2].t_ns, was_ns + 100 * MS);
	assert_int_equal(view.errors, 1);
	assert_int_equal(view.last_error, -EINVAL);
	kernel_file_ops.close(device);
}

static void sensor_that_is_missing__is_told_with_what_is_there(void **state)
{
	(void)state;
	snprintf(w1.device, sizeof(w1.device), "28-0");
	assert_int_equal(open_it(&w1), -ENODEV);
	assert_string_equal(error.text, "face: the kernel shows no one-wire sensor called 28-0; it "
					"shows 28-000005e2fdc3. Is it connected, and its overlay "
					"loaded?");
	hwmon.used = 0x1;
	assert_int_equal(open_it(&hwmon), -ENOENT);
	assert_non_null(strstr(error.text, "channel 0 of tmp421 cannot be used (No such file or "
					   "directory): it has no such channel"));
	sysfs_file("class/hwmon/hwmon1/temp2_input", "");
	hwmon.used = 0x6;
	assert_int_equal(open_it(&hwmon), -EINVAL);
	assert_non_null(strstr(error.text, "channel 2 of tmp421 cannot be used"));
	sysfs_file(IIO "in_temp_scale", "0\n");
	assert_int_equal(open_it(&iio), -EIO);
	assert_non_null(strstr(error.text, "has a scale of 0 mdegC, which measures nothing"));
	sysfs_gone(IIO "in_temp_scale");
	assert_int_equal(open_it(&iio), -ENOENT);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sensor_of_industrial_io__has_its_scale_and_offset),
		TEST(sensor_that_is_scaled_already__is_taken_as_it_is),
		TEST(sensor_of_hardware_monitoring__is_numbered_as_the_kernel_does),
		TEST(two_of_one_name__are_told_apart_by_their_place),
		TEST(one_wire_sensor__converts_as_finely_as_there_is_time_for),
		TEST(one_wire_sensor_that_is_too_slow__is_refused),
		TEST(sensor_that_does_not_answer__leaves_its_age),
		TEST(sensor_that_is_missing__is_told_with_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
