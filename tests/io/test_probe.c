/*
 * A probe opens every device, says what it found and what is wrong with the rest, and moves nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_gpio.h"
#include "io/probe.h"
#include "io/spi.h"
#include "temp_sysfs.h"

#define MS INT64_C(1000000)
#define D  "bus/iio/devices/iio:device0/"

static struct rig rig;
static struct wiring wiring;
static int64_t now_ns;
static char *said;
static char *complained;
static size_t said_bytes;
static size_t complained_bytes;
static bool ever_moved;

static int64_t test_now(void)
{
	return now_ns += MS;
}

static void test_sleep(int64_t t_ns)
{
	now_ns = t_ns > now_ns ? t_ns : now_ns;
}

static const struct io_clock test_clock = {.now_ns = test_now, .sleep_until = test_sleep};

/* An SPI bus with no chip on it: its data line floats high. */
static int bus_open(struct spi_device **device, const char *path, uint32_t clock_hz)
{
	(void)path;
	(void)clock_hz;
	*device = NULL;
	return 0;
}

static int bus_transfer(struct spi_device *device, int frames, uint8_t tx[][SPI_FRAME_BYTES],
			uint8_t rx[][SPI_FRAME_BYTES])
{
	(void)device;
	(void)tx;
	memset(rx, 0xff, (size_t)frames * SPI_FRAME_BYTES);
	return 0;
}

static void bus_close(struct spi_device *device)
{
	(void)device;
}

static const struct spi_ops empty_bus = {
	.name = "empty",
	.open = bus_open,
	.transfer = bus_transfer,
	.close = bus_close,
};

static struct wire wire(int number, enum wire_level active)
{
	struct wire wire = {.active = active, .pull = PULL_UP};

	snprintf(wire.line, sizeof(wire.line), "GPIO%d", number);
	return wire;
}

/* Enable, dump valve, fill valve. */
static void watch(void *context)
{
	(void)context;
	ever_moved |= fake_line(0, 10)->level || fake_line(0, 20)->level || fake_line(0, 24)->level;
}

static int begin(void **state)
{
	(void)state;
	fake_gpio_begin();
	fake_gpio.on_set = watch;
	ever_moved = false;
	now_ns = 1000 * MS;
	rig = (struct rig){.loop_hz = 1000.0, .control = CONTROL_RIG, .head_count = 1};
	wiring = (struct wiring){
		.wired = true,
		.panel =
			{
				.stop_closed = wire(5, LEVEL_LOW),
				.stop_pressed = wire(6, LEVEL_HIGH),
				.hand = wire(7, LEVEL_HIGH),
				.confirm = wire(8, LEVEL_LOW),
				.enable = wire(10, LEVEL_UNSAID),
			},
		.converter_count = 1,
		.converters = {{
			.name = "adc",
			.driver = CONVERTER_IIO,
			.rate_hz = 1000.0,
			.device = "adc",
			.used = 0x3,
		}},
		.drive_count = 1,
		.drives = {{
			.name = "valves",
			.driver = DRIVE_VALVE,
			.frequency_hz = 50.0,
			.line_count = 1,
			.lines = {wire(24, LEVEL_HIGH)},
			.used = 0x1,
		}},
		.head_count = 1,
		.heads = {{
			.force = {1, 0, 0.5, 100.0},
			.air = {1, 1, 0.25, 1000.0},
			.regulator = {1, 0, 0.0, 100000.0},
			.dump = wire(20, LEVEL_HIGH),
		}},
	};
	sysfs_begin();
	sysfs_file(D "name", "adc\n");
	sysfs_file(D "in_voltage_scale", "1\n");
	sysfs_file(D "in_voltage0_raw", "600\n");
	sysfs_file(D "in_voltage1_raw", "250\n");
	return 0;
}

static int end(void **state)
{
	(void)state;
	assert_int_equal(fake_gpio.open_requests, 0);
	assert_int_equal(fake_gpio.open_chips, 0);
	sysfs_end();
	free(said);
	free(complained);
	said = NULL;
	complained = NULL;
	return 0;
}

static int probe(void)
{
	const struct wired_means means = {
		.gpio = &gpio_fake,
		.spi = &empty_bus,
		.sysfs = sysfs_root,
		.clock = &test_clock,
	};
	FILE *out;
	FILE *errors;
	int error;

	free(said);
	free(complained);
	out = open_memstream(&said, &said_bytes);
	errors = open_memstream(&complained, &complained_bytes);
	assert_non_null(out);
	assert_non_null(errors);
	error = probe_rig(&rig, &wiring, &means, "me", out, errors);
	fclose(out);
	fclose(errors);
	return error;
}

static void assert_holds(const char *text, const char *words)
{
	if (strstr(text, words) == NULL) {
		fail_msg("\"%s\" is not in: %s", words, text);
	}
}

static void sound_rig__is_told_line_by_line_and_nothing_moves(void **state)
{
	(void)state;
	assert_int_equal(probe(), 0);
	assert_string_equal(complained, "");
	assert_holds(said, "stop_closed: line 5 of pinctrl-fake (/dev/gpiochip0), GPIO5, active\n");
	assert_holds(said,
		     "stop_pressed: line 6 of pinctrl-fake (/dev/gpiochip0), GPIO6, not active\n");
	assert_holds(said, "dump of head 1: line 20 of pinctrl-fake (/dev/gpiochip0), GPIO20\n");
	assert_holds(said, "enable: line 10 of");
	assert_holds(said, "enable and dump valves: written in ");
	assert_holds(said, "valves: valve, 1 channels, at nothing\n");
	assert_holds(said, "force of head 1: channel 0 of adc reads 600, 10 N\n");
	assert_holds(said, "air of head 1: channel 1 of adc reads 250, 0 Pa\n");
	assert_false(ever_moved);
}

static void each_device_that_is_wrong__is_told_and_the_rest_is_tried(void **state)
{
	(void)state;
	snprintf(wiring.panel.hand.line, sizeof(wiring.panel.hand.line), "GPIO77");
	sysfs_gone(D "in_voltage1_raw");
	assert_int_equal(probe(), -ENODEV);
	assert_holds(complained, "me: hand: ");
	assert_holds(complained, "me: adc: channel 1 of adc cannot be used (No such file");
	assert_holds(said, "dump of head 1: line 20");
	assert_holds(said, "valves: valve, 1 channels");
	assert_false(ever_moved);
}

/* Its drives could be had by both: a probe that set them to nothing would let go of a person. */
static void rig_that_somebody_runs__keeps_its_drives(void **state)
{
	(void)state;
	fake_line(0, 7)->used = true;
	snprintf(fake_line(0, 7)->user, GPIO_NAME_BYTES, "kneadd");
	fake_line(0, 24)->level = true;
	assert_int_equal(probe(), -EBUSY);
	assert_holds(complained, "me: hand: the GPIO line \"GPIO7\" is used by kneadd already");
	assert_holds(complained, "me: valves: left alone, as somebody uses lines of this rig");
	assert_null(strstr(said, "valves: valve"));
	assert_true(fake_line(0, 24)->level);
	assert_holds(said, "force of head 1: channel 0 of adc reads 600, 10 N\n");
	fake_line(0, 7)->used = false;
}

static void watchdog__is_told_and_not_started(void **state)
{
	(void)state;
	snprintf(wiring.watchdog.device, sizeof(wiring.watchdog.device), "%.40s/watchdog",
		 sysfs_root);
	assert_int_equal(probe(), -ENOENT);
	assert_holds(complained, "/watchdog cannot be had (No such file");
	sysfs_file("watchdog", "0");
	assert_int_equal(probe(), 0);
	assert_holds(said, "/watchdog is there, and is not started\n");
	assert_string_equal(sysfs_text("watchdog"), "0");
}

static void converter_that_gives_nothing__is_told_by_its_head(void **state)
{
	(void)state;
	sysfs_file(D "in_voltage0_raw", "?\n");
	assert_int_equal(probe(), -EIO);
	assert_holds(complained, "me: force of head 1, channel 0 of adc, gave nothing: ");
	assert_holds(said, "air of head 1: channel 1 of adc reads 250");
}

/* The bus is there and answers whether or not a chip does. */
static void chip_that_is_not_on_its_bus__is_no_device_that_was_found(void **state)
{
	(void)state;
	wiring.converters[0].driver = CONVERTER_MCP3208;
	wiring.converters[0].reference_v = 3.3;
	assert_int_equal(probe(), -EIO);
	assert_holds(complained,
		     "me: force of head 1, channel 0 of adc, reads 4095, as a sensor in "
		     "order never does: look at its wires");
	assert_holds(complained, "me: air of head 1, channel 1 of adc, reads 4095, ");
	assert_null(strstr(said, "force of head 1"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sound_rig__is_told_line_by_line_and_nothing_moves),
		TEST(each_device_that_is_wrong__is_told_and_the_rest_is_tried),
		TEST(rig_that_somebody_runs__keeps_its_drives),
		TEST(watchdog__is_told_and_not_started),
		TEST(converter_that_gives_nothing__is_told_by_its_head),
		TEST(chip_that_is_not_on_its_bus__is_no_device_that_was_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
