/*
 * kernel_file.c - whatever the kernel has a driver for and shows as files: voltages by industrial I/O,
 * temperatures by that, by hardware monitoring, or on a one-wire bus. Found by name, each channel's file kept
 * open, scale and offset from the driver.
 */
#include "io/converter.h"

#include "io/kernel_name.h"
#include "io/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PER_MILLI     1e-3 /* the kernel's files are of millivolts and thousandths of a degree */
#define W1_BITS_LEAST 9
#define W1_BITS_MOST  12
#define W1_MOST_S     0.75 /* that a DS18B20 takes for 12 bits; half as long for each bit less */

/* From all zero with its number; open leaves fd -1, or a file that is closed with the device. */
struct kernel_channel {
	int number;
	int fd;
	double offset;
	double scale; /* thousandths a count until it is open, then units */
};

struct converter_device {
	const struct io_clock *clock;
	const struct kernel_kind *kind;
	int64_t period_ns;
	int64_t due_ns;
	int count;
	struct kernel_channel channels[CHANNELS_MAX];
};

struct kernel_kind {
	struct kernel_place place;
	const char *unit; /* of a scale */
	/* A read lasts as long as it converts, so that it is of when that began; it is tried at once. */
	bool slow;
	int (*prepare)(const char *folder, const struct converter *spec); /* may be NULL */
	int (*open_channel)(struct kernel_channel *channel, const char *folder);
};

/* ---- industrial I/O ---- */

/* A figure of one channel or, where it has none of its own, of all. */
static int iio_figure(const char *folder, const char *quantity, int number, const char *what,
		      double *is)
{
	char file[64];
	int error;

	snprintf(file, sizeof(file), "in_%s%d_%s", quantity, number, what);
	error = sysfs_number(folder, file, is);
	if (error == -ENOENT) {
		snprintf(file, sizeof(file), "in_%s_%s", quantity, what);
		error = sysfs_number(folder, file, is);
	}
	return error;
}

/* What is read is raw: scale and offset belong to it. */
static int iio_scale(struct kernel_channel *channel, const char *folder, const char *quantity)
{
	int error = iio_figure(folder, quantity, channel->number, "scale", &channel->scale);

	if (error == 0) {
		error = iio_figure(folder, quantity, channel->number, "offset", &channel->offset);
		error = error == -ENOENT ? 0 : error;
	}
	return error;
}

static int voltage_open_channel(struct kernel_channel *channel, const char *folder)
{
	char file[64];
	const int error = iio_scale(channel, folder, "voltage");

	if (error != 0) {
		return error;
	}
	snprintf(file, sizeof(file), "in_voltage%d_raw", channel->number);
	channel->fd = sysfs_open(folder, file, O_RDONLY);
	return channel->fd < 0 ? channel->fd : 0;
}

/* A sensor with only one temperature need not number it. */
static int temp_file(const char *folder, int number, const char *what)
{
	char file[64];
	int fd;

	snprintf(file, sizeof(file), "in_temp%d_%s", number, what);
	fd = sysfs_open(folder, file, O_RDONLY);
	if (fd == -ENOENT && number == 0) {
		snprintf(file, sizeof(file), "in_temp_%s", what);
		fd = sysfs_open(folder, file, O_RDONLY);
	}
	return fd;
}

static int temp_open_channel(struct kernel_channel *channel, const char *folder)
{
	channel->fd = temp_file(folder, channel->number, "input"); /* what is scaled already */
	if (channel->fd != -ENOENT) {
		return channel->fd < 0 ? channel->fd : 0;
	}
	channel->fd = temp_file(folder, channel->number, "raw");
	return channel->fd < 0 ? channel->fd : iio_scale(channel, folder, "temp");
}

/* ---- hardware monitoring ---- */

static int hwmon_open_channel(struct kernel_channel *channel, const char *folder)
{
	char file[32];

	snprintf(file, sizeof(file), "temp%d_input", channel->number);
	channel->fd = sysfs_open(folder, file, O_RDONLY);
	return channel->fd < 0 ? channel->fd : 0;
}

/* ---- one wire ---- */

static int w1_open_channel(struct kernel_channel *channel, const char *folder)
{
	channel->fd = sysfs_open(folder, "temperature", O_RDONLY);
	return channel->fd < 0 ? channel->fd : 0;
}

/* As fine as there is time for. One that cannot be set to that takes its longest. */
static int w1_prepare(const char *folder, const struct converter *spec)
{
	const double period_s = 1.0 / spec->rate_hz;
	double takes_s = W1_MOST_S;
	double bits = 0.0;
	int wanted = W1_BITS_MOST;
	int error;

	while (wanted > W1_BITS_LEAST && !(takes_s <= period_s)) {
		wanted--;
		takes_s /= 2.0;
	}
	if (!(takes_s <= period_s)) {
		return -ERANGE;
	}
	error = sysfs_number(folder, "resolution", &bits);
	if (error == -ENOENT) {
		return W1_MOST_S <= period_s ? 0 : -ERANGE;
	}
	if (error == 0 && !(bits <= wanted)) {
		error = sysfs_put(folder, "resolution", wanted);
	}
	return error;
}

/* ---- all of them ---- */

/* clang-format off */
static const struct kernel_kind kinds[] = {
	[CONVERTER_IIO] = {
		{ KERNEL_IIO, "converter" },
		"mV", false, NULL, voltage_open_channel },
	[CONVERTER_IIO_TEMP] = {
		{ KERNEL_IIO, "sensor" },
		"mdegC", true, NULL, temp_open_channel },
	[CONVERTER_HWMON] = {
		{ "class/hwmon", "hwmon", SYSFS_NAME_OR_DEVICE, "monitor" },
		"mdegC", true, NULL, hwmon_open_channel },
	[CONVERTER_W1] = {
		{ "bus/w1/devices", "", SYSFS_NAME_FILE, "one-wire sensor" },
		"mdegC", true, w1_prepare, w1_open_channel },
};
/* clang-format on */

static void kernel_file_close(struct converter_device *device)
{
	if (device != NULL) {
		for (int i = 0; i < device->count; i++) {
			close(device->channels[i].fd);
		}
		free(device);
	}
}

static int open_channel(struct converter_device *device, const struct converter *spec,
			const char *folder, int number, struct device_error *error)
{
	struct kernel_channel *channel = &device->channels[device->count];
	double now = 0.0;
	int code;

	*channel = (struct kernel_channel){.number = number, .fd = -1, .scale = 1.0};
	code = device->kind->open_channel(channel, folder);
	if (channel->fd >= 0) {
		device->count++;
	}
	if (code == 0 && !(channel->scale > 0.0)) {
		return device_error_set(error, -EIO,
					"%s: channel %d of %s has a scale of %g %s, which measures "
					"nothing; %s",
					spec->name, number, spec->device, channel->scale,
					device->kind->unit, device_error_remedy(0));
	}
	if (code == 0 && device->kind->slow) {
		code = sysfs_read_number(channel->fd, &now);
	}
	if (code != 0) {
		return device_error_set(error, code, "%s: channel %d of %s cannot be used (%s): %s",
					spec->name, number, spec->device, strerror(-code),
					code == -ENOENT ? "it has no such channel"
							: device_error_remedy(code));
	}
	channel->scale *= PER_MILLI;
	return 0;
}

static int prepare(const struct kernel_kind *kind, const char *folder, const struct converter *spec,
		   struct device_error *error)
{
	const int code = kind->prepare != NULL ? kind->prepare(folder, spec) : 0;

	if (code == -ERANGE) {
		return device_error_set(error, -EINVAL,
					"%s: %s cannot be read %g times a second; lower rate_hz",
					spec->name, spec->device, spec->rate_hz);
	}
	if (code != 0) {
		return device_error_set(error, code,
					"%s: %s cannot be made quick enough for %g times a second "
					"(%s): %s",
					spec->name, spec->device, spec->rate_hz, strerror(-code),
					device_error_remedy(code));
	}
	return 0;
}

static int open_all(struct converter_device *device, const struct converter *spec,
		    const char *sysfs, struct device_error *error)
{
	const struct kernel_kind *kind = device->kind;
	char folder[SYSFS_PATH_BYTES];
	int code = kernel_name_find(folder, &kind->place, sysfs, spec->name, spec->device, error);

	if (code == 0) {
		code = prepare(kind, folder, spec, error);
	}
	for (int c = 0; code == 0 && c < CHANNELS_MAX; c++) {
		if (spec->used >> c & 1u) {
			code = open_channel(device, spec, folder, c, error);
		}
	}
	return code;
}

static int kernel_file_open(struct converter_device **device, const struct converter *spec,
			    const struct converter_means *means, struct device_error *error)
{
	struct converter_device *made = calloc(1, sizeof(*made));
	int code;

	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for %s", spec->name);
	}
	made->clock = means->clock;
	made->kind = &kinds[spec->driver];
	made->period_ns = (int64_t)(1e9 / spec->rate_hz);
	code = open_all(made, spec, means->sysfs, error);
	if (code != 0) {
		kernel_file_close(made);
		return code;
	}
	*device = made;
	return 0;
}

static void wait_for_turn(struct converter_device *device)
{
	const int64_t now_ns = device->clock->now_ns();

	device->due_ns += device->period_ns;
	if (device->due_ns < now_ns) {
		device->due_ns = now_ns;
	}
	device->clock->sleep_until(device->due_ns);
}

/* One after the other; what does not answer keeps its age, and the rest is read all the same. */
static void kernel_file_turn(struct converter_device *device, struct converter_view *view)
{
	wait_for_turn(device);
	view->reads++;
	for (int i = 0; i < device->count; i++) {
		const struct kernel_channel *channel = &device->channels[i];
		const int64_t began_ns = device->clock->now_ns();
		double raw = 0.0;
		const int error = sysfs_read_number(channel->fd, &raw);

		if (error != 0) {
			view->errors++;
			view->last_error = error;
			continue;
		}
		view->channels[channel->number] = (struct channel_sample){
			.reading = (raw + channel->offset) * channel->scale,
			.raw = (int32_t)raw,
			.t_ns = device->kind->slow ? began_ns : device->clock->now_ns(),
			.state = SAMPLE_OK,
		};
	}
}

const struct converter_ops kernel_file_ops = {
	.name = "kernel_file",
	.open = kernel_file_open,
	.turn = kernel_file_turn,
	.close = kernel_file_close,
};
