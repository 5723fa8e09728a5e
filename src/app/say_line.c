/*
 * say_line.c - asks whether there is room, then writes once.
 */
#include "app/say_line.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

_Static_assert(SAY_LINE_BYTES <= PIPE_BUF, "poll promises a pipe's writer no more than that");

/* Between the question and the write no other thread of ours may take the room. */
static pthread_mutex_t room = PTHREAD_MUTEX_INITIALIZER;

bool say_line(int fd, const char *line, size_t length)
{
	struct pollfd takes = {.fd = fd, .events = POLLOUT};
	ssize_t written = -1;

	pthread_mutex_lock(&room);
	if (poll(&takes, 1, 0) == 1 && (takes.revents & POLLOUT) != 0) {
		written = write(fd, line, length);
	}
	pthread_mutex_unlock(&room);
	return written == (ssize_t)length;
}

bool say_format(int fd, const char *format, ...)
{
	char line[SAY_LINE_BYTES];
	va_list arguments;
	int length = 0;

	va_start(arguments, format);
	length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (length < 0) {
		return false;
	}
	if (length >= (int)sizeof(line)) {
		length = (int)sizeof(line) - 1;
		line[length - 1] = '\n';
	}
	return say_line(fd, line, (size_t)length);
}
