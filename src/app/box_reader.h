/*
 * box_reader.h - a recording, tick after tick, as far as it is whole.
 */
#ifndef APP_BOX_READER_H
#define APP_BOX_READER_H

#include "app/box_bytes.h"
#include "app/box_head.h"
#include "app/box_tick.h"

enum box_next {
	BOX_NEXT_CUT = 0, /* the file ends here, or what follows is damaged; so is all after it */
	BOX_NEXT_BEGIN,   /* a stretch: state holds what it begins with */
	BOX_NEXT_TICK,    /* before.tick is it */
	BOX_NEXT_END      /* of a recording that is whole */
};

/* Caller-owned and large: keep it off the stack. */
struct box_reader {
	struct box_in in;
	struct box_head head;
	struct box_before before;
	uint64_t tick; /* number of the next one */
	bool begun;
	bool ended;
};

/* Reads the head. bytes are a whole file and stay the caller's. state_bytes as of the writer. */
enum box_verdict box_reader_open(struct box_reader *reader, const unsigned char *bytes,
				 size_t length, size_t state_bytes);

/* state has room for state_bytes, and is written only by BOX_NEXT_BEGIN. Once cut or ended it stays so. */
enum box_next box_reader_next(struct box_reader *reader, void *state, size_t state_bytes);

/* Up to which byte of the file all is whole. */
size_t box_reader_whole_bytes(const struct box_reader *reader);

#endif
