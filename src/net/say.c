/*
 * say.c - sending. Never waits for a socket or a peer.
 */
#include "net/say.h"

#include "net/codec.h"
#include "net/connections.h"

#include <stdio.h>
#include <string.h>

static const uint8_t bundle_now[16] = {'#', 'b', 'u', 'n', 'd', 'l', 'e', 0,
				       0,   0,   0,   0,   0,   0,   0,   1};

bool say_lags(const struct outlet *outlet, const struct endpoint *to)
{
	return outlet->connections != NULL && connections_lag(outlet->connections, to->connection);
}

void say_bytes(const struct outlet *outlet, const struct endpoint *to, const uint8_t *bytes,
	       size_t size)
{
	if (to->connection != 0) {
		if (outlet->connections != NULL) {
			connections_send(outlet->connections, to->connection, bytes, size);
		}
	} else if (size > 0) {
		(void)sendto(outlet->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL,
			     (const struct sockaddr *)&to->address, to->size);
	}
}

void say_values(const struct outlet *outlet, const struct endpoint *to, const char *path,
		const char *types, const struct value *values)
{
	uint8_t bytes[SAY_BYTES_MAX];
	size_t size = codec_write(bytes, sizeof(bytes), path, types, values);

	say_bytes(outlet, to, bytes, size);
}

void say_error(const struct outlet *outlet, const struct endpoint *to,
	       const struct complaint *complaint)
{
	const struct osc_entry *row = osc_schema_row(ID_ERROR);
	struct value values[VALUES_MAX] = {{0}};

	snprintf(values[0].text, sizeof(values[0].text), "%s", osc_error_name(complaint->error));
	snprintf(values[1].text, sizeof(values[1].text), "%s", complaint->address);
	snprintf(values[2].text, sizeof(values[2].text), "%s", complaint->detail);
	value_put_text(&values[3], complaint->owner);
	values[4].number = complaint->epoch;
	say_values(outlet, to, row->path, row->types, values);
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
