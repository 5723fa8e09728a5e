/*
 * plain_gains.h - what the committed grid search found for the two plain laws on the nominal patient
 * (knead score --tune prints these lines; tests fail where a neighbour is better).
 */
#ifndef CORE_CONTROL_PLAIN_GAINS_H
#define CORE_CONTROL_PLAIN_GAINS_H

#include <knead/controller.h>

static inline struct plain_gains plain_gains_tuned(void)
{
	return (struct plain_gains){
		.pi_kp = 6.879,
		.pi_ki_1_s = 15.34,
		.admittance_n_s_m = 30.84,
		.admittance_n_m = 3.668e+05,
		.speed_pi_kp_m_s_n = 0.002828,
		.speed_pi_ki_m_s2_n = 0.181,
		.speed_admittance_n_s_m = 91.7,
	};
}

#endif
