/*
 * say.h - one datagram to one peer. What cannot be sent at once is lost; rotation says it again.
 */
#ifndef NET_SAY_H
#define NET_SAY_H

#include "net/endpoint.h"
#include "net/osc_schema.h"
#include "net/value.h"

#include <stddef.h>
#include <stdint.h>

#define SAY_BYTES_MAX    1396 /* of a datagram, so that it fits a frame whole */
#define SAY_MESSAGES_MAX 32   /* in a bundle, as we accept them ourselves */

/* A bundle being filled. */
struct parcel {
	uint8_t bytes[SAY_BYTES_MAX];
	size_t size;
	int messages;
};

void say_bytes(int fd, const struct endpoint *to, const uint8_t *bytes, size_t size);

/* A message on an address of our own; types and values as codec_write takes them. */
void say_values(int fd, const struct endpoint *to, const char *path, const char *types,
		const struct value *values);

/* /rig/error. Whether one may be sent is the caller's to ask. */
void say_error(int fd, const struct endpoint *to, enum osc_error error, const char *address,
	       const char *detail);

void parcel_init(struct parcel *parcel);

/* Adds a message; false where it does not fit any more. */
bool parcel_add(struct parcel *parcel, const uint8_t *message, size_t size);

#endif
