/*
 * wire.c - strict validation of OSC 1.0 packets. May not allocate, call a library or trust a
 * length.
 */
#include "net/wire.h"

#include <string.h>

#define BUNDLE_HEADER 16 /* "#bundle", its NUL and the time tag */

static const uint8_t bundle_mark[8] = "#bundle";
static const uint8_t immediately[8] = {0, 0, 0, 0, 0, 0, 0, 1};
static const uint8_t no_time[8]; /* what python3-liblo sends for a bundle without a time */
static const char stop_path[] = "/rig/stop";

static uint32_t read_u32(const uint8_t *data)
{
	return (uint32_t)data[0] << 24 | (uint32_t)data[1] << 16 | (uint32_t)data[2] << 8 | data[3];
}

static bool is_bundle(const uint8_t *data, size_t size)
{
	return size >= sizeof(bundle_mark) && memcmp(data, bundle_mark, sizeof(bundle_mark)) == 0;
}

/* Bytes of the zero-padded string at data, or 0 where it is not one. */
static size_t string_size(const uint8_t *data, size_t size)
{
	const uint8_t *nul = size > 0 ? memchr(data, 0, size) : NULL;
	size_t length;
	size_t padded;

	if (nul == NULL) {
		return 0;
	}
	length = (size_t)(nul - data);
	padded = (length / 4 + 1) * 4;
	if (padded > size) {
		return 0;
	}
	for (size_t i = length; i < padded; i++) {
		if (data[i] != 0) {
			return 0;
		}
	}
	return padded;
}

/* Bytes of the blob at data with its length and padding, or 0 where it does not fit. */
static size_t blob_size(const uint8_t *data, size_t size)
{
	size_t length;

	if (size < 4) {
		return 0;
	}
	length = read_u32(data);
	if (length > size - 4) {
		return 0;
	}
	length = 4 + (length + 3) / 4 * 4;
	return length <= size ? length : 0;
}

/* Moves *at behind one argument; false where it is unknown or does not fit. */
static bool skip_argument(char tag, const uint8_t *data, size_t size, size_t *at)
{
	size_t left = size - *at;
	size_t taken;

	switch (tag) {
	case 'T':
	case 'F':
	case 'N':
	case 'I':
		return true;
	case 'i':
	case 'f':
	case 'c':
	case 'm':
	case 'r':
		taken = 4;
		break;
	case 'h':
	case 'd':
	case 't':
		taken = 8;
		break;
	case 's':
	case 'S':
		taken = string_size(data + *at, left);
		break;
	case 'b':
		taken = blob_size(data + *at, left);
		break;
	default:
		return false;
	}
	if (taken == 0 || taken > left) {
		return false;
	}
	*at += taken;
	return true;
}

/* Bytes of the address at data, or 0 where it is not one. */
static size_t address_size(const uint8_t *data, size_t size)
{
	const size_t taken = string_size(data, size);

	if (taken == 0 || data[0] != '/') {
		return 0;
	}
	for (const uint8_t *c = data; *c != 0; c++) {
		if (*c <= ' ' || *c > '~') {
			return 0;
		}
	}
	return taken;
}

static bool is_sound_message(const uint8_t *data, size_t size)
{
	size_t at = address_size(data, size);
	const uint8_t *tag;

	if (at == 0) {
		return false;
	}
	if (at == size) {
		return true;
	}
	if (data[at] != ',') {
		return false;
	}
	tag = data + at + 1;
	at += string_size(data + at, size - at);
	if (at <= (size_t)(tag - data)) {
		return false;
	}
	for (; *tag != 0; tag++) {
		if (!skip_argument((char)*tag, data, size, &at)) {
			return false;
		}
	}
	return at == size;
}

static bool is_sound_packet(const uint8_t *data, size_t size, int depth, int *messages);

static bool is_sound_bundle(const uint8_t *data, size_t size, int depth, int *messages)
{
	size_t at = BUNDLE_HEADER;

	if (size < BUNDLE_HEADER || depth > WIRE_DEPTH_MAX) {
		return false;
	}
	while (at < size) {
		size_t element;

		if (size - at < 4) {
			return false;
		}
		element = read_u32(data + at);
		at += 4;
		if (element > size - at || !is_sound_packet(data + at, element, depth, messages)) {
			return false;
		}
		at += element;
	}
	return true;
}

static bool is_sound_packet(const uint8_t *data, size_t size, int depth, int *messages)
{
	if (size == 0 || size % 4 != 0) {
		return false;
	}
	if (is_bundle(data, size)) {
		return is_sound_bundle(data, size, depth + 1, messages);
	}
	*messages += 1;
	return *messages <= WIRE_MESSAGES_MAX && is_sound_message(data, size);
}

bool wire_is_sound(const uint8_t *data, size_t size)
{
	int messages = 0;

	return size <= WIRE_BYTES_MAX && is_sound_packet(data, size, 0, &messages);
}

bool wire_lacks_tags(const uint8_t *data, size_t size)
{
	const size_t at = size % 4 == 0 && size <= WIRE_BYTES_MAX ? address_size(data, size) : 0;

	return at > 0 && at < size && data[at] != ',';
}

static bool has_stop(const uint8_t *data, size_t size, int depth)
{
	const size_t length = sizeof(stop_path) - 1;
	size_t at = BUNDLE_HEADER;

	if (!is_bundle(data, size)) {
		return size >= length && memcmp(data, stop_path, length) == 0 &&
		       (size == length || data[length] == 0);
	}
	if (depth > WIRE_DEPTH_MAX) {
		return false;
	}
	while (at < size && size - at >= 4) {
		size_t element = read_u32(data + at);

		at += 4;
		/* an element that claims more than is there may still begin with a stop */
		if (element > size - at) {
			element = size - at;
		}
		if (has_stop(data + at, element, depth + 1)) {
			return true;
		}
		at += element;
	}
	return false;
}

bool wire_has_stop(const uint8_t *data, size_t size)
{
	return has_stop(data, size, 0);
}

void wire_reader_init(struct wire_reader *reader, const uint8_t *data, size_t size)
{
	*reader = (struct wire_reader){.data = data};
	reader->end[0] = size;
	reader->immediate[0] = true;
}

static void enter_bundle(struct wire_reader *reader, size_t start, size_t end)
{
	const uint8_t *tag = reader->data + start + sizeof(bundle_mark);
	bool now = memcmp(tag, immediately, sizeof(immediately)) == 0 ||
		   memcmp(tag, no_time, sizeof(no_time)) == 0;

	reader->depth++;
	reader->end[reader->depth] = end;
	reader->immediate[reader->depth] = reader->immediate[reader->depth - 1] && now;
	reader->at = start + BUNDLE_HEADER;
}

static void fill_message(const struct wire_reader *reader, size_t start, size_t end,
			 struct wire_message *message)
{
	const uint8_t *bytes = reader->data + start;
	size_t path = string_size(bytes, end - start);

	message->path = (const char *)bytes;
	message->bytes = bytes;
	message->size = end - start;
	message->tagged = path < message->size;
	message->types = message->tagged ? (const char *)bytes + path + 1 : "";
	message->immediate = reader->immediate[reader->depth];
}

bool wire_reader_next(struct wire_reader *reader, struct wire_message *message)
{
	for (;;) {
		size_t start = reader->at;
		size_t end;

		while (reader->depth > 0 && start >= reader->end[reader->depth]) {
			reader->depth--;
		}
		if (start >= reader->end[reader->depth]) {
			return false;
		}
		end = reader->end[0];
		if (reader->depth > 0) {
			end = start + 4 + read_u32(reader->data + start);
			start += 4;
		}
		if (is_bundle(reader->data + start, end - start)) {
			enter_bundle(reader, start, end);
			continue;
		}
		fill_message(reader, start, end, message);
		reader->at = end;
		return true;
	}
}
