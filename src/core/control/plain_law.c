#include "core/control/plain_law.h"

#define INTEGRAL_MOST_N  10.0 /* as the shipped law's */
#define REFERENCE_MOST_N 10.0 /* what the virtual spring may carry */

static double within(double x, double least, double most)
{
	if (!(x >= least)) {
		return least;
	}
	return x <= most ? x : most;
}

void plain_law_begin(struct plain_law *law, double integral_n, const struct head_belief *belief)
{
	law->integral_n = integral_n;
	law->reference_m = 0.0;
	law->last_m = belief->position_m;
}

double pi_press_n(struct plain_law *law, const struct plain_gains *gains,
		  const struct head_setpoint *to, const struct head_belief *belief, double least_n,
		  double most_n, double dt_s)
{
	double error_n = to->at_sample_n - belief->force_n;
	double step_n = gains->pi_ki_1_s * error_n * dt_s;
	double wish_n = to->ahead_n + gains->pi_kp * error_n + law->integral_n + step_n;
	bool winding_up = (wish_n > most_n && step_n > 0.0) || (wish_n < least_n && step_n < 0.0);

	if (!winding_up) {
		law->integral_n =
			within(law->integral_n + step_n, -INTEGRAL_MOST_N, INTEGRAL_MOST_N);
	}
	return wish_n;
}

/*
 * Hogan's admittance in its simplest form (J. Dyn. Sys. 107, 1985): the reference gives way to the force
 * that is missing through a damper, and pulls the head after it through a spring.
 */
double admittance_press_n(struct plain_law *law, const struct plain_gains *gains,
			  const struct head_setpoint *to, const struct head_belief *belief,
			  double dt_s)
{
	double error_n = to->at_sample_n - belief->force_n;
	double moved_m = belief->position_known ? belief->position_m - law->last_m : 0.0;
	double most_m =
		gains->admittance_n_m > 0.0 ? REFERENCE_MOST_N / gains->admittance_n_m : 0.0;
	double speed_m_s = gains->admittance_n_s_m > 0.0 ? error_n / gains->admittance_n_s_m : 0.0;

	law->last_m = belief->position_m;
	law->reference_m = within(law->reference_m + speed_m_s * dt_s - moved_m, -most_m, most_m);
	return to->ahead_n + law->integral_n + gains->admittance_n_m * law->reference_m;
}
