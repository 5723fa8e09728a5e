/*
 * heartbeat.h - numbers nobody can guess, one each 250 ms: who echoes one of the last 1.5 s is there now,
 * and no recording of it is.
 *
 * Pure: time and dice are arguments. All zero: none was sent.
 */
#ifndef NET_HEARTBEAT_H
#define NET_HEARTBEAT_H

#include <stdbool.h>
#include <stdint.h>

#define NONCE_PERIOD_NS 250000000LL
#define NONCE_LASTS_NS  1500000000LL
#define NONCE_MAX       0xffffffu /* a float, as some tablets send every number, holds it */
#define NONCES_KEPT     8

struct nonce {
	uint32_t number; /* 1..NONCE_MAX; 0: none */
	int64_t t_ns;
};

struct heartbeat {
	struct nonce nonces[NONCES_KEPT];
	int last;
};

/* Is another one due? Then the caller throws dice and sends it. */
bool heartbeat_is_due(const struct heartbeat *heartbeat, int64_t t_ns);
int64_t heartbeat_due_ns(const struct heartbeat *heartbeat);
void heartbeat_send(struct heartbeat *heartbeat, uint32_t dice, int64_t t_ns);

/* The last one; 0 for none. */
uint32_t heartbeat_nonce(const struct heartbeat *heartbeat);

/* Is that an echo of one of the last 1.5 s? */
bool heartbeat_answers(const struct heartbeat *heartbeat, uint32_t number, int64_t t_ns);

#endif
