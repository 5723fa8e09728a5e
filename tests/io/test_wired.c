/*
 * A whole rig of devices behind fakes, as the tick sees it: what was wired comes out where the core wants
 * it, and a device that does not come round is found.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_gpio.h"
#include "io/drive_part.h"
#include "io/spi.h"
#include "io/wired.h"
#include "temp_sysfs.h"

#include <math.h>

#define MS INT64_C(1000000)
#define D  "bus/iio/devices/iio:device0/"

enum {
	CLOSED = 5,
	PRESSED = 6,
	HAND = 7,
	CONFIRM = 8,
	ENABLE = 10,
	LIGHT = 11,
	DUMP = 20,
	VALVE = 24,
	HEATER = 28
};

static struct rig rig;
static struct wiring wiring;
static struct rig_port *port;
static struct device_error error;
static struct frame frame;
static struct actuation actuation;
static int64_t now_ns;

static int64_t test_now(void)
{
	return now_ns;
}

static void test_sleep(int64_t t_ns)
{
	(void)t_ns; /* the tests move time */
}

static const struct io_clock test_clock = {.now_ns = test_now, .sleep_until = test_sleep};

static struct wire wire(int number, enum wire_level active)
{
	struct wire wire = {.active = active, .pull = PULL_UP};

	snprintf(wire.line, sizeof(wire.line), "GPIO%d", number);
	return wire;
}

static void describe(void)
{
	rig = (struct rig){.loop_hz = 1000.0, .control = CONTROL_RIG, .head_count = 2};
	for (int h = 0; h < 2; h++) {
		rig.heads[h].sensor.range_n = 100.0;
	}
	wiring = (struct wiring){
		.wired = true,
		.panel =
			{
				.stop_closed = wire(CLOSED, LEVEL_LOW),
				.stop_pressed = wire(PRESSED, LEVEL_HIGH),
				.hand = wire(HAND, LEVEL_HIGH),
				.confirm = wire(CONFIRM, LEVEL_LOW),
				.enable = wire(ENABLE, LEVEL_UNSAID),
				.light = wire(LIGHT, LEVEL_HIGH),
			},
		.converter_count = 1,
		.converters = {{
			.name = "adc",
			.driver = CONVERTER_IIO,
			.rate_hz = 1000.0,
			.device = "adc",
			.used = 0xf,
		}},
		.drive_count = 1,
		.drives = {{
			.name = "valves",
			.driver = DRIVE_VALVE,
			.frequency_hz = 50.0,
			.line_count = 2,
			.lines = {wire(VALVE, LEVEL_HIGH), wire(VALVE + 1, LEVEL_HIGH)},
			.used = 0x3,
		}},
		.head_count = 2,
	};
	for (int h = 0; h < 2; h++) {
		wiring.heads[h] = (struct head_wires){
			.force = {1, h, 0.5, 100.0},
			.air = {1, 2 + h, 0.25, -1000.0},
			.regulator = {1, 1 - h, 0.0, 100000.0}, /* crossed */
			.dump = wire(DUMP + h, LEVEL_HIGH),
		};
	}
}

static int begin(void **state)
{
	char path[64];

	(void)state;
	fake_gpio_begin();
	fake_drive(0, CONFIRM, true);
	memset(&error, 0, sizeof(error));
	memset(&frame, 0, sizeof(frame));
	actuation = (struct actuation){.head_count = 2};
	now_ns = 1000 * MS;
	port = NULL;
	describe();
	sysfs_begin();
	sysfs_file(D "name", "adc\n");
	sysfs_file(D "in_voltage_scale", "1\n");
	for (int c = 0; c < 4; c++) {
		snprintf(path, sizeof(path), D "in_voltage%d_raw", c);
		sysfs_file(path, c == 0 ? "600\n" : c == 1 ? "700\n" : c == 2 ? "250\n" : "150\n");
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	io_wired_ops.close(port);
	assert_int_equal(fake_gpio.open_requests, 0);
	sysfs_end();
	return 0;
}

static int open_rig(void)
{
	const struct wired_means means = {
		.gpio = &gpio_fake,
		.sysfs = sysfs_root,
		.clock = &test_clock,
	};

	return wired_open(&port, &rig, &wiring, &means, &error);
}

/* One period, in which everybody comes round who is asked to. */
static int tick(bool inputs, bool converter, bool drive)
{
	now_ns += MS;
	if (inputs) {
		wired_turn_inputs(port, now_ns);
	}
	if (converter) {
		wired_turn_converter(port, 0);
	}
	if (drive) {
		wired_turn_drive(port, 0, now_ns);
	}
	io_wired_ops.read(port, now_ns, &frame);
	return io_wired_ops.write(port, &actuation);
}

static void each_head__gets_its_own_channels_in_its_units(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	assert_int_equal(tick(true, true, true), 0);
	assert_int_equal(frame.head_count, 2);
	assert_int_equal(frame.t_ns, now_ns);
	assert_true(frame.stop_loop_closed && !frame.stop_pressed);
	assert_int_equal(frame.supply, SUPPLY_UNKNOWN);
	assert_true(fabs(frame.heads[0].force_n.value - 10.0) < 1e-9);
	assert_true(fabs(frame.heads[1].force_n.value - 20.0) < 1e-9);
	assert_true(fabs(frame.heads[0].pressure_pa.value) < 1e-9);
	assert_true(fabs(frame.heads[1].pressure_pa.value - 100.0) < 1e-9);
	assert_int_equal(frame.heads[1].pressure_pa.state, SAMPLE_OK);
	assert_int_equal(frame.heads[1].pressure_pa.t_ns, now_ns);
	assert_int_equal(frame.heads[0].position_m.state, SAMPLE_NEVER);
}

static void force__is_of_when_it_acted(void **state)
{
	(void)state;
	rig.heads[1].sensor.latency_s = 0.025;
	assert_int_equal(open_rig(), 0);
	assert_int_equal(tick(true, true, true), 0);
	assert_int_equal(frame.heads[0].force_n.t_ns, now_ns);
	assert_int_equal(frame.heads[1].force_n.t_ns, now_ns - 25 * MS);
	assert_int_equal(frame.heads[1].pressure_pa.t_ns, now_ns);
}

/* The core refuses what comes out of the future. */
static void converter_that_comes_round_within_the_tick__is_of_now(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	wired_turn_converter(port, 0);
	io_wired_ops.read(port, now_ns - MS / 10, &frame);
	assert_int_equal(frame.heads[0].force_n.t_ns, now_ns - MS / 10);
	assert_int_equal(frame.heads[0].pressure_pa.t_ns, now_ns - MS / 10);
	assert_int_equal(frame.heads[0].force_n.state, SAMPLE_OK);
	/* the next tick sees the same sample, and no other one */
	io_wired_ops.read(port, now_ns + MS, &frame);
	assert_int_equal(frame.heads[0].force_n.t_ns, now_ns - MS / 10);
	now_ns += MS;
	wired_turn_converter(port, 0);
	io_wired_ops.read(port, now_ns + MS, &frame);
	assert_int_equal(frame.heads[0].force_n.t_ns, now_ns);
}

static void force_at_the_end_of_its_range__is_bad(void **state)
{
	(void)state;
	rig.heads[0].sensor.range_n = 9.99; /* it reads 10 N, the other one 20 N */
	rig.heads[1].sensor.range_n = 39.99;
	assert_int_equal(open_rig(), 0);
	assert_int_equal(tick(true, true, true), 0);
	assert_int_equal(frame.heads[0].force_n.state, SAMPLE_BAD);
	assert_int_equal(frame.heads[1].force_n.state, SAMPLE_OK);
	assert_int_equal(frame.heads[0].pressure_pa.state, SAMPLE_OK);
	sysfs_file(D "in_voltage1_raw", "100\n"); /* -40 N */
	assert_int_equal(tick(true, true, true), 0);
	assert_int_equal(frame.heads[1].force_n.state, SAMPLE_BAD);
}

static void nothing_read_yet__is_never(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	assert_int_equal(tick(true, false, true), 0);
	assert_int_equal(frame.heads[0].force_n.state, SAMPLE_NEVER);
	assert_int_equal(frame.heads[1].pressure_pa.state, SAMPLE_NEVER);
}

static void converter_that_stands__leaves_its_samples_to_their_age(void **state)
{
	int64_t was_ns;

	(void)state;
	assert_int_equal(open_rig(), 0);
	assert_int_equal(tick(true, true, true), 0);
	was_ns = frame.heads[0].force_n.t_ns;
	for (int k = 0; k < 50; k++) {
		assert_int_equal(tick(true, false, true), 0);
	}
	assert_int_equal(frame.heads[0].force_n.t_ns, was_ns);
}

static void inputs_that_stand__are_an_open_stop(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	for (int k = 0; k < 30; k++) {
		assert_int_equal(tick(k == 0, true, true), 0);
	}
	assert_false(frame.stop_loop_closed);
	assert_true(frame.stop_pressed);
}

static void order__reaches_the_valve_of_its_head(void **state)
{
	int on[2] = {0, 0};

	(void)state;
	assert_int_equal(open_rig(), 0);
	actuation.heads[0].pressure_pa = 25000.0;
	actuation.heads[1].pressure_pa = 75000.0;
	for (int k = 0; k < 201; k++) {
		assert_int_equal(tick(true, true, true), 0);
		on[0] += k > 0 && fake_line(0, VALVE)->level;
		on[1] += k > 0 && fake_line(0, VALVE + 1)->level;
	}
	assert_in_range(on[1], 45, 55); /* crossed: head 1 has channel 1 */
	assert_in_range(on[0], 145, 155);
}

static void drive_that_stands__is_a_failed_write_in_time(void **state)
{
	int ticks = 0;

	(void)state;
	assert_int_equal(open_rig(), 0);
	assert_int_equal(tick(true, true, true), 0);
	while (tick(true, true, false) == 0 && ticks < 1000) {
		ticks++;
	}
	assert_int_equal(ticks, DRIVE_ACK_NS / MS);
	assert_int_equal(tick(true, true, true), 0); /* and is told no more when it is back */
}

static void drive_that_fails__is_a_failed_write_once_each(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	actuation.heads[0].pressure_pa = 100000.0;
	assert_int_equal(tick(true, true, true), 0);
	now_ns += MS;
	fake_gpio.io_error = -EIO;
	wired_turn_drive(port, 0, now_ns);
	fake_gpio.io_error = 0;
	io_wired_ops.read(port, now_ns, &frame);
	assert_int_equal(io_wired_ops.write(port, &actuation), -EIO);
	assert_int_equal(tick(true, true, true), 0);
}

/* A drive thread outlives the tick: it does not hold the last order for ever. */
static void orders_of_a_dead_tick__are_none(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	actuation.heads[0].pressure_pa = 100000.0;
	assert_int_equal(tick(true, true, true), 0);
	assert_int_equal(tick(true, true, true), 0);
	assert_true(fake_line(0, VALVE + 1)->level);
	now_ns += DRIVE_ORDER_NS - MS;
	wired_turn_drive(port, 0, now_ns);
	assert_true(fake_line(0, VALVE + 1)->level);
	now_ns += 2 * MS;
	wired_turn_drive(port, 0, now_ns);
	assert_false(fake_line(0, VALVE + 1)->level);
}

/* A second drive heats; the first one presses. */
static int open_heated(void)
{
	rig.heads[0].heater.driver = DRIVER_WIRED;
	wiring.drive_count = 2;
	wiring.drives[1] = (struct drive){
		.name = "heaters",
		.driver = DRIVE_VALVE,
		.frequency_hz = 50.0,
		.line_count = 1,
		.lines = {wire(HEATER, LEVEL_HIGH)},
		.used = 0x1,
	};
	wiring.heads[0].heater = (struct heater_wire){2, 0};
	wiring.heads[0].surface = (struct input_wire){1, 3, 0.05, 400.0};
	return open_rig();
}

/* How often in 100 ms the heater is on. */
static int heats(void)
{
	int on = 0;

	for (int k = 0; k < 100; k++) {
		now_ns += MS;
		wired_turn_inputs(port, now_ns);
		wired_turn_converter(port, 0);
		wired_turn_drive(port, 0, now_ns);
		wired_turn_drive(port, 1, now_ns);
		io_wired_ops.read(port, now_ns, &frame);
		assert_int_equal(io_wired_ops.write(port, &actuation), 0);
		on += fake_line(0, HEATER)->level;
	}
	return on;
}

static void heated_face__has_its_temperature_and_its_share_of_heat(void **state)
{
	(void)state;
	assert_int_equal(open_heated(), 0);
	actuation.heads[0].heater_share = 0.5;
	actuation.heat_orders = 1;
	(void)heats();
	assert_int_equal(heats(), 50);
	assert_false(fake_line(0, VALVE)->level || fake_line(0, VALVE + 1)->level);
	assert_true(fabs(frame.heads[0].surface_c.value - 40.0) < 1e-9);
	assert_int_equal(frame.heads[0].surface_c.state, SAMPLE_OK);
	assert_int_equal(frame.heads[1].surface_c.state, SAMPLE_NEVER);
	actuation.heads[0].heater_share = NAN;
	(void)heats();
	assert_int_equal(heats(), 0);
	actuation.heads[0].heater_share = 1.5;
	(void)heats();
	assert_int_equal(heats(), 0);
	actuation.heads[0].heater_share = 1.0;
	io_wired_ops.make_safe(port);
	(void)heats();
	assert_int_equal(heats(), 0);
}

/* A tick that goes on writing the same is no new order. */
static void heat_without_a_new_order__ends_by_itself(void **state)
{
	int ms = 0;

	(void)state;
	assert_int_equal(open_heated(), 0);
	actuation.heads[0].heater_share = 1.0;
	assert_int_equal(heats(), 0); /* never ordered */
	actuation.heat_orders = 7;
	for (int tenths = 0; tenths < 40; tenths++) {
		ms += heats();
	}
	assert_int_equal(ms, 3000);
	assert_int_equal(heats(), 0);
	actuation.heat_orders = 8;
	(void)heats();
	assert_int_equal(heats(), 100);
}

/* 0.5 to 4.5 V for 0 to 5 bar, through a divider of 2:3. */
static int16_t air_codes[8];

static int air_open(struct spi_device **device, const char *path, uint32_t clock_hz)
{
	(void)path;
	(void)clock_hz;
	*device = NULL;
	return 0;
}

static int air_transfer(struct spi_device *device, int frames, uint8_t tx[][SPI_FRAME_BYTES],
			uint8_t rx[][SPI_FRAME_BYTES])
{
	(void)device;
	for (int i = 0; i < frames; i++) {
		const int channel = (tx[i][0] & 1) << 2 | tx[i][1] >> 6;

		rx[i][1] = (uint8_t)(air_codes[channel] >> 8);
		rx[i][2] = (uint8_t)(air_codes[channel] & 0xff);
	}
	return 0;
}

static void air_close(struct spi_device *device)
{
	(void)device;
}

static const struct spi_ops spi_air = {"fake", air_open, air_transfer, air_close};

static void air_of_an_mcp3208__is_in_pascal_and_bad_at_its_rails(void **state)
{
	const struct wired_means means = {
		.gpio = &gpio_fake,
		.spi = &spi_air,
		.sysfs = sysfs_root,
		.clock = &test_clock,
	};

	(void)state;
	wiring.converter_count = 2;
	wiring.converters[1] = (struct converter){
		.name = "air",
		.driver = CONVERTER_MCP3208,
		.rate_hz = 1000.0,
		.device = "/dev/spidev0.0",
		.clock_hz = 1e6,
		.reference_v = 3.3,
		.used = 0x21,
	};
	wiring.heads[0].air = (struct input_wire){2, 5, 0.333, 187500.0};
	wiring.heads[1].air = (struct input_wire){2, 0, 0.333, 187500.0};
	air_codes[5] = 1662;
	air_codes[0] = 413;
	assert_int_equal(wired_open(&port, &rig, &wiring, &means, &error), 0);
	wired_turn_converter(port, 1);
	assert_int_equal(tick(true, true, true), 0);
	/* 1662 of 4096 of 3.3 V are 1.339 V, 1.006 V over its zero */
	assert_true(fabs(frame.heads[0].pressure_pa.value - 188627.6) < 1.0);
	assert_true(fabs(frame.heads[1].pressure_pa.value) < 151.0); /* a step of the converter */
	assert_int_equal(frame.heads[0].pressure_pa.state, SAMPLE_OK);
	air_codes[5] = 0; /* its wire came off */
	wired_turn_converter(port, 1);
	assert_int_equal(tick(true, true, true), 0);
	assert_int_equal(frame.heads[0].pressure_pa.state, SAMPLE_BAD);
	assert_int_equal(frame.heads[1].pressure_pa.state, SAMPLE_OK);
}

static void making_safe__opens_and_keeps_open_whatever_is_ordered(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	actuation.heads[0].pressure_pa = 100000.0;
	actuation.heads[0].dump_shut = true;
	assert_int_equal(tick(true, true, true), 0);
	assert_int_equal(tick(true, true, true), 0);
	assert_true(fake_line(0, DUMP)->level && fake_line(0, VALVE + 1)->level);
	io_wired_ops.make_safe(port);
	assert_false(fake_line(0, DUMP)->level);
	wired_turn_drive(port, 0, now_ns);
	assert_false(fake_line(0, VALVE + 1)->level);
}

/* A tick that hung, and writes after the main thread gave it up. */
static void tick_that_writes_after_that__presses_nobody_and_supplies_nothing(void **state)
{
	bool level;

	(void)state;
	assert_int_equal(open_rig(), 0);
	actuation.heads[0].pressure_pa = 100000.0;
	actuation.heads[0].dump_shut = true;
	actuation.enable_level = true;
	assert_int_equal(tick(true, true, true), 0);
	level = fake_line(0, ENABLE)->level;
	assert_true(level && fake_line(0, DUMP)->level);
	io_wired_ops.make_safe(port);
	for (int k = 0; k < 10; k++) {
		actuation.enable_level = !actuation.enable_level;
		assert_int_equal(tick(true, true, true), 0);
		assert_false(fake_line(0, DUMP)->level || fake_line(0, VALVE + 1)->level);
		assert_int_equal(fake_line(0, ENABLE)->level, level);
	}
}

/* The main thread gives the tick up while that writes the dump valves, and its write comes after. */
static void give_up(void *context)
{
	(void)context;
	fake_gpio.on_set = NULL;
	io_wired_ops.make_safe(port);
	assert_false(fake_line(0, DUMP)->level);
	fake_line(0, DUMP)->level = true;
}

static void tick_that_was_just_writing__takes_it_back(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	actuation.heads[0].dump_shut = true;
	fake_gpio.on_set = give_up;
	now_ns += MS;
	io_wired_ops.read(port, now_ns, &frame);
	assert_int_equal(io_wired_ops.write(port, &actuation), 0);
	assert_null(fake_gpio.on_set);
	assert_false(fake_line(0, DUMP)->level);
}

static void light__burns_while_there_are_edges(void **state)
{
	(void)state;
	assert_int_equal(open_rig(), 0);
	assert_int_equal(tick(true, true, true), 0);
	assert_false(fake_line(0, LIGHT)->level);
	for (int k = 0; k < 5; k++) {
		actuation.enable_level = !actuation.enable_level;
		assert_int_equal(tick(true, true, true), 0);
		assert_int_equal(fake_line(0, ENABLE)->level, actuation.enable_level);
	}
	assert_true(fake_line(0, LIGHT)->level);
	for (int k = 0; k < 102; k++) {
		assert_int_equal(tick(true, true, true), 0);
	}
	assert_false(fake_line(0, LIGHT)->level);
}

static void device_that_is_missing__leaves_nothing_open_or_shut(void **state)
{
	(void)state;
	sysfs_file(D "name", "other\n");
	assert_int_equal(open_rig(), -ENODEV);
	assert_null(port);
	assert_non_null(strstr(error.text, "adc: the kernel shows no converter called adc"));
	assert_int_equal(fake_gpio.open_requests, 0);
	assert_false(fake_line(0, DUMP)->level);
}

static void threads__come_round_by_themselves_and_end(void **state)
{
	int64_t until_ns = 0;

	(void)state;
	wiring.drive_count = 0; /* the fake is for one thread at a time: inputs alone */
	wiring.converter_count = 0;
	assert_int_equal(open_rig(), 0);
	assert_int_equal(wired_start(port), 0);
	until_ns = io_clock.now_ns() + 2000 * MS;
	rig.head_count = 0;
	while (!frame.stop_loop_closed && io_clock.now_ns() < until_ns) {
		io_wired_ops.read(port, io_clock.now_ns(), &frame);
	}
	assert_true(frame.stop_loop_closed);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_head__gets_its_own_channels_in_its_units),
		TEST(force__is_of_when_it_acted),
		TEST(converter_that_comes_round_within_the_tick__is_of_now),
		TEST(force_at_the_end_of_its_range__is_bad),
		TEST(nothing_read_yet__is_never),
		TEST(converter_that_stands__leaves_its_samples_to_their_age),
		TEST(inputs_that_stand__are_an_open_stop),
		TEST(order__reaches_the_valve_of_its_head),
		TEST(drive_that_stands__is_a_failed_write_in_time),
		TEST(drive_that_fails__is_a_failed_write_once_each),
		TEST(orders_of_a_dead_tick__are_none),
		TEST(heated_face__has_its_temperature_and_its_share_of_heat),
		TEST(heat_without_a_new_order__ends_by_itself),
		TEST(air_of_an_mcp3208__is_in_pascal_and_bad_at_its_rails),
		TEST(making_safe__opens_and_keeps_open_whatever_is_ordered),
		TEST(tick_that_writes_after_that__presses_nobody_and_supplies_nothing),
		TEST(tick_that_was_just_writing__takes_it_back),
		TEST(light__burns_while_there_are_edges),
		TEST(device_that_is_missing__leaves_nothing_open_or_shut),
		TEST(threads__come_round_by_themselves_and_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
