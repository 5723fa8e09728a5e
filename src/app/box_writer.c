/* box_writer.c - see box_writer.h. */
#include "app/box_writer.h"

#include <string.h>

size_t box_block_seal(unsigned char *block, enum box_block_kind kind, size_t bytes, uint32_t number)
{
	struct box_block head = {
		.magic = BOX_BLOCK_MAGIC,
		.number = number,
		.kind = kind,
		.bytes = (uint32_t)bytes,
	};

	head.crc32 = box_block_sum(&head, block + sizeof(head));
	memcpy(block, &head, sizeof(head));
	return sizeof(head) + bytes;
}

/* Gives away what there is and goes on in a new block of that kind. */
static bool turn_to(struct box_writer *writer, enum box_block_kind next)
{
	struct box_out *out = &writer->out;

	writer->block = writer->sink.take(writer->sink.context, writer->block, writer->kind,
					  out->used, next);
	writer->kind = next;
	out->used = 0;
	out->bytes = writer->block == NULL ? NULL : writer->block + sizeof(struct box_block);
	out->size = writer->block == NULL ? 0 : BOX_BLOCK_BYTES - sizeof(struct box_block);
	return writer->block != NULL;
}

static bool turn(struct box_out *out, void *context)
{
	struct box_writer *writer = context;

	(void)out;
	return turn_to(writer, writer->kind == BOX_BLOCK_HEAD ? BOX_BLOCK_HEAD : BOX_BLOCK_MORE);
}

void box_writer_init(struct box_writer *writer, const struct rig *rig, struct box_sink sink)
{
	memset(writer, 0, sizeof(*writer));
	writer->sink = sink;
	writer->out.turn = turn;
	writer->out.context = writer;
	box_before_init(&writer->before, rig);
}

static void begin(struct box_writer *writer, enum box_block_kind kind)
{
	writer->out.refused = !turn_to(writer, kind);
}

void box_writer_head(struct box_writer *writer, const struct box_subject *subject, int64_t wall_ns)
{
	begin(writer, BOX_BLOCK_HEAD);
	box_head_put(&writer->out, subject, wall_ns);
}

void box_writer_begin(struct box_writer *writer, uint64_t tick, const void *state, size_t bytes)
{
	begin(writer, BOX_BLOCK_BEGIN);
	box_before_clear(&writer->before);
	box_put_count(&writer->out, tick);
	box_put_words(&writer->out, state, NULL, bytes);
}

void box_writer_tick(struct box_writer *writer, const struct frame *frame,
		     const struct command *command, const struct actuation *actuation,
		     enum state state)
{
	box_tick_put(&writer->out, &writer->before, frame, command, actuation, state);
}

void box_writer_flush(struct box_writer *writer)
{
	(void)turn_to(writer, BOX_BLOCK_NONE);
}

void box_writer_end(struct box_writer *writer)
{
	box_put_byte(&writer->out, TICK_END);
	box_writer_flush(writer);
}

void box_writer_drop(struct box_writer *writer)
{
	writer->block = NULL;
	writer->out.used = 0;
	writer->out.size = 0;
}

bool box_writer_is_full(const struct box_writer *writer)
{
	return writer->out.refused;
}
