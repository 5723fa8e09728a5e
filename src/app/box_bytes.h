/*
 * box_bytes.h - bytes into blocks and out of them again: what recordings are made of.
 *
 * A block is a head (box_block) and its bytes, under one sum. Records run on from block to block, so a
 * file that was cut anywhere is whole up to the last block that is.
 */
#ifndef APP_BOX_BYTES_H
#define APP_BOX_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BOX_BLOCK_MAGIC 0x4b4c4258u /* "XBLK" in a file */
#define BOX_BLOCK_BYTES 16384       /* with its head; about 100 ms of 16 heads */

enum box_block_kind {
	BOX_BLOCK_NONE = 0,
	BOX_BLOCK_HEAD,  /* the file's first ones: what was recorded */
	BOX_BLOCK_BEGIN, /* a stretch begins here, with the whole state: box_tick.h */
	BOX_BLOCK_MORE,
	BOX_BLOCK_KINDS
};

struct box_block {
	uint32_t magic;
	uint32_t number; /* in the file, from 0 */
	uint32_t kind;
	uint32_t bytes; /* behind this head */
	uint32_t crc32; /* of the four above and the bytes */
};

/* The sum of a block whose other fields are filled in. */
uint32_t box_block_sum(const struct box_block *block, const unsigned char *bytes);

/* ---- out ---- */

/* Where bytes go: a buffer, and what to do when it is full. Caller-owned, open. */
struct box_out {
	unsigned char *bytes;
	size_t used;
	size_t size;
	/* Full: makes room, in bytes, used and size; false: there is none, and all else is dropped. */
	bool (*turn)(struct box_out *out, void *context);
	void *context;
	bool refused;
};

void box_put_byte(struct box_out *out, unsigned byte);
void box_put_bytes(struct box_out *out, const void *bytes, size_t count);
void box_put_count(struct box_out *out, uint64_t count);  /* short where it is small */
void box_put_signed(struct box_out *out, int64_t number); /* likewise, either way from 0 */

/* size bytes, a multiple of 8, as their difference from before, or from all zero where that is NULL. */
void box_put_words(struct box_out *out, const void *words, const void *before, size_t size);

/* ---- in ---- */

/* A whole file in memory, and where reading is. Caller-owned; the fields are for box_get_*. */
struct box_in {
	const unsigned char *bytes;
	size_t length;
	size_t at;
	size_t end;               /* of the block that is read */
	uint32_t number;          /* of the block after it */
	size_t begun;             /* where the block that is read began */
	enum box_block_kind kind; /* of it */
	bool failed; /* the file's end, or what is there is no block: all reads give 0 now */
};

void box_in_open(struct box_in *in, const unsigned char *bytes, size_t length);

/* Whether everything of the blocks so far was read, so that a new block may be looked at. */
bool box_in_is_at_block_end(const struct box_in *in);

/* Looks at it; false: there is none, or it is damaged, and in has failed. */
bool box_in_next_block(struct box_in *in);

unsigned box_get_byte(struct box_in *in);
void box_get_bytes(struct box_in *in, void *bytes, size_t count);
uint64_t box_get_count(struct box_in *in);
int64_t box_get_signed(struct box_in *in);

/* words holds what before was; false: what is there does not fit, and in has failed. */
bool box_get_words(struct box_in *in, void *words, size_t size);

#endif
