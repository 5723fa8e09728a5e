/* crc32.c - see crc32.h. */
#include "app/crc32.h"

#include <stdio.h>
#include <string.h>

uint32_t crc32_begin(void)
{
	return UINT32_MAX;
}

uint32_t crc32_add(uint32_t crc, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < length; i++) {
		crc ^= byte[i];
		for (int bit = 0; bit < 8; bit++) {
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
		}
	}
	return crc;
}

uint32_t crc32_end(uint32_t crc)
{
	return ~crc;
}

uint32_t crc32_of(const char *text, size_t length)
{
	return crc32_end(crc32_add(crc32_begin(), text, length));
}

bool crc32_is_whole(const char *text, size_t length)
{
	char line[CRC_LINE_BYTES + 1];

	if (length < CRC_LINE_BYTES || memchr(text, '\0', length) != NULL) {
		return false;
	}
	snprintf(line, sizeof(line), "crc32 %08x\n", crc32_of(text, length - CRC_LINE_BYTES));
	return memcmp(text + length - CRC_LINE_BYTES, line, CRC_LINE_BYTES) == 0;
}
