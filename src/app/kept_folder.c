/* kept_folder.c - see kept_folder.h. */
#include "app/kept_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NAME_TRIES 100
#define TIME_BYTES 16 /* "20261121T105543Z" */

int kept_folder_open(const char *state_folder, const struct kept_kind *kind)
{
	int state_fd = open(state_folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = -1;
	int error = 0;

	if (state_fd < 0) {
		return -errno;
	}
	if (mkdirat(state_fd, kind->folder, 0700) != 0 && errno != EEXIST) {
		error = -errno;
	} else {
		fd = openat(state_fd, kind->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		error = fd < 0 ? -errno : 0;
	}
	close(state_fd);
	return error != 0 ? error : fd;
}

int kept_folder_name(int folder_fd, char *name, size_t size, const struct kept_kind *kind,
		     const char *rig_name)
{
	const time_t now = time(NULL);
	char when[TIME_BYTES + 1] = "";
	struct stat facts;
	struct tm utc = {0};

	gmtime_r(&now, &utc);
	strftime(when, sizeof(when), "%Y%m%dT%H%M%SZ", &utc);
	for (int i = 1; i <= NAME_TRIES; i++) {
		int length = i == 1 ? snprintf(name, size, "%s-%s%s", when, rig_name, kind->suffix)
				    : snprintf(name, size, "%s-%s-%d%s", when, rig_name, i,
					       kind->suffix);

		if (length < 0 || (size_t)length >= size) {
			return -ENAMETOOLONG;
		}
		if (fstatat(folder_fd, name, &facts, AT_SYMLINK_NOFOLLOW) != 0) {
			return errno == ENOENT ? 0 : -errno;
		}
	}
	return -EEXIST;
}

/* Only what has a name of ours is ever removed. */
static bool is_ours(const char *name, const struct kept_kind *kind)
{
	const size_t length = strlen(name);
	const size_t suffix = strlen(kind->suffix);

	return length > TIME_BYTES + suffix && name[8] == 'T' && name[TIME_BYTES - 1] == 'Z' &&
	       name[TIME_BYTES] == '-' && strspn(name, "0123456789") == 8 &&
	       strcmp(name + length - suffix, kind->suffix) == 0;
}

/* Plain byte order: the oldest first. */
static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* 0 for what is none of ours. */
static int64_t bytes_of(int folder_fd, const char *name, const struct kept_kind *kind)
{
	struct stat facts;

	return is_ours(name, kind) && fstatat(folder_fd, name, &facts, AT_SYMLINK_NOFOLLOW) == 0 &&
			       S_ISREG(facts.st_mode)
		       ? (int64_t)facts.st_size + 1 /* an empty one counts as well */
		       : 0;
}

static int remove_oldest(int folder_fd, struct dirent **entries, int count,
			 const struct kept_kind *kind, int64_t next_bytes)
{
	int64_t bytes = next_bytes;
	int files = 1;

	for (int i = 0; i < count; i++) {
		const int64_t one = bytes_of(folder_fd, entries[i]->d_name, kind);

		bytes += one;
		files += one > 0;
	}
	for (int i = 0; i < count && (files > kind->files_max || bytes > kind->bytes_max); i++) {
		const int64_t one = bytes_of(folder_fd, entries[i]->d_name, kind);

		if (one > 0 && unlinkat(folder_fd, entries[i]->d_name, 0) != 0) {
			return -errno;
		}
		bytes -= one;
		files -= one > 0;
	}
	return 0;
}

int kept_folder_rotate(int folder_fd, const struct kept_kind *kind, int64_t next_bytes)
{
	struct dirent **entries = NULL;
	const int count = scandirat(folder_fd, ".", &entries, NULL, by_bytes);
	int error = count < 0 ? -errno : 0;

	if (error == 0) {
		error = remove_oldest(folder_fd, entries, count, kind, next_bytes);
	}
	for (int i = 0; i < count; i++) {
		free(entries[i]);
	}
	free(entries);
	return error;
}
