/*
 * kernel_temp.c - temperatures of sensors that the kernel reads: by industrial I/O, by its hardware
 * monitoring, or on a one-wire bus. All three are files of thousandths of a degree.
 */
#include "io/converter.h"

#include "io/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define C_PER_MC      1e-3
#define W1_BITS_LEAST 9
#define W1_BITS_MOST  12
#define W1_MOST_S     0.75 /* that a DS18B20 takes for 12 bits; half as long for each bit less */

struct converter_device {
	const struct io_clock *clock;
	int64_t period_ns;
	int64_t due_ns;
	int count;
	struct temp_channel {
		int number;
		int fd;
		double offset;
		double c_per_count;
	} channels[CHANNELS_MAX];
};

/* Where one kind of sensor is found and what its files are called. */
struct temp_kind {
	const char *devices;
	const char *prefix;
	enum sysfs_name by;
	const char *what; /* for sentences */
	int (*prepare)(const char *folder, const struct converter *spec);
	int (*open_channel)(struct temp_channel *channel, const char *folder);
};

/* ---- industrial I/O ---- */

/* A figure of a channel; a sensor with only one need not number it. */
static int iio_figure(const char *folder, int number, const char *what, double *is)
{
	char file[48];
	int error;

	snprintf(file, sizeof(file), "in_temp%d_%s", number, what);
	error = sysfs_number(folder, file, is);
	if (error == -ENOENT) {
		snprintf(file, sizeof(file), "in_temp_%s", what);
		error = sysfs_number(folder, file, is);
	}
	return error;
}

static int iio_file(const char *folder, int number, const char *what)
{
	char file[48];
	int fd;

	snprintf(file, sizeof(file), "in_temp%d_%s", number, what);
	fd = sysfs_open(folder, file, O_RDONLY);
	if (fd == -ENOENT && number == 0) {
		snprintf(file, sizeof(file), "in_temp_%s", what);
		fd = sysfs_open(folder, file, O_RDONLY);
	}
	return fd;
}

static int iio_open_channel(struct temp_channel *channel, const char *folder)
{
	double scale_mc = 1.0;
	int error = 0;

	channel->fd = iio_file(folder, channel->number, "input"); /* what is scaled already */
	if (channel->fd == -ENOENT) {
		channel->fd = iio_file(folder, channel->number, "raw");
		if (channel->fd >= 0) {
			error = iio_figure(folder, channel->number, "scale", &scale_mc);
		}
		if (channel->fd >= 0 && error == 0) {
			error = iio_figure(folder, channel->number, "offset", &channel->offset);
			error = error == -ENOENT ? 0 : error;
		}
	}
	if (channel->fd >= 0 && error == 0 && !(scale_mc > 0.0)) {
		error = -ERANGE;
	}
	channel->c_per_count = scale_mc * C_PER_MC;
	return channel->fd < 0 ? channel->fd : error;
}

/* ---- hardware monitoring ---- */

static int hwmon_open_channel(struct temp_channel *channel, const char *folder)
{
	char file[32];

	snprintf(file, sizeof(file), "temp%d_input", channel->number);
	channel->fd = sysfs_open(folder, file, O_RDONLY);
	return channel->fd < 0 ? channel->fd : 0;
}

/* ---- one wire ---- */

static int w1_open_channel(struct temp_channel *channel, const char *folder)
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

static const struct temp_kind kinds[] = {
	[CONVERTER_IIO_TEMP] = {"bus/iio/devices", "iio:device", SYSFS_NAME_FILE, "sensor", NULL,
				iio_open_channel},
	[CONVERTER_HWMON] = {"class/hwmon", "hwmon", SYSFS_NAME_OR_DEVICE, "monitor", NULL,
			     hwmon_open_channel},
	[CONVERTER_W1] = {"bus/w1/devices", "", SYSFS_NAME_FILE, "one-wire sensor", w1_prepare,
			  w1_open_channel},
};

static void temp_close(struct converter_device *device)
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
	struct temp_channel *channel = &device->channels[device->count];
	double now = 0.0;
	int code;

	*channel = (struct temp_channel){.number = number, .fd = -1, .c_per_count = C_PER_MC};
	code = kinds[spec->driver].open_channel(channel, folder);
	if (channel->fd >= 0) {
		device->count++;
	}
	if (code == 0) {
		code = sysfs_read_number(channel->fd, &now);
	}
	if (code != 0) {
		return device_error_set(error, code, "%s: channel %d of %s cannot be used (%s): %s",
					spec->name, number, spec->device, strerror(-code),
					code == -ENOENT ? "it has no such channel"
							: device_error_remedy(code));
	}
	return 0;
}

static int open_all(struct converter_device *device, const struct converter *spec,
		    const char *sysfs, struct device_error *error)
{
	const struct temp_kind *kind = &kinds[spec->driver];
	char root[SYSFS_PATH_BYTES];
	char folder[SYSFS_PATH_BYTES];
	char others[160];
	int code;

	snprintf(root, sizeof(root), "%s/%s", sysfs, kind->devices);
	code = sysfs_find(folder, root, kind->prefix, kind->by, spec->device, others,
			  sizeof(others));
	if (code == -EEXIST) {
		return device_error_set(error, -EINVAL,
					"%s: several are called %s; name one by its place: %s",
					spec->name, spec->device, others);
	}
	if (code != 0) {
		return device_error_set(error, code,
					"%s: the kernel shows no %s called %s; it shows %s. Is it "
					"connected, and its overlay loaded?",
					spec->name, kind->what, spec->device,
					others[0] != '\0' ? others : "none");
	}
	code = kind->prepare != NULL ? kind->prepare(folder, spec) : 0;
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
	for (int c = 0; code == 0 && c < CHANNELS_MAX; c++) {
		if (spec->used >> c & 1u) {
			code = open_channel(device, spec, folder, c, error);
		}
	}
	return code;
}

static int temp_open(struct converter_device **device, const struct converter *spec,
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
		temp_close(made);
		return code;
	}
	*device = made;
	return 0;
}

/* A read may take as long as the sensor converts: what it gives is of when that began, or later. */
static void temp_turn(struct converter_device *device, struct converter_view *view)
{
	const int64_t now_ns = device->clock->now_ns();

	device->due_ns += device->period_ns;
	if (device->due_ns < now_ns) {
		device->due_ns = now_ns;
	}
	device->clock->sleep_until(device->due_ns);
	view->reads++;
	for (int i = 0; i < device->count; i++) {
		const struct temp_channel *channel = &device->channels[i];
		const int64_t began_ns = device->clock->now_ns();
		double raw = 0.0;
		const int error = sysfs_read_number(channel->fd, &raw);

		if (error != 0) {
			view->errors++;
			view->last_error = error;
			continue;
		}
		view->channels[channel->number] = (struct channel_sample){
			.reading = (raw + channel->offset) * channel->c_per_count,
			.raw = (int32_t)raw,
			.t_ns = began_ns,
			.state = SAMPLE_OK,
		};
	}
}

const struct converter_ops kernel_temp_ops = {
	.name = "kernel_temp",
	.open = temp_open,
	.turn = temp_turn,
	.close = temp_close,
};
