/*
 * client.c - the other end of server.c, with the same strictness about what arrives.
 */
#include "net/client.h"

#include "net/codec.h"
#include "net/wire.h"

#include <errno.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RECEIVE_BYTES (1 << 20) /* asked of the kernel: a snapshot and some moments fit */

struct osc_client {
	int fd;
	uint8_t packet[WIRE_BYTES_MAX + 4];
};

/* A socket connected to the first usable address of that family, or -1. */
static int connect_family(const struct addrinfo *found, int family)
{
	int receive_bytes = RECEIVE_BYTES;

	for (; found != NULL; found = found->ai_next) {
		int fd;

		if (found->ai_family != family) {
			continue;
		}
		fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (fd < 0) {
			continue;
		}
		(void)setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof(receive_bytes));
		if (connect(fd, found->ai_addr, found->ai_addrlen) == 0) {
			return fd;
		}
		close(fd);
	}
	return -1;
}

struct osc_client *osc_client_open(const char *host, uint16_t port, char *error, size_t error_size)
{
	struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_DGRAM};
	struct addrinfo *found = NULL;
	struct osc_client *client;
	char service[8];
	int result;

	snprintf(service, sizeof(service), "%u", port);
	result = getaddrinfo(host, service, &hints, &found);
	if (result != 0) {
		snprintf(error, error_size,
			 "no address for \"%s\": %s; check the name or give a number", host,
			 gai_strerror(result));
		return NULL;
	}
	client = calloc(1, sizeof(*client));
	if (client == NULL) {
		snprintf(error, error_size, "no memory for the OSC client: close other programs");
		goto free_found;
	}
	client->fd = connect_family(found, AF_INET);
	if (client->fd < 0) {
		client->fd = connect_family(found, AF_INET6);
	}
	if (client->fd < 0) {
		snprintf(error, error_size, "cannot reach \"%s\": %s; check the network", host,
			 strerror(errno));
		free(client);
		client = NULL;
	}
free_found:
	freeaddrinfo(found);
	return client;
}

int osc_client_fd(const struct osc_client *client)
{
	return client->fd;
}

static void take_value(struct value *value, char type, va_list *arguments)
{
	switch (type) {
	case 'i':
		value->number = va_arg(*arguments, int);
		break;
	case 'h':
		value->number = (double)va_arg(*arguments, long long);
		break;
	case 'f':
	case 'd':
		value->number = va_arg(*arguments, double);
		break;
	case 's':
		snprintf(value->text, sizeof(value->text), "%s", va_arg(*arguments, const char *));
		break;
	default:
		break;
	}
}

int osc_client_send(struct osc_client *client, const char *path, const char *types, ...)
{
	struct value values[VALUES_MAX] = {{0}};
	size_t count = strlen(types);
	uint8_t bytes[WIRE_BYTES_MAX];
	va_list arguments;
	size_t size;

	if (count > VALUES_MAX || strspn(types, "ihfdsTFNI") != count) {
		return -EINVAL;
	}
	va_start(arguments, types);
	for (size_t i = 0; i < count; i++) {
		take_value(&values[i], types[i], &arguments);
	}
	va_end(arguments);
	size = codec_write(bytes, sizeof(bytes), path, types, values);
	if (size == 0) {
		return -EINVAL;
	}
	return send(client->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL) < 0 ? -errno : 0;
}

static int hear_packet(const struct osc_client *client, size_t size,
		       void (*heard)(void *context, const char *path, const char *types,
				     const struct value *values, int count),
		       void *context)
{
	struct value values[VALUES_MAX];
	struct wire_reader reader;
	struct wire_message message;
	int messages = 0;

	if (!wire_is_sound(client->packet, size)) {
		return 0;
	}
	wire_reader_init(&reader, client->packet, size);
	while (wire_reader_next(&reader, &message)) {
		int count = codec_read(&message, values);

		if (count >= 0) {
			heard(context, message.path, message.types, values, count);
			messages++;
		}
	}
	return messages;
}

int osc_client_receive(struct osc_client *client,
		       void (*heard)(void *context, const char *path, const char *types,
				     const struct value *values, int count),
		       void *context)
{
	int messages = 0;

	for (;;) {
		ssize_t size =
			recv(client->fd, client->packet, sizeof(client->packet), MSG_DONTWAIT);

		if (size >= 0) {
			messages += hear_packet(client, (size_t)size, heard, context);
		} else if (errno == EAGAIN || errno == EWOULDBLOCK) {
			return messages;
		} else if (errno != EINTR) {
			return -errno;
		}
	}
}

void osc_client_close(struct osc_client *client)
{
	if (client != NULL) {
		close(client->fd);
		free(client);
	}
}
