/*
 * coarse.h - the real table's eight heads, simulated: converters whose steps are as coarse as their noise, or
 * coarser.
 */
#ifndef TESTS_INTEGRATION_COARSE_H
#define TESTS_INTEGRATION_COARSE_H

#include "integration/closed_loop.h"

/* noise: of a step; 0: as the rig file says. */
static inline void coarse_open(struct closed_loop *loop, const char *patient, double noise,
			       uint64_t seed)
{
	closed_loop_open(loop, "pi-8", patient, seed);
	loop->rig.control = CONTROL_BENCH;
	for (int i = 0; i < loop->rig.head_count; i++) {
		struct head *head = &loop->rig.heads[i];

		assert_at_least(head->sensor.quantum_n, head->sensor.noise_n);
		assert_at_least(head->sensor.air.quantum_pa, head->sensor.air.noise_pa);
		if (noise > 0.0) {
			head->sensor.noise_n = noise * head->sensor.quantum_n;
			head->sensor.air.noise_pa = noise * head->sensor.air.quantum_pa;
		}
		head->sensor.driver = DRIVER_SIM;
		head->actuator.driver = DRIVER_SIM;
	}
	pipeline_init(&loop->pipeline, &loop->rig, loop->techniques, loop->technique_count);
	loop->pipeline.proves_nothing = true;
	sim_init(&loop->sim, &loop->rig, &loop->patient, seed, S_NS);
}

#endif
