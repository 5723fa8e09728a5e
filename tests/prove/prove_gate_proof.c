/*
 * The self-test's way out, for two heads of any kind and any numbers: nothing passes in any other state, and
 * no heat, no speed but a slow one. That its pressures stay under the return spring is in test_selftest.c.
 */
#include "prove/prove.h"

#include <knead/limits.h>

#undef HEADS_MAX
#define HEADS_MAX 2

#include "core/safety/gate.c"

ANY(struct gate, gate);
ANY(struct proof_order, proof_order);
ANY(enum state, state);
ANY(bool, level);

void harness(void)
{
	struct gate gate = nondet_gate();
	const struct proof_order order = nondet_proof_order();
	const enum state state = nondet_state();
	struct actuation out = {.head_count = HEADS_MAX, .enable_level = nondet_level()};
	const bool level =
		out.enable_level; /* and all heads at nothing, as gate_step leaves them */

	gate.head_count = HEADS_MAX;
	gate_prove(&gate, &out, state, &order);
	prove(out.enable_level == level || (state == STATE_SELFTEST && order.edges),
	      "edges in the self-test alone, where it wants them");
	for (int i = 0; i < HEADS_MAX; i++) {
		const struct head_actuation *to = &out.heads[i];

		prove(to->heater_share <= 0.0 && to->heater_share >= 0.0, "no heat");
		prove(state == STATE_SELFTEST || !to->dump_shut,
		      "dumps shut in the self-test alone");
		if (gate.heads[i].screw) {
			prove(to->speed_m_s >= 0.0 && to->speed_m_s <= PROOF_SPEED_M_S,
			      "a screw moves slowly");
			prove(to->pressure_pa <= 0.0 && to->pressure_pa >= 0.0, "and by no air");
		} else {
			prove(to->pressure_pa >= 0.0, "no pressure below nothing");
			prove(!(to->pressure_pa > 0.0) ||
				      to->pressure_pa <= order.heads[i].pressure_pa,
			      "and none above what was ordered");
			prove(to->speed_m_s <= 0.0 && to->speed_m_s >= 0.0, "and no speed");
		}
	}
}
