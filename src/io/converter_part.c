#include "io/converter_part.h"

#include <stddef.h>

int converter_part_open(struct converter_part *part, const struct converter *spec,
			const struct converter_means *means, struct device_error *error)
{
	part->ops = converter_ops_of(spec->driver);
	mailbox_init(&part->views, part->slots, sizeof(part->slots[0]));
	return part->ops->open(&part->device, spec, means, error);
}

void converter_part_turn(struct converter_part *part)
{
	struct converter_view *view = mailbox_back(&part->views);

	part->ops->turn(part->device, &part->view);
	*view = part->view;
	mailbox_publish(&part->views);
}

static void *run(void *context)
{
	struct converter_part *part = context;

	device_thread_begin(CONVERTER_PRIORITY);
	while (device_thread_goes_on(part->ends)) {
		converter_part_turn(part);
	}
	return NULL;
}

int converter_part_start(struct converter_part *part, const atomic_bool *ends)
{
	part->ends = ends;
	return device_thread_start(&part->thread, "converter", run, part);
}

const struct converter_view *converter_part_view(struct converter_part *part)
{
	return mailbox_front(&part->views);
}

bool converter_part_join(struct converter_part *part)
{
	return device_thread_join(&part->thread);
}

void converter_part_close(struct converter_part *part)
{
	if (part->ops != NULL) {
		part->ops->close(part->device);
	}
}
