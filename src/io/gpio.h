/*
 * gpio.h - the kernel's GPIO lines as we use them: a complete const table, one for each library and one
 * for tests. Levels are those of the wire, true is high; what they mean is known above.
 *
 * All that return int return 0 or a count, or -errno: -EBUSY where a line is somebody else's, -EACCES,
 * -ENODEV. Nothing but open, request and their opposites allocates.
 */
#ifndef IO_GPIO_H
#define IO_GPIO_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#define GPIO_NAME_BYTES 32 /* of labels, lines and users, as the kernel has them */
#define GPIO_PATH_BYTES 40
#define GPIO_CHIPS_MAX  32
#define GPIO_LINES_MAX  64 /* of one request */

struct gpio_chip;  /* open */
struct gpio_lines; /* requested: ours until released */

struct gpio_chip_facts {
	char label[GPIO_NAME_BYTES];
	unsigned line_count;
};

struct gpio_line_facts {
	char name[GPIO_NAME_BYTES]; /* "" where it has none */
	char user[GPIO_NAME_BYTES]; /* who has it, as far as that one said */
	bool used;
};

enum gpio_use { GPIO_INPUT = 0, GPIO_EDGES, GPIO_OUTPUT };
enum gpio_pull { GPIO_PULL_AS_IS = 0, GPIO_PULL_OFF, GPIO_PULL_UP, GPIO_PULL_DOWN };

struct gpio_request {
	enum gpio_use use;
	enum gpio_pull pull; /* of inputs */
	int count;
	unsigned offsets[GPIO_LINES_MAX];
	uint64_t levels; /* of outputs, from the first moment; a bit a line, in their order */
};

struct gpio_edge {
	int64_t t_ns; /* CLOCK_MONOTONIC, by the kernel */
	int line;     /* index into the request's offsets */
	bool rising;
};

struct gpio_ops {
	const char *name;
	/* Paths of the machine's chips, each once and in order of their names. */
	int (*chips)(char paths[GPIO_CHIPS_MAX][GPIO_PATH_BYTES]);
	int (*chip_open)(struct gpio_chip **chip, const char *path);
	void (*chip_close)(struct gpio_chip *chip); /* accepts NULL */
	int (*chip_facts)(struct gpio_chip *chip, struct gpio_chip_facts *facts);
	int (*line_facts)(struct gpio_chip *chip, unsigned offset, struct gpio_line_facts *facts);
	/* All of them or none. The chip may be closed before they are released. */
	int (*request)(struct gpio_chip *chip, struct gpio_lines **lines,
		       const struct gpio_request *request);
	void (*release)(struct gpio_lines *lines); /* accepts NULL */
	/* One call to the kernel for all lines of a request that has no edges. */
	int (*get)(struct gpio_lines *lines, uint64_t *levels);
	int (*set)(struct gpio_lines *lines, uint64_t levels); /* from any thread */
	/* What to poll for edges, POLLIN: at most a descriptor a line; returns how many. */
	int (*poll_for)(struct gpio_lines *lines, struct pollfd *polls);
	/* Takes edges that are there, the oldest of each line first; never waits. */
	int (*edges)(struct gpio_lines *lines, struct gpio_edge *edges, int most);
};

/* By the library this was built with. */
extern const struct gpio_ops gpio_libgpiod;

/*
 * The gpiochips of a folder that are no links to others, for tables that read /dev. Returns how many, or
 * -errno.
 */
int gpio_list_chips(const char *folder, char paths[GPIO_CHIPS_MAX][GPIO_PATH_BYTES]);

#endif
