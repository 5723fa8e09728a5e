/*
 * sysfs.h - the kernel's devices as files: found by what they say of themselves, never by their number,
 * and kept open.
 */
#ifndef IO_SYSFS_H
#define IO_SYSFS_H

#include <stdbool.h>
#include <stddef.h>

#define SYSFS_PATH_BYTES 256

/* How a device is called: "ads1015" by its driver, or "1-0048" by the bus it is on. */
enum sysfs_name {
	SYSFS_NAME_FILE = 0, /* what its file "name" holds, or the folder that it lies in */
	SYSFS_DEVICE_LINK,   /* the last part of where its link "device" leads */
	SYSFS_NAME_OR_DEVICE /* what its file "name" holds, or that */
};

/*
 * The folder of root whose name begins with prefix and which is called so; its path goes into path. 0,
 * -ENODEV, or -EEXIST where there are several. others lists what is there instead, for a sentence.
 */
__attribute__((warn_unused_result)) int sysfs_find(char path[SYSFS_PATH_BYTES], const char *root,
						   const char *prefix, enum sysfs_name by,
						   const char *name, char *others,
						   size_t others_size);

/*
 * Makes an open file this process's own until it is closed: 0, or -EBUSY where another controller has it. The
 * kernel would let both write.
 */
__attribute__((warn_unused_result)) int sysfs_claim(int fd);

/* A file of a folder, open; or -errno. The caller closes it. */
__attribute__((warn_unused_result)) int sysfs_open(const char *folder, const char *file, int flags);

/* The number an open file holds now. 0 or -errno; -EINVAL where it holds none. */
__attribute__((warn_unused_result)) int sysfs_read_number(int fd, double *number);

/* The same of a file by its name. */
__attribute__((warn_unused_result)) int sysfs_number(const char *folder, const char *file,
						     double *number);

/* Writes a whole number, checked. 0 or -errno. */
__attribute__((warn_unused_result)) int sysfs_write_number(int fd, long long number);
__attribute__((warn_unused_result)) int sysfs_put(const char *folder, const char *file,
						  long long number);

/* Writes a word, checked. 0 or -errno. */
__attribute__((warn_unused_result)) int sysfs_put_word(const char *folder, const char *file,
						       const char *word);

#endif
