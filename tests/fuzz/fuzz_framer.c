/*
 * fuzz_framer.c - a stream in two kinds of pieces: whole, and cut as the fuzzer's first byte says. Both must
 * tell the same, and what comes out must go in again as it came. Likewise of the stop that is sought in it.
 */
#include "net/framer.h"
#include "net/seeker.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* All that came out so far, as one number. */
struct sum {
	uint64_t hash;
	int packets;
	bool wrong;
};

static void add(struct sum *sum, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		sum->hash = (sum->hash ^ bytes[i]) * 0x100000001b3u;
	}
	sum->hash = (sum->hash ^ size) * 0x100000001b3u;
	sum->packets++;
}

static void wrap_and_back(const struct framer *framer)
{
	static uint8_t framed[FRAMED_BYTES_MAX(WIRE_BYTES_MAX)];
	static struct framer again;
	size_t size =
		framer_wrap(framer->framing, framer->bytes, framer->size, framed, sizeof(framed));
	size_t taken = 0;

	memset(&again, 0, sizeof(again));
	while (taken < size && again.verdict == FRAME_MORE) {
		taken += framer_push(&again, framed + taken, size - taken);
	}
	if (size == 0 || taken != size || again.verdict != FRAME_WHOLE ||
	    again.size != framer->size || memcmp(again.bytes, framer->bytes, again.size) != 0) {
		abort();
	}
}

static void push(struct framer *framer, const uint8_t *data, size_t size, struct sum *sum)
{
	size_t at = 0;

	while (at < size && framer->verdict != FRAME_WRONG) {
		size_t taken = framer_push(framer, data + at, size - at);

		if (taken > size - at || (taken == 0 && framer->verdict != FRAME_WRONG) ||
		    framer->size > WIRE_BYTES_MAX) {
			abort();
		}
		at += taken;
		if (framer->verdict == FRAME_WHOLE) {
			add(sum, framer->bytes, framer->size);
			wrap_and_back(framer);
		}
	}
	sum->wrong = framer->verdict == FRAME_WRONG;
}

/* The same by the plainest means. */
static bool has_letters(const uint8_t *data, size_t size)
{
	for (size_t at = 0; at + 9 <= size; at++) {
		if (memcmp(data + at, "/rig/stop", 9) == 0) {
			return true;
		}
	}
	return false;
}

static void seek(const uint8_t *data, size_t size, size_t piece)
{
	struct seeker seeker = {0};
	bool found = false;

	for (size_t at = 0; at < size; at += piece) {
		found |= seeker_push(&seeker, data + at, piece < size - at ? piece : size - at);
	}
	if (found != has_letters(data, size) || seeker_finds(data, size) != found ||
	    (seeker_finds_framed(data, size) && !found)) {
		abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct framer whole;
	static struct framer cut;
	struct sum sums[2] = {{0}, {0}};
	size_t piece = size > 0 ? data[0] % 37 + 1u : 1;

	memset(&whole, 0, sizeof(whole));
	memset(&cut, 0, sizeof(cut));
	if (size > 0) {
		data++;
		size--;
	}
	seek(data, size, piece);
	push(&whole, data, size, &sums[0]);
	for (size_t at = 0; at < size; at += piece) {
		push(&cut, data + at, piece < size - at ? piece : size - at, &sums[1]);
	}
	if (sums[0].hash != sums[1].hash || sums[0].packets != sums[1].packets ||
	    sums[0].wrong != sums[1].wrong) {
		abort();
	}
	return 0;
}
