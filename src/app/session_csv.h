/*
 * session_csv.h - each session as a table in the state folder, sessions/TIME-RIG.csv: 50 rows a second with
 * what each head was to press and pressed, and a row for each event. For the recorder thread: may block as
 * a disk does.
 */
#ifndef APP_SESSION_CSV_H
#define APP_SESSION_CSV_H

#include "app/session_rows.h"

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#define SESSION_CSV_FILES 64                           /* at most ... */
#define SESSION_CSV_BYTES ((int64_t)512 * 1024 * 1024) /* ... and as much */
#define SESSION_CSV_LINE  4096

/* Caller-owned and large; the fields are its own. */
struct session_csv {
	struct ring *rows; /* of struct session_row, read here */
	char path[PATH_MAX];
	char rig_name[32];
	int head_count;
	int fd; /* -1: no session is written */
	bool in_session;
	bool over; /* the last row was written: closes at the end of the turn */
	int64_t begun_ns;
	int64_t t_ns; /* of the latest row */
	enum state state;
	int64_t flushed_ns;
	size_t used;
	char text[8 * SESSION_CSV_LINE];
	char name[80];
	int error; /* of this session, -errno; it is given up then */
};

/* rows are kept. */
void session_csv_open(struct session_csv *csv, const char *state_folder, const char *rig_name,
		      int head_count, struct ring *rows);

/* Takes the rows that are waiting. */
void session_csv_take(struct session_csv *csv);

/* An event, as its line in the log behind the time of day, while a session is written. */
void session_csv_event(struct session_csv *csv, const char *text);

/*
 * What was taken goes to the file; after a session's end that is closed. 0, or -errno of the session of this
 * turn, which is given up.
 */
__attribute__((warn_unused_result)) int session_csv_flush(struct session_csv *csv);

void session_csv_close(struct session_csv *csv);

#endif
