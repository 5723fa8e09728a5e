/*
 * say.c - sending. Never waits for a socket or a peer.
 */
#include "net/say.h"

#include "net/codec.h"

#include <stdio.h>
#include <string.h>

static const uint8_t bundle_now[16] = {'#', 'b', 'u', 'n', 'd', 'l', 'e', 0,
				       0,   0,   0,   0,   0,   0,   0,   1};

void say_bytes(int fd, const struct endpoint *to, const uint8_t *bytes, size_t size)
{
	if (size > 0) {
		(void)sendto(fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL,
			     (const struct sockaddr *)&to->address, to->size);
	}
}

void say_values(int fd, const struct endpoint *to, const char *path, const char *types,
		const struct value *values)
{
	uint8_t bytes[SAY_BYTES_MAX];
	size_t size = codec_write(bytes, sizeof(bytes), path, types, values);

	say_bytes(fd, to, bytes, size);
}

void say_error(int fd, const struct endpoint *to, enum osc_error error, const char *address,
	       const char *detail)
{
	const struct osc_entry *row = osc_schema_row(ID_ERROR);
	struct value values[VALUES_MAX] = {{0}};

	snprintf(values[0].text, sizeof(values[0].text), "%s", osc_error_name(error));
	snprintf(values[1].text, sizeof(values[1].text), "%s", address);
	snprintf(values[2].text, sizeof(values[2].text), "%s", detail);
	/* values[3] and [4]: nobody owns a bench, and it has no epochs */
	say_values(fd, to, row->path, row->types, values);
}

void parcel_init(struct parcel *parcel)
{
	memcpy(parcel->bytes, bundle_now, sizeof(bundle_now));
	parcel->size = sizeof(bundle_now);
	parcel->messages = 0;
}

bool parcel_add(struct parcel *parcel, const uint8_t *message, size_t size)
{
	uint8_t *at = parcel->bytes + parcel->size;

	if (parcel->messages == SAY_MESSAGES_MAX || size + 4 > SAY_BYTES_MAX - parcel->size) {
		return false;
	}
	at[0] = at[1] = 0;
	at[2] = (uint8_t)(size >> 8);
	at[3] = (uint8_t)size;
	memcpy(at + 4, message, size);
	parcel->size += size + 4;
	parcel->messages++;
	return true;
}
