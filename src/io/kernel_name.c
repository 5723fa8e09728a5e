/* kernel_name.c - see kernel_name.h. */
#include "io/kernel_name.h"

#include <errno.h>
#include <stdio.h>

int kernel_name_find(char folder[SYSFS_PATH_BYTES], const struct kernel_place *place,
		     const char *sysfs, const char *who, const char *device,
		     struct device_error *error)
{
	char root[SYSFS_PATH_BYTES];
	char others[160];
	int code;

	snprintf(root, sizeof(root), "%s/%s", sysfs, place->devices);
	code = sysfs_find(folder, root, place->prefix, place->by, device, others, sizeof(others));
	if (code == -EEXIST) {
		return device_error_set(error, -EINVAL,
					"%s: several %ss are called %s; name one by its place: %s",
					who, place->what, device, others);
	}
	if (code != 0) {
		return device_error_set(error, code,
					"%s: the kernel shows no %s called %s; it shows %s. Is it "
					"connected, and its overlay loaded?",
					who, place->what, device,
					others[0] != '\0' ? others : "none");
	}
	return 0;
}
