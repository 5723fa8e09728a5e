#include "core/safety/gate.h"

#include "core/safety/bound.h"

#include <knead/condition.h>
#include <knead/kept_out.h>

#include <string.h>

/* Rounding of a command that sits exactly on a bound: far below what any regulator resolves. */
#define ROUNDING 1e-9

#define HEAT_ORDER_S 1.0 /* a third of HEATER_EXPIRES_S: two may be lost */

static double push_n(const struct gate_head *head, double pressure_pa)
{
	return pressure_pa * head->piston_m2 - head->spring_n;
}

/* The other way round. */
static double pressure_pa(const struct gate_head *head, double push_n)
{
	return (push_n + head->spring_n) / head->piston_m2;
}

void gate_init(struct gate *gate, const struct rig *rig)
{
	memset(gate, 0, sizeof(*gate));
	gate->head_count = rig->head_count;
	gate->refused_head = HEAD_NONE;
	gate->heat_order_ticks = (int)(HEAT_ORDER_S * rig->loop_hz + 0.5);
	for (int i = 0; i < rig->head_count; i++) {
		const struct head *from = &rig->heads[i];
		struct gate_head *head = &gate->heads[i];
		double share = kept_share(from->region);
		double by_pressure_n = share * PRESSURE_HARD_PA * from->area_m2;

		head->piston_m2 = from->actuator.area_m2;
		head->spring_n = from->actuator.release.spring_n;
		head->rise_pa =
			COMMAND_RISE_N_S / rig->loop_hz / from->actuator.area_m2 * (1.0 + ROUNDING);
		head->hard_n = share * FORCE_HARD_N;
		if (!(head->hard_n <= by_pressure_n)) {
			head->hard_n = by_pressure_n;
		}
		head->most_pa = lowest(from->actuator.relief_pa, pressure_pa(head, head->hard_n));
		head->free_pa = pressure_pa(head, STORED_PUSH_N);
		head->screw = from->actuator.kind == ACTUATOR_VELOCITY;
		head->speed_max_m_s = from->actuator.screw.speed_max_m_s;
		head->in_trunk = region_facts(from->region)->trunk ? 1.0 : 0.0;
		if (from->heater.driver != DRIVER_NONE) {
			gate->heated[gate->heated_count++] = (uint8_t)i;
		}
	}
}

/* Value, rise, and force against the ceiling; each written so that NaN is outside. */
static bool inside(const struct gate_head *head, double wanted_pa, double force_n, double ceiling_n)
{
	return wanted_pa >= 0.0 && wanted_pa <= head->most_pa &&
	       wanted_pa <= head->last_pa + head->rise_pa &&
	       force_n <= ceiling_n + COMMAND_OVER_CEILING_N;
}

/* By the person, at least. */
static double held_back_n(const struct head_belief *belief)
{
	const double force_n = belief_least_n(belief);

	return force_n > 0.0 ? force_n : 0.0;
}

/*
 * A head that pushes harder than it is held back will jump when it comes free. Measured, the push
 * beyond the force stays within STORED_PUSH_N: above it, no more is asked than the person holds
 * now. Up to free_pa nobody needs to hold it.
 */
static bool jumps_when_free(const struct gate_head *head, const struct head_belief *belief)
{
	double held_n;

	if (belief->pressure_pa <= head->free_pa) {
		return false;
	}
	held_n = held_back_n(belief);
	return !(push_n(head, belief->pressure_pa) - held_n <= STORED_PUSH_N) &&
	       belief->pressure_known;
}

/* Whatever the arithmetic that led to most_pa: never more than it was, never below nothing. */
static double lowered(double wanted_pa, double most_pa)
{
	if (!(most_pa >= 0.0)) {
		return 0.0;
	}
	return wanted_pa > most_pa ? most_pa : wanted_pa;
}

static double without_stored_push(const struct gate_head *head, const struct head_belief *belief,
				  double wanted_pa)
{
	return lowered(wanted_pa, pressure_pa(head, held_back_n(belief)));
}

/* What one head presses with at most, as its command goes out: a screw holds what it has. */
static double pressing_n(const struct gate_head *head, const struct head_actuation *out,
			 const struct head_belief *belief)
{
	double force_n = head->screw ? belief_most_n(belief) : push_n(head, out->pressure_pa);

	return force_n > 0.0 ? force_n : 0.0;
}

/* By what all heads are lowered. A body inside what its trunk alone may bear needs no second sum. */
static double share_within(const struct gate *gate, const struct actuation *actuation,
			   const struct belief *belief, double body_n)
{
	double trunk_n = 0.0;
	double trunk;
	double body;

	if (body_n <= SUM_TRUNK_N + SUM_MARGIN_N) {
		return 1.0;
	}
	for (int i = 0; i < gate->head_count; i++) {
		const struct gate_head *head = &gate->heads[i];

		trunk_n +=
			head->in_trunk * pressing_n(head, &actuation->heads[i], &belief->heads[i]);
	}
	trunk = share_of(SUM_TRUNK_N + SUM_MARGIN_N, trunk_n);
	body = share_of(SUM_BODY_N + SUM_MARGIN_N, body_n);
	return trunk < body ? trunk : body;
}

/* Lowers all heads alike where their sum is above what trunk or body may bear. */
static void hold_sums(struct gate *gate, struct actuation *actuation, const struct belief *belief,
		      double body_n)
{
	const double share = share_within(gate, actuation, belief, body_n);

	if (share >= 1.0) {
		return;
	}
	gate->clamps[CLAMP_SUMS]++;
	for (int i = 0; i < gate->head_count; i++) {
		struct gate_head *head = &gate->heads[i];
		struct head_actuation *out = &actuation->heads[i];
		double force_n = head->screw ? 0.0 : push_n(head, out->pressure_pa);

		if (head->screw && out->speed_m_s > 0.0) {
			out->speed_m_s = 0.0;
		}
		if (force_n > 0.0) {
			head->last_pa =
				lowered(out->pressure_pa, pressure_pa(head, share * force_n));
			out->pressure_pa = head->last_pa;
		}
	}
}

/* A screw does not give way: beside its quick release it turns back, as fast as it can, up to its stop. */
static void let_go(struct gate *gate, struct actuation *actuation)
{
	for (int i = 0; i < gate->head_count; i++) {
		actuation->heads[i] = (struct head_actuation){0};
		if (gate->heads[i].screw) {
			actuation->heads[i].speed_m_s = -gate->heads[i].speed_max_m_s;
		}
		gate->heads[i].last_pa = 0.0;
	}
	gate->heat_order_left = 0;
}

/* One pressure head. False where what was wanted is not inside. */
static bool pass_cylinder(struct gate *gate, double *body_n, struct gate_head *head,
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
		gate->clamps[CLAMP_STORED] += out_pa < wanted->pressure_pa;
		force_n = push_n(head, out_pa);
	}
	head->last_pa = out_pa;
	out->pressure_pa = out_pa;
	out->dump_shut = wanted->dump_shut;
	if (force_n > 0.0) {
		*body_n += force_n;
	}
	return true;
}

/*
 * One screw: it holds what it has, so only its speed can be bounded, and toward the person it moves
 * only while the force is inside. Away is always allowed.
 */
static bool pass_screw(struct gate *gate, double *body_n, const struct gate_head *head,
		       struct head_actuation *out, const struct head_actuation *wanted,
		       double ceiling_n, const struct head_belief *belief)
{
	const double force_n = belief_most_n(belief);
	bool force_inside =
		force_n <= ceiling_n + COMMAND_OVER_CEILING_N && force_n <= head->hard_n;
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
	gate->clamps[CLAMP_SCREW] += wanted->speed_m_s > most_m_s;
	out->speed_m_s = wanted->speed_m_s > most_m_s ? most_m_s : wanted->speed_m_s;
	out->dump_shut = wanted->dump_shut;
	*body_n += force_n > 0.0 ? force_n : 0.0;
	return true;
}

static bool pass_heads(struct gate *gate, struct actuation *actuation,
		       const struct actuation *wanted, const struct ceilings *ceilings,
		       const struct belief *belief)
{
	double body_n = 0.0;

	for (int i = 0; i < gate->head_count; i++) {
		struct gate_head *head = &gate->heads[i];
		struct head_actuation *out = &actuation->heads[i];
		const double ceiling_n = ceilings->heads[i].now_n;
		bool pass = head->screw ? pass_screw(gate, &body_n, head, out, &wanted->heads[i],
						     ceiling_n, &belief->heads[i])
					: pass_cylinder(gate, &body_n, head, out, &wanted->heads[i],
							ceiling_n, &belief->heads[i]);

		if (!pass) {
			gate->refused_head = i;
			return false;
		}
	}
	hold_sums(gate, actuation, belief, body_n);
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

static bool inside_proof(const struct gate_head *head, const struct head_actuation *wanted)
{
	if (head->screw) {
		return wanted->speed_m_s >= 0.0 && wanted->speed_m_s <= PROOF_SPEED_M_S;
	}
	return wanted->pressure_pa >= 0.0 && push_n(head, wanted->pressure_pa) <= 0.0;
}

void gate_prove(struct gate *gate, struct actuation *actuation, enum state state,
		const struct proof_order *order)
{
	bool passes = state == STATE_SELFTEST && order->head_count == gate->head_count;

	for (int i = 0; passes && i < gate->head_count; i++) {
		passes = inside_proof(&gate->heads[i], &order->heads[i]);
	}
	for (int i = 0; passes && i < gate->head_count; i++) {
		actuation->heads[i] = (struct head_actuation){
			.pressure_pa = gate->heads[i].screw ? 0.0 : order->heads[i].pressure_pa,
			.speed_m_s = gate->heads[i].screw ? order->heads[i].speed_m_s : 0.0,
			.dump_shut = order->heads[i].dump_shut,
		};
	}
	if (passes && order->edges) {
		gate->level = !gate->level;
		actuation->enable_level = gate->level;
	}
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
