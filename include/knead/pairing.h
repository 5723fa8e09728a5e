/*
 * pairing.h - the tablets that may ask for more than to stop, and the PIN the rig shows: network ->
 * recorder, and back at the next start.
 */
#ifndef KNEAD_PAIRING_H
#define KNEAD_PAIRING_H

#include <stdint.h>

#define PAIRED_MAX        16 /* tablets the rig knows; one more makes it forget another */
#define PAIRED_NAME_BYTES 32
#define TOKEN_HASH_BYTES  32 /* SHA-256 */
#define PIN_BYTES         8  /* six digits and their end */

struct paired {
	char name[PAIRED_NAME_BYTES]; /* printable ASCII, never "" */
	uint8_t token_hash[TOKEN_HASH_BYTES];
};

struct pairings {
	uint32_t changes; /* counts; of the list below. Not kept */
	int count;
	struct paired list[PAIRED_MAX]; /* who paired longest ago first */
	uint32_t pin_shows;             /* counts; not kept, as the PIN is not */
	char pin[PIN_BYTES];            /* shown now, "" for none */
};

#endif
