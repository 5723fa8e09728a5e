/*
 * dice.h - numbers that are the same in every run.
 */
#ifndef TESTS_NET_DICE_H
#define TESTS_NET_DICE_H

#include <stdint.h>

static inline uint32_t dice_throw(void *cup)
{
	uint64_t *state = cup;

	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(*state >> 32);
}

#endif
