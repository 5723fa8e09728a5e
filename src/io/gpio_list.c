/*
 * gpio_list.c - which GPIO chips a machine has. A Pi 5 has links beside them, for programs that know a
 * chip by its old number: they would be found twice.
 */
#include "io/gpio.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define PREFIX "gpiochip"

/* By its name alone; whether it is a link is asked after. */
static int is_named_as_chip(const struct dirent *entry)
{
	const size_t prefix = strlen(PREFIX);

	return strncmp(entry->d_name, PREFIX, prefix) == 0 &&
	       isdigit((unsigned char)entry->d_name[prefix]);
}

/* gpiochip2 before gpiochip10. */
static int by_number(const struct dirent **one, const struct dirent **other)
{
	const size_t a = strlen((*one)->d_name);
	const size_t b = strlen((*other)->d_name);

	return a != b ? (a < b ? -1 : 1) : strcmp((*one)->d_name, (*other)->d_name);
}

int gpio_list_chips(const char *folder, char paths[GPIO_CHIPS_MAX][GPIO_PATH_BYTES])
{
	struct dirent **entries = NULL;
	const int found = scandir(folder, &entries, is_named_as_chip, by_number);
	struct stat is;
	int count = 0;

	if (found < 0) {
		return -errno;
	}
	for (int i = 0; i < found; i++) {
		if (count < GPIO_CHIPS_MAX &&
		    snprintf(paths[count], GPIO_PATH_BYTES, "%s/%s", folder, entries[i]->d_name) <
			    GPIO_PATH_BYTES &&
		    lstat(paths[count], &is) == 0 && !S_ISLNK(is.st_mode)) {
			count++;
		}
		free(entries[i]);
	}
	free(entries);
	return count;
}
