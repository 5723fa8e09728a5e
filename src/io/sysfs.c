#include "io/sysfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define TEXT_BYTES 96

int sysfs_open(const char *folder, const char *file, int flags)
{
	char path[SYSFS_PATH_BYTES];
	int fd;

	if (snprintf(path, sizeof(path), "%s/%s", folder, file) >= (int)sizeof(path)) {
		return -ENAMETOOLONG;
	}
	fd = open(path, flags | O_CLOEXEC);
	if (fd < 0) {
		return -errno;
	}
	return fd;
}

int sysfs_claim(int fd)
{
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		return errno == EWOULDBLOCK ? -EBUSY : -errno;
	}
	return 0;
}

/* What a file holds, without the end of its line; 0 or -errno. */
static int read_text(int fd, char text[TEXT_BYTES])
{
	const ssize_t got = pread(fd, text, TEXT_BYTES - 1, 0);

	if (got < 0) {
		return -errno;
	}
	text[got] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return 0;
}

static int read_file(const char *folder, const char *file, char text[TEXT_BYTES])
{
	const int fd = sysfs_open(folder, file, O_RDONLY);
	int error = fd;

	if (fd >= 0) {
		error = read_text(fd, text);
		close(fd);
	}
	return error;
}

/* Where a link of a folder leads; 0 or -errno. */
static int read_link(const char *folder, const char *link, char leads[SYSFS_PATH_BYTES])
{
	char at[SYSFS_PATH_BYTES];
	ssize_t got;

	if (snprintf(at, sizeof(at), "%s/%s", folder, link) >= (int)sizeof(at)) {
		return -ENAMETOOLONG;
	}
	got = readlink(at, leads, SYSFS_PATH_BYTES - 1);
	if (got < 0) {
		return -errno;
	}
	leads[got] = '\0';
	return 0;
}

static void last_part(const char *path, char text[TEXT_BYTES])
{
	const char *last = strrchr(path, '/');

	snprintf(text, TEXT_BYTES, "%.*s", TEXT_BYTES - 1, last != NULL ? last + 1 : path);
}

/* Its two names, "" where it has none. */
static void read_names(const char *root, const char *entry, enum sysfs_name by,
		       char one[TEXT_BYTES], char other[TEXT_BYTES])
{
	char folder[SYSFS_PATH_BYTES];
	char leads[SYSFS_PATH_BYTES];
	char *last;

	one[0] = '\0';
	other[0] = '\0';
	if (snprintf(folder, sizeof(folder), "%s/%s", root, entry) >= (int)sizeof(folder)) {
		return;
	}
	if (by != SYSFS_NAME_FILE && read_link(folder, "device", leads) == 0) {
		last_part(leads, by == SYSFS_DEVICE_LINK ? one : other);
	}
	if (by == SYSFS_DEVICE_LINK) {
		return;
	}
	if (read_file(folder, "name", one) != 0) {
		one[0] = '\0';
	}
	if (by == SYSFS_NAME_OR_DEVICE) {
		return;
	}
	if (read_link(root, entry, leads) == 0 && (last = strrchr(leads, '/')) != NULL) {
		*last = '\0'; /* the device itself; before it what it lies in */
		last_part(leads, other);
	}
}

static void list_names(char *others, size_t size, const char *one, const char *other)
{
	const size_t used = strlen(others);

	if (one[0] != '\0') {
		snprintf(others + used, size - used, "%s%s%s%s%s", used > 0 ? ", " : "", one,
			 other[0] != '\0' ? " (" : "", other, other[0] != '\0' ? ")" : "");
	}
}

int sysfs_find(char path[SYSFS_PATH_BYTES], const char *root, const char *prefix,
	       enum sysfs_name by, const char *name, char *others, size_t others_size)
{
	struct dirent **entries = NULL;
	const int count = scandir(root, &entries, NULL, alphasort);
	int found = 0;

	others[0] = '\0';
	for (int i = 0; i < count; i++) {
		const char *entry = entries[i]->d_name;
		char one[TEXT_BYTES];
		char other[TEXT_BYTES];

		if (strncmp(entry, prefix, strlen(prefix)) == 0) {
			read_names(root, entry, by, one, other);
			list_names(others, others_size, one, other);
			if ((strcmp(one, name) == 0 || strcmp(other, name) == 0) &&
			    snprintf(path, SYSFS_PATH_BYTES, "%s/%s", root, entry) <
				    SYSFS_PATH_BYTES) {
				found++;
			}
		}
		free(entries[i]);
	}
	free(entries);
	return found == 1 ? 0 : found > 1 ? -EEXIST : -ENODEV;
}

int sysfs_read_number(int fd, double *number)
{
	char text[TEXT_BYTES];
	const int error = read_text(fd, text);
	char *end = NULL;
	double is;

	if (error != 0) {
		return error;
	}
	is = strtod(text, &end);
	if (end == text || *end != '\0' || !(is >= -1e15 && is <= 1e15)) {
		return -EINVAL;
	}
	*number = is;
	return 0;
}

int sysfs_number(const char *folder, const char *file, double *number)
{
	const int fd = sysfs_open(folder, file, O_RDONLY);
	int error = fd;

	if (fd >= 0) {
		error = sysfs_read_number(fd, number);
		close(fd);
	}
	return error;
}

static int write_text(int fd, const char *text)
{
	const ssize_t length = (ssize_t)strlen(text);
	const ssize_t put = pwrite(fd, text, (size_t)length, 0);

	return put == length ? 0 : put < 0 ? -errno : -EIO;
}

int sysfs_write_number(int fd, long long number)
{
	char text[32];

	snprintf(text, sizeof(text), "%lld\n", number);
	return write_text(fd, text);
}

int sysfs_put_word(const char *folder, const char *file, const char *word)
{
	char text[32];
	const int fd = sysfs_open(folder, file, O_WRONLY);
	int error = fd;

	if (fd >= 0) {
		snprintf(text, sizeof(text), "%s\n", word);
		error = write_text(fd, text);
		close(fd);
	}
	return error;
}

int sysfs_put(const char *folder, const char *file, long long number)
{
	const int fd = sysfs_open(folder, file, O_WRONLY);
	int error = fd;

	if (fd >= 0) {
		error = sysfs_write_number(fd, number);
		close(fd);
	}
	return error;
}
