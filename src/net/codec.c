/*
 * codec.c - liblo as a codec. Its receive path, its pattern matcher and its servers are not used.
 */
#include "net/codec.h"

#include <lo/lo_lowlevel.h>

#include <stdio.h>
#include <string.h>

/* The library points into packed bytes: read by copy, never through the union. */
static void read_argument(char type, const void *at, struct value *value)
{
	int32_t i;
	int64_t h;
	float f;

	*value = (struct value){.type = type};
	switch (type) {
	case 'i':
		memcpy(&i, at, sizeof(i));
		value->number = i;
		break;
	case 'h':
		memcpy(&h, at, sizeof(h));
		value->number = (double)h;
		break;
	case 'f':
		memcpy(&f, at, sizeof(f));
		value->number = (double)f;
		break;
	case 'd':
		memcpy(&value->number, at, sizeof(value->number));
		break;
	case 'T':
		value->number = 1.0;
		break;
	case 's':
	case 'S':
		snprintf(value->text, sizeof(value->text), "%s", (const char *)at);
		break;
	default:
		break;
	}
}

int codec_read(const struct wire_message *message, struct value values[VALUES_MAX])
{
	size_t count = strlen(message->types);
	uint8_t copy[WIRE_BYTES_MAX];
	lo_message decoded;
	lo_arg **arguments;

	if (count > VALUES_MAX || strspn(message->types, "ifhdTFNIsS") != count ||
	    message->size > sizeof(copy)) {
		return -1;
	}
	if (count == 0) {
		return 0; /* also where there is no tag string, which the library refuses */
	}
	memcpy(copy, message->bytes, message->size);
	decoded = lo_message_deserialise(copy, message->size, NULL);
	if (decoded == NULL) {
		return -1;
	}
	arguments = lo_message_get_argv(decoded);
	for (size_t i = 0; i < count; i++) {
		read_argument(message->types[i], arguments[i], &values[i]);
	}
	lo_message_free(decoded);
	return (int)count;
}

static int add_argument(lo_message message, char type, const struct value *value)
{
	switch (type) {
	case 'i':
		return lo_message_add_int32(message, (int32_t)value->number);
	case 'h':
		return lo_message_add_int64(message, (int64_t)value->number);
	case 'f':
		return lo_message_add_float(message, (float)value->number);
	case 'd':
		return lo_message_add_double(message, value->number);
	case 's':
		return lo_message_add_string(message, value->text);
	case 'T':
		return lo_message_add_true(message);
	case 'F':
		return lo_message_add_false(message);
	case 'N':
		return lo_message_add_nil(message);
	case 'I':
		return lo_message_add_infinitum(message);
	default:
		return -1;
	}
}

size_t codec_write(uint8_t *bytes, size_t size, const char *path, const char *types,
		   const struct value *values)
{
	lo_message message = lo_message_new();
	size_t written = 0;
	int failed = message == NULL;

	for (size_t i = 0; !failed && types[i] != '\0'; i++) {
		failed = add_argument(message, types[i], &values[i]);
	}
	if (!failed && lo_message_length(message, path) <= size) {
		if (lo_message_serialise(message, path, bytes, &written) == NULL) {
			written = 0;
		}
	}
	if (message != NULL) {
		lo_message_free(message);
	}
	return written;
}
