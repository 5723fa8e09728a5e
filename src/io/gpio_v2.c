/*
 * gpio_v2.c - the GPIO table by libgpiod 2, as Debian 13 has it.
 */
#include "io/gpio_part.h"

#define EDGES 64 /* kept by the kernel, and taken at once */

struct gpio_lines {
	struct gpiod_line_request *request;
	struct gpiod_edge_event_buffer *edges; /* NULL where none were asked for */
	int count;
	unsigned offsets[GPIO_LINES_MAX];
	enum gpiod_line_value values[GPIO_LINES_MAX];
};

static int v2_chip_facts(struct gpio_chip *chip, struct gpio_chip_facts *facts)
{
	struct gpiod_chip_info *info;

	errno = 0;
	info = gpiod_chip_get_info(chip->chip);
	if (info == NULL) {
		return errno_or(ENODEV);
	}
	snprintf(facts->label, sizeof(facts->label), "%s", gpiod_chip_info_get_label(info));
	facts->line_count = (unsigned)gpiod_chip_info_get_num_lines(info);
	gpiod_chip_info_free(info);
	return 0;
}

static int v2_line_facts(struct gpio_chip *chip, unsigned offset, struct gpio_line_facts *facts)
{
	struct gpiod_line_info *info;

	errno = 0;
	info = gpiod_chip_get_line_info(chip->chip, offset);
	if (info == NULL) {
		return errno_or(ENODEV);
	}
	put_name(facts->name, gpiod_line_info_get_name(info));
	put_name(facts->user, gpiod_line_info_get_consumer(info));
	facts->used = gpiod_line_info_is_used(info);
	gpiod_line_info_free(info);
	return 0;
}

static enum gpiod_line_bias bias_of(enum gpio_pull pull)
{
	switch (pull) {
	case GPIO_PULL_OFF:
		return GPIOD_LINE_BIAS_DISABLED;
	case GPIO_PULL_UP:
		return GPIOD_LINE_BIAS_PULL_UP;
	case GPIO_PULL_DOWN:
		return GPIOD_LINE_BIAS_PULL_DOWN;
	case GPIO_PULL_AS_IS:
		break;
	}
	return GPIOD_LINE_BIAS_AS_IS;
}

static void spread(enum gpiod_line_value *values, int count, uint64_t levels)
{
	for (int i = 0; i < count; i++) {
		values[i] =
			(levels >> i & 1u) ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
	}
}

/* How the lines are to be, into both; 0 or -errno. */
static int describe(struct gpiod_line_settings *settings, struct gpiod_line_config *config,
		    struct gpio_lines *lines, const struct gpio_request *request)
{
	const bool output = request->use == GPIO_OUTPUT;

	errno = 0;
	if (gpiod_line_settings_set_direction(settings, output ? GPIOD_LINE_DIRECTION_OUTPUT
							       : GPIOD_LINE_DIRECTION_INPUT) != 0 ||
	    gpiod_line_settings_set_bias(settings, bias_of(request->pull)) != 0 ||
	    (request->use == GPIO_EDGES &&
	     gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH) != 0) ||
	    gpiod_line_config_add_line_settings(config, lines->offsets, (size_t)lines->count,
						settings) != 0) {
		return errno_or(EINVAL);
	}
	spread(lines->values, lines->count, request->levels);
	if (output &&
	    gpiod_line_config_set_output_values(config, lines->values, (size_t)lines->count) != 0) {
		return errno_or(EINVAL);
	}
	return 0;
}

static int take(struct gpio_chip *chip, struct gpio_lines *lines,
		const struct gpio_request *request)
{
	struct gpiod_line_settings *settings = gpiod_line_settings_new();
	struct gpiod_line_config *config = gpiod_line_config_new();
	struct gpiod_request_config *how = gpiod_request_config_new();
	int error = -ENOMEM;

	if (settings == NULL || config == NULL || how == NULL) {
		goto free_all;
	}
	gpiod_request_config_set_consumer(how, CONSUMER);
	if (request->use == GPIO_EDGES) {
		gpiod_request_config_set_event_buffer_size(how, EDGES);
		lines->edges = gpiod_edge_event_buffer_new(EDGES);
		if (lines->edges == NULL) {
			goto free_all;
		}
	}
	error = describe(settings, config, lines, request);
	if (error != 0) {
		goto free_all;
	}
	errno = 0;
	lines->request = gpiod_chip_request_lines(chip->chip, how, config);
	error = lines->request != NULL ? 0 : errno_or(EIO);
free_all:
	gpiod_request_config_free(how);
	gpiod_line_config_free(config);
	gpiod_line_settings_free(settings);
	return error;
}

static void v2_release(struct gpio_lines *lines)
{
	if (lines == NULL) {
		return;
	}
	if (lines->request != NULL) {
		gpiod_line_request_release(lines->request);
	}
	gpiod_edge_event_buffer_free(lines->edges);
	free(lines);
}

static int v2_request(struct gpio_chip *chip, struct gpio_lines **lines,
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
	made->count = request->count;
	for (int i = 0; i < request->count; i++) {
		made->offsets[i] = request->offsets[i];
	}
	error = take(chip, made, request);
	if (error != 0) {
		v2_release(made);
		return error;
	}
	*lines = made;
	return 0;
}

static int v2_get(struct gpio_lines *lines, uint64_t *levels)
{
	errno = 0;
	if (gpiod_line_request_get_values_subset(lines->request, (size_t)lines->count,
						 lines->offsets, lines->values) != 0) {
		return errno_or(EIO);
	}
	*levels = 0;
	for (int i = 0; i < lines->count; i++) {
		*levels |= (uint64_t)(lines->values[i] == GPIOD_LINE_VALUE_ACTIVE) << i;
	}
	return 0;
}

static int v2_set(struct gpio_lines *lines, uint64_t levels)
{
	enum gpiod_line_value values[GPIO_LINES_MAX];

	spread(values, lines->count, levels);
	errno = 0;
	return gpiod_line_request_set_values_subset(lines->request, (size_t)lines->count,
						    lines->offsets, values) == 0
		       ? 0
		       : errno_or(EIO);
}

static int v2_poll_for(struct gpio_lines *lines, struct pollfd *polls)
{
	polls[0] = (struct pollfd){
		.fd = gpiod_line_request_get_fd(lines->request),
		.events = POLLIN,
	};
	return 1;
}

static int index_of(const struct gpio_lines *lines, unsigned offset)
{
	int index = 0;

	while (index < lines->count - 1 && lines->offsets[index] != offset) {
		index++;
	}
	return index;
}

static int v2_edges(struct gpio_lines *lines, struct gpio_edge *edges, int most)
{
	struct pollfd there;
	int got = 0;

	(void)v2_poll_for(lines, &there);
	if (lines->edges == NULL || poll(&there, 1, 0) <= 0) {
		return 0;
	}
	errno = 0;
	got = gpiod_line_request_read_edge_events(lines->request, lines->edges,
						  (size_t)(most < EDGES ? most : EDGES));
	if (got < 0) {
		return errno_or(EIO);
	}
	for (int i = 0; i < got; i++) {
		struct gpiod_edge_event *event =
			gpiod_edge_event_buffer_get_event(lines->edges, (unsigned long)i);

		edges[i] = (struct gpio_edge){
			.t_ns = (int64_t)gpiod_edge_event_get_timestamp_ns(event),
			.line = index_of(lines, gpiod_edge_event_get_line_offset(event)),
			.rising = gpiod_edge_event_get_event_type(event) ==
				  GPIOD_EDGE_EVENT_RISING_EDGE,
		};
	}
	return got;
}

const struct gpio_ops gpio_libgpiod = {
	.name = "libgpiod 2",
	.chips = dev_chips,
	.chip_open = chip_open,
	.chip_close = chip_close,
	.chip_facts = v2_chip_facts,
	.line_facts = v2_line_facts,
	.request = v2_request,
	.release = v2_release,
	.get = v2_get,
	.set = v2_set,
	.poll_for = v2_poll_for,
	.edges = v2_edges,
};
