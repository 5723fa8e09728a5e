#include "core/control/pressure_ctl.h"

#include "core/control/plain_gains.h"
#include "core/control/within.h"

#include <knead/kept_out.h>

#include <math.h>
#include <string.h>

#define TURN_S           0.003 /* a head has its turn this often: a seventh of a dead time [P] */
#define ERROR_SHARE      0.3   /* of an error that is pushed against at once [P] */
#define OLD_SHARE        0.1   /* of an error that was felt a while ago [P] */
#define VISCOUS_SHARE    0.1   /* tissue is stiffer along its slope than its secant [P] */
#define STILL_N_S        1e-3  /* of a slope that was: nobody feels its curve */
#define STORED_SHARE     0.95  /* of the push that may stand against nobody: no lead adds more, */
#define STORED_GAIN      8.0   /* and less from an eighth of the lead below it on [P] */
#define INTEGRAL_MOST_N  10.0  /* as far as spring and area can be wrong */
#define INTEGRAL_LEAST_N (-FORCE_HARD_N) /* less push is always allowed */
#define SHIFT_PER_S      4.0  /* integral: a middle that is 1 N off moves by so much a second [P] */
#define REST_SHIFT_PER_S 2.0  /* it comes back to the skin with what winds up while it sticks [P] */
#define COMMAND_SHARE    0.99 /* of the gate's bounds that control uses up */
#define NO_CEILING_N     (-1.0) /* before the first: no ceiling is below 0 */

/* What no command goes beyond: the relief valve and the compiled limits of this place. */
static double bound_n(const struct head *head)
{
	const double share = kept_share(head->region);
	const double relief_n =
		head->actuator.relief_pa * head->actuator.area_m2 - head->actuator.release.spring_n;
	double least_n = share * FORCE_HARD_N;

	if (share * PRESSURE_HARD_PA * head->area_m2 < least_n) {
		least_n = share * PRESSURE_HARD_PA * head->area_m2;
	}
	return COMMAND_SHARE * (relief_n < least_n ? relief_n : least_n);
}

static void set_turn(struct pressure_ctl *ctl)
{
	double ticks = TURN_S * ctl->loop_hz + 0.5;

	ctl->turn_ticks = ctl->controller == CONTROLLER_SHIPPED && ticks >= 2.0 ? (int)ticks : 1;
	ctl->look_ticks = AIR_LOOK_TURNS * ctl->turn_ticks;
	ctl->turn_s = ctl->turn_ticks / ctl->loop_hz;
	ctl->curve_share = air_drive_curve_share(ctl->turn_s);
}

/* It is to press with that from now on. */
static __attribute__((noinline)) void bear(const struct pressure_ctl *ctl,
					   struct pressure_head *head, enum press_kind press)
{
	dry_friction_bear(&head->friction, press);
	head->shift_share = ctl->turn_s * (press == PRESS_REST ? REST_SHIFT_PER_S : SHIFT_PER_S);
	press_care_bear(&head->care, press);
}

void pressure_ctl_init(struct pressure_ctl *ctl, const struct rig *rig)
{
	int count = 0;

	memset(ctl, 0, sizeof(*ctl));
	ctl->gains = plain_gains_tuned();
	ctl->loop_hz = rig->loop_hz;
	set_turn(ctl);
	ctl->head_count = rig->head_count;
	for (int i = 0; i < rig->head_count; i++) {
		struct pressure_head *head = &ctl->heads[i];
		const struct actuator_spec *actuator = &rig->heads[i].actuator;

		head->screw = actuator->kind == ACTUATOR_VELOCITY;
		if (!head->screw) {
			head->turn_tick = (unsigned)(count++ % ctl->turn_ticks) + 1;
		}
		head->ceiling_n = NO_CEILING_N;
		head->spring_n = actuator->release.spring_n;
		head->most_n = bound_n(&rig->heads[i]);
		head->above_n = COMMAND_SHARE * COMMAND_OVER_CEILING_N;
		head->rise_pa = COMMAND_SHARE * COMMAND_RISE_N_S / rig->loop_hz / actuator->area_m2;
		head->viscous_n_s_m = VISCOUS_SHARE * actuator->friction.viscous_n_s_m;
		air_ahead_init(&head->air, actuator, ctl->turn_s);
		air_drive_fit(&head->drive, &head->air);
		dry_friction_init(&head->friction, actuator, ctl->turn_s);
		bear(ctl, head, PRESS_REST);
		head->area_m2 = actuator->area_m2;
		head->pa_per_n = 1.0 / actuator->area_m2;
		approach_init(&head->approach, actuator);
	}
}

void pressure_ctl_limit(struct pressure_ctl *ctl, const struct rig *file)
{
	for (int i = 0; i < file->head_count; i++) {
		struct pressure_head *head = &ctl->heads[i];
		const double over_n = head->spring_n - file->heads[i].actuator.release.spring_n;

		if (over_n > 0.0) {
			head->above_n -= over_n;
			head->most_n -= over_n;
		}
	}
}

/* What the air pushes with, beyond the spring: now, and one dead time from now. */
static double air_n(const struct pressure_head *head)
{
	return head->air.now_pa * head->area_m2 - head->spring_n;
}

static double air_then_n(const struct pressure_head *head)
{
	return head->air.then_pa * head->area_m2 - head->spring_n;
}

/* Pushed by this it slides in. One whose way nobody sees knows by its integral alone what its spring is off by. */
static double slides_n(const struct pressure_head *head)
{
	return head->friction.in_n + (head->friction.found ? 0.0 : head->integral_n);
}

/*
 * In the air, where what slides a piston in tells what friction takes and what the spring is off by. Seldom, so out of
 * the way of those that press.
 */
static __attribute__((noinline)) double approach_n(struct pressure_head *head,
						   const struct head_belief *belief, double dt_s)
{
	double push_n;

	if (head->touched) {
		head->touched = false;
		approach_again(&head->approach, slides_n(head), air_n(head), belief);
	}
	push_n = approach_push_n(&head->approach, belief, dt_s);
	if (!belief->position_known) {
		return push_n;
	}
	if (!head->friction.found && belief->speed_m_s > APPROACH_SLID_M_S) {
		dry_friction_slide(&head->friction, air_n(head) - belief->force_n,
				   belief->speed_m_s);
	}
	return within(air_drive_driven_n(&head->drive, push_n, air_then_n(head)),
		      head->approach.least_n, head->approach.most_n);
}

/* A moving piston is held back by its viscous friction, the more the softer the tissue it sinks into. */
static double sinking_s(const struct pressure_head *head, const struct head_belief *belief)
{
	const double stiffness_n_m = belief_stiffness_n_m(belief);

	return stiffness_n_m > 0.0 ? head->viscous_n_s_m / stiffness_n_m : 0.0;
}

/*
 * What the target is to be ahead of itself, beyond the dead time, for the push to be felt when it is wanted:
 * along its slope and its curve.
 */
static double lead_n(struct pressure_head *head, double rate_n_s, const struct head_belief *belief,
		     double curve_share)
{
	const double beyond_n_s = rate_n_s - head->slow_rate_n_s;

	if (fabs(rate_n_s) + fabs(beyond_n_s) < STILL_N_S) {
		return 0.0;
	}
	head->slow_rate_n_s += curve_share * beyond_n_s;
	return air_drive_lead_n(&head->drive, rate_n_s, beyond_n_s, sinking_s(head, belief));
}

/* A lead adds nothing to a push that nobody holds, as the gate would take that back. */
static double unstored_n(const struct head_belief *belief, double then_n, double lead_n)
{
	double stored_n;
	double most_n;

	if (lead_n <= 0.0) {
		return lead_n;
	}
	stored_n = then_n - belief_least_n(belief);
	most_n = STORED_GAIN * (STORED_SHARE * STORED_PUSH_N - stored_n);
	return within(lead_n, 0.0, most_n > 0.0 ? most_n : 0.0);
}

/* What is to be asked for where a press needs care. Few do, so out of the way of the others. */
static __attribute__((noinline)) double with_care_n(struct pressure_head *head,
						    const struct head_setpoint *to,
						    const struct head_belief *belief, double push_n,
						    double then_n)
{
	if (head->friction.press == PRESS_LIGHT) {
		return press_care_finely_n(&head->drive, to, belief, push_n, then_n);
	}
	push_n += press_care_at_rest_n(&head->care, &head->friction,
				       to->at_sample_n - belief->force_n);
	return air_drive_driven_n(&head->drive, push_n, then_n);
}

/*
 * On the person. Outside: the push that presses the target one dead time from now, friction and spring
 * on top, and a part of what is missing. Inside: the air is brought there, by air_drive.h.
 */
static double shipped_press_n(const struct pressure_ctl *ctl, struct pressure_head *head,
			      const struct head_setpoint *to, const struct head_belief *belief,
			      double most_n)
{
	const double then_n = air_then_n(head);
	const double share = belief->force_age_ns > PRESS_OLD_NS ? OLD_SHARE : ERROR_SHARE;
	double error_n = to->at_sample_n - belief->force_n;
	double shift_n = head->shift_share * error_n;
	double push_n;
	double wish_n;

	push_n = to->ahead_n + share * error_n + head->integral_n +
		 dry_friction_n(&head->friction, error_n, to->ahead_rate_n_s - belief->breath_n_s);
	push_n += unstored_n(belief, then_n,
			     lead_n(head, to->ahead_rate_n_s, belief, ctl->curve_share));
	wish_n = fabs(error_n) > head->care.plain_error_n
			 ? with_care_n(head, to, belief, push_n, then_n)
			 : air_drive_driven_n(&head->drive, push_n, then_n);
	if (wish_n > most_n) { /* at a bound the integral only moves away from it */
		shift_n = shift_n < 0.0 ? shift_n : 0.0;
	} else if (wish_n < -head->spring_n) {
		shift_n = shift_n > 0.0 ? shift_n : 0.0;
	}
	head->integral_n = within(head->integral_n + shift_n, INTEGRAL_LEAST_N, INTEGRAL_MOST_N);
	dry_friction_learn(&head->friction, air_n(head), belief); /* for the next turn */
	return wish_n;
}

/* Those that ours is compared with. */
static double plain_press_n(const struct pressure_ctl *ctl, struct pressure_head *head,
			    const struct head_setpoint *to, const struct head_belief *belief,
			    double most_n)
{
	if (ctl->controller == CONTROLLER_PI) {
		return pi_press_n(&head->plain, &ctl->gains, to, belief, -head->spring_n, most_n,
				  ctl->turn_s);
	}
	return admittance_press_n(&head->plain, &ctl->gains, to, belief, ctl->turn_s);
}

/*
 * A head that does not press yet: from a touch on it does. No bump: for the plain laws, what moved it through the air
 * is what friction takes and the spring is off by.
 */
static __attribute__((noinline)) void look_for_touch(struct pressure_head *head,
						     const struct head_setpoint *to,
						     const struct head_belief *belief)
{
	if (head->air.blank) {
		air_ahead_begin(&head->air, belief);
	}
	if (belief->contact) {
		head->touched = true;
		head->slow_rate_n_s = to->ahead_rate_n_s;
		dry_friction_find(&head->friction);
		press_care_touch(&head->care, &head->friction);
		plain_law_begin(&head->plain, head->approach.push_n, belief);
	}
}

/* One head whose turn it is: the push wanted beyond its spring, before its bounds. */
static double push_n(const struct pressure_ctl *ctl, struct pressure_head *head,
		     const struct head_setpoint *to, const struct head_belief *belief,
		     double last_pa, double most_n)
{
	if (!head->touched) {
		look_for_touch(head, to, belief);
	}
	air_ahead_step(&head->air, last_pa, belief);
	if (belief->contact) {
		const enum press_kind press = press_care_kind(to->ahead_n);

		if (press != head->friction.press) {
			bear(ctl, head, press);
		}
		return ctl->controller == CONTROLLER_SHIPPED
			       ? shipped_press_n(ctl, head, to, belief, most_n)
			       : plain_press_n(ctl, head, to, belief, most_n);
	}
	return approach_n(head, belief, ctl->turn_s);
}

/* What is asked for until its next turn, or until its ceiling is another: its push within its bounds. */
static double asked_pa(const struct pressure_head *head, double most_n)
{
	const double push_n = head->push_n < most_n ? head->push_n : most_n;
	const double asked_pa = (push_n + head->spring_n) * head->pa_per_n;

	return asked_pa > 0.0 ? asked_pa : 0.0;
}

/* One head whose turn it is, or that has another ceiling. */
static __attribute__((noinline)) void ask_anew(const struct pressure_ctl *ctl,
					       struct pressure_head *head,
					       const struct head_setpoint *to,
					       const struct head_belief *belief, double last_pa)
{
	const double reach_n = to->ceiling_n + head->above_n;
	const double most_n = reach_n < head->most_n ? reach_n : head->most_n;

	if (head->turn_tick == ctl->tick) {
		head->turn_tick += (unsigned)ctl->turn_ticks;
		head->push_n = push_n(ctl, head, to, belief, last_pa, most_n);
	}
	head->ceiling_n = to->ceiling_n;
	head->asked_pa = asked_pa(head, most_n);
}

static bool is_same(const double *a, const double *b)
{
	return memcmp(a, b, sizeof(*a)) == 0; /* what is no number as well */
}

/*
 * One head: the pressure wanted, from what went out in the last tick. Bounds hold in every tick, but
 * between its turns only a ceiling can move them.
 */
static double wanted_pa(const struct pressure_ctl *ctl, unsigned tick, struct pressure_head *head,
			const struct head_setpoint *to, const struct head_belief *belief,
			const struct head_actuation *last)
{
	double most_pa;

	if (head->turn_tick == tick || !is_same(&to->ceiling_n, &head->ceiling_n)) {
		ask_anew(ctl, head, to, belief, last->pressure_pa);
	}
	most_pa = last->pressure_pa;
	if (belief->input == INPUT_LIVE) { /* no rise on old news */
		most_pa += head->rise_pa;
	}
	return head->asked_pa < most_pa ? head->asked_pa : most_pa;
}

void pressure_ctl_choose(struct pressure_ctl *ctl, enum controller controller,
			 const struct plain_gains *gains)
{
	ctl->controller = controller;
	ctl->gains = *gains;
	set_turn(ctl);
	if (controller == CONTROLLER_SHIPPED) {
		return;
	}
	/* the plain laws' gains are tuned with the file's lags */
	for (int i = 0; i < ctl->head_count; i++) {
		air_ahead_believe_file(&ctl->heads[i].air);
	}
}

static void lift(const struct pressure_ctl *ctl, struct pressure_head *head,
		 struct head_actuation *out)
{
	approach_end(&head->approach);
	head->touched = false;
	head->turn_tick = ctl->tick + 1;
	head->air.blank = true;
	out->pressure_pa = 0.0;
	out->dump_shut = false;
}

/* Heads take turns, so that every tick has as much to do. */
static void look_at_air(struct pressure_ctl *ctl, const struct belief *belief)
{
	ctl->look_head = ctl->look_head + 1 < ctl->look_ticks ? ctl->look_head + 1 : 0;
	for (int i = ctl->look_head; i < ctl->head_count; i += ctl->look_ticks) {
		struct pressure_head *head = &ctl->heads[i];

		if (!head->air.blank &&
		    air_ahead_look(&head->air, belief->heads[i].pressure_known)) {
			air_drive_fit(&head->drive, &head->air);
		}
	}
}

void pressure_ctl_step(struct pressure_ctl *ctl, struct actuation *wanted,
		       const struct setpoint *setpoint, const struct belief *belief,
		       const struct actuation *last)
{
	const int head_count = ctl->head_count;
	const unsigned tick = ++ctl->tick;

	for (int i = 0; i < head_count; i++) {
		struct pressure_head *head = &ctl->heads[i];
		const struct head_setpoint *to = &setpoint->heads[i];
		struct head_actuation *out = &wanted->heads[i];

		if (head->screw) {
			continue;
		}
		if (!(to->now_n > LIFTED_N || to->ahead_n > LIFTED_N)) {
			lift(ctl, head, out);
			continue;
		}
		out->dump_shut = true;
		out->pressure_pa =
			wanted_pa(ctl, tick, head, to, &belief->heads[i], &last->heads[i]);
	}
	look_at_air(ctl, belief);
}
