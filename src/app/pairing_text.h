/*
 * pairing_text.h - the tablets that are paired, as text: a line each, hashes of tokens and no token.
 */
#ifndef APP_PAIRING_TEXT_H
#define APP_PAIRING_TEXT_H

#include <knead/pairing.h>

#include <stdbool.h>
#include <stddef.h>

#define PAIRING_TEXT_BYTES (256 + PAIRED_MAX * (2 * TOKEN_HASH_BYTES + PAIRED_NAME_BYTES + 16))

enum pairing_verdict { PAIRING_DAMAGED = 0, PAIRING_OF_VERSION, PAIRING_OF_RIG, PAIRING_FINE };

/* Its length; the list only, not the PIN. */
size_t pairing_to_text(char text[PAIRING_TEXT_BYTES], const struct pairings *pairings,
		       const char *rig_name);

/* Anything but PAIRING_FINE leaves nobody paired. text has a final NUL behind its length. */
enum pairing_verdict pairing_from_text(struct pairings *pairings, const char *text, size_t length,
				       const char *rig_name);

#endif
