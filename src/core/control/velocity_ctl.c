#include "core/control/velocity_ctl.h"

#include "core/control/plain_gains.h"
#include "core/control/within.h"

#include <string.h>

#define APPROACH_M_S 0.020
#define TOUCH_M      2e-4 /* gone in a time constant of its loop where nothing is known [P] */
#define TOUCH_ROOT   1.0  /* and where it is, what adds so much of N [P] */
#define RETRACT_M_S  (-0.030)
#define FLEES_N      7.0 /* beyond its target, as from a cough, it goes back as fast as it can [P] */
#define ROOT_LEAST   2.0 /* of N: below it a target's slope is that of contact */

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
		compliance_init(&ctl->heads[i].compliance, &from->sensor.position);
	}
}

/* In roots of force, which are straight in depth, and with the skin that comes and goes. */
static double shipped_m_s(const struct velocity_head *head, const struct head_setpoint *to,
			  double force_n)
{
	const double to_root = compliance_root(to->at_sample_n);
	const double slope =
		to->ahead_rate_n_s / (2.0 * (to_root > ROOT_LEAST ? to_root : ROOT_LEAST));
	const double missing = to_root - compliance_root(force_n);

	if (force_n - to->at_sample_n > FLEES_N) {
		return -head->speed_max_m_s;
	}
	return head->compliance.m_root_n * (slope + head->bandwidth_1_s * missing) -
	       head->compliance.skin_m_s;
}

static double press_m_s(const struct velocity_ctl *ctl, struct velocity_head *head,
			const struct head_setpoint *to, double force_n)
{
	const struct plain_gains *gains = &ctl->gains;
	const double error_n = to->at_sample_n - force_n;

	switch (ctl->controller) {
	case CONTROLLER_PI:
		head->integral_m_s =
			within(head->integral_m_s + gains->speed_pi_ki_m_s2_n * error_n * ctl->dt_s,
			       -head->speed_max_m_s, head->speed_max_m_s);
		return gains->speed_pi_kp_m_s_n * error_n + head->integral_m_s;
	case CONTROLLER_ADMITTANCE:
		return gains->speed_admittance_n_s_m > 0.0 ? error_n / gains->speed_admittance_n_s_m
							   : 0.0;
	case CONTROLLER_SHIPPED:
	case CONTROLLERS:
	default:
		return shipped_m_s(head, to, force_n);
	}
}

/* The stiffer it may be there, the more slowly a head comes: what it meets must not outrun its stop. */
static double approach_m_s(const struct velocity_ctl *ctl, const struct velocity_head *head)
{
	const double known_m_s = head->bandwidth_1_s * TOUCH_ROOT * head->compliance.m_root_n;

	return ctl->controller == CONTROLLER_SHIPPED
		       ? within(known_m_s, head->bandwidth_1_s * TOUCH_M, APPROACH_M_S)
		       : APPROACH_M_S;
}

static double wanted_m_s(const struct velocity_ctl *ctl, struct velocity_head *head,
			 const struct head_setpoint *to, const struct head_belief *belief)
{
	double speed_m_s;

	if (!(to->now_n > LIFTED_N || to->ahead_n > LIFTED_N)) {
		head->integral_m_s = 0.0;
		compliance_unknown(&head->compliance);
		return within(RETRACT_M_S, -head->speed_max_m_s, 0.0);
	}
	compliance_step(&head->compliance, belief, ctl->dt_s);
	if (belief->contact) {
		speed_m_s = press_m_s(ctl, head, to, belief->force_n);
	} else {
		head->integral_m_s = 0.0;
		speed_m_s = approach_m_s(ctl, head);
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
