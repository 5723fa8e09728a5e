/* bench_skin.h - the simplest person: springs that creep, moved by a breath. No dynamics: what is wished
 * is felt at once. */
#ifndef TESTS_CORE_BENCH_SKIN_H
#define TESTS_CORE_BENCH_SKIN_H

#include "core/bench_rig.h"

#include <knead/belief.h>
#include <knead/wish.h>

#define SKIN_N_M2 94000.0 /* force over the square of the depth */

struct skin {
	double hardness[HEADS_MAX]; /* 1: like everywhere */
	double creep[HEADS_MAX];    /* share of the depth that is to come, 0.1 at first */
	double breath_m;
	double moves[HEADS_MAX]; /* with the breath, 0..1 */
	double t_s;
};

static inline void skin_init(struct skin *skin)
{
	*skin = (struct skin){.breath_m = 0.0015};
	for (int i = 0; i < HEADS_MAX; i++) {
		skin->hardness[i] = 1.0;
		skin->creep[i] = 0.1;
		skin->moves[i] = 1.0;
	}
}

static inline void skin_step(struct skin *skin, struct belief *belief, const struct wish *wish,
			     int heads)
{
	belief->head_count = heads;
	skin->t_s += TICK_S;
	for (int i = 0; i < heads; i++) {
		struct head_belief *head = &belief->heads[i];
		double force_n = wish->force_n[i];

		if (force_n > 4.0) {
			skin->creep[i] -= skin->creep[i] * TICK_S / 8.0;
		}
		head->input = INPUT_LIVE;
		head->contact = force_n > CONTACT_OFF_N;
		head->contact_sure = head->contact;
		head->position_known = true;
		head->force_n = force_n;
		head->position_m =
			0.02 +
			sqrt(force_n / (SKIN_N_M2 * skin->hardness[i])) * (1.0 - skin->creep[i]) -
			skin->moves[i] * skin->breath_m * sin(6.2831853 * 0.25 * skin->t_s);
	}
}

#endif
