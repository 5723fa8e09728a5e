#include "io/gpio_find.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A search under way: every chip is looked at, so that a second match is noticed. */
struct search {
	const struct gpio_ops *ops;
	const char *wanted;
	bool by_offset;
	char label[GPIO_NAME_BYTES];
	unsigned offset;
	struct gpio_spot *spot;
	int matches;
	char other[GPIO_PATH_BYTES]; /* of the second match */
	unsigned lines;              /* of a chip that has the label and not the offset */
	char labels[128];            /* of all chips, for the sentence */
};

/* "label/17"; a name may hold a slash, but no number behind it. */
static void read_wanted(struct search *search)
{
	const char *slash = strrchr(search->wanted, '/');
	const size_t length = slash != NULL ? (size_t)(slash - search->wanted) : 0;

	if (length == 0 || length >= sizeof(search->label) || slash[1] == '\0' ||
	    slash[1 + strspn(slash + 1, "0123456789")] != '\0' || strlen(slash + 1) > 6) {
		return;
	}
	memcpy(search->label, search->wanted, length);
	search->label[length] = '\0';
	search->offset = (unsigned)strtoul(slash + 1, NULL, 10);
	search->by_offset = true;
}

static int match(struct search *search, struct gpio_chip *chip, const char *path,
		 const struct gpio_chip_facts *chip_facts, unsigned offset, bool by_name)
{
	struct gpio_line_facts facts = {0};
	const int error = search->ops->line_facts(chip, offset, &facts);

	if (error != 0 || (by_name && strcmp(facts.name, search->wanted) != 0)) {
		return error;
	}
	if (search->matches++ > 0) {
		snprintf(search->other, sizeof(search->other), "%s", path);
		return 0;
	}
	*search->spot = (struct gpio_spot){.offset = offset, .facts = facts};
	snprintf(search->spot->path, sizeof(search->spot->path), "%s", path);
	snprintf(search->spot->label, sizeof(search->spot->label), "%s", chip_facts->label);
	return 0;
}

static int search_open(struct search *search, struct gpio_chip *chip, const char *path)
{
	const size_t used = strlen(search->labels);
	struct gpio_chip_facts facts = {0};
	int error = search->ops->chip_facts(chip, &facts);

	if (error != 0) {
		return error;
	}
	snprintf(search->labels + used, sizeof(search->labels) - used, "%s%s", used ? ", " : "",
		 facts.label);
	if (search->by_offset) {
		if (strcmp(facts.label, search->label) != 0) {
			return 0;
		}
		if (search->offset >= facts.line_count) {
			search->lines = facts.line_count;
			return 0;
		}
		return match(search, chip, path, &facts, search->offset, false);
	}
	for (unsigned k = 0; error == 0 && k < facts.line_count; k++) {
		error = match(search, chip, path, &facts, k, true);
	}
	return error;
}

static int search_chip(struct search *search, const char *path, struct device_error *error)
{
	struct gpio_chip *chip = NULL;
	int code = search->ops->chip_open(&chip, path);

	if (code == 0) {
		code = search_open(search, chip, path);
		search->ops->chip_close(chip);
	}
	if (code != 0) {
		device_error_set(error, code, "%s cannot be used (%s): %s", path, strerror(-code),
				 device_error_remedy(code));
	}
	return code;
}

static int judge(const struct search *search, struct device_error *error)
{
	if (search->matches == 1) {
		return 0;
	}
	if (search->matches > 1 && search->by_offset) {
		return device_error_set(error, -EINVAL,
					"two GPIO chips are labelled %s (%s and %s); name the line "
					"by its own name",
					search->label, search->spot->path, search->other);
	}
	if (search->matches > 1) {
		return device_error_set(error, -EINVAL,
					"%d GPIO lines are named %s (on %s, %s); name one as "
					"\"LABEL/OFFSET\", such as \"%s/%u\"",
					search->matches, search->wanted, search->spot->path,
					search->other, search->spot->label, search->spot->offset);
	}
	if (search->lines > 0) {
		return device_error_set(error, -EINVAL,
					"the GPIO chip %s has no line %u; its lines are 0 to %u",
					search->label, search->offset, search->lines - 1);
	}
	return device_error_set(error, -ENODEV,
				"there is no GPIO %s %s here; gpioinfo shows all lines, and the "
				"chips are %s",
				search->by_offset ? "chip labelled" : "line named",
				search->by_offset ? search->label : search->wanted, search->labels);
}

int gpio_find(const struct gpio_ops *ops, const char *wanted, struct gpio_spot *spot,
	      struct device_error *error)
{
	char paths[GPIO_CHIPS_MAX][GPIO_PATH_BYTES];
	struct search search = {.ops = ops, .wanted = wanted, .spot = spot};
	const int count = ops->chips(paths);

	if (count <= 0) {
		return device_error_set(error, -ENODEV,
					"this machine has no GPIO chip (/dev/gpiochip0); %s",
					device_error_remedy(-ENODEV));
	}
	read_wanted(&search);
	for (int i = 0; i < count; i++) {
		const int code = search_chip(&search, paths[i], error);

		if (code != 0) {
			return code;
		}
	}
	return judge(&search, error);
}
