/*
 * event_line.h - a record as the sentence that the event log says of it. Touches no file.
 */
#ifndef APP_EVENT_LINE_H
#define APP_EVENT_LINE_H

#include <knead/memory.h>
#include <knead/record.h>
#include <knead/recording_room.h>
#include <knead/rig.h>
#include <knead/technique.h>

#include <stddef.h>
#include <stdint.h>

#define EVENT_LINE_BYTES 640
#define EVENT_TIME_BYTES 25 /* "2026-11-21T10:55:43.123Z ", which each line begins with */

/* What indices in records mean. */
struct event_words {
	const struct rig *rig;
	const struct technique *techniques;
	int technique_count;
	struct recording_room *room; /* NULL is fine */
};

/*
 * One record as its line, with the newline; wall_ns is the time of day (since 1970, UTC) at which
 * it happened. Returns the length, under EVENT_LINE_BYTES: what is longer is cut.
 */
size_t event_line(char line[EVENT_LINE_BYTES], const struct record *record,
		  const struct event_words *words, int64_t wall_ns);

/* The same of plain words. */
size_t event_line_said(char line[EVENT_LINE_BYTES], const char *text, int64_t wall_ns);

/* Which heads were eased between two memories of this rig, or freed again; 0 where none was. */
size_t event_line_eased(char line[EVENT_LINE_BYTES], const struct memory *before,
			const struct memory *after, const struct event_words *words,
			int64_t wall_ns);

#endif
