/*
 * show.h - the snapshot: what a tick lets others see. Reads the boxes, changes nothing.
 */
#ifndef CORE_SHOW_H
#define CORE_SHOW_H

#include "core/pipeline.h"

void show(struct snapshot *snapshot, const struct pipeline *pipeline,
	  const struct conditions *conditions, const struct frame *frame);

#endif
