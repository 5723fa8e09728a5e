#include "core/safety/gate.h"

#include "core/safety/bound.h"

#include <knead/condition.h>

#include <string.h>

/* Rounding of a command that sits exactly on a bound: far below what any regulator resolves. */
#define ROUNDING 1e-9

#define HEAT_ORDER_S 1.0 /* a third of HEATER_EXPIRES_S: two may be lost */

void gate_init(struct gate *gate, const struct rig *rig)
{
	memset(gate, 0, sizeof(*gate));
	gate->head_count = rig->head_count;
	gate->refused_head = HEAD_NONE;
	gate->heat_order_ticks = (int)(HEAT_ORDER_S * rig->loop_hz + 0.5);
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *from = &rig->heads[i];
		struct gate_head *head = &gate->heads[i];
		double share = from->region == REGION_NECK ? NECK_SHARE : 1.0;
		double by_pressure_n = share * PRESSURE_HARD_PA * from->area_m2;

		head->piston_m2 = from->actuator.area_m2;
		head->spring_n = from->actuator.release.spring_n;
		head->relief_pa = from->actuator.relief_pa;
		head->rise_pa =
			COMMAND_RISE_N_S / rig->loop_hz / from->actuator.area_m2 * (1.0 + ROUNDING);
		head->hard_n = share * FORCE_HARD_N;
		if (!(head->hard_n <= by_pressure_n)) {
			head->hard_n = by_pressure_n;
		}
		head->screw = from->actuator.kind == ACTUATOR_VELOCITY;
		head->speed_max_m_s = from->actuator.screw.speed_max_m_s;
		head->in_trunk = region_facts(from->region)->trunk ? 1.0 : 0.0;
		if (from->heater.driver != DRIVER_NONE) {
			gate->heated[gate->heated_count++] = (uint8_t)i;
		}
	}
}

static double push_n(const struct gate_head *head, double pressure_pa)
{
	return pressure_pa * head->piston_m2 - head->spring_n;
}

/* Value, force, pressure under the head and rise; each written so that NaN is outside. */
static bool inside(const struct gate_head *head, double wanted_pa, double force_n, double ceiling_n)
{
	return wanted_pa >= 0.0 && wanted_pa <= head->relief_pa &&
	       force_n <= ceiling_n + COMMAND_OVER_CEILING_N && force_n <= head->hard_n &&
	       wanted_pa - head->last_pa <= head->rise_pa;
}

/*
 * A head that pushes harder than it is held back will jump when it comes free. Measured, the push
 * beyond the force stays within STORED_PUSH_N: above it, no more is asked than the person holds
 * now.
 */
static bool jumps_when_free(const struct gate_head *head, const struct head_belief *belief)
{
	double held_n = belief->force_n > 0.0 ? belief->force_n : 0.0;

	return !(push_n(head, belief->pressure_pa) - held_n <= STORED_PUSH_N) &&
	       belief->pressure_known;
}

/* Never more than wanted, never below 0. */
static double without_stored_push(const struct gate_head *head, const struct head_belief *belief,
				  double wanted_pa)
{
	double held_n = belief->force_n > 0.0 ? belief->force_n : 0.0;
	double most_pa = (held_n + head->spring_n) / head->piston_m2;

	return wanted_pa > most_pa ? most_pa : wanted_pa;
}

struct push_sums {
	double trunk_n;
	double body_n;
};

static void add_push(struct push_sums *sums, const struct gate_head *head, double force_n)
{
	if (force_n > 0.0) {
		sums->body_n += force_n;
		sums->trunk_n += head->in_trunk * force_n;
	}
}

/* Lowers all heads alike where their sum is above what trunk or body may bear. */
static void hold_sums(struct gate *gate, struct actuation *actuation, const struct push_sums *sums)
{
	double trunk = share_of(SUM_TRUNK_N + SUM_MARGIN_N, sums->trunk_n);
	double body = share_of(SUM_BODY_N + SUM_MARGIN_N, sums->body_n);
	double share = trunk < body ? trunk : body;

	if (share >= 1.0) {
		return;
	}
	gate->clamps++;
	for (int i = 0; i < gate->head_count; i++) {
		struct gate_head *head = &gate->heads[i];
		struct head_actuation *out = &actuation->heads[i];
		double force_n = head->screw ? 0.0 : push_n(head, out->pressure_pa);

		if (head->screw && out->speed_m_s > 0.0) {
			out->speed_m_s = 0.0;
		}
		if (force_n > 0.0) {
			head->last_pa = (share * force_n + head->spring_n) / head->piston_m2;
			out->pressure_pa = head->last_pa;
		}
	}
}

static void let_go(struct gate *gate, struct actuation *actuation)
{
	for (int i = 0; i < gate->head_count; i++) {
		actuation->heads[i] = (struct head_actuation){0};
		gate->heads[i].last_pa = 0.0;
	}
	gate->heat_order_left = 0;
}

/* One pressure head. False where what was wanted is not inside. */
static bool pass_cylinder(struct gate *gate, struct push_sums *sums, struct gate_head *head,
			  struct head_actuation *out, const struct head_actuation *wanted,
			  double ceiling_n, const struct head_belief *belief)
{
	double out_pa = wanted->pressure_pa;
	double force_n = push_n(head, out_pa);

	if (!inside(head, out_pa, force_n, ceiling_n)) {
		return false;
	}
	if (jumps_when_free(head, belief)) {
		out_pa = without_stored_push(head, belief, out_pa);
		gate->clamps += out_pa < wanted->pressure_pa;
		force_n = push_n(head, out_pa);
	}
	head->last_pa = out_pa;
	out->pressure_pa = out_pa;
	out->dump_shut = wanted->dump_shut;
	add_push(sums, head, force_n);
	return true;
}

/*
 * One screw: it holds what it has, so only its speed can be bounded, and toward the person it moves
 * only while the force is inside. Away is always allowed.
 */
static bool pass_screw(struct gate *gate, struct push_sums *sums, const struct gate_head *head,
		       struct head_actuation *out, const struct head_actuation *wanted,
		       double ceiling_n, const struct head_belief *belief)
{
	bool force_inside = belief->force_n <= ceiling_n + COMMAND_OVER_CEILING_N &&
			    belief->force_n <= head->hard_n;
	double most_m_s = head->speed_max_m_s;

	if (!(wanted->speed_m_s >= -head->speed_max_m_s && wanted->speed_m_s <= most_m_s)) {
		return false;
	}
	if (!belief->contact && !(most_m_s <= APPROACH_MAX_M_S)) {
		most_m_s = APPROACH_MAX_M_S;
	}
	if (!force_inside) {
		most_m_s = 0.0;
	}
	gate->clamps += wanted->speed_m_s > most_m_s;
	out->speed_m_s = wanted->speed_m_s > most_m_s ? most_m_s : wanted->speed_m_s;
	out->dump_shut = wanted->dump_shut;
	add_push(sums, head, belief->force_n);
	return true;
}

static bool pass_heads(struct gate *gate, struct actuation *actuation,
		       const struct actuation *wanted, const struct ceilings *ceilings,
		       const struct belief *belief)
{
	struct push_sums sums = {0};

	for (int i = 0; i < gate->head_count; i++) {
		struct gate_head *head = &gate->heads[i];
		struct head_actuation *out = &actuation->heads[i];
		const double ceiling_n = ceilings->heads[i].now_n;
		bool pass = head->screw ? pass_screw(gate, &sums, head, out, &wanted->heads[i],
						     ceiling_n, &belief->heads[i])
					: pass_cylinder(gate, &sums, head, out, &wanted->heads[i],
							ceiling_n, &belief->heads[i]);

		if (!pass) {
			gate->refused_head = i;
			return false;
		}
	}
	hold_sums(gate, actuation, &sums);
	return true;
}

/* Once a second, from the first tick on in which heat goes out. */
static void order_heat(struct gate *gate, bool any)
{
	if (!any) {
		gate->heat_order_left = 0;
		return;
	}
	if (gate->heat_order_left == 0) {
		gate->heat_orders++;
		gate->heat_order_left = gate->heat_order_ticks;
	}
	gate->heat_order_left--;
}

/* A heated face that nobody measures, or that is too warm, gets nothing; nor does one that must not. */
static bool pass_heat(struct gate *gate, struct actuation *actuation, enum state state,
		      const struct actuation *wanted, const struct belief *belief,
		      const struct heat *heat)
{
	bool any = false;

	for (int k = 0; k < gate->heated_count; k++) {
		int i = gate->heated[k];
		const struct head_belief *head = &belief->heads[i];
		double share = wanted->heads[i].heater_share;

		actuation->heads[i].heater_share = 0.0;
		if (!(share >= 0.0 && share <= 1.0)) {
			gate->refused_head = i;
			return false;
		}
		if (share > 0.0 && state == STATE_RUNNING && heat_may(heat, i) &&
		    head->surface_known && head->surface_c <= SURFACE_MAX_C) {
			actuation->heads[i].heater_share = share;
			any = true;
		}
	}
	order_heat(gate, any);
	return true;
}

void gate_step(struct gate *gate, struct actuation *actuation, enum state state,
	       const struct actuation *wanted, const struct ceilings *ceilings,
	       const struct belief *belief, const struct heat *heat)
{
	bool pressing = state == STATE_RUNNING || state == STATE_PAUSED;

	actuation->head_count = gate->head_count;
	gate->refused = pressing && !(pass_heads(gate, actuation, wanted, ceilings, belief) &&
				      pass_heat(gate, actuation, state, wanted, belief, heat));
	if (!pressing || gate->refused) {
		let_go(gate, actuation);
	}
	if ((pressing || state == STATE_ARMED) && !gate->refused) {
		gate->level = !gate->level;
	}
	actuation->enable_level = gate->level;
	actuation->heat_orders = gate->heat_orders;
}
