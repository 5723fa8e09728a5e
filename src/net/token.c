/*
 * token.c - the only file that knows the library of hashes, libmd, which dpkg itself stands on.
 */
#include "net/token.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sha2.h>

void token_write(char text[TOKEN_TEXT_BYTES], uint64_t token)
{
	snprintf(text, TOKEN_TEXT_BYTES, "%016" PRIx64, token);
}

bool token_hash(const char *text, uint8_t hash[TOKEN_HASH_BYTES])
{
	char digits[TOKEN_TEXT_BYTES];
	SHA2_CTX context;

	if (strlen(text) != TOKEN_TEXT_BYTES - 1 ||
	    strspn(text, "0123456789abcdefABCDEF") != TOKEN_TEXT_BYTES - 1) {
		return false;
	}
	token_write(digits, strtoull(text, NULL, 16)); /* one spelling of each */
	SHA256Init(&context);
	SHA256Update(&context, (const uint8_t *)digits, TOKEN_TEXT_BYTES - 1);
	SHA256Final(hash, &context);
	return true;
}
