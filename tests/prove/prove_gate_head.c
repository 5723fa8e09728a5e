/*
 * For one pressure head that holds back no stored push, for all numbers and whatever push a pressure is: the
 * push that is judged and put into the sum is no harder than ceiling and lead, and what was wanted passes as
 * it is or not at all.
 */
#include "prove/prove.h"

#include "core/safety/gate.c"

ANY(struct gate, gate);
ANY(struct gate_head, gate_head);
ANY(struct head_actuation, head_actuation);
ANY(struct head_belief, head_belief);
ANY(double, double);

void harness(void)
{
	struct gate gate = nondet_gate();
	struct gate_head head = nondet_gate_head();
	struct head_actuation out = nondet_head_actuation();
	const struct head_actuation wanted = nondet_head_actuation();
	struct head_belief belief = nondet_head_belief();
	const double ceiling_n = nondet_double();
	double body_n = 0.0;

	belief.pressure_known = false;
	if (!pass_cylinder(&gate, &body_n, &head, &out, &wanted, ceiling_n, &belief)) {
		return;
	}
	prove(body_n <= 0.0 || body_n <= ceiling_n + COMMAND_OVER_CEILING_N,
	      "no push above ceiling and lead");
	prove(body_n >= 0.0, "none that takes from the sum");
	prove(out.pressure_pa <= wanted.pressure_pa && out.pressure_pa >= wanted.pressure_pa,
	      "what passes is what was wanted");
	prove(out.dump_shut == wanted.dump_shut, "and a dump that should open opens");
}
