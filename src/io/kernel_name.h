/*
 * kernel_name.h - a device that the rig file names, found among those the kernel shows in one folder.
 */
#ifndef IO_KERNEL_NAME_H
#define IO_KERNEL_NAME_H

#include "io/device_error.h"
#include "io/sysfs.h"

/* Where devices of one kind are. */
struct kernel_place {
	const char *devices; /* below /sys */
	const char *prefix;  /* of their folders */
	enum sysfs_name by;
	const char *what; /* one of them, for sentences: "converter" */
};

/* Of industrial I/O, but for what it is called. */
#define KERNEL_IIO "bus/iio/devices", "iio:device", SYSFS_NAME_FILE

/*
 * The folder of that device; who: the name of the rig file's part that wants it. 0, -ENODEV, or -EINVAL where
 * several are called so, with a sentence.
 */
__attribute__((warn_unused_result)) int
kernel_name_find(char folder[SYSFS_PATH_BYTES], const struct kernel_place *place, const char *sysfs,
		 const char *who, const char *device, struct device_error *error);

#endif
