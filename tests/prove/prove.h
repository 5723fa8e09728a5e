/*
 * prove.h - what the bounded model checker is asked: for all inputs there are, with nothing taken for
 * granted but what assume() says. scripts/prove runs these; no compiler ever sees them.
 */
#ifndef TESTS_PROVE_PROVE_H
#define TESTS_PROVE_PROVE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define prove(what, words) __CPROVER_assert(what, words)
#define assume(what)       __CPROVER_assume(what)

/* The checker gives functions of this name any value of their type, NaN and infinities among them. */
#define ANY(type, name) type nondet_##name(void)

/* As the checker can take it in constant tables. Before anything includes math.h. */
#define __builtin_huge_val() (1.0 / 0.0)

/* What the checker has no model of, as ISO C 7.24.5.1 says it. */
static inline void *prove_memchr(const void *at, int byte, unsigned long size)
{
	const unsigned char *bytes = at;

	for (unsigned long k = 0; k < size; k++) {
		if (bytes[k] == (unsigned char)byte) {
			return (void *)(bytes + k);
		}
	}
	return 0;
}
#define memchr prove_memchr

/* Where it begins. */
void harness(void);

#endif
