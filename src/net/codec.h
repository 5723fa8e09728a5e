/*
 * codec.h - messages to bytes and back. The only file that knows the OSC library, and it shows the
 * library nothing that wire.h has not accepted and a row's args have not fitted.
 */
#ifndef NET_CODEC_H
#define NET_CODEC_H

#include "net/value.h"
#include "net/wire.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Arguments of a sound message with at most VALUES_MAX tags, all of i f h d T F N I s S; their
 * number, or -1 where it is no such message.
 */
int codec_read(const struct wire_message *message, struct value values[VALUES_MAX]);

/* The message as bytes; how many, or 0 where they do not fit. types: i h f d s T F N I. */
size_t codec_write(uint8_t *bytes, size_t size, const char *path, const char *types,
		   const struct value *values);

#endif
