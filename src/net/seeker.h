/*
 * seeker.h - the literal stop in bytes that may be no packets, because a length was wrong or nobody listens to
 * more: letting go is no matter of good framing.
 *
 * Pure. All zero: nothing came yet.
 */
#ifndef NET_SEEKER_H
#define NET_SEEKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seeker {
	size_t at; /* so many letters of it were the last bytes */
};

/* The next bytes as they came, in pieces of any size. Does a stop end in them? */
bool seeker_push(struct seeker *seeker, const uint8_t *data, size_t size);

/* Is a stop anywhere in that? */
bool seeker_finds(const uint8_t *data, size_t size);

/*
 * Is one in what should be one packet, with a length of its own before it? Then the length of what it is in was
 * wrong. An argument that only names the stop has none.
 */
bool seeker_finds_framed(const uint8_t *data, size_t size);

#endif
