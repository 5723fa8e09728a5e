/* box_bytes.c - see box_bytes.h. */
#include "app/box_bytes.h"

#include "app/crc32.h"

#include <string.h>

#define WORD_BYTES sizeof(uint64_t)

uint32_t box_block_sum(const struct box_block *block, const unsigned char *bytes)
{
	uint32_t crc = crc32_begin();

	crc = crc32_add(crc, block, offsetof(struct box_block, crc32));
	return crc32_end(crc32_add(crc, bytes, block->bytes));
}

/* ---- out ---- */

static bool has_room(struct box_out *out)
{
	if (!out->refused && out->used == out->size) {
		out->refused = !out->turn(out, out->context) || out->used >= out->size;
	}
	return !out->refused;
}

void box_put_byte(struct box_out *out, unsigned byte)
{
	if (has_room(out)) {
		out->bytes[out->used++] = (unsigned char)byte;
	}
}

void box_put_bytes(struct box_out *out, const void *bytes, size_t count)
{
	const unsigned char *from = bytes;

	while (count > 0 && has_room(out)) {
		size_t room = out->size - out->used;
		size_t part = count < room ? count : room;

		memcpy(out->bytes + out->used, from, part);
		out->used += part;
		from += part;
		count -= part;
	}
}

void box_put_count(struct box_out *out, uint64_t count)
{
	while (count >= 0x80) {
		box_put_byte(out, (unsigned)(count & 0x7f) | 0x80);
		count >>= 7;
	}
	box_put_byte(out, (unsigned)count);
}

void box_put_signed(struct box_out *out, int64_t number)
{
	const uint64_t bits = (uint64_t)number;

	box_put_count(out, bits << 1 ^ (number < 0 ? UINT64_MAX : 0));
}

static uint64_t word_at(const unsigned char *bytes, size_t i)
{
	uint64_t word = 0;

	if (bytes != NULL) {
		memcpy(&word, bytes + i * WORD_BYTES, WORD_BYTES);
	}
	return word;
}

/* A run that stayed and one that did not, in turn. */
void box_put_words(struct box_out *out, const void *words, const void *before, size_t size)
{
	const unsigned char *now = words;
	const size_t count = size / WORD_BYTES;
	size_t i = 0;

	while (i < count) {
		size_t same = i;
		size_t other;

		while (same < count && word_at(now, same) == word_at(before, same)) {
			same++;
		}
		other = same;
		while (other < count && word_at(now, other) != word_at(before, other)) {
			other++;
		}
		box_put_count(out, same - i);
		box_put_count(out, other - same);
		box_put_bytes(out, now + same * WORD_BYTES, (other - same) * WORD_BYTES);
		i = other;
	}
}

/* ---- in ---- */

void box_in_open(struct box_in *in, const unsigned char *bytes, size_t length)
{
	*in = (struct box_in){.bytes = bytes, .length = length};
}

bool box_in_is_at_block_end(const struct box_in *in)
{
	return in->at == in->end;
}

static bool fail(struct box_in *in)
{
	in->failed = true;
	return false;
}

bool box_in_next_block(struct box_in *in)
{
	const size_t left = in->length - in->end;
	struct box_block block;

	in->at = in->end;
	if (in->failed || left < sizeof(block)) {
		return fail(in);
	}
	memcpy(&block, in->bytes + in->at, sizeof(block));
	if (block.magic != BOX_BLOCK_MAGIC || block.number != in->number ||
	    block.kind == BOX_BLOCK_NONE || block.kind >= BOX_BLOCK_KINDS || block.bytes == 0 ||
	    block.bytes > BOX_BLOCK_BYTES - sizeof(block) || block.bytes > left - sizeof(block) ||
	    block.crc32 != box_block_sum(&block, in->bytes + in->at + sizeof(block))) {
		return fail(in);
	}
	in->begun = in->at;
	in->kind = (enum box_block_kind)block.kind;
	in->number++;
	in->at += sizeof(block);
	in->end = in->at + block.bytes;
	return true;
}

static bool has_byte(struct box_in *in)
{
	return !in->failed && (in->at < in->end || box_in_next_block(in));
}

unsigned box_get_byte(struct box_in *in)
{
	return has_byte(in) ? in->bytes[in->at++] : 0;
}

void box_get_bytes(struct box_in *in, void *bytes, size_t count)
{
	unsigned char *to = bytes;

	memset(to, 0, count);
	while (count > 0 && has_byte(in)) {
		size_t room = in->end - in->at;
		size_t part = count < room ? count : room;

		memcpy(to, in->bytes + in->at, part);
		in->at += part;
		to += part;
		count -= part;
	}
}

uint64_t box_get_count(struct box_in *in)
{
	uint64_t count = 0;
	unsigned byte = 0x80;

	for (unsigned shift = 0; shift < 64 && (byte & 0x80) != 0; shift += 7) {
		byte = box_get_byte(in);
		count |= (uint64_t)(byte & 0x7f) << shift;
	}
	return count;
}

int64_t box_get_signed(struct box_in *in)
{
	const uint64_t folded = box_get_count(in);

	return (int64_t)(folded >> 1 ^ ((folded & 1) != 0 ? UINT64_MAX : 0));
}

bool box_get_words(struct box_in *in, void *words, size_t size)
{
	unsigned char *to = words;
	const size_t count = size / WORD_BYTES;
	size_t i = 0;

	while (i < count && !in->failed) {
		const uint64_t same = box_get_count(in);
		const uint64_t other = box_get_count(in);

		if (same > count - i || other > count - i - same || same + other == 0) {
			return fail(in);
		}
		i += (size_t)same; /* both are at most count by now */
		box_get_bytes(in, to + i * WORD_BYTES, (size_t)other * WORD_BYTES);
		i += (size_t)other;
	}
	return !in->failed;
}
