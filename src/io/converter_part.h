/*
 * converter_part.h - one converter of a rig with the thread that reads it and what it posts to the tick.
 */
#ifndef IO_CONVERTER_PART_H
#define IO_CONVERTER_PART_H

#include "io/converter.h"
#include "io/device_thread.h"
#include "rt/mailbox.h"

#include <stdatomic.h>
#include <stdbool.h>

/* All-zero: not there; what is done with it then does nothing. */
struct converter_part {
	const struct converter_ops *ops;
	struct converter_device *device;
	struct converter_view view; /* the thread's own */
	struct mailbox views;
	struct converter_view slots[MAILBOX_SLOTS];
	struct device_thread thread;
	const atomic_bool *ends;
};

/* From all zero. 0, or -errno and a sentence. */
__attribute__((warn_unused_result)) int converter_part_open(struct converter_part *part,
							    const struct converter *spec,
							    const struct converter_means *means,
							    struct device_error *error);

/* Its thread, which runs until *ends. 0 or -errno. */
__attribute__((warn_unused_result)) int converter_part_start(struct converter_part *part,
							     const atomic_bool *ends);

/* What the thread does in one turn. */
void converter_part_turn(struct converter_part *part);

/* The tick: what was posted last; valid until the next call. */
const struct converter_view *converter_part_view(struct converter_part *part);

/* After *ends: whether its thread ended. Only then may it be closed. */
bool converter_part_join(struct converter_part *part);
void converter_part_close(struct converter_part *part);

#endif
