/*
 * gpio_v1.c - the GPIO table by libgpiod 1.6, as Debian 12 has it.
 *
 * Lines requested for edges have a descriptor each there. A chip that holds a request must stay open.
 */
#include "io/gpio_part.h"

#include <string.h>

struct gpio_lines {
	struct gpiod_chip *chip; /* of their own */
	struct gpiod_line_bulk bulk;
	int values[GPIO_LINES_MAX];
};

_Static_assert(GPIO_LINES_MAX <= GPIOD_LINE_BULK_MAX_LINES, "a request is one bulk");

static int v1_chip_facts(struct gpio_chip *chip, struct gpio_chip_facts *facts)
{
	snprintf(facts->label, sizeof(facts->label), "%s", gpiod_chip_label(chip->chip));
	facts->line_count = gpiod_chip_num_lines(chip->chip);
	return 0;
}

static int v1_line_facts(struct gpio_chip *chip, unsigned offset, struct gpio_line_facts *facts)
{
	struct gpiod_line *line;

	errno = 0;
	line = gpiod_chip_get_line(chip->chip, offset);
	if (line == NULL || gpiod_line_update(line) != 0) {
		return errno_or(ENODEV);
	}
	put_name(facts->name, gpiod_line_name(line));
	put_name(facts->user, gpiod_line_consumer(line));
	facts->used = gpiod_line_is_used(line);
	return 0;
}

static int flags_of(enum gpio_pull pull)
{
	switch (pull) {
	case GPIO_PULL_OFF:
		return GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
	case GPIO_PULL_UP:
		return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
	case GPIO_PULL_DOWN:
		return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
	case GPIO_PULL_AS_IS:
		break;
	}
	return 0;
}

static int type_of(enum gpio_use use)
{
	switch (use) {
	case GPIO_EDGES:
		return GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES;
	case GPIO_OUTPUT:
		return GPIOD_LINE_REQUEST_DIRECTION_OUTPUT;
	case GPIO_INPUT:
		break;
	}
	return GPIOD_LINE_REQUEST_DIRECTION_INPUT;
}

static void spread(int *values, int count, uint64_t levels)
{
	for (int i = 0; i < count; i++) {
		values[i] = (int)(levels >> i & 1u);
	}
}

static int take(struct gpio_lines *lines, const struct gpio_request *request)
{
	const struct gpiod_line_request_config config = {
		.consumer = CONSUMER,
		.request_type = type_of(request->use),
		.flags = flags_of(request->pull),
	};
	unsigned offsets[GPIO_LINES_MAX];

	memcpy(offsets, request->offsets, sizeof(offsets));
	gpiod_line_bulk_init(&lines->bulk);
	errno = 0;
	if (gpiod_chip_get_lines(lines->chip, offsets, (unsigned)request->count, &lines->bulk) !=
	    0) {
		return errno_or(ENODEV);
	}
	spread(lines->values, request->count, request->levels);
	if (gpiod_line_request_bulk(&lines->bulk, &config, lines->values) != 0) {
		return errno_or(EIO);
	}
	return 0;
}

static int v1_request(struct gpio_chip *chip, struct gpio_lines **lines,
		      const struct gpio_request *request)
{
	struct gpio_lines *made = NULL;
	int error = 0;

	if (request->count < 1 || request->count > GPIO_LINES_MAX) {
		return -EINVAL;
	}
	made = calloc(1, sizeof(*made));
	if (made == NULL) {
		return -ENOMEM;
	}
	errno = 0;
	made->chip = gpiod_chip_open(chip->path);
	if (made->chip == NULL) {
		error = errno_or(ENODEV);
		goto free_lines;
	}
	error = take(made, request);
	if (error != 0) {
		goto close_chip;
	}
	*lines = made;
	return 0;
close_chip:
	gpiod_chip_close(made->chip);
free_lines:
	free(made);
	return error;
}

/* Closing the chip releases what was requested from it. */
static void v1_release(struct gpio_lines *lines)
{
	if (lines != NULL) {
		gpiod_chip_close(lines->chip);
		free(lines);
	}
}

static int v1_get(struct gpio_lines *lines, uint64_t *levels)
{
	const int count = (int)gpiod_line_bulk_num_lines(&lines->bulk);

	errno = 0;
	if (gpiod_line_get_value_bulk(&lines->bulk, lines->values) != 0) {
		return errno_or(EIO);
	}
	*levels = 0;
	for (int i = 0; i < count; i++) {
		*levels |= (uint64_t)(lines->values[i] != 0) << i;
	}
	return 0;
}

static int v1_set(struct gpio_lines *lines, uint64_t levels)
{
	int values[GPIO_LINES_MAX];

	spread(values, (int)gpiod_line_bulk_num_lines(&lines->bulk), levels);
	errno = 0;
	return gpiod_line_set_value_bulk(&lines->bulk, values) == 0 ? 0 : errno_or(EIO);
}

static int v1_poll_for(struct gpio_lines *lines, struct pollfd *polls)
{
	const int count = (int)gpiod_line_bulk_num_lines(&lines->bulk);

	for (int i = 0; i < count; i++) {
		polls[i] = (struct pollfd){
			.fd = gpiod_line_event_get_fd(lines->bulk.lines[i]),
			.events = POLLIN,
		};
	}
	return count;
}

/* One edge of one line: 1, 0 where there is none, or -errno. */
static int take_edge(struct gpiod_line *line, struct gpio_edge *edge, int index)
{
	struct pollfd there = {.fd = gpiod_line_event_get_fd(line), .events = POLLIN};
	struct gpiod_line_event event;

	if (poll(&there, 1, 0) <= 0) {
		return 0;
	}
	errno = 0;
	if (gpiod_line_event_read(line, &event) != 0) {
		return errno_or(EIO);
	}
	*edge = (struct gpio_edge){
		.t_ns = (int64_t)event.ts.tv_sec * INT64_C(1000000000) + event.ts.tv_nsec,
		.line = index,
		.rising = event.event_type == GPIOD_LINE_EVENT_RISING_EDGE,
	};
	return 1;
}

static int v1_edges(struct gpio_lines *lines, struct gpio_edge *edges, int most)
{
	const int count = (int)gpiod_line_bulk_num_lines(&lines->bulk);
	int taken = 0;

	for (int i = 0; i < count; i++) {
		int got = 1;

		while (taken < most && got == 1) {
			got = take_edge(lines->bulk.lines[i], &edges[taken], i);
			if (got < 0) {
				return got;
			}
			taken += got;
		}
	}
	return taken;
}

const struct gpio_ops gpio_libgpiod = {
	.name = "libgpiod 1",
	.chips = dev_chips,
	.chip_open = chip_open,
	.chip_close = chip_close,
	.chip_facts = v1_chip_facts,
	.line_facts = v1_line_facts,
	.request = v1_request,
	.release = v1_release,
	.get = v1_get,
	.set = v1_set,
	.poll_for = v1_poll_for,
	.edges = v1_edges,
};
