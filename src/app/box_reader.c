/* box_reader.c - see box_reader.h. */
#include "app/box_reader.h"

#include <string.h>

enum box_verdict box_reader_open(struct box_reader *reader, const unsigned char *bytes,
				 size_t length, size_t state_bytes)
{
	enum box_verdict verdict;

	memset(reader, 0, sizeof(*reader));
	box_in_open(&reader->in, bytes, length);
	verdict = box_head_get(&reader->in, &reader->head, state_bytes);
	if (verdict == BOX_FINE) {
		box_before_init(&reader->before, &reader->head.rig);
	}
	return verdict;
}

static enum box_next cut(struct box_reader *reader)
{
	reader->in.failed = true;
	return BOX_NEXT_CUT;
}

static enum box_next begin(struct box_reader *reader, void *state, size_t state_bytes)
{
	memset(state, 0, state_bytes);
	box_before_clear(&reader->before);
	reader->tick = box_get_count(&reader->in);
	reader->begun = box_get_words(&reader->in, state, state_bytes);
	return reader->begun ? BOX_NEXT_BEGIN : cut(reader);
}

enum box_next box_reader_next(struct box_reader *reader, void *state, size_t state_bytes)
{
	struct box_in *in = &reader->in;

	if (reader->ended) {
		return BOX_NEXT_END;
	}
	if (in->failed) {
		return BOX_NEXT_CUT;
	}
	if (box_in_is_at_block_end(in)) {
		if (!box_in_next_block(in)) {
			return BOX_NEXT_CUT;
		}
		if (in->kind == BOX_BLOCK_BEGIN) {
			return begin(reader, state, state_bytes);
		}
	}
	if (!reader->begun || in->kind == BOX_BLOCK_HEAD) {
		return cut(reader);
	}
	if (in->bytes[in->at] == TICK_END) {
		reader->ended = true;
		return BOX_NEXT_END;
	}
	if (!box_tick_get(in, &reader->before)) {
		return cut(reader);
	}
	reader->tick++;
	return BOX_NEXT_TICK;
}

size_t box_reader_whole_bytes(const struct box_reader *reader)
{
	return reader->ended ? reader->in.at + 1 : reader->in.end;
}
