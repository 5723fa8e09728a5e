/*
 * device_error.h - why a device cannot be had, as one sentence with its remedy.
 */
#ifndef IO_DEVICE_ERROR_H
#define IO_DEVICE_ERROR_H

/* All-zero: nothing is wrong. */
struct device_error {
	int code;       /* -errno; -EINVAL: the rig file asks for what cannot be */
	char text[320]; /* without a full stop */
};

/* Keeps the first; returns code, which is negative. */
__attribute__((format(printf, 3, 4))) int device_error_set(struct device_error *error, int code,
							   const char *format, ...);

/* What to do about a code that any device may give: "run it as root or ..."; never "". */
const char *device_error_remedy(int code);

#endif
