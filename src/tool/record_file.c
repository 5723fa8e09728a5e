/* record_file.c - see record_file.h. */
#include "tool/record_file.h"

#include <string.h>

static unsigned char *take(void *context, unsigned char *block, enum box_block_kind kind,
			   size_t bytes, enum box_block_kind next)
{
	struct record_file *file = context;

	(void)next;
	if (block != NULL && bytes > 0) {
		(void)fwrite(block, 1, box_block_seal(block, kind, bytes, file->blocks), file->out);
		file->blocks++;
	}
	return file->block;
}

void record_file_begin(struct record_file *file, FILE *out, const struct rig *rig,
		       const struct technique *technique, const struct pipeline *pipeline)
{
	const struct box_subject subject = {rig, technique, 1, sizeof(*pipeline)};

	file->out = out;
	file->blocks = 0;
	box_writer_init(&file->writer, rig, (struct box_sink){take, file});
	box_writer_head(&file->writer, &subject, 0);
	box_writer_begin(&file->writer, 0, pipeline, sizeof(*pipeline));
}

void record_file_again(struct record_file *file, uint64_t tick, const struct pipeline *pipeline)
{
	box_writer_begin(&file->writer, tick, pipeline, sizeof(*pipeline));
}

void record_file_tick(struct record_file *file, const struct frame *frame,
		      const struct command *command, const struct actuation *actuation,
		      enum state state)
{
	box_writer_tick(&file->writer, frame, command, actuation, state);
}

void record_file_end(struct record_file *file)
{
	box_writer_end(&file->writer);
}
