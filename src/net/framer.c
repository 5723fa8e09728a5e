/*
 * framer.c - a byte at a time for SLIP, copies for lengths.
 */
#include "net/framer.h"

#include <string.h>

#define LENGTH_BYTES 4

/* RFC 1055 */
#define END     0xc0
#define ESC     0xdb
#define ESC_END 0xdc
#define ESC_ESC 0xdd

static enum framing framing_of(uint8_t first)
{
	if (first == END || first == '/' || first == '#') {
		return FRAMING_SLIP;
	}
	return first == 0 ? FRAMING_LENGTH : FRAMING_UNKNOWN; /* 4096 begins with two zeros */
}

static void begin(struct framer *framer)
{
	framer->verdict = FRAME_MORE;
	framer->length_at = 0;
	framer->length = 0;
	framer->size = 0;
}

static bool is_length(uint32_t length)
{
	return length > 0 && length <= WIRE_BYTES_MAX && length % 4 == 0;
}

static size_t take_length(struct framer *framer, const uint8_t *data, size_t size)
{
	size_t taken = 0;

	while (taken < size && framer->length_at < LENGTH_BYTES) {
		framer->length = framer->length << 8 | data[taken];
		framer->length_at++;
		taken++;
	}
	if (framer->length_at == LENGTH_BYTES && !is_length(framer->length)) {
		framer->verdict = FRAME_WRONG;
	}
	return taken;
}

static size_t push_length(struct framer *framer, const uint8_t *data, size_t size)
{
	size_t taken = take_length(framer, data, size);
	size_t left = size - taken;

	if (framer->verdict == FRAME_WRONG || framer->length_at < LENGTH_BYTES) {
		return taken;
	}
	left = left < framer->length - framer->size ? left : framer->length - framer->size;
	memcpy(framer->bytes + framer->size, data + taken, left);
	framer->size += left;
	if (framer->size == framer->length) {
		framer->verdict = FRAME_WHOLE;
	}
	return taken + left;
}

static void put(struct framer *framer, uint8_t byte)
{
	if (framer->size == WIRE_BYTES_MAX) {
		framer->verdict = FRAME_WRONG;
		return;
	}
	framer->bytes[framer->size++] = byte;
}

static void take_slip(struct framer *framer, uint8_t byte)
{
	if (framer->escaped) {
		framer->escaped = false;
		if (byte == ESC_END || byte == ESC_ESC) {
			put(framer, byte == ESC_END ? END : ESC);
		} else {
			framer->verdict = FRAME_WRONG;
		}
	} else if (byte == ESC) {
		framer->escaped = true;
	} else if (byte != END) {
		put(framer, byte);
	} else if (framer->size > 0) {
		framer->verdict = FRAME_WHOLE;
	}
}

static size_t push_slip(struct framer *framer, const uint8_t *data, size_t size)
{
	size_t taken = 0;

	while (taken < size && framer->verdict == FRAME_MORE) {
		take_slip(framer, data[taken++]);
	}
	return taken;
}

size_t framer_push(struct framer *framer, const uint8_t *data, size_t size)
{
	if (framer->verdict == FRAME_WRONG || size == 0) {
		return 0;
	}
	if (framer->verdict == FRAME_WHOLE) {
		begin(framer);
	}
	if (framer->framing == FRAMING_UNKNOWN) {
		framer->framing = framing_of(data[0]);
	}
	switch (framer->framing) {
	case FRAMING_LENGTH:
		return push_length(framer, data, size);
	case FRAMING_SLIP:
		return push_slip(framer, data, size);
	case FRAMING_UNKNOWN:
		break;
	}
	framer->verdict = FRAME_WRONG;
	return 0;
}

bool framer_is_within(const struct framer *framer)
{
	return framer->verdict == FRAME_MORE &&
	       (framer->size > 0 || framer->length_at > 0 || framer->escaped);
}

static size_t wrap_length(const uint8_t *packet, size_t size, uint8_t *framed, size_t room)
{
	if (room < LENGTH_BYTES || room - LENGTH_BYTES < size) {
		return 0;
	}
	framed[0] = (uint8_t)(size >> 24);
	framed[1] = (uint8_t)(size >> 16);
	framed[2] = (uint8_t)(size >> 8);
	framed[3] = (uint8_t)size;
	memcpy(framed + LENGTH_BYTES, packet, size);
	return LENGTH_BYTES + size;
}

static size_t wrap_slip(const uint8_t *packet, size_t size, uint8_t *framed, size_t room)
{
	size_t at = 0;

	if (room < 2) {
		return 0;
	}
	framed[at++] = END;
	for (size_t i = 0; i < size; i++) {
		bool escapes = packet[i] == END || packet[i] == ESC;

		if (room - at < (escapes ? 3u : 2u)) { /* and the last END */
			return 0;
		}
		if (escapes) {
			framed[at++] = ESC;
			framed[at++] = packet[i] == END ? ESC_END : ESC_ESC;
		} else {
			framed[at++] = packet[i];
		}
	}
	framed[at++] = END;
	return at;
}

size_t framer_wrap(enum framing framing, const uint8_t *packet, size_t size, uint8_t *framed,
		   size_t room)
{
	return framing == FRAMING_SLIP ? wrap_slip(packet, size, framed, room)
				       : wrap_length(packet, size, framed, room);
}
