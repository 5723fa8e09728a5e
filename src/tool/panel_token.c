/*
 * panel_token.c - one small file a controller.
 */
#include "tool/panel_token.h"

#include "app/state_dir.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_BYTES (PATH_MAX + 320)

/* 0 or -errno; the folder is made. */
static int find_path(char path[PATH_BYTES], const char *where)
{
	char folder[PATH_MAX];
	int error = state_dir_make(folder, sizeof(folder), NULL);
	char *name;

	if (error != 0) {
		return error;
	}
	snprintf(path, PATH_BYTES, "%s/panel-%.256s.token", folder, where);
	name = path + strlen(folder) + 1;
	for (; *name != '\0'; name++) {
		bool plain = isalnum((unsigned char)*name) || strchr(".:-[]%", *name) != NULL;

		*name = plain ? *name : '_';
	}
	return 0;
}

void panel_token_read(char token[PANEL_TOKEN_BYTES], const char *where)
{
	char path[PATH_BYTES];
	ssize_t length;
	int fd;

	token[0] = '\0';
	if (find_path(path, where) != 0) {
		return;
	}
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0) {
		return;
	}
	length = read(fd, token, PANEL_TOKEN_BYTES - 1);
	token[length > 0 ? length : 0] = '\0';
	token[strcspn(token, "\n")] = '\0';
	close(fd);
}

bool panel_token_write(const char *token, const char *where, char *error, size_t error_size)
{
	char path[PATH_BYTES] = "";
	char new_path[PATH_BYTES + 8];
	char line[PANEL_TOKEN_BYTES + 2];
	int length = snprintf(line, sizeof(line), "%.*s\n", PANEL_TOKEN_BYTES - 1, token);
	int result = find_path(path, where);
	int fd = -1;

	snprintf(new_path, sizeof(new_path), "%s.new", path);
	if (result == 0) {
		fd = open(new_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		result = fd < 0 ? -errno : 0;
	}
	if (fd >= 0) {
		result = write(fd, line, (size_t)length) == length && fsync(fd) == 0 ? 0 : -errno;
		close(fd);
	}
	if (result == 0 && rename(new_path, path) != 0) {
		result = -errno;
	}
	if (result != 0) {
		snprintf(error, error_size,
			 "the token cannot be kept (%s): this panel must be paired again next time",
			 strerror(-result));
	}
	return result == 0;
}
