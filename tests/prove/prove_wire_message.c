/*
 * For all bytes of up to MESSAGE_BYTES: a message is judged without a look outside of it, and one that is
 * accepted has an address and tags that end inside.
 */
#include "prove/prove.h"

#include "net/wire.c"

#define MESSAGE_BYTES 16

struct bytes {
	uint8_t at[MESSAGE_BYTES];
};

ANY(struct bytes, bytes);
ANY(size_t, size);

void harness(void)
{
	const struct bytes bytes = nondet_bytes();
	const size_t size = nondet_size();
	const uint8_t *data;
	size_t address;
	size_t tags;

	assume(size <= MESSAGE_BYTES);
	data = bytes.at + MESSAGE_BYTES - size; /* nothing lies behind it */
	if (!is_sound_message(data, size)) {
		return;
	}
	address = string_size(data, size);
	prove(address > 0 && data[0] == '/', "it has an address that ends inside");
	tags = address < size ? string_size(data + address, size - address) : 0;
	prove(address == size || (tags > 0 && data[address] == ','),
	      "and tags that end inside, or none");
}
