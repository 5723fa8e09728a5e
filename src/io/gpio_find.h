/*
 * gpio_find.h - from a line as the rig file names it to a chip of this machine and an offset there.
 */
#ifndef IO_GPIO_FIND_H
#define IO_GPIO_FIND_H

#include "io/device_error.h"
#include "io/gpio.h"

struct gpio_spot {
	char path[GPIO_PATH_BYTES];
	char label[GPIO_NAME_BYTES];
	unsigned offset;
	struct gpio_line_facts facts; /* as they are now */
};

/*
 * wanted: "GPIO17", a line's own name, or "pinctrl-rp1/17", its chip's label and its offset. -ENODEV
 * where there is none, -EINVAL where there is more than one or no such offset, or what opening a chip
 * said.
 */
__attribute__((warn_unused_result)) int gpio_find(const struct gpio_ops *ops, const char *wanted,
						  struct gpio_spot *spot,
						  struct device_error *error);

#endif
