/*
 * plain_law.h - the two plain force laws of a pressure head, honest opponents of the shipped one. They get
 * the same target, preview, sensors, approach and bounds; only the law differs.
 */
#ifndef CORE_CONTROL_PLAIN_LAW_H
#define CORE_CONTROL_PLAIN_LAW_H

#include <knead/belief.h>
#include <knead/controller.h>
#include <knead/setpoint.h>

struct plain_law {
	double integral_n;
	double reference_m; /* of the admittance, from where the head is */
	double last_m;
};

/* As if what is pressed now were all integral: no bump when the law takes over. */
void plain_law_begin(struct plain_law *law, double integral_n, const struct head_belief *belief);

/* Push beyond the spring, in N. The integral stays within least_n .. most_n of the actuator. */
double pi_press_n(struct plain_law *law, const struct plain_gains *gains,
		  const struct head_setpoint *to, const struct head_belief *belief, double least_n,
		  double most_n, double dt_s);

double admittance_press_n(struct plain_law *law, const struct plain_gains *gains,
			  const struct head_setpoint *to, const struct head_belief *belief,
			  double dt_s);

#endif
