/*
 * hx711.c - load cell amplifiers on one clock line, each with a data line of its own, read together bit by
 * bit through the GPIO table.
 *
 * The chip's data sheet: data low says that a conversion is there; each of 24 pulses shifts a bit out, the
 * first the highest; one to three more choose input and gain of the next conversion and let the data line
 * go high. A clock that is high for more than 60 us turns the chip off; when it comes back it has its first
 * gain and needs four periods to settle. So every pulse is timed, from before its rise to after its
 * fall, and what a long one may have spoilt is left out.
 *
 * Readiness is asked for, not waited for by edges: each bit that is shifted out makes edges too, of all
 * cells at once.
 */
#include "io/converter.h"

#include "io/hx711_sign.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BITS         24
#define HIGH_MAX_NS  INT64_C(60000) /* of the clock, before it turns the chip off */
#define SETTLES      4              /* periods, after it was off or its gain was changed */
#define LOOKS        40.0           /* a period, while a conversion is due */
#define DUE_SHARE    0.85           /* of a period after the last one it is not asked for */
#define WAIT_PERIODS 2.0
#define FULL_MV_V    500.0 /* at gain 1: half the supply, both ways */
#define FULL_COUNTS  8388608.0

struct converter_device {
	const struct io_clock *clock;
	struct gpio_bank *sck;
	struct gpio_bank *data;
	int count;
	int pulses;
	double mv_v_per_count;
	int64_t period_ns;
	int64_t ready_t_ns;   /* of the last conversion */
	int64_t settled_t_ns; /* conversions before are left out ... */
	bool regains;         /* ... and the next one is at the chip's first gain */
	uint64_t absent;      /* cells that were waited for in vain */
	struct hx711_witness witnesses[CHANNELS_MAX];
};

static int pulses_of(int gain)
{
	return gain == 128 ? BITS + 1 : gain == 32 ? BITS + 2 : BITS + 3;
}

static int open_lines(struct converter_device *device, const struct converter *spec,
		      const struct converter_means *means, struct device_error *error)
{
	struct gpio_want clock = {.wire = &spec->clock};
	struct gpio_want data[CHANNELS_MAX] = {0};
	int code;

	snprintf(clock.purpose, sizeof(clock.purpose), "clock of %s", spec->name);
	for (int i = 0; i < spec->data_count; i++) {
		snprintf(data[i].purpose, sizeof(data[i].purpose), "data %d of %s", i, spec->name);
		data[i].wire = &spec->data[i];
	}
	code = gpio_bank_open(&device->sck, means->gpio, &clock, 1, GPIO_OUTPUT, 0, means->plan,
			      error);
	if (code == 0) {
		code = gpio_bank_open(&device->data, means->gpio, data, spec->data_count,
				      GPIO_INPUT, 0, means->plan, error);
	}
	return code;
}

static void hx711_close(struct converter_device *device)
{
	if (device != NULL) {
		gpio_bank_close(device->data);
		gpio_bank_close(device->sck);
		free(device);
	}
}

/* As if it had been off just now. */
static void unsettle(struct converter_device *device)
{
	device->settled_t_ns = device->clock->now_ns() + SETTLES * device->period_ns;
	device->regains = device->pulses != BITS + 1;
}

static int hx711_open(struct converter_device **device, const struct converter *spec,
		      const struct converter_means *means, struct device_error *error)
{
	struct converter_device *made = calloc(1, sizeof(*made));
	int code;

	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for %s", spec->name);
	}
	made->clock = means->clock;
	made->count = spec->data_count;
	made->pulses = pulses_of(spec->gain);
	made->mv_v_per_count = FULL_MV_V / spec->gain / FULL_COUNTS;
	made->period_ns = (int64_t)(1e9 / spec->rate_hz);
	unsettle(made); /* it may have been off, or at another gain */
	code = open_lines(made, spec, means, error);
	if (code != 0) {
		hx711_close(made);
		return code;
	}
	*device = made;
	return 0;
}

/* Every cell that is not given up has its data low; 0, 1 or -errno. */
static int are_ready(struct converter_device *device, uint64_t *ready)
{
	const uint64_t all = (UINT64_C(1) << device->count) - 1;
	uint64_t high = 0;
	const int error = gpio_bank_get(device->data, &high);

	*ready = ~high & all;
	return error != 0 ? error : ((*ready | device->absent) & all) == all && *ready != 0;
}

/* Which cells have a conversion; 0 where none has one in time. */
static int wait_for_cells(struct converter_device *device, struct converter_view *view,
			  uint64_t *ready)
{
	const int64_t look_ns = (int64_t)((double)device->period_ns / LOOKS);
	const int64_t from_ns = device->clock->now_ns();
	const int64_t end_ns = from_ns + (int64_t)(WAIT_PERIODS * (double)device->period_ns);
	int64_t look_at_ns = device->ready_t_ns + (int64_t)(DUE_SHARE * (double)device->period_ns);
	int error = 0;

	do {
		device->clock->sleep_until(look_at_ns);
		error = are_ready(device, ready);
		look_at_ns = device->clock->now_ns() + look_ns;
	} while (error == 0 && look_at_ns < end_ns);
	if (error == 0) {
		view->late++;
	}
	device->ready_t_ns = device->clock->now_ns();
	device->absent = ~*ready;
	return error < 0 ? error : 0;
}

/* One pulse, and the data lines after it; *late where it was high too long. */
static int pulse(struct converter_device *device, uint64_t *levels, bool *late)
{
	const int64_t from_ns = device->clock->now_ns();
	int error = gpio_bank_set(device->sck, 1);
	const int fell = gpio_bank_set(device->sck, 0); /* whatever became of the rise */

	*late |= device->clock->now_ns() - from_ns > HIGH_MAX_NS;
	if (error == 0) {
		error = fell;
	}
	return error != 0 ? error : gpio_bank_get(device->data, levels);
}

/* All cells' bits, and which of them let go of their line after the last pulse. */
static int shift(struct converter_device *device, uint32_t *bits, uint64_t *released, bool *late)
{
	memset(bits, 0, sizeof(*bits) * (size_t)device->count);
	for (int p = 0; p < device->pulses; p++) {
		const int error = pulse(device, released, late);

		if (error != 0) {
			return error;
		}
		for (int i = 0; p < BITS && i < device->count; i++) {
			bits[i] = bits[i] << 1 | (uint32_t)(*released >> i & 1u);
		}
	}
	return 0;
}

static void post(struct converter_device *device, struct converter_view *view, int cell,
		 int32_t value, bool released)
{
	struct channel_sample *to = &view->channels[cell];
	const enum hx711_sign sign = hx711_judge(&device->witnesses[cell], value, released);

	if (sign == HX711_SLIPPED) {
		view->dropped++;
		return;
	}
	*to = (struct channel_sample){
		.reading = value * device->mv_v_per_count,
		.raw = value,
		.t_ns = device->ready_t_ns,
		.state = sign == HX711_SOUND ? SAMPLE_OK : SAMPLE_BAD,
	};
}

static void hx711_turn(struct converter_device *device, struct converter_view *view)
{
	uint32_t bits[CHANNELS_MAX];
	uint64_t ready = 0;
	uint64_t released = 0;
	bool late = false;
	int error = wait_for_cells(device, view, &ready);

	if (error == 0 && ready != 0) {
		error = shift(device, bits, &released, &late);
	}
	if (error != 0) {
		view->errors++;
		view->last_error = error;
		unsettle(device);
		return;
	}
	if (ready == 0) {
		return;
	}
	view->reads++;
	if (late) {
		unsettle(device);
	} else if (device->regains) {
		unsettle(device);
		device->regains = false;
	}
	if (device->ready_t_ns < device->settled_t_ns) {
		view->dropped += (uint32_t)__builtin_popcountll(ready);
		return;
	}
	for (int i = 0; i < device->count; i++) {
		if (ready >> i & 1u) {
			post(device, view, i, hx711_value(bits[i]), released >> i & 1u);
		}
	}
}

const struct converter_ops hx711_ops = {
	.name = "hx711",
	.open = hx711_open,
	.turn = hx711_turn,
	.close = hx711_close,
};
