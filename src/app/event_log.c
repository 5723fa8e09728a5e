/*
 * event_log.c - what happened, a plain line each.
 */
#include "app/event_log.h"

#include "app/event_past.h"
#include "app/say_line.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S INT64_C(1000000000)

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

/* As a power cut leaves it. */
static bool ends_torn(int fd)
{
	struct stat facts;
	char last = '\n';

	return fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0 &&
	       pread(fd, &last, 1, facts.st_size - 1) == 1 && last != '\n';
}

void event_log_open(struct event_log *log, const char *path, struct ring *records,
		    const struct event_words *words, int echo_fd)
{
	*log = (struct event_log){.records = records, .words = words, .echo_fd = echo_fd};
	snprintf(log->path, sizeof(log->path), "%s", path);
	memory_init(&log->memory, words->rig->head_count);
	log->fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	log->torn = log->fd >= 0 && ends_torn(log->fd);
	if (log->fd < 0) {
		show_format(log, "cannot open %s (%s): events are shown here only\n", path,
			    strerror(errno));
	}
}

static ssize_t put(int fd, const char *bytes, size_t length)
{
	ssize_t written = -1;

	do {
		errno = 0;
		written = write(fd, bytes, length);
	} while (written < 0 && errno == EINTR);
	return written;
}

/*
 * A disk that fails is told of once: the count says how much is missing. Behind part of a line the next one
 * begins anew.
 */
static void write_line(struct event_log *log, const char *line, size_t length)
{
	ssize_t written;

	if (log->torn && put(log->fd, "\n", 1) == 1) {
		log->torn = false;
	}
	written = put(log->fd, line, length);
	if (written == (ssize_t)length) {
		return;
	}
	log->torn = log->torn || written > 0;
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
	if (log->also != NULL && length > EVENT_TIME_BYTES) {
		log->also(log->also_context, line + EVENT_TIME_BYTES);
	}
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
		size_t length =
			event_line(line, &record, log->words, record.t_ns + wall_less_monotonic_ns);

		keep(log, line, length);
		count++;
	}
	tell_of_losses(log);
	return count;
}

void event_log_say(struct event_log *log, const char *format, ...)
{
	char words[EVENT_LINE_BYTES];
	char line[EVENT_LINE_BYTES];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(words, sizeof(words), format, arguments);
	va_end(arguments);
	keep(log, line, event_line_said(line, words, clock_ns(CLOCK_REALTIME)));
}

/* What a power cut may not take back; a disk that cannot is told of by what it does not write. */
static void sync_log(struct event_log *log)
{
	if (log->fd >= 0) {
		(void)fdatasync(log->fd);
	}
}

void event_log_begin(struct event_log *log)
{
	const char *name = log->words->rig->name;

	log->begun = true;
	if (log->fd >= 0 && event_past_of(log->fd, name) == PAST_OPEN) {
		event_log_say(log,
			      "the run before ended without saying so: the power was cut, or it "
			      "was killed or crashed");
	}
	event_log_say(log, EVENT_BEGAN "%s, kneadd " KNEAD_VERSION, name);
	sync_log(log);
}

void event_log_end(struct event_log *log, bool released)
{
	event_log_say(log, EVENT_ENDED "%s, %s", log->words->rig->name,
		      released ? "no head presses" : condition_words(COND_RELEASE_LATE)->sentence);
	sync_log(log);
}

void event_log_eases(struct event_log *log, const struct memory *memory)
{
	char line[EVENT_LINE_BYTES];
	size_t length =
		event_line_eased(line, &log->memory, memory, log->words, clock_ns(CLOCK_REALTIME));

	if (length > 0) {
		keep(log, line, length);
		log->memory = *memory;
	}
}

void event_log_turn_over(struct event_log *log)
{
	char old[sizeof(log->path) + 4];
	struct stat facts;
	int fd;

	if (log->fd < 0 || fstat(log->fd, &facts) != 0 || !S_ISREG(facts.st_mode) ||
	    facts.st_size < EVENT_LOG_BYTES) {
		return;
	}
	snprintf(old, sizeof(old), "%s.old", log->path);
	if (rename(log->path, old) != 0) {
		return; /* goes on in this one */
	}
	fd = open(log->path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0) {
		close(log->fd);
		log->fd = fd;
		if (log->begun) {
			event_log_say(log, EVENT_GOES_ON "%s, from %s", log->words->rig->name, old);
		}
	}
}

void event_log_close(struct event_log *log)
{
	if (log != NULL && log->fd >= 0) {
		close(log->fd);
		log->fd = -1;
	}
}
