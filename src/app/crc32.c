/* crc32.c - see crc32.h. */
#include "app/crc32.h"

#include <stdio.h>
#include <string.h>

uint32_t crc32_of(const char *text, size_t length)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < length; i++) {
		crc ^= (unsigned char)text[i];
		for (int bit = 0; bit < 8; bit++) {
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
		}
	}
	return ~crc;
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
