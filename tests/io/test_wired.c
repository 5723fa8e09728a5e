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
	VALVE = 24
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
	assert_int_equal(ticks, WIRED_ACK_NS / MS);
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
	now_ns += WIRED_ORDER_NS - MS;
	wired_turn_drive(port, 0, now_ns);
	assert_true(fake_line(0, VALVE + 1)->level);
	now_ns += 2 * MS;
	wired_turn_drive(port, 0, now_ns);
	assert_false(fake_line(0, VALVE + 1)->level);
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
		TEST(nothing_read_yet__is_never),
		TEST(converter_that_stands__leaves_its_samples_to_their_age),
		TEST(inputs_that_stand__are_an_open_stop),
		TEST(order__reaches_the_valve_of_its_head),
		TEST(drive_that_stands__is_a_failed_write_in_time),
		TEST(drive_that_fails__is_a_failed_write_once_each),
		TEST(orders_of_a_dead_tick__are_none),
		TEST(making_safe__opens_and_keeps_open_whatever_is_ordered),
		TEST(light__burns_while_there_are_edges),
		TEST(device_that_is_missing__leaves_nothing_open_or_shut),
		TEST(threads__come_round_by_themselves_and_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
