/*
 * gpio_part.h - what the GPIO tables of both libraries have in common: for gpio_v1.c and gpio_v2.c alone.
 */
#ifndef IO_GPIO_PART_H
#define IO_GPIO_PART_H

#include "io/gpio.h"

#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>

#define CONSUMER "knead"

/* The library's, with its path: lines of libgpiod 1 keep a chip of their own. */
struct gpio_chip {
	struct gpiod_chip *chip;
	char path[GPIO_PATH_BYTES];
};

/* Set errno to 0 before the call: the library does not always say why. */
static inline int errno_or(int usual)
{
	return errno != 0 ? -errno : -usual;
}

/* NULL is none. */
static inline void put_name(char name[GPIO_NAME_BYTES], const char *text)
{
	snprintf(name, GPIO_NAME_BYTES, "%s", text != NULL ? text : "");
}

static inline int dev_chips(char paths[GPIO_CHIPS_MAX][GPIO_PATH_BYTES])
{
	return gpio_list_chips("/dev", paths);
}

static inline int chip_open(struct gpio_chip **chip, const char *path)
{
	struct gpio_chip *made = calloc(1, sizeof(*made));
	int error = 0;

	if (made == NULL) {
		return -ENOMEM;
	}
	errno = 0;
	made->chip = gpiod_chip_open(path);
	if (made->chip == NULL) {
		error = errno_or(ENODEV);
		free(made);
		return error;
	}
	snprintf(made->path, sizeof(made->path), "%s", path);
	*chip = made;
	return 0;
}

static inline void chip_close(struct gpio_chip *chip)
{
	if (chip != NULL) {
		gpiod_chip_close(chip->chip);
		free(chip);
	}
}

#endif
