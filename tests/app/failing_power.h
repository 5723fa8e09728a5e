/*
 * A disk whose power fails: every call that changes what is on it is counted, and at the one chosen all ends
 * by a jump. What was not synced by then is there, or is gone, as the loss says.
 */
#ifndef TESTS_APP_FAILING_POWER_H
#define TESTS_APP_FAILING_POWER_H

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum loss {
	LOSS_NONE = 0, /* all that was done is on the disk */
	LOSS_DATA,     /* bytes that were not synced are not, new names are */
	LOSS_ALL,      /* neither are */
	LOSSES
};

#define POWER_FDS     64
#define POWER_RENAMES 8

struct power_rename {
	int folder_fd;
	char from[128];
	char to[128];
	bool had; /* there was one of that name: it is kept as BACKUP-n */
};

static struct power {
	bool on; /* calls are counted */
	int calls;
	int cut_at;
	enum loss loss;
	jmp_buf end;
	struct {
		bool dirty;
		bool closed; /* by who wrote it: the bytes are still on their way */
		off_t from;
		off_t to;
		off_t size; /* before */
	} fds[POWER_FDS];
	int renames;
	struct power_rename renamed[POWER_RENAMES];
} power;

ssize_t __real_write(int fd, const void *bytes, size_t count);
ssize_t __real_pwrite(int fd, const void *bytes, size_t count, off_t at);
int __real_close(int fd);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_openat(int fd, const char *name, int flags, ...);
int __real_renameat(int from_fd, const char *from, int to_fd, const char *to);
int __real_unlinkat(int fd, const char *name, int flags);
int __real_ftruncate(int fd, off_t size);
int __real_posix_fallocate(int fd, off_t from, off_t length);

static inline void power_lose_data(void)
{
	static const char zeros[4096];

	for (int fd = 0; fd < POWER_FDS; fd++) {
		if (!power.fds[fd].dirty) {
			continue;
		}
		for (off_t at = power.fds[fd].from; at < power.fds[fd].to;) {
			off_t left = power.fds[fd].to - at;
			size_t part = left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros);

			if (__real_pwrite(fd, zeros, part, at) != (ssize_t)part) {
				break;
			}
			at += (off_t)part;
		}
		if (__real_ftruncate(fd, power.fds[fd].size) != 0) {
			break;
		}
	}
}

static inline void power_backup_name(char name[32], int i)
{
	snprintf(name, 32, "BACKUP-%d", i);
}

static inline void power_lose_names(void)
{
	while (power.renames > 0) {
		struct power_rename *renamed = &power.renamed[--power.renames];
		char backup[32];

		power_backup_name(backup, power.renames);
		(void)__real_renameat(renamed->folder_fd, renamed->to, renamed->folder_fd,
				      renamed->from);
		if (renamed->had) {
			(void)__real_renameat(renamed->folder_fd, backup, renamed->folder_fd,
					      renamed->to);
		}
	}
}

static inline void power_forget_names(void)
{
	while (power.renames > 0) {
		char backup[32];

		power_backup_name(backup, --power.renames);
		(void)__real_unlinkat(power.renamed[power.renames].folder_fd, backup, 0);
	}
}

static inline void power_lose(void)
{
	power.on = false;
	if (power.loss != LOSS_NONE) {
		power_lose_data();
	}
	if (power.loss == LOSS_ALL) {
		power_lose_names();
	}
	power_forget_names();
	for (int fd = 0; fd < POWER_FDS; fd++) {
		if (power.fds[fd].closed) {
			__real_close(fd);
		}
	}
	memset(power.fds, 0, sizeof(power.fds));
}

/* True in the call that is cut off. */
static inline bool power_is_cut(void)
{
	return power.on && power.calls++ == power.cut_at;
}

static inline void power_end(void)
{
	power_lose();
	longjmp(power.end, 1);
}

static inline void power_dirty(int fd, off_t from, size_t count)
{
	struct stat facts;
	off_t to = from + (off_t)count;

	if (fd < 0 || fd >= POWER_FDS || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
		return;
	}
	if (!power.fds[fd].dirty) {
		power.fds[fd].dirty = true;
		power.fds[fd].from = from;
		power.fds[fd].to = to;
		power.fds[fd].size = facts.st_size;
	}
	power.fds[fd].from = from < power.fds[fd].from ? from : power.fds[fd].from;
	power.fds[fd].to = to > power.fds[fd].to ? to : power.fds[fd].to;
}

static inline off_t power_at(int fd)
{
	struct stat facts;

	return (fcntl(fd, F_GETFL) & O_APPEND) != 0 && fstat(fd, &facts) == 0
		       ? facts.st_size
		       : lseek(fd, 0, SEEK_CUR);
}

ssize_t __wrap_write(int fd, const void *bytes, size_t count)
{
	if (!power.on) {
		return __real_write(fd, bytes, count);
	}
	power_dirty(fd, power_at(fd), count);
	if (power_is_cut()) {
		(void)!__real_write(fd, bytes, count / 2);
		power_end();
	}
	return __real_write(fd, bytes, count);
}

ssize_t __wrap_pwrite(int fd, const void *bytes, size_t count, off_t at)
{
	if (!power.on) {
		return __real_pwrite(fd, bytes, count, at);
	}
	power_dirty(fd, at, count);
	if (power_is_cut()) {
		(void)!__real_pwrite(fd, bytes, count / 2, at);
		power_end();
	}
	return __real_pwrite(fd, bytes, count, at);
}

static inline void power_synced(int fd)
{
	struct stat facts;

	if (power.on && fstat(fd, &facts) == 0 && S_ISDIR(facts.st_mode)) {
		power_forget_names();
	} else if (power.on && fd < POWER_FDS) {
		power.fds[fd].dirty = false;
	}
}

/* No sync: what was written may be lost long after. */
int __wrap_close(int fd)
{
	if (power.on && fd >= 0 && fd < POWER_FDS && power.fds[fd].dirty) {
		int kept = dup(fd);

		if (kept >= 0 && kept < POWER_FDS) {
			power.fds[kept] = power.fds[fd];
			power.fds[kept].closed = true;
			power.fds[fd].dirty = false;
		}
	}
	return __real_close(fd);
}

int __wrap_fsync(int fd)
{
	if (power_is_cut()) {
		power_end();
	}
	power_synced(fd);
	return __real_fsync(fd);
}

int __wrap_fdatasync(int fd)
{
	if (power_is_cut()) {
		power_end();
	}
	power_synced(fd);
	return __real_fdatasync(fd);
}

int __wrap_openat(int fd, const char *name, int flags, ...)
{
	mode_t mode = 0;
	va_list arguments;

	if ((flags & O_CREAT) != 0) {
		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
		if (power_is_cut()) {
			power_end();
		}
	}
	return __real_openat(fd, name, flags, mode);
}

int __wrap_renameat(int from_fd, const char *from, int to_fd, const char *to)
{
	struct power_rename *renamed = &power.renamed[power.renames];
	char backup[32];

	if (power_is_cut()) {
		power_end();
	}
	if (power.on && power.renames < POWER_RENAMES) {
		renamed->folder_fd = to_fd;
		snprintf(renamed->from, sizeof(renamed->from), "%s", from);
		snprintf(renamed->to, sizeof(renamed->to), "%s", to);
		power_backup_name(backup, power.renames);
		renamed->had = linkat(to_fd, to, to_fd, backup, 0) == 0;
		power.renames++;
	}
	return __real_renameat(from_fd, from, to_fd, to);
}

int __wrap_unlinkat(int fd, const char *name, int flags)
{
	if (power_is_cut()) {
		power_end();
	}
	return __real_unlinkat(fd, name, flags);
}

int __wrap_ftruncate(int fd, off_t size)
{
	if (power_is_cut()) {
		power_end();
	}
	return __real_ftruncate(fd, size);
}

int __wrap_posix_fallocate(int fd, off_t from, off_t length)
{
	if (power_is_cut()) {
		power_end();
	}
	return __real_posix_fallocate(fd, from, length);
}

/* From here on calls count; the one of that number is cut off. setjmp(power.end) was asked before. */
static inline void power_on(int cut_at, enum loss loss)
{
	power.calls = 0;
	power.cut_at = cut_at;
	power.loss = loss;
	power.renames = 0;
	memset(power.fds, 0, sizeof(power.fds));
	power.on = true;
}

/* It fails when all is done. */
static inline void power_off(void)
{
	power_lose();
}

#endif
