/*
 * token.h - 64 random bits that name a tablet, as it sends them and as we keep them.
 *
 * Kept is only their SHA-256: who reads the rig's files can steer with none of them. The bits are all
 * random, so that a slow or salted hash would add nothing but time in which the rig does not listen.
 */
#ifndef NET_TOKEN_H
#define NET_TOKEN_H

#include <knead/pairing.h>

#include <stdbool.h>
#include <stdint.h>

#define TOKEN_TEXT_BYTES 17 /* 16 hexadecimal digits and their end */

void token_write(char text[TOKEN_TEXT_BYTES], uint64_t token);

/* False where the text is no token: not 16 hexadecimal digits. */
bool token_hash(const char *text, uint8_t hash[TOKEN_HASH_BYTES]);

#endif
