#include "core/safety/gate.h"

#include "core/safety/bound.h"

#include <knead/condition.h>

#include <string.h>

/* Rounding of a command that sits exactly on a bound: far below what any regulator resolves. */
#define ROUNDING 1e-9

void gate_init(struct gate *gate, const struct rig *rig)
{
	memset(gate, 0, sizeof(*gate));
	gate->head_count = rig->head_count;
	gate->refused_head = HEAD_NONE;
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
		head->trunk = region_facts(from->region)->trunk;
	}
}

static double push_n(const struct gate_head *head, double pressure_pa)
{
	return pressure_pa * head->piston_m2 - head->spring_n;
}

/* Value, force, pressure under the head and rise; each written so that NaN is outside. */
static bool inside(const struct gate_head *head, double wanted_pa, double ceiling_n)
{
	double force_n = push_n(head, wanted_pa);

	return wanted_pa >= 0.0 && wanted_pa <= head->relief_pa &&
	       force_n <= ceiling_n + COMMAND_OVER_CEILING_N && force_n <= head->hard_n &&
	       wanted_pa - head->last_pa <= head->rise_pa;
}

/*
 * A head that pushes harder than it is held back will jump when it comes free. Measured, the push
 * beyond the force stays within STORED_PUSH_N: above it, no more is asked than the person holds
 * now.
 */
static double without_stored_push(const struct gate_head *head, const struct head_belief *belief,
				  double wanted_pa)
{
	double held_n = belief->force_n > 0.0 ? belief->force_n : 0.0;
	double stored_n = push_n(head, belief->pressure_pa) - held_n;
	double most_pa;

	if (stored_n <= STORED_PUSH_N || !belief->pressure_known) {
		return wanted_pa;
	}
	most_pa = (held_n + head->spring_n) / head->piston_m2;
	return wanted_pa > most_pa ? most_pa
				   : wanted_pa; /* never more than wanted, never below 0 */
}

struct push_sums {
	double trunk_n;
	double body_n;
};

static void add_push(struct push_sums *sums, const struct gate_head *head, double force_n)
{
	if (force_n > 0.0) {
		sums->body_n += force_n;
		sums->trunk_n += head->trunk ? force_n : 0.0;
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
}

/* One pressure head. False where what was wanted is not inside. */
static bool pass_cylinder(struct gate *gate, struct gate_head *head, struct head_actuation *out,
			  const struct head_actuation *wanted, double ceiling_n,
			  const struct head_belief *belief)
{
	double out_pa = without_stored_push(head, belief, wanted->pressure_pa);

	if (!inside(head, wanted->pressure_pa, ceiling_n)) {
		return false;
	}
	gate->clamps += out_pa < wanted->pressure_pa;
	head->last_pa = out_pa;
	*out = (struct head_actuation){.pressure_pa = out_pa, .dump_shut = wanted->dump_shut};
	return true;
}

/*
 * One screw: it holds what it has, so only its speed can be bounded, and toward the person it moves
 * only while the force is inside. Away is always allowed.
 */
static bool pass_screw(struct gate *gate, const struct gate_head *head, struct head_actuation *out,
		       const struct head_actuation *wanted, double ceiling_n,
		       const struct head_belief *belief)
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
	*out = (struct head_actuation){
		.speed_m_s = wanted->speed_m_s > most_m_s ? most_m_s : wanted->speed_m_s,
		.dump_shut = wanted->dump_shut,
	};
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
		bool pass = head->screw ? pass_screw(gate, head, out, &wanted->heads[i], ceiling_n,
						     &belief->heads[i])
					: pass_cylinder(gate, head, out, &wanted->heads[i],
							ceiling_n, &belief->heads[i]);

		if (!pass) {
			gate->refused_head = i;
			return false;
		}
		add_push(&sums, head,
			 head->screw ? belief->heads[i].force_n : push_n(head, out->pressure_pa));
	}
	hold_sums(gate, actuation, &sums);
	return true;
}

void gate_step(struct gate *gate, struct actuation *actuation, enum state state,
	       const struct actuation *wanted, const struct ceilings *ceilings,
	       const struct belief *belief)
{
	bool pressing = state == STATE_RUNNING || state == STATE_PAUSED;

	actuation->head_count = gate->head_count;
	gate->refused = pressing && !pass_heads(gate, actuation, wanted, ceilings, belief);
	if (!pressing || gate->refused) {
		let_go(gate, actuation);
	}
	if ((pressing || state == STATE_ARMED) && !gate->refused) {
		gate->level = !gate->level;
	}
	actuation->enable_level = gate->level;
}
