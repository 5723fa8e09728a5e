/*
 * event_log.c - what happened, a plain line each.
 */
#include "app/event_log.h"

#include "app/say_line.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S  INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)

static int64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Readers who read again are told how much they missed. */
static void show(struct event_log *log, const char *line, size_t length)
{
	if (log->echo_fd == EVENT_NO_ECHO) {
		return;
	}
	if (log->unshown > 0 &&
	    !say_format(log->echo_fd, "%u lines were not shown here\n", log->unshown)) {
		log->unshown++;
		return;
	}
	log->unshown = say_line(log->echo_fd, line, length) ? 0 : 1;
}

__attribute__((format(printf, 2, 3))) static void show_format(struct event_log *log,
							      const char *format, ...)
{
	char line[SAY_LINE_BYTES];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	show(log, line, strlen(line));
}

void event_log_open(struct event_log *log, const char *path, struct ring *records, int echo_fd)
{
	*log = (struct event_log){.records = records, .echo_fd = echo_fd};
	log->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (log->fd < 0) {
		show_format(log, "cannot open %s (%s): events are shown here only\n", path,
			    strerror(errno));
	}
}

static void append(char *line, size_t *used, const char *text)
{
	size_t room = EVENT_LINE_BYTES - 2 - *used; /* newline and end */
	size_t length = strlen(text);

	if (length > room) {
		length = room;
	}
	memcpy(line + *used, text, length);
	*used += length;
}

static void append_cause(char *line, size_t *used, const struct record *record)
{
	char head[32];

	if (record->cause == COND_COUNT) {
		return;
	}
	if (record->cause != record->reason) {
		append(line, used, "; first cause: ");
		append(line, used, condition_words(record->cause)->sentence);
	}
	if (record->cause_head != HEAD_NONE) {
		snprintf(head, sizeof(head), ", head %d", record->cause_head + 1);
		append(line, used, head);
	}
}

size_t event_log_line(char line[EVENT_LINE_BYTES], const struct record *record, int64_t wall_ns)
{
	const time_t seconds = (time_t)(wall_ns / NS_PER_S);
	const char *why = condition_words(record->reason)->sentence;
	size_t used = 0;
	struct tm utc = {0};
	char millis[16];

	gmtime_r(&seconds, &utc);
	used = strftime(line, EVENT_LINE_BYTES, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(millis, sizeof(millis), ".%03dZ ", (int)(wall_ns % NS_PER_S / NS_PER_MS));
	append(line, &used, millis);
	append(line, &used, state_name(record->state));
	if (why[0] != '\0') {
		append(line, &used, ": ");
		append(line, &used, why);
	}
	append_cause(line, &used, record);
	line[used++] = '\n';
	line[used] = '\0';
	return used;
}

/* A disk that fails is told of once: the count says how much is missing. */
static void write_line(struct event_log *log, const char *line, size_t length)
{
	ssize_t written = -1;

	do {
		errno = 0;
		written = write(log->fd, line, length);
	} while (written < 0 && errno == EINTR);
	if (written == (ssize_t)length) {
		return;
	}
	log->unwritten++;
	if (log->unwritten == 1) {
		show_format(log, "cannot write the event log (%s): events are shown here only\n",
			    errno != 0 ? strerror(errno) : "the disk took only part of a line");
	}
}

static void keep(struct event_log *log, const char *line, size_t length)
{
	if (log->fd >= 0) {
		write_line(log, line, length);
	}
	show(log, line, length);
}

static void tell_of_losses(struct event_log *log)
{
	unsigned lost = ring_dropped(log->records);
	char line[EVENT_LINE_BYTES];

	if (lost != log->lost) {
		int length = snprintf(line, sizeof(line), "%u events came too fast and were lost\n",
				      lost - log->lost);

		keep(log, line, (size_t)length);
		log->lost = lost;
	}
}

int event_log_drain(struct event_log *log)
{
	int64_t wall_less_monotonic_ns = clock_ns(CLOCK_REALTIME) - clock_ns(CLOCK_MONOTONIC);
	struct record record;
	char line[EVENT_LINE_BYTES];
	int count = 0;

	while (ring_take(log->records, &record)) {
		size_t length = event_log_line(line, &record, record.t_ns + wall_less_monotonic_ns);

		keep(log, line, length);
		count++;
	}
	tell_of_losses(log);
	return count;
}

void event_log_close(struct event_log *log)
{
	if (log != NULL && log->fd >= 0) {
		close(log->fd);
		log->fd = -1;
	}
}
