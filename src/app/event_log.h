/*
 * event_log.h - what happened, a plain line each, in STATE_DIR/events.log and on stderr: the
 * recorder thread's work. A full or failing disk stops nothing, nor does a reader who does not
 * read: what could not be kept or shown is counted.
 */
#ifndef APP_EVENT_LOG_H
#define APP_EVENT_LOG_H

#include "app/event_line.h"
#include "rt/ring.h"

#include <knead/record.h>

#include <limits.h>
#include <stddef.h>
#include <stdint.h>

#define EVENT_NO_ECHO   (-1)
#define EVENT_LOG_BYTES ((int64_t)16 * 1024 * 1024) /* then it becomes events.log.old [P] */

/* Caller-owned; the fields are the log's own. */
struct event_log {
	struct ring *records; /* of struct record; this log is the reader */
	const struct event_words *words;
	struct memory memory; /* as last told */
	int echo_fd;          /* or EVENT_NO_ECHO */
	char path[PATH_MAX + 16];
	int fd;             /* -1 when the file could not be opened */
	unsigned unwritten; /* lines the disk did not take so far */
	bool begun;         /* event_log_begin was called */
	bool torn;          /* the file ends in the middle of a line */
	unsigned unshown;   /* lines echo_fd did not take since it last took one */
	unsigned lost;      /* records the ring dropped, as last told */
	/* Told every line too, behind its time of day; NULL: nobody. Set after the open. */
	void (*also)(void *context, const char *text);
	void *also_context;
};

/*
 * Opens path for appending, mode 0600. echo_fd gets every line too, after the file, unless it would
 * have to be waited for; it may be EVENT_NO_ECHO and is not closed here. A file that cannot be
 * opened costs one line there, and the log goes on without it. words are kept. Close it in any
 * case.
 */
void event_log_open(struct event_log *log, const char *path, struct ring *records,
		    const struct event_words *words, int echo_fd);

/*
 * That a run of the rig begins, brought to the disk; before that, where the run before never said that it
 * ended, that it did not. May block as a disk does.
 */
void event_log_begin(struct event_log *log);

/* That it ends, as the last line, and whether every head let go; brought to the disk likewise. */
void event_log_end(struct event_log *log, bool released);

/* Writes all that is waiting and returns how many records that were. May block as a disk does. */
int event_log_drain(struct event_log *log);

/* One more line, with the time of day; for what the recorder thread has to say itself. */
__attribute__((format(printf, 2, 3))) void event_log_say(struct event_log *log, const char *format,
							 ...);

/*
 * A line where heads were eased, or are no longer, since the memory told before; none before the
 * first.
 */
void event_log_eases(struct event_log *log, const struct memory *memory);

/* A file of EVENT_LOG_BYTES and more takes the place of NAME.old, and another begins. */
void event_log_turn_over(struct event_log *log);

void event_log_close(struct event_log *log);

#endif
