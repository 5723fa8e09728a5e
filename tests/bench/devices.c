/*
 * devices.c - what real devices cost a Raspberry Pi, as far as can be told without one.
 * usage: devices [RIG.conf], config/rigs/pi-8.conf if not told.
 *
 * Counted and timed here: calls to the kernel of one read of eight HX711, how long that takes with a GPIO
 * chip that enters the kernel for each call and does nothing there, and the share of its clock pulses that
 * last over 60 us; the tick's own reading and writing of a whole rig of such devices. Then the same for a
 * Raspberry Pi by arithmetic, from published costs. Prints one line of JSON, and what it is made of to
 * standard error.
 *
 * Costs of a Pi 5: 1.6 us for one access to a register of its I/O chip, which lies behind PCI Express; worst
 * wake-ups under load with a real-time kernel 34 us there, 58 to 82 us on a Pi 4 [S, published measurements]. A
 * line is an access. On a Pi 4 no figure for a register was found: the Pi 5's is taken for it, and its own
 * is smaller, as its lines are on the processor itself. An entry into the kernel is taken as ENTRY_US [P].
 */
#include "app/config.h"
#include "io/converter.h"
#include "io/fake_gpio.h"
#include "io/rig_inputs.h"
#include "io/spi.h"
#include "io/temp_sysfs.h"
#include "io/wired.h"
#include "rt/clock.h"
#include "rt/histogram.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#define CELLS        8
#define READS        4000
#define TICKS        200000
#define LONG_NS      INT64_C(60000) /* turns a chip off */
#define HX711_PULSES 25
#define REGISTER_US  1.6
#define ENTRY_US     1.0
#define WAKE_PI5_US  34.0
#define WAKE_PI4_US  82.0
#define NS_PER_US    1e3
/* The budget of a tick of 16 heads, one instruction a cycle [P] at a Pi 4's 1.5 GHz and a Pi 5's 2.4 GHz. */
#define INSTRUCTIONS 8000.0
#define PI4_PER_US   1500.0
#define PI5_PER_US   2400.0

/* A kernel that is entered and does nothing: the fake's own work beside it is small. */
static struct gpio_ops gpio;
static long calls;
static long pulses;
static long long_pulses;
static int64_t rose_ns; /* 0: low */

static void enter(void)
{
	calls++;
	(void)syscall(SYS_getppid);
}

static int entering_get(struct gpio_lines *lines, uint64_t *levels)
{
	enter();
	return gpio_fake.get(lines, levels);
}

static int entering_set(struct gpio_lines *lines, uint64_t levels)
{
	const int64_t now_ns = clock_now_ns();
	int error;

	enter();
	error = gpio_fake.set(lines, levels);
	if (levels != 0) {
		rose_ns = now_ns; /* as long as it may have been high: from before to after */
	} else if (rose_ns != 0) {
		pulses++;
		long_pulses += clock_now_ns() - rose_ns > LONG_NS;
		rose_ns = 0;
	}
	return error;
}

static void no_sleep(int64_t t_ns)
{
	(void)t_ns;
}

static void must(int error, const struct device_error *why)
{
	if (error != 0) {
		fprintf(stderr, "devices: %s\n", why->text);
		exit(1);
	}
}

static double median_us(const struct histogram *of)
{
	return (double)histogram_percentile_ns(of, 0.5) / NS_PER_US;
}

/* ---- eight cells on one clock ---- */

struct cells {
	double us; /* of a read, the middle one */
	double calls;
	double long_share;
};

static struct cells read_cells(void)
{
	static struct gpio_plan plan;
	static struct converter_view view;
	static struct histogram took;
	const struct io_clock clock = {.now_ns = clock_now_ns, .sleep_until = no_sleep};
	const struct converter_means means = {.gpio = &gpio, .plan = &plan, .clock = &clock};
	struct converter spec = {.name = "cells",
				 .driver = CONVERTER_HX711,
				 .rate_hz = 80.0,
				 .gain = 128,
				 .data_count = CELLS,
				 .clock = {"GPIO21", LEVEL_HIGH, PULL_NONE}};
	struct converter_device *device = NULL;
	struct device_error error = {0};

	for (int i = 0; i < CELLS; i++) {
		spec.data[i] = (struct wire){"", LEVEL_HIGH, PULL_NONE};
		snprintf(spec.data[i].line, sizeof(spec.data[i].line), "GPIO%d", 4 + i);
	}
	must(hx711_ops.open(&device, &spec, &means, &error), &error);
	calls = 0;
	for (int k = 0; k < READS; k++) {
		const int64_t from_ns = clock_now_ns();

		hx711_ops.turn(device, &view);
		histogram_add(&took, clock_now_ns() - from_ns);
	}
	hx711_ops.close(device);
	return (struct cells){median_us(&took), (double)calls / READS,
			      (double)long_pulses / (double)pulses};
}

/* ---- a whole rig ---- */

static int no_open(struct spi_device **device, const char *path, uint32_t clock_hz)
{
	(void)path;
	(void)clock_hz;
	*device = NULL;
	return 0;
}

static int no_transfer(struct spi_device *device, int frames, uint8_t tx[][SPI_FRAME_BYTES],
		       uint8_t rx[][SPI_FRAME_BYTES])
{
	(void)device;
	(void)tx;
	for (int i = 0; i < frames; i++) {
		rx[i][1] = 8;
		rx[i][2] = 0;
	}
	return 0;
}

static void no_close(struct spi_device *device)
{
	(void)device;
}

static const struct spi_ops spi_none = {"none", no_open, no_transfer, no_close};

static void pwm_files(const struct drive *drive)
{
	static const char *const files[] = {"enable", "period", "duty_cycle", "polarity"};
	char path[128];

	sysfs_file("class/pwm/pwmchip0/export", "");
	snprintf(path, sizeof(path), "%s/class/pwm/pwmchip0/device", sysfs_root);
	if (symlink(drive->device, path) != 0) {
		abort();
	}
	for (int c = 0; c < CHANNELS_MAX; c++) {
		for (int f = 0; f < 4; f++) {
			snprintf(path, sizeof(path), "class/pwm/pwmchip0/pwm%d/%s", c, files[f]);
			sysfs_file(path, "0\n");
		}
	}
}

struct ticks {
	double us;    /* of reading and writing, the middle one */
	double calls; /* to the kernel by the tick itself */
};

/* Each tick has new samples, asks every head for another pressure and toggles the enable line. */
static struct ticks run_ticks(const char *path)
{
	static struct rig rig;
	static struct wiring wiring;
	static struct frame frame;
	static struct actuation actuation;
	static struct histogram took;
	const struct io_clock clock = {.now_ns = clock_now_ns, .sleep_until = no_sleep};
	const struct wired_means means = {&gpio, &spi_none, sysfs_root, &clock};
	struct rig_port *port = NULL;
	struct device_error error = {0};
	long counted = 0;
	int failed = 0;

	if (config_read_wired_rig(&rig, &wiring, path, stderr) < 0) {
		exit(2);
	}
	sysfs_begin();
	pwm_files(&wiring.drives[0]);
	must(wired_open(&port, &rig, &wiring, &means, &error), &error);
	actuation.head_count = rig.head_count;
	for (int k = 0; k < TICKS; k++) {
		int64_t now_ns = clock_now_ns();

		wired_turn_inputs(port, now_ns);
		for (int i = 0; i < wiring.converter_count; i++) {
			wired_turn_converter(port, i);
		}
		wired_turn_drive(port, 0, now_ns);
		actuation.enable_level = !actuation.enable_level;
		for (int h = 0; h < rig.head_count; h++) {
			actuation.heads[h].pressure_pa = 1000.0 * (k % 100);
			actuation.heads[h].dump_shut = true;
		}
		calls = 0;
		now_ns = clock_now_ns();
		io_wired_ops.read(port, now_ns, &frame);
		failed += io_wired_ops.write(port, &actuation) != 0; /* this machine stood still */
		histogram_add(&took, clock_now_ns() - now_ns);
		counted += calls;
	}
	io_wired_ops.close(port);
	sysfs_end();
	if (failed > TICKS / 100) {
		fprintf(stderr, "devices: %d of %d writes failed\n", failed, TICKS);
		exit(1);
	}
	return (struct ticks){median_us(&took), (double)counted / TICKS};
}

/* ---- a Raspberry Pi ---- */

static double call_us(int lines)
{
	return ENTRY_US + lines * REGISTER_US;
}

int main(int argc, char **argv)
{
	const char *path = argc > 1 ? argv[1] : "config/rigs/pi-8.conf";
	const double pulse_us = 2 * call_us(1);
	const double read_us = HX711_PULSES * (pulse_us + call_us(CELLS)) + call_us(CELLS);
	const double io_us = call_us(1);
	struct cells cells;
	struct ticks ticks;

	gpio = gpio_fake;
	gpio.get = entering_get;
	gpio.set = entering_set;
	fake_gpio_begin();
	cells = read_cells();
	ticks = run_ticks(path);
	fprintf(stderr,
		"8 HX711 on one clock: %.0f calls a read; here %.1f us, and %.2g of the pulses "
		"over 60 us\n"
		"  on a Pi: %d x (2 x %.1f + %.1f) us = %.0f us, %.1f %% of the 12.5 ms between "
		"conversions\n"
		"  a pulse is high for %.1f us of it: a wake-up of %.0f us in its middle (Pi 5) "
		"keeps it "
		"below 60 us, one of %.0f (Pi 4) does not; %.1f %% of the time lies inside pulses\n"
		"the enable line: 1 call a tick, on a Pi %.1f us, %.2f %% of 1 ms\n"
		"%s: the tick reads and writes its devices in %.2f us here, with %.2f calls\n"
		"  its 1 ms, at the worst: wake-up %.0f us, pipeline %.1f us, lines %.1f us on a "
		"Pi 5; "
		"%.0f, %.1f and %.1f us on a Pi 4\n",
		cells.calls, cells.us, cells.long_share, HX711_PULSES, call_us(1), call_us(CELLS),
		read_us, read_us / 125.0, pulse_us, WAKE_PI5_US, WAKE_PI4_US,
		HX711_PULSES * pulse_us / 125.0, io_us, io_us / 10.0, path, ticks.us, ticks.calls,
		WAKE_PI5_US, INSTRUCTIONS / PI5_PER_US, io_us, WAKE_PI4_US,
		INSTRUCTIONS / PI4_PER_US, io_us);
	printf("{\"hx711_8_us\": %.2f, \"hx711_8_calls\": %.1f, \"hx711_long_share\": %.3g, "
	       "\"hx711_8_pi_us\": %.1f, \"enable_pi_us\": %.2f, \"tick_io_us\": %.3f, "
	       "\"tick_io_calls\": %.2f, \"tick_worst_pi5_us\": %.1f, \"tick_worst_pi4_us\": "
	       "%.1f}\n",
	       cells.us, cells.calls, cells.long_share, read_us, io_us, ticks.us, ticks.calls,
	       WAKE_PI5_US + INSTRUCTIONS / PI5_PER_US + io_us,
	       WAKE_PI4_US + INSTRUCTIONS / PI4_PER_US + io_us);
	return 0;
}
