/*
 * framer.h - packets in a stream of bytes, both ways: a length before each (OSC 1.0), or SLIP with an END
 * before and behind each (OSC 1.1, RFC 1055). The first byte of a connection tells which.
 *
 * Pure: no allocation, no I/O. A peer costs this struct and no more, whatever it sends.
 */
#ifndef NET_FRAMER_H
#define NET_FRAMER_H

#include "net/wire.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum framing {
	FRAMING_UNKNOWN = 0, /* nothing came yet */
	FRAMING_LENGTH,      /* four bytes, the highest first */
	FRAMING_SLIP
};

enum frame_verdict {
	FRAME_MORE = 0, /* all was taken, none is whole yet */
	FRAME_WHOLE,    /* bytes and size are a packet, until the next push */
	FRAME_WRONG     /* no such stream: what was got of this packet is still in bytes and size */
};

#define FRAMED_BYTES_MAX(size) (2 * (size) + 2) /* every byte escaped, and both ENDs */

/* All zero: a connection's start. */
struct framer {
	enum framing framing;
	enum frame_verdict verdict;
	bool escaped;  /* SLIP: the last byte was ESC */
	int length_at; /* bytes got of the length */
	uint32_t length;
	size_t size;
	uint8_t bytes[WIRE_BYTES_MAX];
};

/*
 * Takes bytes until a packet is whole or something is wrong; how many. The rest is for the next push. Wrong
 * stays wrong: a length that no packet has (0, no multiple of 4, over WIRE_BYTES_MAX), an ESC before anything
 * but its two codes, a packet over WIRE_BYTES_MAX, a first byte that begins neither framing. Empty SLIP
 * packets are nothing. A stream that begins with "/" or "#" is SLIP that spared its first END.
 */
size_t framer_push(struct framer *framer, const uint8_t *data, size_t size);

/* Is a packet begun and not whole? */
bool framer_is_within(const struct framer *framer);

/*
 * The packet as that framing sends it, FRAMING_UNKNOWN as FRAMING_LENGTH; its size, or 0 where room is less
 * than that.
 */
size_t framer_wrap(enum framing framing, const uint8_t *packet, size_t size, uint8_t *framed,
		   size_t room);

#endif
