/*
 * endpoint.c - comparing and making socket addresses.
 */
#include "net/endpoint.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

static struct sockaddr_in as_v4(const struct endpoint *endpoint)
{
	struct sockaddr_in v4;

	memcpy(&v4, &endpoint->address, sizeof(v4));
	return v4;
}

static struct sockaddr_in6 as_v6(const struct endpoint *endpoint)
{
	struct sockaddr_in6 v6;

	memcpy(&v6, &endpoint->address, sizeof(v6));
	return v6;
}

bool endpoint_equals(const struct endpoint *one, const struct endpoint *other)
{
	if (one->connection != 0 || other->connection != 0) {
		return one->connection == other->connection;
	}
	if (one->address.ss_family != other->address.ss_family) {
		return false;
	}
	if (one->address.ss_family == AF_INET) {
		struct sockaddr_in a = as_v4(one);
		struct sockaddr_in b = as_v4(other);

		return a.sin_port == b.sin_port && a.sin_addr.s_addr == b.sin_addr.s_addr;
	}
	if (one->address.ss_family == AF_INET6) {
		struct sockaddr_in6 a = as_v6(one);
		struct sockaddr_in6 b = as_v6(other);

		return a.sin6_port == b.sin6_port && a.sin6_scope_id == b.sin6_scope_id &&
		       memcmp(&a.sin6_addr, &b.sin6_addr, sizeof(a.sin6_addr)) == 0;
	}
	return false;
}

bool endpoint_on_one_line(const struct endpoint *one, const struct endpoint *other)
{
	const uint16_t any_port = 1;
	const struct endpoint a = endpoint_at_port(one, any_port);
	const struct endpoint b = endpoint_at_port(other, any_port);

	return endpoint_equals(&a, &b);
}

uint16_t endpoint_port(const struct endpoint *endpoint)
{
	if (endpoint->address.ss_family == AF_INET6) {
		return ntohs(as_v6(endpoint).sin6_port);
	}
	return ntohs(as_v4(endpoint).sin_port);
}

struct endpoint endpoint_at_port(const struct endpoint *endpoint, uint16_t port)
{
	struct endpoint moved = *endpoint;

	if (port == 0 || endpoint->connection != 0) {
		return moved;
	}
	if (endpoint->address.ss_family == AF_INET6) {
		struct sockaddr_in6 v6 = as_v6(endpoint);

		v6.sin6_port = htons(port);
		memcpy(&moved.address, &v6, sizeof(v6));
	} else {
		struct sockaddr_in v4 = as_v4(endpoint);

		v4.sin_port = htons(port);
		memcpy(&moved.address, &v4, sizeof(v4));
	}
	return moved;
}

bool endpoint_parse(const char *numeric, uint16_t port, struct endpoint *endpoint)
{
	struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_DGRAM,
	};
	struct addrinfo *found = NULL;
	char service[8];

	snprintf(service, sizeof(service), "%u", port);
	if (getaddrinfo(numeric, service, &hints, &found) != 0) {
		return false;
	}
	*endpoint = (struct endpoint){.size = found->ai_addrlen};
	memcpy(&endpoint->address, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
	return true;
}

void endpoint_write(const struct endpoint *endpoint, char text[ENDPOINT_TEXT_BYTES])
{
	char address[INET6_ADDRSTRLEN] = "?";
	bool v6 = endpoint->address.ss_family == AF_INET6;
	struct sockaddr_in6 six = as_v6(endpoint);
	struct sockaddr_in four = as_v4(endpoint);

	(void)inet_ntop(v6 ? AF_INET6 : AF_INET,
			v6 ? (const void *)&six.sin6_addr : (const void *)&four.sin_addr, address,
			sizeof(address));
	snprintf(text, ENDPOINT_TEXT_BYTES, v6 ? "[%s]:%u" : "%s:%u", address,
		 (unsigned)endpoint_port(endpoint));
}
