#include "io/converter.h"

#include "rt/clock.h"

#include <stddef.h>

const struct io_clock io_clock = {.now_ns = clock_now_ns, .sleep_until = clock_sleep_until};

const struct converter_ops *converter_ops_of(enum converter_driver driver)
{
	switch (driver) {
	case CONVERTER_HX711:
		return &hx711_ops;
	case CONVERTER_MCP3204:
	case CONVERTER_MCP3208:
		return &mcp320x_ops;
	case CONVERTER_IIO:
	case CONVERTER_IIO_TEMP:
	case CONVERTER_HWMON:
	case CONVERTER_W1:
		return &kernel_file_ops;
	case CONVERTER_NONE:
	case CONVERTER_DRIVERS:
		break;
	}
	return NULL;
}
