/*
 * session_rows.h - a session as rows, 50 a second: loop -> recorder. Runs in the loop: no system call.
 */
#ifndef APP_SESSION_ROWS_H
#define APP_SESSION_ROWS_H

#include "rt/ring.h"

#include <knead/limits.h>
#include <knead/snapshot.h>
#include <knead/state.h>

#include <stdbool.h>
#include <stdint.h>

#define SESSION_ROW_NS INT64_C(20000000)
#define SESSION_ROWS   128 /* more than 2 s of them: a disk may be slow */

struct session_cell {
	float force_n;
	float target_n;
};

struct session_row {
	int64_t t_ns;
	enum state state;
	bool last; /* the session is over */
	struct session_cell heads[HEADS_MAX];
};

/* Caller-owned; the fields are its own. */
struct session_rows {
	struct ring ring; /* of struct session_row, written here */
	struct session_row slots[SESSION_ROWS];
	bool in_session;
	int64_t told_ns;
};

void session_rows_init(struct session_rows *rows);

/* One tick, with the latest snapshot: a row when it is time for one. */
void session_rows_step(struct session_rows *rows, const struct snapshot *snapshot);

#endif
