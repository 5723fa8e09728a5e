/*
 * session_store.h - what is remembered of a client, in the state folder: RIG.memory, and the copy
 * before it, RIG.memory.old. One controller at a time.
 *
 * Killed at any moment, the content before or the new one is there. Where files are there and none is
 * fine, nothing is made up: starting anew would give a client's ease away.
 */
#ifndef APP_SESSION_STORE_H
#define APP_SESSION_STORE_H

#include "app/kept_file.h"

#include <knead/memory.h>

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define STORE_KEPT_NS INT64_C(5000000000) /* dwell is written no more often than this */

/* Caller-owned; the fields are the store's own. All-zero is closed. */
struct session_store {
	bool is_open;
	char folder[PATH_MAX];
	char rig_name[32];
	int head_count;
	int lock_fd;
	struct kept_file file;
	struct memory kept;    /* as last written or read */
	double clock_offset_s; /* of the wall's clock then, see moment_clock_offset_s */
	int64_t tried_t_ns;    /* when it was last written, or should have been */
	bool failed;
};

/*
 * Opens the store of that rig and reads it: memory_init where there is none yet. False after one sentence
 * with its remedy, and then there is nothing to close: both copies damaged, another rig's, in use. One
 * copy damaged is a sentence too, and the other counts. A copy of another version or number of heads is
 * refused for a day from when it was written, and left behind with a sentence after it: by then nothing
 * in it counts.
 */
bool session_store_open(struct session_store *store, const char *folder, const char *rig_name,
			int head_count, struct memory *memory, FILE *complaints);

/* Whether it is time to write: at once what differs; what only counts on, and a clock that was set, no
 * more often than every STORE_KEPT_NS. */
bool session_store_is_due(const struct session_store *store, const struct memory *memory,
			  int64_t t_ns);

/*
 * Writes; returns 0 or -errno, and then the content before is still there. t_ns is when; a write that
 * failed is due again STORE_KEPT_NS later. May block as a disk does.
 */
int session_store_write(struct session_store *store, const struct memory *memory, int64_t t_ns);

/* NULL and closed ones are fine. */
void session_store_close(struct session_store *store);

#endif
