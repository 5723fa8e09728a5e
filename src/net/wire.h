/*
 * wire.h - what a datagram must look like before anybody believes a byte of it, and the walk over
 * the messages in it.
 *
 * Pure: no allocation, no I/O, nothing kept. Every check is on bytes of the packet alone, and it
 * runs before the OSC library sees anything, because that library reads past short packets.
 */
#ifndef NET_WIRE_H
#define NET_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIRE_BYTES_MAX    4096
#define WIRE_MESSAGES_MAX 32
#define WIRE_DEPTH_MAX    2 /* a bundle in a bundle, no deeper */

/* One message inside a packet that wire_is_sound accepted; every pointer is into that packet. */
struct wire_message {
	const char *path;
	const char *types;    /* after the comma; "" too where the sender left the tag string out */
	const uint8_t *bytes; /* the whole message, as the OSC library takes it */
	size_t size;
	bool tagged;    /* false: no tag string at all, as X32-style senders send it */
	bool immediate; /* no bundle around it names a time other than "now" */
};

struct wire_reader {
	const uint8_t *data;
	size_t at;
	int depth;
	size_t end[WIRE_DEPTH_MAX + 1];
	bool immediate[WIRE_DEPTH_MAX + 1];
};

/*
 * The literal /rig/stop, at the top or in a bundle, whatever its arguments and whatever else is
 * wrong with the packet. size may exceed WIRE_BYTES_MAX. Letting go is never a matter of good
 * syntax.
 */
bool wire_has_stop(const uint8_t *data, size_t size);

/*
 * Size a multiple of 4 and at most WIRE_BYTES_MAX; strings terminated and zero-padded inside;
 * addresses printable; known tags only; arguments exactly filling the rest; blobs and bundle
 * elements inside; at most WIRE_DEPTH_MAX bundles deep and WIRE_MESSAGES_MAX messages long.
 */
bool wire_is_sound(const uint8_t *data, size_t size);

/*
 * An address, and behind it something without type tags, as X32-style senders send arguments:
 * nobody knows what they are. wire_is_sound refuses it.
 */
bool wire_lacks_tags(const uint8_t *data, size_t size);

/* Only for packets wire_is_sound accepted. The packet must outlive the reader. */
void wire_reader_init(struct wire_reader *reader, const uint8_t *data, size_t size);

/* The next message in order, or false at the end. */
bool wire_reader_next(struct wire_reader *reader, struct wire_message *message);

#endif
