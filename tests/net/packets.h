/*
 * packets.h - OSC packets built byte by byte, sound ones and others, for the tests of src/net.
 */
#ifndef TESTS_NET_PACKETS_H
#define TESTS_NET_PACKETS_H

#include <stdint.h>
#include <string.h>

struct packet {
	uint8_t bytes[8192];
	size_t size;
};

static inline void packet_u32(struct packet *packet, uint32_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8) {
		packet->bytes[packet->size++] = (uint8_t)(value >> shift);
	}
}

static inline void packet_text(struct packet *packet, const char *text)
{
	size_t length = strlen(text);

	memcpy(packet->bytes + packet->size, text, length);
	packet->size += length;
	do {
		packet->bytes[packet->size++] = 0;
	} while (packet->size % 4 != 0);
}

static inline void packet_float(struct packet *packet, float value)
{
	uint32_t bits;

	memcpy(&bits, &value, sizeof(bits));
	packet_u32(packet, bits);
}

static inline void packet_bundle(struct packet *packet, uint64_t tag)
{
	packet_text(packet, "#bundle");
	packet_u32(packet, (uint32_t)(tag >> 32));
	packet_u32(packet, (uint32_t)tag);
}

/* Opens an element of a bundle; packet_close it with what this returned. */
static inline size_t packet_open(struct packet *packet)
{
	packet_u32(packet, 0);
	return packet->size;
}

static inline void packet_close(struct packet *packet, size_t start)
{
	size_t end = packet->size;

	packet->size = start - 4;
	packet_u32(packet, (uint32_t)(end - start));
	packet->size = end;
}

/* A bundle element without arguments. */
static inline void packet_element(struct packet *packet, const char *path)
{
	size_t start = packet_open(packet);

	packet_text(packet, path);
	packet_text(packet, ",");
	packet_close(packet, start);
}

/* One of every type of argument. */
static inline void packet_of_all_types(struct packet *packet)
{
	packet_text(packet, "/a/message");
	packet_text(packet, ",ifsbhtdScrmTFNI");
	packet_u32(packet, 7);
	packet_float(packet, 0.5f);
	packet_text(packet, "text");
	packet_u32(packet, 5);
	packet_text(packet, "blob!");
	for (int i = 0; i < 3; i++) {
		packet_u32(packet, 1);
		packet_u32(packet, 2);
	}
	packet_text(packet, "symbol");
	packet_u32(packet, 'c');
	packet_u32(packet, 0xff00ff00);
	packet_u32(packet, 0x00904040);
}

/* Two bundles deep, with messages at every level. */
static inline void packet_nested(struct packet *packet)
{
	size_t inner;

	packet_bundle(packet, 1);
	packet_element(packet, "/first");
	inner = packet_open(packet);
	packet_bundle(packet, 99);
	packet_element(packet, "/second");
	packet_element(packet, "/third");
	packet_close(packet, inner);
	packet_element(packet, "/fourth");
}

#endif
