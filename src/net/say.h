/*
 * say.h - one packet to one peer. What cannot be sent at once is lost, or over TCP the peer is; rotation says
 * it again.
 */
#ifndef NET_SAY_H
#define NET_SAY_H

#include "net/endpoint.h"
#include "net/osc_schema.h"
#include "net/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct connections;

/* The ways out. */
struct outlet {
	int fd;                          /* for datagrams */
	struct connections *connections; /* NULL: there are none */
};

#define SAY_BYTES_MAX    1396 /* of a datagram, so that it fits a frame whole */
#define SAY_MESSAGES_MAX 32   /* in a bundle, as we accept them ourselves */

/* A bundle being filled. */
struct parcel {
	uint8_t bytes[SAY_BYTES_MAX];
	size_t size;
	int messages;
};

/* Does the peer read slower than it is written to? What is out of date soon is better left out then. */
bool say_lags(const struct outlet *outlet, const struct endpoint *to);

void say_bytes(const struct outlet *outlet, const struct endpoint *to, const uint8_t *bytes,
	       size_t size);

/* A message on an address of our own; types and values as codec_write takes them. */
void say_values(const struct outlet *outlet, const struct endpoint *to, const char *path,
		const char *types, const struct value *values);

/* /rig/error; whose and epoch as of the lease. Whether one may be sent is the caller's to ask. */
struct complaint {
	enum osc_error error;
	const char *address;
	const char *detail;
	const char *owner; /* "" for nobody */
	uint32_t epoch;    /* 0 on a bench */
};

void say_error(const struct outlet *outlet, const struct endpoint *to,
	       const struct complaint *complaint);

void parcel_init(struct parcel *parcel);

/* Adds a message; false where it does not fit any more. */
bool parcel_add(struct parcel *parcel, const uint8_t *message, size_t size);

#endif
