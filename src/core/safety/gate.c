#include "core/safety/gate.h"

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
 * beyond the force stays within STORED_PUSH_N: above it, no more is asked than the person holds now.
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

static void add_push(struct push_sums *sums, const struct gate_head *head, double pressure_pa)
{
	double force_n = push_n(head, pressure_pa);

	if (force_n > 0.0) {
		sums->body_n += force_n;
		sums->trunk_n += head->trunk ? force_n : 0.0;
	}
}

static double share_of(double limit_n, double sum_n)
{
	return sum_n <= limit_n ? 1.0 : limit_n / sum_n;
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
		double force_n = push_n(head, actuation->heads[i].pressure_pa);

		if (force_n > 0.0) {
			head->last_pa = (share * force_n + head->spring_n) / head->piston_m2;
			actuation->heads[i].pressure_pa = head->last_pa;
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

static bool pass_heads(struct gate *gate, struct actuation *actuation, const double *wanted_pa,
		       const struct ceilings *ceilings, const struct belief *belief)
{
	struct push_sums sums = {0};

	for (int i = 0; i < gate->head_count; i++) {
		struct gate_head *head = &gate->heads[i];
		double out_pa = without_stored_push(head, &belief->heads[i], wanted_pa[i]);

		gate->clamps += out_pa < wanted_pa[i];
		if (!inside(head, wanted_pa[i], ceilings->heads[i].now_n)) {
			gate->refused_head = i;
			return false;
		}
		add_push(&sums, head, out_pa);
		head->last_pa = out_pa;
		actuation->heads[i].pressure_pa = out_pa;
		actuation->heads[i].dump_shut = true;
	}
	hold_sums(gate, actuation, &sums);
	return true;
}

void gate_step(struct gate *gate, struct actuation *actuation, enum state state,
	       const double *wanted_pa, const struct ceilings *ceilings,
	       const struct belief *belief)
{
	bool pressing = state == STATE_RUNNING || state == STATE_PAUSED;

	actuation->head_count = gate->head_count;
	gate->refused = pressing && !pass_heads(gate, actuation, wanted_pa, ceilings, belief);
	if (!pressing || gate->refused) {
		let_go(gate, actuation);
	}
	if ((pressing || state == STATE_ARMED) && !gate->refused) {
		gate->level = !gate->level;
	}
	actuation->enable_level = gate->level;
}
