/*
 * pwm.c - channels of the kernel's PWM class: a Pi's own, or a PCA9685's. The chip is found by the device
 * it belongs to, as its number changes from board to board and from start to start.
 */
#include "io/drive.h"

#include "io/sysfs.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CHIPS        "class/pwm"
#define NS_PER_S     1e9
#define EXPORT_TRIES 50 /* the files of a channel become writable a little later, by udev */

struct drive_device {
	char folder[SYSFS_PATH_BYTES];
	unsigned exported; /* by us, a bit a channel */
	double period_ns;
	int count;
	struct pwm_channel {
		int number;
		int fd;
		long long duty_ns; /* as it was written last; -1: unknown */
	} channels[CHANNELS_MAX];
};

static int put(const struct drive_device *device, int number, const char *file, long long value)
{
	char path[32];

	snprintf(path, sizeof(path), "pwm%d/%s", number, file);
	return sysfs_put(device->folder, path, value);
}

/* 0 where the channel's files are there and may be written. */
static int is_there(const struct drive_device *device, int number)
{
	char path[SYSFS_PATH_BYTES + 32];

	snprintf(path, sizeof(path), "%s/pwm%d/enable", device->folder, number);
	return access(path, W_OK) == 0 ? 0 : -errno;
}

static int export_channel(struct drive_device *device, int number)
{
	const struct timespec moment = {.tv_nsec = 10000000};
	int error = is_there(device, number);

	if (error != -ENOENT) {
		return error;
	}
	error = sysfs_put(device->folder, "export", number);
	if (error != 0) {
		return error;
	}
	device->exported |= 1u << number;
	for (int i = 0; i < EXPORT_TRIES; i++) {
		error = is_there(device, number);
		if (error == 0) {
			return 0;
		}
		nanosleep(&moment, NULL);
	}
	return error;
}

/* The kernel takes another polarity only of a channel that is off, and of none without a period. */
static int set_upright(const struct drive_device *device, int number)
{
	char file[32];
	double enabled = 0.0;
	int error;

	snprintf(file, sizeof(file), "pwm%d/enable", number);
	error = sysfs_number(device->folder, file, &enabled);
	if (error == 0 && enabled > 0.0) {
		error = put(device, number, "enable", 0);
	}
	if (error == 0) {
		snprintf(file, sizeof(file), "pwm%d/polarity", number);
		error = sysfs_put_word(device->folder, file, "normal");
	}
	return error;
}

/* Nothing, and no longer than any period, before anything else. Inverted, nothing would be everything. */
static int begin_at_nothing(const struct drive_device *device, int number)
{
	int error;

	(void)put(device, number, "duty_cycle", 0);
	error = put(device, number, "period", llround(device->period_ns));
	if (error == 0) {
		error = put(device, number, "duty_cycle", 0);
	}
	if (error == 0) {
		error = set_upright(device, number);
	}
	return error != 0 ? error : put(device, number, "enable", 1);
}

static int open_channel(struct drive_device *device, int number)
{
	struct pwm_channel *channel = &device->channels[device->count];
	char file[32];
	int error = export_channel(device, number);
	int fd;

	if (error != 0) {
		return error;
	}
	snprintf(file, sizeof(file), "pwm%d/duty_cycle", number);
	fd = sysfs_open(device->folder, file, O_WRONLY);
	if (fd < 0) {
		return fd;
	}
	error = sysfs_claim(fd);
	if (error == 0) {
		error = begin_at_nothing(device, number);
	}
	if (error != 0) {
		close(fd);
		return error;
	}
	*channel = (struct pwm_channel){.number = number, .fd = fd};
	device->count++;
	return 0;
}

static int pwm_turn(struct drive_device *device, const double shares[CHANNELS_MAX], int64_t t_ns)
{
	int first = 0;

	(void)t_ns;
	for (int i = 0; i < device->count; i++) {
		struct pwm_channel *channel = &device->channels[i];
		const long long duty_ns = llround(shares[channel->number] * device->period_ns);
		int error = 0;

		if (duty_ns == channel->duty_ns) {
			continue;
		}
		error = sysfs_write_number(channel->fd, duty_ns);
		channel->duty_ns = error == 0 ? duty_ns : -1;
		if (first == 0) {
			first = error;
		}
	}
	return first;
}

static void pwm_make_safe(struct drive_device *device)
{
	static const double nothing[CHANNELS_MAX];

	for (int i = 0; i < device->count; i++) {
		device->channels[i].duty_ns = -1;
	}
	if (pwm_turn(device, nothing, 0) != 0) {
		(void)pwm_turn(device, nothing,
			       0); /* once more; the enable line is the other way */
	}
}

static void pwm_close(struct drive_device *device)
{
	if (device == NULL) {
		return;
	}
	pwm_make_safe(device);
	for (int i = 0; i < device->count; i++) {
		close(device->channels[i].fd);
	}
	for (int n = 0; n < CHANNELS_MAX; n++) {
		if (device->exported >> n & 1u) {
			(void)put(device, n, "enable", 0);
			(void)!sysfs_put(device->folder, "unexport", n);
		}
	}
	free(device);
}

static int open_all(struct drive_device *device, const struct drive *spec, const char *sysfs,
		    struct device_error *error)
{
	char root[SYSFS_PATH_BYTES];
	char others[160];
	int code = 0;

	snprintf(root, sizeof(root), "%s/" CHIPS, sysfs);
	code = sysfs_find(device->folder, root, "pwmchip", SYSFS_DEVICE_LINK, spec->device, others,
			  sizeof(others));
	if (code != 0) {
		return device_error_set(
			error, code,
			"%s: the kernel shows no PWM of the device %s; it shows %s. Is "
			"its overlay loaded?",
			spec->name, spec->device, others[0] != '\0' ? others : "none");
	}
	for (int c = 0; c < CHANNELS_MAX; c++) {
		if (spec->used >> c & 1u) {
			code = open_channel(device, c);
		}
		if (code != 0) {
			return device_error_set(error, code,
						"%s: channel %d of %s cannot be had (%s): %s",
						spec->name, c, spec->device, strerror(-code),
						device_error_remedy(code));
		}
	}
	return 0;
}

static int pwm_open(struct drive_device **device, const struct drive *spec,
		    const struct drive_means *means, struct device_error *error)
{
	struct drive_device *made = calloc(1, sizeof(*made));
	int code;

	if (made == NULL) {
		return device_error_set(error, -ENOMEM, "no memory for %s", spec->name);
	}
	made->period_ns = NS_PER_S / spec->frequency_hz;
	code = open_all(made, spec, means->sysfs, error);
	if (code != 0) {
		pwm_close(made);
		return code;
	}
	*device = made;
	return 0;
}

const struct drive_ops pwm_ops = {
	.name = "pwm",
	.open = pwm_open,
	.turn = pwm_turn,
	.make_safe = pwm_make_safe,
	.close = pwm_close,
};
