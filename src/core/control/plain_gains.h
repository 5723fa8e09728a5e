/*
 * plain_gains.h - what the committed grid search found for the two plain laws on the nominal patient (knead
 * score --tune prints these lines), moved to the better neighbour where what lies around them changed since;
 * tests fail where a neighbour is better.
 */
#ifndef CORE_CONTROL_PLAIN_GAINS_H
#define CORE_CONTROL_PLAIN_GAINS_H

#include <knead/controller.h>

static inline struct plain_gains plain_gains_tuned(void)
{
	return (struct plain_gains){
		.pi_kp = 7.611,
		.pi_ki_1_s = 22.0,
		.admittance_n_s_m = 35.36,
		.admittance_n_m = 3.536e+05,
		.speed_pi_kp_m_s_n = 0.00275,
		.speed_pi_ki_m_s2_n = 0.25,
		.speed_admittance_n_s_m = 40.0,
	};
}

#endif
