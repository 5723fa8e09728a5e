/*
 * seeker.c - one look at each byte behind a slash. No other address begins with these letters, so no end is waited for.
 */
#include "net/seeker.h"

#include "net/wire.h"

#include <string.h>

#define LENGTH_BYTES 4
#define RESTARTS_AT  5 /* after "/rig/" the last slash may begin it anew */

static const char letters[] = "/rig/stop";
static const size_t count = sizeof(letters) - 1;

bool seeker_push(struct seeker *seeker, const uint8_t *data, size_t size)
{
	bool found = false;

	for (size_t i = 0; i < size; i++) {
		if (seeker->at == 0) {
			const uint8_t *slash = memchr(data + i, letters[0], size - i);

			if (slash == NULL) {
				break;
			}
			i = (size_t)(slash - data);
		}
		while (seeker->at > 0 && data[i] != (uint8_t)letters[seeker->at]) {
			seeker->at = seeker->at == RESTARTS_AT ? 1 : 0;
		}
		seeker->at += data[i] == (uint8_t)letters[seeker->at] ? 1 : 0;
		if (seeker->at == count) {
			found = true;
			seeker->at = 0;
		}
	}
	return found;
}

bool seeker_finds(const uint8_t *data, size_t size)
{
	struct seeker seeker = {0};

	return seeker_push(&seeker, data, size);
}

/* As the length of a packet or of a bundle's element, the highest byte first. */
static bool is_length(const uint8_t *data)
{
	const size_t length = (size_t)data[2] << 8 | data[3];

	return data[0] == 0 && data[1] == 0 && length % 4 == 0 && length > count &&
	       length <= WIRE_BYTES_MAX;
}

bool seeker_finds_framed(const uint8_t *data, size_t size)
{
	for (size_t at = LENGTH_BYTES; at + count <= size; at++) {
		if (memcmp(data + at, letters, count) == 0 && is_length(data + at - LENGTH_BYTES)) {
			return true;
		}
	}
	return false;
}
