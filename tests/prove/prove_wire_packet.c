/*
 * For all packets of up to PACKET_BYTES: they are judged, and searched for a stop, without a look outside of
 * them; the walk over one that is accepted ends, and each message that it brings lies inside. Strings and
 * arguments in it are any that prove_wire_parts.c allows.
 */
#include "prove/prove_wire.h"

#include "net/wire.c"

#define PACKET_BYTES 24

struct bytes {
	uint8_t at[PACKET_BYTES];
};

ANY(struct bytes, bytes);

static void walk(const uint8_t *data, size_t size)
{
	struct wire_reader reader;
	struct wire_message message;
	const uint8_t *last = data;

	wire_reader_init(&reader, data, size);
	for (int k = 0; k < PACKET_BYTES / 4 && wire_reader_next(&reader, &message); k++) {
		prove(message.bytes >= last && message.bytes < data + size, "each begins inside");
		prove(message.size > 0 && message.bytes + message.size <= data + size,
		      "each ends inside");
		prove(message.bytes[0] == '/', "with an address");
		last = message.bytes + message.size;
	}
	prove(!wire_reader_next(&reader, &message), "and then it is over");
}

void harness(void)
{
	const struct bytes bytes = nondet_bytes();
	const size_t size = nondet_size();
	const uint8_t *data;

	assume(size <= PACKET_BYTES);
	data = bytes.at + PACKET_BYTES - size; /* nothing lies behind it */
	(void)wire_has_stop(data, size);
	if (wire_is_sound(data, size)) {
		prove(size > 0 && size % 4 == 0, "a multiple of 4");
		walk(data, size);
	}
}
