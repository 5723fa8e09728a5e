/*
 * box_writer.h - makes a recording, block by block, and knows nothing of where the blocks go.
 *
 * A recording is its head, then stretches: the whole state, as bytes, and tick after tick from there. Each
 * stretch can be replayed by itself, so the oldest of a recording that goes on for ever can be let go of.
 */
#ifndef APP_BOX_WRITER_H
#define APP_BOX_WRITER_H

#include "app/box_bytes.h"
#include "app/box_head.h"
#include "app/box_tick.h"

struct box_writer;

/*
 * Takes what is in writer->block (NULL before the first): kind, and bytes behind the place of its
 * struct box_block, which is the sink's to fill in. Returns room for the next, BOX_BLOCK_BYTES, or NULL.
 * next: what will be in it.
 */
struct box_sink {
	unsigned char *(*take)(void *context, unsigned char *block, enum box_block_kind kind,
			       size_t bytes, enum box_block_kind next);
	void *context;
};

/* Caller-owned and large; the fields are the writer's own. */
struct box_writer {
	struct box_sink sink;
	struct box_out out;
	unsigned char *block;
	enum box_block_kind kind;
	struct box_before before;
};

/* The rig is read here and not kept. */
void box_writer_init(struct box_writer *writer, const struct rig *rig, struct box_sink sink);

/* What a file begins with. */
void box_writer_head(struct box_writer *writer, const struct box_subject *subject, int64_t wall_ns);

/* A stretch begins with this state, which the tick of that number is the first to change. */
void box_writer_begin(struct box_writer *writer, uint64_t tick, const void *state, size_t bytes);

void box_writer_tick(struct box_writer *writer, const struct frame *frame,
		     const struct command *command, const struct actuation *actuation,
		     enum state state);

/* What there is goes to the sink. */
void box_writer_flush(struct box_writer *writer);

/* Nothing follows: what there is goes to the sink. */
void box_writer_end(struct box_writer *writer);

/* What was not given to the sink yet is dropped; the next is a begin. */
void box_writer_drop(struct box_writer *writer);

/* Whether the sink had no room for something since the last begin, which is then missing. */
bool box_writer_is_full(const struct box_writer *writer);

/* Fills in the head of a block that is full, for its place in a file. Returns the bytes of both. */
size_t box_block_seal(unsigned char *block, enum box_block_kind kind, size_t bytes,
		      uint32_t number);

#endif
