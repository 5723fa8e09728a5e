#include "app/event_past.h"

#include "app/event_line.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_BYTES 8192 /* many lines [D] */

static bool says(const char *text, size_t length, const char *what, const char *rig_name)
{
	const size_t verb = strlen(what);
	const size_t name = strlen(rig_name);

	return length > verb + name && memcmp(text, what, verb) == 0 &&
	       memcmp(text + verb, rig_name, name) == 0 && text[verb + name] == ',';
}

static enum event_past told_by(const char *line, size_t length, const char *rig_name)
{
	const char *text = line + EVENT_TIME_BYTES;

	if (length <= EVENT_TIME_BYTES) {
		return PAST_UNKNOWN;
	}
	length -= EVENT_TIME_BYTES;
	if (says(text, length, EVENT_ENDED, rig_name)) {
		return PAST_ENDED;
	}
	return says(text, length, EVENT_BEGAN, rig_name) ||
			       says(text, length, EVENT_GOES_ON, rig_name)
		       ? PAST_OPEN
		       : PAST_UNKNOWN;
}

/* The last line that tells; they begin with a line, and what is not ended by a newline is none. */
static enum event_past last_of(const char *lines, size_t length, const char *rig_name)
{
	const char *end = memrchr(lines, '\n', length);
	enum event_past past = PAST_UNKNOWN;

	while (end != NULL && past == PAST_UNKNOWN) {
		const char *before = memrchr(lines, '\n', (size_t)(end - lines));
		const char *line = before != NULL ? before + 1 : lines;

		past = told_by(line, (size_t)(end - line), rig_name);
		end = before;
	}
	return past;
}

/* Block by block from its end; the line that a block begins within is the next one's last. */
enum event_past event_past_of(int fd, const char *rig_name)
{
	enum event_past past = PAST_UNKNOWN;
	char bytes[BLOCK_BYTES];
	struct stat facts;
	off_t end = 0;

	if (fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
		return PAST_UNKNOWN;
	}
	end = facts.st_size;
	while (end > 0 && past == PAST_UNKNOWN) {
		const off_t begin = end > BLOCK_BYTES ? end - BLOCK_BYTES : 0;
		const size_t length = (size_t)(end - begin);
		const char *first = bytes;

		if (pread(fd, bytes, length, begin) != (ssize_t)length) {
			return PAST_UNKNOWN;
		}
		if (begin > 0) {
			first = memchr(bytes, '\n', length - 1);
			first = first != NULL ? first + 1 : bytes + length; /* no line of ours */
		}
		past = last_of(first, length - (size_t)(first - bytes), rig_name);
		end = begin > 0 && first < bytes + length ? begin + (first - bytes) : begin;
	}
	return past;
}
