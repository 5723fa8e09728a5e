/*
 * say_line.h - a line for people, who may not be reading: whoever says it never waits for them.
 */
#ifndef APP_SAY_LINE_H
#define APP_SAY_LINE_H

#include <stdbool.h>
#include <stddef.h>

#define SAY_LINE_BYTES 1024 /* well under PIPE_BUF, what a pipe with any room takes whole */

/*
 * Writes the line if fd takes it at once: false where it would have waited (a full pipe, a terminal
 * held by Ctrl-S) or failed, and then nothing is kept for later. length is at most SAY_LINE_BYTES.
 * From any thread.
 */
bool say_line(int fd, const char *line, size_t length);

/* The same as printf does; what is longer than SAY_LINE_BYTES is cut. */
__attribute__((format(printf, 2, 3))) bool say_format(int fd, const char *format, ...);

#endif
