/*
 * noisy.h - what a sensor with noise and steps shows, repeatably.
 */
#ifndef TESTS_CORE_NOISY_H
#define TESTS_CORE_NOISY_H

#include "core/bench_rig.h"

static struct dice dice;

/* Twelve evenly spread ones have a variance of 1, and tails short enough not to flatter anybody. */
static inline double normal(void)
{
	double sum = -6.0;

	for (int k = 0; k < 12; k++) {
		sum += dice_between(&dice, 0.0, 1.0);
	}
	return sum;
}

static inline double shows(double value, double noise, double quantum)
{
	return quantum * floor((value + noise * normal()) / quantum + 0.5);
}

#endif
