/*
 * iio.c - whatever converter the kernel has a driver for, by its industrial I/O files: found by its name,
 * each channel's file kept open, scale and offset from the driver.
 */
#include "io/converter.h"

#include "io/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEVICES  "bus/iio/devices"
#define V_PER_MV 1e-3

struct converter_device {
	const struct io_clock *clock;
	int64_t period_ns;
	int64_t due_ns;
	int count;
	struct iio_channel {
		int number;
		int fd;
		double offset;
		double v_per_count;
	} channels[CHANNELS_MAX];
};

static void iio_close(struct converter_device *device)
{
	if (device != NULL) {
		for (int i = 0; i < device->count; i++) {
			close(device->channels[i].fd);
		}
		free(device);
	}
}

/* A figure of one channel or, where it has none of its own, of all. */
static int figure(const char *folder, int number, const char *what, double *is)
{
	char file[64];
	int error;

	snprintf(file, sizeof(file), "in_voltage%d_%s", number, what);
	error = sysfs_number(folder, file, is);
	if (error == -ENOENT) {
		snprintf(file, sizeof(file), "in_voltage_%s", what);
		error = sysfs_number(folder, file, is);
	}
	return error;
}

static int open_channel(struct converter_device *device, const struct converter *spec,
			const char *folder, int number, struct device_error *error)
{
	struct iio_channel *channel = &device->channels[device->count];
	double scale_mv = 0.0;
	char file[64];
	int code;

	*channel = (struct iio_channel){.number = number};
	code = figure(folder, number, "scale", &scale_mv);
	if (code == 0 && !(scale_mv > 0.0)) {
		return device_error_set(error, -EIO,
					"%s: channel %d of %s has a scale of %g mV, which measures "
					"nothing; %s",
					spec->name, number, spec->device, scale_mv,
					device_error_remedy(0));
	}
	if (code == 0) {
		code = figure(folder, number, "offset", &channel->offset);
		code = code == -ENOENT ? 0 : code;
	}
	if (code == 0) {
		snprintf(file, sizeof(file), "in_voltage%d_raw", number);
		channel->fd = sysfs_open(folder, file, O_RDONLY);
		code = channel->fd < 0 ? channel->fd : 0;
	}
	if (code != 0) {
		return device_error_set(error, code, "%s: channel %d of %s cannot be used (%s): %s",
					spec->name, number, spec->device, strerror(-code),
					code == -ENOENT ? "it has no such channel"
							: device_error_remedy(code));
	}
	channel->v_per_count = scale_mv * V_PER_MV;
	device->count++;
	return 0;
}

static int open_all(struct converter_device *device, const struct converter *spec,
		    const char *sysfs, struct device_error *error)
{
	char root[SYSFS_PATH_BYTES];
	char folder[SYSFS_PATH_BYTES];
	char others[160];
	int code = 0;

	snprintf(root, sizeof(root), "%s/" DEVICES, sysfs);
	code = sysfs_find(folder, root, "iio:device", SYSFS_NAME_FILE, spec->device, others,
			  sizeof(others));
	if (code == -EEXIST) {
		return device_error_set(
			error, -EINVAL,
			"%s: several converters are called %s; name one by its place: "
			"%s",
			spec->name, spec->device, others);
	}
	if (code != 0) {
		return device_error_set(error, code,
					"%s: the kernel shows no converter called %s; it shows %s. "
					"Is it connected, and its overlay loaded?",
					spec->name, spec->device,
					others[0] != '\0' ? others : "none");
	}
	for (int c = 0; code == 0 && c < CHANNELS_MAX; c++) {
		if (spec->used >> c & 1u) {
			code = open_channel(device, spec, folder, c, error);
		}
	}
	return code;
}

static int iio_open(struct converter_device **device, const struct converter *spec,
		    const struct converter_means *means, struct device_error *error)
{
	struct converter_device *made = calloc(1, sizeof(*made));
	int code;

	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for %s", spec->name);
	}
	made->clock = means->clock;
	made->period_ns = (int64_t)(1e9 / spec->rate_hz);
	code = open_all(made, spec, means->sysfs, error);
	if (code != 0) {
		iio_close(made);
		return code;
	}
	*device = made;
	return 0;
}

/* One after the other; what does not answer keeps its age, and the rest is read all the same. */
static void iio_turn(struct converter_device *device, struct converter_view *view)
{
	const int64_t now_ns = device->clock->now_ns();

	device->due_ns += device->period_ns;
	if (device->due_ns < now_ns) {
		device->due_ns = now_ns;
	}
	device->clock->sleep_until(device->due_ns);
	view->reads++;
	for (int i = 0; i < device->count; i++) {
		const struct iio_channel *channel = &device->channels[i];
		double raw = 0.0;
		const int error = sysfs_read_number(channel->fd, &raw);

		if (error != 0) {
			view->errors++;
			view->last_error = error;
			continue;
		}
		view->channels[channel->number] = (struct channel_sample){
			.reading = (raw + channel->offset) * channel->v_per_count,
			.raw = (int32_t)raw,
			.t_ns = device->clock->now_ns(),
			.state = SAMPLE_OK,
		};
	}
}

const struct converter_ops iio_ops = {
	.name = "iio",
	.open = iio_open,
	.turn = iio_turn,
	.close = iio_close,
};
