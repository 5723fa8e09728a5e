/*
 * fuzz_wire.c - the validator, the walk, the decoder and the matcher on whatever a fuzzer invents.
 *
 * make fuzz builds it by clang with libFuzzer, ASan and UBSan and runs it for FUZZ_S seconds from
 * the packets in tests/fuzz/fuzz_wire on; so do the slow tests. What it finds lies in build/fuzz.
 */
#include "net/codec.h"
#include "net/match.h"
#include "net/wire.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const uint8_t *data, size_t size)
{
	struct value values[VALUES_MAX];
	struct wire_reader reader;
	struct wire_message message;
	int messages = 0;

	wire_reader_init(&reader, data, size);
	while (wire_reader_next(&reader, &message)) {
		unsigned long steps = 0;

		if (message.bytes < data || message.bytes + message.size > data + size) {
			abort();
		}
		(void)codec_read(&message, values);
		(void)match_address(message.path, "/rig/region/lower_back/focus", &steps);
		if (steps > MATCH_STEPS_MAX(strlen(message.path), 28)) {
			abort();
		}
		messages++;
	}
	if (messages > WIRE_MESSAGES_MAX) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	(void)wire_has_stop(data, size);
	if (wire_lacks_tags(data, size) &&
	    (wire_is_sound(data, size) || memchr(data, 0, size) == NULL)) {
		abort();
	}
	if (wire_is_sound(data, size)) {
		walk(data, size);
	}
	return 0;
}
