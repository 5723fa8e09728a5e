/*
 * kept_lines.h - the lines of a kept text, "key value" each, written and read in one order: whatever is not
 * as expected spoils all of it. Touches no file.
 */
#ifndef APP_KEPT_LINES_H
#define APP_KEPT_LINES_H

#include <stdbool.h>
#include <stddef.h>

/* Being written. text is the caller's; wrong once something did not fit or was not to be written. */
struct kept_page {
	char *text;
	size_t size;
	size_t used;
	bool wrong;
};

__attribute__((format(printf, 2, 3))) void kept_put(struct kept_page *page, const char *format,
						    ...);

/* What is still to be read; at is NULL after the first line that is not as expected. */
struct kept_reading {
	const char *at;
};

/* The rest of the line that begins with "key "; empty when that is not there. */
void kept_take(struct kept_reading *reading, const char *key, char *word, size_t size);

/* Whether the next line is that key with that word. */
bool kept_takes(struct kept_reading *reading, const char *key, const char *wanted);

/* Exactly so many numbers, finite all of them; else the reading is spoilt. */
bool kept_numbers(struct kept_reading *reading, const char *word, double *numbers, int count);

#endif
