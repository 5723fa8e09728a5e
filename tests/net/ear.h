/*
 * ear.h - a UDP port of its own on loopback, to be heard without waiting.
 */
#ifndef TESTS_NET_EAR_H
#define TESTS_NET_EAR_H

#include "net/endpoint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include <cmocka.h>

/* The socket, for the caller to close; *at is where it hears. */
static inline int ear_socket(struct endpoint *at)
{
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	assert_true(endpoint_parse("127.0.0.1", 0, at));
	assert_int_equal(bind(fd, (const struct sockaddr *)&at->address, at->size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at->address, &at->size), 0);
	return fd;
}

#endif
