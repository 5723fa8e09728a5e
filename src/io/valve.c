/*
 * valve.c - plain valves on GPIO lines, on for their share of each period. Periods of the channels begin
 * one after the other, so that not all valves draw air and current at the same moment.
 */
#include "io/drive.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct drive_device {
	struct gpio_bank *bank;
	int count;
	double period_ns;
};

static int valve_turn(struct drive_device *device, const double shares[CHANNELS_MAX], int64_t t_ns)
{
	uint64_t on = 0;

	for (int i = 0; i < device->count; i++) {
		const double at = (double)t_ns / device->period_ns + (double)i / device->count;

		on |= (uint64_t)(at - floor(at) < shares[i]) << i;
	}
	return gpio_bank_set(device->bank, on);
}

static void valve_make_safe(struct drive_device *device)
{
	if (device->bank != NULL && gpio_bank_set(device->bank, 0) != 0) {
		(void)!gpio_bank_set(device->bank, 0);
	}
}

static void valve_close(struct drive_device *device)
{
	if (device != NULL) {
		valve_make_safe(device);
		gpio_bank_close(device->bank);
		free(device);
	}
}

static int valve_open(struct drive_device **device, const struct drive *spec,
		      const struct drive_means *means, struct device_error *error)
{
	struct gpio_want wants[CHANNELS_MAX] = {0};
	struct drive_device *made = calloc(1, sizeof(*made));
	int code;

	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for %s", spec->name);
	}
	made->count = spec->line_count;
	made->period_ns = 1e9 / spec->frequency_hz;
	for (int i = 0; i < spec->line_count; i++) {
		snprintf(wants[i].purpose, sizeof(wants[i].purpose), "line %d of %s", i,
			 spec->name);
		wants[i].wire = &spec->lines[i];
	}
	code = gpio_bank_open(&made->bank, means->gpio, wants, spec->line_count, GPIO_OUTPUT, 0,
			      means->plan, error);
	if (code != 0) {
		valve_close(made);
		return code;
	}
	*device = made;
	return 0;
}

const struct drive_ops valve_ops = {
	.name = "valve",
	.open = valve_open,
	.turn = valve_turn,
	.make_safe = valve_make_safe,
	.close = valve_close,
};
