/*
 * dac.c - voltage outputs of the kernel's industrial I/O, found by their device's name.
 */
#include "io/drive.h"

#include "io/kernel_name.h"
#include "io/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MV_PER_V 1e3

static const struct kernel_place place = {KERNEL_IIO, "converter"};

struct drive_device {
	int count;
	struct dac_channel {
		int number;
		int fd;
		double full_counts;
		long long counts; /* as written last; -1: unknown */
	} channels[CHANNELS_MAX];
};

static int dac_turn(struct drive_device *device, const double shares[CHANNELS_MAX], int64_t t_ns)
{
	int first = 0;

	(void)t_ns;
	for (int i = 0; i < device->count; i++) {
		struct dac_channel *channel = &device->channels[i];
		const long long counts = llround(shares[channel->number] * channel->full_counts);
		int error = 0;

		if (counts == channel->counts) {
			continue;
		}
		error = sysfs_write_number(channel->fd, counts);
		channel->counts = error == 0 ? counts : -1;
		if (first == 0) {
			first = error;
		}
	}
	return first;
}

static void dac_make_safe(struct drive_device *device)
{
	static const double nothing[CHANNELS_MAX];

	for (int i = 0; i < device->count; i++) {
		device->channels[i].counts = -1;
	}
	if (dac_turn(device, nothing, 0) != 0) {
		(void)dac_turn(device, nothing, 0);
	}
}

static void dac_close(struct drive_device *device)
{
	if (device != NULL) {
		dac_make_safe(device);
		for (int i = 0; i < device->count; i++) {
			close(device->channels[i].fd);
		}
		free(device);
	}
}

static int open_channel(struct drive_device *device, const struct drive *spec, const char *folder,
			int number)
{
	struct dac_channel *channel = &device->channels[device->count];
	double scale_mv = 0.0;
	char file[48];
	int error;

	snprintf(file, sizeof(file), "out_voltage%d_scale", number);
	error = sysfs_number(folder, file, &scale_mv);
	if (error == -ENOENT) {
		error = sysfs_number(folder, "out_voltage_scale", &scale_mv);
	}
	if (error != 0 || !(scale_mv > 0.0)) {
		return error != 0 ? error : -ERANGE;
	}
	snprintf(file, sizeof(file), "out_voltage%d_raw", number);
	*channel = (struct dac_channel){
		.number = number,
		.counts = -1,
		.full_counts = spec->full_v * MV_PER_V / scale_mv,
	};
	channel->fd = sysfs_open(folder, file, O_WRONLY);
	if (channel->fd < 0) {
		return channel->fd;
	}
	error = sysfs_claim(channel->fd);
	if (error != 0) {
		close(channel->fd);
		return error;
	}
	device->count++;
	error = sysfs_write_number(channel->fd, 0);
	/* one that can sleep wakes at 0; one that cannot has no such file */
	snprintf(file, sizeof(file), "out_voltage%d_powerdown", number);
	if (error == 0) {
		error = sysfs_put(folder, file, 0);
	}
	return error == -ENOENT ? 0 : error;
}

static int open_all(struct drive_device *device, const struct drive *spec, const char *sysfs,
		    struct device_error *error)
{
	char folder[SYSFS_PATH_BYTES];
	int code = kernel_name_find(folder, &place, sysfs, spec->name, spec->device, error);

	if (code != 0) {
		return code;
	}
	for (int c = 0; c < CHANNELS_MAX; c++) {
		code = (spec->used >> c & 1u) ? open_channel(device, spec, folder, c) : 0;

		if (code != 0) {
			return device_error_set(error, code,
						"%s: output %d of %s cannot be had (%s): %s",
						spec->name, c, spec->device, strerror(-code),
						code == -ENOENT ? "it has no such output"
								: device_error_remedy(code));
		}
	}
	return 0;
}

static int dac_open(struct drive_device **device, const struct drive *spec,
		    const struct drive_means *means, struct device_error *error)
{
	struct drive_device *made = calloc(1, sizeof(*made));
	int code;

	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for %s", spec->name);
	}
	code = open_all(made, spec, means->sysfs, error);
	if (code != 0) {
		dac_close(made);
		return code;
	}
	*device = made;
	return 0;
}

const struct drive_ops dac_ops = {
	.name = "dac",
	.open = dac_open,
	.turn = dac_turn,
	.make_safe = dac_make_safe,
	.close = dac_close,
};
