/*
 * For all bytes: strings and blobs of up to PART_BYTES are measured without a look outside of them, and what
 * is accepted ends inside, in zeros up to a multiple of four.
 */
#include "prove/prove_wire.h"

#include "net/wire.c"

struct bytes {
	uint8_t at[PART_BYTES];
};

ANY(struct bytes, bytes);
ANY(char, tag);

void harness(void)
{
	const struct bytes bytes = nondet_bytes();
	const size_t size = nondet_size();
	const uint8_t *data;
	const char tag = nondet_tag();
	size_t padded;
	size_t at = nondet_size();
	size_t before;

	assume(size <= PART_BYTES && at <= size);
	before = at;
	data = bytes.at + PART_BYTES - size; /* nothing lies behind it */
	padded = string_size(data, size);
	prove(padded <= size && padded % 4 == 0, "a string ends inside, on a multiple of 4");
	prove(padded == 0 || data[padded - 1] == 0, "in a zero");
	prove(blob_size(data, size) <= size, "a blob ends inside");
	if (skip_argument(tag, data, size, &at)) {
		prove(at >= before && at <= size, "an argument ends inside");
	} else {
		prove(at == before, "what is refused moves nothing");
	}
}
