#include "core/control/velocity_ctl.h"

#include "core/control/plain_gains.h"

#include <string.h>

#define APPROACH_M_S    0.020
#define RETRACT_M_S     (-0.030)
#define STIFFNESS_LEAST 500.0   /* N/m: softer tissue is not believed [P] */
#define STIFFNESS_MOST  40000.0 /* N/m: a bony wall [2] and then some */
#define STIFFNESS_FIRST 2500.0  /* N/m at 10 N on a nominal back */
#define STIFFNESS_TAU_S 0.2
#define TANGENT_SHARE   2.0 /* tangent to secant stiffness of F = k d^2 */

static double within(double x, double least, double most)
{
	if (!(x >= least)) {
		return least;
	}
	return x <= most ? x : most;
}

void velocity_ctl_init(struct velocity_ctl *ctl, const struct rig *rig)
{
	memset(ctl, 0, sizeof(*ctl));
	ctl->gains = plain_gains_tuned();
	ctl->dt_s = 1.0 / rig->loop_hz;
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *from = &rig->heads[i];
		double delay_s =
			from->actuator.dead_s + from->sensor.latency_s + 1.0 / from->sensor.rate_hz;

		if (from->actuator.kind == ACTUATOR_VELOCITY) {
			ctl->head[ctl->count++] = i;
		}
		ctl->heads[i].speed_max_m_s = from->actuator.screw.speed_max_m_s;
		/* an integrator behind a delay D: SIMC with a closed loop as slow as the delay */
		ctl->heads[i].bandwidth_1_s = 1.0 / (2.0 * (delay_s + 0.01));
		ctl->heads[i].stiffness_n_m = STIFFNESS_FIRST;
	}
}

static void learn_stiffness(struct velocity_head *head, const struct head_belief *belief,
			    double dt_s)
{
	const double stiffness_n_m = belief_stiffness_n_m(belief);
	double tangent_n_m = TANGENT_SHARE * stiffness_n_m;

	if (stiffness_n_m > 0.0) {
		tangent_n_m = within(tangent_n_m, STIFFNESS_LEAST, STIFFNESS_MOST);
		head->stiffness_n_m += (tangent_n_m - head->stiffness_n_m) *
				       within(dt_s / STIFFNESS_TAU_S, 0.0, 1.0);
	}
}

static double press_m_s(const struct velocity_ctl *ctl, struct velocity_head *head,
			const struct head_setpoint *to, double error_n, double dt_s)
{
	const struct plain_gains *gains = &ctl->gains;

	switch (ctl->controller) {
	case CONTROLLER_PI:
		head->integral_m_s =
			within(head->integral_m_s + gains->speed_pi_ki_m_s2_n * error_n * dt_s,
			       -head->speed_max_m_s, head->speed_max_m_s);
		return gains->speed_pi_kp_m_s_n * error_n + head->integral_m_s;
	case CONTROLLER_ADMITTANCE:
		return gains->speed_admittance_n_s_m > 0.0 ? error_n / gains->speed_admittance_n_s_m
							   : 0.0;
	case CONTROLLER_SHIPPED:
	case CONTROLLERS:
	default:
		return (to->ahead_rate_n_s + head->bandwidth_1_s * error_n) / head->stiffness_n_m;
	}
}

static double wanted_m_s(const struct velocity_ctl *ctl, struct velocity_head *head,
			 const struct head_setpoint *to, const struct head_belief *belief)
{
	double speed_m_s;

	if (!(to->now_n > LIFTED_N || to->ahead_n > LIFTED_N)) {
		head->integral_m_s = 0.0;
		head->stiffness_n_m = STIFFNESS_FIRST;
		return within(RETRACT_M_S, -head->speed_max_m_s, 0.0);
	}
	if (belief->contact) {
		learn_stiffness(head, belief, ctl->dt_s);
		speed_m_s = press_m_s(ctl, head, to, to->at_sample_n - belief->force_n, ctl->dt_s);
	} else {
		head->integral_m_s = 0.0;
		speed_m_s = APPROACH_M_S;
	}
	if (belief->input != INPUT_LIVE && speed_m_s > 0.0) {
		speed_m_s = 0.0; /* no rise on old news */
	}
	return within(speed_m_s, -head->speed_max_m_s, head->speed_max_m_s);
}

void velocity_ctl_step(struct velocity_ctl *ctl, struct actuation *wanted,
		       const struct setpoint *setpoint, const struct belief *belief)
{
	for (int k = 0; k < ctl->count; k++) {
		const int i = ctl->head[k];

		wanted->heads[i].dump_shut = true;
		wanted->heads[i].speed_m_s =
			wanted_m_s(ctl, &ctl->heads[i], &setpoint->heads[i], &belief->heads[i]);
	}
}
