/*
 * record_file.h - a recording of a run in virtual time, straight to a file.
 */
#ifndef TOOL_RECORD_FILE_H
#define TOOL_RECORD_FILE_H

#include "app/box_writer.h"
#include "core/pipeline.h"

#include <stdio.h>

/* Caller-owned and large: keep it static. out stays the caller's, who sees there whether all arrived. */
struct record_file {
	FILE *out;
	uint32_t blocks;
	struct box_writer writer;
	unsigned char block[BOX_BLOCK_BYTES];
};

/* Before the first tick of that pipeline. */
void record_file_begin(struct record_file *file, FILE *out, const struct rig *rig,
		       const struct technique *technique, const struct pipeline *pipeline);

/* The controller begins anew: the next tick is of that number, later than any before. */
void record_file_again(struct record_file *file, uint64_t tick, const struct pipeline *pipeline);

/* After each. */
void record_file_tick(struct record_file *file, const struct frame *frame,
		      const struct command *command, const struct actuation *actuation,
		      enum state state);

void record_file_end(struct record_file *file);

#endif
