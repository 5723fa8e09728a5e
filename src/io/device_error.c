#include "io/device_error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

int device_error_set(struct device_error *error, int code, const char *format, ...)
{
	va_list arguments;

	if (error->code == 0) {
		error->code = code;
		va_start(arguments, format);
		vsnprintf(error->text, sizeof(error->text), format, arguments);
		va_end(arguments);
	}
	return code;
}

const char *device_error_remedy(int code)
{
	switch (-code) {
	case EACCES:
	case EPERM:
		return "give this user the right to it (group gpio, spi, i2c or knead), or run as "
		       "root";
	case EBUSY:
		return "another program has it: end that one, or name another in the rig file";
	case ENOENT:
	case ENODEV:
	case ENXIO:
		return "is it connected, and switched on in the board's own configuration?";
	case ENOTTY:
		return "it is something else: name another in the rig file";
	case EIO:
	case EREMOTEIO:
	case ETIMEDOUT:
		return "it does not answer: look at its wires and its power";
	default:
		return "look at its wires, and at the kernel's log";
	}
}
