/* stone.h - a heater as the simulated rigs have it. */
#ifndef TESTS_STONE_H
#define TESTS_STONE_H

#include <knead/rig.h>

static const struct heater_spec stone = {
	.driver = DRIVER_SIM,
	.power_w = 8.0,
	.capacity_j_k = 20.0,
	.loss_w_k = 0.03,
	.contact_w_k = 0.35,
	.cut_out_c = 45.0,
	.surface = {.rate_hz = 10.0, .tau_s = 1.0},
};

#endif
