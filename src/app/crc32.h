/*
 * crc32.h - the reflected CRC-32 of IEEE 802.3, polynomial 0x04c11db7: what kept texts end with.
 */
#ifndef APP_CRC32_H
#define APP_CRC32_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRC_LINE_BYTES 15 /* "crc32 89abcdef\n" */

uint32_t crc32_of(const char *text, size_t length);

/* The same in parts: the sum is end(add(add(begin(), ...), ...)). */
uint32_t crc32_begin(void);
uint32_t crc32_add(uint32_t crc, const void *bytes, size_t length);
uint32_t crc32_end(uint32_t crc);

/* Whether the text has no NUL in it and its last line is the sum of all before it. */
bool crc32_is_whole(const char *text, size_t length);

#endif
