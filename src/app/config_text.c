/*
 * config_text.c - from a path to text. The file is read whole, here and not by libconfig, so that nothing
 * can be included, nothing that is no text reaches the parser, and no special file is ever waited for.
 */
#include "app/config_text.h"

#include "app/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int complain_open(struct complaints *complaints, int error)
{
	if (error == ENOENT || error == ENOTDIR) {
		complain(complaints, 0, "there is no such file; check the path");
	} else if (error == EACCES) {
		complain(complaints, 0, "the file may not be read; check its permissions");
	} else {
		complain(complaints, 0, "cannot be opened: %s", strerror(error));
	}
	return -error;
}

/* A descriptor of a regular file of a sensible size, or -errno. O_NONBLOCK: a FIFO has no writer. */
static int open_regular(const char *path, struct complaints *complaints)
{
	struct stat facts;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int error = 0;

	if (fd < 0) {
		return complain_open(complaints, errno);
	}
	if (fstat(fd, &facts) < 0) {
		error = complain_open(complaints, errno);
	} else if (S_ISDIR(facts.st_mode)) {
		complain(complaints, 0, "is a folder; name a file in it");
		error = -EISDIR;
	} else if (!S_ISREG(facts.st_mode)) {
		complain(complaints, 0, "is not a regular file; name one");
		error = -EINVAL;
	}
	if (error < 0) {
		close(fd);
		return error;
	}
	return fd;
}

/* Reads up to CONFIG_BYTES_MAX into text, which has room for one more; the length, or -errno. */
static ssize_t read_whole(int fd, char *text, struct complaints *complaints)
{
	size_t length = 0;

	while (length <= CONFIG_BYTES_MAX) {
		ssize_t got = read(fd, text + length, CONFIG_BYTES_MAX + 1 - length);

		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got < 0) {
			int error = errno;

			complain(complaints, 0, "cannot be read: %s", strerror(error));
			return -error;
		}
		if (got == 0) {
			return (ssize_t)length;
		}
		length += (size_t)got;
	}
	complain(complaints, 0,
		 "a file holds %d strokes or %d heads at most; this one is larger than 1 MiB, and "
		 "some kilobytes are enough: remove what is not needed",
		 STROKES_MAX, HEADS_MAX);
	return -EFBIG;
}

/*
 * Line by line, before libconfig sees it: only text, and no include. libconfig follows an include at
 * the start of a line; it is refused there whatever surrounds it, comments too.
 */
static int check_bytes(const char *text, size_t length, struct complaints *complaints)
{
	static const char include[] = "@include";
	bool line_begins = true;
	int line = 1;

	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < ' ' && strchr("\t\n\r\f", c) == NULL) || c == '\0' || c == 0x7f) {
			complain(complaints, line,
				 "byte 0x%02x is no text; a configuration file is plain text", c);
			return -EINVAL;
		}
		if (line_begins && c == '@' && length - i >= sizeof include - 1 &&
		    memcmp(text + i, include, sizeof include - 1) == 0) {
			complain(complaints, line,
				 "@include is not allowed; write everything into this one file");
			return -EINVAL;
		}
		line_begins = c == '\n' || (line_begins && strchr(" \t\r\f", c) != NULL);
		line += c == '\n';
	}
	return 0;
}

/*
 * A text in quotes ends on its own line. libconfig would run on to the next quote, name a line far from
 * the mistake, and lose the memory of a text that never ends. And settings are bounded in number: it
 * compares each with all others of its group.
 */
static int check_tokens(const char *text, struct complaints *complaints)
{
	int settings = 0;
	int line = 1;

	for (const char *c = text; *c != '\0'; c++) {
		const char *end;

		if (*c == '#' || (c[0] == '/' && c[1] == '/')) {
			c += strcspn(c, "\n");
		} else if (c[0] == '/' && c[1] == '*') {
			end = strstr(c + 2, "*/");
			if (end == NULL) {
				complain(complaints, line,
					 "the comment beginning here has no end; add one");
				return -EINVAL;
			}
			for (; c < end + 1; c++) {
				line += *c == '\n';
			}
		} else if (*c == '"') {
			for (c++; *c != '"' && *c != '\n'; c++) {
				c += *c == '\\' && (c[1] == '\\' || c[1] == '"');
			}
			if (*c == '\n') {
				complain(complaints, line,
					 "a text beginning on this line does not end on it; add "
					 "the second quote");
				return -EINVAL;
			}
		} else if ((*c == '=' || *c == ':') && ++settings > CONFIG_SETTINGS_MAX) {
			complain(complaints, line,
				 "a file holds %d strokes or %d heads at most; there are more "
				 "than %d settings up to here: remove what is not needed",
				 STROKES_MAX, HEADS_MAX, CONFIG_SETTINGS_MAX);
			return -E2BIG;
		}
		line += *c == '\n';
	}
	return 0;
}

/* Some editors begin a file with a mark of UTF-8; it says nothing about what stands there. */
static void blank_mark(char *text, size_t length)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (length >= sizeof mark - 1 && memcmp(text, mark, sizeof mark - 1) == 0) {
		memset(text, ' ', sizeof mark - 1);
	}
}

int config_text_read(char **out, const char *path, struct complaints *complaints)
{
	int fd = open_regular(path, complaints);
	ssize_t length;
	char *text;
	int error;

	*out = NULL;
	if (fd < 0) {
		return fd;
	}
	text = malloc(CONFIG_BYTES_MAX + 2);
	if (text == NULL) {
		complain(complaints, 0, "there is not enough memory to read it");
		error = -ENOMEM;
		goto close_fd;
	}
	length = read_whole(fd, text, complaints);
	if (length < 0) {
		error = (int)length;
		goto free_text;
	}
	/* to libconfig a comment has no end without */
	if (length == 0 || text[length - 1] != '\n') {
		text[length++] = '\n';
	}
	text[length] = '\0';
	blank_mark(text, (size_t)length);
	error = check_bytes(text, (size_t)length, complaints);
	if (error == 0) {
		error = check_tokens(text, complaints);
	}
	if (error == 0) {
		*out = text;
		text = NULL;
	}
free_text:
	free(text);
close_fd:
	close(fd);
	return error;
}
