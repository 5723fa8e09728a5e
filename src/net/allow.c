/*
 * allow.c - addresses against prefixes. An IPv4 address that comes over an IPv6 socket is the IPv4 one.
 */
#include "net/allow.h"

#include <netinet/in.h>
#include <string.h>

struct address {
	bool v6;
	uint8_t bytes[16];
};

static struct address address_of(const struct endpoint *from)
{
	static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
	struct address address = {.v6 = from->address.ss_family == AF_INET6};

	if (address.v6) {
		struct sockaddr_in6 v6;

		memcpy(&v6, &from->address, sizeof(v6));
		memcpy(address.bytes, &v6.sin6_addr, sizeof(address.bytes));
		if (memcmp(address.bytes, mapped, sizeof(mapped)) == 0) {
			memmove(address.bytes, address.bytes + sizeof(mapped), 4);
			address.v6 = false;
		}
	} else {
		struct sockaddr_in v4;

		memcpy(&v4, &from->address, sizeof(v4));
		memcpy(address.bytes, &v4.sin_addr, 4);
	}
	return address;
}

static bool is_in(const struct address *address, const struct osc_network *network)
{
	const int most = network->v6 ? 128 : 32;

	if (address->v6 != network->v6 || network->prefix < 0 || network->prefix > most) {
		return false;
	}
	for (int bit = 0; bit < network->prefix; bit++) {
		const uint8_t mask = (uint8_t)(0x80 >> bit % 8);

		if ((address->bytes[bit / 8] & mask) != (network->address[bit / 8] & mask)) {
			return false;
		}
	}
	return true;
}

bool allow_has(const struct osc_spec *osc, const struct endpoint *from)
{
	struct address address;

	if (osc->allow_all) {
		return true;
	}
	address = address_of(from);
	for (int i = 0; i < osc->allow_count && i < OSC_NETWORKS_MAX; i++) {
		if (is_in(&address, &osc->allow[i])) {
			return true;
		}
	}
	return false;
}
