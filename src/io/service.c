#include "io/service.h"

#include <errno.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define WORDS_A_LIMIT 4 /* sd_watchdog_enabled(3) asks for two at least */
#define NS_PER_US     INT64_C(1000)
#define LIMIT_MAX_US  INT64_C(3600000000) /* beyond an hour nobody watches */

/* A whole number of the environment; -1 when it is not there or none. */
static int64_t number_of(const char *name)
{
	const char *text = getenv(name);
	char *rest = NULL;
	long long value;

	if (text == NULL || *text < '0' || *text > '9') {
		return -1;
	}
	errno = 0;
	value = strtoll(text, &rest, 10);
	return *rest == '\0' && errno == 0 ? (int64_t)value : -1;
}

/* A path, or a name outside of the file system behind '@'. Returns -1 when there is nobody. */
static int connect_to(const char *name)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	size_t n = name == NULL ? 0 : strlen(name);
	int fd;

	if (n < 2 || n >= sizeof(to.sun_path) || (name[0] != '/' && name[0] != '@')) {
		return -1;
	}
	memcpy(to.sun_path, name, n);
	if (name[0] == '@') {
		to.sun_path[0] = '\0';
	}
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&to,
			       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

void service_open(struct service *service)
{
	int64_t limit_us = number_of("WATCHDOG_USEC");
	int64_t pid = number_of("WATCHDOG_PID");
	bool is_ours = getenv("WATCHDOG_PID") == NULL || pid == (int64_t)getpid();

	*service = (struct service){.fd = connect_to(getenv("NOTIFY_SOCKET"))};
	if (service->fd >= 0 && is_ours && limit_us > 0 && limit_us <= LIMIT_MAX_US) {
		service->every_ns = limit_us * NS_PER_US / WORDS_A_LIMIT;
	}
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	unsetenv("WATCHDOG_PID");
}

/* Never waits: a manager that does not read is not worth a late word to the person. */
static void say(const struct service *service, const char *words)
{
	if (service->fd > 0) {
		(void)send(service->fd, words, strlen(words), MSG_NOSIGNAL | MSG_DONTWAIT);
	}
}

void service_ready(struct service *service, const char *status)
{
	char words[256];

	snprintf(words, sizeof(words), "READY=1\nSTATUS=%s", status);
	say(service, words);
}

void service_status(struct service *service, const char *status)
{
	char words[256];

	snprintf(words, sizeof(words), "STATUS=%s", status);
	say(service, words);
}

void service_turn(struct service *service, const uint64_t turns[LIVENESS_THREADS])
{
	if (liveness_goes_on(&service->liveness, turns)) {
		say(service, "WATCHDOG=1");
	}
}

void service_stopping(struct service *service)
{
	say(service, "STOPPING=1");
}

void service_close(struct service *service)
{
	if (service->fd > 0) {
		close(service->fd);
	}
	*service = (struct service){.fd = -1};
}
