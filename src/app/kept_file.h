/*
 * kept_file.h - a small text in a folder, NAME, and the one before it, NAME.old. Killed at any moment,
 * the content before or the new one is there whole, under one of the two names.
 */
#ifndef APP_KEPT_FILE_H
#define APP_KEPT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#define KEPT_NAME_BYTES 64

/* Caller-owned, who opens and closes the folder and says whether the latest is fine. */
struct kept_file {
	int folder_fd;
	char name[KEPT_NAME_BYTES];     /* in the folder: of the latest, ... */
	char old_name[KEPT_NAME_BYTES]; /* ... of the one before, ... */
	char new_name[KEPT_NAME_BYTES]; /* ... and while it is being written */
	bool latest_is_fine;            /* else it must not take the place of the one before */
};

/* Of whom it is and what: "sim-16", "memory" is sim-16.memory. */
void kept_file_name(struct kept_file *file, const char *whose, const char *what);

/*
 * One of its names: up to size - 1 bytes and a final NUL. 0 or -errno, and -EFBIG where there is more.
 */
__attribute__((warn_unused_result)) int kept_file_read(const struct kept_file *file,
						       const char *name, char *text, size_t size,
						       size_t *length);

/* Written by root it belongs to the folder's owner. 0 when it is on the disk and the latest, or -errno, and then what was there still is. */
__attribute__((warn_unused_result)) int kept_file_write(struct kept_file *file, const char *text,
							size_t length);

#endif
