/*
 * kept_folder.h - a folder of files named after when they began, TIME-RIG.SUFFIX, bounded in count and
 * bytes: the oldest give way.
 */
#ifndef APP_KEPT_FOLDER_H
#define APP_KEPT_FOLDER_H

#include <stddef.h>
#include <stdint.h>

struct kept_kind {
	const char *folder; /* in the state folder */
	const char *suffix; /* ".csv" */
	int files_max;      /* the next one included */
	int64_t bytes_max;
};

/* Makes it where it is not. Its descriptor, or -errno. */
__attribute__((warn_unused_result)) int kept_folder_open(const char *state_folder,
							 const struct kept_kind *kind);

/* A name that is free, for one that begins now. 0 or -errno. */
__attribute__((warn_unused_result)) int kept_folder_name(int folder_fd, char *name, size_t size,
							 const struct kept_kind *kind,
							 const char *rig_name);

/* Removes the oldest until one more of that many bytes is within the bounds. Other files stay. 0 or -errno. */
__attribute__((warn_unused_result)) int
kept_folder_rotate(int folder_fd, const struct kept_kind *kind, int64_t next_bytes);

#endif
