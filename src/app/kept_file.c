#include "app/kept_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void kept_file_name(struct kept_file *file, const char *whose, const char *what)
{
	snprintf(file->name, sizeof(file->name), "%s.%s", whose, what);
	snprintf(file->old_name, sizeof(file->old_name), "%s.%s.old", whose, what);
	snprintf(file->new_name, sizeof(file->new_name), "%s.%s.new", whose, what);
}

int kept_file_read(const struct kept_file *file, const char *name, char *text, size_t size,
		   size_t *length)
{
	int fd = openat(file->folder_fd, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ssize_t got = 1;

	if (fd < 0) {
		return -errno;
	}
	*length = 0;
	while (got > 0 && *length < size) {
		got = read(fd, text + *length, size - *length);
		if (got < 0 && errno == EINTR) {
			got = 1;
			continue;
		}
		*length += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	if (got < 0) {
		return -EIO;
	}
	if (*length == size) {
		return -EFBIG;
	}
	text[*length] = '\0';
	return 0;
}

static int write_all(int fd, const char *text, size_t length)
{
	size_t done = 0;

	while (done < length) {
		ssize_t written = write(fd, text + done, length - done);

		if (written < 0 && errno == EINTR) {
			continue;
		}
		if (written <= 0) {
			return written < 0 ? -errno : -ENOSPC;
		}
		done += (size_t)written;
	}
	return fsync(fd) == 0 ? 0 : -errno;
}

/* What root keeps for a service belongs to whom the folder does, who is to read it. */
static int give_away(int fd, int folder_fd)
{
	struct stat facts;

	if (geteuid() != 0) {
		return 0;
	}
	return fstat(folder_fd, &facts) == 0 && fchown(fd, facts.st_uid, facts.st_gid) == 0
		       ? 0
		       : -errno;
}

static int write_new(const struct kept_file *file, const char *text, size_t length)
{
	int fd = openat(file->folder_fd, file->new_name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0600);
	int error = 0;

	if (fd < 0) {
		return -errno;
	}
	error = give_away(fd, file->folder_fd);
	if (error == 0) {
		error = write_all(fd, text, length);
	}
	if (close(fd) != 0 && error == 0) {
		error = -errno;
	}
	if (error != 0) {
		unlinkat(file->folder_fd, file->new_name, 0); /* room for others */
	}
	return error;
}

static int move(const struct kept_file *file, const char *from, const char *to)
{
	return renameat(file->folder_fd, from, file->folder_fd, to) == 0 ? 0 : -errno;
}

/* The new one is on the disk before the latest gives its place up, and is never there half. */
static int put_in_place(struct kept_file *file)
{
	int error = 0;

	if (file->latest_is_fine) {
		error = move(file, file->name, file->old_name);
		if (error != 0 && error != -ENOENT) {
			return error;
		}
		file->latest_is_fine = false;
	}
	error = move(file, file->new_name, file->name);
	if (error != 0) {
		return error;
	}
	file->latest_is_fine = true;
	return fsync(file->folder_fd) == 0 ? 0 : -errno;
}

int kept_file_write(struct kept_file *file, const char *text, size_t length)
{
	int error = write_new(file, text, length);

	return error == 0 ? put_in_place(file) : error;
}
