/* lowered.h - how many commands a gate has lowered, and why. */
#ifndef TESTS_CORE_LOWERED_H
#define TESTS_CORE_LOWERED_H

#include "core/safety/gate.h"

#include "near.h"

static inline void assert_lowered(const struct gate *gate, unsigned stored, unsigned sums,
				  unsigned screw)
{
	assert_int_equal(gate->clamps[CLAMP_STORED], stored);
	assert_int_equal(gate->clamps[CLAMP_SUMS], sums);
	assert_int_equal(gate->clamps[CLAMP_SCREW], screw);
}

#endif
