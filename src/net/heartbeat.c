/*
 * heartbeat.c - a ring of nonces.
 */
#include "net/heartbeat.h"

_Static_assert(NONCES_KEPT *NONCE_PERIOD_NS > NONCE_LASTS_NS + NONCE_PERIOD_NS,
	       "none is overwritten while it counts");

int64_t heartbeat_due_ns(const struct heartbeat *heartbeat)
{
	const struct nonce *last = &heartbeat->nonces[heartbeat->last];

	return last->number != 0 ? last->t_ns + NONCE_PERIOD_NS : INT64_MIN;
}

bool heartbeat_is_due(const struct heartbeat *heartbeat, int64_t t_ns)
{
	return t_ns >= heartbeat_due_ns(heartbeat);
}

void heartbeat_send(struct heartbeat *heartbeat, uint32_t dice, int64_t t_ns)
{
	heartbeat->last = (heartbeat->last + 1) % NONCES_KEPT;
	heartbeat->nonces[heartbeat->last] = (struct nonce){dice % NONCE_MAX + 1, t_ns};
}

uint32_t heartbeat_nonce(const struct heartbeat *heartbeat)
{
	return heartbeat->nonces[heartbeat->last].number;
}

bool heartbeat_answers(const struct heartbeat *heartbeat, uint32_t number, int64_t t_ns)
{
	for (int i = 0; i < NONCES_KEPT; i++) {
		const struct nonce *nonce = &heartbeat->nonces[i];

		if (number != 0 && nonce->number == number &&
		    t_ns - nonce->t_ns <= NONCE_LASTS_NS) {
			return true;
		}
	}
	return false;
}
