/*
 * fake_gpio.h - a machine's GPIO chips with state, behind the table of io/gpio.h: lines have levels, users,
 * pulls and edges; what drives an input, and what listens to an output, is a test.
 */
#ifndef TESTS_IO_FAKE_GPIO_H
#define TESTS_IO_FAKE_GPIO_H

#include "io/gpio.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define FAKE_CHIPS 3
#define FAKE_LINES 32
#define FAKE_EDGES 64

struct fake_line {
	char name[GPIO_NAME_BYTES];
	char user[GPIO_NAME_BYTES];
	bool used;
	bool level;
	enum gpio_use use;
	enum gpio_pull pull;
	struct gpio_lines *of; /* the request that has it */
	int index;             /* in that */
};

struct fake_chip {
	char label[GPIO_NAME_BYTES];
	int line_count;
	int open_error; /* -errno, of the next openings */
	int request_error;
	struct fake_line lines[FAKE_LINES];
};

struct gpio_chip {
	int number;
};

struct gpio_lines {
	int chip;
	struct gpio_request request;
	int event_fd;
	int edge_count;
	struct gpio_edge edges[FAKE_EDGES];
};

/* The machine. A test sets it up by fake_gpio_begin and may write what it likes. */
struct fake_gpio {
	int chip_count;
	struct fake_chip chips[FAKE_CHIPS];
	int open_chips;
	int open_requests;
	int gets;
	int sets;
	int io_error; /* -errno of every get, set and edges */
	int64_t t_ns; /* of the next edge */
	/* called after outputs changed; context is the test's */
	void (*on_set)(void *context);
	void *context;
};

static struct fake_gpio fake_gpio;

static inline void fake_gpio_begin(void)
{
	memset(&fake_gpio, 0, sizeof(fake_gpio));
	fake_gpio.chip_count = 1;
	snprintf(fake_gpio.chips[0].label, GPIO_NAME_BYTES, "pinctrl-fake");
	fake_gpio.chips[0].line_count = FAKE_LINES;
	for (int i = 0; i < FAKE_LINES; i++) {
		snprintf(fake_gpio.chips[0].lines[i].name, GPIO_NAME_BYTES, "GPIO%d", i);
	}
}

static inline struct fake_line *fake_line(int chip, int offset)
{
	return &fake_gpio.chips[chip].lines[offset];
}

/* Somebody outside drives that line. */
static inline void fake_drive(int chip, int offset, bool level)
{
	struct fake_line *line = fake_line(chip, offset);
	struct gpio_lines *of = line->of;

	if (line->level == level) {
		return;
	}
	line->level = level;
	if (of != NULL && of->request.use == GPIO_EDGES && of->edge_count < FAKE_EDGES) {
		of->edges[of->edge_count++] = (struct gpio_edge){
			.t_ns = fake_gpio.t_ns,
			.line = line->index,
			.rising = level,
		};
		if (write(of->event_fd, &(uint64_t){1}, 8) != 8) {
			abort();
		}
	}
}

static inline int fake_chips(char paths[GPIO_CHIPS_MAX][GPIO_PATH_BYTES])
{
	for (int i = 0; i < fake_gpio.chip_count; i++) {
		snprintf(paths[i], GPIO_PATH_BYTES, "/dev/gpiochip%d", i);
	}
	return fake_gpio.chip_count;
}

static inline int fake_chip_open(struct gpio_chip **chip, const char *path)
{
	const int number = path[strlen(path) - 1] - '0';

	if (number < 0 || number >= fake_gpio.chip_count) {
		return -ENOENT;
	}
	if (fake_gpio.chips[number].open_error != 0) {
		return fake_gpio.chips[number].open_error;
	}
	*chip = calloc(1, sizeof(**chip));
	if (*chip == NULL) {
		return -ENOMEM;
	}
	(*chip)->number = number;
	fake_gpio.open_chips++;
	return 0;
}

static inline void fake_chip_close(struct gpio_chip *chip)
{
	fake_gpio.open_chips -= chip != NULL;
	free(chip);
}

static inline int fake_chip_facts(struct gpio_chip *chip, struct gpio_chip_facts *facts)
{
	const struct fake_chip *of = &fake_gpio.chips[chip->number];

	memcpy(facts->label, of->label, sizeof(facts->label));
	facts->line_count = (unsigned)of->line_count;
	return 0;
}

static inline int fake_line_facts(struct gpio_chip *chip, unsigned offset,
				  struct gpio_line_facts *facts)
{
	const struct fake_line *line = fake_line(chip->number, (int)offset);

	memcpy(facts->name, line->name, sizeof(facts->name));
	memcpy(facts->user, line->user, sizeof(facts->user));
	facts->used = line->used;
	return 0;
}

static inline int fake_request(struct gpio_chip *chip, struct gpio_lines **lines,
			       const struct gpio_request *request)
{
	struct fake_chip *of = &fake_gpio.chips[chip->number];
	struct gpio_lines *made;

	if (of->request_error != 0) {
		return of->request_error;
	}
	for (int i = 0; i < request->count; i++) {
		if (request->offsets[i] >= (unsigned)of->line_count) {
			return -EINVAL;
		}
		if (of->lines[request->offsets[i]].used) {
			return -EBUSY;
		}
	}
	made = calloc(1, sizeof(*made));
	if (made == NULL) {
		return -ENOMEM;
	}
	made->chip = chip->number;
	made->request = *request;
	made->event_fd = eventfd(0, EFD_NONBLOCK);
	for (int i = 0; i < request->count; i++) {
		struct fake_line *line = &of->lines[request->offsets[i]];

		line->used = true;
		line->of = made;
		line->index = i;
		line->use = request->use;
		line->pull = request->pull;
		snprintf(line->user, sizeof(line->user), "knead");
		if (request->use == GPIO_OUTPUT) {
			line->level = request->levels >> i & 1u;
		}
	}
	fake_gpio.open_requests++;
	*lines = made;
	if (fake_gpio.on_set != NULL && request->use == GPIO_OUTPUT) {
		fake_gpio.on_set(fake_gpio.context);
	}
	return 0;
}

static inline void fake_release(struct gpio_lines *lines)
{
	if (lines == NULL) {
		return;
	}
	for (int i = 0; i < lines->request.count; i++) {
		struct fake_line *line = fake_line(lines->chip, (int)lines->request.offsets[i]);

		line->used = false;
		line->of = NULL;
		line->user[0] = '\0';
	}
	fake_gpio.open_requests--;
	close(lines->event_fd);
	free(lines);
}

static inline int fake_get(struct gpio_lines *lines, uint64_t *levels)
{
	fake_gpio.gets++;
	if (fake_gpio.io_error != 0) {
		return fake_gpio.io_error;
	}
	*levels = 0;
	for (int i = 0; i < lines->request.count; i++) {
		const struct fake_line *line =
			fake_line(lines->chip, (int)lines->request.offsets[i]);

		*levels |= (uint64_t)line->level << i;
	}
	return 0;
}

static inline int fake_set(struct gpio_lines *lines, uint64_t levels)
{
	fake_gpio.sets++;
	if (fake_gpio.io_error != 0) {
		return fake_gpio.io_error;
	}
	for (int i = 0; i < lines->request.count; i++) {
		fake_line(lines->chip, (int)lines->request.offsets[i])->level = levels >> i & 1u;
	}
	if (fake_gpio.on_set != NULL) {
		fake_gpio.on_set(fake_gpio.context);
	}
	return 0;
}

static inline int fake_poll_for(struct gpio_lines *lines, struct pollfd *polls)
{
	polls[0] = (struct pollfd){.fd = lines->event_fd, .events = POLLIN};
	return 1;
}

static inline int fake_edges(struct gpio_lines *lines, struct gpio_edge *edges, int most)
{
	const int count = lines->edge_count < most ? lines->edge_count : most;
	uint64_t seen;

	if (fake_gpio.io_error != 0) {
		return fake_gpio.io_error;
	}
	memcpy(edges, lines->edges, sizeof(*edges) * (size_t)count);
	memmove(lines->edges, &lines->edges[count],
		sizeof(*edges) * (size_t)(lines->edge_count - count));
	lines->edge_count -= count;
	if (lines->edge_count == 0 && read(lines->event_fd, &seen, 8) < 0 && errno != EAGAIN) {
		abort();
	}
	return count;
}

static const struct gpio_ops gpio_fake = {
	.name = "fake",
	.chips = fake_chips,
	.chip_open = fake_chip_open,
	.chip_close = fake_chip_close,
	.chip_facts = fake_chip_facts,
	.line_facts = fake_line_facts,
	.request = fake_request,
	.release = fake_release,
	.get = fake_get,
	.set = fake_set,
	.poll_for = fake_poll_for,
	.edges = fake_edges,
};

#endif
