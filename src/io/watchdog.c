#include "io/watchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define FEEDS_A_TIMEOUT 4
#define MAGIC_CLOSE     'V' /* what makes the kernel stop it when it is closed */
#define NS_PER_S        INT64_C(1000000000)

static int kernel_open(const char *path)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);

	if (fd < 0) {
		return -errno;
	}
	return fd;
}

static int kernel_support(int fd, struct watchdog_info *info)
{
	return ioctl(fd, WDIOC_GETSUPPORT, info) != 0 ? -errno : 0;
}

static int kernel_set_timeout(int fd, int *timeout_s)
{
	return ioctl(fd, WDIOC_SETTIMEOUT, timeout_s) != 0 ? -errno : 0;
}

static int kernel_get_timeout(int fd, int *timeout_s)
{
	return ioctl(fd, WDIOC_GETTIMEOUT, timeout_s) != 0 ? -errno : 0;
}

static int kernel_put(int fd, char byte)
{
	return write(fd, &byte, 1) != 1 ? -errno : 0;
}

static void kernel_close(int fd)
{
	close(fd);
}

const struct watchdog_ops watchdog_kernel = {
	.open = kernel_open,
	.support = kernel_support,
	.set_timeout = kernel_set_timeout,
	.get_timeout = kernel_get_timeout,
	.put = kernel_put,
	.close = kernel_close,
};

/* 0 where it guards as it is told, or -errno and a sentence. */
static int set_up(struct watchdog *watchdog, const struct watchdog_info *info,
		  const struct watchdog_spec *spec, struct device_error *error)
{
	const struct watchdog_ops *ops = watchdog->ops;
	const int wanted_s = (int)ceil(spec->timeout_s);
	int code;

	if (!(info->options & WDIOF_MAGICCLOSE)) {
		return device_error_set(
			error, -EINVAL,
			"%s (%.32s) stops when a program that crashed leaves it, and "
			"so guards nothing; remove the rig's watchdog",
			spec->device, (const char *)info->identity);
	}
	watchdog->timeout_s = wanted_s;
	code = ops->set_timeout(watchdog->fd, &watchdog->timeout_s);
	if (code != 0) { /* it has one that cannot be chosen */
		code = ops->get_timeout(watchdog->fd, &watchdog->timeout_s);
	}
	if (code != 0 || watchdog->timeout_s < 1 || watchdog->timeout_s > wanted_s) {
		return device_error_set(
			error, code != 0 ? code : -EINVAL,
			"%s (%.32s) cannot reset this machine within %d s; make the "
			"rig's timeout_s one that it has, such as %d",
			spec->device, (const char *)info->identity, wanted_s, watchdog->timeout_s);
	}
	return 0;
}

int watchdog_open(struct watchdog *watchdog, const struct watchdog_ops *ops,
		  const struct watchdog_spec *spec, struct device_error *error)
{
	const int fd = ops->open(spec->device);
	struct watchdog_info info = {0};
	int code;

	if (fd < 0) {
		return device_error_set(error, fd, "the watchdog %s cannot be had (%s): %s",
					spec->device, strerror(-fd), device_error_remedy(fd));
	}
	*watchdog = (struct watchdog){.ops = ops, .fd = fd};
	code = ops->support(fd, &info);
	if (code != 0) { /* whatever it is, nothing is written to it */
		watchdog_close(watchdog, false);
		return device_error_set(error, code, "%s is no watchdog (%s); name another device",
					spec->device, strerror(-code));
	}
	code = set_up(watchdog, &info, spec, error);
	if (code != 0) {
		watchdog_close(watchdog, true);
		return code;
	}
	watchdog->every_ns = watchdog->timeout_s * NS_PER_S / FEEDS_A_TIMEOUT;
	return 0;
}

/* A feed that fails is one that did not come: there is nobody better to tell. */
void watchdog_turn(struct watchdog *watchdog, const uint64_t turns[LIVENESS_THREADS])
{
	if (watchdog->ops != NULL && liveness_goes_on(&watchdog->liveness, turns)) {
		(void)watchdog->ops->put(watchdog->fd, '\0');
	}
}

void watchdog_close(struct watchdog *watchdog, bool released)
{
	if (watchdog->ops == NULL) {
		return;
	}
	if (released) {
		(void)watchdog->ops->put(watchdog->fd, MAGIC_CLOSE);
	}
	watchdog->ops->close(watchdog->fd);
	*watchdog = (struct watchdog){0};
}
