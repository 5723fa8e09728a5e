#include "core/control/pressure_ctl.h"

#include "core/control/plain_gains.h"

#include <string.h>

#define APPROACH_M_S       0.020 /* aimed at, well inside APPROACH_MAX_M_S */
#define APPROACH_KP        60.0  /* N per m/s missing: about the damping of a free piston [M] */
#define APPROACH_KI        120.0 /* N per metre missing */
#define APPROACH_MORE_N    3.0   /* push in the air, beyond spring and breakaway */
#define SPRING_OFF_SHARE   0.3   /* a spring may be this much stronger than its file says [P] */
#define APPROACH_BLIND_N_S 3.0   /* without a position sensor, push rises this slowly */
#define INTEGRAL_MOST_N    10.0  /* as far as spring and area can be wrong */
#define FRICTION_SHARE     0.8   /* of what the file says: too much would overshoot [P] */
#define SLIDES_AT_N_S      10.0  /* a target that moves this fast moves the piston for sure [P] */
#define PISTON_S           0.005 /* what a piston's mass and damping add, on tissue [M] */
#define COMMAND_SHARE      0.99  /* of the gate's bounds that control uses up */

/*
 * PI by the lag-and-delay rule of Skogestad's SIMC (J. Process Control 13, 2003): with a lag T, an
 * effective delay D and a closed-loop time constant equal to 2 D, Kp = T / (3 D), Ti = min(T, 12 D).
 */
static void tune(struct pressure_head *head, const struct head *from)
{
	double lag_s = from->actuator.lag_s > from->actuator.vent_lag_s ? from->actuator.lag_s
									: from->actuator.vent_lag_s;
	double delay_s = from->actuator.dead_s + from->sensor.latency_s +
			 1.0 / from->sensor.rate_hz + PISTON_S;
	double ti_s = lag_s < 12.0 * delay_s ? lag_s + PISTON_S : 12.0 * delay_s;

	head->kp = from->actuator.lag_s / (3.0 * delay_s);
	head->ki_1_s = head->kp / ti_s;
}

/* What no command goes beyond: the relief valve and the compiled limits of this place. */
static double bound_n(const struct head *head)
{
	const double share = head->region == REGION_NECK ? NECK_SHARE : 1.0;
	const double relief_n =
		head->actuator.relief_pa * head->actuator.area_m2 - head->actuator.release.spring_n;
	double least_n = share * FORCE_HARD_N;

	if (share * PRESSURE_HARD_PA * head->area_m2 < least_n) {
		least_n = share * PRESSURE_HARD_PA * head->area_m2;
	}
	return COMMAND_SHARE * (relief_n < least_n ? relief_n : least_n);
}

void pressure_ctl_init(struct pressure_ctl *ctl, const struct rig *rig)
{
	memset(ctl, 0, sizeof(*ctl));
	ctl->gains = plain_gains_tuned();
	ctl->dt_s = 1.0 / rig->loop_hz;
	for (int i = 0; i < rig->head_count; i++) {
		struct pressure_head *head = &ctl->heads[i];
		const struct actuator_spec *actuator = &rig->heads[i].actuator;

		if (actuator->kind != ACTUATOR_VELOCITY) {
			ctl->head[ctl->count++] = i;
		}
		head->spring_n = actuator->release.spring_n;
		head->most_n = bound_n(&rig->heads[i]);
		head->rise_pa = COMMAND_SHARE * COMMAND_RISE_N_S / rig->loop_hz / actuator->area_m2;
		head->lag_s = actuator->lag_s;
		head->vent_lag_s = actuator->vent_lag_s;
		head->friction_n = FRICTION_SHARE * actuator->friction.breakaway_n *
				   actuator->friction.coulomb_share;
		head->friction_s = head->friction_n / SLIDES_AT_N_S;
		head->pa_per_n = 1.0 / actuator->area_m2;
		head->blind_most_n =
			actuator->friction.breakaway_n + APPROACH_KP * APPROACH_MAX_M_S;
		head->approach_most_n = actuator->friction.breakaway_n +
					SPRING_OFF_SHARE * head->spring_n + APPROACH_MORE_N;
		tune(head, &rig->heads[i]);
	}
}

/* What is no number is the least. Written so that each line is one instruction. */
static double within(double x, double least, double most)
{
	x = x > least ? x : least;
	return x < most ? x : most;
}

/* Nobody sees how fast it goes: no more than a piston of the usual damping takes to the approach limit. */
static double approach_blind_n(struct pressure_head *head, double dt_s)
{
	head->approach_n = within(head->approach_n + APPROACH_BLIND_N_S * dt_s, -head->spring_n,
				  head->blind_most_n);
	return head->approach_n;
}

/* In the air: just enough push to move at the approach speed. */
static double approach_n(struct pressure_head *head, const struct head_belief *belief, double dt_s)
{
	double missing_m_s = APPROACH_M_S - belief->speed_m_s;

	if (!belief->position_known) {
		return approach_blind_n(head, dt_s);
	}
	head->approach_n = within(head->approach_n + APPROACH_KI * missing_m_s * dt_s,
				  -head->spring_n, head->approach_most_n);
	if (!(belief->speed_m_s <= APPROACH_MAX_M_S)) {
		return -head->spring_n; /* broken loose: nothing pushes it on */
	}
	return within(head->approach_n + APPROACH_KP * missing_m_s, -head->spring_n,
		      head->approach_most_n);
}

/*
 * Dry friction works against the piston, and the piston goes where the target goes: in as it rises, out as
 * it falls. Little of it while the target hardly moves, for then breath decides.
 */
static double friction_n(const struct pressure_head *head, const struct head_setpoint *to)
{
	return within(head->friction_s * to->ahead_rate_n_s, -head->friction_n, head->friction_n);
}

/* On the person: what lag's inverse and friction ask, and what is still missing. */
static double shipped_press_n(struct pressure_head *head, const struct head_setpoint *to,
			      const struct head_belief *belief, double most_n, double dt_s)
{
	double lag_s = to->ahead_rate_n_s > 0.0 ? head->lag_s : head->vent_lag_s;
	double forward_n = to->ahead_n + lag_s * to->ahead_rate_n_s + friction_n(head, to);
	double error_n = to->at_sample_n - belief->force_n;
	double step_n = head->ki_1_s * error_n * dt_s;
	double wish_n = forward_n + head->kp * error_n + head->integral_n + step_n;

	if (wish_n > most_n) { /* at a bound the integral only moves away from it */
		step_n = step_n < 0.0 ? step_n : 0.0;
	} else if (wish_n < -head->spring_n) {
		step_n = step_n > 0.0 ? step_n : 0.0;
	}
	head->integral_n = within(head->integral_n + step_n, -INTEGRAL_MOST_N, INTEGRAL_MOST_N);
	return wish_n;
}

static double press_n(const struct pressure_ctl *ctl, struct pressure_head *head,
		      const struct head_setpoint *to, const struct head_belief *belief,
		      double most_n)
{
	switch (ctl->controller) {
	case CONTROLLER_PI:
		return pi_press_n(&head->plain, &ctl->gains, to, belief, -head->spring_n, most_n,
				  ctl->dt_s);
	case CONTROLLER_ADMITTANCE:
		return admittance_press_n(&head->plain, &ctl->gains, to, belief, ctl->dt_s);
	case CONTROLLER_SHIPPED:
	case CONTROLLERS:
	default:
		return shipped_press_n(head, to, belief, most_n, ctl->dt_s);
	}
}

/* No bump: what held it in the air is what the spring is off by. */
static void take_over(struct pressure_head *head, const struct head_belief *belief)
{
	head->touched = true;
	head->integral_n = head->approach_n;
	plain_law_begin(&head->plain, head->approach_n, belief);
}

/* One head: the pressure wanted, from what went out in the last tick. */
static double wanted_pa(const struct pressure_ctl *ctl, struct pressure_head *head,
			const struct head_setpoint *to, const struct head_belief *belief,
			double last_pa)
{
	double lead_n = to->ceiling_n + COMMAND_SHARE * COMMAND_OVER_CEILING_N;
	double most_n = lead_n <= head->most_n ? lead_n : head->most_n;
	double rise_pa =
		belief->input == INPUT_LIVE ? head->rise_pa : 0.0; /* no rise on old news */
	double force_n;

	if (belief->contact) {
		if (!head->touched) {
			take_over(head, belief);
		}
		force_n = press_n(ctl, head, to, belief, most_n);
	} else {
		if (head->touched) { /* what the spring is off by is known by now */
			head->touched = false;
			head->approach_n = head->integral_n;
		}
		force_n = approach_n(head, belief, ctl->dt_s);
	}
	if (!(force_n <= most_n)) {
		force_n = most_n;
	}
	return within((force_n + head->spring_n) * head->pa_per_n, 0.0, last_pa + rise_pa);
}

static void lift(struct pressure_head *head, struct head_actuation *out)
{
	head->integral_n = 0.0;
	head->approach_n = 0.0;
	head->touched = false;
	out->pressure_pa = 0.0;
	out->dump_shut = false;
}

void pressure_ctl_step(struct pressure_ctl *ctl, struct actuation *wanted,
		       const struct setpoint *setpoint, const struct belief *belief,
		       const struct actuation *last)
{
	for (int k = 0; k < ctl->count; k++) {
		const int i = ctl->head[k];
		const struct head_setpoint *to = &setpoint->heads[i];
		struct head_actuation *out = &wanted->heads[i];

		if (!(to->now_n > LIFTED_N || to->ahead_n > LIFTED_N)) {
			lift(&ctl->heads[i], out);
			continue;
		}
		out->dump_shut = true;
		out->pressure_pa = wanted_pa(ctl, &ctl->heads[i], to, &belief->heads[i],
					     last->heads[i].pressure_pa);
	}
}
